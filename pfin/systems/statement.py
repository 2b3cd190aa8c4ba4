"""The statement of a boundary, and the law that it obeys.

Problem. For every boundary and every period

    opening + inflows - outflows + conversions                 = closing    in units, for each commodity
    opening + inflows - outflows + conversions + gains         = closing    in the value of one currency

must hold exactly, and no term may be worked out from the others: a figure that is made to fit proves nothing.

Solution. The terms come from different postings in different ways:

- *Stocks* are sums over the postings inside, up to an instant (:mod:`.stocks`).
- *Flows* are the postings outside, turned round, of the transactions that touch the boundary (:mod:`.flows`). Their
  value is that of their own day.
- *Conversions* are the sums of all postings of these transactions. Such a sum is nothing but for exchanges of one
  commodity for another, which are balanced by price or cost and not by units, and for what tolerances let pass.
  In value an exchange is off only by what it was made at against the prices of the day. That is a gain; it stays a
  conversion where a commodity without any price is in it.
- *Price gains* are what is held, day by day, times the changes of prices (:mod:`.gains`). What is held when a commodity
  gets its first price turns from units into value, which is a conversion.

All of them are made from the columns of the ledger, or where that is enough, from those of its months
(:mod:`pfin.ledger.condensed`). Legs of one cell are added up as integers, for each period and in value for each stretch
of days in which no rate is another (:func:`_stretches`); only what they come to is valued.

The closing stock of each period is the opening stock of the next. After every computation both sides of the law are
compared, and a difference raises ConservationError, whatever is done with the statement.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from itertools import compress

from msgspec import Struct

from pfin.ledger.columns import Columns, added_up
from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.period import Period

from .boundary import Boundary
from .flows import Category, Crossing, by_account, crossing
from .gains import PriceGains, price_gains
from .rates import Rates, add, dropping_zeros, kind_of, worth
from .stocks import Sums, lasts, stocks_before


class ConservationError(Exception):
    """Stocks and flows of a boundary do not agree. No journal can bring that about: it is an error in pfin."""


class Flow(Struct, frozen=True):
    """What crossed a boundary under one category: unsigned sums in either direction, and how many postings."""

    inflow: Sums
    outflow: Sums
    postings: int

    @property
    def net(self) -> dict[str, Decimal]:
        """Inflow less outflow."""
        net = dict(self.inflow)
        for commodity, number in self.outflow.items():
            net[commodity] = net.get(commodity, ZERO) - number
        return dropping_zeros(net)


class Gains(Struct, frozen=True):
    """Changes of value without a flow, in the currency of valuation.

    ``price`` is by the commodity whose price changed; ``conversion`` is what exchanges were made at against the prices
    of their days.
    """

    price: Sums
    conversion: Decimal

    @property
    def total(self) -> Decimal:
        """All gains together."""
        return sum(self.price.values(), self.conversion)


class Statement(Struct, frozen=True):
    """The stocks of a boundary at the ends of a period, and all that lies between them.

    ``flows`` are by category. Without a ``currency`` figures are units by commodity and there are no gains.
    """

    boundary: Boundary
    period: Period
    currency: str | None
    opening: Sums
    flows: Mapping[str, Flow]
    conversions: Sums
    gains: Gains
    closing: Sums


@computing_in(EXACT)
def statements(
    ledger: Ledger,
    boundary: Boundary,
    periods: Sequence[Period],
    *,
    category: Category = by_account,
    currency: str | None = None,
    touching: bool = True,
) -> tuple[Statement, ...]:
    """The statements of a boundary for adjacent periods with two limits, proved.

    Where ``touching`` is false, transactions that happen wholly outside are counted too. That changes neither stocks
    nor what flows and conversions come to together.

    Raises:
        ConservationError: stocks and flows do not agree, which is an error in pfin.

    """
    whole = Period(periods[0].begin, periods[-1].end)
    limits = [_begin(period) for period in periods]
    limits.append(_end(periods[-1]))
    condensed = None
    if category is by_account and currency is None and lasts(ledger, boundary) and ledger.months.has_limits(limits):
        condensed = ledger.months
    stocks = stocks_before(ledger, boundary, limits, currency, condensed)
    rates = None if currency is None else Rates(ledger.prices, currency)
    gains = [PriceGains() for _ in periods] if rates is None else price_gains(ledger, boundary, periods, rates)
    crossed = crossing(ledger, boundary, whole, category, touching=touching, condensed=condensed)
    changing = [] if rates is None else rates.days({cell.commodity for cell in crossed.columns.cells})
    found = []
    for index, period in enumerate(periods):
        tally = _Tally(crossed, rates)
        for day, legs in _stretches(crossed.columns, period, changing):
            tally.count(legs, day)
        statement = tally.statement(boundary, period, gains[index], stocks[index], stocks[index + 1])
        prove(statement)
        found.append(statement)
    return tuple(found)


def _stretches(columns: Columns, period: Period, changing: Sequence[Date]) -> Iterator[tuple[Date, range]]:
    """The legs of a period cut into ranges within which no rate is another, each with a day on which that holds.

    ``changing`` are the days with new rates.
    """
    begin, end = _begin(period), _end(period)
    last = len(changing) if end == Date.max else bisect_left(changing, end)
    days = [begin, *changing[bisect_right(changing, begin) : last]]
    starts = [columns.start[columns.transactions_before(day)] for day in days]
    ranges = map(range, starts, [*starts[1:], columns.legs_before(end)])
    return ((day, legs) for day, legs in zip(days, ranges, strict=True) if legs)


def prove(statement: Statement) -> None:
    """Compare both sides of the law; raises ConservationError where they differ."""
    reached = dict(statement.opening)
    for flow in statement.flows.values():
        for commodity, number in flow.inflow.items():
            add(reached, commodity, number)
        for commodity, number in flow.outflow.items():
            add(reached, commodity, -number)
    for commodity, number in statement.conversions.items():
        add(reached, commodity, number)
    if statement.currency is not None:
        add(reached, statement.currency, statement.gains.total)
    if dropping_zeros(reached) != statement.closing:
        raise ConservationError(
            f"{statement.boundary.name}, {statement.period}: stocks and flows come to {dropping_zeros(reached)}, "
            f"and the closing stock is {statement.closing}"
        )


class _Tally:
    """The flows and conversions of one period while they are counted."""

    def __init__(self, crossed: Crossing, rates: Rates | None) -> None:
        self._crossed = crossed
        self._rates = rates
        # By category the signed sums of what came in and of what went out.
        self._flows: dict[str, tuple[dict[str, Decimal], dict[str, Decimal]]] = {}
        self._postings: dict[str, int] = {}
        self._conversions: dict[str, Decimal] = {}
        self._conversion_gain = ZERO

    def count(self, legs: range, day: Date) -> None:
        """Count those of some legs that belong to transactions which touch the boundary, at the rates of one day."""
        self._count_flows(legs, day)
        self._count_conversions(legs, day)

    def _count_flows(self, legs: range, day: Date) -> None:
        crossed, part = self._crossed, slice(legs.start, legs.stop)
        outside = crossed.outside[part]
        keys = list(compress(crossed.key[part], outside))
        counts = Counter(keys) if crossed.legs is None else added_up(keys, compress(crossed.legs[part], outside))
        for key, count in counts.items():
            name = crossed.categories[key]
            self._postings[name] = self._postings.get(name, 0) + count
            if name not in self._flows:
                self._flows[name] = {}, {}
        # Either direction has a sum of its own: that of negative numbers is under the key's complement.
        sums: dict[int, int] = defaultdict(int)
        for key, mantissa in zip(keys, compress(crossed.columns.number[part], outside), strict=True):
            sums[key if mantissa > 0 else ~key] += mantissa
        for key, mantissa in sums.items():
            index = key if key >= 0 else ~key
            cell = crossed.cells[index]
            if self._rates is None:
                commodity, number = cell.commodity, cell.number(mantissa)
            else:
                commodity, number = worth(kind_of(cell), cell.number(mantissa), self._rates, day)
            if number:
                # What an account outside has lost has come in.
                add(self._flows[crossed.categories[index]][0 if number < 0 else 1], commodity, number)

    def _count_conversions(self, legs: range, day: Date) -> None:
        columns, part, rates = self._crossed.columns, slice(legs.start, legs.stop), self._rates
        counted = self._crossed.counted[part]
        sums = added_up(compress(columns.cell[part], counted), compress(columns.number[part], counted))
        units = self._crossed.units
        off: dict[str, Decimal] = {}
        for (kind, exponent), mantissa in added_up(map(units.__getitem__, sums), sums.values()).items():
            add(off, *worth(kind, Decimal(mantissa).scaleb(exponent), rates, day))
        if rates is not None:
            unpriced = {index for index in sums if rates.rate(units[index][0], day) is None}
            converted = self._converted(legs, day, rates, unpriced) if unpriced else ZERO
            gain = off.get(rates.currency, ZERO) - converted
            # Adding nothing could add digits.
            self._conversion_gain += gain or ZERO
            off[rates.currency] = converted
        for commodity, number in off.items():
            add(self._conversions, commodity, number)

    def _converted(self, legs: range, day: Date, rates: Rates, unpriced: Collection[int]) -> Decimal:
        """What is off in value in the transactions in which units without a price are off too."""
        columns, counted = self._crossed.columns, self._crossed.counted
        off: dict[tuple[int, str], Decimal] = {}
        for leg in compress(legs, map(unpriced.__contains__, columns.cell[legs.start : legs.stop])):
            if counted[leg]:
                cell = columns.cells[columns.cell[leg]]
                transaction = bisect_right(columns.start, leg) - 1
                add(off, (transaction, cell.commodity), cell.number(columns.number[leg]))
        converted = ZERO
        for transaction in {transaction for (transaction, _), number in off.items() if number}:
            for leg in range(columns.start[transaction], columns.start[transaction + 1]):
                cell = columns.cells[columns.cell[leg]]
                commodity, number = worth(kind_of(cell), cell.number(columns.number[leg]), rates, day)
                converted += number if commodity == rates.currency else ZERO
        return converted

    def statement(
        self, boundary: Boundary, period: Period, gains: PriceGains, opening: Sums, closing: Sums
    ) -> Statement:
        """What was counted, between the stocks at both ends."""
        conversions = self._conversions
        for commodity, number in gains.first_priced.items():
            add(conversions, commodity, number)
        return Statement(
            boundary=boundary,
            period=period,
            currency=None if self._rates is None else self._rates.currency,
            opening=opening,
            flows={name: self._flow(name) for name in sorted(self._flows)},
            conversions=dropping_zeros(conversions),
            gains=Gains(dropping_zeros(gains.by_commodity), self._conversion_gain),
            closing=closing,
        )

    def _flow(self, name: str) -> Flow:
        inflow, outflow = self._flows[name]
        return Flow({each: -number for each, number in inflow.items()}, outflow, self._postings[name])


def _begin(period: Period) -> Date:
    assert period.begin is not None, "the period of a flow has two limits"
    return period.begin


def _end(period: Period) -> Date:
    assert period.end is not None, "the period of a flow has two limits"
    return period.end
