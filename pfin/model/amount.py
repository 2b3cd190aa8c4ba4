"""Amounts: a number of a commodity, the price at which units change hands, and the arithmetic of both."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import ParamSpec, TypeVar

from msgspec import Struct

ZERO = Decimal(0)
ONE = Decimal(1)

# Booking and prices are computed as Beancount does: to 28 digits, in Python's default context.
ARITHMETIC = decimal.Context(
    prec=28,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)


# Sums of postings and products of units and prices are finite, so they can be computed without rounding at all; should
# one ever be rounded, that is a bug and raises.
EXACT = decimal.Context(
    prec=decimal.MAX_PREC,
    Emin=decimal.MIN_EMIN,
    Emax=decimal.MAX_EMAX,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Inexact],
)

P = ParamSpec("P")
R = TypeVar("R")


def computing_in(context: decimal.Context) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function compute in a decimal context of its own, whatever its caller has set."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def computing(*args: P.args, **kwargs: P.kwargs) -> R:
            with decimal.localcontext(context):
                return function(*args, **kwargs)

        return computing

    return decorate


def plain(number: Decimal) -> str:
    """The digits of a number without an exponent, as journals write them."""
    return f"{number:f}"


class Amount(Struct, frozen=True, gc=False):
    """A signed ``number`` of a ``commodity`` (a currency, a share, an hour of leave)."""

    number: Decimal
    commodity: str

    def __str__(self) -> str:
        return f"{plain(self.number)} {self.commodity}"

    def __neg__(self) -> "Amount":
        return Amount(-self.number, self.commodity)


class Price(Struct, frozen=True, gc=False):
    """The price of one unit, ``number`` of ``commodity``; never negative.

    ``total`` is the price of all units of the posting where the journal states that instead (``@@``), and
    ``number`` is then the total divided by the units, in 28 digits as Beancount computes it.
    """

    number: Decimal
    commodity: str
    total: Decimal | None = None

    def __str__(self) -> str:
        return f"{plain(self.number)} {self.commodity}"
