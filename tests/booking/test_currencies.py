"""Commodities that the journal leaves out, and the groups that legs fall into."""

import pytest
from two_bookings import check, legs

HEAD = """2024-01-01 open Assets:A
2024-01-01 open Assets:B
2024-01-01 open Assets:Mixed
2024-01-01 open Income:C
2024-01-01 * "what the accounts hold before"
  Assets:A  5 HOOL {100 USD}
  Assets:Mixed  5 HOOL {100 USD}
  Assets:Mixed  5 GOOG {100 EUR}
  Assets:B
2024-01-02 * "t"
"""

CASES = {
    "the group of all others": (["Assets:B 10", "Income:C -10 USD"], [], "Assets:B 10 USD"),
    "the only commodity held": (["Assets:A 10 {7 USD}", "Income:C"], [], "Assets:A 10 HOOL {7 USD, 2024-01-02}"),
    "the only currency of cost held": (
        ["Assets:A 1 HOOL {}", "Income:C -8 USD"],
        [],
        "Assets:A 1 HOOL {8 USD, 2024-01-02}",
    ),
    "the price tells the cost": (
        ["Assets:A 1 GOOG {3} @ 4 CAD", "Income:C -3 CAD"],
        [],
        "Assets:A 1 GOOG {3 CAD, 2024-01-02} @ 4 CAD",
    ),
    "the cost tells the price": (
        ["Assets:A 1 GOOG {3 CAD} @ 4", "Income:C -3 CAD"],
        [],
        "Assets:A 1 GOOG {3 CAD, 2024-01-02} @ 4 CAD",
    ),
    "a price by the group": (["Assets:B 2 EUR @ 3", "Income:C -6 CAD"], [], "Assets:B 2 EUR @ 3 CAD"),
    "several commodities held": (["Assets:Mixed 10 {7 USD}", "Income:C"], [("unknown-currency", 11)], None),
    "several currencies of cost held": (
        ["Assets:Mixed 1 HOOL {1}", "Assets:B 1 USD", "Assets:B 1 EUR"],
        [("unknown-currency", 11)],
        None,
    ),
    "nothing held": (["Income:C 10"], [("unknown-currency", 11)], None),
    "two undecided legs": (
        ["Income:C 10", "Income:C 11", "Assets:B 1 USD"],
        [("unknown-currency", 11), ("unknown-currency", 12)],
        None,
    ),
    "an undecided leg and two accounts alone": (
        ["Income:C 10", "Assets:B", "Assets:Mixed"],
        [("unknown-currency", 11), ("missing-numbers", 13)],
        None,
    ),
}


@pytest.mark.parametrize(("written", "codes", "expected"), CASES.values(), ids=CASES)
def test_left_out(written: list[str], codes: list[tuple[str, int]], expected: str | None) -> None:
    booked = check(HEAD + "".join(f"  {leg}\n" for leg in written))
    assert booked.codes == codes
    if expected is None:
        assert len(booked.transactions) == 1
    else:
        assert legs(booked)[0] == expected


def test_groups_come_in_the_order_of_their_first_legs() -> None:
    booked = check(HEAD + "  Assets:B  1\n  Assets:B  2 EUR\n  Assets:B  3 EUR @ 2 CAD\n  Assets:B  -4 CAD\n")
    assert booked.codes == [("unknown-currency", 11)]
    booked = check(HEAD + "  Assets:B  2 EUR\n  Assets:B  3 GOOG @ 2 CAD\n  Assets:B  -2 EUR\n  Assets:B  -6 CAD\n")
    assert legs(booked) == ["Assets:B 2 EUR", "Assets:B -2 EUR", "Assets:B 3 GOOG @ 2 CAD", "Assets:B -6 CAD"]


MISSING = {
    "nothing held": (
        "Assets:B 5 GOOG {}",
        "Assets:B holds no GOOG, so there is no lot whose cost the braces could mean",
    ),
    "nothing to sell": (
        "Assets:B -5 GOOG {}",
        "Assets:B holds no GOOG, so there is no lot whose cost the braces could mean",
    ),
    "a cost without a currency": (
        "Assets:B 5 GOOG {3}",
        "the commodity of the cost or price is left out, and nothing else tells it",
    ),
    "no commodity": ("Income:C 5", "the commodity of the units is left out, and nothing else tells it"),
}


@pytest.mark.parametrize(("leg", "message"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_said(leg: str, message: str) -> None:
    assert [found.message for found in check(f"{HEAD}  {leg}\n  Assets:A\n").diagnostics] == [message]
