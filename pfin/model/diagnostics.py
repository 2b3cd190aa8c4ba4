"""Diagnostics: the problems of a journal as values, and the list that gathers them."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from .sources import Sources, Span


class Severity(Enum):
    """Errors make figures doubtful, so reports refuse to print them; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Related(Struct, frozen=True, gc=False):
    """Another place that belongs to a problem, and what is there ("opened here")."""

    span: Span
    label: str


class Diagnostic(Struct, frozen=True):
    """One problem: what, where, and what to do.

    ``code`` is a short stable word for the kind of problem, ``message`` one sentence without a final period,
    ``label`` a few words beside the marked place, ``hint`` what the reader may do about it.
    """

    severity: Severity
    code: str
    message: str
    span: Span
    label: str = ""
    related: tuple[Related, ...] = ()
    hint: str | None = None


class Placed(Protocol):
    """Anything that knows its file and line: every directive does."""

    @property
    def file(self) -> str:
        """The name of the file."""
        ...

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        ...


class Place(Struct, frozen=True, gc=False):
    """A line of a file."""

    file: str
    line: int


class Problems:
    """The diagnostics found so far. Every stage of loading adds to one such list."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._found: list[Diagnostic] = []

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic that is complete."""
        self._found.append(diagnostic)

    def error(
        self,
        code: str,
        message: str,
        at: Placed,
        *,
        focus: str | None = None,
        label: str = "",
        related: Sequence[tuple[Placed, str]] = (),
        hint: str | None = None,
    ) -> None:
        """Add an error at a line; ``focus`` is the part of that line to mark, by default all of it."""
        self._report(Severity.ERROR, code, message, at, focus, label, related, hint)

    def warning(
        self,
        code: str,
        message: str,
        at: Placed,
        *,
        focus: str | None = None,
        label: str = "",
        related: Sequence[tuple[Placed, str]] = (),
        hint: str | None = None,
    ) -> None:
        """Add a warning; the arguments are those of :meth:`error`."""
        self._report(Severity.WARNING, code, message, at, focus, label, related, hint)

    def _report(
        self,
        severity: Severity,
        code: str,
        message: str,
        at: Placed,
        focus: str | None,
        label: str,
        related: Sequence[tuple[Placed, str]],
        hint: str | None,
    ) -> None:
        span = self.sources.span(at.file, at.line, focus)
        others = tuple(Related(self.sources.span(other.file, other.line), said) for other, said in related)
        self.add(Diagnostic(severity, code, message, span, label, others, hint))

    def in_file_order(self) -> list[Diagnostic]:
        """All diagnostics, by file in the order the files were read, then by line and column."""
        order = {file: index for index, file in enumerate(self.sources)}
        return sorted(self._found, key=lambda d: (order.get(d.span.file, len(order)), d.span.line, d.span.column))
