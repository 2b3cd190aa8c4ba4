"""Making a snapshot of a journal that was just read and booked."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date

from msgspec.structs import replace

from pfin.ledger.columns import Columns
from pfin.ledger.condensed import Condensed
from pfin.ledger.ledger import Ledger
from pfin.model.diagnostics import Place
from pfin.model.directives import Custom, Directive, Transaction, is_seal
from pfin.model.parsed import ParsedTransaction
from pfin.model.resolution import COMPENSATES, DISCARD, EXPIRES, POSTS, POSTS_PART, Resolution
from pfin.syntax.journal import Files
from pfin.syntax.pieces import Piece, State

from .codec import encode_statements, encoded
from .container import Copied, Stored
from .inputs import Documents, Inputs, kept_files, kept_patterns
from .known import BEGINNING, PlacedPiece, encode_parsed, piece_digest
from .snapshot import (
    FIRST_PIECE,
    KIND_OF,
    MAKER,
    NOWHERE,
    Fallen,
    Head,
    KeptPiece,
    KeptState,
    Pieces,
    Rows,
    number_part,
)

Part = bytes | Copied

_WORDS = frozenset((POSTS, POSTS_PART, COMPENSATES))


def snapshot_parts(
    files: Files,
    pieces: Sequence[PlacedPiece],
    ledger: Ledger,
    last: Date,
    today: Date,
    read_problems: int,
    stored: Stored | None,
    inputs: Inputs,
    documents: Documents,
) -> tuple[Head, list[Part]]:
    """The head and the parts of the snapshot of a ledger, as booked from pieces.

    What pieces had in the snapshot ``stored`` is copied from there. Raises Unkeepable where a text is not Unicode.
    """
    placing = _Placing(pieces, files)
    rows = placing.rows(ledger.entries.directives)
    columns = ledger.columns
    parts: list[Part] = [*column_parts(columns, ledger.months, ledger.days), *row_parts(rows)]
    parts.append(encoded(ledger.entries.quotes))
    table = _table(pieces, placing.booked, files, stored)
    parts.append(table.encoded())
    parts.append(encode_statements(placing.made))
    parts.append(encoded_fallen(ledger.discarded, ledger.resolutions.items()))
    parts += table.parts
    directives = ledger.entries.directives
    head = Head(
        entry=files.entry,
        maker=MAKER,
        last=last,
        today=today,
        expiries=_expiries(ledger),
        settling=_is_settling(ledger),
        files=kept_files([(each.name, each.data) for each in files.asked if each.data is not None], inputs),
        patterns=kept_patterns([(each.file, each.pattern, each.found) for each in files.patterns]),
        documents=documents.files,
        folders=documents.folders,
        options=ledger.options,
        plugins=files.plugins,
        diagnostics=ledger.diagnostics,
        read_problems=read_problems,
        watched=_watched(pieces),
        cells=tuple(columns.cells),
        span=ledger.span,
        has_pending=ledger.has_pending,
        sealed=any(map(is_seal, directives)),
    )
    return head, parts


def _watched(pieces: Sequence[PlacedPiece]) -> tuple[str, ...]:
    """The accounts of which booking may look at what they hold: those of legs with lots, or without a commodity."""
    found = {
        posting.account: None
        for piece in pieces
        for statement in piece.statements
        if type(statement) is ParsedTransaction
        for posting in statement.postings
        if posting.cost is not None
        or (posting.price is not None and posting.price.commodity is None)
        or (posting.commodity is None and not posting.is_auto)
    }
    return tuple(found)


def column_parts(columns: Columns, months: Condensed, days: Condensed) -> list[Part]:
    """The parts of columns and of what they were condensed to."""
    sets = ((columns, columns.pending), (months.columns, months.legs), (days.columns, days.legs))
    return [
        part
        for each, last in sets
        for part in (
            each.cell.tobytes(),
            each.day.tobytes(),
            number_part(each.number),
            each.date.tobytes(),
            each.start.tobytes(),
            last.tobytes(),
        )
    ]


def row_parts(rows: Rows) -> list[Part]:
    """The parts of rows."""
    return [rows.kind, *(each.tobytes() for each in (rows.day, rows.piece, rows.index, rows.line))]


def _expiries(ledger: Ledger) -> tuple[Date, ...]:
    """The days on which anything might expire."""
    found = {each.meta.get(EXPIRES) for each in ledger.discarded}
    pending = {id(transaction): transaction for transaction, _ in ledger.pending_legs}
    found |= {each.meta.get(EXPIRES) for each in pending.values()}
    return tuple(sorted(day for day in found if isinstance(day, Date)))


def _is_settling(ledger: Ledger) -> bool:
    """Whether anything is pending, or says that it resolves something, be it right or wrong."""
    return (
        ledger.has_pending
        or bool(ledger.discarded or ledger.resolutions)
        or any(not _WORDS.isdisjoint(each.meta) for each in ledger.transactions() if each.meta)
        or any(each.type == DISCARD for each in ledger.of_type(Custom))
    )


def encoded_fallen(
    discarded: Sequence[Transaction], resolutions: Iterable[tuple[Place, Sequence[Resolution]]]
) -> bytes:
    """What fell away of pending transactions, as bytes."""
    kept = tuple((place.file, place.line, tuple(each)) for place, each in resolutions)
    return encoded(Fallen(encode_statements(discarded), kept))


class PieceTable:
    """The pieces of a snapshot while it is made, and their parts."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._pieces: list[KeptPiece] = []
        self._states: list[State] = []

    def add(self, kept: KeptPiece, state: State, statements: Part, booked: Part | None, parsed: Part | None) -> None:
        """Add the next piece; what is kept of it names its parts and its state wrongly yet."""
        self._pieces.append(
            replace(
                kept,
                state=self._state(state),
                statements=self._part(statements),
                booked=self._part(booked),
                parsed=self._part(parsed),
            )
        )

    def encoded(self) -> bytes:
        """The table as bytes."""
        return encoded(Pieces(tuple(map(_kept_state, self._states)), tuple(self._pieces)))

    def _part(self, part: Part | None) -> int:
        if part is None:
            return 0
        self.parts.append(part)
        return FIRST_PIECE + len(self.parts) - 1

    def _state(self, state: State) -> int:
        # Nearly all pieces have the state of the one before, and those of a file share few.
        for index in reversed(range(len(self._states))):
            if self._states[index].same(state):
                return index
        self._states.append(state)
        return len(self._states) - 1


def kept_piece(number: int, file: int, piece: Piece, data: bytes) -> KeptPiece:
    """What is kept of a piece that was just read, of these bytes; its parts and state are still to be told."""
    return KeptPiece(
        id=number,
        file=file,
        digest=piece_digest(data) if piece.clean else b"",
        beginning=data[:BEGINNING],
        size=piece.size,
        characters=piece.characters,
        lines=piece.lines,
        line=piece.line,
        base=piece.line,
        state=0,
        commands=encode_statements(piece.commands) if piece.commands else b"",
        statements=0,
        booked=0,
        parsed=0,
    )


def _kept_state(state: State) -> KeptState:
    pushed = [*state.tags, *state.metas]
    return KeptState(encode_statements(pushed) if pushed else b"", state.roots, state.allow_pipe)


class _Placing:
    """Finds for each directive of a ledger where it is kept.

    Most are statements of pieces as they are. What booking made of another statement stands on its lines, and is kept
    with the piece that has them (``booked``, by the index of the piece); the rest is of no one piece (``made``).
    """

    def __init__(self, pieces: Sequence[PlacedPiece], files: Files) -> None:
        self.booked: dict[int, list[Directive]] = {}
        self.made: list[Directive] = []
        self._pieces = pieces
        self._origin = {
            id(statement): (number, index)
            for number, each in enumerate(pieces)
            for index, statement in enumerate(each.statements)
        }
        self._lines: dict[str, tuple[list[int], list[int]]] = {}
        for number, each in enumerate(pieces):
            lines, numbers = self._lines.setdefault(files.readings[each.file].name, ([], []))
            lines.append(each.line)
            numbers.append(number)

    def rows(self, directives: Sequence[Directive]) -> Rows:
        """The rows of all directives."""
        origin, pieces = self._origin, self._pieces
        places = [origin.get(id(directive)) or self._place(directive) for directive in directives]
        begins = [piece.line for piece in pieces]
        return Rows(
            bytes([KIND_OF[type(directive)] for directive in directives]),
            array("i", [directive.date.toordinal() for directive in directives]),
            array("i", [number for number, _ in places]),
            array("i", [at for _, at in places]),
            array(
                "i",
                [
                    directive.line if number == NOWHERE else directive.line - begins[number]
                    for directive, (number, _) in zip(directives, places, strict=True)
                ],
            ),
        )

    def _place(self, directive: Directive) -> tuple[int, int]:
        lines, numbers = self._lines.get(directive.file, ([], []))
        at = bisect_right(lines, directive.line) - 1
        if at < 0 or not self._pieces[numbers[at]].has(directive):
            self.made.append(directive)
            return NOWHERE, len(self.made) - 1
        booked = self.booked.setdefault(numbers[at], [])
        booked.append(directive)
        return numbers[at], ~(len(booked) - 1)


def _table(
    pieces: Sequence[PlacedPiece], booked: Mapping[int, Sequence[Directive]], files: Files, stored: Stored | None
) -> PieceTable:
    """The pieces of a journal that was booked anew, numbered from 0."""
    table = PieceTable()
    data = {each.name: each.data or b"" for each in files.asked}
    begin, file = 0, -1
    for number, each in enumerate(pieces):
        if each.file != file:
            begin, file = 0, each.file
        piece = each.piece
        end = begin + piece.size
        made = encode_statements(booked[number]) if number in booked else None
        if isinstance(piece, Piece):
            kept = kept_piece(number, file, piece, data[files.readings[file].name][begin:end])
            parsed = encode_parsed(piece.parsed) if piece.parsed else None
            table.add(kept, piece.state, encode_statements(each.statements), made, parsed)
        else:
            assert stored is not None, "what is known comes from a snapshot"
            kept = replace(piece.kept, id=number, file=file, line=each.line, base=each.line)
            moved = each.line != piece.kept.base
            if moved and piece.commands:
                kept = replace(kept, commands=encode_statements(piece.commands_at(each.line)))
            table.add(
                kept,
                piece.state,
                encode_statements(each.statements) if moved else Copied(stored, piece.kept.statements),
                made,
                Copied(stored, piece.kept.parsed) if piece.kept.parsed else None,
            )
        begin = end
    return table
