from decimal import Decimal

import pytest

from pfin.model.account import AccountType
from pfin.model.amount import Amount
from pfin.report.figures import is_exact, is_short, marked_money, more_or_less, said, wrong_way_marks
from pfin.report.table import Tone


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
    ("number", "direction", "expected"),
    [
        ("1", 1, (Tone.MORE,)),
        ("-1", 1, (Tone.LESS,)),
        ("1", -1, (Tone.LESS,)),
        ("-1", -1, (Tone.MORE,)),
        ("0", 1, (Tone.PLAIN,)),
        ("1", 0, ()),
    ],
)
def test_what_a_stock_grows_and_shrinks_by(number: str, direction: int, expected: tuple[Tone, ...]) -> None:
    assert more_or_less([Amount(Decimal(number), "USD")], direction) == expected


@pytest.mark.parametrize(
    ("kind", "wrong", "expected"),
    [
        (AccountType.ASSETS, ("USD",), {"USD": "overdrawn"}),
        (AccountType.LIABILITIES, ("USD",), {"USD": "overpaid"}),
        (AccountType.INCOME, ("USD",), {"USD": "wrong way"}),
        (AccountType.ASSETS, ("EUR", "USD"), {"EUR": "overdrawn", "USD": "overdrawn"}),
        (AccountType.ASSETS, (), {}),
        (None, ("USD",), {}),
    ],
)
def test_what_stands_the_wrong_way_is_marked(
    kind: AccountType | None, wrong: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert wrong_way_marks(kind, wrong) == expected


@pytest.mark.parametrize(
    ("kind", "signed", "expected"),
    [
        (AccountType.ASSETS, False, ["EUR"]),
        (AccountType.LIABILITIES, False, ["EUR"]),
        (AccountType.ASSETS, True, ["EUR"]),
        (AccountType.LIABILITIES, True, ["USD"]),
        (None, True, []),
    ],
)
def test_signs_of_the_journal_do_not_change_what_is_wrong(
    kind: AccountType | None, signed: bool, expected: list[str]
) -> None:
    shown = (Amount(Decimal(-1), "EUR"), Amount(Decimal(1), "USD"))
    assert list(marked_money(shown, kind, signed, Tone.PLAIN, exact=True).marks) == expected


@pytest.mark.parametrize(
    ("sums", "main", "expected"),
    [
        ({"USD": "1", "EUR": "0"}, "EUR", {"USD": "1"}),
        ({}, "EUR", {"EUR": "0"}),
        ({"USD": "0.00"}, "EUR", {"EUR": "0"}),
        ({}, None, {}),
    ],
)
def test_nothing_is_said_in_the_main_commodity(
    sums: dict[str, str], main: str | None, expected: dict[str, str]
) -> None:
    def numbers(text: dict[str, str]) -> dict[str, Decimal]:
        return {commodity: Decimal(number) for commodity, number in text.items()}

    assert said(numbers(sums), main) == numbers(expected)


@pytest.mark.parametrize(
    ("number", "valuation", "exact"),
    [("1.234567", None, True), ("1.234567", "USD", False), ("0.33333333333333", None, False)],
)
def test_figures_that_rest_on_prices_are_not_exact(number: str, valuation: str | None, *, exact: bool) -> None:
    assert is_exact([Amount(Decimal(number), "USD")], valuation) == exact
