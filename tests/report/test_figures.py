from decimal import Decimal

import pytest

from pfin.model.account import AccountType
from pfin.report.figures import is_short, wrong_way_mark


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", True),
        ("12.50", True),
        ("1.0000000001", True),
        ("1.00000000001", False),
        ("1.00000000000000000000", True),
        ("1E+3", True),
        ("123456789012345678901234567890.5", True),
        ("33.33333333333333333333333333", False),
    ],
)
def test_is_short(number: str, expected: bool) -> None:
    assert is_short(Decimal(number)) is expected


@pytest.mark.parametrize(
    ("kind", "wrong", "held", "expected"),
    [
        (AccountType.ASSETS, ("USD",), 1, "overdrawn"),
        (AccountType.LIABILITIES, ("USD",), 1, "overpaid"),
        (AccountType.INCOME, ("USD",), 1, "wrong way"),
        (AccountType.ASSETS, ("EUR", "USD"), 3, "overdrawn: EUR, USD"),
        (AccountType.ASSETS, (), 1, ""),
        (None, (), 1, ""),
    ],
)
def test_wrong_way_mark(kind: AccountType | None, wrong: tuple[str, ...], held: int, expected: str) -> None:
    assert wrong_way_mark(kind, wrong, held) == expected
