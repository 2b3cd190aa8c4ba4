import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from msgspec import Struct

from pfin.model.amount import Amount
from pfin.render.csv import to_csv
from pfin.render.json import to_json
from pfin.render.markdown import to_markdown
from pfin.report.table import AccountName, Bar, Column, Count, Day, Money, Page, Row, RowKind, Table, Text, Trend

USD, EUR = (Amount(Decimal("1234.5678"), "USD"), Amount(Decimal("-2"), "EUR"))
COLUMNS = (
    Column("date", "Date"),
    Column("account", "Account"),
    Column("debit", "Debit", money=True),
    Column("credit", "Credit", money=True),
)


def trial(*rows: Row) -> Page:
    return Page("Trial | balance", "at the end of 2025-01-31", (Table(COLUMNS, rows),), {"USD": 2, "EUR": 2}, ("*",))


DAY = Day(date(2025, 1, 31))
ONE = Row((DAY, AccountName("Assets:Bank", "Bank", 1), Money((USD,)), None))
STACKED = Row((DAY, Text('a, "b"'), Money((USD, EUR)), Money((Amount(Decimal("7E+1"), "EUR"), EUR))))
TOTAL = Row((None, Text("Total"), Money((USD,)), None), RowKind.TOTAL)


def test_csv_has_a_row_for_each_commodity_and_no_totals() -> None:
    assert to_csv(trial(ONE, STACKED, TOTAL)) == (
        "date,account,debit,debit_commodity,credit,credit_commodity\n"
        "2025-01-31,Assets:Bank,1234.5678,USD,,\n"
        '2025-01-31,"a, ""b""",1234.5678,USD,,\n'
        '2025-01-31,"a, ""b""",-2,EUR,70,EUR\n'
        '2025-01-31,"a, ""b""",,,-2,EUR\n'
    )


def test_csv_keeps_a_pair_of_different_commodities_in_a_row() -> None:
    row = Row((DAY, AccountName("Assets:Bank", "Bank"), Money((EUR,)), Money((USD,))))
    (_, read) = list(csv.reader(StringIO(to_csv(trial(row)))))
    assert read == ["2025-01-31", "Assets:Bank", "-2", "EUR", "1234.5678", "USD"]


def test_csv_has_a_column_for_marks_where_there_may_be_some() -> None:
    columns = (
        Column("account", "Account"),
        Column("balance", "Balance", money=True, marked=True),
        Column("uses", "Uses"),
    )
    rows = (
        Row((Text("a"), Money((USD, EUR), marks={"EUR": "overdrawn"}), Count(1234))),
        Row((Text("b"), None, None)),
    )
    assert to_csv(Page("", "", (Table(columns, rows),), {})) == (
        "account,balance,balance_commodity,mark,uses\na,1234.5678,USD,,1234\na,-2,EUR,overdrawn,1234\nb,,,,\n"
    )
    assert to_csv(Page("", "", (Table(columns, ()),), {})) == "account,balance,balance_commodity,mark,uses\n"


def test_csv_has_a_header_even_without_rows() -> None:
    assert to_csv(trial()) == "date,account,debit,debit_commodity,credit,credit_commodity\n"


def test_markdown_is_a_table_that_pipes_in_text_do_not_break() -> None:
    row = Row((DAY, AccountName("Assets:A|B_c", "A|B_c", 1), Money((USD, EUR), marks={"EUR": "overdrawn"}), None))
    assert to_markdown(trial(row, TOTAL)) == (
        "## Trial \\| balance\n"
        "\n"
        "at the end of 2025-01-31\n"
        "\n"
        "| Date | Account | Debit | Credit |\n"
        "| --- | --- | ---: | --- |\n"
        "| 2025-01-31 | &nbsp;&nbsp;&nbsp;&nbsp;A\\|B\\_c | 1,234.57 USD<br>-2.00 EUR (overdrawn) |  |\n"
        "|  | **Total** | **1,234.57 USD** |  |\n"
        "\n"
        "\\*\n"
    )


def test_markdown_has_no_line_ends_or_html_from_a_journal() -> None:
    row = Row((DAY, Text("a\n<b>\x1b"), None, None))
    assert "| 2025-01-31 | a \\<b\\>\\\\x1b |  |  |\n" in to_markdown(trial(row))


def test_what_is_drawn_is_left_out_and_headings_are_for_people() -> None:
    columns = (
        Column("account", "Account"),
        Column("bar", "", drawn=True),
        Column("flow", "Flow", money=True),
        Column("course", "Course", drawn=True),
    )
    rows = (
        Row((Text("Outflows"), None, None, None), RowKind.HEADING),
        Row((AccountName("Expenses:Food", "Food", 1), Bar(-1), Money((EUR,)), Trend((EUR.number,)))),
    )
    page = Page("t", "m", (Table(columns, rows),), {"EUR": 2})
    assert to_csv(page) == "account,flow,flow_commodity\nExpenses:Food,-2,EUR\n"
    assert to_markdown(page).splitlines()[4:] == [
        "| Account | Flow |",
        "| --- | ---: |",
        "| **Outflows** |  |",
        "| &nbsp;&nbsp;&nbsp;&nbsp;Food | -2.00 EUR |",
    ]


class Report(Struct):
    number: Decimal
    day: date
    text: str


def test_json_writes_numbers_as_strings_and_dates_as_iso() -> None:
    text = to_json(Report(Decimal("1.10"), date(2025, 1, 31), "日"))
    assert text == '{\n  "number": "1.10",\n  "day": "2025-01-31",\n  "text": "日"\n}\n'


@pytest.mark.parametrize(
    ("number", "written"), [("1E-8", "0.00000001"), ("-1.5E+3", "-1500"), ("0E-7", "0.0000000"), ("12.50", "12.50")]
)
@pytest.mark.parametrize("text", ["1E-8", "a\udc80"])
def test_json_has_numbers_without_exponents_and_texts_as_they_are(number: str, written: str, text: str) -> None:
    report = {"found": (Report(Decimal(number), date(2025, 1, 31), text),)}
    assert json.loads(to_json(report)) == {"found": [{"number": written, "day": "2025-01-31", "text": text}]}


def test_json_escapes_what_is_no_unicode() -> None:
    text = to_json(Report(Decimal("1.10"), date(2025, 1, 31), "a\udc80"))
    assert json.loads(text) == {"number": "1.10", "day": "2025-01-31", "text": "a\udc80"}
    text.encode("ascii")
