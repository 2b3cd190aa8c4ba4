"""Carrying an edit into a snapshot, without booking anything but what was edited.

The directives that were taken away and added are known (:mod:`.difference`), and that they have no effect on others
(:mod:`.harmless`). So their rows and columns are cut out and put in, lines are moved, and all else is copied.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pfin.ledger.columns import Cell, Columns, parts_of_number
from pfin.ledger.entries import Entries
from pfin.ledger.prices import Quote
from pfin.model.diagnostics import Diagnostic, Place
from pfin.model.directives import Directive, PriceQuote, Transaction, chronological, order_in_day
from pfin.model.parsed import Statement
from pfin.syntax.journal import Files
from pfin.syntax.pieces import Piece

from .codec import KINDS, encode_statements, encoded
from .container import Copied, Damaged, Stored
from .difference import Difference, Origin, difference
from .entries import StoredEntries
from .harmless import Edit, obstacle
from .inputs import Inputs, kept_files, same_documents
from .keeping import Part, PieceTable, column_parts, encoded_fallen, kept_piece, row_parts
from .known import PlacedPiece, encode_parsed
from .snapshot import FALLEN, KIND_OF, MADE, NOWHERE, QUOTES, Head, KeptPiece, Rows, Snapshot, directives

T = TypeVar("T")

_RANKS = [order_in_day(kind) for kind in KINDS]
# To book everything again is then faster.
_MOST = 500


class Obstacle(Exception):  # noqa: N818 - no mistake: it only takes longer
    """An edit that may have effects elsewhere: its message says why."""


class _Insertion(Struct, frozen=True):
    """A directive that is added before a row."""

    row: int
    directive: Directive
    origin: Origin


def carried(
    snapshot: Snapshot, files: Files, pieces: Sequence[PlacedPiece], problems: Sequence[Diagnostic], inputs: Inputs
) -> tuple[Head, list[Part]]:
    """The head and parts of the snapshot after an edit; ``problems`` are those of reading.

    Raises Obstacle where the journal is to be booked again, and Damaged.
    """
    head = snapshot.head
    stored = snapshot.parts
    assert isinstance(stored, Stored), "a snapshot that was opened is in a file"
    _require_the_same(head, files)
    found = difference(snapshot, pieces)
    edit = Edit(
        _directives(each for gap in found.gaps for _, each in gap.removed),
        _directives(each for gap in found.gaps for _, each in gap.added),
    )
    if len(edit.all) > _MOST:
        raise Obstacle("much has changed")
    entries = StoredEntries(snapshot, _unrecoverable)
    diagnostics = _moved_diagnostics(head, found, problems)
    moving = _Moving(snapshot, found)
    insertions = moving.insertions([each for gap in found.gaps for each in gap.added])

    @cache
    def columns() -> Columns:
        return _columns(entries.columns, snapshot.rows, moving.deleted, insertions)

    if said := obstacle(edit, entries, head, columns):
        raise Obstacle(said)
    has_quotes = any(isinstance(each, PriceQuote) for each in edit.all)
    rows = moving.rows(insertions)
    if len(head.files) > 1 and found.moved.any:
        moving.require_order(rows)
    if head.expiries and rows.day[-1:] != snapshot.rows.day[-1:]:
        raise Obstacle("the last day has changed, and may decide what has expired")
    table = _table(found, moving, files, stored)
    parts: list[Part] = [
        *column_parts(columns()),
        *row_parts(rows),
        encoded(_quotes(snapshot, moving.deleted, insertions)) if has_quotes else Copied(stored, QUOTES),
        table.encoded(),
        encode_statements(moving.made) if found.moved.any else Copied(stored, MADE),
        _fallen(snapshot, found) if head.settling and found.moved.any else Copied(stored, FALLEN),
        *table.parts,
    ]
    data = {each.name: each.data for each in files.asked}
    head = replace(
        head,
        files=kept_files([(file.name, data[file.name] or b"") for file in head.files], inputs),
        diagnostics=tuple(diagnostics),
        cells=tuple(columns().cells),
    )
    return head, parts


def _directives(statements: Iterable[Statement]) -> tuple[Directive, ...]:
    """Statements of which all are directives; commands change what others say."""
    found = tuple(statements)
    if not all(isinstance(each, Directive) for each in found):
        raise Obstacle("something that is no directive has changed")
    return found  # type: ignore[return-value]


def _unrecoverable() -> Entries:
    """Entries for a snapshot that is damaged: there are none yet."""
    raise Damaged("what was kept of an edited journal is damaged")


def _require_the_same(head: Head, files: Files) -> None:
    """Raise Obstacle where more than the text of files has changed."""
    names = [file.name for file in head.files]
    patterns = [(each.file, each.pattern, each.found) for each in head.patterns]
    if names != [each.name for each in files.asked] or any(each.data is None for each in files.asked):
        raise Obstacle("the journal has other files")
    if patterns != [(each.file, each.pattern, each.found) for each in files.patterns]:
        raise Obstacle("the journal includes other files")
    if head.options != files.options:
        raise Obstacle("an option has changed")
    if [(each.name, each.config) for each in head.plugins] != [(each.name, each.config) for each in files.plugins]:
        raise Obstacle("a plugin has changed")
    if not same_documents(head):
        raise Obstacle("documents have changed")


def _moved_diagnostics(head: Head, found: Difference, problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics where they are now; those of reading must be among them."""
    moved = [found.moved.diagnostic(each) for each in head.diagnostics]
    there = [each for each in moved if each is not None]
    if len(there) != len(moved):
        raise Obstacle("something has changed that a diagnostic is about")
    if len(problems) != head.read_problems or any(each not in there for each in problems):
        raise Obstacle("there are other syntax errors")
    return there


def _fallen(snapshot: Snapshot, found: Difference) -> bytes:
    """What fell away of pending transactions, on the lines where it is now."""
    moved = found.moved
    discarded = [_required(moved.transaction(each)) for each in snapshot.discarded]
    resolutions = [
        (
            Place(file, _required(moved.line(file, line))),
            [replace(each, line=_required(moved.line(each.file, each.line))) for each in resolved],
        )
        for file, line, resolved in snapshot.fallen.resolutions
    ]
    return encoded_fallen(discarded, resolutions)


def _required(moved: T | None) -> T:
    if moved is None:
        raise Obstacle("a line has changed on which something else depends")
    return moved


class _Moving:
    """The rows of a snapshot while they move to pieces as they are now.

    ``deleted`` are those that are gone; ``made`` are the directives of no piece, and ``booked`` those that booking made
    of statements in pieces that were read.
    """

    def __init__(self, snapshot: Snapshot, found: Difference) -> None:
        self.booked: dict[int, list[Directive]] = {}
        self.deleted: list[int] = []
        self.made = [_required(found.moved.directive(each)) for each in snapshot.made]
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
        return _required(self._found.moved.line(self._snapshot.head.files[piece.file].name, line))

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

    def insertions(self, added: Iterable[tuple[Origin, Statement]]) -> list[_Insertion]:
        """Where directives are put in, in their order."""
        found = []
        for origin, statement in added:
            assert isinstance(statement, Directive), "commands are not carried into a snapshot"
            found.append(_Insertion(self._row_after(statement), statement, origin))
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

    def rows(self, insertions: Sequence[_Insertion]) -> Rows:
        """The rows after the edit."""
        rows = self._rows
        edits = _edits(self.deleted, insertions)
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
            _spliced(old, edits, [row[at] for row in new])
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


_Edits = list[tuple[int, int, int]]
"""Begin and end of what is taken out, and how many of what is new are put in there; in order."""


def _edits(deleted: Iterable[int], insertions: Iterable[_Insertion]) -> _Edits:
    found = [(row, row + 1, 0) for row in deleted] + [(each.row, each.row, 1) for each in insertions]
    # What is put in before a row that is taken out comes first.
    return sorted(found, key=lambda edit: (edit[0], edit[1]))


def _spliced(old: "array[int]", edits: _Edits, new: Sequence[int]) -> "array[int]":
    """A column after edits, with new values in order."""
    found, at, taken = old[:0], 0, 0
    for begin, end, count in edits:
        found += old[at:begin]
        found.extend(new[taken : taken + count])
        at, taken = end, taken + count
    found += old[at:]
    return found


def _columns(old: Columns, rows: Rows, deleted: Sequence[int], insertions: Sequence[_Insertion]) -> Columns:
    """The columns after the edit."""
    if not isinstance(old.number, array):
        raise Obstacle("numbers are too long")
    kind = KIND_OF[Transaction]
    gone = [rows.kind.count(kind, 0, row) for row in deleted if rows.kind[row] == kind]
    new = [each for each in insertions if isinstance(each.directive, Transaction)]
    added = [replace(each, row=rows.kind.count(kind, 0, each.row)) for each in new]
    edits = _edits(gone, added)
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
    try:
        new_numbers = _spliced(old.number, leg_edits, number)
    except OverflowError:
        raise Obstacle("a number is too long") from None
    return Columns(
        (*old.cells, *cells.new),
        _spliced(old.cell, leg_edits, cell),
        _spliced(old.day, leg_edits, day),
        new_numbers,
        _spliced(old.date, edits, [each.directive.date.toordinal() for each in added]),
        _starts(start, edits, sizes),
        array("i", _moved(old.pending, leg_edits)),
    )


class _CellFinder:
    """Finds cells by what they are; there may be many, and few are asked for."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.new: list[Cell] = []
        self._cells = cells

    def index(self, wanted: Cell) -> int:
        """The index of a cell, which is added if it is new."""
        for at, cell in enumerate(chain(self._cells, self.new)):
            if cell.account == wanted.account and cell == wanted:
                return at
        self.new.append(wanted)
        return len(self._cells) + len(self.new) - 1


def _starts(old: "array[int]", edits: _Edits, sizes: Sequence[int]) -> "array[int]":
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


def _moved(legs: Sequence[int], edits: _Edits) -> Iterable[int]:
    """Where legs are after edits that take none of them out."""
    for leg in legs:
        yield leg + sum(count - (end - begin) for begin, end, count in edits if end <= leg)


def _quotes(snapshot: Snapshot, deleted: Sequence[int], insertions: Sequence[_Insertion]) -> list[Quote]:
    """The price quotes after the edit."""
    kinds, kind = snapshot.rows.kind, KIND_OF[PriceQuote]
    quotes: list[Quote | None] = list(snapshot.quotes)
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


def _table(found: Difference, moving: _Moving, files: Files, stored: Stored) -> PieceTable:
    """The pieces after the edit."""
    table = PieceTable()
    data = {each.name: each.data or b"" for each in files.asked}
    begin, file = 0, -1
    for number, placed in found.pieces:
        if placed.file != file:
            begin, file = 0, placed.file
        piece = placed.piece
        end = begin + piece.size
        if isinstance(piece, Piece):
            booked = moving.booked.get(number)
            table.add(
                kept_piece(number, file, piece, data[files.readings[file].name][begin:end]),
                piece.state,
                encode_statements(placed.statements),
                None if booked is None else encode_statements(booked),
                encode_parsed(piece.parsed) if piece.parsed else None,
            )
        else:
            kept = piece.kept
            table.add(
                replace(kept, line=placed.line),
                piece.state,
                Copied(stored, kept.statements),
                Copied(stored, kept.booked) if kept.booked else None,
                Copied(stored, kept.parsed) if kept.parsed else None,
            )
        begin = end
    return table
