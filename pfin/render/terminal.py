"""Pages as text for people: aligned in columns, plain where it is piped, never wider than the terminal.

Where all columns together are wider than the terminal, bars get shorter and flexible columns are shortened, the widest
first. Where that is not enough, what is drawn is left out. Where even that is not enough, the columns of a divided
table are shown in groups below each other, and each row of another table becomes a block of lines: the words first,
and then a line for each amount.

Rows are written by hand rather than by rich's tables, which take a hundred times as long; rich knows how wide a
character is.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from textwrap import wrap

from msgspec import Struct
from msgspec.structs import replace

from pfin.model.amount import Amount
from pfin.report.drawing import Point, StockChart
from pfin.report.table import Column, Page, RowKind, Table, Tone

from . import strokes
from .characters import columns, one_line, padded, shortened
from .layout import GAP, Figure, Line, Width, Words, cell_lines, fit, measure, needed, spare
from .numbers import amount_text
from .styles import TONES, Paint, painter, plain

# Wider lines of prose are hard to read, and a file has no width at all.
_PROSE = 100
# A course of more columns than this is no easier to read.
_COURSE = 60
# Amounts are set in as far as their account in a tree, but no farther than this.
_DEEPEST = 8
# What is drawn beside words must not shorten them so much as figures may.
_LEAST_BESIDE_DRAWN = 24
# In groups of columns, the words at the beginning of each are cut to this part of the line for one more column.
_PART_OF_WORDS = 4
_ROW_STYLES = {RowKind.BODY: "", RowKind.HEADING: "bold", RowKind.TOTAL: "bold"}

# The kind of a row, and the lines of each of its cells.
_Row = tuple[RowKind, Sequence[Sequence[Line]]]


class _Grid(Struct, frozen=True):
    """A table of lines, and how wide its columns are."""

    shown: Sequence[Column]
    rows: Sequence[_Row]
    widths: Sequence[Width]

    def only(self, kept: Sequence[int]) -> "_Grid":
        """The grid with some of its columns."""
        if len(kept) == len(self.shown):
            return self
        rows = [(kind, [lines[index] for index in kept]) for kind, lines in self.rows]
        return _Grid([self.shown[index] for index in kept], rows, [self.widths[index] for index in kept])


def to_text(page: Page, *, width: int | None = None, color: bool = False, ascii: bool = False) -> str:
    """Title, moment, each table, notes; no line is wider than ``width`` unless a single amount is.

    With ``ascii``, bars and courses are drawn with characters that every terminal has.
    """
    paint = painter(color)
    prose = min(width or _PROSE, _PROSE)
    lines = [paint(text, "bold") for text in wrap(one_line(page.title), prose)]
    lines += wrap(one_line(page.moment), prose)
    for drawing in page.drawings:
        # On a single day there is no course, only what the tables say of it.
        if isinstance(drawing, StockChart) and len(drawing.points) > 1:
            lines.append("")
            lines += _chart(drawing, page, prose, paint, ascii=ascii)
    for table in page.tables:
        if not table.rows:
            continue
        lines.append("")
        if table.caption:
            lines += [paint(text, "bold") for text in wrap(one_line(table.caption), prose)]
        lines += _table(table, page, width, paint, ascii=ascii)
    for note in page.notes:
        lines.append("")
        lines += wrap(one_line(note), prose)
    return "".join(f"{line}\n" for line in lines)


def _chart(chart: StockChart, page: Page, prose: int, paint: Paint, *, ascii: bool) -> Iterator[str]:
    """The course of a stock, and its extremes in words."""
    yield from (paint(text, "bold") for text in wrap(one_line(chart.title), prose))

    def words(point: Point) -> str:
        amount = Amount(point.number, chart.commodity)
        return f"{amount_text(amount, page.digits, exact=False)} {one_line(amount.commodity)}"

    low, high = strokes.lowest(chart.points), strokes.highest(chart.points)
    if low.number == high.number:
        yield from wrap(f"{words(low)} throughout", prose)
    else:
        yield strokes.trend(strokes.resampled(chart.points, min(_COURSE, prose)), ascii=ascii)
        yield from wrap(f"lowest {words(low)} on {low.date}, highest {words(high)} on {high.date}", prose)


def _table(table: Table, page: Page, width: int | None, paint: Paint, *, ascii: bool) -> Iterator[str]:
    rows: list[_Row] = [
        (row.kind, [cell_lines(cell, page.digits, ascii=ascii) for cell in row.cells]) for row in table.rows
    ]
    grid = _Grid(table.columns, rows, measure(table.columns, (lines for _, lines in rows), ascii=ascii))
    # A column that has neither a title nor anything in it takes no room.
    grid = grid.only([index for index, width in enumerate(grid.widths) if width.total])
    kept = [index for index, column in enumerate(grid.shown) if not column.drawn]
    if width is None:
        return _aligned(grid, paint)
    if len(kept) < len(grid.shown):
        if fit(grid.widths, grid.shown, width, _LEAST_BESIDE_DRAWN):
            return _aligned(grid, paint)
        grid = grid.only(kept)
    if fit(grid.widths, grid.shown, width):
        return _aligned(grid, paint)
    if table.divided and (groups := _groups(grid, width)):
        return _divided(groups, paint)
    return _blocks(grid, width, paint)


def _groups(grid: _Grid, room: int) -> list[_Grid]:
    """The grid as several, each with the leading words and as many other columns as fit; none where not one fits."""
    lead = next((index for index, width in enumerate(grid.widths) if width.has_figures), len(grid.widths))
    words = needed(grid.widths[:lead])
    words = max(min(words, room // _PART_OF_WORDS), words - spare(grid.widths[:lead], grid.shown[:lead]))
    groups: list[list[int]] = []
    used = room
    for index in range(lead, len(grid.widths)):
        taken = len(GAP) + grid.widths[index].total
        if not groups or used + taken > room:
            groups.append(list(range(lead)))
            used = words
        groups[-1].append(index)
        used += taken
    divided = [_with_figures(grid.only(group), lead) for group in groups]
    return divided if all(fit(each.widths, each.shown, room) for each in divided) else []


def _with_figures(group: _Grid, lead: int) -> _Grid:
    """The group, with widths of its own, without rows that have nothing but words there, and headings of no rows."""
    rows: list[_Row] = []
    for row in reversed(group.rows):
        kind, cells = row
        needless = kind is not RowKind.HEADING and not any(cells[lead:])
        needless |= kind is RowKind.HEADING and (not rows or rows[-1][0] is RowKind.HEADING)
        if not needless:
            rows.append(row)
    return _Grid(group.shown, rows[::-1], [copy(width) for width in group.widths])


def _divided(groups: Sequence[_Grid], paint: Paint) -> Iterator[str]:
    for index, group in enumerate(groups):
        if index:
            yield ""
        yield from _aligned(group, paint)


def _aligned(grid: _Grid, paint: Paint) -> Iterator[str]:
    widths = grid.widths
    if any(column.title for column in grid.shown):
        headers = [width.title(one_line(column.title)) for width, column in zip(widths, grid.shown, strict=True)]
        yield paint(GAP.join(headers).rstrip(), "bold")
        yield paint(GAP.join("-" * width.total for width in widths), "dim")
    before: RowKind | None = None
    for kind, lines in grid.rows:
        if kind is RowKind.TOTAL and before is not RowKind.TOTAL:
            sums = ("-" * width.total if width.has_figures else " " * width.total for width in widths)
            yield paint(GAP.join(sums).rstrip(), "dim")
        before = kind
        height = max(map(len, lines))
        if height == 1:
            yield _joined([cell[0] if cell else None for cell in lines], widths, kind, paint)
        else:
            for index in range(height):
                yield _joined([cell[index] if index < len(cell) else None for cell in lines], widths, kind, paint)


def _joined(cells: Sequence[Line | None], widths: Sequence[Width], kind: RowKind, paint: Paint) -> str:
    """One line of a row."""
    texts = [width.blank if line is None else width.put(line) for line, width in zip(cells, widths, strict=True)]
    if paint is not plain:
        for index, line in enumerate(cells):
            if line is not None and (style := _style(line, kind)):
                texts[index] = _painted(texts[index], line, style, paint)
    return GAP.join(texts).rstrip()


def _painted(text: str, line: Line, style: str, paint: Paint) -> str:
    """The text in a style, without the spaces behind it, and those before it too where they would be struck through."""
    shown = text.strip() if line.tone is Tone.STRUCK else text.rstrip()
    before, _, after = text.partition(shown)
    return before + paint(shown, style) + after


def _style(line: Line, kind: RowKind) -> str:
    meaning = TONES[line.meaning] if type(line) is Figure else ""
    return f"{_ROW_STYLES[kind]} {TONES[line.tone]} {meaning}".strip()


def _blocks(grid: _Grid, width: int, paint: Paint) -> Iterator[str]:
    """Each row as lines below each other: its words side by side as far as they fit, then its amounts."""
    shown, rows = grid.shown, grid.rows
    figures = Width()
    with_figures = set()
    for _, lines in rows:
        for index, cell in enumerate(lines):
            for line in cell:
                if type(line) is Figure:
                    figures.take(line)
                    with_figures.add(index)
    figures.settle()
    # The titles tell columns of money apart, where there are several.
    titled = with_figures if len(with_figures) > 1 else ()
    titles = [one_line(column.title) if index in titled else "" for index, column in enumerate(shown)]
    label = max(map(columns, titles))
    # The first cell says what the row is about; dates and counts after it would be riddles without their titles.
    riddles = {index for _, lines in rows for index, cell in enumerate(lines) if index and any(map(_is_bare, cell))}
    heads = [f"{one_line(column.title)} " if index in riddles else "" for index, column in enumerate(shown)]
    for kind, lines in rows:
        words = [
            replace(line, text=head + line.text) if head else line
            for head, cell in zip(heads, lines, strict=True)
            for line in cell
            if type(line) is Words
        ]
        yield from _flowing(words, width, kind, paint)
        inset = _inset(words)
        for title, cell in zip(titles, lines, strict=True):
            head = title
            for line in cell:
                if type(line) is Figure:
                    indent = inset + GAP + (padded(head, label) + GAP if label else "")
                    texts = [figures.put(line).rstrip()]
                    if line.mark and len(indent) + columns(texts[0]) > width:
                        texts = [texts[0].removesuffix(line.mark).rstrip(), line.mark]
                    yield indent + _painted(texts[0], line, _style(line, kind), paint)
                    yield from (inset + GAP * 2 + paint(mark, _style(line, kind)) for mark in texts[1:])
                    head = ""


def _inset(words: Sequence[Words]) -> str:
    """How far the first words of a row are set in."""
    text = words[0].text if words else ""
    return " " * min(len(text) - len(text.lstrip()), _DEEPEST)


def _is_bare(line: Line) -> bool:
    return type(line) is Words and line.is_bare


def _flowing(words: Sequence[Words], width: int, kind: RowKind, paint: Paint) -> Iterator[str]:
    texts: list[str] = []
    used = 0
    for line in words:
        text = shortened(line.text, width - len(GAP))
        if texts and used + len(GAP) + columns(text) > width:
            yield GAP.join(texts)
            texts, used = [""], 0
        used += columns(text) + (len(GAP) if texts else 0)
        texts.append(paint(text, _style(line, kind)))
    if texts:
        yield GAP.join(texts)
