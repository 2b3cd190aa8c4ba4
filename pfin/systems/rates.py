"""Rates: what one unit of what is held is worth in one currency, day by day.

A lot is valued as the balance report values it: by the price of its commodity in the currency, or else through one
other commodity, that of the lot's cost first. What is held is therefore told apart by :data:`Kind`.
"""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal

from pfin.ledger.prices import Prices
from pfin.model.amount import ZERO
from pfin.model.directives import Posting
from pfin.model.period import Period, evening_before

Kind = tuple[str, str | None]
"""A commodity, and the commodity of its cost where it has one."""


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

    def value(self, posting: Posting, at: Date) -> tuple[str, Decimal]:
        """What a posting is worth at the end of a day, or its units where they have no price by then."""
        rate = self.rate(kind_of(posting), at)
        if rate is None:
            return posting.commodity, posting.number
        return self.currency, posting.number * rate

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


def kind_of(posting: Posting) -> Kind:
    """What a posting's units are for valuation."""
    return posting.commodity, None if posting.cost is None else posting.cost.commodity


def dropping_zeros(sums: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The sums that are not zero."""
    return {commodity: number for commodity, number in sums.items() if number != ZERO}
