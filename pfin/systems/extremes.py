"""The lowest and the highest stock of a period: of boundaries, and of every account by itself.

Problem. A stock is a line, not a point: what there was "in October" has a lowest and a highest. What counts is what
there is at the end of each day, also of days on which nothing happened, and it may be asked of ten thousand accounts
over a million postings.

Solution. Postings come in chronological order, so one pass with a running sum for each account and commodity is
enough. A sum is looked at only when the next posting of its own comes on a later day: only then is it known to be what
there was at the end of a day, and of every day since. What was there before the period is what the sum begins with.

In the value of a currency prices change stocks too, of accounts that nothing happens to. There every account has its
course worked out by itself (:func:`.stocks.course`), on the days of its postings and of its prices. Until something
has a price it is shown in its units, and from then on in the currency. On days on which nothing held would be shown in
a commodity, that there is none of it says nothing, and they do not count for it.

Days before an account opens do not count, nor do those of a boundary before the first of its accounts does: there is
nothing yet that could be low.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.directives import Posting
from pfin.model.period import Period, evening_before

from .boundary import Boundary
from .rates import Kind, Rates, kind_of
from .stocks import Sums, course, stocks_before, summed


class Beyond(Enum):
    """On which side of an amount a stock has to be."""

    ABOVE = "above"
    BELOW = "below"


class Threshold(Struct, frozen=True):
    """An amount that stocks may pass; without a ``commodity`` it is that many of each. Reaching it is not passing it.

    Like the stocks that are held against it, it is in normal direction.
    """

    beyond: Beyond
    number: Decimal
    commodity: str | None = None


class Extreme(Struct, frozen=True, gc=False):
    """A stock at the end of the day ``instant``, the first on which it was that."""

    number: Decimal
    instant: Date


class Passed(Struct, frozen=True, gc=False):
    """At the ends of how many days a stock was beyond a threshold, and the first of them."""

    days: int
    first: Date


class Extremes(Struct, frozen=True):
    """The course of one commodity through a period, in normal direction.

    ``opening`` is the stock before the period, ``closing`` that at the end of its last day. The extremes are those at
    the ends of ``days`` days, of which ``first`` is the first. ``passed`` is None where no threshold was passed, or
    none was given.
    """

    commodity: str
    opening: Decimal
    lowest: Extreme
    highest: Extreme
    closing: Decimal
    first: Date
    days: int
    passed: Passed | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there never was anything."""
        return not (self.opening or self.lowest.number or self.highest.number)


@computing_in(EXACT)
def account_extremes(
    ledger: Ledger,
    accounts: Collection[str] | None,
    period: Period,
    *,
    currency: str | None = None,
    threshold: Threshold | None = None,
) -> dict[str, tuple[Extremes, ...]]:
    """The extremes of each account itself, without those below it, in a period with two limits.

    ``accounts`` are those looked at, or all where that is None. Figures are in each account's normal direction; in
    units, or where there is a ``currency`` in it. Accounts that hold nothing at the end of any day are left out, and
    so are their commodities.
    """
    wanted = None if accounts is None else frozenset(accounts)
    if currency is None:
        found = _in_units(ledger, wanted, _Span(period), threshold)
    else:
        found = _in_value(ledger, wanted, period, threshold, Rates(ledger.prices, currency))
    return _something(found)


@computing_in(EXACT)
def boundary_extremes(
    ledger: Ledger,
    boundary: Boundary,
    period: Period,
    daily: Sequence[tuple[Date, Sums]],
    *,
    sign: int = 1,
    currency: str | None = None,
    threshold: Threshold | None = None,
) -> tuple[Extremes, ...]:
    """The extremes of a boundary by commodity, where ``daily`` is its course in the same period and currency.

    Stocks are the signed sums of what is inside times ``sign``.
    """
    span = _Span(period)
    opening = stocks_before(ledger, boundary, [span.begin], currency)[0]
    opened = min((_opened(ledger, account) for account in boundary.accounts), default=0)
    shown = None if currency is None else _Shown(_kinds(ledger, boundary, span), Rates(ledger.prices, currency))
    return _something({"": _from_course(opening, daily, span, opened, sign, threshold, shown)}).get("", ())


class _Span:
    """The days of a period as numbers; ``after`` is the day after the last."""

    def __init__(self, period: Period) -> None:
        assert period.begin is not None and period.end is not None, "a stock has a lowest in a period with two limits"
        self.begin = period.begin
        self.first = self.begin.toordinal()
        self.after = evening_before(period.end).toordinal() + 1


class _Shown:
    """In which commodities that which is of some kinds is shown on a day: in the currency once it has a price."""

    def __init__(self, kinds: Collection[Kind], rates: Rates) -> None:
        self._kinds = kinds
        self._rates = rates

    def on(self, day: Date) -> set[str]:
        rates = self._rates
        return {kind[0] if rates.rate(kind, day) is None else rates.currency for kind in self._kinds}


class _Course:
    """The stock of one commodity while days pass: ``number`` is what there is since the day ``since``, signed.

    Days pass without being looked at while ``counts`` is false.
    """

    __slots__ = (
        "above",
        "beyond",
        "counts",
        "days",
        "first",
        "first_beyond",
        "highest",
        "highest_on",
        "limit",
        "lowest",
        "lowest_on",
        "number",
        "opening",
        "sign",
        "since",
    )

    def __init__(self, number: Decimal, since: int, sign: int, threshold: Threshold | None, commodity: str) -> None:
        self.number = self.opening = number
        self.since = since
        self.counts = True
        self.sign = sign
        self.lowest: Decimal | None = None
        self.highest: Decimal | None = None
        self.lowest_on = self.highest_on = self.first_beyond = self.beyond = self.first = self.days = 0
        asked = threshold is not None and threshold.commodity in (None, commodity)
        self.limit = threshold.number if threshold is not None and asked else None
        self.above = threshold is not None and threshold.beyond is Beyond.ABOVE

    def normal(self, number: Decimal) -> Decimal:
        """A signed number in normal direction. A product would turn nothing into a negative nothing."""
        return number if self.sign > 0 else -number

    def pass_until(self, day: int) -> None:
        """Let the days pass from ``since`` up to but not on another, which is later."""
        if not self.counts:
            self.since = day
            return
        number = self.normal(self.number)
        self.first = self.first or self.since
        self.days += day - self.since
        if self.lowest is None or number < self.lowest:
            self.lowest, self.lowest_on = number, self.since
        if self.highest is None or number > self.highest:
            self.highest, self.highest_on = number, self.since
        limit = self.limit
        if limit is not None and (number > limit if self.above else number < limit):
            if not self.beyond:
                self.first_beyond = self.since
            self.beyond += day - self.since
        self.since = day

    def ended(self, commodity: str, after: int) -> Extremes | None:
        """What the course was, when its last day is over; None where it had no day."""
        if self.since < after:
            self.pass_until(after)
        if self.lowest is None or self.highest is None:
            return None
        return Extremes(
            commodity,
            self.normal(self.opening),
            Extreme(self.lowest, Date.fromordinal(self.lowest_on)),
            Extreme(self.highest, Date.fromordinal(self.highest_on)),
            self.normal(self.number),
            Date.fromordinal(self.first),
            self.days,
            Passed(self.beyond, Date.fromordinal(self.first_beyond)) if self.beyond else None,
        )


def _in_units(
    ledger: Ledger, wanted: frozenset[str] | None, span: _Span, threshold: Threshold | None
) -> dict[str, list[Extremes]]:
    """One pass over all postings, with a course for each account and commodity."""
    courses: dict[str, dict[str, _Course]] = {}
    first = span.first
    for day, postings in _by_day(ledger, span):
        for posting in postings:
            account, commodity = posting.account, posting.commodity
            if wanted is not None and account not in wanted:
                continue
            of_account = courses.get(account)
            if of_account is None:
                of_account = courses[account] = {}
            found = of_account.get(commodity)
            if found is None:
                begun = min(max(first, _opened(ledger, account)), max(first, day))
                found = of_account[commodity] = _Course(ZERO, begun, _sign(ledger, account), threshold, commodity)
            if day < first:
                found.opening += posting.number
            elif day != found.since:
                found.pass_until(day)
            found.number += posting.number
    return {
        account: [
            extremes
            for commodity, each in sorted(of_account.items())
            if (extremes := each.ended(commodity, span.after)) is not None
        ]
        for account, of_account in courses.items()
    }


def _in_value(
    ledger: Ledger, wanted: frozenset[str] | None, period: Period, threshold: Threshold | None, rates: Rates
) -> dict[str, list[Extremes]]:
    """A course of value for each account, from its own postings."""
    span = _Span(period)
    before: dict[str, dict[Kind, Decimal]] = {}
    changes: dict[str, dict[Date, list[tuple[Kind, Decimal]]]] = {}
    for day, postings in _by_day(ledger, span):
        date = Date.fromordinal(day)
        for posting in postings:
            account = posting.account
            if wanted is not None and account not in wanted:
                continue
            held = before.setdefault(account, {})
            kind = kind_of(posting)
            if day < span.first:
                held[kind] = held.get(kind, ZERO) + posting.number
            else:
                changes.setdefault(account, {}).setdefault(date, []).append((kind, posting.number))
    evening = evening_before(span.begin)
    found = {}
    for account, held in before.items():
        opening = summed(held, rates, evening)
        daily = course(held, {span.begin: [], **changes.get(account, {})}, period, rates)
        opened, sign = _opened(ledger, account), _sign(ledger, account)
        shown = _Shown({*held, *(kind for moved in changes.get(account, {}).values() for kind, _ in moved)}, rates)
        found[account] = list(_from_course(opening, daily, span, opened, sign, threshold, shown))
    return found


def _from_course(
    opening: Sums,
    daily: Sequence[tuple[Date, Sums]],
    span: _Span,
    opened: int,
    sign: int,
    threshold: Threshold | None,
    shown: _Shown | None,
) -> Iterator[Extremes]:
    """The extremes by commodity of what there was at the ends of days, until each next one.

    Where something is ``shown`` in one commodity or another, a day counts for those in which anything is.
    """
    shown_on = [None if shown is None else shown.on(day) for day, _ in daily]
    occurring = next((day.toordinal() for day, sums in daily if sums), span.after)
    begun = min(max(span.first, opened), occurring)
    for commodity in sorted({*opening, *(commodity for _, sums in daily for commodity in sums)}):
        found = _Course(opening.get(commodity, ZERO), begun, sign, threshold, commodity)
        for (date, sums), names in zip(daily, shown_on, strict=True):
            day, number = date.toordinal(), sums.get(commodity, ZERO)
            counts = names is None or commodity in names
            if day > found.since and (number != found.number or counts != found.counts):
                found.pass_until(day)
            found.number, found.counts = number, counts
        if (extremes := found.ended(commodity, span.after)) is not None:
            yield extremes


def _kinds(ledger: Ledger, boundary: Boundary, span: _Span) -> set[Kind]:
    """What there ever was inside by the end of the period."""
    inside = boundary.inside
    return {
        kind_of(posting) for _, postings in _by_day(ledger, span) for posting in postings if posting.account in inside
    }


def _by_day(ledger: Ledger, span: _Span) -> Iterator[tuple[int, Sequence[Posting]]]:
    """The postings of each transaction up to the end of the period, with its day."""
    for transaction in ledger.transactions():
        day = transaction.date.toordinal()
        if day >= span.after:
            return
        yield day, transaction.postings


def _opened(ledger: Ledger, account: str) -> int:
    """The day on which an account opens, before all others where nothing says when."""
    said = ledger.accounts.get(account)
    return 0 if said is None or said.opened is None else said.opened.toordinal()


def _sign(ledger: Ledger, account: str) -> int:
    """What turns signed figures of an account into its normal direction."""
    said = ledger.accounts.get(account)
    return 1 if said is None else said.type.sign


def _something(found: Mapping[str, Iterable[Extremes]]) -> dict[str, tuple[Extremes, ...]]:
    """The extremes of those that held anything."""
    kept = {name: tuple(each for each in extremes if not each.is_nothing) for name, extremes in found.items()}
    return {name: extremes for name, extremes in kept.items() if extremes}
