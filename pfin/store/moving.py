"""The rows of a snapshot while an edit is carried into it: to which pieces they belong now, and in which order."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from pfin.model.directives import Directive, chronological, order_in_day
from pfin.model.parsed import Statement

from .codec import KINDS
from .difference import Difference, Origin
from .known import PlacedPiece
from .snapshot import KIND_OF, NOWHERE, KeptPiece, Rows, Snapshot, directives
from .splicing import Insertion, edits_of, spliced

T = TypeVar("T")

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
    of statements in pieces that were read.
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
        self._rows = Rows(rows.kind, rows.day, rows.piece[:], rows.index[:], rows.line[:])
        for piece in gone.values():
            for row in _rows_of(piece.id, rows.piece):
                self._move(row, piece)
        self.deleted.sort()
        for row in _rows_of(NOWHERE, rows.piece):
            self._rows.line[row] = self.made[rows.index[row]].line
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
        shifted: dict[int, list[Directive]] = {}
        for index, directive in enumerate(directives(data, file, piece.line - piece.base)):
            line = self._line_now(piece, directive.line)
            shift = line - directive.line
            if shift not in shifted:
                shifted[shift] = directives(data, file, piece.line - piece.base + shift)
            number = next((n for n, each in read if each.line <= line < each.line + each.piece.lines), None)
            if number is None:
                raise Obstacle("a directive has moved beyond the pieces that were read")
            booked = self.booked.setdefault(number, [])
            booked.append(shifted[shift][index])
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

    def require_order(self, rows: Rows) -> None:
        """Raise Obstacle where lines have moved so that directives of several files now come in another order."""
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


def _rows_of(number: int, pieces: "array[int]") -> list[int]:
    """The rows of a piece, before any is moved."""
    found: list[int] = []
    while True:
        try:
            found.append(pieces.index(number, found[-1] + 1 if found else 0))
        except ValueError:
            return found
