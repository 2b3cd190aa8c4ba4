"""Booking methods: which of several lots a reduction takes, and how many units of each.

A reduction of ``number`` units (signed: negative where units held long are given away) has matched some lots of an
account. Every method answers with the parts to take, in the order in which they become postings, or with the reason
why it cannot.
"""

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from pfin.model.amount import ZERO
from pfin.model.directives import BookingMethod
from pfin.model.lot import Cost

from .piles import HeldLot, Rank


class Refusal(Enum):
    """Why a method cannot book a reduction."""

    AMBIGUOUS = "ambiguous"
    TOO_FEW = "too few"
    NO_AVERAGE = "no average"


class Part(Struct, frozen=True, gc=False):
    """Signed units to be posted against a lot."""

    number: Decimal
    lot: HeldLot


Answer = list[Part] | Refusal

RANKS: dict[BookingMethod, Callable[[Cost], Rank]] = {
    BookingMethod.FIFO: lambda cost: cost.date,
    BookingMethod.LIFO: lambda cost: -cost.date.toordinal(),
    BookingMethod.HIFO: lambda cost: cost.number.copy_negate(),
}
"""The methods that take lots in an order, each with what is least for the lot to be taken first."""


def in_order(number: Decimal, lots: Iterable[HeldLot]) -> Answer:
    """The parts of a reduction that takes lots one after the other, in the order given."""
    parts: list[Part] = []
    remaining = abs(number)
    for lot in lots:
        # An account booked with NONE before may hold lots of both signs; only the opposite sign can be reduced.
        if (lot.number > ZERO) == (number > ZERO):
            continue
        size = min(abs(lot.number), remaining)
        parts.append(Part(-size if number < ZERO else size, lot))
        remaining -= size
        if remaining <= ZERO:
            return parts
    return Refusal.TOO_FEW


def by_choice(method: BookingMethod, number: Decimal, lots: Collection[HeldLot], *, mixed: bool) -> Answer:
    """The parts of a reduction by a method that takes lots in no order: STRICT, STRICT_WITH_SIZE or AVERAGE.

    ``lots`` are one or more that match, in the order in which they were acquired; ``mixed`` says that some may be long
    and others short. AVERAGE is not implemented, as in Beancount. The method NONE books no reductions.
    """
    if method is BookingMethod.AVERAGE:
        return Refusal.NO_AVERAGE
    if len(lots) == 1:
        lot = next(iter(lots))
        size = min(abs(lot.number), abs(number))
        taken = -size if number < ZERO else size
        return [Part(taken, lot)] if taken == number else Refusal.TOO_FEW
    # Taking away all of several lots leaves nothing to choose.
    if _come_to(-number, lots, mixed=mixed):
        return [Part(-lot.number, lot) for lot in lots]
    if method is BookingMethod.STRICT_WITH_SIZE:
        same_size = [lot for lot in lots if lot.number == -number]
        if same_size:
            oldest = min(same_size, key=lambda lot: lot.cost.date)
            return [Part(-oldest.number, oldest)]
    return Refusal.AMBIGUOUS


def _come_to(number: Decimal, lots: Iterable[HeldLot], *, mixed: bool) -> bool:
    """Whether all units of the lots together are so many."""
    total = ZERO
    size = abs(number)
    for lot in lots:
        total += lot.number
        # Lots of one sign never come back to less.
        if not mixed and abs(total) > size:
            return False
    return total == number
