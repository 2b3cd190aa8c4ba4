"""What is left of a hold of which a part was posted, to the last digit, and what may fall away."""

from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.booking.lifecycle import Event, EventLeg, resolve

DAY = Date(2025, 1, 5)


def leg(text: str, *, pending: bool = True) -> EventLeg:
    """A leg such as ``Bank -7.77 USD`` or ``Euro 10 EUR @ 0.777 USD``; with ``~`` before the number it is inferred."""
    units, _, price = text.partition(" @ ")
    account, number, commodity = units.split()
    rate, currency = price.split() if price else ("1", commodity)
    inferred = number.startswith("~")
    return EventLeg(account, Decimal(number.strip("~")), commodity, Decimal(rate), currency, pending, inferred)


# The pending legs, what is posted of the first one, and what remains of each.
PARTS = {
    "plain": (["Food 10.00 USD", "Bank -10.00 USD"], "3.00", ["7.00", "-7.00"]),
    "whole numbers are kept to hundredths": (["Food 10 USD", "Bank -10 USD"], "3", ["7.00", "-7.00"]),
    "the last leg takes what rounding leaves": (
        ["Food 10.00 USD", "Fees 0.05 USD", "Bank -10.05 USD"],
        "3.30",
        ["6.70", "0.03", "-6.73"],
    ),
    "currencies apart": (
        ["Food 10.00 USD", "Bank -10.00 USD", "Food 1.00 EUR", "Cash -1.00 EUR"],
        "5.00",
        ["5.00", "-5.00", "0.50", "-0.50"],
    ),
    "at a price, the number written": (
        ["Euro 33.33 EUR @ 1.0823 USD", "Bank -36.07 USD"],
        "10.00",
        ["23.33", "-25.25"],
    ),
    "at a price, the number left out": (
        ["Stock 10 HOOL @ 10.25 USD", "Bank ~-102.50 USD"],
        "3.3",
        ["6.70", "-68.6750"],
    ),
    "the currency itself first": (["Bank -102.50 USD", "Stock 10 HOOL @ 10.25 USD"], "-33.825", ["-68.68", "6.70"]),
    "no leg in the currency itself": (
        ["Stock 10.00 HOOL @ 4 USD", "Euro ~-20.00 EUR @ 2 USD"],
        "3.33",
        ["6.67", "-13.34"],
    ),
    "what measures the part keeps what it leaves, also in the last leg": (
        ["Food 0.10 USD", "Bank -0.05 USD", "Card -0.05 USD", "Cash -0.05 USD", "Food 0.05 USD"],
        "0.07",
        ["0.05", "-0.03", "-0.03", "-0.02", "0.03"],
    ),
    "in two legs of one account": (
        ["Food 0.05 USD", "Food 0.05 USD", "Bank -0.10 USD"],
        "0.07",
        ["0.02", "0.01", "-0.03"],
    ),
    "half of a cent is a half": (
        ["Bank -0.06 USD", "Fees 0.03 USD", "Food 0.03 USD"],
        "-0.05",
        ["-0.01", "0.00", "0.01"],
    ),
    "a leg of zero takes nothing": (
        ["Food 10.00 USD", "Fees 0.05 USD", "Bank -10.05 USD", "Fees 0 USD"],
        "3.30",
        ["6.70", "0.03", "-6.73", "0.00"],
    ),
}


@pytest.mark.parametrize(("legs", "posted", "left"), PARTS.values(), ids=PARTS)
def test_the_remainder_balances(legs: list[str], posted: str, left: list[str]) -> None:
    hold = Event(0, DAY, frozenset({"a"}), tuple(map(leg, legs)))
    first = hold.legs[0]
    part = EventLeg(first.account, Decimal(posted), first.commodity, first.rate, first.currency, False)
    found = resolve([hold, Event(1, DAY, legs=(part,), posts_part="a")], DAY)
    assert found.mistakes == ()
    assert [str(number) for number in found.states[0].remaining] == left


# USD 0.02 off is more than these digits allow; the journal's own tolerance may allow it.
ROUGH = ("Stock 3 HOOL @ 10.00 USD", "Bank -29.98 USD")


def test_all_that_is_pending_may_fall_away_however_nearly_it_balances() -> None:
    hold = Event(0, DAY, frozenset({"a"}), tuple(map(leg, ROUGH)))
    assert resolve([hold, Event(1, DAY, discards="a")], DAY).mistakes == ()


def test_where_some_is_posted_the_rest_has_to_balance() -> None:
    legs = (*map(leg, ROUGH), leg("Fees 1.00 USD", pending=False), leg("Bank -1.00 USD", pending=False))
    hold = Event(0, DAY, frozenset({"a"}), legs)
    (mistake,) = resolve([hold, Event(1, DAY, discards="a")], DAY).mistakes
    assert mistake.kind.value == "unbalanced-rest"
