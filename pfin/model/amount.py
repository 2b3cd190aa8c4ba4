"""Amounts: a number of a commodity, and the price at which units change hands."""

from decimal import Decimal

from msgspec import Struct

ZERO = Decimal(0)
ONE = Decimal(1)


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
