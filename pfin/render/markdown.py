"""Pages as Markdown, for notes and web pages that people make of their reports."""

import re
from collections.abc import Iterable, Mapping

from pfin.report.table import AccountName, Bar, Cell, Count, Day, Money, Page, Row, RowKind, Table, Text, Tone, Trend

from .characters import one_line
from .numbers import amount_text
from .tables import without_drawn

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$&])")
_INDENT = "&nbsp;" * 4


def to_markdown(page: Page) -> str:
    """Title, moment, each table, notes. Amounts are rounded as on the terminal; stacked ones share a cell."""
    blocks = [f"## {escaped(page.title)}", escaped(page.moment)]
    for table in page.tables:
        if table.caption:
            blocks.append(f"### {escaped(table.caption)}")
        blocks.append("\n".join(_lines(without_drawn(table), page.digits)))
    blocks += [escaped(note) for note in page.notes]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _lines(table: Table, digits: Mapping[str, int]) -> Iterable[str]:
    numbers = {index for row in table.rows for index, cell in enumerate(row.cells) if isinstance(cell, Money | Count)}
    yield _line(escaped(column.title) for column in table.columns)
    yield _line("---:" if index in numbers else "---" for index in range(len(table.columns)))
    for row in table.rows:
        yield _line(_cell(cell, row, digits) for cell in row.cells)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, row: Row, digits: Mapping[str, int]) -> str:
    match cell:
        case None:
            return ""
        case Money():
            text = "<br>".join(
                _toned(f"{amount_text(each, digits, exact=cell.exact)} {each.commodity}", cell.tone)
                + (f" {escaped(cell.words[index])}" if cell.words else "")
                + (f" ({escaped(cell.marks[each.commodity])})" if each.commodity in cell.marks else "")
                for index, each in enumerate(cell.amounts)
            )
        case Day():
            text = cell.date.isoformat()
        case Count():
            text = f"{cell.number:,}"
        case AccountName():
            text = _INDENT * cell.depth + _toned(escaped(cell.label), cell.tone)
        case Text():
            text = _toned(escaped(cell.text), cell.tone)
        case Bar() | Trend():
            text = ""
    return f"**{text}**" if text and row.kind is not RowKind.BODY else text


def _toned(text: str, tone: Tone) -> str:
    return f"~~{text}~~" if text and tone is Tone.STRUCK else text
