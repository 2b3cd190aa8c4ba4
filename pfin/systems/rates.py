"""Rates: what one unit of what is held is worth in one currency, day by day.

A lot is valued as the balance report values it: by the price of its commodity in the currency, or else through one
other commodity, that of the lot's cost first. What is held is therefore told apart by :data:`Kind`.
"""

from collections.abc import Collection, Mapping
from datetime import date as Date
from decimal import Decimal
from typing import TypeVar

from pfin.ledger.columns import Cell
from pfin.ledger.prices import Prices
from pfin.model.amount import ZERO
from pfin.model.directives import Posting
from pfin.model.period import Period, evening_before

Kind = tuple[str, str | None]
"""A commodity, and the commodity of its cost where it has one."""


K = TypeVar("K")


class Rates:
    """The rates of one ledger's prices in one currency."""

    def __init__(self, prices: Prices, currency: str) -> None:
        self.currency = currency
        self._prices = prices
        self._known: dict[tuple[Kind, Date], Decimal | None] = {}

    def rate(self, kind: Kind, at: Date) -> Decimal | None:
        """What one unit is worth at the end of a day; None where there is no price by then."""
        key = (kind, at)
        if key not in self._known:
            self._known[key] = self._prices.convert(kind[0], self.currency, at, kind[1])
        return self._known[key]

    def days(self, commodities: Collection[str]) -> list[Date]:
        """The days on which the rate of any of these commodities may change, ascending."""
        return sorted({day for commodity in commodities for day in self._prices.days(commodity, self.currency)})

    def changes(self, kind: Kind, period: Period) -> list[tuple[Date, Decimal | None, Decimal]]:
        """The days of a period on which a rate changes, with what it was and what it is.

        The day that first has a price comes with None before.
        """
        begin = period.begin
        before = None if begin is None or begin == Date.min else self.rate(kind, evening_before(begin))
        found = []
        for day in self._prices.days(kind[0], self.currency):
            if not period.holds(day):
                continue
            rate = self.rate(kind, day)
            if rate is not None and rate != before:
                found.append((day, before, rate))
                before = rate
        return found


def kind_of(held: Posting | Cell) -> Kind:
    """What the units of a posting, or of many, are for valuation."""
    return held.commodity, None if held.cost is None else held.cost.commodity


def worth(kind: Kind, number: Decimal, rates: Rates | None, at: Date) -> tuple[str, Decimal]:
    """What units of a kind are worth at the end of a day; the units where there are no rates, or no price by then."""
    rate = None if rates is None else rates.rate(kind, at)
    if rates is None or rate is None:
        return kind[0], number
    return rates.currency, number * rate


def add(sums: dict[K, Decimal], key: K, number: Decimal) -> None:
    """Add a number to the sum of its commodity, or whatever else the sums are by."""
    sums[key] = sums.get(key, ZERO) + number


def dropping_zeros(sums: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The sums that are not zero."""
    return {commodity: number for commodity, number in sums.items() if number != ZERO}
