"""Booking methods: which of several lots a reduction takes, and how many units of each.

A reduction of ``number`` units (signed: negative where units held long are given away) has matched some lots of an
account. Every method answers with the parts to take, in the order in which they become postings, or with the reason
why it cannot.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from pfin.model.amount import ZERO
from pfin.model.directives import BookingMethod
from pfin.model.lot import Cost, Lot


class Refusal(Enum):
    """Why a method cannot book a reduction."""

    AMBIGUOUS = "ambiguous"
    TOO_FEW = "too few"
    NO_AVERAGE = "no average"


class Part(Struct, frozen=True, gc=False):
    """Signed units to be posted against the lot of this cost."""

    number: Decimal
    cost: Cost


class MatchedLot(Struct, frozen=True, gc=False):
    """A lot at cost that fits what the journal says of the units to be taken."""

    number: Decimal
    cost: Cost


Answer = list[Part] | Refusal


def take(method: BookingMethod, number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    """The parts of a reduction; ``lots`` are one or more, in the order in which they were acquired.

    The method NONE books no reductions and must not be given. AVERAGE is not implemented, as in Beancount.
    """
    return _METHODS[method](number, lots)


def _strict(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    if len(lots) > 1:
        # Taking away all of several lots leaves nothing to choose.
        if sum(lot.number for lot in lots) == -number:
            return [Part(-lot.number, lot.cost) for lot in lots]
        return Refusal.AMBIGUOUS
    size = min(abs(lots[0].number), abs(number))
    taken = -size if number < ZERO else size
    return [Part(taken, lots[0].cost)] if taken == number else Refusal.TOO_FEW


def _strict_with_size(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    answer = _strict(number, lots)
    if answer is Refusal.AMBIGUOUS:
        same_size = [lot for lot in lots if lot.number == -number]
        if same_size:
            oldest = min(same_size, key=lambda lot: lot.cost.date)
            return [Part(-oldest.number, oldest.cost)]
    return answer


def _fifo(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    return _in_order(number, sorted(lots, key=lambda lot: lot.cost.date))


def _lifo(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    return _in_order(number, sorted(lots, key=lambda lot: lot.cost.date, reverse=True))


def _hifo(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    return _in_order(number, sorted(lots, key=lambda lot: lot.cost.number, reverse=True))


def _in_order(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    parts: list[Part] = []
    remaining = abs(number)
    for lot in lots:
        if remaining <= ZERO:
            break
        # An account booked with NONE before may hold lots of both signs; only the opposite sign can be reduced.
        if (lot.number > ZERO) == (number > ZERO):
            continue
        size = min(abs(lot.number), remaining)
        parts.append(Part(-size if number < ZERO else size, lot.cost))
        remaining -= size
    return Refusal.TOO_FEW if remaining > ZERO else parts


def _average(number: Decimal, lots: Sequence[MatchedLot]) -> Answer:
    return Refusal.NO_AVERAGE


_METHODS: dict[BookingMethod, Callable[[Decimal, Sequence[MatchedLot]], Answer]] = {
    BookingMethod.STRICT: _strict,
    BookingMethod.STRICT_WITH_SIZE: _strict_with_size,
    BookingMethod.AVERAGE: _average,
    BookingMethod.FIFO: _fifo,
    BookingMethod.LIFO: _lifo,
    BookingMethod.HIFO: _hifo,
}


def matched(lots: Sequence[Lot], fits: Callable[[Cost], bool], commodity: str) -> list[MatchedLot]:
    """The lots of a commodity that are held at a fitting cost."""
    return [
        MatchedLot(lot.number, lot.cost)
        for lot in lots
        if lot.commodity == commodity and lot.cost is not None and fits(lot.cost)
    ]
