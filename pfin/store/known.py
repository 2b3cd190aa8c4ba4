"""Which pieces of a file are still there after an edit, and what is known of the blocks in those that are gone.

Problem. An edit changes a place or a few of a long file and moves everything behind it.

Solution. From the beginning, pieces are where they were until the first edit; from the end, until the last one. Between
the two each piece stands behind the one before it, or is looked for by its first bytes, near the place where it would
stand. A place is a piece's own only where the digest of the bytes there is the piece's: nothing else is trusted.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256

from msgspec.structs import replace

from pfin.model.directives import Directive, Transaction
from pfin.model.parsed import Command, PushMeta, PushTag, Statement
from pfin.syntax.pieces import Piece, State

from .codec import decode_statements, encode_statements, encoded
from .container import Damaged
from .snapshot import KeptPiece, KeptState, Parts, decoded

DIGEST_SIZE = 16
BEGINNING = 96
"""By how many bytes a piece is looked for."""

# How often the bytes are gone through in which something changed, at most.
_MOST_SEARCHES = 10
# How many bytes may have been put in before a piece for it to be found at once, beside those that were taken out.
_NEAR = 1 << 16


class Known:
    """A piece of a snapshot that is still there: a :class:`pfin.syntax.pieces.KnownPiece`."""

    def __init__(self, kept: KeptPiece, file: str, parts: Parts, state: State) -> None:
        self.kept = kept
        self.file = file
        self.state = state
        self.size, self.characters, self.lines, self.line = kept.size, kept.characters, kept.lines, kept.line
        self._parts = parts

    @cached_property
    def commands(self) -> Sequence[Command]:
        """Its commands, with the lines they had."""
        return self.commands_at(self.line)

    def commands_at(self, line: int) -> Sequence[Command]:
        """Its commands where it begins at this line."""
        if not self.kept.commands:
            return ()
        found = decode_statements(self.kept.commands, self.file, line - self.kept.base)
        return [each for each in found if isinstance(each, Command)]

    def statements(self, line: int) -> Sequence[Statement]:
        """Its statements where it begins at this line; plain transactions among them are booked. Raises Damaged."""
        return decode_statements(self._parts.part(self.kept.statements), self.file, line - self.kept.base)


class PlacedPiece:
    """A piece of the file with index ``file``, read now or known before, and the ``line`` where it begins now."""

    def __init__(self, file: int, line: int, piece: Piece | Known, booked: Sequence[Statement] = ()) -> None:
        self.file = file
        self.line = line
        self.piece = piece
        self._booked = booked

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """Its statements, plain transactions booked; those that are known are decoded when asked for."""
        return self.piece.statements(self.line) if isinstance(self.piece, Known) else self._booked

    def has(self, directive: Directive) -> bool:
        """Whether all lines of a directive are the piece's; what a pad made is also on the line of an assertion."""
        lines = [posting.line for posting in directive.postings] if isinstance(directive, Transaction) else []
        return all(self.line <= line < self.line + self.piece.lines for line in (directive.line, *lines))


class KnownText:
    """What a snapshot knows of a file as it is now: a :class:`pfin.syntax.pieces.KnownFile`.

    ``pieces`` are those of the file, and ``states`` those of all files; ``data`` are its bytes now.
    """

    def __init__(
        self, parts: Parts, name: str, pieces: Sequence[KeptPiece], states: Sequence[State], data: bytes
    ) -> None:
        self._parts = parts
        found = _find(pieces, data)
        self._at: dict[int, Known] = {}
        characters = position = 0
        for piece, begin in found:
            # What lies between is to be read; it may be longer in bytes than in characters.
            if position < begin:
                characters += len(data[position:begin].decode("utf-8", "surrogateescape"))
            self._at[characters] = Known(piece, name, parts, states[piece.state])
            characters, position = characters + piece.characters, begin + piece.size
        there = {piece.id for piece, _ in found}
        self._gone = [piece for piece in pieces if piece.id not in there and piece.parsed]

    def piece_at(self, position: int) -> Known | None:
        """The piece that begins at a character."""
        return self._at.get(position)

    def statement(self, block: str, file: str, line: int) -> Statement | None:
        """The statement of a block that needed the parser, if it stood in a piece that is gone."""
        found = self._parsed.get(block)
        return None if found is None else replace(found, file=file, line=line)

    @cached_property
    def _parsed(self) -> dict[str, Statement]:
        found: dict[str, Statement] = {}
        for piece in self._gone:
            found.update(decode_parsed(self._parts.part(piece.parsed)))
        return found


def state_of(kept: KeptState) -> State:
    """The state that was kept."""
    pushed = decode_statements(kept.pushed) if kept.pushed else []
    return State(
        tuple(each for each in pushed if isinstance(each, PushTag)),
        tuple(each for each in pushed if isinstance(each, PushMeta)),
        kept.roots,
        kept.allow_pipe,
    )


def piece_digest(data: bytes) -> bytes:
    """The digest of a piece's bytes."""
    return sha256(data).digest()[:DIGEST_SIZE]


def _find(pieces: Sequence[KeptPiece], data: bytes) -> list[tuple[KeptPiece, int]]:
    """The pieces that are still there, in order, each with its first byte."""
    head: list[tuple[KeptPiece, int]] = []
    begin = 0
    for piece in pieces:
        if not _is_at(piece, data, begin, len(data)):
            break
        head.append((piece, begin))
        begin += piece.size
    tail: list[tuple[KeptPiece, int]] = []
    end = len(data)
    rest = list(pieces[len(head) :])
    while rest and _is_at(rest[-1], data, end - rest[-1].size, end, begin):
        end -= rest[-1].size
        tail.append((rest.pop(), end))
    return [*head, *_find_between(rest, data, begin, end), *reversed(tail)]


def _find_between(pieces: Sequence[KeptPiece], data: bytes, begin: int, end: int) -> Iterator[tuple[KeptPiece, int]]:
    """The pieces that are still there from one byte to another: mostly each stands behind the one before."""
    budget = _MOST_SEARCHES * (end - begin)
    near = _NEAR + abs(end - begin - sum(piece.size for piece in pieces))
    skipped = 0
    for piece in pieces:
        place = begin if _is_at(piece, data, begin, end) else -1
        if place < 0 and piece.digest and budget > 0:
            until = min(end, begin + skipped + near + piece.size)
            budget -= until - begin
            place = data.find(piece.beginning, begin, until)
            while place >= 0 and not _is_at(piece, data, place, until):
                budget -= piece.size
                place = data.find(piece.beginning, place + 1, until) if budget > 0 else -1
        if place < 0:
            skipped += piece.size
        else:
            yield piece, place
            begin, skipped = place + piece.size, 0


def _is_at(piece: KeptPiece, data: bytes, begin: int, end: int, first: int = 0) -> bool:
    if not piece.digest or begin < first or begin + piece.size > end:
        return False
    return data.startswith(piece.beginning, begin) and piece_digest(data[begin : begin + piece.size]) == piece.digest


def encode_parsed(parsed: Mapping[str, Statement]) -> bytes:
    """Blocks that needed the parser, with their statements, as bytes."""
    return encoded((list(parsed), encode_statements(list(parsed.values()))))


def decode_parsed(data: bytes) -> dict[str, Statement]:
    """The blocks that needed the parser, with their statements; raises Damaged."""
    blocks, statements = decoded(data, tuple[list[str], bytes])
    made = decode_statements(statements)
    if len(made) != len(blocks):
        raise Damaged("there are not as many statements as blocks")
    return dict(zip(blocks, made, strict=True))
