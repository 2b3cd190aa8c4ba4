"""Amounts: a number of a commodity, the price at which units change hands, and the arithmetic of both."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import ParamSpec, TypeVar

from msgspec import Struct

ZERO = Decimal(0)
ONE = Decimal(1)

# Beancount computes in Python's default context. Whatever context a caller of pfin has, figures must not depend on it.
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


P = ParamSpec("P")
R = TypeVar("R")


def in_ledger_arithmetic(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function compute as ledgers do, whatever decimal context its caller has set."""

    @wraps(function)
    def computing(*args: P.args, **kwargs: P.kwargs) -> R:
        with decimal.localcontext(ARITHMETIC):
            return function(*args, **kwargs)

    return computing


class Amount(Struct, frozen=True, gc=False):
    """A signed ``number`` of a ``commodity`` (a currency, a share, an hour of leave)."""

    number: Decimal
    commodity: str

    def __str__(self) -> str:
        return f"{self.number:f} {self.commodity}"

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
        return f"{self.number:f} {self.commodity}"
