"""Running sums, and which of them ever go beyond a limit."""

from decimal import Decimal

import pytest
from random_journals import ledger_of

from pfin.ledger.columns import Columns
from pfin.systems.running import beyond_limits, running_sums

MOVES = """
2025-01-01 open Assets:Bank
2025-01-01 open Liabilities:Card
2025-01-01 * "In whole units"
  Assets:Bank  100 USD
  Liabilities:Card
2025-01-02 * "In cents"
  Assets:Bank  -30.50 USD
  Liabilities:Card
2025-01-02 * "Other"
  Assets:Bank  7 EUR
  Liabilities:Card
"""
SIGNS = {"Assets:Bank": 1, "Liabilities:Card": -1}
BANK, CARD = ("Assets:Bank", "USD"), ("Liabilities:Card", "USD")
EUROS = {("Assets:Bank", "EUR"), ("Liabilities:Card", "EUR")}


def columns() -> Columns:
    return ledger_of([MOVES]).columns


def test_sums_run_by_account_and_commodity() -> None:
    found = columns()
    asked = [cell.account == "Liabilities:Card" for cell in found.cells]
    sums = list(running_sums(found, len(found.cell), SIGNS, asked))
    # What is owed is positive; where numbers have different digits, they are decimal, each with its own.
    assert [(each.account, each.commodity, each.exponent, str(list(each.sums))) for each in sums] == [
        ("Liabilities:Card", "EUR", 0, "[7]"),
        ("Liabilities:Card", "USD", 0, "[Decimal('100'), Decimal('69.50')]"),
    ]
    assert [len(each.days) for each in sums] == [1, 2]
    assert [list(each.sums) for each in running_sums(found, 2, SIGNS, asked)] == [[100]]


@pytest.mark.parametrize(
    ("limit", "above", "expected"),
    [
        ("99.99", True, {BANK, CARD}),
        ("100", True, set()),
        ("-0.01", True, {BANK, CARD}),
        # With nothing at all one is below.
        ("0.01", False, {BANK, CARD}),
        ("0", False, set()),
    ],
)
def test_what_is_ever_beyond_a_limit(limit: str, above: bool, expected: set[tuple[str, str]]) -> None:
    found = columns()
    limits = {"USD": Decimal(limit), "EUR": None}
    assert beyond_limits(found, len(found.cell), SIGNS, limits, above=above) == expected
    limits = {"USD": Decimal(limit), "EUR": Decimal(limit)}
    assert beyond_limits(found, len(found.cell), SIGNS, limits, above=above) - EUROS == expected
