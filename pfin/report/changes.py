"""What changed a stock besides flows: the terms of the law that are neither stocks nor flows, as reports state them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from pfin.model.amount import ZERO
from pfin.systems.statement import Gains
from pfin.systems.stocks import Sums


class Changed(Protocol):
    """The part of a report, a period mostly, that states these terms."""

    @property
    def conversions(self) -> Sums:
        """Signed sums by commodity."""

    @property
    def gains(self) -> Gains:
        """Those in the currency of valuation; nothing where there is none."""


class Change(Struct, frozen=True):
    """One term: signed sums for each period, and the ``commodity`` whose price changed, empty for other terms.

    ``direction`` is 1 where positive sums are gains and negative ones losses, 0 where they only changed their form.
    """

    term: str
    commodity: str
    sums: tuple[Sums, ...]
    direction: int = 0

    @property
    def words(self) -> str:
        """The term as a line of a table is named."""
        return f"{self.term} of {self.commodity}" if self.commodity else self.term

    @property
    def section(self) -> str:
        """The term as a section of CSV is named."""
        return self.words[0].lower() + self.words[1:]


def changes(periods: Sequence[Changed], currency: str | None) -> Iterator[Change]:
    """The terms that are not nothing in all of some periods; gains only where there is a ``currency`` of valuation."""
    if any(each.conversions for each in periods):
        yield Change("Conversions", "", tuple(each.conversions for each in periods))
    if currency is None:
        return
    for commodity in sorted({commodity for each in periods for commodity in each.gains.price}):
        numbers = (each.gains.price.get(commodity, ZERO) for each in periods)
        yield Change("Price gains", commodity, tuple({currency: number} if number else {} for number in numbers), 1)
    if any(each.gains.conversion for each in periods):
        numbers = (each.gains.conversion for each in periods)
        sums = tuple({currency: number} if number else {} for number in numbers)
        yield Change("Conversion differences", "", sums, 1)
