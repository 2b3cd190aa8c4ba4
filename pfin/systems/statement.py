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

The closing stock of each period is the opening stock of the next. After every computation both sides of the law are
compared, and a difference raises ConservationError, whatever is done with the statement.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.directives import Posting, Transaction
from pfin.model.period import Period

from .boundary import Boundary
from .flows import Category, by_account, crossings
from .gains import PriceGains, price_gains
from .rates import Rates, dropping_zeros
from .stocks import Sums, stocks_before


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
    stocks = stocks_before(ledger, boundary, [*limits, _end(periods[-1])], currency)
    rates = None if currency is None else Rates(ledger.prices, currency)
    tallies = [_Tally(category, rates) for _ in periods]
    for transaction, outside in crossings(ledger, boundary, whole, touching=touching):
        tallies[bisect_right(limits, transaction.date) - 1].count(transaction, outside)
    gains = [PriceGains() for _ in periods] if rates is None else price_gains(ledger, boundary, periods, rates)
    found = []
    for index, (period, tally) in enumerate(zip(periods, tallies, strict=True)):
        statement = tally.statement(boundary, period, gains[index], stocks[index], stocks[index + 1])
        prove(statement)
        found.append(statement)
    return tuple(found)


def prove(statement: Statement) -> None:
    """Compare both sides of the law; raises ConservationError where they differ."""
    reached = dict(statement.opening)
    for flow in statement.flows.values():
        for commodity, number in flow.net.items():
            reached[commodity] = reached.get(commodity, ZERO) + number
    for commodity, number in statement.conversions.items():
        reached[commodity] = reached.get(commodity, ZERO) + number
    if statement.currency is not None:
        reached[statement.currency] = reached.get(statement.currency, ZERO) + statement.gains.total
    if dropping_zeros(reached) != statement.closing:
        raise ConservationError(
            f"{statement.boundary.name}, {statement.period}: stocks and flows come to {dropping_zeros(reached)}, "
            f"and the closing stock is {statement.closing}"
        )


class _Tally:
    """The flows and conversions of one period while they are counted."""

    def __init__(self, category: Category, rates: Rates | None) -> None:
        self._category = category
        self._rates = rates
        self._sums: dict[tuple[str, str, bool], Decimal] = {}
        self._postings: dict[str, int] = {}
        self._conversions: dict[str, Decimal] = {}
        self._conversion_gain = ZERO

    def count(self, transaction: Transaction, outside: Sequence[Posting]) -> None:
        """Count one transaction that touches the boundary."""
        rates, sums, category = self._rates, self._sums, self._category
        for posting in outside:
            name = category(transaction, posting)
            self._postings[name] = self._postings.get(name, 0) + 1
            if rates is None:
                commodity, number = posting.commodity, posting.number
            else:
                commodity, number = rates.value(posting, transaction.date)
            if number:
                key = (name, commodity, number < 0)
                sums[key] = sums.get(key, ZERO) + number
        if rates is None:
            conversions = self._conversions
            for posting in transaction.postings:
                commodity = posting.commodity
                conversions[commodity] = conversions.get(commodity, ZERO) + posting.number
        else:
            self._count_value(transaction, rates)

    def _count_value(self, transaction: Transaction, rates: Rates) -> None:
        off: dict[str, Decimal] = {}
        for posting in transaction.postings:
            commodity, number = rates.value(posting, transaction.date)
            off[commodity] = off.get(commodity, ZERO) + number
        off = dropping_zeros(off)
        if off.keys() <= {rates.currency}:
            self._conversion_gain += off.get(rates.currency, ZERO)
        else:
            for commodity, number in off.items():
                self._conversions[commodity] = self._conversions.get(commodity, ZERO) + number

    def statement(
        self, boundary: Boundary, period: Period, gains: PriceGains, opening: Sums, closing: Sums
    ) -> Statement:
        """What was counted, between the stocks at both ends."""
        flows: dict[str, tuple[dict[str, Decimal], dict[str, Decimal]]] = {name: ({}, {}) for name in self._postings}
        for (name, commodity, is_inflow), number in self._sums.items():
            flows[name][0 if is_inflow else 1][commodity] = abs(number)
        conversions = self._conversions
        for commodity, number in gains.first_priced.items():
            conversions[commodity] = conversions.get(commodity, ZERO) + number
        return Statement(
            boundary=boundary,
            period=period,
            currency=None if self._rates is None else self._rates.currency,
            opening=opening,
            flows={
                name: Flow(inflow, outflow, self._postings[name]) for name, (inflow, outflow) in sorted(flows.items())
            },
            conversions=dropping_zeros(conversions),
            gains=Gains(dropping_zeros(gains.by_commodity), self._conversion_gain),
            closing=closing,
        )


def _begin(period: Period) -> Date:
    assert period.begin is not None, "the period of a flow has two limits"
    return period.begin


def _end(period: Period) -> Date:
    assert period.end is not None, "the period of a flow has two limits"
    return period.end
