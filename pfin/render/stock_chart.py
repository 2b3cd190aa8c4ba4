"""A stock over time as SVG: a step line above or below a line of zero, because a stock stays until it changes.

A journal may have more changes than a screen has pixels. Of all points that fall on one pixel column the first, the
lowest, the highest and the last are drawn, in their order, which looks as all of them would.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from pfin.model.amount import ZERO
from pfin.report.drawing import Point, StockChart

from .markup import coordinate, element
from .numbers import number_text
from .strokes import highest, lowest, share
from .svg import Form, amount_words, label, picture, text_width

_HEIGHTS = {"wide": 300, "narrow": 220}
_MOST_TICKS = 5
_DATES_BETWEEN = {"wide": 6, "narrow": 2}
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAY_STEPS = (1, 2, 7, 14)
# Longer numbers at the axis would leave the line no room.
_LONGEST_TICK = 14


def stock_words(chart: StockChart, digits: Mapping[str, int]) -> str:
    """The extremes of a stock, in words."""
    words = amount_words(digits, chart.commodity)
    low, high = lowest(chart.points), highest(chart.points)
    if low.number == high.number:
        return f"{words(low.number)} throughout"
    return f"lowest {words(low.number)} on {low.date}, highest {words(high.number)} on {high.date}"


def stock_svg(chart: StockChart, form: Form, identity: str, digits: Mapping[str, int]) -> str:
    """The chart in one size."""
    points = chart.points
    words = amount_words(digits, chart.commodity)
    plot = _plot(points, form)
    low, high = lowest(points), highest(points)
    line = _steps(plot, points)
    zero = plot.y(ZERO)
    area = f"{line}V{coordinate(zero)}H{coordinate(plot.left)}Z"
    marks = (
        element("circle", cx=plot.x(point.date), cy=plot.y(point.number), r=4.0, class_="dot")
        for point in dict.fromkeys((low, high))
    )
    description = (
        f"From {points[0].date}, {words(points[0].number)}, to {points[-1].date}, {words(points[-1].number)}; "
        f"{stock_words(chart, digits)}."
    )
    content = (
        "".join(_axis(plot, form)),
        element("path", d=area, class_="area"),
        element("path", d=f"M{coordinate(plot.left)} {coordinate(zero)}H{coordinate(plot.right)}", class_="zero"),
        element("path", d=line, class_="line"),
        *marks,
        "".join(_dates(plot, form, points[0].date, points[-1].date)),
    )
    return picture(form, _HEIGHTS[form.name], identity, chart.title, description, "".join(content))


class _Plot(Struct, frozen=True):
    """Where the line is drawn, and which days and numbers its edges stand for."""

    left: float
    right: float
    top: float
    bottom: float
    first: int
    days: int
    ticks: tuple[Decimal, ...]
    tick_texts: tuple[str, ...]

    def x(self, day: Date) -> float:
        return self.left + (self.right - self.left) * (day.toordinal() - self.first) / self.days

    def y(self, number: Decimal) -> float:
        return self.bottom - (self.bottom - self.top) * share(number, self.ticks[0], self.ticks[-1])


def _plot(points: Sequence[Point], form: Form) -> _Plot:
    low, high = min(lowest(points).number, ZERO), max(highest(points).number, ZERO)
    ticks = round_ticks(low, high)
    texts = tuple(_tick_text(tick, ticks) for tick in ticks)
    first, last = points[0].date.toordinal(), points[-1].date.toordinal()
    return _Plot(
        left=max(text_width(text, form.small_letters) for text in texts) + 8,
        right=form.width - 8.0,
        top=form.small_letters,
        bottom=_HEIGHTS[form.name] - form.small_letters * 2.2,
        first=first,
        # The last day has its place too.
        days=last - first + 1,
        ticks=ticks,
        tick_texts=texts,
    )


def round_ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """A few round numbers, equally far apart, that begin at or below ``low`` and end at or above ``high``."""
    if low == high:
        high = low + 1
    least = (high - low) / (_MOST_TICKS - 1)
    unit = Decimal(1).scaleb(least.adjusted())
    step = next(
        step
        for step in (unit * factor for factor in (1, 2, Decimal("2.5"), 5, 10, 20))
        if math.ceil(high / step) - math.floor(low / step) < _MOST_TICKS
    )
    return tuple(step * index for index in range(math.floor(low / step), math.ceil(high / step) + 1))


def _tick_text(tick: Decimal, ticks: Sequence[Decimal]) -> str:
    step = (ticks[1] - ticks[0]).normalize()
    text = number_text(tick, max(-int(step.as_tuple().exponent), 0))
    return text if len(text) <= _LONGEST_TICK else f"{tick:.3g}"


def _axis(plot: _Plot, form: Form) -> Iterator[str]:
    for tick, text in zip(plot.ticks, plot.tick_texts, strict=True):
        y = plot.y(tick)
        yield element("path", d=f"M{coordinate(plot.left)} {coordinate(y)}H{coordinate(plot.right)}", class_="grid")
        size = form.small_letters
        yield label(text, plot.left - 8, y + size * 0.35, size, anchor="end", look="faint")


def _steps(plot: _Plot, points: Sequence[Point]) -> str:
    """The line: across until something changes, then up or down."""
    path = [f"M{coordinate(plot.left)} {coordinate(plot.y(points[0].number))}"]
    for point in _visible(plot, points):
        path.append(f"H{coordinate(plot.x(point.date))}V{coordinate(plot.y(point.number))}")
    return "".join(path) + f"H{coordinate(plot.right)}"


def _visible(plot: _Plot, points: Sequence[Point]) -> Iterable[Point]:
    for _, found in groupby(points, key=lambda point: int(plot.x(point.date))):
        column = list(found)
        kept = (column[0], lowest(column), highest(column), column[-1])
        yield from sorted(dict.fromkeys(kept), key=lambda point: point.date)


def _dates(plot: _Plot, form: Form, first: Date, last: Date) -> Iterator[str]:
    """The days at both ends, and round ones between them that have room."""
    size = form.small_letters
    y = plot.bottom + size * 1.6
    if first == last:
        yield label(str(first), plot.left, y, size, look="faint")
        return
    width = text_width(str(first), size)
    yield label(str(first), plot.left, y, size, look="faint")
    yield label(str(last), plot.right, y, size, anchor="end", look="faint")
    taken = plot.left + width
    for day, text in _round_days(first, last, _DATES_BETWEEN[form.name]):
        x, half = plot.x(day), text_width(text, size) / 2
        if x - half > taken + size and x + half < plot.right - width - size:
            yield label(text, x, y, size, anchor="middle", look="faint")
            yield element("path", d=f"M{coordinate(x)} {coordinate(plot.bottom)}v4", class_="tick")
            taken = x + half


def _round_days(first: Date, last: Date, most: int) -> list[tuple[Date, str]]:
    """Days that begin weeks, months or years, as many as there may be, and what to call them."""
    days = (last - first).days
    for step in _DAY_STEPS:
        if days // step <= most:
            found = (first + timedelta(step * index) for index in range(1, days // step + 1))
            return [(day, str(day)) for day in found if day < last]
    begin = first.year * 12 + first.month
    end = last.year * 12 + last.month - 1
    for step in _MONTH_STEPS:
        months = range(begin + -begin % step, end + 1, step)
        if len(months) <= most:
            break
    return [
        (Date(month // 12, month % 12 + 1, 1), f"{month // 12:04}" + ("" if step >= 12 else f"-{month % 12 + 1:02}"))
        for month in months
    ]
