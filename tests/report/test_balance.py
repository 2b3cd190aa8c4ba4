from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal

import msgspec
import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.amount import Amount
from pfin.report.balance import BalanceReport, Basis, Measure, balance
from pfin.report.balance_page import page
from pfin.report.moments import Chosen, Instant, instant
from pfin.report.selection import matching
from pfin.report.table import AccountName, Money, RowKind, Text

FEBRUARY = Instant(Date(2025, 2, 28))
USD = Measure(Basis.VALUE, "USD")

Read = Callable[[str], Ledger]


def figures(report: BalanceReport) -> dict[str, str]:
    return {row.account: words(row.balance) for row in report.accounts}


def words(amounts: tuple[Amount, ...] | None) -> str:
    return ", ".join(str(amount) for amount in amounts or ())


def test_each_account_has_its_own_figures_in_its_normal_direction(household: Ledger) -> None:
    assert figures(balance(household, FEBRUARY)) == {
        "Assets:Bank:Checking": "1915.00 USD",
        "Assets:Bank:Savings": "500.00 USD",
        "Assets:Broker": "4 HOOL",
        "Assets:Wallet": "-10.00 EUR",
        "Liabilities:Card": "-30.00 USD",
        "Equity:Opening-Balances": "1000.00 USD",
        "Income:Salary": "2000.00 USD",
        "Expenses:Food": "60.00 EUR, 80.00 USD",
        "Expenses:Food:Restaurant": "20.00 USD",
    }


def test_signed_figures_have_the_signs_of_the_journal(household: Ledger) -> None:
    signed = figures(balance(household, FEBRUARY, measure=Measure(signed=True)))
    assert signed["Income:Salary"] == "-2000.00 USD"
    assert signed["Liabilities:Card"] == "30.00 USD"
    assert signed["Assets:Wallet"] == "-10.00 EUR"


@pytest.mark.parametrize("signed", [False, True])
def test_balances_against_the_normal_side_are_named(household: Ledger, signed: bool) -> None:
    report = balance(household, FEBRUARY, measure=Measure(signed=signed))
    assert {row.account: row.wrong_way for row in report.accounts if row.wrong_way} == {
        "Assets:Wallet": ("EUR",),
        "Liabilities:Card": ("USD",),
    }


def test_the_instant_is_the_end_of_the_day(household: Ledger) -> None:
    assert figures(balance(household, Instant(Date(2025, 1, 11)))) == {
        "Assets:Bank:Checking": "1000.00 USD",
        "Liabilities:Card": "80.00 USD",
        "Equity:Opening-Balances": "1000.00 USD",
        "Expenses:Food": "80.00 USD",
    }
    assert "Expenses:Food" not in figures(balance(household, Instant(Date(2025, 1, 9))))


@pytest.mark.parametrize(
    ("at", "today", "expected"),
    [
        (None, Date(2025, 3, 1), Instant(Date(2025, 3, 1), Chosen.TODAY)),
        (None, Date(2025, 2, 14), Instant(Date(2025, 2, 14), Chosen.TODAY)),
        (None, Date(2025, 1, 1), Instant(Date(2025, 2, 14), Chosen.LAST_TRANSACTION)),
        (Date(2025, 1, 1), Date(2025, 3, 1), Instant(Date(2025, 1, 1), Chosen.GIVEN)),
    ],
)
def test_an_instant_nobody_gives_lets_all_transactions_happen(
    household: Ledger, at: Date | None, today: Date, expected: Instant
) -> None:
    assert instant(household, at, today) == expected


def test_totals_and_net_worth(household: Ledger) -> None:
    report = balance(household, FEBRUARY)
    assert {total.type.value: words(total.balance) for total in report.totals} == {
        "assets": "-10.00 EUR, 4 HOOL, 2415.00 USD",
        "liabilities": "-30.00 USD",
        "equity": "1000.00 USD",
        "income": "2000.00 USD",
        "expenses": "60.00 EUR, 100.00 USD",
    }
    assert words(report.net_worth) == "-10.00 EUR, 4 HOOL, 2445.00 USD"


def test_subtotals_stand_where_accounts_part_ways(household: Ledger) -> None:
    report = balance(household, FEBRUARY)
    assert {row.account: words(row.balance) for row in report.subtotals} == {
        "Assets": "-10.00 EUR, 4 HOOL, 2415.00 USD",
        "Assets:Bank": "2415.00 USD",
        "Liabilities": "-30.00 USD",
        "Equity": "1000.00 USD",
        "Income": "2000.00 USD",
        "Expenses": "60.00 EUR, 100.00 USD",
        "Expenses:Food": "60.00 EUR, 100.00 USD",
    }


def test_cost_is_what_lots_cost(household: Ledger) -> None:
    report = balance(household, FEBRUARY, measure=Measure(Basis.COST))
    assert figures(report)["Assets:Broker"] == "400.00 USD"
    assert words(report.net_worth) == "-10.00 EUR, 2845.00 USD"


def test_value_is_at_the_price_of_the_day_and_leaves_what_has_no_price(household: Ledger) -> None:
    assert figures(balance(household, FEBRUARY, measure=USD))["Assets:Broker"] == "480.00 USD"
    before = balance(household, Instant(Date(2025, 2, 10)), measure=USD)
    assert figures(before)["Assets:Broker"] == "360.00 USD"
    report = balance(household, FEBRUARY, measure=USD)
    assert report.unpriced == ("EUR",)
    assert any("No price in USD" in note and "EUR" in note for note in page(report, {}).notes)


def test_lots_are_in_json_as_the_journal_booked_them(household: Ledger) -> None:
    report = balance(household, FEBRUARY, measure=Measure(signed=True, lots=True))
    accounts = {row["account"]: row["lots"] for row in msgspec.json.decode(msgspec.json.encode(report))["accounts"]}
    cost = {"number": "100.00", "commodity": "USD", "date": "2025-02-10", "label": None}
    assert accounts["Assets:Broker"] == [{"number": "4", "commodity": "HOOL", "cost": cost}]
    assert accounts["Income:Salary"] == [{"number": "-2000.00", "commodity": "USD", "cost": None}]


def test_without_lots_json_has_none(household: Ledger) -> None:
    decoded = msgspec.json.decode(msgspec.json.encode(balance(household, FEBRUARY)))
    assert decoded["instant"] == "2025-02-28"
    assert decoded["accounts"][0] == {
        "account": "Assets:Bank:Checking",
        "type": "assets",
        "balance": [{"number": "1915.00", "commodity": "USD"}],
        "wrong_way": [],
        "by_status": {key: [{"number": "1915.00", "commodity": "USD"}] for key in ("posted", "pending", "available")},
    }


def test_depth_counts_what_is_deeper_with_its_parent(household: Ledger) -> None:
    report = balance(household, FEBRUARY, depth=2)
    assert figures(report)["Assets:Bank"] == "2415.00 USD"
    assert figures(report)["Expenses:Food"] == "60.00 EUR, 100.00 USD"
    assert report.totals == balance(household, FEBRUARY).totals


def test_chosen_accounts_only_and_then_no_net_worth(household: Ledger) -> None:
    chosen = matching(household.accounts, "bank")
    report = balance(household, FEBRUARY, accounts=chosen, patterns=("bank",))
    assert list(figures(report)) == ["Assets:Bank:Checking", "Assets:Bank:Savings"]
    assert report.net_worth is None


def test_totals_that_leave_something_out_say_so(household: Ledger) -> None:
    def note(pattern: str, *, flat: bool = False) -> bool:
        chosen = matching(household.accounts, pattern)
        report = balance(household, FEBRUARY, accounts=chosen, patterns=(pattern,))
        return any(f"match {pattern} only" in said for said in page(report, {}, flat=flat).notes)

    # Nothing is missing below Assets:Bank; below Assets the wallet is, and in the total of assets more.
    assert not note("bank")
    assert note("bank", flat=True)
    assert note("k")
    assert not note("expenses", flat=True)


def test_a_tree_of_chosen_accounts_begins_where_they_part_ways(household: Ledger) -> None:
    chosen = matching(household.accounts, "bank")
    assert lines(balance(household, FEBRUARY, accounts=chosen, patterns=("bank",))) == [
        "Assets:Bank: 2415.00 USD",
        "  Checking: 1915.00 USD",
        "  Savings: 500.00 USD",
    ]


def test_income_and_expenses_say_since_when_they_count(household: Ledger) -> None:
    assert any("first transaction, on 2025-01-01" in note for note in page(balance(household, FEBRUARY), {}).notes)


def test_empty_accounts_are_shown_while_they_are_open(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Old
        2025-01-01 open Assets:Unused
        2025-02-01 close Assets:Old
        2025-03-01 open Assets:New
    """)
    assert figures(balance(ledger, Instant(Date(2025, 1, 31)), empty=True)) == {"Assets:Old": "", "Assets:Unused": ""}
    assert figures(balance(ledger, Instant(Date(2025, 2, 1)), empty=True)) == {"Assets:Unused": ""}
    assert figures(balance(ledger, Instant(Date(2025, 2, 1)))) == {}


def test_lots_that_cancel_in_units_are_listed(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Broker "NONE"
        2025-01-01 open Equity:Trades
        2025-01-02 * "Two lots that a sloppy sale left"
          Assets:Broker   5 HOOL {10.00 USD}
          Equity:Trades
        2025-01-03 * "Sale"
          Assets:Broker  -5 HOOL {12.00 USD}
          Equity:Trades
    """)
    report = balance(ledger, FEBRUARY, measure=Measure(lots=True))
    broker = report.accounts[0]
    assert (broker.balance, [str(lot.number) for lot in broker.lots or ()]) == ((), ["5", "-5"])


def lines(report: BalanceReport, *, flat: bool = False) -> list[str]:
    """The rows of a page as ``indented label: amounts mark``, totals after a ``=``."""
    said = []
    (table, *_) = page(report, {}, flat=flat).tables
    place = next(index for index, column in enumerate(table.columns) if column.key == "balance")
    for row in table.rows:
        name, money = row.cells[0], row.cells[place]
        assert isinstance(money, Money)
        label = "  " * name.depth + name.label if isinstance(name, AccountName) else name.text if name else ""
        mark = (
            f" [{', '.join(f'{commodity} {mark}' for commodity, mark in money.marks.items())}]" if money.marks else ""
        )
        said.append(f"{'= ' if row.kind is RowKind.TOTAL else ''}{label}: {words(money.amounts)}{mark}")
    return said


def test_the_tree_adds_up_line_by_line(household: Ledger) -> None:
    assert lines(balance(household, FEBRUARY)) == [
        "Assets: -10.00 EUR, 4 HOOL, 2415.00 USD [EUR overdrawn]",
        "  Bank: 2415.00 USD",
        "    Checking: 1915.00 USD",
        "    Savings: 500.00 USD",
        "  Broker: 4 HOOL",
        "  Wallet: -10.00 EUR [EUR overdrawn]",
        "Liabilities: -30.00 USD [USD overpaid]",
        "  Card: -30.00 USD [USD overpaid]",
        "Equity: 1000.00 USD",
        "  Opening-Balances: 1000.00 USD",
        "Income: 2000.00 USD",
        "  Salary: 2000.00 USD",
        "Expenses: 60.00 EUR, 100.00 USD",
        "  Food: 60.00 EUR, 100.00 USD",
        "    (itself): 60.00 EUR, 80.00 USD",
        "    Restaurant: 20.00 USD",
        "= Net worth: -10.00 EUR, 4 HOOL, 2445.00 USD",
    ]


def test_totals_of_the_list_are_marked_as_the_tree_is(household: Ledger) -> None:
    for signed in (False, True):
        said = lines(balance(household, FEBRUARY, measure=Measure(signed=signed)), flat=True)
        marked = [line.partition(":")[0] + line[line.index(" [") :] for line in said if "[" in line]
        assert marked == [
            "Assets [EUR overdrawn]",
            "Liabilities [USD overpaid]",
            "= Assets [EUR overdrawn]",
            "= Liabilities [USD overpaid]",
        ]


def test_what_is_overdrawn_below_a_depth_is_said(household: Ledger) -> None:
    # The wallet is the only account of EUR; below Assets:Bank nothing is the wrong way.
    report = balance(household, FEBRUARY, depth=1)
    assert lines(report)[0] == "Assets: -10.00 EUR, 4 HOOL, 2415.00 USD [EUR overdrawn]"
    assert any(
        "the accounts shown: Assets:Wallet, Liabilities:Card. A greater" in said for said in page(report, {}).notes
    )
    assert not any("greater --depth" in said for said in page(balance(household, FEBRUARY, depth=2), {}).notes)


def test_an_overdraft_that_its_neighbours_make_up_for_is_marked(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank:Deep
        2025-01-01 open Assets:Bank:Rich
        2025-01-01 open Income:Salary
        2025-01-02 * "Too much"
          Assets:Bank:Deep   -50 EUR
          Assets:Bank:Rich    50 EUR
          Assets:Bank:Deep     1 USD
          Assets:Bank:Rich    -1 USD
        2025-01-03 * "Pay"
          Assets:Bank:Rich   900 EUR
          Income:Salary
    """)
    report = balance(ledger, FEBRUARY, accounts=["Assets:Bank:Deep", "Assets:Bank:Rich"], depth=2)
    # The dollars come to nothing, so that no amount is left to mark.
    assert lines(report)[-1] == "  Bank: 900 EUR [EUR overdrawn below, USD overdrawn below]"
    (bank,) = report.accounts
    assert [(each.account, each.wrong_way) for each in bank.wrong_way_below or ()] == [
        ("Assets:Bank:Deep", ("EUR",)),
        ("Assets:Bank:Rich", ("USD",)),
    ]


def test_the_list_has_whole_names_and_totals_per_type(household: Ledger) -> None:
    said = lines(balance(household, Instant(Date(2025, 1, 31))), flat=True)
    assert said == [
        "Assets:Bank:Checking: 3000.00 USD",
        "Liabilities:Card: 100.00 USD",
        "Equity:Opening-Balances: 1000.00 USD",
        "Income:Salary: 2000.00 USD",
        "Expenses:Food: 80.00 USD",
        "Expenses:Food:Restaurant: 20.00 USD",
        "= Assets: 3000.00 USD",
        "= Liabilities: 100.00 USD",
        "= Equity: 1000.00 USD",
        "= Income: 2000.00 USD",
        "= Expenses: 100.00 USD",
        "= Net worth: 2900.00 USD",
    ]


def test_lots_have_rows_with_cost_and_date(household: Ledger) -> None:
    shown = page(balance(household, FEBRUARY, measure=Measure(lots=True)), {})
    assert [column.key for column in shown.tables[0].columns] == ["account", "balance", "cost", "acquired", "label"]
    lot = next(row for row in shown.tables[0].rows if isinstance(row.cells[2], Money))
    assert lot.cells[2] == Money((Amount(Decimal("100.00"), "USD"),), exact=True)
    assert lot.cells[4] == Text("")


def test_old_prices_are_said_to_be_old(household: Ledger) -> None:
    def note(report: BalanceReport) -> str:
        return " ".join(said for said in page(report, {}).notes if "oldest" in said)

    # HOOL was quoted on 2025-02-20, and then on 2025-03-20.
    for day, oldest, said in (
        (Date(2025, 3, 19), Date(2025, 2, 20), ""),
        (Date(2025, 4, 19), Date(2025, 3, 20), ""),
        (Date(2025, 4, 20), Date(2025, 3, 20), "the oldest used is of 2025-03-20."),
    ):
        report = balance(household, Instant(day), measure=USD)
        assert report.oldest_price == oldest
        assert note(report).endswith(said)
        assert bool(note(report)) == bool(said)
    assert balance(household, FEBRUARY).oldest_price is None


def test_a_price_through_another_commodity_is_as_old_as_the_older(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Broker
        2025-01-01 open Equity:Start
        2025-01-02 price HOOL 10 EUR
        2025-01-20 price USD 2 EUR
        2025-01-25 price ODD 1 USD
        2025-02-01 * "Start"
          Assets:Broker   1 HOOL
          Assets:Broker   1 LOST
          Equity:Start   -1 HOOL
          Equity:Start   -1 LOST
    """)
    report = balance(ledger, FEBRUARY, measure=USD)
    assert report.unpriced == ("LOST",)
    assert report.oldest_price == Date(2025, 1, 2)


def test_rounded_values_and_several_commodities_are_explained(household: Ledger, read: Read) -> None:
    assert any("--value CURRENCY" in note for note in page(balance(household, FEBRUARY), {}).notes)
    ledger = read("""
        2025-01-01 open Assets:A
        2025-01-01 open Assets:B
        2025-01-02 price X 0.333 USD
        2025-01-02 * "Swap"
          Assets:A   1 X
          Assets:B  -1 X
    """)
    for measure, said in ((USD, True), (Measure(), False)):
        notes = page(balance(ledger, FEBRUARY, measure=measure), ledger.digits).notes
        assert any("rounded for display" in note for note in notes) is said


@pytest.mark.parametrize(
    ("journal", "said"),
    [
        ("2025-01-01 open Assets:Bank", "The journal has no transactions."),
        ('2025-03-01 * "Later"', "The journal has no transactions by then: its first is of 2025-03-01."),
        ('2025-02-01 * "Nothing"', "No account holds anything at this instant."),
    ],
)
def test_an_empty_report_says_why(read: Read, journal: str, said: str) -> None:
    assert page(balance(read(journal), FEBRUARY), {}).notes == (said,)


def test_the_page_states_its_instant(household: Ledger) -> None:
    assert page(balance(household, FEBRUARY), {}).moment == "at the end of 2025-02-28"
    late = instant(household, None, Date(2025, 1, 1))
    assert "2025-02-14" in page(balance(household, late), {}).moment
    assert "last transaction" in page(balance(household, late), {}).moment
