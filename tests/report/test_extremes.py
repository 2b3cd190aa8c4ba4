from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.report.drawing import Point, StockChart
from pfin.report.extremes import ExtremesReport, courses, extremes, extremes_of_accounts, page
from pfin.report.table import Page, Trend
from pfin.systems.boundary import Boundary
from pfin.systems.extremes import Beyond, Threshold

FEBRUARY = Period(Date(2025, 2, 1), Date(2025, 3, 1), "2025-02")


def drawn(ledger: Ledger, *roots: str) -> Boundary:
    accounts = tuple(name for name in ledger.accounts if name.startswith(roots))
    return Boundary("drawn", " | ".join(roots), accounts)


def made(
    ledger: Ledger, boundary: Boundary, currency: str | None = None, threshold: Threshold | None = None
) -> tuple[ExtremesReport, Page]:
    found = courses(ledger, [boundary], FEBRUARY, currency)
    report = extremes(ledger, [boundary], FEBRUARY, found, currency=currency, threshold=threshold)
    return report, page(report, ledger.digits, course_of=found)


def in_words(report: ExtremesReport) -> list[str]:
    return [
        f"{each.name} {each.commodity}: {each.opening}, {each.lowest.number} on {each.lowest.instant.day}, "
        f"{each.highest.number} on {each.highest.instant.day}, {each.closing}"
        for each in report.stocks
    ]


def test_a_boundary(household: Ledger) -> None:
    # Checking and savings together: 3000; 2870 after the card, 2470 after the shares, 2415 after the exchange.
    report, _ = made(household, drawn(household, "Assets:Bank"))
    assert in_words(report) == ["drawn USD: 3000.00, 2415.00 on 12, 3000.00 on 1, 2415.00"]


def test_in_value(household: Ledger) -> None:
    # Four HOOL at 90 from the 10th and at 120 from the 20th on; nothing before.
    report, _ = made(household, drawn(household, "Assets:Broker"), "USD")
    assert in_words(report) == ["drawn USD: 0, 0 on 1, 480.00 on 20, 480.00"]


def test_a_debt_is_positive_alone_and_negative_among_assets(household: Ledger) -> None:
    # The card: 100 owed; 30 too much paid from the 3rd on.
    report, _ = made(household, drawn(household, "Liabilities"))
    assert in_words(report) == ["drawn USD: 100.00, -30.00 on 3, 100.00 on 1, -30.00"]
    report, shown = made(household, drawn(household, "Liabilities", "Assets:Bank:Savings"))
    assert in_words(report) == ["drawn USD: -100.00, 400.00 on 1, 530.00 on 3, 530.00"]
    assert any("signed sums" in note for note in shown.notes)


def test_accounts_by_themselves(household: Ledger) -> None:
    threshold = Threshold(Beyond.BELOW, Decimal(0))
    report = extremes_of_accounts(household, [], FEBRUARY, threshold=threshold)
    assert in_words(report) == [
        "Assets:Wallet EUR: 0, -10.00 on 14, 50.00 on 12, -10.00",
        "Liabilities:Card USD: 100.00, -30.00 on 3, 100.00 on 1, -30.00",
    ]
    inside = extremes_of_accounts(household, [drawn(household, "Assets")], FEBRUARY, threshold=threshold)
    assert inside.stocks == report.stocks[:1]


def test_the_course_reaches_to_the_end_of_the_period(household: Ledger) -> None:
    _, shown = made(household, drawn(household, "Liabilities"))
    (chart,) = shown.drawings
    assert isinstance(chart, StockChart)
    assert chart.points == (
        Point(Date(2025, 2, 1), Decimal("100.00")),
        Point(Date(2025, 2, 3), Decimal("-30.00")),
        Point(Date(2025, 2, 28), Decimal("-30.00")),
    )


def test_the_course_begins_when_the_first_account_opens(household: Ledger) -> None:
    boundary = drawn(household, "Assets:Bank:Savings")
    year = Period(Date(2024, 7, 1), Date(2025, 7, 1))
    found = courses(household, [boundary], year, None)
    report = extremes(household, [boundary], year, found)
    (chart,) = page(report, household.digits, course_of=found).drawings
    assert isinstance(chart, StockChart)
    assert [point.date for point in chart.points] == [Date(2025, 1, 1), Date(2025, 2, 1), Date(2025, 6, 30)]
    assert [str(point.number) for point in chart.points] == ["0", "500.00", "500.00"]


def test_a_course_in_a_row_has_the_extremes_in_it(household: Ledger) -> None:
    boundary = drawn(household, "Assets")
    report, shown = made(household, boundary)
    table = shown.tables[0]
    assert [column.key for column in table.columns][-1] == "course"
    for row, stock in zip(table.rows, report.stocks, strict=True):
        course = row.cells[-1]
        assert isinstance(course, Trend)
        assert (min(course.numbers), max(course.numbers)) == (stock.lowest.number, stock.highest.number)


@pytest.mark.parametrize(
    ("roots", "threshold", "said"),
    [
        (["Assets:Bank"], Threshold(Beyond.ABOVE, Decimal(3000)), "It was not above 3,000 at the end of any day."),
        (
            ["Assets:Broker"],
            Threshold(Beyond.ABOVE, Decimal(9), "USD"),
            "It was not above 9 USD at the end of any day.",
        ),
        (["Assets"], Threshold(Beyond.ABOVE, Decimal(1)), "--above 1EUR asks for one of them."),
        (["Expenses"], None, "Income and expenses are sums since the first transaction, on 2025-01-01."),
    ],
)
def test_notes(household: Ledger, roots: list[str], threshold: Threshold | None, said: str) -> None:
    _, shown = made(household, drawn(household, *roots), threshold=threshold)
    assert any(said in note for note in shown.notes)


def test_nothing_by_then(household: Ledger) -> None:
    period = Period(Date(2024, 1, 1), Date(2024, 2, 1))
    report = extremes_of_accounts(household, [], period)
    assert report.stocks == ()
    assert page(report, household.digits).notes == ("No account held anything at the end of any day.",)
