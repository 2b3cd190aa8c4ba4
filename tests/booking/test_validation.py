"""Commodities an account may hold, and directives that must not come twice."""

import pytest
from two_bookings import book, check

HEAD = """2024-01-01 open Assets:A USD,EUR
2024-01-01 open Assets:B
"""

CASES = {
    "allowed": ('2024-01-02 * "t"\n  Assets:A  1 EUR\n  Assets:B  -1 EUR\n', []),
    "not allowed": ('2024-01-02 * "t"\n  Assets:A  1 CHF\n  Assets:B  -1 CHF\n', [("currency-not-allowed", 3)]),
    "each posting": (
        '2024-01-02 * "t"\n  Assets:A  1 CHF\n  Assets:A  -1 CHF\n',
        [("currency-not-allowed", 3), ("currency-not-allowed", 3)],
    ),
    "a price is not held": ('2024-01-02 * "t"\n  Assets:A  1 USD @ 2 CHF\n  Assets:B  -2 CHF\n', []),
    "different balances of a day": (
        "2024-01-02 balance Assets:A 0 USD\n2024-01-02 balance Assets:A 0.01 USD\n",
        [("duplicate-balance", 4)],
    ),
    "equal balances of a day": ("2024-01-02 balance Assets:A 0 USD\n2024-01-02 balance Assets:A 0.00 USD\n", []),
    "balances of two commodities": ("2024-01-02 balance Assets:A 0 USD\n2024-01-02 balance Assets:A 0 EUR\n", []),
    "a commodity twice": ("2024-01-02 commodity USD\n2024-01-03 commodity USD\n", [("duplicate-commodity", 4)]),
    "two commodities": ("2024-01-02 commodity USD\n2024-01-03 commodity EUR\n", []),
}


@pytest.mark.parametrize(("text", "codes"), CASES.values(), ids=CASES)
def test_validation(text: str, codes: list[tuple[str, int]]) -> None:
    assert check(HEAD + text).codes == codes


def test_what_an_account_may_hold_is_shown() -> None:
    (problem,) = book(f'{HEAD}2024-01-02 * "t"\n  Assets:A  1 EUE\n  Assets:B  -1 EUE\n').diagnostics
    assert problem.message == "Assets:A cannot hold EUE; it may hold USD, EUR"
    assert [(related.span.line, related.label) for related in problem.related] == [
        (4, "posted here"),
        (1, "opened here"),
    ]


def test_of_many_commodities_five_are_shown() -> None:
    allowed = ",".join(f"C{i}X" for i in range(8))
    text = f"2024-01-01 open Assets:A {allowed}\n2024-01-02 balance Assets:A 0 EUR\n"
    messages = [found.message for found in book(f'{text}2024-01-02 * "t"\n  Assets:A  0 EUR\n').diagnostics]
    assert sorted(messages) == [
        "Assets:A cannot have a balance in EUR; it may hold C0X, C1X, C2X, C3X, C4X and 3 more",
        "Assets:A cannot hold EUR; it may hold C0X, C1X, C2X, C3X, C4X and 3 more",
    ]


def test_the_nearest_commodity_is_suggested() -> None:
    (problem,) = book('2024-01-01 open Assets:A HOOLI,GOOG\n2024-01-02 * "t"\n  Assets:A  0 HOLLI\n').diagnostics
    assert problem.hint == "did you mean HOOLI?"
