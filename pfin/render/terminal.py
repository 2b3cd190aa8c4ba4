"""Pages as text for people: aligned in columns, plain where it is piped, never wider than the terminal.

Where all columns together are wider than the terminal, flexible ones are shortened, the widest first; where even that
is not enough, each row becomes a block of lines: the words first, and then a line for each amount.

Rows are written by hand rather than by rich's tables, which take a hundred times as long; rich knows the colours, and
how wide a character is.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from msgspec.structs import replace

from pfin.report.table import Column, Page, RowKind, Table

from .characters import columns, one_line, padded, shortened
from .layout import GAP, Figure, Line, Width, Words, cell_lines, fit, measure
from .styles import TONES, Paint, painter, plain

# Wider lines of prose are hard to read, and a file has no width at all.
_PROSE = 100
# Amounts are set in as far as their account in a tree, but no farther than this.
_DEEPEST = 8
_ROW_STYLES = {RowKind.BODY: "", RowKind.TOTAL: "bold"}

# The kind of a row, and the lines of each of its cells.
_Row = tuple[RowKind, Sequence[Sequence[Line]]]


def to_text(page: Page, *, width: int | None = None, color: bool = False) -> str:
    """Title, moment, each table, notes; no line is wider than ``width`` unless a single amount is."""
    paint = painter(color)
    prose = min(width or _PROSE, _PROSE)
    lines = [paint(text, "bold") for text in wrap(one_line(page.title), prose)]
    lines += wrap(one_line(page.moment), prose)
    for table in page.tables:
        if not table.rows:
            continue
        lines.append("")
        if table.caption:
            lines.append(paint(one_line(table.caption), "bold"))
        lines += _table(table, page, width, paint)
    for note in page.notes:
        lines.append("")
        lines += wrap(one_line(note), prose)
    return "".join(f"{line}\n" for line in lines)


def _table(table: Table, page: Page, width: int | None, paint: Paint) -> Iterator[str]:
    shown = table.columns
    rows: list[_Row] = [(row.kind, [cell_lines(cell, page.digits) for cell in row.cells]) for row in table.rows]
    widths = measure(shown, (lines for _, lines in rows))
    # A column that has neither a title nor anything in it takes no room.
    kept = [index for index, width in enumerate(widths) if width.total]
    if len(kept) < len(widths):
        shown = tuple(shown[index] for index in kept)
        rows = [(kind, [lines[index] for index in kept]) for kind, lines in rows]
        widths = [widths[index] for index in kept]
    if width is None or fit(widths, shown, width):
        return _aligned(shown, rows, widths, paint)
    return _blocks(shown, rows, width, paint)


def _aligned(shown: Sequence[Column], rows: Sequence[_Row], widths: Sequence[Width], paint: Paint) -> Iterator[str]:
    if any(column.title for column in shown):
        headers = [width.title(one_line(column.title)) for width, column in zip(widths, shown, strict=True)]
        yield paint(GAP.join(headers).rstrip(), "bold")
        yield paint(GAP.join("-" * width.total for width in widths), "dim")
    before: RowKind | None = None
    for kind, lines in rows:
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
    texts = [width.put(line) for line, width in zip(cells, widths, strict=True)]
    if paint is not plain:
        for index, line in enumerate(cells):
            if line is not None and (style := _style(line, kind)):
                shown = texts[index].rstrip()
                texts[index] = paint(shown, style) + texts[index][len(shown) :]
    return GAP.join(texts).rstrip()


def _style(line: Line, kind: RowKind) -> str:
    return f"{_ROW_STYLES[kind]} {TONES[line.tone]}".strip()


def _blocks(shown: Sequence[Column], rows: Sequence[_Row], width: int, paint: Paint) -> Iterator[str]:
    """Each row as lines below each other: its words side by side as far as they fit, then its amounts."""
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
    titles = [one_line(column.title) if len(with_figures) > 1 else "" for column in shown]
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
                    yield indent + paint(texts[0], _style(line, kind))
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
