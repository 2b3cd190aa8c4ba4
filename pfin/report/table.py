"""Tables as pure data with typed cells: what every report becomes before it is rendered.

A report module has its own frozen struct, which JSON output encodes as it is, and a function ``page`` that turns the
struct into a :class:`Page`. Renderers know pages only: they align numbers, pad to the commodity's usual digits and
choose colours, so a report module contains no layout.
"""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from msgspec import Struct

from pfin.model.amount import Amount

from .drawing import Drawing

_NONE: Mapping[str, str] = MappingProxyType({})


USUAL_DIGITS = 2
"""The fractional digits of commodities of which nothing is known."""


class Tone(Enum):
    """What a cell means beyond its text; legible without colour too, because the text itself says it.

    ``MORE`` and ``LESS`` are of figures that a stock grows or shrinks by: what came in and what was gained, what went
    out and what was lost. A sign, a word or a heading says the same.
    """

    PLAIN = "plain"
    FAINT = "faint"
    STRONG = "strong"
    WRONG = "wrong"
    STRUCK = "struck"
    MORE = "more"
    LESS = "less"


class Text(Struct, frozen=True):
    """Words."""

    text: str
    tone: Tone = Tone.PLAIN


class AccountName(Struct, frozen=True):
    """An account, indented by ``depth`` in a tree, shown as ``label`` (in CSV always as the full ``account``)."""

    account: str
    label: str
    depth: int = 0
    tone: Tone = Tone.PLAIN


class Money(Struct, frozen=True):
    """Amounts of one or more commodities, a line each; none at all is an empty cell.

    ``exact`` shows every digit; otherwise numbers are rounded for display to the usual digits of their commodity.
    ``marks`` has short remarks that stand beside the amounts of a commodity, such as ``overdrawn``, and give those
    amounts the tone of what is wrong. ``words`` are as many as there are amounts, or none: what stands beside each of
    them and says nothing wrong, such as ``in`` and ``out``. ``tones`` are as many too, or none: what each of them means
    besides ``tone``.
    """

    amounts: tuple[Amount, ...]
    exact: bool = False
    marks: Mapping[str, str] = _NONE
    tone: Tone = Tone.PLAIN
    words: tuple[str, ...] = ()
    tones: tuple[Tone, ...] = ()


class Day(Struct, frozen=True):
    """A date."""

    date: Date


class Count(Struct, frozen=True):
    """How many there are of something."""

    number: int


class Bar(Struct, frozen=True):
    """A length to look at: the signed ``share`` of the longest bar in its column, from -1 to 1."""

    share: float


class Trend(Struct, frozen=True):
    """A course to look at: signed numbers of one commodity, one for each interval of time."""

    numbers: tuple[Decimal, ...]


Cell = Text | AccountName | Money | Day | Count | Bar | Trend | None


class RowKind(Enum):
    """Body rows are data; headings stand above some of them; totals are set off from them by a rule."""

    BODY = "body"
    HEADING = "heading"
    TOTAL = "total"


class Row(Struct, frozen=True):
    """One row; as many cells as the table has columns."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY


class Column(Struct, frozen=True):
    """A column: its title for people, its ``key`` for CSV headers. Money is always aligned by its decimal point.

    ``flexible`` columns are shortened first where the terminal is narrow. In CSV, ``money`` has a column for its
    commodity too, and the marks of a ``marked`` column of money have one of their own, whether or not there are any.
    ``drawn`` columns hold bars or trends, which repeat other columns for the eye: CSV and Markdown leave them out, and
    so does a terminal that is too narrow for them.
    """

    key: str
    title: str
    flexible: bool = False
    money: bool = False
    marked: bool = False
    drawn: bool = False


class Table(Struct, frozen=True):
    """Columns and rows; ``caption`` names the table where a page has several.

    Where a ``divided`` table is too wide for the terminal, its columns of money are shown in groups below each other,
    each beside the columns of words that the table begins with.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    divided: bool = False


class Page(Struct, frozen=True):
    """A whole report for people.

    ``moment`` states the instant of a stock or the period of a flow in full. ``digits`` maps a commodity to the
    number of fractional digits its amounts usually have. ``notes`` are sentences below the tables. ``drawings`` are for
    forms that have pictures.
    """

    title: str
    moment: str
    tables: tuple[Table, ...]
    digits: Mapping[str, int]
    notes: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
