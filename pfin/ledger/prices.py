"""Prices: what one unit of a commodity was worth in another, by date.

A quote of A in B is also a quote of B in A, inverted. Where several quotes of one pair stand on the same date, the
last in the journal counts.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import ARITHMETIC, ONE, computing_in

# Rates of one pair, by date.
_Series = tuple[list[Date], list[Decimal]]


class Quote(Struct, frozen=True, gc=False):
    """On ``date`` one unit of ``base`` was worth ``number`` of ``quote``."""

    date: Date
    base: str
    number: Decimal
    quote: str


class Prices:
    """All quotes of a ledger, which are in chronological order."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._history = tuple(quotes)
        self._by_base: dict[str, dict[str, _Series]] | None = None

    def history(self) -> Iterator[Quote]:
        """Every quote as the journal has it, in chronological order."""
        return iter(self._history)

    @computing_in(ARITHMETIC)
    def rate(self, base: str, quote: str, at: Date | None = None) -> Decimal | None:
        """What one ``base`` is worth in ``quote``: the latest quote on or before ``at``, or of all where None.

        One for a commodity in itself; None where the pair was not quoted by then, either way round.
        """
        if base == quote:
            return ONE
        series = self._series().get(base, {}).get(quote)
        if series is None:
            return None
        dates, rates = series
        index = len(dates) if at is None else bisect_right(dates, at)
        return rates[index - 1] if index else None

    def quoted_in(self, base: str) -> list[str]:
        """The commodities in which ``base`` was ever quoted, or that were quoted in it, by name."""
        return sorted(self._series().get(base, ()))

    def days(self, base: str, quote: str) -> list[Date]:
        """The days on which what :meth:`convert` says of a pair may change, ascending."""
        if base == quote:
            return []
        series = self._series()
        ways = series.get(base, {})
        found = {day for dates, _ in ways.values() for day in dates}
        for middle in ways:
            dates, _ = series.get(middle, {}).get(quote, ([], []))
            found.update(dates)
        return sorted(found)

    @computing_in(ARITHMETIC)
    def convert(self, base: str, quote: str, at: Date | None = None, via: str | None = None) -> Decimal | None:
        """Like :meth:`rate`, through one other commodity where the pair itself has no quote.

        ``via`` (the commodity of a lot's cost, say) is tried first, then every commodity ``base`` is quoted in.
        """
        direct = self.rate(base, quote, at)
        if direct is not None:
            return direct
        between = self.quoted_in(base)
        if via is not None and via in between:
            between = [via, *between]
        for middle in between:
            first, second = self.rate(base, middle, at), self.rate(middle, quote, at)
            if first is not None and second is not None:
                return first * second
        return None

    def _series(self) -> dict[str, dict[str, _Series]]:
        if self._by_base is None:
            by_day: dict[tuple[str, str], dict[Date, Decimal]] = {}
            for quote in self._history:
                by_day.setdefault((quote.base, quote.quote), {})[quote.date] = quote.number
                if quote.number:
                    by_day.setdefault((quote.quote, quote.base), {})[quote.date] = ARITHMETIC.divide(ONE, quote.number)
            self._by_base = {}
            for (base, other), rates in by_day.items():
                dates = sorted(rates)
                self._by_base.setdefault(base, {})[other] = (dates, [rates[date] for date in dates])
        return self._by_base
