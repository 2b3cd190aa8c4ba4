"""Balance assertions: what accounts hold is what the journal says they hold.

An assertion speaks of the units of one commodity in an account and its children, at whatever cost, at the start of
its day. Only the pairs of account and commodity that are asserted somewhere are watched: each keeps one running sum,
so that a journal of many assertions is checked in one pass.
"""

from collections import deque
from collections.abc import Sequence
from decimal import Decimal

from pfin.model.account import ancestry
from pfin.model.amount import ZERO, Amount
from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import Balance, Directive, Open, Posting, Transaction
from pfin.model.options import Options

from .accounts import first_opens
from .tolerance import assertion_tolerance
from .wording import listed

_POSTINGS_SHOWN = 4


class _Watch:
    """The units of one commodity in one account with its children, and what is needed to explain a failure.

    ``recent`` are the latest of the ``count`` postings since the assertion ``held``, the last that did; ``failed`` is
    the last assertion if it failed, and ``difference`` what it was off.
    """

    __slots__ = ("count", "difference", "failed", "held", "recent", "total")

    def __init__(self) -> None:
        self.total: Decimal = ZERO
        self.recent: deque[tuple[Transaction, Posting]] = deque(maxlen=_POSTINGS_SHOWN)
        self.count = 0
        self.held: Balance | None = None
        self.failed: Balance | None = None
        self.difference: Decimal = ZERO

    def add(self, transaction: Transaction, posting: Posting) -> None:
        self.total += posting.number
        self.recent.append((transaction, posting))
        self.count += 1

    def hold(self, balance: Balance) -> None:
        self.recent.clear()
        self.count = 0
        self.held, self.failed = balance, None

    def fail(self, balance: Balance, difference: Decimal) -> None:
        self.failed, self.difference = balance, difference


def check_assertions(directives: Sequence[Directive], options: Options, problems: Problems) -> None:
    """Add an error at each assertion that fails, or that is of a commodity which its account may not hold."""
    watched = {
        (directive.account, directive.amount.commodity): _Watch()
        for directive in directives
        if isinstance(directive, Balance)
    }
    if not watched:
        return
    opened = first_opens(directives)
    limits = {
        account: frozenset(opened[account].commodities)
        for account in {account for account, _ in watched}
        if account in opened and opened[account].commodities
    }
    affected: dict[tuple[str, str], list[_Watch]] = {}
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                key = (posting.account, posting.commodity)
                watches = affected.get(key)
                if watches is None:
                    names = ancestry(posting.account)
                    watches = [watched[name, key[1]] for name in names if (name, key[1]) in watched]
                    affected[key] = watches
                for watch in watches:
                    watch.add(directive, posting)
        elif isinstance(directive, Balance):
            limit = limits.get(directive.account)
            if limit is not None and directive.amount.commodity not in limit:
                _report_not_allowed(directive, opened[directive.account], problems)
            watch = watched[directive.account, directive.amount.commodity]
            if _holds(directive, watch.total, options):
                watch.hold(directive)
            else:
                _report(directive, watch, problems)
                watch.fail(directive, watch.total - directive.amount.number)


def _report_not_allowed(balance: Balance, opened: Open, problems: Problems) -> None:
    commodity = balance.amount.commodity
    problems.error(
        "currency-not-allowed",
        f"{balance.account} cannot have a balance in {commodity}; it may hold {listed(opened.commodities)}",
        balance,
        focus=commodity,
        related=[(opened, "opened here")],
        hint=f"correct the commodity, or add {commodity} to the open directive",
    )


def _holds(balance: Balance, actual: Decimal, options: Options) -> bool:
    tolerance = balance.tolerance
    if tolerance is None:
        tolerance = assertion_tolerance(balance.amount.number, options)
    return abs(actual - balance.amount.number) <= tolerance


def _report(balance: Balance, watch: _Watch, problems: Problems) -> None:
    expected = balance.amount
    actual = Amount(watch.total, expected.commodity)
    difference = Amount(watch.total - expected.number, expected.commodity)
    if watch.failed is not None and watch.difference == difference.number:
        related: list[tuple[Placed, str]] = [(watch.failed, f"off by the same {difference} here")]
        hint = "correct that one first: nothing more went wrong since then"
    else:
        related = [
            (Place(transaction.file, posting.line), f"{posting.units} on {transaction.date}")
            for transaction, posting in watch.recent
        ]
        hint = _hint_to_compare(balance, watch)
    problems.error(
        "failed-balance",
        f"balance of {balance.account} fails: expected {expected}, actual {actual}, difference {difference}",
        balance,
        focus=str(expected),
        label=f"actual {actual}",
        related=related,
        hint=hint,
    )


def _hint_to_compare(balance: Balance, watch: _Watch) -> str:
    begin = "" if watch.held is None else f" --begin {watch.held.date}"
    since = "" if watch.held is None else f" since the assertion of {watch.held.date} held"
    if watch.count <= _POSTINGS_SHOWN:
        return f"compare the postings{since} with the account's statement"
    command = f"pfin register {balance.account}{begin} --end {balance.date} --force"
    return f"these are the last {len(watch.recent)} of {watch.count} postings{since}; all: {command}"
