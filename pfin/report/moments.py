"""The instant of a stock and the period of a flow, filled in from the journal where the reader left them open."""

from datetime import date as Date
from datetime import timedelta
from enum import Enum

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut, usual_interval, widened
from pfin.model.period import Period

_DAY = timedelta(days=1)


class Chosen(Enum):
    """How an instant came to be."""

    GIVEN = "given"
    TODAY = "today"
    LAST_TRANSACTION = "last transaction"


class Instant(Struct, frozen=True, gc=False):
    """The end of a day."""

    date: Date
    chosen: Chosen = Chosen.GIVEN

    def __str__(self) -> str:
        if self.chosen is Chosen.TODAY:
            return f"at the end of {self.date}, today"
        if self.chosen is Chosen.LAST_TRANSACTION:
            return f"at the end of {self.date}, the day of the last transaction (after today)"
        return f"at the end of {self.date}"


def instant(ledger: Ledger, at: Date | None, today: Date) -> Instant:
    """The instant someone asked for, or else the first by which every transaction of the journal has happened.

    That is the end of today, or of the day of the last transaction where the journal reaches into the future.
    """
    if at is not None:
        return Instant(at)
    last = last_transaction(ledger)
    return Instant(today, Chosen.TODAY) if last is None or last <= today else Instant(last, Chosen.LAST_TRANSACTION)


def first_transaction(ledger: Ledger) -> Date | None:
    """The day of the first transaction, or None where there is none."""
    span = ledger.span
    return None if span is None else span[0]


def last_transaction(ledger: Ledger) -> Date | None:
    """The day of the last transaction, or None where there is none."""
    span = ledger.span
    return None if span is None else span[1]


def day_before(day: Date) -> Date:
    """The day before, or the first of the calendar itself."""
    return day if day == Date.min else day - _DAY


def day_after(day: Date) -> Date:
    """The day after, or the last of the calendar itself."""
    return day if day == Date.max else day + _DAY


def bounded(period: Period | None, first: Date | None, last: Date) -> Period:
    """The period with both limits: where it has none, the days ``first`` (None: there is none) and ``last``."""
    begin = None if period is None else period.begin
    end = None if period is None else period.end
    if begin is None:
        latest = last if end is None else day_before(end)
        begin = latest if first is None else min(first, latest)
    # An end is a day after: the last day of the calendar has none, and no period can begin on it.
    begin = min(begin, day_before(Date.max))
    return Period(begin, end or day_after(max(last, begin)), "" if period is None else period.name)


def transaction_period(ledger: Ledger, period: Period | None, today: Date) -> Period:
    """The period, its open sides bounded by the first transaction, and by today or the last one if that is later."""
    until = instant(ledger, None, today)
    found = bounded(period, first_transaction(ledger), until.date)
    if until.chosen is Chosen.LAST_TRANSACTION and found.last == until.date and (period is None or period.end is None):
        return Period(found.begin, found.end, "up to the last transaction, after today")
    return found


def recorded_period(ledger: Ledger, period: Period | None) -> Period | None:
    """The period, its open sides bounded by the first and the last transaction; None where there are none at all.

    Flows outside it are none, so nothing is lost by not going on until today.
    """
    first, last = first_transaction(ledger), last_transaction(ledger)
    if last is None and (period is None or period.begin is None or period.end is None):
        return None
    return bounded(period, first, last or Date.min)


def flow_period(ledger: Ledger, period: Period | None, today: Date) -> Period:
    """The period of a report on flows: that of what is recorded, or where nothing is, the one up to today."""
    return recorded_period(ledger, period) or transaction_period(ledger, period, today)


def columns(period: Period, wanted: Interval | None, *, chosen: bool) -> tuple[Period, ...]:
    """A period with two limits cut into the wanted intervals, or into few of them where none is wanted.

    A period that nobody ``chosen`` is widened to whole intervals, so that months are months.
    """
    interval = usual_interval(period) if wanted is None else wanted
    return cut(period if chosen else widened(period, interval), interval)


def column_name(period: Period) -> str:
    """How a column is headed: by the name of its interval, or by its days where it is only a part of one."""
    if period.name:
        return period.name
    return str(period.begin) if period.begin == period.last else f"{period.begin}..{period.last}"
