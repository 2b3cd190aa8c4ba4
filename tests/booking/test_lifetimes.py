"""Accounts that are used outside their lifetimes, or have more than one."""

import pytest
from two_bookings import book, check

HEAD = """2024-01-02 open Assets:Checking
2024-01-02 open Equity:E
"""

USE = '* "t"\n  Assets:Checking  0 USD\n'

CASES = {
    "in time": (f"2024-01-02 {USE}", []),
    "before the open": (f"2024-01-01 {USE}", [("inactive-account", 3)]),
    "on the day of the close": (f"2024-01-03 {USE}2024-01-03 close Assets:Checking\n", []),
    "after the close": (f"2024-01-04 {USE}2024-01-03 close Assets:Checking\n", [("inactive-account", 3)]),
    "never opened": ('2024-01-03 * "t"\n  Assets:Cash  0 USD\n  Assets:Cash  0 USD\n', [("unknown-account", 3)]),
    "two that were never opened": (
        '2024-01-03 * "t"\n  Assets:Cash  0 USD\n  Assets:Purse  0 USD\n',
        [("unknown-account", 3), ("unknown-account", 3)],
    ),
    "a note before the open": ('2024-01-01 note Assets:Checking "x"\n', [("inactive-account", 3)]),
    "a note after the close": ('2024-01-03 close Assets:Checking\n2024-01-04 note Assets:Checking "x"\n', []),
    "a balance after the close": ("2024-01-03 close Assets:Checking\n2024-01-04 balance Assets:Checking 0 USD\n", []),
    "a pad from nowhere": (
        "2024-01-03 pad Assets:Checking Equity:F\n2024-01-04 balance Assets:Checking 1 USD\n",
        [("unknown-account", 3), ("unknown-account", 3)],
    ),
    "opened twice": ("2024-01-03 open Assets:Checking\n", [("duplicate-open", 3)]),
    "closed twice": (
        "2024-01-03 close Assets:Checking\n2024-01-04 close Assets:Checking\n",
        [("duplicate-close", 4)],
    ),
    "closed, never opened": ("2024-01-03 close Assets:Cash\n", [("unopened-close", 3)]),
    "closed before the open": ("2024-01-01 close Assets:Checking\n", [("unopened-close", 3)]),
    "opened again after the close": (
        f"2024-01-03 close Assets:Checking\n2024-01-04 open Assets:Checking\n2024-01-05 {USE}",
        [("duplicate-open", 4)],
    ),
}


@pytest.mark.parametrize(("text", "codes"), CASES.values(), ids=CASES)
def test_lifetime(text: str, codes: list[tuple[str, int]]) -> None:
    assert check(HEAD + text).codes == codes


RELATED = {
    "early": (f"2024-01-01 {USE}", [(4, "used here"), (1, "opened here, on 2024-01-02")]),
    "late": (
        f"2024-01-04 {USE}2024-01-03 close Assets:Checking\n",
        [(4, "used here"), (5, "closed here, on 2024-01-03")],
    ),
    "twice": ("2024-01-03 open Assets:Checking\n", [(1, "opened here")]),
}


@pytest.mark.parametrize(("text", "related"), RELATED.values(), ids=RELATED)
def test_the_other_place_is_shown(text: str, related: list[tuple[int, str]]) -> None:
    (problem,) = book(HEAD + text).diagnostics
    assert [(other.span.line, other.label) for other in problem.related] == related


def test_the_nearest_name_is_suggested() -> None:
    (problem,) = book(f'{HEAD}2024-01-03 * "t"\n  Assets:Cheking  0 USD\n').diagnostics
    assert problem.hint == "did you mean Assets:Checking?"
    (problem,) = book(f'{HEAD}2024-01-03 * "t"\n  Income:Salary  0 USD\n').diagnostics
    assert problem.hint == "open it: 2024-01-03 open Income:Salary"


def test_a_close_before_the_open_shows_the_open() -> None:
    (problem,) = book(f"{HEAD}2024-01-01 close Assets:Checking\n").diagnostics
    assert problem.message == "Assets:Checking is closed before it is opened"
    assert [(other.span.line, other.label) for other in problem.related] == [(1, "opened here, on 2024-01-02")]


def test_an_invisible_character_is_named() -> None:
    (problem,) = book(f'{HEAD}2024-01-03 * "t"\n  Assets:Checking\u200b  0 USD\n').diagnostics
    assert problem.hint == "remove the invisible character U+200B from the name; did you mean Assets:Checking?"
