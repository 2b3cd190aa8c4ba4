"""What the cache keeps of one journal: a snapshot of all that was derived from it.

A snapshot is a head and many parts (:mod:`.container`). The head says which journal it is of and what was read, so that
it can be told whether the snapshot is still right (:mod:`.inputs`). The first parts are the columns of the ledger, and
the rows that lead from a directive to where it is kept. Then come the pieces of the files (:mod:`pfin.syntax.pieces`),
each with the statements that stand in it, plain transactions among them booked already, and with the directives that
booking made of others. So figures come without a directive being decoded, directives without a line being parsed, and
after an edit only the pieces that changed are read.

Lines are kept as they were when the statements were encoded: a piece knows its first line then (``base``) and where it
begins now (``line``).
"""

import sys
from array import array
from collections.abc import Sequence
from datetime import date as Date
from functools import cached_property
from typing import Protocol, TypeVar

import msgspec
from msgspec import Struct

from pfin.ledger.columns import Cell, Columns
from pfin.ledger.condensed import Condensed
from pfin.ledger.prices import Quote
from pfin.model.account import Roots
from pfin.model.diagnostics import Diagnostic
from pfin.model.directives import Directive, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin
from pfin.model.resolution import Resolution
from pfin.version import VERSION

from .codec import KINDS, decode_statements, encoded
from .container import Copied, Damaged, Stored

T = TypeVar("T")

# To be raised whenever what is kept, or how, changes.
_FORMAT = 1
MAKER = f"pfin {VERSION}, format {_FORMAT}, Python {sys.version_info.major}.{sys.version_info.minor}, {sys.byteorder}"
"""Snapshots of other makers are not read."""

# Where the parts are that every snapshot has: three sets of columns, each with six; rows; and what there is one of.
COLUMNS, MONTHS, DAYS = 0, 6, 12
CELL, DAY, NUMBER, DATE, START, LAST = range(6)
KIND, ROW_DAY, ROW_PIECE, ROW_INDEX, ROW_LINE = range(18, 23)
QUOTES, PIECES, MADE, FALLEN, FIRST_PIECE = range(23, 28)

KIND_OF = {kind: number for number, kind in enumerate(KINDS)}
"""The numbers of the types of directives."""

# More than a file can have.
_MOST_LINES = 1 << 30

NOWHERE = -1
"""The piece of a directive that no line of the journal stands for."""


class Parts(Protocol):
    """The parts of a snapshot, by index."""

    @property
    def parts_count(self) -> int:
        """How many parts there are."""
        ...

    def part(self, index: int) -> bytes:
        """The bytes of a part; raises Damaged."""
        ...


class NewParts:
    """The parts of a snapshot that is still to be written."""

    def __init__(self, parts: Sequence[bytes | Copied]) -> None:
        self.parts = parts

    @property
    def parts_count(self) -> int:
        """How many parts there are."""
        return len(self.parts)

    def part(self, index: int) -> bytes:
        """The bytes of a part; raises Damaged."""
        part = self.parts[index]
        return part.stored.part(part.index) if isinstance(part, Copied) else part


class KeptFile(Struct, frozen=True, array_like=True):
    """A file that was read, in the order of reading, and the digest of its bytes."""

    name: str
    digest: bytes


class KeptPattern(Struct, frozen=True, array_like=True):
    """An include pattern, the file that has it, and the files it meant."""

    file: str
    pattern: str
    found: tuple[str, ...]


class KeptDocument(Struct, frozen=True, array_like=True):
    """The file of a document directive, and whether it was there."""

    path: str
    exists: bool


class KeptFolder(Struct, frozen=True, array_like=True):
    """A folder in which documents were looked for, and the names in it, those of folders with a slash behind."""

    path: str
    names: tuple[str, ...]


class Head(Struct, frozen=True, array_like=True):
    """What is known of a snapshot at once.

    ``span`` are the days of the first and of the last transaction.
    ``last`` is the day of the last directive that was read. ``today`` is the day by which pending transactions expired,
    and ``expiries`` are the days on which some might; ``settling`` says that anything is pending or resolves something.
    ``watched`` are the accounts of which booking looked at what they hold.
    ``read_problems`` is how many of the ``diagnostics`` came from reading alone. Where a journal is ``sealed``, its
    pieces are not used.
    """

    entry: str
    maker: str
    last: Date
    today: Date
    expiries: tuple[Date, ...]
    settling: bool
    files: tuple[KeptFile, ...]
    patterns: tuple[KeptPattern, ...]
    documents: tuple[KeptDocument, ...]
    folders: tuple[KeptFolder, ...]
    options: Options
    plugins: tuple[Plugin, ...]
    diagnostics: tuple[Diagnostic, ...]
    read_problems: int
    watched: tuple[str, ...]
    cells: tuple[Cell, ...]
    span: tuple[Date, Date] | None
    has_pending: bool
    sealed: bool


class KeptState(Struct, frozen=True, array_like=True):
    """A state before pieces: ``pushed`` are the statements that pushed tags and metadata."""

    pushed: bytes
    roots: Roots
    allow_pipe: bool


class KeptPiece(Struct, frozen=True, array_like=True):
    """A piece of the file with index ``file``; those of a file are in order.

    Rows name it by its ``id``. ``digest`` is that of its bytes, or empty where it must be read again each time, and
    ``beginning`` are the first of them. ``state`` is an index. ``commands`` are statements as bytes, empty for none.
    ``statements``, ``booked`` and ``parsed`` are the indices of parts, the last two 0 where there is nothing to keep:
    what was booked from statements of the piece, and the blocks that needed the parser.
    """

    id: int
    file: int
    digest: bytes
    beginning: bytes
    size: int
    characters: int
    lines: int
    line: int
    base: int
    state: int
    commands: bytes
    statements: int
    booked: int
    parsed: int


class Pieces(Struct, frozen=True, array_like=True):
    """All pieces, in the order of files, and the states before them."""

    states: tuple[KeptState, ...]
    pieces: tuple[KeptPiece, ...]


class Rows(Struct, frozen=True):
    """A row for every directive, in chronological order: where it is kept.

    ``kind`` is the number of its type (see KIND_OF), ``day`` the ordinal of its date, ``piece`` the id of its piece and
    ``index`` its place among the piece's statements, or where that is negative, its complement, among what was booked
    there. ``line`` counts from the first line of the piece, which is 0. Directives of no piece are among those made.
    """

    kind: bytes
    day: "array[int]"
    piece: "array[int]"
    index: "array[int]"
    line: "array[int]"


class Fallen(Struct, frozen=True, array_like=True):
    """What fell away: transactions as bytes, and what became of pending transactions, by file and line."""

    discarded: bytes
    resolutions: tuple[tuple[str, int, tuple[Resolution, ...]], ...]


class Snapshot:
    """A snapshot; what it holds is decoded when it is asked for. Everything here raises Damaged where it is damaged."""

    def __init__(self, head: Head, parts: Parts) -> None:
        self.head = head
        self.parts = parts

    @cached_property
    def columns(self) -> Columns:
        """The figures of all transactions."""
        return self._columns(COLUMNS, self._array(COLUMNS + LAST, "i"))

    @cached_property
    def months(self) -> Condensed:
        """The months of the columns."""
        return self._condensed(MONTHS)

    @cached_property
    def days(self) -> Condensed:
        """The days of the columns."""
        return self._condensed(DAYS)

    def _condensed(self, first: int) -> Condensed:
        found = Condensed(self._columns(first, array("i")), self._array(first + LAST, "i"))
        if len(found.legs) != len(found.columns.cell):
            raise Damaged("condensed columns do not have one length")
        return found

    def _columns(self, first: int, pending: "array[int]") -> Columns:
        number = number_column(self.parts.part(first + NUMBER))
        columns = Columns(
            self.head.cells,
            self._array(first + CELL, "i"),
            self._array(first + DAY, "i"),
            number,
            self._array(first + DATE, "i"),
            self._array(first + START, "i"),
            pending,
        )
        if not len(columns.cell) == len(columns.day) == len(number) or len(columns.start) != len(columns.date) + 1:
            raise Damaged("columns do not have one length")
        return columns

    @cached_property
    def rows(self) -> Rows:
        """Where each directive is kept."""
        arrays = [self._array(part, "i") for part in (ROW_DAY, ROW_PIECE, ROW_INDEX, ROW_LINE)]
        rows = Rows(self.parts.part(KIND), *arrays)
        if any(len(each) != len(rows.kind) for each in arrays):
            raise Damaged("its rows do not have one length")
        return rows

    @cached_property
    def pieces(self) -> Pieces:
        """The pieces of the files."""
        found = decoded(self.parts.part(PIECES), Pieces)
        files, states, parts = len(self.head.files), len(found.states), self.parts.parts_count
        for each in found.pieces:
            if not (
                0 <= each.file < files
                and 0 <= each.state < states
                and FIRST_PIECE <= each.statements < parts
                and max(each.booked, each.parsed) < parts
                and min(each.booked, each.parsed, each.size, each.lines) >= 0
                and 0 < each.line < _MOST_LINES
                and 0 < each.base < _MOST_LINES
                and (not each.digest or 0 < each.characters <= each.size)
            ):
                raise Damaged("a piece leads nowhere")
        return found

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """The price quotes in chronological order."""
        return decoded(self.parts.part(QUOTES), list[Quote])

    @cached_property
    def made(self) -> Sequence[Directive]:
        """The directives that no line of the journal stands for."""
        return directives(self.parts.part(MADE))

    @cached_property
    def fallen(self) -> Fallen:
        """What fell away of pending transactions."""
        return decoded(self.parts.part(FALLEN), Fallen)

    @cached_property
    def discarded(self) -> Sequence[Transaction]:
        """The transactions of what fell away."""
        return [each for each in directives(self.fallen.discarded) if isinstance(each, Transaction)]

    def _array(self, part: int, code: str) -> "array[int]":
        return _array_of(self.parts.part(part), code)


def _array_of(data: bytes, code: str) -> "array[int]":
    found = array(code)
    try:
        found.frombytes(data)
    except ValueError as error:
        raise Damaged(f"a column is cut short: {error}") from None
    return found


def number_part(number: "array[int] | list[int]") -> bytes:
    """A column of numbers as bytes; those that are too large for an array are kept as texts."""
    if isinstance(number, array):
        return b"q" + number.tobytes()
    return b"s" + encoded(list(map(str, number)))


def number_column(data: bytes) -> "array[int] | list[int]":
    """A column of numbers from its bytes; raises Damaged."""
    if data[:1] == b"q":
        return _array_of(data[1:], "q")
    try:
        return list(map(int, decoded(data[1:], list[str])))
    except ValueError as error:
        raise Damaged(f"a number is none: {error}") from None


def opened(stored: Stored, entry: str) -> Snapshot:
    """The snapshot that a file of the cache holds of a journal; raises Damaged, also where it is of another one."""
    head = decoded(stored.head, Head)
    if head.maker != MAKER:
        raise Damaged(f"it was written by {head.maker}")
    if head.entry != entry:
        raise Damaged(f"it is of {head.entry}")
    return Snapshot(head, stored)


def directives(data: bytes, file: str | None = None, shift: int = 0) -> list[Directive]:
    """Statements that were encoded of which all are directives; raises Damaged."""
    found = decode_statements(data, file, shift)
    if not all(isinstance(each, Directive) for each in found):
        raise Damaged("there is a command among directives")
    return found  # type: ignore[return-value]


def decoded(data: bytes, kind: type[T]) -> T:
    """A value of a type from its MessagePack; raises Damaged."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Damaged(f"it does not hold {kind}: {error}") from None
