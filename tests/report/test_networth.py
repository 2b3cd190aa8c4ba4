"""The figures are worked out by hand from the journal in conftest.py, or from one in the test."""

import csv
import io
from collections.abc import Callable
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.render.csv import to_csv
from pfin.render.terminal import to_text
from pfin.report.drawing import StockChart
from pfin.report.networth import NetworthReport, instants, known_period, networth, operating_valuation
from pfin.report.networth_page import drawn, page
from pfin.systems.boundaries import Boundaries
from pfin.systems.boundary import Boundary

Read = Callable[[str], Ledger]

TWO_MONTHS = cut(Period(Date(2025, 1, 1), Date(2025, 3, 1)), Interval.MONTH)


def boundary(ledger: Ledger, text: str = "networth") -> Boundary:
    return Boundaries(ledger).find(text)


def words(sums) -> str:
    return ", ".join(f"{number} {commodity}" for commodity, number in sorted(sums.items()))


def stocks(report: NetworthReport) -> list[tuple[str, dict[str, str], str]]:
    return [
        (str(each.instant), {part: words(sums) for part, sums in each.parts.items()}, words(each.total))
        for each in report.stocks
    ]


def test_stocks_in_units(household: Ledger) -> None:
    assert stocks(networth(household, boundary(household), TWO_MONTHS)) == [
        ("2024-12-31", {}, ""),
        ("2025-01-31", {"Assets": "3000.00 USD", "Liabilities": "-100.00 USD"}, "2900.00 USD"),
        (
            "2025-02-28",
            {"Assets": "-10.00 EUR, 4 HOOL, 2415.00 USD", "Liabilities": "30.00 USD"},
            "-10.00 EUR, 4 HOOL, 2445.00 USD",
        ),
    ]


def test_stocks_in_value_and_what_changed_them(household: Ledger) -> None:
    report = networth(household, boundary(household), TWO_MONTHS, currency="USD")
    assert [total for _, _, total in stocks(report)] == ["", "2900.00 USD", "-10.00 EUR, 2925.00 USD"]
    january, february = report.changes
    assert (words(january.net_flow), words(january.from_equity)) == ("2900.00 USD", "1000.00 USD")
    assert (january.gains.price, january.gains.conversion) == ({}, 0)
    # 4 HOOL were bought for 100.00 when they were worth 90.00, and rose to 120.00.
    assert words(february.net_flow) == "-60.00 EUR"
    assert words(february.gains.price) == "120.00 HOOL"
    assert february.gains.conversion == Decimal("-40.00")
    # No price of EUR is known: what the wallet got for 55 USD stays in EUR.
    assert words(february.conversions) == "50.00 EUR, -55.00 USD"
    assert report.unpriced == ("EUR",)
    assert report.oldest_price == Date(2025, 2, 20)


def test_deeper_parts(household: Ledger) -> None:
    report = networth(household, boundary(household, "Assets:Bank"), TWO_MONTHS, depth=3)
    assert stocks(report)[-1] == (
        "2025-02-28",
        {"Assets:Bank:Checking": "1915.00 USD", "Assets:Bank:Savings": "500.00 USD"},
        "2415.00 USD",
    )
    titles = [column.title for column in page(report, {}).tables[0].columns]
    assert titles == ["End of", "Bank:Checking", "Bank:Savings", "Total", "Change", ""]


def test_columns_are_in_the_order_of_accounts_and_named_as_short_as_can_be(household: Ledger) -> None:
    def titles(depth: int) -> list[str]:
        report = networth(household, boundary(household), TWO_MONTHS, depth=depth)
        return [column.title for column in page(report, {}).tables[0].columns][1:-3]

    assert titles(1) == ["Assets", "Liabilities"]
    # The card is older than the broker.
    assert titles(2) == ["Bank", "Broker", "Wallet", "Card"]


def test_the_last_stock_by_account(household: Ledger) -> None:
    report = networth(household, boundary(household), TWO_MONTHS[:1])
    assert {account: words(sums) for account, sums in report.composition.items()} == {
        "Assets:Bank:Checking": "3000.00 USD",
        "Liabilities:Card": "-100.00 USD",
    }
    text = to_text(page(report, household.digits))
    table = text[text.index("What it is made of") :].splitlines()
    assert [" ".join(line.rstrip(" █│░").split()) for line in table[3:9]] == [
        "Assets 3,000.00 USD 100.0%",
        "Bank:Checking 3,000.00 USD 100.0%",
        "Liabilities -100.00 USD -3.3%",
        "Card -100.00 USD -3.3%",
        "------------",
        "Net worth 2,900.00 USD 96.7%",
    ]


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        # From the end of the first transaction's day to the last price but not to one after today.
        (None, "2025-03-31", "2025-01-02 to 2025-03-20"),
        (None, "2025-03-19", "2025-01-02 to 2025-02-20"),
        (Period(Date(2025, 2, 1), None), "2025-03-31", "2025-02-01 to 2025-03-20"),
        (Period(Date(2025, 2, 1), Date(2025, 2, 5)), "2025-03-31", "2025-02-01 to 2025-02-04"),
    ],
)
def test_what_the_journal_knows(household: Ledger, period: Period | None, today: str, expected: str) -> None:
    assert str(known_period(household, period, Date.fromisoformat(today))) == expected


def test_nothing_is_known_of_an_empty_journal(read: Read) -> None:
    assert known_period(read("2025-01-01 open Assets:Bank"), None, Date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("end", "wanted", "count"),
    [
        (Date(2025, 12, 31), None, 12),
        (Date(2025, 1, 31), None, 5),
        (Date(2025, 1, 7), None, 6),
        (Date(2025, 12, 31), Interval.QUARTER, 4),
        (Date(2025, 1, 31), Interval.MONTH, 1),
    ],
)
def test_rows_are_neither_few_nor_many(end: Date, wanted: Interval | None, count: int) -> None:
    assert len(instants(Period(Date(2025, 1, 1), end), wanted)) == count


def test_several_commodities_are_valued_in_the_operating_currency(read: Read) -> None:
    opened = """
        2025-01-01 open Assets:Bank
        2025-01-01 open Equity:Opening
        2025-01-02 * "Opening"
          Assets:Bank      100 USD
          Equity:Opening
    """
    more = """
        2025-01-03 * "More"
          Assets:Bank      100 EUR
          Equity:Opening
    """
    option = """
        option "operating_currency" "USD"
    """

    def valuation(text: str) -> str | None:
        ledger = read(text)
        return operating_valuation(ledger, boundary(ledger), TWO_MONTHS)

    assert valuation(option + opened) is None
    assert valuation(opened + more) is None
    assert valuation(option + opened + more) == "USD"


def test_the_page_says_how_figures_are_valued(household: Ledger) -> None:
    report = networth(household, boundary(household), TWO_MONTHS, currency="USD", by_default=True)
    shown = page(report, household.digits)
    assert (shown.title, shown.moment) == (
        "Net worth, valued in USD",
        "from the end of 2024-12-31 to the end of 2025-02-28",
    )
    assert any("the journal's operating currency" in note for note in shown.notes)
    assert any("1000.00 USD from equity" in note for note in shown.notes)
    text = to_text(shown)
    changes = text[text.index("What changed it") :].splitlines()
    assert [" ".join(line.split()) for line in changes[3:6]] == [
        "2025-01-31 2,900.00 USD 0.00 USD 0.00 USD 2,900.00 USD",
        "2025-02-28 -60.00 EUR 50.00 EUR 80.00 USD -10.00 EUR",
        "-55.00 USD 25.00 USD",
    ]
    units = page(networth(household, boundary(household), TWO_MONTHS), household.digits)
    assert len(units.tables) == 2
    assert any("--value CURRENCY" in note for note in units.notes)


def test_terms_of_a_spreadsheet_add_up_to_the_stocks(household: Ledger) -> None:
    report = networth(household, boundary(household), TWO_MONTHS, currency="USD")
    rows = list(csv.DictReader(io.StringIO(to_csv(page(report, household.digits, full=True)))))
    for commodity in ("USD", "EUR"):
        running = Decimal(0)
        for stock in report.stocks:
            own = [row for row in rows if row["amount_commodity"] == commodity]
            after = str(stock.instant + timedelta(1))
            running += sum(Decimal(row["amount"]) for row in own if row["end"] == after)
            assert running == sum(Decimal(row["amount"]) for row in own if row["instant"] == str(stock.instant))
    assert {row["section"]: bool(row["instant"]) for row in rows} == {
        "stock": True,
        "net": False,
        "conversions": False,
        "price gains of HOOL": False,
        "conversion differences": False,
    }
    # Each figure is of an instant or of a period.
    assert all(bool(row["instant"]) != bool(row["begin"] and row["end"]) for row in rows)


def test_the_drawing_is_the_stock_day_by_day(household: Ledger) -> None:
    report = networth(household, boundary(household), TWO_MONTHS, currency="USD")
    (chart,) = drawn(page(report, {}), report, household, boundary(household)).drawings
    assert isinstance(chart, StockChart)
    assert (chart.title, chart.points[-1].number) == ("Net worth over time, USD", Decimal("2925.00"))


def test_a_boundary_that_holds_nothing(read: Read) -> None:
    ledger = read("2025-01-01 open Assets:Bank")
    report = networth(ledger, boundary(ledger), TWO_MONTHS)
    shown = page(report, {})
    assert (shown.tables, shown.notes) == ((), ("There is nothing in it at any of these instants.",))
    assert drawn(shown, report, ledger, boundary(ledger)).drawings == ()


def test_shares_of_debts_alone_are_shares_of_all_of_them(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Liabilities:Card
        2025-01-01 open Liabilities:Loan
        2025-01-01 open Equity:Opening
        2025-01-02 * "Opening"
          Liabilities:Card    -25 USD
          Liabilities:Loan    -75 USD
          Equity:Opening
    """)
    text = to_text(page(networth(ledger, boundary(ledger), TWO_MONTHS), {}))
    assert [line.split()[:4] for line in text.splitlines() if "Card" in line] == [["Card", "-25.00", "USD", "25.0%"]]
