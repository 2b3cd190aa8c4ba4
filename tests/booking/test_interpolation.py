"""The one number that may be left out, in every place where it can be."""

import pytest
from two_bookings import check, held, legs

from pfin.model.directives import Posting

HEAD = """2024-01-01 open Assets:A
2024-01-01 open Assets:B
2024-01-02 * "t"
"""

INFERRED = {
    "units": ("USD", "-5 USD", "5 USD"),
    "units at a price": ("EUR @ 1.25 USD", "-5 USD", "4 EUR @ 1.25 USD"),
    "units at a price, without end": (
        "EUR @ 3 USD",
        "-5 USD",
        "1.666666666666666666666666667 EUR @ 3 USD",
    ),
    "units at a cost": ("HOOL {1.25 USD}", "-5 USD", "4 HOOL {1.25 USD, 2024-01-02}"),
    "units at a cost and a fee": ("HOOL {1.25 # 1 USD}", "-6 USD", "4 HOOL {1.50 USD, 2024-01-02}"),
    "units at a cost and a price": ("HOOL {1 USD} @ 2 USD", "-5 USD", "5 HOOL {1 USD, 2024-01-02} @ 2 USD"),
    "cost": ("4 HOOL {}", "-5 USD", "4 HOOL {1.25 USD, 2024-01-02}"),
    "cost of a short sale": ("-4 HOOL {USD}", "5 USD", "-4 HOOL {1.25 USD, 2024-01-02}"),
    "cost with date and label": (
        '4 HOOL {USD, 2020-02-02, "a"}',
        "-5 USD",
        '4 HOOL {1.25 USD, 2020-02-02, "a"}',
    ),
    "cost beside a fee": ("4 HOOL {# 1 USD}", "-5 USD", "4 HOOL {1.25 USD, 2024-01-02}"),
    "fee beside a cost": ("4 HOOL {1 # USD}", "-5 USD", "4 HOOL {1.25 USD, 2024-01-02}"),
    "total cost": ("4 HOOL {{USD}}", "-5 USD", "4 HOOL {1.25 USD, 2024-01-02}"),
    "price": ("4 EUR @ USD", "-5 USD", "4 EUR @ 1.25 USD"),
    "total price": ("4 EUR @@ USD", "-5 USD", "4 EUR @ 1.25 USD"),
    "price of units given away": ("-4 EUR @ USD", "5 USD", "-4 EUR @ 1.25 USD"),
    "a price has no sign": ("4 EUR @ USD", "5 USD", "4 EUR @ 1.25 USD"),
}


@pytest.mark.parametrize(("written", "other", "expected"), INFERRED.values(), ids=INFERRED)
def test_inferred(written: str, other: str, expected: str) -> None:
    booked = check(f"{HEAD}  Assets:A  {written}\n  Assets:B  {other}\n")
    first, second = booked.transactions[0].postings
    assert legs(booked)[0] == f"Assets:A {expected}"
    assert (first.inferred, second.inferred) == (True, False)


STATED = {
    "cost": ("4 HOOL {1.25 USD}", "4 HOOL {1.25 USD, 2024-01-02}"),
    "total cost": ("4 HOOL {{5 USD}}", "4 HOOL {1.25 USD, 2024-01-02}"),
    "total cost of a short sale": ("-4 HOOL {{5 USD}}", "-4 HOOL {1.25 USD, 2024-01-02}"),
    "cost and fee": ("4 HOOL {1 # 1 USD}", "4 HOOL {1.25 USD, 2024-01-02}"),
    "total cost in 28 digits": ("3 HOOL {{5 USD}}", "3 HOOL {1.666666666666666666666666667 USD, 2024-01-02}"),
    "a cost of nothing": ("4 HOOL {0.00 USD}", "4 HOOL {0.00 USD, 2024-01-02}"),
}


@pytest.mark.parametrize(("written", "expected"), STATED.values(), ids=STATED)
def test_stated_cost(written: str, expected: str) -> None:
    assert legs(check(f"{HEAD}  Assets:A  {written}\n  Assets:B\n"))[0] == f"Assets:A {expected}"


def test_a_leg_with_nothing_to_post_disappears() -> None:
    assert legs(check(f"{HEAD}  Assets:A  HOOL {{5 USD}}\n  Assets:B  0 USD\n")) == ["Assets:B 0 USD"]
    assert legs(check(f"{HEAD}  Assets:A  0 HOOL {{USD}}\n  Assets:B  0 USD\n")) == ["Assets:B 0 USD"]


IMPOSSIBLE = {
    "two numbers of one leg": (["Assets:A  HOOL {USD}", "Assets:B -5 USD"], [("missing-numbers", 4)]),
    "two numbers of two legs": (["Assets:B -5 USD", "Assets:A 1 HOOL {USD}", "Assets:B"], [("missing-numbers", 5)]),
    "units from a total": (["Assets:A HOOL {{5 USD}}", "Assets:B"], [("missing-numbers", 4)]),
    "units from a total alone": (
        ["Assets:A HOOL {{5 USD}}", "Assets:B -5 USD"],
        [("missing-numbers", 4), ("unbalanced", 3)],
    ),
    "units from a price of zero": (
        ["Assets:A HOOL @ 0 USD", "Assets:B -5 USD"],
        [("missing-numbers", 4), ("unbalanced", 3)],
    ),
    "price of units at cost": (["Assets:A 5 HOOL {1 USD} @ USD", "Assets:B -5 USD"], [("missing-numbers", 4)]),
    "price of no units": (["Assets:A 0 HOOL @ USD", "Assets:B -5 USD"], [("missing-numbers", 4), ("unbalanced", 3)]),
    "a total cost of no units": (["Assets:A 0 HOOL {{5 USD}}", "Assets:B -5 USD"], [("zero-units", 4)]),
    "no units at cost": (["Assets:A 0 HOOL {5 USD}", "Assets:B 0 USD"], [("zero-units", 4)]),
    "a negative cost": (["Assets:A 1 HOOL {-5 USD}", "Assets:B 5 USD"], [("negative-cost", 4)]),
    "a negative cost is inferred": (["Assets:A 1 HOOL {}", "Assets:B 5 USD"], [("negative-cost", 4)]),
}


@pytest.mark.parametrize(("written", "codes"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_impossible(written: list[str], codes: list[tuple[str, int]]) -> None:
    assert check(HEAD + "".join(f"  {leg}\n" for leg in written)).codes == codes


def test_the_price_of_a_sale_at_cost_is_left_out() -> None:
    booked = check(
        f"""{HEAD}  Assets:A  5 HOOL {{2 USD}}
  Assets:B  -10 USD
2024-01-03 * "t"
  Assets:A  -5 HOOL {{}} @ USD
  Assets:B  10 USD
"""
    )
    assert booked.codes == [("missing-numbers", 7)]
    assert legs(booked) == ["Assets:A -5 HOOL {2 USD, 2024-01-02}", "Assets:B 10 USD"]
    assert held(booked, "Assets:A") == []


def test_the_gain_is_inferred_from_the_lots_sold() -> None:
    booked = check(
        """2024-01-01 open Assets:A "FIFO"
2024-01-01 open Assets:B
2024-01-01 open Income:Gains
2024-01-02 * "t"
  Assets:A  5 HOOL {100.00 USD}
  Assets:A  5 HOOL {110.00 USD}
  Assets:B
2024-01-03 * "t"
  Assets:A  -7 HOOL {} @ 120.00 USD
  Assets:B  840.00 USD
  Income:Gains
"""
    )
    assert legs(booked)[-1] == "Income:Gains -120.00 USD"


def test_units_inferred_at_a_cost_have_a_date() -> None:
    """Here pfin is not Beancount, which leaves the date of such a lot out and then cannot order it among others."""
    (transaction,) = check(f"{HEAD}  Assets:A  HOOL {{5 USD}}\n  Assets:B  -10 USD\n").transactions
    leg: Posting = transaction.postings[0]
    assert leg.cost is not None
    assert leg.cost.date == transaction.date
