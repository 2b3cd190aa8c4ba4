"""Stocks: what there is inside a boundary at instants, and day by day, as sums over the postings inside."""

from collections.abc import Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.period import Period, evening_before, is_before

from .boundary import Boundary
from .rates import Kind, Rates, dropping_zeros, kind_of

Sums = Mapping[str, Decimal]
"""Signed numbers by commodity, debits positive; none is zero."""


@computing_in(EXACT)
def stocks_before(ledger: Ledger, boundary: Boundary, days: Sequence[Date], currency: str | None = None) -> list[Sums]:
    """The stock at the beginning of each of some days, which are in ascending order.

    In units, or where there is a ``currency`` in it, at the prices of the evening before; units without a price by then
    stay as they are. The beginning of the last day of the calendar counts as its end, as no day follows it.
    """
    rates = None if currency is None else Rates(ledger.prices, currency)
    found: list[Sums] = []
    waiting = list(reversed(days))
    held: dict[Kind, Decimal] = {}
    inside = boundary.inside

    def note(day: Date) -> None:
        found.append(summed(held, rates, evening_before(day)))

    for transaction in ledger.transactions():
        while waiting and not is_before(transaction.date, waiting[-1]):
            note(waiting.pop())
        if not waiting:
            break
        for posting in transaction.postings:
            if posting.account in inside:
                # Lots of one kind have one rate, and there may be thousands of them.
                kind = kind_of(posting)
                held[kind] = held.get(kind, ZERO) + posting.number
    while waiting:
        note(waiting.pop())
    return found


@computing_in(EXACT)
def daily_stocks(
    ledger: Ledger, boundary: Boundary, period: Period, currency: str | None = None
) -> list[tuple[Date, Sums]]:
    """The stock at the end of the first day of a period, and of each later day on which something moves inside.

    In units, or where there is a ``currency`` in it, as :func:`stocks_before` has them.
    """
    assert period.begin is not None and period.end is not None
    begin = period.begin
    held: dict[Kind, Decimal] = {}
    changes: dict[Date, list[tuple[Kind, Decimal]]] = {begin: []}
    inside = boundary.inside
    for transaction in ledger.transactions():
        day = transaction.date
        if period.ends_before(day):
            break
        for posting in transaction.postings:
            if posting.account in inside:
                kind = kind_of(posting)
                if day < begin:
                    held[kind] = held.get(kind, ZERO) + posting.number
                else:
                    changes.setdefault(day, []).append((kind, posting.number))
    return course(held, changes, period, None if currency is None else Rates(ledger.prices, currency))


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
        rate = None if rates is None else rates.rate(kind, day)
        if rates is None or rate is None:
            total[kind[0]] = total.get(kind[0], ZERO) + number
        else:
            total[rates.currency] = total.get(rates.currency, ZERO) + number * rate
    return dropping_zeros(total)
