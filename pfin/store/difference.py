"""What an edit took away and what it added, directive by directive, and where the lines are that it moved.

Problem. The reader tells only which pieces of a file are still there. The other pieces hold dozens of directives of
which mostly one has changed.

Solution. Between pieces that are still there lies a *gap*: the pieces that were there before, and those that were read
now. From its beginning and from its end, directives that are the same to the last digit stay; those between are the
difference. Behind it lines have moved, by as many lines as the gap has more or less.
"""

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pfin.model.diagnostics import Diagnostic, Related
from pfin.model.directives import Directive, Transaction
from pfin.model.parsed import ParsedTransaction, Statement
from pfin.model.sources import Span
from pfin.syntax.pieces import Piece

from .codec import decode_statements, encode_statements
from .known import PlacedPiece
from .snapshot import KeptPiece, Snapshot

Origin = tuple[int, int]
"""The id of a piece, and the index of a statement in it."""


class Gap(Struct, frozen=True):
    """Pieces that are gone, and those read in their place (``read``, with the id that each is given).

    ``stayed`` leads from where a statement was to where it is now. ``removed`` and ``added`` are what differs.
    """

    gone: tuple[KeptPiece, ...]
    read: tuple[tuple[int, PlacedPiece], ...]
    stayed: dict[Origin, Origin]
    removed: tuple[tuple[Origin, Statement], ...]
    added: tuple[tuple[Origin, Statement], ...]


class _Stretch(Struct, frozen=True):
    """Lines of a file that have moved by as many; up to but not including ``end``.

    ``exact`` says that their text is what it was, and not only what their directives mean.
    """

    begin: int
    end: int
    by: int
    exact: bool


class Moved:
    """Where the lines of a snapshot's files are now."""

    def __init__(self) -> None:
        self.any = False
        self._stretches: dict[str, list[_Stretch]] = {}

    def add(self, file: str, begin: int, end: int, by: int, *, exact: bool) -> None:
        """Lines of a file have moved by as many; ``exact`` as they were, or with the same meaning at least."""
        self.any = self.any or (by != 0 and begin < end)
        stretches = self._stretches.setdefault(file, [])
        last = stretches[-1] if stretches else None
        if last is not None and last.end == begin and last.by == by and last.exact == exact:
            begin = stretches.pop().begin
        stretches.append(_Stretch(begin, end, by, exact))

    def line(self, file: str, line: int) -> int | None:
        """Where a line is now; None where it was changed."""
        if line == 0 or file not in self._stretches:
            return line
        found = self._stretch(file, line)
        return None if found is None else line + found.by

    def is_exact(self, found: Diagnostic) -> bool:
        """Whether the lines that a diagnostic marks have the text they had, so that its columns are right."""
        spans = (found.span, *(each.span for each in found.related))
        stretches = [
            self._stretch(span.file, span.line) for span in spans if span.file in self._stretches and span.line
        ]
        return all(each is not None and each.exact for each in stretches)

    def _stretch(self, file: str, line: int) -> _Stretch | None:
        return next((each for each in self._stretches[file] if each.begin <= line < each.end), None)

    def diagnostic(self, found: Diagnostic) -> Diagnostic | None:
        """A diagnostic with the lines where they are now; None where one of them was changed."""
        span = self._span(found.span)
        related = [(self._span(each.span), each.label) for each in found.related]
        if span is None or any(each is None for each, _ in related):
            return None
        return replace(found, span=span, related=tuple(Related(each, label) for each, label in related if each))

    def transaction(self, found: Transaction) -> Transaction | None:
        """A transaction with the lines where they are now; None where one of them was changed."""
        line = self.line(found.file, found.line)
        postings = []
        for posting in found.postings:
            now = self.line(found.file, posting.line)
            if now is None:
                return None
            postings.append(replace(posting, line=now))
        return None if line is None else replace(found, line=line, postings=tuple(postings))

    def directive(self, found: Directive) -> Directive | None:
        """A directive with the lines where they are now; None where one of them was changed."""
        if isinstance(found, Transaction):
            return self.transaction(found)
        line = self.line(found.file, found.line)
        return None if line is None else replace(found, line=line)

    def _span(self, span: Span) -> Span | None:
        begin, end = self.line(span.file, span.line), self.line(span.file, span.end_line)
        return None if begin is None or end is None else replace(span, line=begin, end_line=end)


class Difference(Struct, frozen=True):
    """All gaps of a journal, with the pieces in their order now: ids with what they are."""

    gaps: tuple[Gap, ...]
    pieces: tuple[tuple[int, PlacedPiece], ...]
    moved: Moved


def difference(snapshot: Snapshot, pieces: Sequence[PlacedPiece], unchanged: Collection[str]) -> Difference:
    """What is different from a snapshot in pieces as they are now, of the same files in the same order.

    The files with the names ``unchanged`` have the bytes they had.
    """
    finder = _Finder(snapshot, unchanged)
    of_file: dict[int, list[PlacedPiece]] = {}
    for each in pieces:
        of_file.setdefault(each.file, []).append(each)
    for file in range(len(snapshot.head.files)):
        finder.find(file, of_file.get(file, []))
    return Difference(tuple(finder.gaps), tuple(finder.pieces), finder.moved)


class _Finder:
    def __init__(self, snapshot: Snapshot, unchanged: Collection[str]) -> None:
        self._unchanged = unchanged
        self.gaps: list[Gap] = []
        self.pieces: list[tuple[int, PlacedPiece]] = []
        self.moved = Moved()
        self._snapshot = snapshot
        self._old: dict[int, list[KeptPiece]] = {}
        for piece in snapshot.pieces.pieces:
            self._old.setdefault(piece.file, []).append(piece)
        self._next_id = max((piece.id for piece in snapshot.pieces.pieces), default=-1) + 1

    def find(self, file: int, pieces: Sequence[PlacedPiece]) -> None:
        """Find the gaps of a file."""
        name = self._snapshot.head.files[file].name
        old = self._old.get(file, [])
        at = 0
        # Where the stretch that is being looked at begins, before and now.
        before = now = 1
        read: list[PlacedPiece] = []
        for each in pieces:
            if isinstance(each.piece, Piece):
                read.append(each)
                continue
            kept = each.piece.kept
            until = at
            while old[until].id != kept.id:
                until += 1
            self._gap(name, old[at:until], read, (before, kept.line), (now, each.line))
            self.moved.add(name, kept.line, kept.line + kept.lines, each.line - kept.line, exact=True)
            self.pieces.append((kept.id, each))
            read, at = [], until + 1
            before, now = kept.line + kept.lines, each.line + kept.lines
        ends = (
            old[-1].line + old[-1].lines if old else 1,
            pieces[-1].line + pieces[-1].piece.lines if pieces else 1,
        )
        self._gap(name, old[at:], read, (before, ends[0]), (now, ends[1]))

    def _gap(
        self,
        file: str,
        gone: Sequence[KeptPiece],
        read: Sequence[PlacedPiece],
        before: tuple[int, int],
        now: tuple[int, int],
    ) -> None:
        """Compare what was between the lines ``before`` with what is between the lines ``now``."""
        if not gone and not read:
            return
        numbered = []
        for each in read:
            numbered.append((self._next_id, each))
            self._next_id += 1
        self.pieces += numbered
        if file in self._unchanged and [each.size for each in gone] == [each.piece.size for each in read]:
            # These are read again each time, and are what they were.
            stayed = {
                (piece.id, index): (number, index)
                for piece, (number, each) in zip(gone, numbered, strict=True)
                for index in range(len(each.statements))
            }
            self.gaps.append(Gap(tuple(gone), tuple(numbered), stayed, (), ()))
            self.moved.add(file, *before, 0, exact=True)
            return
        shift, end_shift = now[0] - before[0], now[1] - before[1]
        new = [((number, index), s) for number, each in numbered for index, s in enumerate(each.statements)]
        new_bytes = [encode_statements([statement]) for _, statement in new]
        old = self._decoded(file, gone, shift)
        same = _common(list(map(_encoded, old)), new_bytes)
        tail = old[same:] if end_shift == shift else self._decoded(file, gone, end_shift)[same:]
        tail_same = _common(list(map(_encoded, reversed(tail))), new_bytes[same:][::-1])
        first_of_tail = len(old) - tail_same
        stayed = {old[i][0]: new[i][0] for i in range(same)}
        offset = len(new) - len(old)
        stayed |= {old[i][0]: new[i + offset][0] for i in range(first_of_tail, len(old))}
        self.gaps.append(
            Gap(
                tuple(gone),
                tuple(numbered),
                stayed,
                tuple(old[same:first_of_tail]),
                tuple(new[same : len(new) - tail_same]),
            )
        )
        # Lines after the last that stayed, up to the next that did, may have changed.
        stays_until = before[0] if not same else _last_line(old[same - 1][1]) - shift + 1
        stays_from = before[1] if not tail_same else tail[-tail_same][1].line - end_shift
        exact = file in self._unchanged
        self.moved.add(file, before[0], stays_until, shift, exact=exact)
        self.moved.add(file, max(stays_from, stays_until), before[1], end_shift, exact=exact)

    def _decoded(self, file: str, gone: Sequence[KeptPiece], shift: int) -> list[tuple[Origin, Statement]]:
        """The statements of pieces that are gone, moved by as many lines from where they were."""
        parts = self._snapshot.parts
        return [
            ((piece.id, index), statement)
            for piece in gone
            for index, statement in enumerate(
                decode_statements(parts.part(piece.statements), file, piece.line - piece.base + shift)
            )
        ]


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many of the first are the same."""
    for index, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return index
    return min(len(one), len(other))


def _encoded(placed: tuple[Origin, Statement]) -> bytes:
    return encode_statements([placed[1]])


def _last_line(statement: Statement) -> int:
    """The last line of a statement that a diagnostic may be about."""
    if isinstance(statement, Transaction) and statement.postings:
        return max(posting.line for posting in statement.postings)
    if isinstance(statement, ParsedTransaction) and statement.postings:
        return statement.line + max(posting.line for posting in statement.postings)
    return statement.line
