"""Stocks: what there is inside a boundary at instants, and day by day, as sums over the postings inside."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from typing import Generic, TypeVar

from pfin.ledger.columns import Cell, Columns
from pfin.ledger.condensed import Condensed, is_lasting
from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.period import Period, evening_before

from .boundary import Boundary
from .rates import Kind, Rates, add, dropping_zeros, kind_of, worth

Sums = Mapping[str, Decimal]
"""Signed numbers by commodity, debits positive; none is zero."""

K = TypeVar("K")


class Holding(Generic[K]):
    """What is held under keys while time goes on, as sums over all legs of some columns so far.

    ``key`` says under what the units of a cell are held, None for one that is not counted.
    """

    def __init__(self, columns: Columns, key: Callable[[Cell], K | None]) -> None:
        self.columns = columns
        self._keys = [key(cell) for cell in columns.cells]
        self._held: dict[K, Decimal] = {}
        self._legs = 0

    def after(self, legs: int) -> Mapping[K, Decimal]:
        """What there is when so many of the first legs have happened, which are not fewer than those asked for last."""
        columns, held = self.columns, self._held
        for index, number in columns.sums(self._legs, legs).items():
            key = self._keys[index]
            if key is not None:
                add(held, key, columns.cells[index].number(number))
        self._legs = legs
        return held


def lasts(ledger: Ledger, boundary: Boundary) -> bool:
    """Whether all that is inside a boundary is lasting, so that condensed columns tell of it."""
    return all(is_lasting(account, ledger.options.roots) for account in boundary.accounts)


def holding_of(columns: Columns, boundary: Boundary) -> Holding[Kind]:
    """What is held inside a boundary. Lots of one kind have one rate, and there may be thousands of them."""
    inside = boundary.inside
    return Holding(columns, lambda cell: kind_of(cell) if cell.account in inside else None)


@computing_in(EXACT)
def stocks_before(
    ledger: Ledger,
    boundary: Boundary,
    days: Sequence[Date],
    currency: str | None = None,
    condensed: Condensed | None = None,
) -> list[Sums]:
    """The stock at the beginning of each of some days, which are in ascending order.

    In units, or where there is a ``currency`` in it, at the prices of the evening before; units without a price by then
    stay as they are. The beginning of the last day of the calendar counts as its end, as no day follows it. Where the
    columns of the ledger are ``condensed``, the days are limits of what they were condensed to.
    """
    rates = None if currency is None else Rates(ledger.prices, currency)
    holding = holding_of(ledger.columns if condensed is None else condensed.columns, boundary)
    return [summed(holding.after(holding.columns.legs_before(day)), rates, evening_before(day)) for day in days]


@computing_in(EXACT)
def daily_stocks(
    ledger: Ledger, boundary: Boundary, period: Period, currency: str | None = None
) -> list[tuple[Date, Sums]]:
    """The stock at the end of the first day of a period, and of each later day on which something moves inside.

    In units, or where there is a ``currency`` in it, as :func:`stocks_before` has them.
    """
    assert period.begin is not None and period.end is not None
    columns, inside = ledger.days.columns if lasts(ledger, boundary) else ledger.columns, boundary.inside
    wanted = [cell.account in inside for cell in columns.cells]
    sums = columns.daily_sums(period, wanted)
    opening = holding_of(columns, boundary).after(columns.legs_before(period.begin))
    if currency is None:
        return _daily_units(columns, summed(opening, None, period.begin), period.begin, sums)
    changes: dict[Date, list[tuple[Kind, Decimal]]] = {period.begin: []}
    for (day, index), number in sums.items():
        cell = columns.cells[index]
        changes.setdefault(Date.fromordinal(day), []).append((kind_of(cell), cell.number(number)))
    return course(opening, changes, period, Rates(ledger.prices, currency))


def _daily_units(
    columns: Columns, opening: Sums, begin: Date, sums: Mapping[tuple[int, int], int]
) -> list[tuple[Date, Sums]]:
    """The stocks at the end of a day and of those of ``sums`` by day and cell, which are in order and not before it."""
    held = dict(opening)
    found: list[tuple[Date, Sums]] = []
    today = begin.toordinal()
    for (day, index), mantissa in sums.items():
        if day != today:
            found.append((Date.fromordinal(today), dropping_zeros(held)))
            today = day
        cell = columns.cells[index]
        held[cell.commodity] = held.get(cell.commodity, ZERO) + cell.number(mantissa)
    found.append((Date.fromordinal(today), dropping_zeros(held)))
    return found


def course(
    opening: Mapping[Kind, Decimal],
    changes: Mapping[Date, Sequence[tuple[Kind, Decimal]]],
    period: Period,
    rates: Rates | None,
) -> list[tuple[Date, Sums]]:
    """The sums at the ends of the days of ``changes``, and of those of a period on which prices change.

    ``opening`` is what is held before. Where there are ``rates``, sums are the values of what is held.
    """
    held = dict(opening)
    days = set(changes)
    if rates is not None:
        for kind in {*held, *(kind for found in changes.values() for kind, _ in found)}:
            days.update(day for day, _, _ in rates.changes(kind, period))
    found = []
    for day in sorted(days):
        for kind, number in changes.get(day, ()):
            held[kind] = held.get(kind, ZERO) + number
        found.append((day, summed(held, rates, day)))
    return found


def summed(held: Mapping[Kind, Decimal], rates: Rates | None, day: Date) -> Sums:
    """What is held, in units or valued at the end of a day."""
    total: dict[str, Decimal] = {}
    for kind, number in held.items():
        add(total, *worth(kind, number, rates, day))
    return dropping_zeros(total)
