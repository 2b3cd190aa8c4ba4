"""The stocks and flows of a boundary as drawings, and which commodity they are of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from itertools import chain

from pfin.model.amount import ZERO
from pfin.systems.statement import Flow
from pfin.systems.stocks import Sums

from .drawing import FlowDiagram, Point, StockChart, Stream
from .figures import added


def main_commodity(
    stocks: Iterable[Sums], flows: Iterable[Flow], valuation: str | None = None, preferred: Sequence[str] = ()
) -> str | None:
    """The commodity to draw: that of most flows, else of most stocks, else a ``preferred`` one; None where nothing is.

    Where anything is in the currency of a ``valuation``, it is that.
    """
    flowing: dict[str, int] = defaultdict(int)
    for flow in flows:
        for commodity in flow.inflow:
            flowing[commodity] += flow.postings
        for commodity in flow.outflow:
            if commodity not in flow.inflow:
                flowing[commodity] += flow.postings
    lying = Counter(chain.from_iterable(stocks))
    known = flowing.keys() | lying.keys()
    if valuation in known:
        return valuation

    def rank(commodity: str) -> tuple[int, int, bool, str]:
        return -flowing[commodity], -lying[commodity], commodity not in preferred, commodity

    return min(known, key=rank, default=None)


def stock_chart(name: str, preferred: str, daily: Sequence[tuple[Date, Sums]], last: Date) -> StockChart:
    """The stock of one commodity over time, from its stocks ``daily`` on days of change up to the ``last`` day.

    It is the ``preferred`` one unless that is never held and another is.
    """
    held = set().union(*(stock for _, stock in daily))
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
