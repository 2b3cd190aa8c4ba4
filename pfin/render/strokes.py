"""Bars and courses drawn with characters: block characters, or plain ASCII where those cannot be shown.

What is below zero looks different without colour too: a negative bar stands on the left of an axis, in a lighter
texture; a course has zero in its scale, so that its foot is never mistaken for nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date as Date
from decimal import Decimal
from operator import attrgetter

from pfin.model.amount import ZERO
from pfin.report.drawing import Point

BAR = 16
"""How many columns a bar takes where there is room."""

_DATE = attrgetter("date")
_NUMBER = attrgetter("number")

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _LIGHT, _AXIS = "█", "░", "│"
_LEVELS = "▁▂▃▄▅▆▇█"
_PLAIN = str.maketrans("▏▎▍▌▋▊▉█░│", "...#####-|")
_PLAIN_LEVELS = str.maketrans(_LEVELS, "_.:-=+*#")


def bar(share: float, low: float, high: float, width: int, *, ascii: bool = False) -> str:
    """A bar of a column whose shares reach from ``low`` (at most 0) to ``high`` (at least 0), in ``width`` columns.

    What is not nothing is never drawn as nothing.
    """
    if low >= 0:
        drawn = _upward(share / high if high > 0 else 0, width)
    else:
        room = width - 1
        left = min(max(round(room * -low / (high - low)), 1), room - 1 if high > 0 else room)
        below = min(max(round(left * share / low), 1), left) if share < 0 else 0
        above = _upward(share / high, room - left) if share > 0 else ""
        drawn = " " * (left - below) + _LIGHT * below + _AXIS + above
    return drawn.translate(_PLAIN) if ascii else drawn


def _upward(part: float, width: int) -> str:
    """A bar to the right that fills a part of the width, to an eighth of a column."""
    eighths = min(max(round(part * width * 8), 1), width * 8) if part > 0 else 0
    return (_FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def trend(numbers: Sequence[Decimal], *, ascii: bool = False) -> str:
    """A character for each number, between the least of them or zero and the greatest of them or zero."""
    low, high = min((*numbers, ZERO)), max((*numbers, ZERO))
    top, span = len(_LEVELS) - 1, high - low
    levels = [round((number - low) * top / span) for number in numbers] if span else [0] * len(numbers)
    drawn = "".join([_LEVELS[level] for level in levels])
    return drawn.translate(_PLAIN_LEVELS) if ascii else drawn


def share(number: Decimal, low: Decimal, high: Decimal) -> float:
    """Where a number stands between two others, from 0 to 1; 0 where these are equal."""
    return float((number - low) / (high - low)) if high > low else 0.0


def resampled(points: Sequence[Point], most: int) -> list[Decimal]:
    """The numbers at the ends of equally long stretches of time, not more of them than ``most`` nor than days.

    A stretch that the lowest or the highest of all numbers falls into has that one.
    """
    first = points[0].date.toordinal()
    days = points[-1].date.toordinal() - first + 1
    count = min(most, days)
    # The last day of each stretch.
    ends = (Date.fromordinal(first + (index * days - 1) // count) for index in range(1, count + 1))
    numbers = [points[bisect_right(points, end, key=_DATE) - 1].number for end in ends]
    for point in (lowest(points), highest(points)):
        numbers[(point.date.toordinal() - first) * count // days] = point.number
    return numbers


def lowest(points: Sequence[Point]) -> Point:
    """The first of the points that none is below."""
    return min(points, key=_NUMBER)


def highest(points: Sequence[Point]) -> Point:
    """The first of the points that none is above."""
    return max(points, key=_NUMBER)
