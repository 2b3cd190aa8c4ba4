"""Net worth, or the stock of any other boundary, over time: what it is made of at instants, and what changed it.

Each row is a stock at the end of a day. Between two rows lies a statement, whose net flow (what was saved) and gains
(what changing prices made of what is held) make the change.
"""

from collections.abc import Sequence
from datetime import date as Date

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, computing_in
from pfin.model.interval import Interval, cut, usual_interval
from pfin.model.period import Period, evening_before
from pfin.systems.boundary import Boundary
from pfin.systems.composition import Composition, compositions
from pfin.systems.statement import Gains, Statement, statements
from pfin.systems.stocks import Sums, stocks_before

from .columns import at_depth
from .figures import sum_of
from .moments import bounded, day_after, first_transaction, last_transaction
from .price_age import oldest_price
from .system import StatedBoundary, stated
from .system_drawings import main_commodity

# Fewer rows than this are no course; a shorter interval makes more of them.
_FEWEST_ROWS = 3


class StockAt(Struct, frozen=True):
    """The stock at the end of the day ``instant``: in ``parts``, which are accounts or parents, and in ``total``."""

    instant: Date
    parts: Composition
    total: Sums


class StockChange(Struct, frozen=True):
    """What changed the stock from ``begin`` up to but not on ``end``.

    ``net_flow`` is what came in less what went out, of which ``from_equity`` came from opening balances and the like.
    Opening, net flow, conversions and gains come to closing.
    """

    begin: Date
    end: Date
    opening: Sums
    net_flow: Sums = field(name="net")
    from_equity: Sums
    conversions: Sums
    gains: Gains
    closing: Sums


class NetworthReport(Struct, frozen=True):
    """The stock of a boundary at the ends of adjacent intervals, the opening of the first one before them.

    The intervals go from ``begin`` up to but not on ``end``.
    Stocks are signed: debts are negative. They are units by commodity, or where there is a ``valuation`` in that
    currency, which is ``by_default`` where nobody asked for it. ``depth`` is how many components the names of parts
    have. ``composition`` is the last stock by account; ``assets`` what of it lies in assets. ``main`` is the commodity
    of most figures. ``unpriced`` commodities had no price by some instant and stayed as they are; ``oldest_price``
    is the date of the oldest price that the last stock rests on, None where it rests on none.
    """

    boundary: StatedBoundary
    begin: Date
    end: Date
    period: str
    valuation: str | None
    by_default: bool
    depth: int
    stocks: tuple[StockAt, ...]
    changes: tuple[StockChange, ...]
    composition: Composition
    assets: Sums
    main: str | None
    unpriced: tuple[str, ...]
    oldest_price: Date | None
    balanced: bool


def known_period(ledger: Ledger, period: Period | None, today: Date) -> Period | None:
    """The period, its open sides bounded by what the journal knows; None where it has no transactions at all.

    It begins with the day after the first transaction, so that the first stock of all, at the end of that day, is what
    there was when the journal began; it ends with the last transaction, or the last price up to today if that is later.
    """
    first, last = first_transaction(ledger), last_transaction(ledger)
    if first is None or last is None:
        return None
    prices = (quote.date for quote in ledger.prices.history() if quote.date <= today)
    until = max(prices, default=last)
    return bounded(period, day_after(first), max(last, until))


def instants(period: Period, wanted: Interval | None) -> tuple[Period, ...]:
    """The intervals whose ends are rows: the wanted ones, or some that make neither few nor many of them."""
    if wanted is not None:
        return cut(period, wanted)
    for interval in (usual_interval(period), Interval.WEEK):
        found = cut(period, interval)
        if len(found) >= _FEWEST_ROWS:
            return found
    return cut(period, Interval.DAY)


def operating_valuation(ledger: Ledger, boundary: Boundary, periods: Sequence[Period]) -> str | None:
    """The journal's first operating currency, where several commodities are held that it may add up; else None."""
    currencies = ledger.options.operating_currencies
    limits = [each.begin or Date.min for each in periods]
    stocks = stocks_before(ledger, boundary, [*limits, periods[-1].end or Date.max])
    held = {commodity for stock in stocks for commodity in stock}
    return currencies[0] if currencies and len(held) > 1 else None


@computing_in(EXACT)
def networth(
    ledger: Ledger,
    boundary: Boundary,
    periods: Sequence[Period],
    *,
    currency: str | None = None,
    by_default: bool = False,
    depth: int | None = None,
    name: str = "",
) -> NetworthReport:
    """The stock of a boundary at the ends of adjacent periods with two limits.

    Parts are accounts, or their parents of ``depth`` components, the roots where that is None; the composition has
    every account then. ``name`` is how the calendar calls all of the periods together.
    """
    found = statements(ledger, boundary, periods, currency=currency)
    parts = compositions(ledger, found, lambda account: at_depth(account, depth or 1))
    begin, end = found[0].period.begin, found[-1].period.end
    assert begin is not None and end is not None, "a flow states its period"
    days = [evening_before(begin), *(evening_before(each.period.end or end) for each in found)]
    totals = [found[0].opening, *(each.closing for each in found)]
    last = compositions(ledger, found[-1:], lambda account: at_depth(account, depth))[-1]
    assets = (sums for account, sums in last.items() if ledger.options.roots.type_of(account) is AccountType.ASSETS)
    commodities = {commodity for stock in totals for commodity in stock}
    flows = [flow for each in found for flow in each.flows.values()]
    return NetworthReport(
        boundary=stated(boundary),
        begin=begin,
        end=end,
        period=str(Period(begin, end, name)),
        valuation=currency,
        by_default=by_default,
        depth=depth or 1,
        stocks=tuple(StockAt(*each) for each in zip(days, parts, totals, strict=True)),
        changes=tuple(_change(ledger, each) for each in found),
        composition=last,
        assets=sum_of(assets),
        main=main_commodity(totals, flows, currency, ledger.options.operating_currencies),
        unpriced=() if currency is None else tuple(sorted(commodities - {currency})),
        oldest_price=None if currency is None else _oldest_price(ledger, boundary, currency, days[-1]),
        balanced=True,
    )


def _change(ledger: Ledger, statement: Statement) -> StockChange:
    begin, end = statement.period.begin, statement.period.end
    assert begin is not None and end is not None
    kind = ledger.options.roots.type_of
    nets = {account: flow.net for account, flow in statement.flows.items()}
    return StockChange(
        begin=begin,
        end=end,
        opening=statement.opening,
        net_flow=sum_of(nets.values()),
        from_equity=sum_of(net for account, net in nets.items() if kind(account) is AccountType.EQUITY),
        conversions=statement.conversions,
        gains=statement.gains,
        closing=statement.closing,
    )


def _oldest_price(ledger: Ledger, boundary: Boundary, currency: str, at: Date) -> Date | None:
    held = (inventory for account, inventory in ledger.inventories(at).items() if account in boundary.inside)
    return oldest_price(ledger, held, currency, at)
