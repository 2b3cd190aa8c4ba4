"""Piles: the lots of one commodity, with costs in one currency, that an account holds.

A reduction asks of a pile which lots match what is written in braces, or which comes next by the booking method. An
account may hold a hundred thousand lots, so neither may look at all of them:

* For each thing that braces may state, number, date and label, an index has the lots by its value. Of the indices that
  apply the one with the fewest lots is taken, and the other statements are checked one by one.
* For a method that goes by date or number a heap has the lot that comes next on top.

An index or heap is made when it is first asked for, and kept up to date from then on: most accounts never need any. A
lot that is gone stays in the heap, without units, until it comes to the top.

The reductions of one transaction must not take the same units twice, and yet the account only changes when the whole
transaction is booked. So a reduction takes units for the time being, and :meth:`Pile.restore` gives them all back.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date as Date
from decimal import Decimal
from heapq import heapify, heappop, heappush
from operator import attrgetter

from pfin.model.amount import EXACT, ZERO
from pfin.model.lot import Cost

_CLEARLY_MORE = Decimal("1.000001")

Rank = Date | Decimal | int
"""By what a booking method orders lots: the least comes first."""

Stated = tuple[tuple[str, object], ...]
"""What braces state of a cost: names of fields of Cost, each with a value."""


class HeldLot:
    """A lot of a pile: signed units, which change, their cost, and its place in the order of acquisition."""

    __slots__ = ("cost", "number", "serial")

    def __init__(self, number: Decimal, cost: Cost, serial: int) -> None:
        self.number = number
        self.cost = cost
        self.serial = serial


class Signs:
    """How many lots of a commodity in an account have units above zero (long), and how many below (short).

    ``units`` are those of all lots, whatever their signs.
    """

    __slots__ = ("long", "short", "units")

    def __init__(self) -> None:
        self.long = 0
        self.short = 0
        self.units = ZERO

    def change(self, before: Decimal, after: Decimal) -> None:
        """Take into account that a lot has other units than before; zero stands for no lot."""
        self.long += (after > ZERO) - (before > ZERO)
        self.short += (after < ZERO) - (before < ZERO)
        self.units = EXACT.add(self.units, EXACT.subtract(abs(after), abs(before)))

    def any_against(self, number: Decimal) -> bool:
        """Whether there are lots that a posting of so many units would reduce."""
        return bool(self.short if number > ZERO else self.long) and bool(number)


_Index = dict[object, dict[Cost, HeldLot]]


class Pile:
    """The lots of one commodity with costs in one currency. Its ``len`` is the number of lots that have units left."""

    def __init__(self, signs: Signs) -> None:
        self._signs = signs
        self._lots: dict[Cost, HeldLot] = {}
        self._serial = 0
        self._indices: dict[str, _Index] = {}
        self._rank: Callable[[Cost], Rank] | None = None
        self._heap: list[tuple[Rank, int, HeldLot]] = []
        self._walked: list[tuple[Rank, int, HeldLot]] = []
        self._emptied: list[tuple[Rank, int, HeldLot]] = []
        self._taken: dict[int, tuple[HeldLot, Decimal]] = {}
        self._gone = 0

    def __len__(self) -> int:
        return len(self._lots) - self._gone

    def __iter__(self) -> Iterator[HeldLot]:
        """The lots in the order of acquisition."""
        return (lot for lot in self._lots.values() if lot.number)

    def is_short_of(self, number: Decimal) -> bool:
        """Whether it is plain at once that so many units cannot be taken, by far more than arithmetic ever rounds."""
        return abs(number) > EXACT.multiply(self._signs.units, _CLEARLY_MORE)

    @property
    def is_mixed(self) -> bool:
        """Whether some of the account's lots of this commodity are long and others short."""
        return bool(self._signs.long and self._signs.short)

    def add(self, number: Decimal, cost: Cost) -> None:
        """Add signed units for good; a lot that comes to zero disappears."""
        lot = self._lots.get(cost)
        if lot is None:
            if number:
                self._acquire(number, cost)
            return
        total = lot.number + number
        self._signs.change(lot.number, total)
        lot.number = total
        # Of equal costs the latest counts, as it may be written with other digits.
        lot.cost = cost
        if not total:
            del self._lots[cost]
            for name, index in self._indices.items():
                lots = index[getattr(cost, name)]
                del lots[cost]
                if not lots:
                    del index[getattr(cost, name)]

    def _acquire(self, number: Decimal, cost: Cost) -> None:
        self._serial += 1
        self._lots[cost] = lot = HeldLot(number, cost, self._serial)
        self._signs.change(ZERO, number)
        for name, index in self._indices.items():
            index.setdefault(getattr(cost, name), {})[cost] = lot
        if self._rank is not None:
            heappush(self._heap, (self._rank(cost), lot.serial, lot))

    def matching(self, stated: Stated) -> Collection[HeldLot]:
        """The lots whose costs are as stated, in the order of acquisition; not to be kept while the pile changes."""
        found: Collection[HeldLot] = self._lots.values()
        if stated:
            choices = [self._index(name).get(value, {}) for name, value in stated]
            found = min(choices, key=len).values()
            if len(stated) > 1:
                found = [lot for lot in found if all(getattr(lot.cost, name) == value for name, value in stated)]
        return [lot for lot in found if lot.number] if self._gone else found

    def _index(self, name: str) -> _Index:
        index = self._indices.get(name)
        if index is None:
            index = self._indices[name] = {}
            value_of = attrgetter(name)
            for cost, lot in self._lots.items():
                index.setdefault(value_of(cost), {})[cost] = lot
        return index

    def in_order(self, rank: Callable[[Cost], Rank]) -> Iterator[HeldLot]:
        """The lots by rank, then by acquisition; a pile is always asked for the same rank.

        Units may be taken from a lot while it is the latest that was given out.
        """
        if self._rank is None:
            self._rank = rank
            self._heap = [(rank(lot.cost), lot.serial, lot) for lot in self._lots.values()]
            heapify(self._heap)
        for entry in self._walked:
            if entry[2].number:
                heappush(self._heap, entry)
            else:
                self._emptied.append(entry)
        self._walked = []
        while self._heap:
            entry = heappop(self._heap)
            lot = entry[2]
            if lot.number:
                self._walked.append(entry)
                yield lot
            elif lot.serial in self._taken:
                self._emptied.append(entry)

    def take(self, lot: HeldLot, number: Decimal) -> None:
        """Add signed units to a lot for the time being."""
        self._taken.setdefault(lot.serial, (lot, lot.number))
        total = lot.number + number
        self._signs.change(lot.number, total)
        self._gone += not total
        lot.number = total

    def restore(self) -> None:
        """Undo what was taken for the time being."""
        for lot, number in self._taken.values():
            self._signs.change(lot.number, number)
            lot.number = number
        for entry in self._walked + self._emptied:
            heappush(self._heap, entry)
        self._taken, self._walked, self._emptied, self._gone = {}, [], [], 0
