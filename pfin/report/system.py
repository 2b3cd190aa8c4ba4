"""What reports about a boundary have in common: which one it is, and its stocks and flows as drawings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import ZERO
from pfin.systems.boundary import Boundary, Origin
from pfin.systems.statement import Flow
from pfin.systems.stocks import Sums

from .drawing import FlowDiagram, Point, StockChart, Stream
from .figures import added, few


class StatedBoundary(Struct, frozen=True):
    """A boundary as reports state it: ``accounts`` are all that lie inside."""

    name: str
    expression: str
    accounts: tuple[str, ...]


def stated(boundary: Boundary) -> StatedBoundary:
    """The boundary as reports state it."""
    return StatedBoundary(boundary.name, boundary.expression, boundary.accounts)


def titled(words: str, valuation: str | None, boundary: StatedBoundary | None = None) -> str:
    """The title of a report: what it shows, of which boundary unless its name says it all, and how it is valued."""
    if boundary is not None and boundary.expression != boundary.name:
        words += f" ({boundary.expression})"
    return words if valuation is None else f"{words}, valued in {valuation}"


def boundary_notes(boundary: Boundary) -> tuple[str, ...]:
    """What a reader must know of a boundary that nobody drew: which accounts were taken for cash."""
    if boundary.origin is not Origin.RECOGNISED:
        return ()
    return (
        f'No account is marked liquidity: "cash", so these count as {boundary.name} by their names: '
        f"{few(boundary.accounts)}. `pfin guide boundaries` tells how to say it.",
    )


def main_commodity(
    stocks: Iterable[Sums], flows: Iterable[Flow], valuation: str | None = None, preferred: Sequence[str] = ()
) -> str | None:
    """The commodity to draw: that of most flows, else of most stocks, else a ``preferred`` one; None where nothing is.

    Where anything is in the currency of a ``valuation``, it is that.
    """
    counts: dict[str, list[int]] = {}
    for flow in flows:
        for commodity in {*flow.inflow, *flow.outflow}:
            counts.setdefault(commodity, [0, 0])[0] += flow.postings
    for stock in stocks:
        for commodity in stock:
            counts.setdefault(commodity, [0, 0])[1] += 1
    if valuation in counts:
        return valuation

    def rank(commodity: str) -> tuple[int, int, bool, str]:
        flows, stocks = counts[commodity]
        return -flows, -stocks, commodity not in preferred, commodity

    return min(counts, key=rank, default=None)


def stock_chart(name: str, preferred: str, daily: Sequence[tuple[Date, Sums]], last: Date) -> StockChart:
    """The stock of one commodity over time, from its stocks ``daily`` on days of change up to the ``last`` day.

    It is the ``preferred`` one unless that is never held and another is.
    """
    held = {commodity for _, stock in daily for commodity in stock}
    commodity = preferred if preferred in held else min(held, default=preferred)
    points = [Point(day, stock.get(commodity, ZERO)) for day, stock in daily]
    # A stock lasts where nothing changes it.
    if points and points[-1].date < last:
        points.append(Point(last, points[-1].number))
    return StockChart(f"{name} over time, {commodity}", commodity, tuple(points))


def flow_diagram(
    name: str, commodity: str, opening: Sums, flows: Mapping[str, Flow], changes: Iterable[Sums], closing: Sums
) -> FlowDiagram:
    """Where one commodity came from and where it went, gross, largest first.

    ``changes`` are the terms of the law that are neither stocks nor flows: conversions and gains.
    """
    sources = {category: flow.inflow.get(commodity, ZERO) for category, flow in flows.items()}
    sinks = {category: flow.outflow.get(commodity, ZERO) for category, flow in flows.items()}
    return FlowDiagram(
        f"What came into {name} and went out, {commodity}",
        name,
        commodity,
        opening.get(commodity, ZERO),
        closing.get(commodity, ZERO),
        _streams(sources),
        _streams(sinks),
        added(changes).get(commodity, ZERO),
    )


def _streams(numbers: Mapping[str, Decimal]) -> tuple[Stream, ...]:
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Stream(name, number) for name, number in ordered if number)
