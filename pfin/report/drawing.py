"""Drawings as pure data: what a page shows as pictures, where its form has any.

Figures are those of the tables beside them, in one commodity, because lengths of different commodities compare nothing.
"""

from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import ZERO


class Point(Struct, frozen=True, gc=False):
    """What there is of a commodity at the end of a day."""

    date: Date
    number: Decimal


class StockChart(Struct, frozen=True):
    """A stock over time: from each point on it stays as it is until the next. Points are in the order of their days."""

    title: str
    commodity: str
    points: tuple[Point, ...]


class Stream(Struct, frozen=True, gc=False):
    """A flow: its source or sink, and a positive number."""

    name: str
    number: Decimal


class FlowDiagram(Struct, frozen=True):
    """A boundary in the middle, where its inflows come from and where its outflows go; largest first.

    ``other`` is what changed the stock besides: exchanges and changes of prices. Opening, sources less sinks, and
    ``other`` come to closing.
    """

    title: str
    boundary: str
    commodity: str
    opening: Decimal
    closing: Decimal
    sources: tuple[Stream, ...]
    sinks: tuple[Stream, ...]
    other: Decimal = ZERO


Drawing = StockChart | FlowDiagram
