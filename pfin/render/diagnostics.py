"""Diagnostics as text: with the source line for people, a line each for editors, and as JSON.

::

    error[unbalanced]: transaction does not balance: 1.00 USD too much on the debit side
      --> food.beancount:4:1
       |
     4 | 2024-02-01 * "Cafe" "Lunch"
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ debits 13.00 USD, credits 12.00 USD
    hint: change one amount, or leave one blank and it is inferred
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from msgspec import Struct

from pfin.model.diagnostics import Diagnostic, Severity
from pfin.model.sources import Sources, Span

from .characters import ELLIPSIS, columns, visible
from .styles import Paint, painter

_TAB = 4
# Lines that go to a file or pipe are cut too, or one line could fill a screen; and no terminal is too narrow for this.
_WIDEST = 160
_NARROWEST = 24
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def to_text(
    diagnostics: Iterable[Diagnostic],
    sources: Sources,
    *,
    folder: str = "",
    width: int | None = None,
    color: bool = False,
) -> str:
    """The diagnostics for people, an empty line between two; paths in ``folder`` are relative to it."""
    paint = painter(color)
    form = _Form(sources, folder, max(_NARROWEST, min(width or _WIDEST, _WIDEST)), paint, wraps=width is not None)
    return "\n".join("\n".join(form.lines(diagnostic)) + "\n" for diagnostic in diagnostics)


def to_lines(diagnostics: Iterable[Diagnostic], *, folder: str = "") -> str:
    """A line each, ``file:line:column: error[code]: message``, as compilers write them and editors read them."""
    return "".join(
        f"{_path(each.span, folder)}:{max(each.span.line, 1)}:{each.span.column}: "
        f"{each.severity.value}[{each.code}]: {visible(each.message)}\n"
        for each in diagnostics
    )


def as_values(diagnostics: Iterable[Diagnostic]) -> list[Mapping[str, object]]:
    """What JSON output holds of diagnostics; files are absolute, a line of 0 means a file as a whole."""
    return [
        {
            "severity": each.severity.value,
            "code": each.code,
            "message": each.message,
            **_place(each.span),
            "hint": each.hint,
            "related": [{**_place(other.span), "label": other.label} for other in each.related],
        }
        for each in diagnostics
    ]


def _place(span: Span) -> Mapping[str, object]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _path(span: Span, folder: str) -> str:
    inside = folder and span.file.startswith(folder.rstrip(os.sep) + os.sep)
    return visible(os.path.relpath(span.file, folder) if inside else span.file)


class _Snippet(Struct, frozen=True):
    """A stretch of a source line fit to be shown, and the columns at which its marks begin and how many there are."""

    text: str
    start: int
    length: int


class _Form:
    """How one run shows its diagnostics."""

    def __init__(self, sources: Sources, folder: str, width: int, paint: Paint, *, wraps: bool) -> None:
        self._sources = sources
        self._folder = folder
        self._width = width
        self._paint = paint
        self._wraps = wraps

    def lines(self, diagnostic: Diagnostic) -> Iterator[str]:
        """A diagnostic, line by line."""
        style = _STYLES[diagnostic.severity]
        head = f"{diagnostic.severity.value}[{diagnostic.code}]:"
        first, *more = self._prose(f"{head} {visible(diagnostic.message)}")
        yield self._paint(head, style) + self._paint(first.removeprefix(head), "bold")
        yield from (self._paint(line, "bold") for line in more)
        spans = [diagnostic.span, *(other.span for other in diagnostic.related)]
        gutter = max(len(str(span.line)) for span in spans) + 2
        yield from self._source(diagnostic.span, diagnostic.label, gutter, "-->", "^", style)
        before = diagnostic.span.file
        for other in diagnostic.related:
            yield from self._source(
                other.span, other.label, gutter, ":::" if other.span.file != before else "", "-", "blue"
            )
            before = other.span.file
        if diagnostic.hint:
            for index, text in enumerate(diagnostic.hint.split("\n")):
                first, *more = self._prose(("" if index else "hint: ") + visible(text), " " * 6 if index else "")
                yield first if index else self._paint("hint:", "bold cyan") + first.removeprefix("hint:")
                yield from more

    def _prose(self, text: str, indent: str = "") -> Sequence[str]:
        """A sentence, on several lines where it is read at a terminal that is too narrow for it."""
        if not self._wraps:
            return (indent + text,)
        return wrap(text, self._width, initial_indent=indent, subsequent_indent=" " * 6, break_on_hyphens=False) or [""]

    def _source(self, span: Span, label: str, gutter: int, arrow: str, mark: str, style: str) -> Iterator[str]:
        """Where a span is (unless ``arrow`` is empty: in the file just shown), its line, the marks and the label."""
        if arrow:
            place = f"{_path(span, self._folder)}:{span.line}:{span.column}" if span.line else _path(span, self._folder)
            yield f"{' ' * (gutter - 1)}{self._paint(arrow, 'blue')} {place}"
        bar = " " * gutter + self._paint("|", "blue")
        line = self._sources.line(span.file, span.line)
        if not line:
            yield from (f"{bar} {text}" for text in _label_lines(label, self._width - gutter - 2))
            return
        room = self._width - gutter - 2
        shown = _snippet(line, span, room)
        yield bar
        yield f"{self._paint(f'{span.line:>{gutter - 1}} |', 'blue')} {shown.text.rstrip()}"
        marks = " " * shown.start + self._paint(mark * shown.length, style)
        if "\n" not in label and shown.start + shown.length + 1 + columns(visible(label)) <= room:
            yield f"{bar} {marks}{' ' if label else ''}{self._paint(visible(label), style)}"
            return
        yield f"{bar} {marks}"
        yield from (f"{bar} {self._paint(text, style)}" for text in _label_lines(label, room))


def _label_lines(label: str, room: int) -> Sequence[str]:
    return [
        text
        for line in label.split("\n")
        for text in wrap(visible(line), room, break_long_words=False, break_on_hyphens=False)
    ]


def _snippet(line: str, span: Span, room: int) -> _Snippet:
    """The part of a line around a span that fits ``room`` columns, tabs spread out and cut ends marked."""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(min(end, len(line)), start)
    # Nothing farther from the span than the room can be seen: only that much of a huge line is looked at.
    first, last = max(0, start - room), min(len(line), start + room)
    before, marked = _spread(line[first:start], 0), line[start : min(end, last)]
    # What is missing at the end of a line is marked behind it.
    marked = _spread(marked, columns(before)) or " " * (start == len(line))
    after = _spread(line[min(end, last) : last], columns(before + marked))
    cut_left, cut_right = first > 0, last < len(line)
    # The span's beginning comes first, then as much of it as fits, then what is before it.
    if columns(before) + columns(marked) + columns(after) > room or cut_left or cut_right:
        behind = min(columns(after), room // 3)
        allowed = max(room - columns(marked) - behind, 0)
        if cut_left or columns(before) > allowed:
            before = ELLIPSIS + _last_columns(before, max(allowed - 1, 0))
        text = before + marked + after
        if columns(text) > room or cut_right:
            text = _first_columns(text, room - 1) + ELLIPSIS
    else:
        text = before + marked + after
    place = columns(before)
    return _Snippet(text, place, max(1, min(columns(marked), columns(text) - place)))


def _spread(text: str, column: int) -> str:
    """Text with tabs as spaces, ``column`` being where it begins, and other unsafe characters made visible."""
    parts = text.split("\t")
    spread = visible(parts[0])
    for part in parts[1:]:
        spread += " " * (_TAB - (column + columns(spread)) % _TAB) + visible(part)
    return spread


def _first_columns(text: str, width: int) -> str:
    while columns(text) > width:
        text = text[: len(text) - max(1, (columns(text) - width) // 2)]
    return text


def _last_columns(text: str, width: int) -> str:
    while columns(text) > width:
        text = text[max(1, (columns(text) - width) // 2) :]
    return text
