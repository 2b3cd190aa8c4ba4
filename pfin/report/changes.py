"""What changed a stock besides flows: the terms of the law that are neither stocks nor flows, as reports state them.

And what reports note below them.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from pfin.model.amount import ZERO
from pfin.systems.statement import Gains
from pfin.systems.stocks import Sums

from .figures import few, unpriced

CONVERSIONS_NOTE = (
    "Conversions: the change inside beyond what came in and went out. Exchanges of one commodity for another make it, "
    "rounding within tolerances, and in value also commodities that get their first price."
)


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


def value_notes(currency: str | None, conversion: Decimal, figures: Iterable[Sums]) -> list[str]:
    """What must be said of figures in the value of a currency, of which ``conversion`` are conversion differences."""
    if currency is None:
        return []
    notes = ["Stocks are valued at the prices of their evenings, flows at those of their days."]
    if conversion:
        notes.append(
            "Conversion differences: what was exchanged at other prices than those of the day. A sale that books a "
            "gain as income takes back here what was a price gain before."
        )
    if missing := unpriced(figures, currency):
        notes.append(f"No price in {currency} on some of these days: {few(missing)}. Such amounts stay as they are.")
    return notes
