"""Chance that falls the same way on every machine and every version of Python.

Only ``random.random()`` is promised to give the same sequence for the same seed for ever, so all else is made of it.
"""

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")
CENT = Decimal("0.01")


class Dice:
    """One sequence of chances. Each theme has its own, so that a change in one leaves the others as they were."""

    def __init__(self, seed: str) -> None:
        self._next = random.Random(seed).random

    def chance(self, probability: float) -> bool:
        return self._next() < probability

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._next() * len(choices))]

    def whole(self, low: int, high: int) -> int:
        """A whole number between the two, both included."""
        return low + int(self._next() * (high - low + 1))

    def money(self, low: int, high: int, step: str = "0.01") -> Decimal:
        """An amount from ``low`` to ``high`` in steps, with two digits after the point."""
        size = Decimal(step)
        steps = int(Decimal(high - low) / size)
        return (Decimal(low) + size * self.whole(0, steps)).quantize(CENT)

    def change(self, low: str, high: str) -> Decimal:
        """A rate between the two, in steps of a ten-thousandth."""
        unit = Decimal("0.0001")
        return Decimal(low) + unit * self.whole(0, int((Decimal(high) - Decimal(low)) / unit))


def cents(number: Decimal) -> Decimal:
    """Rounded to cents."""
    return number.quantize(CENT)
