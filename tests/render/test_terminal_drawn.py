"""Bars, courses, headings and divided tables on terminals of several widths."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from pfin.model.amount import Amount
from pfin.render.terminal import to_text
from pfin.report.drawing import FlowDiagram, Point, StockChart
from pfin.report.table import AccountName, Bar, Cell, Column, Money, Page, Row, RowKind, Table, Text, Trend

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May")
COLUMNS = (
    Column("account", "Account", flexible=True),
    *(Column(month.lower(), month, money=True) for month in MONTHS),
    Column("bar", "", drawn=True),
    Column("course", "Course", drawn=True),
)


def flow(name: str, *numbers: int | None, share: float, kind: RowKind = RowKind.BODY) -> Row:
    money = (None if number is None else Money((Amount(Decimal(number), "EUR"),)) for number in numbers)
    course = Trend(tuple(Decimal(number or 0) for number in numbers))
    return Row((AccountName(name, name.rpartition(":")[2], 1), *money, Bar(share), course), kind)


def heading(text: str) -> Row:
    return Row((Text(text), *(None for _ in COLUMNS[1:])), RowKind.HEADING)


ROWS = (
    heading("Inflows"),
    flow("Income:Salary", 2500, 2500, 2500, 2600, 2600, share=1),
    heading("Gifts"),
    flow("Income:Gifts", None, None, None, None, 100, share=0.01),
    heading("Outflows"),
    flow("Expenses:Rent-of-the-apartment", -780, -780, -780, -780, -780, share=-0.3),
    flow("Net", 1720, 1720, 1720, 1820, 1920, share=0.7, kind=RowKind.TOTAL),
)


def page(*rows: Row, columns: tuple[Column, ...] = COLUMNS) -> Page:
    return Page("Cash flow", "in 2024", (Table(columns, rows, divided=True),), {"EUR": 2})


def lines(made: Page, width: int | None = None, *, ascii: bool = False) -> list[str]:
    return to_text(made, width=width, ascii=ascii).splitlines()[3:]


WHOLE = """\
Account                       Jan           Feb           Mar           Apr           May                        Course
-----------------------  ------------  ------------  ------------  ------------  ------------  ----------------  ------
Inflows
  Salary                 2,500.00 EUR  2,500.00 EUR  2,500.00 EUR  2,600.00 EUR  2,600.00 EUR     │████████████  █████
Gifts
  Gifts                                                                            100.00 EUR     │▏             ▁▁▁▁█
Outflows
  Rent-of-the-apartment   -780.00 EUR   -780.00 EUR   -780.00 EUR   -780.00 EUR   -780.00 EUR  ░░░│              ▁▁▁▁▁
                         ------------  ------------  ------------  ------------  ------------
  Net                    1,720.00 EUR  1,720.00 EUR  1,720.00 EUR  1,820.00 EUR  1,920.00 EUR     │████████▍     ▇▇▇██
"""
WITHOUT_DRAWN = """\
Account                       Jan           Feb           Mar           Apr           May
-----------------------  ------------  ------------  ------------  ------------  ------------
"""
GROUPED_AT_80 = """\
Account                       Jan           Feb           Mar           Apr
-----------------------  ------------  ------------  ------------  ------------
Inflows
  Salary                 2,500.00 EUR  2,500.00 EUR  2,500.00 EUR  2,600.00 EUR
Outflows
  Rent-of-the-apartment   -780.00 EUR   -780.00 EUR   -780.00 EUR   -780.00 EUR
                         ------------  ------------  ------------  ------------
  Net                    1,720.00 EUR  1,720.00 EUR  1,720.00 EUR  1,820.00 EUR

Account                       May
-----------------------  ------------
Inflows
  Salary                 2,600.00 EUR
Gifts
  Gifts                    100.00 EUR
Outflows
  Rent-of-the-apartment   -780.00 EUR
                         ------------
  Net                    1,920.00 EUR
"""
GROUPED_AT_40 = """\
Account            Jan           Feb
------------  ------------  ------------
Inflows
  Salary      2,500.00 EUR  2,500.00 EUR
Outflows
  Rent-of-t…   -780.00 EUR   -780.00 EUR
              ------------  ------------
  Net         1,720.00 EUR  1,720.00 EUR

Account            Mar           Apr
"""
IN_BLOCKS = """\
Inflows
  Salary
    Jan  2,500.00 EUR
    Feb  2,500.00 EUR
"""
WIDTHS = [(None, WHOLE), (119, WHOLE), (108, WITHOUT_DRAWN), (80, GROUPED_AT_80), (40, GROUPED_AT_40), (24, IN_BLOCKS)]


@pytest.mark.parametrize(("width", "expected"), WIDTHS)
def test_a_divided_table_loses_its_drawings_and_then_stands_in_groups(width: int | None, expected: str) -> None:
    shown = lines(page(*ROWS), width)
    wanted = expected.splitlines()
    assert shown[: len(wanted)] == wanted
    if expected in (WHOLE, GROUPED_AT_80):
        assert len(shown) == len(wanted)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("ascii", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, ascii: bool) -> None:
    assert max(map(cell_len, lines(page(*ROWS), width, ascii=ascii))) <= width


@pytest.mark.parametrize("width", [24, 30, 40, 60, 80, 120, None])
def test_no_figure_is_lost_in_groups(width: int | None) -> None:
    text = "\n".join(lines(page(*ROWS), width))
    counts = {"2,500.00 EUR": 3, "2,600.00 EUR": 2, "100.00 EUR": 1, "-780.00 EUR": 5, "1,720.00 EUR": 3}
    assert {figure: text.count(figure) for figure in counts} == counts


def test_a_last_line_without_figures_in_a_group_is_left_out_of_it() -> None:
    shown = lines(page(*ROWS[:2], flow("Closing", 5, 6, 7, 8, None, share=1, kind=RowKind.TOTAL)), 70)
    assert sum("Closing" in line for line in shown) == 1
    assert shown[-1] == "  Salary   2,600.00 EUR"


FEW = (COLUMNS[0], COLUMNS[1], COLUMNS[-2])
BARS = [
    (60, "  Rent-of-the-apartment   -780.00 EUR  ░░░│"),
    (47, "  Rent-of-the-apartment   -780.00 EUR  ░░│"),
    (46, "  Rent-of-the-apartment   -780.00 EUR"),
    (35, "  Rent-of-the-apartm…   -780.00 EUR"),
]


@pytest.mark.parametrize(("width", "expected"), BARS)
def test_bars_get_shorter_before_they_are_left_out(width: int, expected: str) -> None:
    rows = tuple(Row((row.cells[0], row.cells[1], row.cells[-2]), row.kind) for row in ROWS)
    made = page(*rows, columns=FEW)
    assert [line for line in lines(made, width) if "Rent" in line] == [expected]


def test_in_ascii_nothing_is_drawn_that_a_terminal_may_not_have() -> None:
    text = to_text(replace(page(*ROWS), drawings=(chart(5, 3, 8),)), ascii=True)
    assert text.isascii()
    assert all(drawn in text for drawn in ("---|", "|############", "\n=-#\n"))


def test_a_heading_is_bold() -> None:
    columns: tuple[Cell, ...] = (Text("Inflows"), None)
    made = page(Row(columns, RowKind.HEADING), columns=COLUMNS[:2])
    assert to_text(made, color=True).splitlines()[-1] == "\x1b[1mInflows\x1b[0m"


def chart(*numbers: int, days: int = 1) -> StockChart:
    points = (Point(date(2024, 1, 1) + timedelta(index * days), Decimal(n)) for index, n in enumerate(numbers))
    return StockChart("Cash", "EUR", tuple(points))


CHARTS = [
    (chart(5, 3, 8), ["▅▄█", "lowest 3.00 EUR on 2024-01-02, highest 8.00 EUR on 2024-01-03"]),
    (chart(5, -5), ["█▁", "lowest -5.00 EUR on 2024-01-02, highest 5.00 EUR on 2024-01-01"]),
    (chart(0, 60, days=59), ["▁" * 59 + "█", "lowest 0.00 EUR on 2024-01-01, highest 60.00 EUR on 2024-02-29"]),
    (chart(5, 5), ["5.00 EUR throughout"]),
    (chart(5), None),
    (chart(), None),
]


@pytest.mark.parametrize(("drawing", "expected"), CHARTS)
def test_a_stock_is_a_course_with_its_extremes_in_words(drawing: StockChart, expected: list[str] | None) -> None:
    text = to_text(Page("Net worth", "in 2024", (), {"EUR": 2}, (), (drawing,)))
    assert text.splitlines()[2:] == ([] if expected is None else ["", "Cash", *expected])


@pytest.mark.parametrize("width", [40, 60, 120])
def test_a_course_of_many_days_fits(width: int) -> None:
    shown = to_text(Page("t", "m", (), {}, (), (chart(*range(1000)),)), width=width).splitlines()
    assert len(shown[4]) == min(width, 60)
    assert max(map(len, shown)) <= width


def test_flows_are_not_drawn() -> None:
    diagram = FlowDiagram("Flows", "cash", "EUR", Decimal(1), Decimal(2), (), ())
    assert to_text(Page("t", "m", (), {}, (), (diagram,))) == "t\nm\n"
