"""A page that has everything a page can have, with hostile names in it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from pfin.model.amount import Amount
from pfin.report.drawing import FlowDiagram, Point, StockChart, Stream
from pfin.report.table import AccountName, Bar, Column, Count, Day, Money, Page, Row, RowKind, Table, Text, Tone, Trend

HOSTILE = "<script>alert(1)</script>\"'&\x1b[2J\u202e\ud800]]>"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FLOWS = (
    ("Inflows", None),
    ("Income:Salary", 2500),
    ("Outflows", None),
    ("Expenses:Food:Groceries", -310),
    ("Expenses:Housing:Rent-of-the-apartment", -780),
)


def euros(number: object) -> Money:
    return Money((Amount(Decimal(str(number)), "EUR"),))


def flow_table() -> Table:
    rows = []
    for name, number in FLOWS:
        if number is None:
            rows.append(Row((Text(name), *(None for _ in MONTHS), None, None, None), RowKind.HEADING))
            continue
        numbers = [number - 7 * month for month in range(12)]
        tones = (Tone.MORE if number > 0 else Tone.LESS,)
        figures = [replace(euros(each), tones=tones) for each in (*numbers, sum(numbers))]
        drawn = Bar(number / 2500), Trend(tuple(map(Decimal, numbers)))
        rows.append(Row((AccountName(name, name.rpartition(":")[2], 1), *figures, *drawn)))
    rows.append(Row((Text("Net"), *(euros(1410) for _ in MONTHS), euros("16920.10"), None, None), RowKind.TOTAL))
    money = (Column(month.lower(), month, money=True) for month in (*MONTHS, "Total"))
    columns = (Column("account", "Account", flexible=True), *money)
    drawn_columns = (Column("bar", "", drawn=True), Column("course", "Course", drawn=True))
    return Table(
        (*columns, *drawn_columns),
        tuple(rows),
        "By category, which is a caption longer than a narrow screen",
        divided=True,
    )


def register_table() -> Table:
    columns = (
        Column("date", "Date"),
        Column("text", "Description", flexible=True),
        Column("uses", "Uses"),
        Column("nothing", ""),
        Column("balance", "Balance", money=True, marked=True),
    )
    overdrawn = Money(
        (Amount(Decimal("-12.345"), "EUR"), Amount(Decimal("3E+1"), "GOOGL")), exact=True, marks={"EUR": "overdrawn"}
    )
    rows = (
        Row((Day(date(2024, 1, 1)), Text(HOSTILE), Count(1234), None, euros("1000.50"))),
        Row((Day(date(2024, 1, 2)), Text("Rent of the apartment", Tone.FAINT), Count(1), None, overdrawn)),
        Row((None, Text("Closing", Tone.STRONG), None, None, euros(5)), RowKind.TOTAL),
    )
    return Table(columns, rows, "Register")


def chart() -> StockChart:
    points = (
        Point(date(2023, 12, 31) + timedelta(day), 100 * Decimal(1000 + day * 37 % 500 - day * 5)) for day in range(366)
    )
    return StockChart("Cash, day by day", "EUR", tuple(points))


def diagram(sources: int = 3, sinks: int = 15) -> FlowDiagram:
    names = (HOSTILE, "Income:Job:Salary", "Liabilities:Credit-Card:A-very-long-name-of-a-bank", "資産:銀行")
    return FlowDiagram(
        "Where money came from and went",
        "Assets:Bank | Assets:Wallet",
        "EUR",
        Decimal("2000"),
        Decimal("-12.5"),
        tuple(Stream(names[index % 4], Decimal(30000) / (index + 1)) for index in range(sources)),
        tuple(Stream(f"{names[index % 4]}:{index}", Decimal(9000) / 2**index) for index in range(sinks)),
    )


@pytest.fixture
def full_page() -> Page:
    return Page(
        f"Cash flow of {HOSTILE}",
        "from 2024-01-01 to 2024-12-31",
        (flow_table(), register_table()),
        {"EUR": 2},
        ("A note & more.",),
        (chart(), diagram()),
    )
