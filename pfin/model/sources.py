"""Places in journal files, and the texts they point into."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

LARGEST_FILE = 1 << 30
"""How many bytes of a file are read: those of ten million transactions or so."""


class Span(Struct, frozen=True, gc=False):
    """A stretch of a file. Lines and columns count from 1; ``end_column`` is the column after the last character.

    A ``line`` of 0 means the file as a whole.
    """

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0


class Sources:
    """The files of a journal by name, in the order they were read."""

    def __init__(self) -> None:
        self._texts: dict[str, str | Callable[[], str]] = {}
        self._lines: dict[str, list[str]] = {}

    def add(self, file: str, text: str | Callable[[], str]) -> None:
        """Keep the text of a file, or what gives it when it is asked for."""
        self._texts[file] = text

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __contains__(self, file: str) -> bool:
        return file in self._texts

    def text(self, file: str) -> str:
        """The whole text of a file, or nothing where the file was never read."""
        text = self._texts.get(file, "")
        if not isinstance(text, str):
            text = self._texts[file] = text()
        return text

    def line(self, file: str, number: int) -> str:
        """One line without its end, or nothing where there is no such line."""
        if file not in self._lines:
            self._lines[file] = self.text(file).split("\n")
        lines = self._lines[file]
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    def span(self, file: str, line: int, focus: str | None = None) -> Span:
        """The span of ``focus`` where the line holds it, else of the whole line without indent and comment.

        The focus is looked for as whole words; an amount is found with whatever commas and blanks the line has it.
        """
        text = self.line(file, line)
        if focus and (found := _pattern(focus).search(text)):
            return Span(file, line, found.start() + 1, line, found.end() + 1)
        body = text.strip()
        start = len(text) - len(text.lstrip())
        return Span(file, line, start + 1, line, start + 1 + len(body))


def _pattern(focus: str) -> re.Pattern[str]:
    words = []
    for word in focus.split(" "):
        is_number = word.lstrip("-")[:1].isdigit()
        words.append(",?".join(map(re.escape, word)) if is_number else re.escape(word))
    return re.compile(
        r"(?<![\w:.-])" + r"\s+".join(words) + r"(?![\w:.-])" if words[0][:1] != '"' else r"\s+".join(words)
    )
