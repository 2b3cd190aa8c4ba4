"""The rows of a snapshot while an edit is carried into it: to which pieces they belong now, and in which order."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TypeVar

from pfin.model.directives import Directive, Transaction, chronological, order_in_day
from pfin.model.parsed import Statement

from .codec import KINDS
from .container import Damaged
from .difference import Difference, Origin
from .known import PlacedPiece
from .snapshot import KIND_OF, NOWHERE, KeptPiece, Rows, Snapshot, directives
from .splicing import Insertion, edits_of, spliced

T = TypeVar("T")

# The rows of so many pieces are found sooner one piece after the other.
_FEW = 4
_RANKS = [order_in_day(kind) for kind in KINDS]


class Obstacle(Exception):  # noqa: N818 - no mistake: it only takes longer
    """An edit that may have effects elsewhere: its message says why."""


def required(moved: T | None) -> T:
    """What was moved; raises Obstacle where there is nothing, as something was changed."""
    if moved is None:
        raise Obstacle("a line has changed on which something else depends")
    return moved


class Moving:
    """The rows of a snapshot while they move to pieces as they are now.

    ``deleted`` are those that are gone; ``made`` are the directives of no piece, and ``booked`` those that booking made
    of statements in pieces that were read. Raises Obstacle, and Damaged where a row leads nowhere.
    """

    def __init__(self, snapshot: Snapshot, found: Difference) -> None:
        self.booked: dict[int, list[Directive]] = {}
        self.deleted: list[int] = []
        self.made = [required(found.moved.directive(each)) for each in snapshot.made]
        self._snapshot = snapshot
        self._found = found
        # The first lines of pieces now; those of directives of no piece count from nothing.
        self._begins = {number: placed.line for number, placed in found.pieces} | {NOWHERE: 0}
        self._files = {number: placed.file for number, placed in found.pieces}
        self._stayed: dict[Origin, Origin] = {}
        gone: dict[int, KeptPiece] = {}
        for gap in found.gaps:
            self._stayed.update(gap.stayed)
            for piece in gap.gone:
                gone[piece.id] = piece
                self._move_booked(piece, gap.read)
        rows = snapshot.rows
        if not self._begins.keys() | gone.keys() >= set(rows.piece) or any(
            kind >= len(_RANKS) for kind in set(rows.kind)
        ):
            raise Damaged("a row leads nowhere")
        self._rows = Rows(rows.kind, rows.day, rows.piece[:], rows.index[:], rows.line[:])
        try:
            for row in _rows_of(gone, rows.piece):
                self._move(row, gone[rows.piece[row]])
            for row in _rows_of((NOWHERE,), rows.piece):
                self._rows.line[row] = self.made[rows.index[row]].line
        except (IndexError, OverflowError):
            raise Damaged("a row leads beyond all lines") from None
        self.deleted.sort()
        self._gone = frozenset(self.deleted)

    def _move(self, row: int, piece: KeptPiece) -> None:
        rows = self._rows
        to = self._stayed.get((piece.id, rows.index[row]))
        if to is None:
            self.deleted.append(row)
            return
        line = self._line_now(piece, piece.line + rows.line[row])
        rows.piece[row], rows.index[row] = to
        rows.line[row] = line - self._begins[to[0]]

    def _line_now(self, piece: KeptPiece, line: int) -> int:
        return required(self._found.moved.line(self._snapshot.head.files[piece.file].name, line))

    def _move_booked(self, piece: KeptPiece, read: Sequence[tuple[int, PlacedPiece]]) -> None:
        """Move what was booked from statements of a piece to the pieces that have these statements now."""
        if not piece.booked:
            return
        data = self._snapshot.parts.part(piece.booked)
        file = self._snapshot.head.files[piece.file].name
        for index, directive in enumerate(directives(data, file, piece.line - piece.base)):
            # What a pad made has lines of an assertion too, which may have moved by more.
            moved = required(self._found.moved.directive(directive))
            number = next((number for number, each in read if each.has(moved)), None)
            if number is None:
                raise Obstacle("a directive has moved beyond the pieces that were read")
            booked = self.booked.setdefault(number, [])
            booked.append(moved)
            self._stayed[piece.id, ~index] = number, ~(len(booked) - 1)

    def insertions(self, added: Iterable[tuple[Origin, Statement]]) -> list[Insertion]:
        """Where directives are put in, in their order."""
        found = []
        for origin, statement in added:
            assert isinstance(statement, Directive), "commands are not carried into a snapshot"
            found.append(Insertion(self._row_after(statement), statement, origin))
        return sorted(found, key=lambda each: chronological(each.directive))

    def _row_after(self, directive: Directive) -> int:
        """The first row that comes after a directive that is not there yet."""
        rows, gone = self._rows, self._gone
        day = directive.date.toordinal()
        place = order_in_day(type(directive)), directive.line
        row = bisect_left(rows.day, day)
        end = bisect_right(rows.day, day)
        while row < end:
            if row not in gone:
                there = _RANKS[rows.kind[row]], self._begins[rows.piece[row]] + rows.line[row]
                if there == place:
                    raise Obstacle("two directives of one day stand on the same line")
                if there > place:
                    break
            row += 1
        return row

    def rows(self, insertions: Sequence[Insertion]) -> Rows:
        """The rows after the edit."""
        rows = self._rows
        edits = edits_of(self.deleted, insertions)
        new = [
            (
                KIND_OF[type(each.directive)],
                each.directive.date.toordinal(),
                *each.origin,
                each.directive.line - self._begins[each.origin[0]],
            )
            for each in insertions
        ]
        columns = [
            spliced(old, edits, [row[at] for row in new])
            for at, old in enumerate((array("B", rows.kind), rows.day, rows.piece, rows.index, rows.line))
        ]
        return Rows(columns[0].tobytes(), *columns[1:])

    def require_order(self, rows: Rows, fallen: Sequence[Transaction]) -> None:
        """Raise Obstacle where lines have moved so that directives of several files now come in another order.

        What has fallen away has no row; it must not share its day with another file.
        """
        begins, files = self._begins, self._files
        names = {file.name: index for index, file in enumerate(self._snapshot.head.files)}
        made = [names.get(each.file) for each in self.made]
        if None in made:
            raise Obstacle("lines have moved, and plugins have made directives")
        keys = [
            (day, _RANKS[kind], begins[piece] + line, made[index] if piece == NOWHERE else files[piece])
            for day, kind, piece, index, line in zip(
                rows.day, rows.kind, rows.piece, rows.index, rows.line, strict=True
            )
        ]
        if any(one > other for one, other in pairwise(keys)):
            raise Obstacle("lines have moved, and files now mix in another order")
        files_on: dict[int, set[int | None]] = {}
        for each in fallen:
            files_on.setdefault(each.date.toordinal(), set()).add(names.get(each.file))
        for day, _, _, found in keys if files_on else ():
            if day in files_on:
                files_on[day].add(found)
        if any(len(each) > 1 for each in files_on.values()):
            raise Obstacle("lines have moved, and what fell away may mix in another order")


def _rows_of(numbers: Collection[int], pieces: "array[int]") -> list[int]:
    """The rows of some pieces, before any is moved."""
    if len(numbers) > _FEW:
        return [row for row, number in enumerate(pieces) if number in numbers]
    found: list[int] = []
    for number in numbers:
        row = -1
        with suppress(ValueError):
            while True:
                row = pieces.index(number, row + 1)
                found.append(row)
    return found
