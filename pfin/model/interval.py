"""Intervals of the calendar into which reports cut a period, one for each column."""

from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from enum import Enum

from .period import Period

_DAY = timedelta(days=1)
# A report that nobody gave an interval shows the finest that leaves so many columns at most.
_MOST_COLUMNS = 13


class Interval(Enum):
    """How long one column of a report is; the value is the word for people."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"
    QUARTER = "quarterly"
    YEAR = "yearly"


def containing(day: Date, interval: Interval) -> Period:
    """The whole day, ISO week, month, quarter or year that holds a day, with its name.

    Raises OverflowError or ValueError where it ends after the last day of the calendar.
    """
    match interval:
        case Interval.DAY:
            return Period(day, day + _DAY, str(day))
        case Interval.WEEK:
            year, week, weekday = day.isocalendar()
            monday = day - (weekday - 1) * _DAY
            return Period(monday, monday + 7 * _DAY, f"{year:04}-W{week:02}")
        case Interval.MONTH:
            return Period(
                Date(day.year, day.month, 1), _first_of(day.year, day.month + 1), f"{day.year:04}-{day.month:02}"
            )
        case Interval.QUARTER:
            quarter = (day.month + 2) // 3
            begin = Date(day.year, 3 * quarter - 2, 1)
            return Period(begin, _first_of(day.year, 3 * quarter + 1), f"{day.year:04}-Q{quarter}")
        case Interval.YEAR:
            return Period(Date(day.year, 1, 1), Date(day.year + 1, 1, 1), f"{day.year:04}")


def _first_of(year: int, month: int) -> Date:
    return Date(year + 1, 1, 1) if month > 12 else Date(year, month, 1)


def cut(period: Period, interval: Interval) -> tuple[Period, ...]:
    """A period with two limits as adjacent intervals; the first and the last are as short as the period makes them.

    An interval that is cut short has its days for a name, or the period's own name where it is all of it.
    """
    return tuple(_pieces(period, interval))


def _pieces(period: Period, interval: Interval) -> Iterator[Period]:
    assert period.begin is not None and period.end is not None, "only a period with two limits can be cut"
    begin = period.begin
    while begin < period.end:
        try:
            whole = containing(begin, interval)
        except (OverflowError, ValueError):
            # The calendar ends before the interval does.
            whole = Period(begin, period.end)
        assert whole.end is not None
        end = min(whole.end, period.end)
        if (begin, end) == (whole.begin, whole.end):
            yield whole
        else:
            yield Period(begin, end, period.name if (begin, end) == (period.begin, period.end) else "")
        begin = end


def widened(period: Period, interval: Interval) -> Period:
    """The period from the beginning of its first interval to the end of its last."""
    assert period.begin is not None and period.last is not None
    try:
        return Period(containing(period.begin, interval).begin, containing(period.last, interval).end)
    except (OverflowError, ValueError):
        return period


def named(begin: Date, end: Date) -> Period:
    """The days from ``begin`` up to but not ``end``, with the name that the calendar has for several days, if any."""
    for interval in (Interval.YEAR, Interval.QUARTER, Interval.MONTH, Interval.WEEK):
        try:
            whole = containing(begin, interval)
        except (OverflowError, ValueError):
            continue
        if (whole.begin, whole.end) == (begin, end):
            return whole
    return Period(begin, end)


def usual_interval(period: Period) -> Interval:
    """The finest interval, months at least, that cuts a period with two limits into few columns; else years."""
    assert period.begin is not None and period.last is not None
    months = 12 * (period.last.year - period.begin.year) + period.last.month - period.begin.month + 1
    if months <= _MOST_COLUMNS:
        return Interval.MONTH
    return Interval.QUARTER if months <= 3 * _MOST_COLUMNS else Interval.YEAR
