from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal

import msgspec
import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.amount import Amount
from pfin.model.period import Period
from pfin.report.moments import transaction_period
from pfin.report.register import Entry, Filters, RegisterReport, register, register_period
from pfin.report.register_page import page
from pfin.report.selection import matching
from pfin.report.table import Day, Money, RowKind, Text, Tone

TODAY = Date(2025, 3, 1)
FEBRUARY = Period(Date(2025, 2, 1), Date(2025, 3, 1), "2025-02")


def of(
    ledger: Ledger,
    pattern: str,
    period: Period | None = None,
    filters: Filters | None = None,
    *,
    signed: bool = False,
) -> RegisterReport:
    chosen = matching(ledger.accounts, pattern)
    return register(ledger, pattern, chosen, transaction_period(ledger, period, TODAY), filters=filters, signed=signed)


def brief(entries: tuple[Entry, ...]) -> list[tuple[str, str, str]]:
    return [(str(entry.date), str(entry.amount), str(entry.balance)) for entry in entries]


def words(amounts: tuple[Amount, ...] | None) -> str | None:
    return None if amounts is None else ", ".join(str(amount) for amount in amounts)


def test_the_balance_runs_from_the_opening_to_the_closing(household: Ledger) -> None:
    report = of(household, "checking", FEBRUARY)
    assert words(report.opening) == "3000.00 USD"
    assert brief(report.entries) == [
        ("2025-02-01", "-500.00 USD", "2500.00 USD"),
        ("2025-02-03", "-130.00 USD", "2370.00 USD"),
        ("2025-02-10", "-400.00 USD", "1970.00 USD"),
        ("2025-02-12", "-55.00 USD", "1915.00 USD"),
    ]
    assert words(report.closing) == "1915.00 USD"


def test_without_a_period_it_is_the_whole_journal_up_to_today(household: Ledger) -> None:
    report = of(household, "Assets:Bank:Savings")
    assert (report.begin, report.end) == (Date(2025, 1, 1), Date(2025, 3, 2))
    assert report.period == "2025-01-01 to 2025-03-01"
    assert words(report.opening) == "0 USD"


def test_liabilities_grow_by_credits(household: Ledger) -> None:
    report = of(household, "card")
    assert brief(report.entries) == [
        ("2025-01-10", "80.00 USD", "80.00 USD"),
        ("2025-01-12", "20.00 USD", "100.00 USD"),
        ("2025-02-03", "-130.00 USD", "-30.00 USD"),
    ]
    assert [entry.wrong_way for entry in report.entries] == [False, False, True]
    signed = of(household, "card", signed=True)
    assert brief(signed.entries)[2] == ("2025-02-03", "130.00 USD", "30.00 USD")
    assert signed.entries[2].wrong_way


def test_balances_run_commodity_by_commodity(household: Ledger) -> None:
    report = of(household, "Expenses:Food")
    assert brief(report.entries) == [
        ("2025-01-10", "80.00 USD", "80.00 USD"),
        ("2025-01-12", "20.00 USD", "100.00 USD"),
        ("2025-02-14", "60.00 EUR", "60.00 EUR"),
    ]
    assert words(report.closing) == "60.00 EUR, 100.00 USD"


def test_an_entry_knows_its_other_accounts_and_its_place(household: Ledger) -> None:
    entry = of(household, "savings").entries[0]
    assert entry.counterparts == ("Assets:Bank:Checking",)
    assert household.sources.line(entry.file, entry.line).split()[0] == "Assets:Bank:Savings"


def test_other_accounts_are_those_outside_where_there_are_any(household: Ledger) -> None:
    entries = of(household, "Assets").entries
    assert entries[0].counterparts == ("Equity:Opening-Balances",)
    transfer = [entry for entry in entries if entry.narration == "To savings"]
    assert [(entry.account, entry.counterparts) for entry in transfer] == [
        ("Assets:Bank:Savings", ("Assets:Bank:Checking",)),
        ("Assets:Bank:Checking", ("Assets:Bank:Savings",)),
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(payee="shop"), ["80.00 USD"]),
        (Filters(tag="home"), ["80.00 USD"]),
        (Filters(tag="hom"), []),
        (Filters(link="receipt-1"), ["80.00 USD"]),
        (Filters(text="LUNCH"), ["20.00 USD"]),
        (Filters(text="paris", commodity="EUR"), ["60.00 EUR"]),
        (Filters(payee="shop", text="lunch"), []),
    ],
)
def test_filters_show_some_postings_and_then_the_sum_of_these(
    household: Ledger, filters: Filters, expected: list[str]
) -> None:
    report = of(household, "Expenses", filters=filters)
    assert [str(entry.amount) for entry in report.entries] == expected
    assert report.opening is None
    assert words(report.closing) == ", ".join(expected)


def test_a_sum_of_filtered_postings_begins_with_nothing_and_is_called_a_sum(household: Ledger) -> None:
    report = of(household, "checking", FEBRUARY, Filters(text="card"))
    assert brief(report.entries) == [("2025-02-03", "-130.00 USD", "-130.00 USD")]
    shown = page(report, {})
    assert shown.tables[0].columns[-1].title == "Sum of shown"
    assert any("not the account's balance" in note for note in shown.notes)
    assert not any(isinstance(cell, Money) and cell.marks for row in shown.tables[0].rows for cell in row.cells)


def test_one_commodity_of_several_keeps_its_true_balance(household: Ledger) -> None:
    report = of(household, "Assets:Wallet", Period(Date(2025, 2, 13), None), Filters(commodity="EUR"))
    assert words(report.opening) == "50.00 EUR"
    assert brief(report.entries) == [("2025-02-14", "-60.00 EUR", "-10.00 EUR")]
    assert not report.partial


def test_text_is_looked_for_in_metadata_too(read: Callable[[str], Ledger]) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Expenses:Food
        2025-01-02 * "Lunch"
          order: "A-17"
          Expenses:Food   10 USD
          Assets:Bank
        2025-01-03 * "Dinner"
          Expenses:Food   20 USD
            shared-with: "Ada"
          Assets:Bank
    """)
    for text, expected in (("a-17", "10 USD"), ("ada", "20 USD")):
        report = of(ledger, "Expenses", filters=Filters(text=text))
        assert [str(entry.amount) for entry in report.entries] == [expected]


def test_accounts_of_several_types_have_the_signs_of_the_journal(household: Ledger) -> None:
    report = register(household, "*", list(household.accounts), FEBRUARY)
    assert (report.type, report.signed) == (None, True)
    assert any("several types" in note for note in page(report, {}).notes)


def test_the_page_opens_and_closes_with_stocks(household: Ledger) -> None:
    rows = page(of(household, "checking", FEBRUARY), {}).tables[0].rows
    first, last = rows[0], rows[-1]
    assert first.cells[0] == Day(Date(2025, 1, 31))
    assert last.cells[0] == Day(Date(2025, 2, 28))
    assert last.kind is RowKind.TOTAL
    assert isinstance(first.cells[-1], Money)
    assert first.cells[-1].amounts == (Amount(Decimal("3000.00"), "USD"),)


def marks(report: RegisterReport) -> list[dict[str, str]]:
    rows = page(report, {}).tables[0].rows
    return [dict(row.cells[-1].marks) for row in rows if isinstance(row.cells[-1], Money)]


def test_opening_and_closing_are_marked_as_entries_are(household: Ledger) -> None:
    overpaid = {"USD": "overpaid"}
    for signed in (False, True):
        assert marks(of(household, "card", FEBRUARY, signed=signed)) == [{}, overpaid, overpaid]
        march = Period(Date(2025, 3, 1), Date(2025, 4, 1))
        assert marks(of(household, "card", march, signed=signed)) == [overpaid, overpaid]


def test_sums_of_filtered_postings_are_no_overdrafts(household: Ledger) -> None:
    report = of(household, "checking", filters=Filters(payee="broker"))
    assert [(str(entry.balance), entry.wrong_way) for entry in report.entries] == [("-400.00 USD", False)]
    assert marks(report) == [{}, {}]


def test_a_mixture_of_types_is_in_the_heading_and_a_sum(household: Ledger) -> None:
    chosen = ["Assets:Wallet", "Expenses:Food"]
    shown = page(register(household, "o", chosen, FEBRUARY), {})
    assert shown.title == "Register of o (Assets:Wallet, Expenses:Food)"
    assert shown.tables[0].columns[-1].title == "Sum"
    assert page(of(household, "card", FEBRUARY), {}).title == "Register of card"


def test_a_journal_that_reaches_beyond_today_says_so(household: Ledger) -> None:
    early = Date(2025, 1, 15)
    assert str(transaction_period(household, None, early)) == (
        "2025-01-01 to 2025-02-14 (up to the last transaction, after today)"
    )
    assert str(transaction_period(household, FEBRUARY, early)) == "2025-02-01 to 2025-02-28 (2025-02)"


def test_many_other_accounts_are_counted(read: Callable[[str], Ledger]) -> None:
    legs = "".join(f"          Expenses:E{number}  1 USD\n" for number in range(6))
    opens = "".join(f"        2025-01-01 open Expenses:E{number}\n" for number in range(6))
    ledger = read(
        "        2025-01-01 open Assets:Bank\n" + opens + '        2025-01-02 * "Pay"\n          Assets:Bank\n' + legs
    )
    report = of(ledger, "Bank")
    assert len(report.entries[0].counterparts) == 6
    names = "Expenses:E0, Expenses:E1, Expenses:E2, Expenses:E3"
    assert Text(f"{names} and 2 more", Tone.FAINT) in page(report, {}).tables[0].rows[1].cells
    assert Text(f"{names}, Expenses:E4, Expenses:E5") in page(report, {}, full=True).tables[0].rows[0].cells


def test_pending_postings_are_marked(household: Ledger) -> None:
    report = of(household, "wallet")
    assert [entry.status.value for entry in report.entries] == ["posted", "pending"]
    shown = page(report, {})
    assert Text("!") in shown.tables[0].rows[2].cells
    assert any("pending" in note for note in shown.notes)


HOLDS = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Expenses:Fuel
    2025-01-01 open Equity:Opening

    2025-02-01 ! "Hotel" "hold" ^hotel
      Assets:Bank  -100.00 USD
      Expenses:Fuel
    2025-02-02 * "Opening"
      Assets:Bank  1000.00 USD
      Equity:Opening
    2025-02-03 * "Hotel" "a part"
      posts-part: "hotel"
      Assets:Bank  -30.00 USD
      Expenses:Fuel
    2025-02-04 ! "Shell" "hold" ^fuel
      expires: 2025-03-31
      Assets:Bank  -50.00 USD
      Expenses:Fuel
    2025-02-05 custom "discard" "hotel"
    2025-02-06 ! "Inn" "hold" ^inn
      Assets:Bank  -200.00 USD
      Expenses:Fuel
    2025-02-07 * "Inn" "deposit"
      posts-part: "inn"
      Assets:Bank  -80.00 USD
      Expenses:Fuel
"""


def with_discarded(ledger: Ledger, period: Period | None = None, filters: Filters | None = None) -> RegisterReport:
    chosen = ["Assets:Bank"]
    whole = register_period(ledger, period, TODAY)
    return register(ledger, "Bank", chosen, whole, filters=filters, discarded=True)


def test_discarded_postings_stand_among_the_others_and_change_no_balance(read: Callable[[str], Ledger]) -> None:
    report = with_discarded(read(HOLDS))
    assert [(entry.status.value, *brief((entry,))[0]) for entry in report.entries] == [
        ("discarded", "2025-02-01", "-100.00 USD", "0 USD"),
        ("posted", "2025-02-02", "1000.00 USD", "1000.00 USD"),
        ("posted", "2025-02-03", "-30.00 USD", "970.00 USD"),
        ("pending", "2025-02-04", "-50.00 USD", "920.00 USD"),
        ("pending", "2025-02-06", "-120.00 USD", "800.00 USD"),
        ("discarded", "2025-02-06", "-80.00 USD", "800.00 USD"),
        ("posted", "2025-02-07", "-80.00 USD", "720.00 USD"),
    ]
    # The day of the hold belongs to the whole journal, though nothing else happened by then.
    assert report.begin == Date(2025, 2, 1)


def test_discarded_postings_are_hidden_and_counted_unless_asked_for(read: Callable[[str], Ledger]) -> None:
    ledger = read(HOLDS)
    shown = with_discarded(ledger)
    report = register(ledger, "Bank", ["Assets:Bank"], register_period(ledger, None, TODAY))
    assert report.entries == tuple(entry for entry in shown.entries if entry.status.value != "discarded")
    assert (report.closing, report.hidden, shown.hidden) == (shown.closing, 2, 0)
    assert "2 discarded postings are hidden; --all shows them." in page(report, {}).notes
    assert "Discarded postings change no balance." in page(shown, {}).notes
    one = of(ledger, "Bank", filters=Filters(link="inn"))
    assert "1 discarded posting is hidden; --all shows it." in page(one, {}).notes
    march = Period(Date(2025, 3, 1), Date(2025, 4, 1))
    assert of(ledger, "Bank", march).hidden == 0


def test_the_page_says_what_became_of_postings_and_what_they_wait_for(read: Callable[[str], Ledger]) -> None:
    ledger = read(HOLDS)
    main, fates = page(with_discarded(ledger), {}).tables
    hold = main.rows[1].cells
    assert Text("Hotel | hold", Tone.STRUCK) in hold
    assert Money((Amount(Decimal("-100.00"), "USD"),), exact=True, tone=Tone.STRUCK) in hold
    assert hold[-1] == Text("discarded")
    # Only what is still pending has its mark.
    assert [row.cells[1] for row in main.rows[1:-1]] == [Text(flag) for flag in ("", "", "", "!", "!", "", "")]
    assert fates.caption == "Pending and resolved"
    assert [row.cells[-1] for row in fates.rows] == [
        Text("posted in part on 2025-02-03 by journal.beancount:12; discarded on 2025-02-05 by journal.beancount:20"),
        Text("waits for ^fuel until 2025-03-31"),
        Text("remainder waits for ^inn; posted in part on 2025-02-07 by journal.beancount:24"),
        Text("posted in part on 2025-02-07 by journal.beancount:24"),
    ]


def test_a_hold_that_expired_or_was_compensated_says_so(read: Callable[[str], Ledger]) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Expenses:Fuel
        2025-02-01 ! "Expiring"
          expires: 2025-02-03
          Assets:Bank  -100.00 USD
          Expenses:Fuel
        2025-02-02 ! "Half done" ^half
          Assets:Bank  -7.00 USD
          Expenses:Fuel
        2025-02-04 * "Undone"
          compensates: "half"
          Assets:Bank  7.00 USD
          Expenses:Fuel
    """)
    report = with_discarded(ledger)
    assert [entry.status.value for entry in report.entries] == ["discarded", "posted", "posted"]
    (fates,) = page(report, {}).tables[1:]
    assert [row.cells[-1] for row in fates.rows] == [
        Text("expired after 2025-02-03"),
        Text("compensated on 2025-02-04 by journal.beancount:11"),
    ]


def test_json_has_the_resolutions(read: Callable[[str], Ledger]) -> None:
    entries = msgspec.to_builtins(with_discarded(read(HOLDS)))["entries"]
    assert entries[1]["fate"] is None
    resolutions = entries[0]["fate"]["resolutions"]
    assert [(each["outcome"], each["date"], each["line"]) for each in resolutions] == [
        ("posted in part", "2025-02-03", 12),
        ("discarded", "2025-02-05", 20),
    ]
    assert (entries[3]["fate"]["links"], entries[3]["fate"]["expires"]) == (("fuel",), "2025-03-31")


def test_every_field_has_a_column_in_full(household: Ledger) -> None:
    shown = page(of(household, "card"), {}, full=True).tables[0]
    assert [column.key for column in shown.columns][-2:] == ["file", "line"]
    assert len(shown.rows) == 3
    assert shown.rows[0].cells[3] == Text("Shop")


def test_json_has_file_and_line(household: Ledger) -> None:
    decoded = msgspec.json.decode(msgspec.json.encode(of(household, "savings")))
    entry = decoded["entries"][0]
    assert entry["file"] == household.entry
    assert entry["amount"] == {"number": "500.00", "commodity": "USD"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, (Date(2025, 1, 1), Date(2025, 3, 2))),
        (Period(Date(2025, 2, 1), None), (Date(2025, 2, 1), Date(2025, 3, 2))),
        (Period(None, Date(2025, 2, 1)), (Date(2025, 1, 1), Date(2025, 2, 1))),
        (Period(Date(2030, 1, 1), None), (Date(2030, 1, 1), Date(2030, 1, 2))),
        (Period(None, Date(2020, 1, 1)), (Date(2019, 12, 31), Date(2020, 1, 1))),
    ],
)
def test_open_periods_are_bounded(household: Ledger, given: Period | None, expected: tuple[Date, Date]) -> None:
    found = transaction_period(household, given, TODAY)
    assert (found.begin, found.end) == expected


def test_nothing_has_no_sign(household: Ledger) -> None:
    report = of(household, "Income", Period(Date(2024, 1, 1), Date(2026, 1, 1), "all"))
    assert words(report.opening) == "0 USD"
