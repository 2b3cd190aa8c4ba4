"""The balance sheet: what is owned, what is owed, and where the difference came from, at instants.

It is the statement of the boundary of assets and liabilities from the first transaction to the instant. Its closing
stock is what is owned less what is owed; its flows from equity are equity, those from income less those to expenses are
earnings. The law of the statement so is the equation of the balance sheet:

    assets  =  liabilities + equity + earnings + conversions        in units, for each commodity

and in the value of one currency gains are added on the right. Transactions count even where no account inside takes
part, so that equity and earnings are what these accounts hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.composition import Composition, compositions
from pfin.systems.statement import ConservationError, Gains, Statement, statements

from .columns import at_depth
from .figures import Sums, negative, sum_of
from .moments import Chosen, Instant, day_after, day_before, first_transaction
from .price_age import oldest_price
from .system_drawings import main_commodity

_INSIDE = (AccountType.ASSETS, AccountType.LIABILITIES)
_EARNINGS = (AccountType.INCOME, AccountType.EXPENSES)


class Sheet(Struct, frozen=True):
    """The balance sheet at the end of the day ``instant``.

    Assets, liabilities and equity are by account, in normal direction: what is owed is positive. ``earnings`` are
    income less expenses since the first transaction. ``conversions`` are what exchanges of one commodity for another
    changed, and ``gains`` the changes of value without a flow. ``net_worth`` is assets less liabilities, and so all the
    rest together.
    """

    instant: Date
    assets: Composition
    liabilities: Composition
    equity: Composition
    earnings: Sums
    conversions: Sums
    gains: Gains
    total_assets: Sums
    total_liabilities: Sums
    total_equity: Sums
    net_worth: Sums


class SheetReport(Struct, frozen=True):
    """Balance sheets at instants, in chronological order.

    ``main`` is the commodity of most figures. ``instant_chosen`` says how the last of them came to be. ``since`` is the
    day of the first transaction. Figures are units by commodity, or where there is a ``valuation`` in that currency,
    stocks at the prices of the instant and flows at those of their days; ``unpriced`` commodities had none and stayed
    as they are; ``oldest_price`` is the date of the oldest price that the last sheet rests on. ``roots`` are the first
    components of the accounts of assets, liabilities and equity. ``balanced`` says that assets are liabilities and net
    worth, and net worth is where it came from; there is no report of which that is not true.
    """

    valuation: str | None
    depth: int | None
    instant_chosen: Chosen
    since: Date | None
    roots: tuple[str, str, str]
    sheets: tuple[Sheet, ...]
    unpriced: tuple[str, ...]
    main: str | None
    oldest_price: Date | None
    balanced: bool


@computing_in(EXACT)
def sheet(
    ledger: Ledger, instants: Sequence[Instant], *, currency: str | None = None, depth: int | None = None
) -> SheetReport:
    """The balance sheets at instants in chronological order, accounts deeper than ``depth`` with their parent.

    Raises ConservationError where the sides of a sheet do not agree.
    """
    roots = ledger.options.roots
    inside = tuple(name for name, account in ledger.accounts.items() if account.type in _INSIDE)
    boundary = Boundary("networth", f"{roots.assets} | {roots.liabilities}", inside)
    since = first_transaction(ledger)
    found = statements(ledger, boundary, _until(since, instants), currency=currency, touching=False)
    stocks = compositions(ledger, found, lambda account: at_depth(account, depth))[1:]
    history = _History(ledger, depth)
    order = {name: index for index, name in enumerate(ledger.accounts)}
    sheets = []
    for at, statement, stock in zip(instants, found, stocks, strict=True):
        history.add(statement)
        sheets.append(_sheet(ledger, at.date, stock, history, order))
    held = [commodity for each in sheets for sums in (each.total_assets, each.total_liabilities) for commodity in sums]
    figures = (sums for each in sheets for side in (each.assets, each.liabilities) for sums in side.values())
    report = SheetReport(
        valuation=currency,
        depth=depth,
        instant_chosen=instants[-1].chosen,
        since=since,
        roots=(roots.assets, roots.liabilities, roots.equity),
        sheets=tuple(sheets),
        unpriced=() if currency is None else tuple(sorted({*held} - {currency})),
        main=main_commodity(figures, (), currency, ledger.options.operating_currencies),
        oldest_price=None if currency is None else _oldest_price(ledger, boundary, currency, instants[-1].date),
        balanced=True,
    )
    _prove(report)
    return report


def instants_of(periods: Iterable[Period], last_known: Date | None) -> list[Instant]:
    """The ends of adjacent periods, none later than the day until which anything is known, where one is given."""
    days = (day_before(period.end) for period in periods if period.end is not None)
    return [Instant(day) for day in dict.fromkeys(day if last_known is None else min(day, last_known) for day in days)]


def _until(since: Date | None, instants: Sequence[Instant]) -> list[Period]:
    """Adjacent periods from the first transaction on that end with the instants."""
    first = instants[0].date
    # No period begins on the calendar's last day, as it would have no end.
    begin = min(first if since is None else min(since, first), day_before(Date.max))
    periods = []
    for at in instants:
        periods.append(Period(begin, day_after(max(at.date, begin))))
        begin = day_after(at.date)
    return periods


class _History:
    """What came together since the first transaction: the terms of all statements so far, added up."""

    def __init__(self, ledger: Ledger, depth: int | None) -> None:
        self._ledger = ledger
        self._depth = depth
        self.equity: dict[str, Sums] = {}
        self.earnings: Sums = {}
        self.conversions: Sums = {}
        self.price_gains: Sums = {}
        self.conversion_gain = ZERO

    def add(self, statement: Statement) -> None:
        """Add the terms of the next statement."""
        for account, flow in statement.flows.items():
            if self._ledger.options.roots.type_of(account) in _EARNINGS:
                self.earnings = sum_of([self.earnings, flow.net])
            else:
                part = at_depth(account, self._depth)
                self.equity[part] = sum_of([self.equity.get(part, {}), flow.net])
        self.conversions = sum_of([self.conversions, statement.conversions])
        self.price_gains = sum_of([self.price_gains, statement.gains.price])
        self.conversion_gain += statement.gains.conversion


def _sheet(ledger: Ledger, at: Date, stock: Composition, history: _History, order: Mapping[str, int]) -> Sheet:
    """The sheet at the end of a day; ``order`` is that of accounts."""
    kind = ledger.options.roots.type_of
    assets = {account: sums for account, sums in stock.items() if kind(account) is AccountType.ASSETS}
    debts: Composition = {account: negative(sums) for account, sums in stock.items() if account not in assets}
    equity = {
        account: history.equity[account]
        for account in sorted(history.equity, key=lambda account: (order.get(account, len(order)), account))
        if history.equity[account]
    }
    total_assets, total_debts, total_equity = sum_of(assets.values()), sum_of(debts.values()), sum_of(equity.values())
    return Sheet(
        instant=at,
        assets=assets,
        liabilities=debts,
        equity=equity,
        earnings=history.earnings,
        conversions=history.conversions,
        gains=Gains(history.price_gains, history.conversion_gain),
        total_assets=total_assets,
        total_liabilities=total_debts,
        total_equity=total_equity,
        net_worth=sum_of([total_assets, negative(total_debts)]),
    )


def _oldest_price(ledger: Ledger, boundary: Boundary, currency: str, at: Date) -> Date | None:
    held = (inventory for account, inventory in ledger.inventories(at).items() if account in boundary.inside)
    return oldest_price(ledger, held, currency, at)


def _prove(report: SheetReport) -> None:
    """Compare both sides of each sheet; raises ConservationError where they differ."""
    for each in report.sheets:
        gains = {} if report.valuation is None else {report.valuation: each.gains.total}
        sources = sum_of([each.total_liabilities, each.total_equity, each.earnings, each.conversions, gains])
        if sources != each.total_assets:
            raise ConservationError(
                f"balance sheet of {each.instant}: assets {each.total_assets}, and the rest comes to {sources}"
            )
