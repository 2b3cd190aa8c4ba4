"""The same period seen from several boundaries, side by side.

An event is one, but what it is depends on where one stands: to pay off a credit card is an outflow of cash and
nothing at all to net worth. Each line here is an account on the other side, or one transaction, with what it is from
each boundary. All figures are those of the boundaries' statements: a transaction counts there as a category of its
own, so that both kinds of lines come from the one computation, which also proves them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date as Date
from decimal import Decimal
from enum import Enum

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.account import SEPARATOR
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.directives import Posting, Transaction
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.flows import by_account, transactions_in
from pfin.systems.statement import Flow, Gains, Statement, statements
from pfin.systems.stocks import Sums

from .figures import added, unpriced
from .register import Filters
from .system import StatedBoundary, stated
from .system_drawings import main_commodity


class Effect(Enum):
    """What an account or a transaction is from a boundary.

    A transaction is internal where it moves something inside and nothing across the line, an account where it lies
    inside. Not seen is what has no part in it at all.
    """

    INFLOW = "inflow"
    OUTFLOW = "outflow"
    BOTH = "both"
    INTERNAL = "internal"
    NOT_SEEN = "not seen"


class Seen(Struct, frozen=True):
    """What something is from one boundary, and the unsigned sums that crossed its line."""

    kind: Effect
    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")

    @property
    def crosses(self) -> bool:
        """Whether anything crossed the line."""
        return bool(self.inflow or self.outflow)

    @property
    def is_internal(self) -> bool:
        """Whether it happens inside, or lies there."""
        return self.kind is Effect.INTERNAL


class View(Struct, frozen=True):
    """The statement of one boundary in short: all inflows and all outflows are one sum each."""

    boundary: StatedBoundary
    opening: Sums
    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")
    conversions: Sums
    gains: Gains
    closing: Sums


class Counterpart(Struct, frozen=True):
    """An account, or a parent with those below it, as each boundary sees it; ``differs`` where not all see the same."""

    account: str
    seen: tuple[Seen, ...]
    differs: bool


class Event(Struct, frozen=True):
    """A transaction as each boundary sees it; ``file`` and ``line`` are where it stands."""

    date: Date
    payee: str | None
    narration: str
    seen: tuple[Seen, ...]
    differs: bool
    file: str
    line: int


class CompareReport(Struct, frozen=True):
    """The period from ``begin`` up to but not on ``end``, seen from each of the ``views``.

    There are either ``counterparts`` or ``events``; what each is from the boundaries comes in the order of the views.
    ``conditions`` say in words which ones are there, where not all are, and ``left_out`` how many of those that meet
    the conditions a limit left out. Figures are units by commodity, or in the currency of ``valuation``; those of
    ``unpriced`` commodities had no price on some day and stayed as they are. ``main`` is the commodity of most lines.
    ``balanced`` says that the law holds for each view; there is no report of which that is not true.
    """

    begin: Date
    end: Date
    period: str
    valuation: str | None
    views: tuple[View, ...]
    counterparts: tuple[Counterpart, ...] | None
    events: tuple[Event, ...] | None
    conditions: str
    left_out: int
    balanced: bool
    unpriced: tuple[str, ...]
    main: str | None

    @property
    def is_partial(self) -> bool:
        """Whether lines are missing that the sums of the period count."""
        return bool(self.conditions)


@computing_in(EXACT)
def compare(
    ledger: Ledger,
    boundaries: Sequence[Boundary],
    period: Period,
    *,
    currency: str | None = None,
    depth: int | None = None,
    differing: bool = False,
) -> CompareReport:
    """What the accounts on the other side of any of the boundaries are from each, in a period with two limits.

    Accounts more than ``depth`` components deep are counted with their parent of that depth; where a line passes
    between the accounts of such a parent, with the next ones below it. ``differing`` leaves out what is the same from
    all boundaries.
    """
    found = [
        statements(ledger, boundary, [period], category=by_account, currency=currency)[0] for boundary in boundaries
    ]
    accounts = dict.fromkeys(
        account for each in found for account, flow in each.flows.items() if flow.inflow or flow.outflow
    )
    lines = []
    for name, members in _folded(accounts, boundaries, depth).items():
        seen = tuple(
            _seen(
                [each.flows[member] for member in members if member in each.flows],
                Effect.INTERNAL if members[0] in each.boundary.inside else Effect.NOT_SEEN,
            )
            for each in found
        )
        lines.append(Counterpart(name, seen, _differs(seen)))
    shown = tuple(line for line in lines if line.differs or not differing)
    return _report(ledger, found, period, counterparts=shown, conditions=_DIFFERING if differing else "")


@computing_in(EXACT)
def compare_events(
    ledger: Ledger,
    boundaries: Sequence[Boundary],
    period: Period,
    *,
    currency: str | None = None,
    filters: Filters | None = None,
    limit: int | None = None,
    differing: bool = False,
) -> CompareReport:
    """What the transactions that touch any of the boundaries are from each, in a period with two limits.

    There are those of which a posting meets the ``filters``; of these the last ones, where a ``limit`` says how many.
    ``differing`` leaves out what is the same from all boundaries.
    """
    filters = Filters() if filters is None else filters
    itself = _Itself()
    found = [statements(ledger, boundary, [period], category=itself, currency=currency)[0] for boundary in boundaries]
    lines = []
    for transaction in transactions_in(ledger, period):
        seen = tuple(_event_seen(each, transaction, itself) for each in found)
        fits = any(filters.fit(transaction, posting) for posting in transaction.postings)
        differs = _differs(seen)
        if fits and (differs or not differing) and any(each.kind is not Effect.NOT_SEEN for each in seen):
            payee, narration = transaction.payee, transaction.narration
            place = (transaction.file, transaction.line)
            lines.append(Event(transaction.date, payee, narration, seen, differs, *place))
    shown = lines if limit is None else lines[max(len(lines) - limit, 0) :]
    left_out = len(lines) - len(shown)
    words = (_DIFFERING if differing else "", filters.words(), f"the last {limit}" if left_out else "")
    conditions = ", ".join(filter(None, words))
    return _report(ledger, found, period, events=tuple(shown), conditions=conditions, left_out=left_out)


_DIFFERING = "what differs"


class _Itself:
    """A category for each transaction; several may stand at one place, where plugins made them."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    def __call__(self, transaction: Transaction, _posting: Posting) -> str:
        # In the order in which they are asked for, so that reports are the same in every run.
        return self._names.setdefault(id(transaction), f"{len(self._names):09}")


def _event_seen(statement: Statement, transaction: Transaction, itself: _Itself) -> Seen:
    inside = statement.boundary.inside
    touches = any(posting.account in inside for posting in transaction.postings)
    flow = statement.flows.get(itself(transaction, transaction.postings[0])) if touches else None
    return _seen([] if flow is None else [flow], Effect.INTERNAL if touches else Effect.NOT_SEEN)


def _seen(flows: Sequence[Flow], otherwise: Effect) -> Seen:
    """All flows together, or what it is ``otherwise`` where nothing crossed the line."""
    inflow = added(flow.inflow for flow in flows)
    outflow = added(flow.outflow for flow in flows)
    if inflow and outflow:
        return Seen(Effect.BOTH, inflow, outflow)
    if inflow or outflow:
        return Seen(Effect.INFLOW if inflow else Effect.OUTFLOW, inflow, outflow)
    return Seen(otherwise, {}, {})


def _differs(seen: Sequence[Seen]) -> bool:
    return any(each != seen[0] for each in seen)


def _folded(accounts: Collection[str], boundaries: Sequence[Boundary], depth: int | None) -> dict[str, list[str]]:
    """The accounts by the name that they are counted under."""
    if depth is None:
        return {account: [account] for account in accounts}
    sides: dict[str, set[tuple[bool, ...]]] = {}
    # Accounts inside count here too, whether or not they have a line: a parent's name must not stand for a part of it.
    for account in {*accounts, *(account for boundary in boundaries for account in boundary.accounts)}:
        side = tuple(account in boundary.inside for boundary in boundaries)
        for name in _parents(account, depth):
            sides.setdefault(name, set()).add(side)
    folded: dict[str, list[str]] = {}
    for account in accounts:
        name = next((name for name in _parents(account, depth) if len(sides[name]) == 1), account)
        folded.setdefault(name, []).append(account)
    return folded


def _parents(account: str, depth: int) -> list[str]:
    """The account's parents from a depth on, and itself."""
    parts = account.split(SEPARATOR)
    return [SEPARATOR.join(parts[:count]) for count in range(min(depth, len(parts)), len(parts) + 1)]


def _report(
    ledger: Ledger,
    found: Sequence[Statement],
    period: Period,
    *,
    counterparts: tuple[Counterpart, ...] | None = None,
    events: tuple[Event, ...] | None = None,
    conditions: str = "",
    left_out: int = 0,
) -> CompareReport:
    assert period.begin is not None and period.end is not None, "a flow states its period"
    views, currency = tuple(map(_view, found)), found[0].currency
    figures = [
        sums for view in views for sums in (view.opening, view.inflow, view.outflow, view.conversions, view.closing)
    ]
    lines: tuple[Counterpart | Event, ...] = (*(counterparts or ()), *(events or ()))
    flows = (Flow(each.inflow, each.outflow, 1) for line in lines for each in line.seen)
    stocks = (stock for view in views for stock in (view.opening, view.closing))
    main = main_commodity(stocks, flows, currency, ledger.options.operating_currencies) or currency
    return CompareReport(
        begin=period.begin,
        end=period.end,
        period=str(period),
        valuation=currency,
        views=views,
        counterparts=None if counterparts is None else _largest_first(counterparts, main),
        events=events,
        conditions=conditions,
        left_out=left_out,
        balanced=True,
        unpriced=unpriced(figures, currency),
        main=main,
    )


def _view(statement: Statement) -> View:
    return View(
        boundary=stated(statement.boundary),
        opening=statement.opening,
        inflow=added(flow.inflow for flow in statement.flows.values()),
        outflow=added(flow.outflow for flow in statement.flows.values()),
        conversions=statement.conversions,
        gains=statement.gains,
        closing=statement.closing,
    )


def _largest_first(lines: Iterable[Counterpart], main: str | None) -> tuple[Counterpart, ...]:
    def size(line: Counterpart) -> Decimal:
        sums = (each for seen in line.seen for each in (seen.inflow, seen.outflow))
        return max(each.get(main or "", ZERO) for each in sums)

    return tuple(sorted(lines, key=lambda line: (-size(line), line.account)))
