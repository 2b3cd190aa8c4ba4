"""The days on which banks and brokers work: no weekends, and no federal holidays of the United States.

Salaries, dividends, trades, bills and transfers between accounts fall on these. Interest is credited on the last day of
a month whichever it is, and cards and cash machines work always. The one calendar serves all journals, the nomad's too.
"""

from datetime import date as Date
from datetime import timedelta

SATURDAY = 5
_CLOSED = """
    2023-01-02 2023-01-16 2023-02-20 2023-05-29 2023-06-19 2023-07-04 2023-09-04 2023-10-09 2023-11-23 2023-12-25
    2024-01-01 2024-01-15 2024-02-19 2024-05-27 2024-06-19 2024-07-04 2024-09-02 2024-10-14 2024-11-11 2024-11-28
    2024-12-25 2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-10-13 2025-11-11
    2025-11-27 2025-12-25
"""
HOLIDAYS = frozenset(Date.fromisoformat(day) for day in _CLOSED.split())


def is_banking_day(day: Date) -> bool:
    return day.weekday() < SATURDAY and day not in HOLIDAYS


def banking_day(day: Date) -> Date:
    """The day itself, or the next on which banks work."""
    while not is_banking_day(day):
        day += timedelta(days=1)
    return day


def banking_day_before(day: Date) -> Date:
    """The day itself, or the last before it on which banks work."""
    while not is_banking_day(day):
        day -= timedelta(days=1)
    return day


def banking_days_later(day: Date, count: int) -> Date:
    """The day so many banking days after this one."""
    for _ in range(count):
        day = banking_day(day + timedelta(days=1))
    return day


def is_due(day: Date, of_month: int) -> bool:
    """Whether what is due on that day of the month happens today: on that day, or the next on which banks work."""
    return day == banking_day(day.replace(day=of_month))
