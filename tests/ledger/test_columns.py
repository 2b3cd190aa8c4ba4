"""The columns of a ledger: figures of legs in the order of their days, and what they come to."""

from collections.abc import Sequence
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import pytest

import pfin
from pfin.ledger.columns import Columns
from pfin.model.period import Period

JOURNAL = """
2025-01-01 open Assets:Bank
2025-01-01 open Expenses:Food
2025-01-02 * "a"
  Assets:Bank   -1.50 USD
  Expenses:Food  1.50 USD
2025-01-02 * "b"
  Assets:Bank   -2 USD
  Expenses:Food  2 USD
2025-01-04 * "c"
  Assets:Bank   -3.00 USD
  Expenses:Food  3.00 USD
9999-12-31 * "d"
  Assets:Bank    7.00 USD
  Expenses:Food -7.00 USD
"""


@pytest.fixture
def columns(tmp_path: Path) -> Columns:
    journal = tmp_path / "journal.beancount"
    journal.write_text(JOURNAL)
    ledger = pfin.load(journal)
    assert not ledger.has_errors
    return ledger.columns


@pytest.mark.parametrize(
    ("end", "legs"),
    [
        ("2025-01-02", 0),
        ("2025-01-03", 4),
        ("2025-01-04", 4),
        ("2025-01-05", 6),
        ("9999-12-30", 6),
        # No day follows the calendar's last one, so that it belongs to what ends there.
        ("9999-12-31", 8),
    ],
)
def test_legs_before_an_end(columns: Columns, end: str, legs: int) -> None:
    assert columns.legs_before(Date.fromisoformat(end)) == legs


def figures(columns: Columns, sums: Sequence[tuple[int, int]]) -> list[tuple[str, Decimal]]:
    return [(columns.cells[cell].account, columns.cells[cell].number(mantissa)) for cell, mantissa in sums]


def test_sums_of_a_range_are_exact_by_cell(columns: Columns) -> None:
    found = figures(columns, list(columns.sums(2, 6).items()))
    # Numbers with different digits have cells of their own.
    assert [(account, str(number)) for account, number in found] == [
        ("Assets:Bank", "-2"),
        ("Expenses:Food", "2"),
        ("Assets:Bank", "-3.00"),
        ("Expenses:Food", "3.00"),
    ]


def test_daily_sums_are_those_of_the_cells_that_are_wanted(columns: Columns) -> None:
    wanted = [cell.account == "Expenses:Food" for cell in columns.cells]
    days = Period(Date(2025, 1, 2), Date(2025, 1, 5))
    found = columns.daily_sums(days, wanted)
    assert [(Date.fromordinal(day).day, *figures(columns, [(cell, n)])) for (day, cell), n in found.items()] == [
        (2, ("Expenses:Food", Decimal("1.50"))),
        (2, ("Expenses:Food", Decimal(2))),
        (4, ("Expenses:Food", Decimal(3))),
    ]
    assert not columns.daily_sums(Period(Date(2025, 1, 5), Date(2025, 1, 6)), wanted)
