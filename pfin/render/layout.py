"""Cells as lines of text, and the columns that hold them: how wide they are and how they fit a given width.

A line of money has parts: what stands before the decimal point, what stands from it on, the commodity and a remark.
The widest part of each kind in a column says where its decimal points and commodities stand. The bars of a column are
drawn to one scale.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from pfin.report.table import AccountName, Bar, Cell, Column, Count, Day, Money, Text, Tone, Trend

from . import strokes
from .characters import columns, one_line, padded, shortened, shortened_account
from .numbers import amount_parts

GAP = "  "
_INDENT = "  "
# A flexible column is not made narrower than this: what is left of words would tell nothing.
_LEAST = 12
_LEAST_BAR = 8


class Words(Struct, frozen=True, gc=False):
    """A line of text, fit to be shown.

    ``is_account`` says how to shorten it; ``is_bare`` is a date or a count, which says nothing without its title;
    ``at_right`` is where counts stand.
    """

    text: str
    tone: Tone
    is_account: bool = False
    is_bare: bool = False
    at_right: bool = False


class Figure(Struct, frozen=True, gc=False):
    """A line of money; ``fraction`` begins with the decimal point, ``meaning`` is a tone besides ``tone``."""

    whole: str
    fraction: str
    commodity: str
    mark: str
    tone: Tone
    meaning: Tone = Tone.PLAIN


class Stroke(Struct, frozen=True, gc=False):
    """A line that is a bar."""

    share: float
    tone: Tone = Tone.PLAIN


Line = Words | Figure | Stroke


def cell_lines(cell: Cell, digits: Mapping[str, int], *, ascii: bool = False) -> Sequence[Line]:
    """The lines of a cell: none for an empty one, one for words, one for each amount."""
    match cell:
        case Money():
            return _figures(cell, digits) if cell.amounts else ()
        case Text():
            return (Words(one_line(cell.text), cell.tone),) if cell.text else ()
        case AccountName():
            return (Words(_INDENT * cell.depth + one_line(cell.label), cell.tone, is_account=True),)
        case Day():
            return (Words(cell.date.isoformat(), Tone.PLAIN, is_bare=True),)
        case Count():
            return (Words(f"{cell.number:,}", Tone.PLAIN, is_bare=True, at_right=True),)
        case Bar():
            return (Stroke(cell.share),)
        case Trend():
            return (Words(strokes.trend(cell.numbers, ascii=ascii), Tone.PLAIN),)
        case None:
            return ()


def _figures(money: Money, digits: Mapping[str, int]) -> list[Figure]:
    figures = []
    for index, amount in enumerate(money.amounts):
        whole, fraction = amount_parts(amount, digits, exact=money.exact)
        mark, tone = "", money.tone
        meaning = money.tones[index] if money.tones else Tone.PLAIN
        if money.marks.get(amount.commodity):
            mark, tone, meaning = one_line(money.marks[amount.commodity]), Tone.WRONG, Tone.PLAIN
        if money.words:
            mark = f"{one_line(money.words[index])} {mark}".rstrip()
        figures.append(Figure(whole, fraction, amount.commodity, mark, tone, meaning))
    return figures


class Width(Struct):
    """How wide a column is, part by part, in columns of the terminal: first it takes all lines, then it puts them.

    ``total`` and the ``blank`` of an empty cell are known from :meth:`settle` on.
    """

    words: int = 0
    whole: int = 0
    fraction: int = 0
    commodity: int = 0
    mark: int = 0
    bar: int = 0
    lowest: float = 0
    highest: float = 0
    total: int = 0
    blank: str = ""
    at_right: bool = False
    ascii: bool = False

    @property
    def has_figures(self) -> bool:
        """Whether there is money in the column."""
        return self.commodity > 0

    def settle(self) -> None:
        """Work out the width of the whole column."""
        mark = self.mark + len(GAP) if self.mark else 0
        figures = self.whole + self.fraction + 1 + self.commodity + mark if self.has_figures else 0
        self.total = max(self.words, figures, self.bar)
        self.blank = " " * self.total

    def take(self, line: Line) -> None:
        """Make room for a line."""
        if type(line) is Words:
            if (taken := columns(line.text)) > self.words:
                self.words = taken
            if line.at_right:
                self.at_right = True
        elif type(line) is Figure:
            if len(line.whole) > self.whole:
                self.whole = len(line.whole)
            if len(line.fraction) > self.fraction:
                self.fraction = len(line.fraction)
            if len(line.commodity) > self.commodity:
                self.commodity = len(line.commodity)
            if line.mark:
                self.mark = max(self.mark, columns(line.mark))
        elif type(line) is Stroke:
            self.bar = strokes.BAR
            self.lowest, self.highest = min(self.lowest, line.share), max(self.highest, line.share)

    def take_title(self, title: str) -> None:
        """Make room for the column's title, which over money ends where the numbers end."""
        if self.has_figures:
            self.whole = max(self.whole, columns(title) - self.fraction)
        else:
            self.words = max(self.words, columns(title))

    def title(self, title: str) -> str:
        """The title as it stands over the column."""
        if self.has_figures:
            title = " " * (self.whole + self.fraction - columns(title)) + title
        elif self.at_right:
            title = " " * (self.total - columns(title)) + title
        return padded(shortened(title, self.total), self.total)

    def put(self, line: Line) -> str:
        """A line as it stands in the column."""
        if type(line) is Words:
            text, taken = line.text, columns(line.text)
            if taken > self.total:
                return self._shortened(line)
            room = " " * (self.total - taken)
            return room + text if line.at_right else text + room
        if type(line) is Stroke:
            drawn = strokes.bar(line.share, self.lowest, self.highest, self.bar, ascii=self.ascii)
            return padded(drawn, self.total)
        assert type(line) is Figure
        number = line.whole.rjust(self.whole) + line.fraction.ljust(self.fraction)
        text = f"{number} {line.commodity.ljust(self.commodity)}"
        return padded(text + GAP + line.mark, self.total) if line.mark else text.ljust(self.total)

    def _shortened(self, line: Words) -> str:
        if not line.is_account:
            return padded(shortened(line.text, self.total), self.total)
        name = line.text.lstrip()
        # An indent gives way before a name does.
        indent = min(len(line.text) - len(name), self.total // 2)
        return padded(" " * indent + shortened_account(name, self.total - indent), self.total)


def measure(shown: Sequence[Column], rows: Iterable[Sequence[Sequence[Line]]], *, ascii: bool = False) -> list[Width]:
    """The widths that columns want."""
    widths = [Width(ascii=ascii) for _ in shown]
    takes = [width.take for width in widths]
    for row in rows:
        for take, lines in zip(takes, row, strict=True):
            for line in lines:
                take(line)
    for width, column in zip(widths, shown, strict=True):
        width.take_title(one_line(column.title))
        width.settle()
    return widths


def fit(widths: Sequence[Width], shown: Sequence[Column], room: int, least: int = _LEAST) -> bool:
    """Make bars shorter and then flexible columns narrower, the widest first, until all fit; False where they cannot.

    No flexible column becomes narrower than ``least``.
    """
    excess = needed(widths) - room
    for width in widths:
        if excess > 0 and width.bar:
            before = width.total
            width.bar = max(width.bar - excess, _LEAST_BAR)
            width.settle()
            excess -= before - width.total
    if excess <= 0:
        return True
    flexible = _flexible(widths, shown)
    left = sum(width.words for width in flexible) - excess
    if left < sum(min(width.words, least) for width in flexible):
        return False
    # From the narrowest on, each column gets what it wants, but no more than an equal share of what is left.
    for count, width in zip(range(len(flexible), 0, -1), sorted(flexible, key=lambda width: width.words), strict=True):
        width.words = min(width.words, left // count)
        left -= width.words
        width.settle()
    return True


def needed(widths: Sequence[Width]) -> int:
    """How many columns of the terminal a line takes."""
    return sum(width.total for width in widths) + len(GAP) * (len(widths) - 1)


def spare(widths: Sequence[Width], shown: Sequence[Column]) -> int:
    """How much narrower the flexible columns can become."""
    return sum(max(width.words - _LEAST, 0) for width in _flexible(widths, shown))


def _flexible(widths: Sequence[Width], shown: Sequence[Column]) -> list[Width]:
    return [width for width, column in zip(widths, shown, strict=True) if column.flexible and not width.has_figures]
