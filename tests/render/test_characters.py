import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pfin.model.amount import Amount
from pfin.render.characters import _NARROW, columns, padded, shortened, shortened_account, visible, visible_lines
from pfin.render.numbers import amount_text, number_text


def test_what_is_known_to_take_one_column_does() -> None:
    known = [chr(code) for code in range(32, 0x3000) if re.fullmatch(_NARROW, chr(code))]
    assert {*"aé▁▂▃▄▅▆▇█▏░│…"} <= {*known}
    assert [character for character in known if cell_len(character) != 1] == []


@given(st.text())
def test_what_is_visible_is_one_line_that_can_be_written(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in shown)
    shown.encode("utf-8")


def test_lines_and_tabs_may_stay() -> None:
    assert visible_lines("a\tb\nc\x1b\r") == "a\tb\nc\\x1b\\x0d"


@given(st.text(), st.integers(1, 20))
def test_shortened_text_fits_and_whole_text_stays(text: str, width: int) -> None:
    text = visible(text)
    short = shortened(text, width)
    assert columns(short) <= width
    assert (short == text) == (columns(text) <= width)
    assert columns(padded(short, width)) == width


ACCOUNTS = [
    (40, "Assets:Bank:Checking"),
    (19, "A:Bank:Checking"),
    (14, "A:B:Checking"),
    (12, "A:B:Checking"),
    (9, "A:B:Chec…"),
    (3, "A:…"),
]


@pytest.mark.parametrize(("width", "expected"), ACCOUNTS)
def test_accounts_keep_their_last_part_longest(width: int, expected: str) -> None:
    assert shortened_account("Assets:Bank:Checking", width) == expected


NUMBERS = [
    ("1234567.891", 2, "1,234,567.89"),
    ("-1234.5", 2, "-1,234.50"),
    ("0.125", 2, "0.12"),
    ("0.135", 2, "0.14"),
    ("-0.001", 2, "0.00"),
    ("-0.5", 0, "0"),
    ("1E+5", 0, "100,000"),
    ("123456789012345678901234567890123.456", 1, "123,456,789,012,345,678,901,234,567,890,123.5"),
]


@pytest.mark.parametrize(("number", "digits", "expected"), NUMBERS)
def test_numbers(number: str, digits: int, expected: str) -> None:
    assert number_text(Decimal(number), digits) == expected


AMOUNTS = [
    ("1.23456", False, "1.23"),
    ("1.23456", True, "1.23456"),
    ("1.2", True, "1.20"),
    ("1", True, "1.00"),
    ("1.23400", True, "1.234"),
    ("1.20000", True, "1.20"),
    ("-1E+3", True, "-1,000.00"),
    ("-0.000", True, "0.00"),
    ("0E-30", True, "0.00"),
]


@pytest.mark.parametrize(("number", "exact", "expected"), AMOUNTS)
def test_an_exact_amount_has_all_its_digits_and_at_least_the_usual_ones(
    number: str, exact: bool, expected: str
) -> None:
    assert amount_text(Amount(Decimal(number), "USD"), {"USD": 2}, exact=exact) == expected


def test_a_commodity_nobody_knows_has_two_digits() -> None:
    assert amount_text(Amount(Decimal(1), "XYZ"), {}, exact=False) == "1.00"
