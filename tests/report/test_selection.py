import pytest

from pfin.report.selection import matching, nearest

ACCOUNTS = [
    "Assets:Bank:Checking",
    "Assets:Bank:Savings",
    "Assets:Bank-Two",
    "Liabilities:Bank:Loan",
    "Expenses:Food",
    "Expenses:Food:Restaurant",
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("Assets:Bank", ["Assets:Bank:Checking", "Assets:Bank:Savings"]),
        ("assets:bank", ["Assets:Bank:Checking", "Assets:Bank:Savings"]),
        ("Expenses:Food", ["Expenses:Food", "Expenses:Food:Restaurant"]),
        ("bank", ["Assets:Bank:Checking", "Assets:Bank:Savings", "Assets:Bank-Two", "Liabilities:Bank:Loan"]),
        ("Assets:Ba", ["Assets:Bank:Checking", "Assets:Bank:Savings", "Assets:Bank-Two"]),
        ("*:Bank:*", ["Assets:Bank:Checking", "Assets:Bank:Savings", "Liabilities:Bank:Loan"]),
        ("*:food", ["Expenses:Food", "Expenses:Food:Restaurant"]),
        ("Assets:Bank?Two", ["Assets:Bank-Two"]),
        ("nothing", []),
    ],
)
def test_matching(pattern: str, expected: list[str]) -> None:
    assert matching(ACCOUNTS, pattern) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Asets:Bank:Checking", "Assets:Bank:Checking"),
        ("chekcing", "Assets:Bank:Checking"),
        ("Expanses", "Expenses"),
        ("restorant", "Expenses:Food:Restaurant"),
        ("zzz", None),
    ],
)
def test_nearest(wanted: str, expected: str | None) -> None:
    assert nearest(ACCOUNTS, wanted) == expected
