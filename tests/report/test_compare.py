from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.model.account import is_within
from pfin.model.period import Period
from pfin.render.csv import to_csv
from pfin.render.markdown import to_markdown
from pfin.render.terminal import to_text
from pfin.report.compare import CompareReport, Effect, Seen, compare, compare_events
from pfin.report.compare_page import page
from pfin.report.figures import added
from pfin.report.register import Filters
from pfin.report.statement import statement
from pfin.systems.boundary import Boundary

Read = Callable[[str], Ledger]

SAMPLES = Path(__file__).parents[2] / "sample-journals"
YEAR = Period(Date(2025, 1, 1), Date(2026, 1, 1))
FEBRUARY = Period(Date(2025, 2, 1), Date(2025, 3, 1))

CARD = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Liabilities:Card
    2025-01-01 open Expenses:Food
    2025-01-01 open Expenses:Rent

    2025-01-03 * "Shop" "Groceries"
      Expenses:Food       80.00 USD
      Liabilities:Card
    2025-01-05 * "Landlord" "Rent"
      Expenses:Rent      700.00 USD
      Assets:Bank
    2025-01-31 * "Card payment"
      Liabilities:Card    80.00 USD
      Assets:Bank
"""
LOAN = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Car
    2025-01-01 open Liabilities:CarLoan
    2025-01-01 open Expenses:Interest
    2025-01-01 open Expenses:Depreciation

    2025-01-15 * "Car bank" "Instalment"
      Liabilities:CarLoan     420.00 USD
      Expenses:Interest        80.00 USD
      Assets:Bank            -500.00 USD
    2025-01-31 * "The car is worth less"
      Expenses:Depreciation   150.00 USD
      Assets:Car
"""
PAY = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Pension
    2025-01-01 open Income:Salary
    2025-01-01 open Expenses:Tax

    2025-01-31 * "Employer" "Pay"
      Income:Salary    -5000.00 USD
      Expenses:Tax      1200.00 USD
      Assets:Pension     500.00 USD
      Assets:Bank       3300.00 USD
"""


def drawn(name: str, ledger: Ledger, *roots: str) -> Boundary:
    """A boundary around accounts with those below them."""
    inside = tuple(account for account in ledger.accounts if any(is_within(account, root) for root in roots))
    return Boundary(name, " | ".join(roots), inside)


def usual(ledger: Ledger) -> list[Boundary]:
    """The bank alone, and all that is owned and owed."""
    return [drawn("cash", ledger, "Assets:Bank"), drawn("networth", ledger, "Assets", "Liabilities")]


def words(seen: Seen) -> str:
    inward = [f"in {number} {commodity}" for commodity, number in seen.inflow.items()]
    outward = [f"out {number} {commodity}" for commodity, number in seen.outflow.items()]
    return ", ".join(inward + outward) or seen.kind.value


def accounts(report: CompareReport) -> dict[str, list[str]]:
    assert report.counterparts is not None and report.events is None
    return {line.account: [words(seen) for seen in line.seen] for line in report.counterparts}


def happened(report: CompareReport) -> list[tuple[str, list[str]]]:
    assert report.events is not None and report.counterparts is None
    return [(event.narration, [words(seen) for seen in event.seen]) for event in report.events]


def notes(report: CompareReport, ledger: Ledger) -> str:
    return "\n".join(page(report, ledger.digits).notes)


@pytest.mark.parametrize(
    ("journal", "expected"),
    [
        (
            CARD,
            {
                "Expenses:Rent": ["out 700.00 USD", "out 700.00 USD"],
                "Expenses:Food": ["not seen", "out 80.00 USD"],
                "Liabilities:Card": ["out 80.00 USD", "internal"],
            },
        ),
        (
            LOAN,
            {
                "Liabilities:CarLoan": ["out 420.00 USD", "internal"],
                "Expenses:Depreciation": ["not seen", "out 150.00 USD"],
                "Expenses:Interest": ["out 80.00 USD", "out 80.00 USD"],
            },
        ),
        (
            PAY,
            {
                "Income:Salary": ["in 5000.00 USD", "in 5000.00 USD"],
                "Expenses:Tax": ["out 1200.00 USD", "out 1200.00 USD"],
                "Assets:Pension": ["out 500.00 USD", "internal"],
            },
        ),
    ],
    ids=["card", "loan", "pay"],
)
def test_accounts_from_cash_and_from_net_worth(read: Read, journal: str, expected: dict[str, list[str]]) -> None:
    ledger = read(journal)
    report = compare(ledger, usual(ledger), YEAR)
    # From the largest on.
    assert list(accounts(report).items()) == list(expected.items())
    assert [line.differs for line in report.counterparts or ()] == [one != other for one, other in expected.values()]


@pytest.mark.parametrize(
    ("journal", "expected"),
    [
        (
            CARD,
            [
                ("Groceries", ["not seen", "out 80.00 USD"]),
                ("Rent", ["out 700.00 USD", "out 700.00 USD"]),
                ("Card payment", ["out 80.00 USD", "internal"]),
            ],
        ),
        (
            LOAN,
            [
                ("Instalment", ["out 500.00 USD", "out 80.00 USD"]),
                ("The car is worth less", ["not seen", "out 150.00 USD"]),
            ],
        ),
        (PAY, [("Pay", ["in 5000.00 USD, out 1700.00 USD", "in 5000.00 USD, out 1200.00 USD"])]),
    ],
    ids=["card", "loan", "pay"],
)
def test_events_from_cash_and_from_net_worth(read: Read, journal: str, expected: list[tuple[str, list[str]]]) -> None:
    ledger = read(journal)
    assert happened(compare_events(ledger, usual(ledger), YEAR)) == expected


def test_money_that_comes_and_goes_is_both(read: Read) -> None:
    ledger = read(
        CARD
        + """
    2025-02-01 * "Landlord" "Refund"
      Assets:Bank         20.00 USD
      Expenses:Rent
    """
    )
    report = compare(ledger, usual(ledger), YEAR)
    assert accounts(report)["Expenses:Rent"] == ["in 20.00 USD, out 700.00 USD"] * 2
    kinds = {line.account: [seen.kind for seen in line.seen] for line in report.counterparts or ()}
    assert kinds["Expenses:Rent"] == [Effect.BOTH, Effect.BOTH]
    assert kinds["Liabilities:Card"] == [Effect.OUTFLOW, Effect.INTERNAL]


def test_each_end_of_a_transfer_between_overlapping_boundaries(household: Ledger) -> None:
    spent = drawn("spent", household, "Assets:Bank:Checking", "Assets:Wallet")
    bank = drawn("bank", household, "Assets:Bank")
    report = compare(household, [spent, bank], FEBRUARY)
    assert accounts(report) == {
        # What goes to savings leaves the one and stays in the other; what goes to the wallet the other way round.
        "Assets:Bank:Savings": ["out 500.00 USD", "internal"],
        "Assets:Wallet": ["internal", "out 50.00 EUR"],
        "Assets:Broker": ["out 4 HOOL", "out 4 HOOL"],
        "Liabilities:Card": ["out 130.00 USD", "out 130.00 USD"],
        "Expenses:Food": ["out 60.00 EUR", "not seen"],
    }
    # Neither lies in the other, so nothing is a transfer from the view of the larger one.
    assert "transfer" not in notes(report, household)


def test_disjoint_boundaries_see_the_two_ends(household: Ledger) -> None:
    checking = drawn("checking", household, "Assets:Bank:Checking")
    savings = drawn("savings", household, "Assets:Bank:Savings")
    found = accounts(compare(household, [checking, savings], FEBRUARY))
    assert found["Assets:Bank:Savings"] == ["out 500.00 USD", "internal"]
    assert found["Assets:Bank:Checking"] == ["internal", "in 500.00 USD"]


def test_equal_boundaries_see_the_same(read: Read) -> None:
    ledger = read(CARD)
    cash, _ = usual(ledger)
    report = compare(ledger, [cash, drawn("bank", ledger, "Assets")], YEAR)
    assert not any(line.differs for line in report.counterparts or ())
    assert "cash and bank are the same accounts" in notes(report, ledger)
    assert compare(ledger, [cash, cash], YEAR, differing=True).counterparts == ()


def test_a_period_in_which_nothing_happens(read: Read) -> None:
    ledger = read(CARD)
    quiet = Period(Date(2025, 3, 1), Date(2025, 4, 1))
    for report in (compare(ledger, usual(ledger), quiet), compare_events(ledger, usual(ledger), quiet)):
        assert (report.counterparts, report.events) in (((), None), (None, ()))
        assert [(view.opening, view.inflow, view.outflow, view.closing) for view in report.views] == [
            ({"USD": Decimal(-780)}, {}, {}, {"USD": Decimal(-780)}),
            ({"USD": Decimal(-780)}, {}, {}, {"USD": Decimal(-780)}),
        ]
        shown = page(report, ledger.digits)
        assert shown.notes == ("Nothing touched any of these boundaries in this period.",)
        assert "All inflows" in to_text(shown) and "0.00 USD" in to_text(shown)


def test_values_of_flows_and_what_prices_gained(household: Ledger) -> None:
    checking = drawn("checking", household, "Assets:Bank:Checking")
    networth = drawn("networth", household, "Assets", "Liabilities")
    report = compare(household, [checking, networth], FEBRUARY, currency="USD")
    # Four shares for 400 were worth 4 * 90 by the last price, and 4 * 120 at the end. Euros have no price.
    assert accounts(report) == {
        "Assets:Bank:Savings": ["out 500.00 USD", "internal"],
        "Assets:Broker": ["out 360.00 USD", "internal"],
        "Liabilities:Card": ["out 130.00 USD", "internal"],
        "Assets:Wallet": ["out 50.00 EUR", "internal"],
        "Expenses:Food": ["not seen", "out 60.00 EUR"],
    }
    small, large = report.views
    assert (small.gains.price, small.gains.conversion) == ({}, Decimal(-40))
    assert (large.gains.price, large.gains.conversion) == ({"HOOL": Decimal(120)}, Decimal(-40))
    assert (small.opening, small.closing) == ({"USD": Decimal(3000)}, {"USD": Decimal(1915)})
    # 1915 and 500 in the bank, 30 too much on the card, shares for 480, and 10 EUR too much spent.
    assert large.closing == {"EUR": Decimal(-10), "USD": Decimal(2925)}
    text = to_text(page(report, household.digits))
    assert "valued in USD" in text and "\nGains: what changing prices made of what was inside" in text
    assert "Conversion differences" not in text


def test_accounts_of_a_parent_are_counted_together_where_no_line_passes_between_them(household: Ledger) -> None:
    cash = drawn("cash", household, "Assets:Bank")
    networth = drawn("networth", household, "Assets", "Liabilities")
    assert accounts(compare(household, [cash, networth], YEAR, depth=1)) == {
        "Income": ["in 2000.00 USD", "in 2000.00 USD"],
        "Equity": ["in 1000.00 USD", "in 1000.00 USD"],
        "Liabilities": ["out 130.00 USD", "internal"],
        "Expenses": ["not seen", "out 100.00 USD, out 60.00 EUR"],
        # Assets is no line, because a part of it is inside: the bank.
        "Assets:Broker": ["out 4 HOOL", "internal"],
        "Assets:Wallet": ["out 50.00 EUR", "internal"],
    }
    debts = drawn("debts", household, "Liabilities")
    # No line passes between the accounts of Assets here, and one does where the savings are inside.
    assert accounts(compare(household, [debts], FEBRUARY, depth=1)) == {"Assets": ["in 130.00 USD"]}
    savings = drawn("savings", household, "Assets:Bank:Savings")
    assert accounts(compare(household, [savings, debts], FEBRUARY, depth=1)) == {
        "Assets:Bank:Checking": ["in 500.00 USD", "in 130.00 USD"],
    }


def test_the_sums_are_those_of_the_statements(household: Ledger) -> None:
    sample = pfin.load(SAMPLES / "household.beancount")
    cases = [
        (household, FEBRUARY, ("Assets:Bank", "Assets:Bank:Checking", "Assets")),
        (sample, Period(Date(2024, 1, 1), Date(2025, 1, 1)), ("Assets:Bank", "Assets:Brokerage", "Liabilities")),
    ]
    for ledger, period, roots in cases:
        boundaries = [drawn(root, ledger, root) for root in roots]
        for currency in (None, "USD"):
            for report in (
                compare(ledger, boundaries, period, currency=currency),
                compare(ledger, boundaries, period, currency=currency, depth=2),
                compare_events(ledger, boundaries, period, currency=currency),
            ):
                for index, boundary in enumerate(boundaries):
                    alone = statement(ledger, boundary, period, currency=currency)
                    view = report.views[index]
                    lines = [line.seen[index] for line in report.counterparts or report.events or ()]
                    inflow, outflow = added(f.inflow for f in alone.flows), added(f.outflow for f in alone.flows)
                    assert outflow
                    assert added(seen.inflow for seen in lines) == view.inflow == inflow
                    assert added(seen.outflow for seen in lines) == view.outflow == outflow
                    assert (view.opening, view.closing) == (alone.opening, alone.closing)
                    assert (view.conversions, view.gains) == (alone.conversions, alone.gains)


def test_which_events_are_shown(household: Ledger) -> None:
    boundaries = usual(household)

    def shown(**options: object) -> list[str]:
        return [words for words, _ in happened(compare_events(household, boundaries, YEAR, **options))]  # type: ignore[arg-type]

    last = shown(limit=2)
    assert last == ["Exchange", "Breakfast in Paris"]
    assert shown(limit=99) == shown()
    assert shown(filters=Filters(payee="shop")) == ["Groceries"]
    assert shown(filters=Filters(tag="trip")) == ["Breakfast in Paris"]
    assert shown(filters=Filters(link="receipt-1")) == ["Groceries"]
    assert "Pay" in shown() and "Pay" not in shown(differing=True)
    assert shown(filters=Filters(text="nowhere")) == []


def test_an_event_outside_all_boundaries_is_none(read: Read) -> None:
    ledger = read(CARD)
    report = compare_events(ledger, [drawn("bank", ledger, "Assets"), drawn("cash", ledger, "Assets")], YEAR)
    assert [words for words, _ in happened(report)] == ["Rent", "Card payment"]


def test_the_page_says_why_the_views_differ(read: Read) -> None:
    ledger = read(CARD)
    assert page(compare(ledger, usual(ledger), YEAR), ledger.digits).notes == (
        "Outside cash and inside networth: Liabilities:Card. Seen from networth, what goes to it is a transfer, no "
        "expense.",
        "Not the same from cash and from networth: Expenses:Food. That is because cash sees only what went through "
        "its own accounts, networth also what went through the others inside it.",
    )
    assert page(compare_events(ledger, usual(ledger), YEAR), ledger.digits).notes == (
        "1 transaction crosses the line of cash and not that of networth: seen from networth it only moves money "
        "inside.",
    )


def test_what_is_left_out_is_said_and_not_summed(read: Read) -> None:
    ledger = read(CARD)
    report = compare_events(ledger, usual(ledger), YEAR, limit=1)
    text = to_text(page(report, ledger.digits))
    assert "Left out: 2 earlier transactions." in text
    assert "All inflows" not in text and "Opening" not in text
    assert "opening" not in to_csv(page(report, ledger.digits, full=True))
    assert "only what differs" in to_text(page(compare(ledger, usual(ledger), YEAR, differing=True), ledger.digits))


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_it_fits_the_terminal(household: Ledger, width: int) -> None:
    for report in (compare(household, usual(household), YEAR), compare_events(household, usual(household), YEAR)):
        lines = to_text(page(report, household.digits), width=width).splitlines()
        assert max(map(len, lines)) <= width
        assert any("internal" in line for line in lines) and any(" out" in line for line in lines)


def test_directions_are_words(read: Read) -> None:
    ledger = read(CARD)
    shown = page(compare(ledger, usual(ledger), YEAR), ledger.digits)
    lines = [line.split() for line in to_text(shown).splitlines()]
    assert ["Liabilities:Card", "80.00", "USD", "out", "internal"] in lines
    assert ["Expenses:Food", "not", "seen", "80.00", "USD", "out"] in lines
    assert "| Liabilities:Card | 80.00 USD out | internal |" in to_markdown(shown)


def test_boundaries_without_a_short_name_are_numbered(read: Read) -> None:
    ledger = read(CARD)
    _, networth = usual(ledger)
    long = Boundary("Assets:Bank | Expenses:Rent", "Assets:Bank | Expenses:Rent", ("Assets:Bank", "Expenses:Rent"))
    shown = page(compare(ledger, [long, networth], YEAR), ledger.digits)
    assert shown.title == "(1) Assets:Bank | Expenses:Rent and networth (Assets | Liabilities), side by side"
    assert [column.title for column in shown.tables[0].columns] == ["Account", "(1)", "networth"]


def test_csv_is_tidy_and_obeys_the_law(household: Ledger) -> None:
    report = compare(household, usual(household), FEBRUARY, currency="USD")
    header, *rows = [line.split(",") for line in to_csv(page(report, household.digits, full=True)).splitlines()]
    assert header == ["period", "begin", "end", "boundary", "section", "account", "amount", "amount_commodity"]
    february = ["2025-02", "2025-02-01", "2025-03-01"]
    assert [*february, "networth", "internal", "Liabilities:Card", "", ""] in rows
    assert [*february, "cash", "out", "Liabilities:Card", "130.00", "USD"] in rows
    signs = {"opening": 1, "out": -1, "closing": -1}
    for name, price in (("cash", set()), ("networth", {"price gains of HOOL"})):
        figures = [(row[4], row[6]) for row in rows if (row[3], row[7]) == (name, "USD")]
        assert {"opening", "closing", "conversion differences", *price} <= {section for section, _ in figures}
        assert sum(signs.get(section, 1) * Decimal(amount) for section, amount in figures) == 0
