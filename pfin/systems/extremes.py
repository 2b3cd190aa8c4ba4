"""The lowest and the highest stock of a period: of boundaries, and of every account by itself.

Problem. A stock is a line, not a point: what there was "in October" has a lowest and a highest. What counts is what
there is at the end of each day, also of days on which nothing happened, and it may be asked of ten thousand accounts
over a million postings.

Solution. Each account has running sums of each commodity (:mod:`.running`). Of these the ones count that are the last
of their day: they are what there was at the end of it, and of every day since. Where a threshold is asked for, most
accounts never come near it: a pass before that only adds up finds the few of which more has to be worked out.

In the value of a currency prices change stocks too, of accounts that nothing happens to. There every account has its
course worked out by itself (:func:`.stocks.course`), on the days of its postings and of its prices. Until something
has a price it is shown in its units, and from then on in the currency. On days on which nothing held would be shown in
a commodity, that there is none of it says nothing, and they do not count for it.

Days before an account opens do not count, nor do those of a boundary before the first of its accounts does: there is
nothing yet that could be low.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from enum import Enum
from itertools import compress
from operator import ne

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.period import Period, evening_before

from .boundary import Boundary
from .rates import Kind, Rates, add, kind_of
from .running import Number, Running, beyond_limits, name_of, running_sums
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
    so are their commodities; and where there is a ``threshold``, so is what does not pass it.
    """
    wanted = None if accounts is None else frozenset(accounts)
    if currency is None:
        found = _in_units(ledger, wanted, _Span(period), threshold)
    else:
        found = _in_value(ledger, wanted, period, threshold, Rates(ledger.prices, currency))
    if threshold is not None:
        found = {account: [each for each in extremes if each.passed] for account, extremes in found.items()}
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
        self.last = evening_before(period.end)
        self.after = self.last.toordinal() + 1


class _Shown:
    """In which commodities that which is of some kinds is shown on a day: in the currency once it has a price."""

    def __init__(self, kinds: Collection[Kind], rates: Rates) -> None:
        self._kinds = kinds
        self._rates = rates

    def on(self, day: Date) -> set[str]:
        rates = self._rates
        return {kind[0] if rates.rate(kind, day) is None else rates.currency for kind in self._kinds}


class _Course(Struct):
    """Stocks in normal direction, each at the ends of the days from one of ``days`` up to but not one of ``ends``.

    Those that are integers are multiples of ten to the power of ``exponent``.
    """

    commodity: str
    opening: Number
    days: Sequence[int]
    ends: Sequence[int]
    stocks: Sequence[Number]
    closing: Number
    exponent: int = 0

    def extremes(self, threshold: Threshold | None) -> Extremes:
        """What the course was; it has a day at least."""
        lowest, highest = min(self.stocks), max(self.stocks)
        return Extremes(
            self.commodity,
            self._number(self.opening),
            self._extreme(lowest),
            self._extreme(highest),
            self._number(self.closing),
            Date.fromordinal(self.days[0]),
            sum(self.ends) - sum(self.days),
            self._passed(_limit(threshold, self.commodity), threshold),
        )

    def _number(self, stock: Number) -> Decimal:
        return stock if isinstance(stock, Decimal) else Decimal(stock).scaleb(self.exponent)

    def _extreme(self, stock: Number) -> Extreme:
        return Extreme(self._number(stock), Date.fromordinal(self.days[self.stocks.index(stock)]))

    def _passed(self, limit: Decimal | None, threshold: Threshold | None) -> Passed | None:
        if limit is None or threshold is None:
            return None
        limit, above = limit.scaleb(-self.exponent), threshold.beyond is Beyond.ABOVE
        found = [
            (day, end)
            for stock, day, end in zip(self.stocks, self.days, self.ends, strict=True)
            if (stock > limit if above else stock < limit)
        ]
        return Passed(sum(end - day for day, end in found), Date.fromordinal(found[0][0])) if found else None


def _limit(threshold: Threshold | None, commodity: str) -> Decimal | None:
    """The amount that stocks of a commodity may pass, None where there is none for it."""
    return threshold.number if threshold is not None and threshold.commodity in (None, commodity) else None


def _in_units(
    ledger: Ledger, wanted: frozenset[str] | None, span: _Span, threshold: Threshold | None
) -> dict[str, list[Extremes]]:
    """The legs of each account and commodity by themselves, and their course."""
    columns = ledger.columns
    legs = columns.legs_until(span.last)
    signs = {cell.account: _sign(ledger, cell.account) for cell in columns.cells}
    asked = [wanted is None or cell.account in wanted for cell in columns.cells]
    if threshold is not None:
        limits = {cell.commodity: _limit(threshold, cell.commodity) for cell in columns.cells}
        suspects = beyond_limits(columns, legs, signs, limits, above=threshold.beyond is Beyond.ABOVE)
        asked = [each and name_of(cell) in suspects for cell, each in zip(columns.cells, asked, strict=True)]
    found: dict[str, list[Extremes]] = {}
    for running in running_sums(columns, legs, signs, asked):
        course = _course_of(running, span, _opened(ledger, running.account))
        found.setdefault(running.account, []).append(course.extremes(threshold))
    return found


def _course_of(running: Running, span: _Span, opened: int) -> _Course:
    """The course of running sums in the period."""
    days, sums = running.days, running.sums
    begun = min(max(span.first, opened), max(span.first, days[0]))
    before, by_then = bisect_left(days, span.first), bisect_right(days, begun)
    later = days[by_then:]
    # Within a day only the last sum is what there was at its end.
    is_last = list(map(ne, later, [*later[1:], None]))
    moved = [begun, *compress(later, is_last)]
    stocks = [sums[by_then - 1] if by_then else ZERO, *compress(sums[by_then:], is_last)]
    opening = sums[before - 1] if before else ZERO
    ends = [*moved[1:], span.after]
    return _Course(running.commodity, opening, moved, ends, stocks, stocks[-1], running.exponent)


def _in_value(
    ledger: Ledger, wanted: frozenset[str] | None, period: Period, threshold: Threshold | None, rates: Rates
) -> dict[str, list[Extremes]]:
    """A course of value for each account, from its own postings."""
    span, columns = _Span(period), ledger.columns
    cells = columns.cells
    asked = [wanted is None or cell.account in wanted for cell in cells]
    before: dict[str, dict[Kind, Decimal]] = {}
    for index, number in columns.sums(0, columns.legs_before(span.begin)).items():
        cell = cells[index]
        if asked[index]:
            add(before.setdefault(cell.account, {}), kind_of(cell), cell.number(number))
    changes: dict[str, dict[Date, list[tuple[Kind, Decimal]]]] = {}
    for (day, index), number in columns.daily_sums(period, asked).items():
        cell = cells[index]
        moved = changes.setdefault(cell.account, {}).setdefault(Date.fromordinal(day), [])
        moved.append((kind_of(cell), cell.number(number)))
    evening = evening_before(span.begin)
    found = {}
    for account in {**before, **changes}:
        held, changed = before.get(account, {}), changes.get(account, {})
        opening = summed(held, rates, evening)
        daily = course(held, {span.begin: [], **changed}, period, rates)
        opened, sign = _opened(ledger, account), _sign(ledger, account)
        shown = _Shown({*held, *(kind for moved in changed.values() for kind, _ in moved)}, rates)
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
    occurring = next((day.toordinal() for day, sums in daily if sums), span.after)
    begun = min(max(span.first, opened), occurring)
    # What there is when days begin to count is what there was since the last change before.
    at = {max(day.toordinal(), begun): (day, sums) for day, sums in daily}
    ends = [*list(at)[1:], span.after]
    stretches = [
        (first, end, sums, None if shown is None else shown.on(day))
        for (first, (day, sums)), end in zip(at.items(), ends, strict=True)
        if first < end
    ]
    for commodity in sorted({*opening, *(commodity for _, sums in daily for commodity in sums)}):
        counting = [
            (first, end, _turned(sums, commodity, sign))
            for first, end, sums, names in stretches
            if names is None or commodity in names
        ]
        if counting:
            days, until, stocks = zip(*counting, strict=True)
            closing = _turned(daily[-1][1], commodity, sign)
            course = _Course(commodity, _turned(opening, commodity, sign), days, until, stocks, closing)
            yield course.extremes(threshold)


def _turned(sums: Sums, commodity: str, sign: int) -> Decimal:
    """The stock of a commodity in normal direction. A product would turn nothing into a negative nothing."""
    number = sums.get(commodity, ZERO)
    return number if sign > 0 else -number


def _kinds(ledger: Ledger, boundary: Boundary, span: _Span) -> set[Kind]:
    """What there ever was inside by the end of the period."""
    columns, inside = ledger.columns, boundary.inside
    occurring = columns.occurring(columns.legs_until(span.last))
    return {kind_of(columns.cells[index]) for index in occurring if columns.cells[index].account in inside}


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
