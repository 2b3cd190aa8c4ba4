"""The figures of a ledger in columns: what a report adds up, without the objects that say all the rest.

Problem. A balance or a cash flow looks at every leg of a long journal, and at no more of each than its account, its
day, its commodity and its number. To visit a million objects for that takes seconds.

Solution. Legs that are added up with each other share a *cell*: account, commodity, lot and digits. So a leg is three
integers: its cell, its day, and its number in units of the cell's last digit. Integers add up exactly, and Python does
so faster than it can look into an object. The columns are plain arrays, which are read from and written to a file as
they are.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from itertools import compress
from typing import TypeVar

from msgspec import Struct

from pfin.model.directives import Directive, Status, Transaction
from pfin.model.lot import Cost
from pfin.model.period import Period

K = TypeVar("K")


class Cell(Struct, frozen=True, gc=False):
    """What legs have in common that are added up: units of ``commodity`` in ``account``, at ``cost`` or without.

    Their numbers are multiples of ten to the power of ``exponent``, which is minus the number of their digits.
    """

    account: str
    commodity: str
    cost: Cost | None
    exponent: int

    def number(self, mantissa: int) -> Decimal:
        """A number of the column as it is, to be called where sums are exact."""
        return Decimal(mantissa).scaleb(self.exponent)


class Columns(Struct, frozen=True):
    """The transactions of a ledger and their legs, in chronological order.

    For each leg there is its ``cell`` (an index into ``cells``), its ``day`` (the ordinal of its date) and its
    ``number``, the signed mantissa: numbers larger than a column holds make that a list. For each transaction there
    is its ``date`` as an ordinal, and where its legs ``start``, with one start more behind the last. ``pending`` are
    the indices of legs that are pending. A cell may have no leg.
    """

    cells: Sequence[Cell]
    cell: "array[int]"
    day: "array[int]"
    number: "array[int] | list[int]"
    date: "array[int]"
    start: "array[int]"
    pending: "array[int]"

    @property
    def span(self) -> tuple[Date, Date] | None:
        """The days of the first and of the last transaction; None where there is none."""
        return (Date.fromordinal(self.date[0]), Date.fromordinal(self.date[-1])) if self.date else None

    def transactions_before(self, day: Date) -> int:
        """How many transactions there are before a day: they are the first ones."""
        return bisect_left(self.date, day.toordinal())

    def legs_until(self, day: Date | None) -> int:
        """How many legs there are up to the end of a day: they are the first ones. All where that is None."""
        return len(self.day) if day is None else bisect_left(self.day, day.toordinal() + 1)

    def legs_before(self, end: Date) -> int:
        """How many legs belong to what lasts up to but not ``end``, as :func:`.period.is_before` has it."""
        return len(self.day) if end == Date.max else bisect_left(self.day, end.toordinal())

    def transactions_within(self, period: Period) -> range:
        """The indices of the transactions of a period; one up to the calendar's last day has that day too."""
        first = 0 if period.begin is None else self.transactions_before(period.begin)
        after = len(self.date) if period.end in (None, Date.max) else self.transactions_before(period.end)
        return range(first, max(first, after))

    def sums(self, first: int, last: int) -> Mapping[int, int]:
        """What the legs from ``first`` up to but not ``last`` come to in the cells that they are in, as mantissas."""
        return added_up(self.cell[first:last], self.number[first:last])

    def daily_sums(self, period: Period, wanted: Sequence[bool]) -> Mapping[tuple[int, int], int]:
        """What the legs of each day of a period come to by day and cell, in cells that are ``wanted``, as mantissas."""
        within = self.transactions_within(period)
        first, last = self.start[within.start], self.start[within.stop]
        cells = self.cell[first:last]
        legs = zip(zip(self.day[first:last], cells, strict=True), self.number[first:last], strict=True)
        sums: dict[tuple[int, int], int] = defaultdict(int)
        for key, number in compress(legs, map(wanted.__getitem__, cells)):
            sums[key] += number
        return sums

    def totals(self, legs: int) -> list[int]:
        """What the first legs come to in each cell, as mantissas."""
        totals = [0] * len(self.cells)
        if legs == len(self.cell):
            for cell, number in zip(self.cell, self.number, strict=True):
                totals[cell] += number
        else:
            for cell, number in zip(self.cell[:legs], self.number[:legs], strict=True):
                totals[cell] += number
        return totals

    def occurring(self, legs: int) -> list[int]:
        """The cells of the first legs, in the order in which they first occur."""
        return list(dict.fromkeys(self.cell if legs == len(self.cell) else self.cell[:legs]))

    def accounts(self) -> list[str]:
        """The accounts that have legs, in the order in which they first do."""
        return list(dict.fromkeys(self.cells[cell].account for cell in self.occurring(len(self.cell))))

    def digits(self, counts: Mapping[int, int] | None = None) -> Mapping[str, Mapping[int, int]]:
        """How many legs of each commodity have how many fractional digits, where ``counts`` are the legs of cells."""
        found: dict[str, dict[int, int]] = {}
        for index, count in (Counter(self.cell) if counts is None else counts).items():
            cell = self.cells[index]
            tally = found.setdefault(cell.commodity, {})
            places = max(0, -cell.exponent)
            tally[places] = tally.get(places, 0) + count
        return found

    def legs_where(self, wanted: Sequence[bool]) -> Iterable[int]:
        """The indices of legs whose cells are ``wanted``: one truth value for each cell."""
        return compress(range(len(self.cell)), map(wanted.__getitem__, self.cell))


def added_up(keys: Iterable[K], numbers: Iterable[int]) -> Mapping[K, int]:
    """The sum of the numbers under each key."""
    sums: dict[K, int] = defaultdict(int)
    for key, number in zip(keys, numbers, strict=True):
        sums[key] += number
    return sums


class ColumnsBuilder:
    """Columns while transactions are added to them, in chronological order."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str, Cost | None, int], int] = {}
        self.cell = array("i")
        self.day = array("i")
        self.number: list[int] = []
        self.date = array("i")
        self.start = array("i", [0])
        self.pending = array("i")

    def add(self, transaction: Transaction) -> None:
        """Add the next transaction. This runs for every leg of a journal that is read for the first time."""
        cells, add_cell, add_day, add_number = self.cells, self.cell.append, self.day.append, self.number.append
        day = transaction.date.toordinal()
        for posting in transaction.postings:
            mantissa, exponent = parts_of_number(posting.number)
            key = (posting.account, posting.commodity, posting.cost, exponent)
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = len(cells)
            if posting.status is Status.PENDING:
                self.pending.append(len(self.cell))
            add_cell(cell)
            add_day(day)
            add_number(mantissa)
        self.date.append(day)
        self.start.append(len(self.cell))

    def columns(self) -> Columns:
        """What was added."""
        cells = tuple(Cell(*key) for key in self.cells)
        try:
            number: array[int] | list[int] = array("q", self.number)
        except OverflowError:
            number = self.number
        return Columns(cells, self.cell, self.day, number, self.date, self.start, self.pending)


def columns_of(directives: Iterable[Directive]) -> Columns:
    """The columns of the transactions among directives in chronological order."""
    builder = ColumnsBuilder()
    for directive in directives:
        if type(directive) is Transaction:
            builder.add(directive)
    return builder.columns()


def parts_of_number(number: Decimal) -> tuple[int, int]:
    """The mantissa and the exponent of a finite number. Going through its digits is the fastest way that Python has."""
    whole, _, fraction = str(number).partition(".")
    try:
        return int(whole + fraction), -len(fraction)
    except ValueError:
        sign, digits, exponent = number.as_tuple()
        assert isinstance(exponent, int), "numbers of postings are finite"
        mantissa = int("".join(map(str, digits)))
        return -mantissa if sign else mantissa, exponent
