"""Cutting rows out of columns and putting others in.

The edits of a column are in order, and say what is taken out and how much is put in where. What stays is copied as a
whole, which for arrays costs next to nothing.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain
from operator import sub
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pfin.ledger.columns import Cell, Columns, parts_of_number
from pfin.ledger.condensed import Condensed
from pfin.ledger.prices import Quote
from pfin.model.directives import Directive, PriceQuote, Transaction

from .difference import Origin
from .snapshot import KIND_OF, Rows


class Insertion(Struct, frozen=True):
    """A directive that is added before a row."""

    row: int
    directive: Directive
    origin: Origin


Edits = list[tuple[int, int, int]]
"""Begin and end of what is taken out, and how many of what is new are put in there; in order."""


def edits_of(deleted: Iterable[int], insertions: Iterable[Insertion]) -> Edits:
    """The edits of a column of which some rows are taken out, and to which others are added."""
    found = [(row, row + 1, 0) for row in deleted] + [(each.row, each.row, 1) for each in insertions]
    # What is put in before a row that is taken out comes first.
    return sorted(found, key=lambda edit: (edit[0], edit[1]))


Column = TypeVar("Column", "array[int]", list[int])


def spliced(old: Column, edits: Edits, new: Sequence[int]) -> Column:
    """A column after edits, with new values in order."""
    found, at, taken = old[:0], 0, 0
    for begin, end, count in edits:
        found += old[at:begin]
        found.extend(new[taken : taken + count])
        at, taken = end, taken + count
    found += old[at:]
    return found


def _spliced_numbers(old: "array[int] | list[int]", edits: Edits, new: Sequence[int]) -> "array[int] | list[int]":
    """A column of numbers after edits, which is a list where some are too large for an array, and else is none."""
    if isinstance(old, array):
        with suppress(OverflowError):
            return spliced(old, edits, new)
    found = spliced(list(old), edits, new)
    try:
        return array("q", found)
    except OverflowError:
        return found


def columns_after(old: Columns, rows: Rows, deleted: Sequence[int], insertions: Sequence[Insertion]) -> Columns:
    """The columns after an edit."""
    kind = KIND_OF[Transaction]
    gone = [rows.kind.count(kind, 0, row) for row in deleted if rows.kind[row] == kind]
    new = [each for each in insertions if isinstance(each.directive, Transaction)]
    added = [replace(each, row=rows.kind.count(kind, 0, each.row)) for each in new]
    edits = edits_of(gone, added)
    start = old.start
    cells = _CellFinder(old.cells)
    cell: list[int] = []
    number: list[int] = []
    day: list[int] = []
    sizes: list[int] = []
    for each in added:
        assert isinstance(each.directive, Transaction)
        sizes.append(len(each.directive.postings))
        for posting in each.directive.postings:
            mantissa, exponent = parts_of_number(posting.number)
            cell.append(cells.index(Cell(posting.account, posting.commodity, posting.cost, exponent)))
            number.append(mantissa)
            day.append(each.directive.date.toordinal())
    leg_edits = []
    taken = iter(sizes)
    for begin, end, count in edits:
        leg_edits.append((start[begin], start[end], sum(next(taken) for _ in range(count))))
    return Columns(
        (*old.cells, *cells.new),
        spliced(old.cell, leg_edits, cell),
        spliced(old.day, leg_edits, day),
        _spliced_numbers(old.number, leg_edits, number),
        spliced(old.date, edits, [each.directive.date.toordinal() for each in added]),
        _starts(start, edits, sizes),
        array("i", _moved(old.pending, leg_edits)),
    )


def renumbered(columns: Columns, condensed: Sequence[Condensed]) -> tuple[Columns, Sequence[Condensed]]:
    """Columns, and what they were condensed to, with cells in the order in which they first occur, and no others.

    So they are when they are made anew, and what goes through the cells comes to the same.
    """
    order = columns.occurring(len(columns.cell))
    if order == list(range(len(columns.cells))):
        return columns, condensed
    cells = tuple(columns.cells[old] for old in order)
    numbers = {old: new for new, old in enumerate(order)}

    def moved(each: Columns) -> Columns:
        return replace(each, cells=cells, cell=array("i", map(numbers.__getitem__, each.cell)))

    return moved(columns), [Condensed(moved(each.columns), each.legs) for each in condensed]


class _CellFinder:
    """Finds cells by what they are; there may be many, and few are asked for."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.new: list[Cell] = []
        self._cells = cells
        self._found: dict[Cell, int] = {}

    def index(self, wanted: Cell) -> int:
        """The index of a cell, which is added if it is new."""
        found = self._found.get(wanted)
        if found is None:
            found = self._found[wanted] = self._search(wanted)
        return found

    def _search(self, wanted: Cell) -> int:
        for at, cell in enumerate(self._cells):
            if cell.account == wanted.account and cell == wanted:
                return at
        self.new.append(wanted)
        return len(self._cells) + len(self.new) - 1


def _starts(old: "array[int]", edits: Edits, sizes: Sequence[int]) -> "array[int]":
    """Where the legs of each transaction start after edits that put in transactions of these sizes."""
    found, at, taken, shift = old[:0], 0, 0, 0
    for begin, end, count in edits:
        found += _shifted(old[at:begin], shift)
        for size in sizes[taken : taken + count]:
            found.append(old[begin] + shift)
            shift += size
        shift -= old[end] - old[begin]
        at, taken = end, taken + count
    found += _shifted(old[at:], shift)
    return found


def _shifted(starts: "array[int]", shift: int) -> "array[int]":
    return array("i", map(shift.__add__, starts)) if shift else starts


def _moved(legs: Sequence[int], edits: Edits) -> Iterable[int]:
    """Where legs are after edits that take none of them out."""
    for leg in legs:
        yield leg + sum(count - (end - begin) for begin, end, count in edits if end <= leg)


def condensed_after(
    old: Condensed, new: Columns, condense: Callable[[Columns, range], Condensed], stretches: Iterable[tuple[int, int]]
) -> Condensed:
    """What columns are condensed to after an edit, in which they changed within stretches of days and else did not.

    ``condense`` makes anew what becomes of some of their transactions; ``stretches`` are the first day of each and the
    day after, and nothing is condensed over their bounds.
    """
    columns, legs = old.columns, old.legs
    for first, after in sorted(stretches, reverse=True):
        made = condense(new, range(bisect_left(new.date, first), bisect_left(new.date, after)))
        begin, end = bisect_left(columns.date, first), bisect_left(columns.date, after)
        edit = [(begin, end, len(made.columns.date))]
        sizes = list(map(sub, made.columns.start[1:], made.columns.start))
        leg_edit = [(columns.start[begin], columns.start[end], len(made.legs))]
        legs = spliced(legs, leg_edit, made.legs)
        columns = Columns(
            new.cells,
            spliced(columns.cell, leg_edit, made.columns.cell),
            spliced(columns.day, leg_edit, made.columns.day),
            _spliced_numbers(columns.number, leg_edit, made.columns.number),
            spliced(columns.date, edit, made.columns.date),
            _starts(columns.start, edit, sizes),
            columns.pending,
        )
    return Condensed(columns, legs)


def quotes_after(
    old: Sequence[Quote], rows: Rows, deleted: Sequence[int], insertions: Sequence[Insertion]
) -> list[Quote]:
    """The price quotes after an edit."""
    kinds, kind = rows.kind, KIND_OF[PriceQuote]
    quotes: list[Quote | None] = list(old)
    for row in deleted:
        if kinds[row] == kind:
            quotes[kinds.count(kind, 0, row)] = None
    before: dict[int, list[Quote]] = {}
    for each in insertions:
        if isinstance(each.directive, PriceQuote):
            price = each.directive
            quote = Quote(price.date, price.commodity, price.amount.number, price.amount.commodity)
            before.setdefault(kinds.count(kind, 0, each.row), []).append(quote)
    if not before:
        return [quote for quote in quotes if quote is not None]
    together = chain.from_iterable([*before.get(at, []), quote] for at, quote in enumerate([*quotes, None]))
    return [quote for quote in together if quote is not None]
