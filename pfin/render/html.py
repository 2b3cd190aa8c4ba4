"""Pages as HTML: one file that is all there is, for a browser on a telephone as for one on a desk, and for paper.

It loads nothing and runs nothing, and says so in its content security policy. Every figure carries its exact number,
``<data value="1234.5">1,234.50</data>``, so that a program reads from it what JSON output has.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from importlib.resources import files

from pfin.model.amount import ZERO, Amount, plain
from pfin.report.drawing import Drawing, FlowDiagram, StockChart
from pfin.report.table import (
    AccountName,
    Bar,
    Cell,
    Column,
    Count,
    Day,
    Money,
    Page,
    RowKind,
    Table,
    Text,
    Tone,
    Trend,
)

from .characters import one_line
from .flow_diagram import flow_svg, flow_words
from .markup import coordinate, element, escaped
from .numbers import amount_text
from .stock_chart import stock_svg, stock_words
from .strokes import share
from .svg import NARROW, WIDE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# The sizes of small drawings in cells, in units of their own.
_BREADTH, _HEIGHT = 100.0, 16.0
# How wide a figure is in most fonts, all being as wide as each other.
_FIGURE = 0.56
_TONES = {
    Tone.PLAIN: None,
    Tone.FAINT: "faint",
    Tone.STRONG: "strong",
    Tone.WRONG: "wrong",
    Tone.STRUCK: "faint",
    Tone.MORE: "more",
    Tone.LESS: "less",
}


def to_html(page: Page) -> str:
    """The page as a whole document."""
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        element("title", escaped(", ".join(filter(None, (page.title, page.moment))))),
        f"<style>\n{(files('pfin.render') / 'page.css').read_text(encoding='utf-8')}</style>",
    )
    body = [f"<header>\n<h1>{escaped(page.title)}</h1>"]
    if page.moment:
        body.append(element("p", escaped(page.moment), class_="moment"))
    body.append("</header>")
    body += (_figure(drawing, f"drawing-{index}", page.digits) for index, drawing in enumerate(page.drawings))
    body += (_section(table, page) for table in page.tables if table.rows)
    if page.notes:
        body.append(element("div", "".join(element("p", escaped(note)) for note in page.notes), class_="notes"))
    lines = (
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        *head,
        "</head>",
        "<body>",
        "<main>",
        *filter(None, body),
        "</main>",
        "</body>",
        "</html>",
    )
    return "".join(f"{line}\n" for line in lines)


def _figure(drawing: Drawing, identity: str, digits: Mapping[str, int]) -> str:
    match drawing:
        case StockChart():
            if len(drawing.points) < 2:
                return ""
            words = stock_words(drawing, digits)
            drawn = [stock_svg(drawing, form, identity, digits) for form in (WIDE, NARROW)]
        case FlowDiagram():
            words = flow_words(drawing, digits)
            drawn = [flow_svg(drawing, form, identity, digits) for form in (WIDE, NARROW)]
    caption = element("figcaption", escaped(drawing.title) + element("span", escaped(words)))
    return element("figure", "\n".join((caption, *drawn)))


def _section(table: Table, page: Page) -> str:
    # As on a terminal, a column that has neither a title nor anything in it is left out.
    kept = [
        index
        for index, column in enumerate(table.columns)
        if column.title or any(not _is_empty(row.cells[index]) for row in table.rows)
    ]
    rows = [(row.kind, [row.cells[index] for index in kept]) for row in table.rows]
    columns = [
        _Column(table.columns[index], [cells[place] for _, cells in rows], page.digits)
        for place, index in enumerate(kept)
    ]
    name = table.caption or page.title
    caption = element("caption", element("span", escaped(name)), class_=None if table.caption else "unseen")
    head = element("tr", "".join(_title(column) for column in columns))
    body = (
        element("tbody", "\n".join(("", *(_row(kind, cells, columns) for kind, cells in group), "")))
        for group in _row_groups(rows)
    )
    markup = element("table", "\n".join(("", caption, element("thead", head), *body, "")))
    return element(
        "section", element("div", f"\n{markup}\n", class_="frame", tabindex="0", role="region", aria_label=name)
    )


_Cells = Sequence[Cell]


class _Column:
    """A column: what its cells have in common, and the markup of each."""

    def __init__(self, column: Column, cells: _Cells, digits: Mapping[str, int]) -> None:
        amounts = [amount for cell in cells if isinstance(cell, Money) for amount in cell.amounts]
        shares = [cell.share for cell in cells if isinstance(cell, Bar)]
        self.title = column.title
        self.is_drawn = column.drawn
        self.is_number = any(isinstance(cell, Money | Count) for cell in cells)
        self._digits = digits
        self._letters = max((len(one_line(amount.commodity)) for amount in amounts), default=0)
        words = [word for cell in cells if isinstance(cell, Money) for word in cell.words]
        self._longest_word = max(map(len, words), default=0)
        self._lowest, self._highest = min((0.0, *shares)), max((0.0, *shares))
        self._fraction = max(
            (
                _fraction(self._text(amount, cell))
                for cell in cells
                if isinstance(cell, Money)
                for amount in cell.amounts
            ),
            default=0,
        )

    def markup(self, cell: Cell) -> str:
        """What stands in a cell."""
        match cell:
            case None:
                return ""
            case Text():
                return _toned(escaped(cell.text), cell.tone)
            case AccountName():
                return element(
                    "span",
                    # A line may break after a colon.
                    _toned(escaped(cell.label).replace(":", ":<wbr>"), cell.tone),
                    class_="account",
                    style=f"--depth: {cell.depth}" if cell.depth else None,
                    title=cell.account if cell.account != cell.label else None,
                )
            case Money():
                words = cell.words or ("",) * len(cell.amounts)
                tones = cell.tones or (Tone.PLAIN,) * len(cell.amounts)
                return "".join(self._amount(*each, cell) for each in zip(cell.amounts, words, tones, strict=True))
            case Day():
                return element("time", str(cell.date), datetime=str(cell.date))
            case Count():
                return element("data", f"{cell.number:,}", value=str(cell.number))
            case Bar():
                return self._bar(cell.share)
            case Trend():
                return _course(cell.numbers)

    def _text(self, amount: Amount, money: Money) -> str:
        return amount_text(amount, self._digits, exact=money.exact)

    def _amount(self, amount: Amount, word: str, tone: Tone, money: Money) -> str:
        text = self._text(amount, money)
        mark = money.marks.get(amount.commodity, "")
        # Decimal points stand below each other, though what follows them may be longer elsewhere in the column.
        missing = self._fraction - _fraction(text)
        number = element(
            "data",
            text,
            value=plain(amount.number),
            style=f"margin-right: {missing * _FIGURE:g}em" if missing else None,
        )
        unit = element("span", escaped(amount.commodity), class_="unit", style=f"min-width: {self._letters}ch")
        remark = element("span", escaped(mark), class_="mark") if mark else ""
        # Amounts without a word stand below those that have one.
        longest = f"min-width: {self._longest_word}ch"
        beside = f" {element('span', escaped(word), class_='unit', style=longest)}" if self._longest_word else ""
        shown = f"{number} {unit}"
        struck = element("s", shown) if money.tone is Tone.STRUCK else shown
        tones = (Tone.WRONG,) if mark else (money.tone, tone)
        look = " ".join(filter(None, (_TONES[each] for each in tones)))
        return element("span", f"{struck}{beside}{remark}", class_=look or None)

    def _bar(self, share: float) -> str:
        room = self._highest - self._lowest or 1.0
        axis = _BREADTH * -self._lowest / room
        length = max(_BREADTH * abs(share) / room, 0.5) if share else 0.0
        rectangle = element(
            "rect",
            x=axis - length if share < 0 else axis,
            y=2.0,
            width=length,
            height=_HEIGHT - 4,
            class_="down" if share < 0 else "up",
        )
        line = _upright(axis) if self._lowest < 0 else ""
        return _small("bar", rectangle + line)


def _title(column: _Column) -> str:
    return element("th", escaped(column.title), scope="col", class_="number" if column.is_number else None)


def _row_groups(rows: Sequence[tuple[RowKind, _Cells]]) -> Iterator[Sequence[tuple[RowKind, _Cells]]]:
    """The rows, each heading with those below it."""
    begin = 0
    for index, (kind, _) in enumerate(rows):
        if kind is RowKind.HEADING and index > begin:
            yield rows[begin:index]
            begin = index
    yield rows[begin:]


def _row(kind: RowKind, cells: _Cells, columns: Sequence[_Column]) -> str:
    look = None if kind is RowKind.BODY else kind.value
    first = columns[0].markup(cells[0])
    if kind is RowKind.HEADING and all(map(_is_empty, cells[1:])):
        return element(
            "tr", element("th", element("span", first), scope="rowgroup", colspan=str(len(cells))), class_=look
        )
    written = [_cell(cell, column) for cell, column in zip(cells[1:], columns[1:], strict=True)]
    head = element("th", first, scope="row") if first and not columns[0].is_number else _cell(cells[0], columns[0])
    return element("tr", head + "".join(written), class_=look)


def _cell(cell: Cell, column: _Column) -> str:
    look = "number" if column.is_number else "words" if isinstance(cell, Text | AccountName) else None
    return element("td", column.markup(cell), class_=look)


def _is_empty(cell: Cell) -> bool:
    match cell:
        case Money():
            return not cell.amounts
        case Text():
            return not cell.text
        case _:
            return cell is None


def _fraction(text: str) -> float:
    """How wide a number is from its decimal point on, in figures; a point is about half as wide as one."""
    _, point, fraction = text.partition(".")
    return len(fraction) + (0.5 if point else 0)


def _toned(markup: str, tone: Tone) -> str:
    if tone is Tone.PLAIN:
        return markup
    return element("s" if tone is Tone.STRUCK else "span", markup, class_=_TONES[tone])


def _small(name: str, content: str) -> str:
    """A drawing in a cell, which repeats what other cells say in words."""
    return element(
        "svg",
        content,
        class_=name,
        viewBox=f"0 0 {coordinate(_BREADTH)} {coordinate(_HEIGHT)}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _upright(x: float) -> str:
    return element("path", d=f"M{coordinate(x)} 0V{coordinate(_HEIGHT)}", class_="axis")


def _course(numbers: Sequence[Decimal]) -> str:
    """A line through the numbers, and one at zero."""
    low, high = min((*numbers, ZERO)), max((*numbers, ZERO))

    def height(number: Decimal) -> str:
        return coordinate(1 + (_HEIGHT - 2) * (1 - share(number, low, high)))

    step = _BREADTH / max(len(numbers) - 1, 1)
    points = " ".join(f"{coordinate(step * index)},{height(number)}" for index, number in enumerate(numbers))
    zero = element("path", d=f"M0 {height(ZERO)}H{coordinate(_BREADTH)}", class_="axis")
    return _small("trend", zero + element("polyline", points=points, class_="course"))
