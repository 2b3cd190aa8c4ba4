"""Periods of days, and the words in which people name them.

A period is half-open: it holds its first day ``begin`` and every day up to, but not, ``end``. So the months of a year
follow on each other without a gap or an overlap. People mean the last day inclusively, and that is how a period is
read (``2024-07..2025-06`` holds all of June) and printed.
"""

import re
from collections.abc import Callable
from datetime import date as Date
from datetime import timedelta

from msgspec import Struct

UNDERSTOOD = (
    "a year (2025), a month (2025-10), a quarter (2025-Q3), a week (2025-W07), a day (2025-10-31), "
    "today, yesterday, this or last week, month, quarter or year, ytd, "
    "or two of them around .. (2024-07..2025-06, 2025..)"
)

_DAY = timedelta(days=1)


class PeriodError(ValueError):
    """Words that name no period or day; the message says what is wrong, ``hint`` what would be understood."""

    def __init__(self, message: str, hint: str = f"understood are {UNDERSTOOD}") -> None:
        super().__init__(message)
        self.hint = hint


class Period(Struct, frozen=True, gc=False):
    """The days from ``begin`` up to but not ``end``; None is a side without a limit.

    ``name`` is how the calendar calls the period (``2025-Q3``), or empty. A ``begin`` that is not before ``end`` is
    a ValueError.
    """

    begin: Date | None
    end: Date | None
    name: str = ""

    def __post_init__(self) -> None:
        if self.begin is not None and self.end is not None and self.begin >= self.end:
            raise ValueError(f"a period from {self.begin} until before {self.end} has no days")

    @property
    def last(self) -> Date | None:
        """The last day that belongs to the period."""
        return None if self.end is None else self.end - _DAY

    def ends_before(self, day: Date) -> bool:
        """Whether a day comes after the period."""
        return self.end is not None and not is_before(day, self.end)

    def holds(self, day: Date) -> bool:
        """Whether a day belongs to the period; the calendar's last does where the period ends there."""
        return (self.begin is None or day >= self.begin) and not self.ends_before(day)

    def __str__(self) -> str:
        if self.begin is None and self.end is None:
            return "all time"
        if self.begin is None:
            days = f"up to {self.last}"
        elif self.end is None:
            days = f"from {self.begin}"
        elif self.begin == self.last:
            days = str(self.begin)
        else:
            days = f"{self.begin} to {self.last}"
        return f"{days} ({self.name})" if self.name else days


def is_before(day: Date, end: Date) -> bool:
    """Whether a day belongs to what lasts up to but not ``end``.

    The last day of the calendar has no day after it that could be an end, so it belongs to what ends there.
    """
    return day < end or end == Date.max


def evening_before(end: Date) -> Date:
    """The last day of what lasts up to but not ``end``: the day before, but at either end of the calendar ``end``."""
    return end if end in (Date.min, Date.max) else end - _DAY


def parse_period(text: str, today: Date) -> Period:
    """The period that the words mean when it is ``today``; raises PeriodError where they mean none."""
    words = text.strip()
    if ".." not in words:
        return _single(words, today)
    first, _, last = (part.strip() for part in words.partition(".."))
    if not first and not last:
        raise PeriodError("a period needs a day on at least one side of ..")
    begin = _single(first, today).begin if first else None
    end = _single(last, today).end if last else None
    if begin is not None and end is not None and begin >= end:
        raise PeriodError(f"the period '{words}' ends before it begins")
    return Period(begin, end)


def parse_day(text: str, today: Date) -> Date:
    """The day that the words mean, which for a longer period is its last; raises PeriodError where they mean none."""
    if ".." in text:
        raise PeriodError(f"'{text.strip()}' is a range, and one day is wanted")
    last = _single(text.strip(), today).last
    assert last is not None, "a period named by a word has both limits"
    return last


def _single(text: str, today: Date) -> Period:
    """A period without ``..`` in it."""
    try:
        period = _named(text.casefold(), today)
    except (ValueError, OverflowError) as error:
        raise PeriodError(f"there is no {text} in the calendar") from error
    if period is None:
        raise PeriodError(f"'{text}' is no period or day")
    return period


def _named(words: str, today: Date) -> Period | None:
    """The period of that name, or None; days that do not exist raise what ``date`` raises for them."""
    for pattern, make in _FORMS:
        if found := re.fullmatch(pattern, words):
            return make(*(int(group) for group in found.groups()))
    compact = re.sub(r"[\s_-]+", " ", words)
    if relative := _RELATIVE.get(compact):
        return relative(today)
    if found := re.fullmatch(_NEIGHBOUR, compact):
        step = {"last": -1, "this": 0, "next": 1}[found[1]]
        return _UNITS[found[2]](today, step)
    return None


def _year(year: int) -> Period:
    return Period(Date(year, 1, 1), Date(year + 1, 1, 1), f"{year:04}")


def _quarter(year: int, quarter: int) -> Period:
    begin = Date(year, 3 * quarter - 2, 1)
    return Period(begin, _first_of_month(begin, 3), f"{year:04}-Q{quarter}")


def _month(year: int, month: int) -> Period:
    begin = Date(year, month, 1)
    return Period(begin, _first_of_month(begin, 1), f"{year:04}-{month:02}")


def _week(year: int, week: int) -> Period:
    begin = Date.fromisocalendar(year, week, 1)
    return Period(begin, begin + 7 * _DAY, f"{year:04}-W{week:02}")


def _day(year: int, month: int, day: int) -> Period:
    return _one_day(Date(year, month, day))


def _one_day(day: Date) -> Period:
    return Period(day, day + _DAY)


def _first_of_month(day: Date, months: int) -> Date:
    """The first day of the month so many months after that of ``day``."""
    years, month = divmod(day.month - 1 + months, 12)
    return Date(day.year + years, month + 1, 1)


def _week_near(today: Date, step: int) -> Period:
    year, week, _ = (today + 7 * step * _DAY).isocalendar()
    return _week(year, week)


def _month_near(today: Date, step: int) -> Period:
    begin = _first_of_month(today, step)
    return _month(begin.year, begin.month)


def _quarter_near(today: Date, step: int) -> Period:
    begin = _first_of_month(today, 3 * step)
    return _quarter(begin.year, (begin.month + 2) // 3)


def _to_date(begin: Date, today: Date, unit: str) -> Period:
    return Period(begin, today + _DAY, f"{unit} to date")


_FORMS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})", _year),
    (r"(\d{4})-?q(\d)", _quarter),
    (r"(\d{4})-?w(\d{1,2})", _week),
    (r"(\d{4})[-/](\d{1,2})", _month),
    (r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", _day),
)

_RELATIVE: dict[str, Callable[[Date], Period]] = {
    "today": _one_day,
    "yesterday": lambda today: _one_day(today - _DAY),
    "tomorrow": lambda today: _one_day(today + _DAY),
    "ytd": lambda today: _to_date(Date(today.year, 1, 1), today, "year"),
    "qtd": lambda today: _to_date(_first_of_month(today, -((today.month - 1) % 3)), today, "quarter"),
    "mtd": lambda today: _to_date(today.replace(day=1), today, "month"),
}

_NEIGHBOUR = r"(last|this|next) ?(week|month|quarter|year)"

_UNITS: dict[str, Callable[[Date, int], Period]] = {
    "week": _week_near,
    "month": _month_near,
    "quarter": _quarter_near,
    "year": lambda today, step: _year(today.year + step),
}
