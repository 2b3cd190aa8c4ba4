import difflib
from collections.abc import Iterator

import pytest

from pfin.model.nearest import Nearest, nearest

ACCOUNTS = [
    f"Expenses:Area{i % 40}:Shop{i}:{word}" for i in range(5000) for word in ("Food", "Travel", "Rent", "Other")
]

SMALL = {
    "Assets:Cheking": "Assets:Checking",
    "Expenses:Foood": "Expenses:Food",
    "Income:Salary": None,
}


@pytest.mark.parametrize(("name", "found"), SMALL.items(), ids=SMALL)
def test_nearest(name: str, found: str | None) -> None:
    assert nearest(name, ["Assets:Checking", "Assets:Savings", "Expenses:Food"]) == found


MISSPELT = {
    "a letter left out": "Expenses:Area7:Sop4007:Food",
    "a letter too many": "Expenses:Area7:Shopp4007:Food",
    "two letters swapped": "Expenses:Area7:Shpo4007:Food",
    "another letter": "Expenses:Area7:Shop4007:Fodd",
    "small letters": "expenses:area7:shop4007:food",
    "the root": "Expanses:Area7:Shop4007:Food",
    "a part left out": "Expenses:Shop4007:Food",
}


@pytest.mark.parametrize("name", MISSPELT.values(), ids=MISSPELT)
def test_among_many_names(name: str) -> None:
    assert nearest(name, ACCOUNTS) == "Expenses:Area7:Shop4007:Food"


def test_short_names_among_many() -> None:
    known = [f"C{i}X" for i in range(1000)] + ["USD", "EUR"]
    assert nearest("USDD", known) == "USD"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many names each search compares in full."""
    counts: list[int] = []
    search = difflib.get_close_matches

    def counting(word: str, possibilities: list[str], n: int, cutoff: float) -> list[str]:
        counts.append(len(possibilities))
        return search(word, possibilities, n, cutoff)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    yield counts


def test_the_work_does_not_grow_with_the_names(compared: list[int]) -> None:
    among = Nearest(ACCOUNTS)
    for number in range(1000):
        among.to(f"Expenses:Aera{number % 40}:Shop{number}:Food")
    assert sum(compared) <= 1000


def test_a_flood_of_names_is_not_searched() -> None:
    among = Nearest(["Assets:Checking"])
    found = [among.to(f"Assets:Checking{number}") for number in range(1000)]
    assert found[0] == "Assets:Checking"
    assert found[-1] is None
    assert among.to("Assets:Checking0") == "Assets:Checking", "what was found once is kept"


def test_names_that_nobody_types_are_not_compared(compared: list[int]) -> None:
    assert nearest("A" * 201, ["A" * 200]) is None
    assert compared == []
