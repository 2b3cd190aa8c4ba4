from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfin.model.amount import Amount
from pfin.render.terminal import to_text
from pfin.report.table import (
    AccountName,
    Cell,
    Column,
    Count,
    Day,
    Money,
    Page,
    Row,
    RowKind,
    Table,
    Text,
    Tone,
)

DIGITS = {"USD": 2, "EUR": 2, "JPY": 0}


def money(*amounts: str, mark: str = "", exact: bool = False, tone: Tone = Tone.PLAIN) -> Money:
    pairs = (amount.split() for amount in amounts)
    made = tuple(Amount(Decimal(number), commodity) for number, commodity in pairs)
    return Money(made, exact, {amount.commodity: mark for amount in made if mark}, tone)


def account(name: str, depth: int = 0) -> AccountName:
    return AccountName(name, name.rpartition(":")[2] if depth else name, depth)


def page(columns: Sequence[Column], *rows: Row | tuple[Cell, ...], notes: tuple[str, ...] = ()) -> Page:
    made = tuple(row if isinstance(row, Row) else Row(row) for row in rows)
    return Page("Balances", "at the end of 2025-01-31", (Table(tuple(columns), made),), DIGITS, notes)


BALANCES = (Column("account", "Account", flexible=True), Column("balance", "Balance"))


def test_decimal_points_and_commodities_stand_below_each_other() -> None:
    shown = to_text(
        page(
            BALANCES,
            (account("Assets"), money("1234567.891 USD", "-0.5 EUR", "1000 JPY")),
            (account("Assets:Bank", 1), money("5.555 VTI", exact=True)),
            (account("Assets:Cash", 1), money("-0.001 USD", mark="overdrawn", tone=Tone.WRONG)),
            (account("Assets:Empty", 1), money()),
            Row((Text("Total"), money("1234567.89 USD")), RowKind.TOTAL),
            notes=("All is well.",),
        )
    )
    assert shown == (
        "Balances\n"
        "at the end of 2025-01-31\n"
        "\n"
        "Account        Balance\n"
        "-------  ----------------------------\n"
        "Assets   1,234,567.89  USD\n"
        "                -0.50  EUR\n"
        "             1,000     JPY\n"
        "  Bank           5.555 VTI\n"
        "  Cash           0.00  USD  overdrawn\n"
        "  Empty\n"
        "         ----------------------------\n"
        "Total    1,234,567.89  USD\n"
        "\n"
        "All is well.\n"
    )


def test_wide_characters_keep_columns_straight() -> None:
    shown = to_text(
        page(BALANCES, (account("資産:銀行"), money("1 JPY")), (account("Активы"), money("20 JPY")))
    ).splitlines()
    assert shown[3:] == [
        "Account    Balance",
        "---------  -----------",
        "資産:銀行        1 JPY",
        "Активы          20 JPY",
    ]


def test_nothing_of_a_journal_can_command_the_terminal() -> None:
    shown = to_text(
        page(
            (Column("text", "\x1b[2JText"), Column("balance", "Balance")),
            (Text("a\x1b]0;title\x07b\x9b31m\u202eevil\r\nline\udc80\ttab"), money("1 USD", mark="\x1b[31m")),
            notes=("\x1b[5m",),
        )
    )
    assert "\\x1b]0;title\\x07b\\x9b31m\\u202eevil line\\udc80 tab" in shown
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_totals_are_set_apart_and_stand_together() -> None:
    shown = to_text(
        page(
            BALANCES,
            (account("Bank"), money("1 USD")),
            (account("Food"), money("2 USD")),
            Row((Text("Total"), money("3 USD")), RowKind.TOTAL),
            Row((Text("More"), money("3 USD")), RowKind.TOTAL),
        )
    ).splitlines()[4:]
    assert shown == [
        "-------  -----------",
        "Bank        1.00 USD",
        "Food        2.00 USD",
        "         -----------",
        "Total       3.00 USD",
        "More        3.00 USD",
    ]


REGISTER = (
    Column("date", "Date"),
    Column("flag", ""),
    Column("text", "Description", flexible=True),
    Column("account", "Account", flexible=True),
    Column("amount", "Amount"),
    Column("balance", "Balance"),
)
POSTING = (
    Day(date(2025, 1, 31)),
    None,
    Text("Corner Market | groceries for the whole week"),
    account("Expenses:Food:Groceries"),
    money("-12.00 USD"),
    money("1234.00 USD", "5 JPY"),
)


def test_a_column_with_nothing_in_it_is_left_out() -> None:
    assert to_text(page(REGISTER, POSTING)).splitlines()[3].startswith("Date        Description  ")


def test_flexible_columns_give_way_and_accounts_keep_their_last_part() -> None:
    shown = to_text(page(REGISTER, POSTING), width=76).splitlines()[3:]
    assert shown == [
        "Date        Description         Account             Amount       Balance",
        "----------  ------------------  ------------------  ----------  ------------",
        "2025-01-31  Corner Market | g…  E:Food:Groceries    -12.00 USD  1,234.00 USD",
        "                                                                    5    JPY",
    ]


def test_a_narrow_terminal_gets_a_block_of_lines_for_a_row() -> None:
    shown = to_text(page(REGISTER, POSTING), width=40).splitlines()[3:]
    assert shown == [
        "2025-01-31",
        "  Corner Market | groceries for the who…",
        "  Expenses:Food:Groceries",
        "  Amount     -12.00 USD",
        "  Balance  1,234.00 USD",
        "               5    JPY",
    ]


def test_a_heading_is_cut_with_its_column() -> None:
    columns = (Column("text", "Description of it", flexible=True), Column("amount", "Amount"))
    shown = to_text(page(columns, (Text("abcdefghijklmnopqrstuvwxyz"), money("1234.00 USD"))), width=26)
    assert shown.splitlines()[3:] == [
        "Description…    Amount",
        "------------  ------------",
        "abcdefghijk…  1,234.00 USD",
    ]


USES = (Column("account", "Account", flexible=True), Column("uses", "Uses"), Column("last", "Last used"))


def test_counts_stand_at_the_right() -> None:
    rows = [(account(f"Assets:{name}"), Count(uses), Day(date(2025, 1, 31))) for name, uses in (("A", 7), ("B", 1234))]
    assert to_text(page(USES, *rows)).splitlines()[3:] == [
        "Account    Uses  Last used",
        "--------  -----  ----------",
        "Assets:A      7  2025-01-31",
        "Assets:B  1,234  2025-01-31",
    ]


def test_dates_and_counts_in_a_block_have_their_titles() -> None:
    shown = to_text(page(USES, (account("Assets:A"), Count(7), Day(date(2025, 1, 31)))), width=24)
    assert shown.splitlines()[-2:] == ["Assets:A  Uses 7", "  Last used 2025-01-31"]


def test_amounts_in_a_block_are_set_in_as_deep_as_their_account() -> None:
    cells = (account("Assets:Bank:Checking-for-every-day", 2), money("1234.00 USD", mark="overdrawn"))
    assert to_text(page(BALANCES, cells), width=30).splitlines()[3:] == [
        "    Checking-for-every-day",
        "      1,234.00 USD  overdrawn",
    ]


def test_a_mark_stands_beside_the_amounts_it_is_about() -> None:
    balance = Money((Amount(Decimal(-1), "EUR"), Amount(Decimal(2), "USD")), marks={"EUR": "overdrawn"})
    plain = to_text(page(BALANCES, (account("Assets"), balance)))
    assert plain.splitlines()[5:] == ["Assets     -1.00 EUR  overdrawn", "            2.00 USD"]
    red = to_text(page(BALANCES, (account("Assets"), balance)), color=True).splitlines()[5:]
    assert ["\x1b[31m" in line for line in red] == [True, False]


def test_colour_only_adds() -> None:
    plain = to_text(page(REGISTER, POSTING))
    colored = to_text(page(REGISTER, POSTING), color=True)
    assert "\x1b[1m" in colored
    from rich.text import Text as RichText

    assert RichText.from_ansi(colored).plain == plain


NAMES = st.text(st.characters(codec="utf-8"), max_size=30)
AMOUNTS = st.builds(
    Amount, st.decimals(allow_nan=False, allow_infinity=False, places=3), st.sampled_from(["USD", "JPY", "ABCDEF"])
)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@given(rows=st.lists(st.tuples(NAMES, NAMES, AMOUNTS.filter(lambda a: abs(a.number) < 10**12)), max_size=5))
def test_no_line_is_wider_than_the_terminal(width: int, rows: list[tuple[str, str, Amount]]) -> None:
    from rich.cells import cell_len

    cells = [(Text(text), AccountName(name, name, 1), Money((amount,))) for text, name, amount in rows]
    columns = (Column("text", "Text", True), Column("account", "Account", True), Column("amount", "Amount"))
    shown = to_text(page(columns, *cells), width=width)
    assert max(cell_len(line) for line in shown.splitlines()) <= width


def test_an_empty_table_is_not_shown() -> None:
    assert to_text(page(BALANCES, notes=("Nothing here.",))) == (
        "Balances\nat the end of 2025-01-31\n\nNothing here.\n"
    )
