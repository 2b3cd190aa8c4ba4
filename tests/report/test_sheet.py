"""The figures are worked out by hand from the journal in conftest.py, or from one in the test."""

import csv
import io
from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.render.csv import to_csv
from pfin.render.terminal import to_text
from pfin.report.moments import Instant
from pfin.report.sheet import Sheet, instants_of, sheet
from pfin.report.sheet_page import page

Read = Callable[[str], Ledger]

JANUARY, FEBRUARY = Instant(Date(2025, 1, 31)), Instant(Date(2025, 2, 28))

LOAN = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Car
    2025-01-01 open Liabilities:Loan
    2025-01-01 open Expenses:Interest
    2025-01-01 open Expenses:Depreciation
    2025-01-01 open Equity:Opening
    2025-01-01 open Equity:Retained
    2025-01-01 * "Opening"
      Assets:Bank          3000 USD
      Equity:Opening
    2025-01-02 * "Car on credit"
      Assets:Car          10000 USD
      Liabilities:Loan
    2025-01-31 * "Instalment"
      Liabilities:Loan      420 USD
      Expenses:Interest      80 USD
      Assets:Bank          -500 USD
    2025-01-31 * "The car gets older"
      Expenses:Depreciation 200 USD
      Assets:Car
    2025-02-01 * "Books closed"
      Expenses:Interest     -80 USD
      Equity:Retained
"""


def words(sums) -> str:
    return ", ".join(f"{number} {commodity}" for commodity, number in sorted(sums.items()))


def parts(found) -> dict[str, str]:
    return {account: words(sums) for account, sums in found.items()}


def only(found: tuple[Sheet, ...]) -> Sheet:
    (one,) = found
    return one


def test_a_car_on_credit(read: Read) -> None:
    found = only(sheet(read(LOAN), [JANUARY]).sheets)
    assert parts(found.assets) == {"Assets:Bank": "2500 USD", "Assets:Car": "9800 USD"}
    assert parts(found.liabilities) == {"Liabilities:Loan": "9580 USD"}
    assert parts(found.equity) == {"Equity:Opening": "3000 USD"}
    assert (words(found.net_worth), words(found.earnings)) == ("2720 USD", "-280 USD")
    assert (found.conversions, found.gains.price, found.gains.conversion) == ({}, {}, 0)


def test_what_passes_between_equity_and_earnings_counts_too(read: Read) -> None:
    """No account of assets or liabilities takes part in the closing of the books."""
    found = only(sheet(read(LOAN), [FEBRUARY]).sheets)
    assert parts(found.equity) == {"Equity:Opening": "3000 USD", "Equity:Retained": "-80 USD"}
    assert (words(found.net_worth), words(found.earnings)) == ("2720 USD", "-200 USD")


def test_units_by_commodity(household: Ledger) -> None:
    found = only(sheet(household, [FEBRUARY]).sheets)
    assert parts(found.assets) == {
        "Assets:Bank:Checking": "1915.00 USD",
        "Assets:Bank:Savings": "500.00 USD",
        "Assets:Broker": "4 HOOL",
        "Assets:Wallet": "-10.00 EUR",
    }
    assert parts(found.liabilities) == {"Liabilities:Card": "-30.00 USD"}
    assert words(found.net_worth) == "-10.00 EUR, 4 HOOL, 2445.00 USD"
    assert words(found.total_equity) == "1000.00 USD"
    assert words(found.earnings) == "-60.00 EUR, 1900.00 USD"
    assert words(found.conversions) == "50.00 EUR, 4 HOOL, -455.00 USD"


def test_value_in_one_currency(household: Ledger) -> None:
    report = sheet(household, [FEBRUARY], currency="USD")
    found = only(report.sheets)
    assert words(found.total_assets) == "-10.00 EUR, 2895.00 USD"
    assert words(found.conversions) == "50.00 EUR, -55.00 USD"
    # 4 HOOL, bought for 100.00 when they were worth 90.00, are worth 120.00 now.
    assert parts({"HOOL": {"USD": found.gains.price["HOOL"]}}) == {"HOOL": "120.00 USD"}
    assert found.gains.conversion == Decimal("-40.00")
    assert (report.unpriced, report.oldest_price) == (("EUR",), Date(2025, 2, 20))
    # 1000 + 1900 - 55 + 120 - 40
    assert found.net_worth["USD"] == Decimal("2925.00")


def test_each_of_several_sheets_is_what_it_is_alone(household: Ledger) -> None:
    for currency in (None, "USD"):
        both = sheet(household, [JANUARY, FEBRUARY], currency=currency).sheets
        assert both == tuple(only(sheet(household, [at], currency=currency).sheets) for at in (JANUARY, FEBRUARY))


def test_before_the_first_transaction(household: Ledger) -> None:
    found = only(sheet(household, [Instant(Date(2020, 1, 1))]).sheets)
    assert (found.assets, found.equity, found.net_worth) == ({}, {}, {})


@pytest.mark.parametrize(("depth", "expected"), [(1, ["Assets"]), (2, ["Assets:Bank", "Assets:Car"])])
def test_deeper_accounts_are_counted_with_their_parents(read: Read, depth: int, expected: list[str]) -> None:
    assert [*only(sheet(read(LOAN), [JANUARY], depth=depth).sheets).assets] == expected


@pytest.mark.parametrize(
    ("last_known", "expected"),
    [
        (None, ["2025-01-31", "2025-02-28", "2025-03-31"]),
        (Date(2025, 2, 10), ["2025-01-31", "2025-02-10"]),
    ],
)
def test_instants_are_the_ends_of_periods_and_not_in_the_future(last_known: Date | None, expected: list[str]) -> None:
    periods = cut(Period(Date(2025, 1, 1), Date(2025, 4, 1)), Interval.MONTH)
    assert [str(at.date) for at in instants_of(periods, last_known)] == expected


def test_the_page(household: Ledger) -> None:
    shown = page(sheet(household, [JANUARY, FEBRUARY], currency="USD", depth=2), household.digits)
    assert shown.moment == "at the ends of 2 days from 2025-01-31 to 2025-02-28"
    lines = [" ".join(line.split()) for line in to_text(shown).splitlines()]
    assert lines[3 : lines.index("", 3)] == [
        "Account 2025-01-31 2025-02-28 Trend, USD",
        "------------------------- -------------- ------------------------- ----------",
        "Assets 3,000.00 USD -10.00 EUR overdrawn ██",
        "2,895.00 USD",
        "Bank 3,000.00 USD 2,415.00 USD █▇",
        "Broker 480.00 USD ▁█",
        "Wallet -10.00 EUR overdrawn",
        "Liabilities 100.00 USD -30.00 USD overpaid █▁",
        "Card 100.00 USD -30.00 USD overpaid █▁",
        "-------------- -------------------------",
        "Net worth 2,900.00 USD -10.00 EUR ██",
        "2,925.00 USD",
        "Equity 1,000.00 USD 1,000.00 USD ██",
        "Opening-Balances 1,000.00 USD 1,000.00 USD ██",
        "Earnings to date 1,900.00 USD -60.00 EUR ██",
        "1,900.00 USD",
        "Conversions 0.00 USD 50.00 EUR █▁",
        "-55.00 USD",
        "Price gains of HOOL 0.00 USD 120.00 USD ▁█",
        "Conversion differences 0.00 USD -40.00 USD █▁",
        "-------------- -------------------------",
        "Liabilities and net worth 3,000.00 USD -10.00 EUR ██",
        "2,895.00 USD",
    ]
    assert shown.notes[0].endswith("to the last digit.")


def test_sides_of_a_spreadsheet_agree(household: Ledger) -> None:
    report = sheet(household, [JANUARY, FEBRUARY], currency="USD")
    rows = list(csv.DictReader(io.StringIO(to_csv(page(report, {}, full=True)))))
    for day in ("2025-01-31", "2025-02-28"):
        for commodity in ("USD", "EUR"):
            own = [row for row in rows if (row["instant"], row["amount_commodity"]) == (day, commodity)]
            left = sum(Decimal(row["amount"]) for row in own if row["section"] == "assets")
            assert left == sum(Decimal(row["amount"]) for row in own if row["section"] != "assets")
    assert {row["section"] for row in rows} == {
        *("assets", "liabilities", "equity", "earnings"),
        *("conversions", "price gains of HOOL", "conversion differences"),
    }


def test_a_journal_without_transactions(read: Read) -> None:
    shown = page(sheet(read("2025-01-01 open Assets:Bank"), [JANUARY]), {})
    assert (shown.tables, shown.notes) == ((), ("The journal has no transactions.",))
