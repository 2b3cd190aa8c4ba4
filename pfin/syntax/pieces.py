"""Pieces: stretches of a file that can be kept, and need not be read again while only the rest of the file changes.

A piece begins at the start of a file or where a block ends, so before the blank lines and comments that stand above its
first block; it ends where the next one begins, the last one at the end of the file. It never ends above an indented
line, which could belong to the block over it. So what a piece says depends on nothing but its own text and the
:class:`State` before it, with two exceptions: a directive that cannot be understood makes the reader look far beyond
it (for the end of a string), and the last line may lack its newline, so that an addition would lengthen it. Such
pieces are not *clean*, and are read again each time.

Where a clean piece is met again, with the same state before it, and no indented line behind it, it is what it was. That
what stands before it does not run into it needs no check: a block that does is read to its end, which is not the
piece's beginning.
"""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from pfin.model.account import Roots
from pfin.model.parsed import Command, PushMeta, PushTag, Statement

PIECE_SIZE = 1 << 14
"""The characters from which on a piece ends at the next place where it can."""


class State(Struct, frozen=True):
    """What the lines above a piece do to it: tags and metadata pushed and not yet popped, and options."""

    tags: tuple[PushTag, ...]
    metas: tuple[PushMeta, ...]
    roots: Roots
    allow_pipe: bool

    def same(self, other: "State") -> bool:
        """Whether a piece says the same in both states. The lines of what was pushed do not matter."""
        return self is other or (
            self.roots == other.roots
            and self.allow_pipe == other.allow_pipe
            and [tag.tag for tag in self.tags] == [tag.tag for tag in other.tags]
            # Equal values need not be the same: 1.0 and 1.00 are not, nor are 1 and TRUE.
            and [(meta.key, repr(meta.value)) for meta in self.metas]
            == [(meta.key, repr(meta.value)) for meta in other.metas]
        )


class Piece(Struct, frozen=True):
    """A piece that was just read.

    ``size`` counts its bytes in the file, ``characters`` and ``lines`` are of the text as read, which always ends with
    a newline: where the file lacks it, they count it and ``size`` does not. ``line`` is the piece's first line in the
    file, counted from 1.

    ``statements`` are in the order of the file, with what was pushed applied to the directives; ``commands`` are those
    among them that are no directives. ``parsed`` has the blocks that need the parser and are right by themselves: the
    text of each, and its statement before anything pushed was applied.
    """

    size: int
    characters: int
    lines: int
    line: int
    state: State
    statements: list[Statement]
    commands: list[Command]
    parsed: dict[str, Statement]
    clean: bool


class KnownPiece(Protocol):
    """A clean piece that was read before. All but :meth:`statements` is as in :class:`Piece`, when it was read."""

    @property
    def size(self) -> int:
        """Its bytes."""
        ...

    @property
    def characters(self) -> int:
        """Its characters."""
        ...

    @property
    def lines(self) -> int:
        """Its newlines."""
        ...

    @property
    def line(self) -> int:
        """The line where it began, from which ``commands`` are to be shifted."""
        ...

    @property
    def state(self) -> State:
        """The state before it."""
        ...

    @property
    def commands(self) -> Sequence[Command]:
        """Its commands."""
        ...

    def statements(self, line: int) -> Sequence[Statement]:
        """Its statements where it begins at this line."""
        ...


class KnownFile(Protocol):
    """What is known of a file from an earlier reading of it, for the text it has now.

    It is not asked where the file's bytes are not its text in UTF-8, or a byte order mark stands before it.
    """

    def piece_at(self, position: int) -> KnownPiece | None:
        """A known piece whose text stands at this character of the file's text, if there is one."""
        ...

    def statement(self, block: str, file: str, line: int) -> Statement | None:
        """The statement of a block that was parsed before (see ``Piece.parsed``), where it begins at this line."""
        ...
