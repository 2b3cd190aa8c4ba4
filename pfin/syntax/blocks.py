"""Cutting a text into blocks: a directive in the first column with the indented lines below it.

A blank line, a comment in the first column or another directive ends a block. What makes it harder than that are
strings over several lines, whose later lines may look like anything. They are rare, so the cut is first made by lines
alone, and a block whose quotes do not pair up within it is then extended to where its last string ends.
"""

import re

from msgspec import Struct

from .grammar import terminal

_BETWEEN = terminal("BETWEEN")
_DATED = terminal("DATED_BLOCK")
_INDENTED = terminal("INDENTED_LINES")

_STRING = terminal("STRING")
_UNCLOSED = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+')
_BETWEEN_STRINGS = re.compile(r';[^\n]*+|[^";]++')


class Block(Struct, frozen=True, gc=False):
    """The text of a block, ended by a newline. ``line`` is its first line in the file, counted from 1.

    ``indented`` says that it begins with an indented line, so belongs to no directive.
    """

    text: str
    line: int
    indented: bool = False


class Blocks:
    """The blocks of a text, which must end with a newline."""

    def __init__(self, text: str) -> None:
        self.text = text
        # A quote before this place opens no string that is ever closed: looking again would cost the whole text.
        self._unclosed_until = 0

    def next(self, position: int, line: int) -> tuple[Block, int] | None:
        """The next block at or after ``position``, which is the start of line ``line``, and where it ends.

        None where only comments and blank lines follow.
        """
        text = self.text
        if skipped := _BETWEEN.match(text, position):
            line += text.count("\n", position, skipped.end())
            position = skipped.end()
        if position >= len(text):
            return None
        if match := _DATED.match(text, position):
            return Block(match.group(), line), match.end()
        if match := _INDENTED.match(text, position):
            return Block(match.group(), line, indented=True), match.end()
        end = text.index("\n", position) + 1
        return Block(text[position:end], line), end

    def is_indented(self, position: int) -> bool:
        """Whether the line that begins here is indented, so would lengthen the block over it or be lost without one."""
        return _INDENTED.match(self.text, position) is not None

    def complete(self, start: int, end: int) -> tuple[int, tuple[int, int] | None]:
        """Where a block really ends whose lines alone end at ``end``, and the first string that runs beyond them.

        A string that is never closed does not run beyond its line: the second value is then None, and the first
        ``end``.
        """
        text = self.text
        position = start
        across = None
        while position < end:
            piece = self._string(position) if text[position] == '"' else _BETWEEN_STRINGS.match(text, position, end)
            if piece is None:
                break
            if piece.end() > end:
                across = across or piece.span()
                end = text.index("\n", piece.end()) + 1
                if text[start].isdigit() and (more := _INDENTED.match(text, end)):
                    end = more.end()
            position = piece.end()
        return end, across

    def _string(self, position: int) -> re.Match[str] | None:
        if position < self._unclosed_until:
            return None
        string = _STRING.match(self.text, position)
        if string is None and (opened := _UNCLOSED.match(self.text, position)):
            self._unclosed_until = opened.end()
        return string
