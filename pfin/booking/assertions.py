"""Balance assertions: what accounts hold is what the journal says they hold.

An assertion speaks of the units of one commodity in an account and its children, at whatever cost, at the start of
its day. It counts what is pending; with the metadata ``status: "posted"`` it does not, as a bank's statement does not.
Only the pairs of account and commodity that are asserted somewhere are watched, apart for the two kinds of assertion:
each keeps one running sum, so that a journal of many assertions is checked in one pass.
"""

from collections import deque
from collections.abc import Sequence
from decimal import Decimal

from pfin.model.account import ancestry
from pfin.model.amount import ZERO, Amount
from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import STATUS, Balance, Directive, Open, Posting, Status, Transaction
from pfin.model.options import Options

from .accounts import first_opens
from .tolerance import assertion_tolerance
from .wording import listed

_POSTINGS_SHOWN = 4


class _Watch:
    """The units of one commodity in one account with its children, and what is needed to explain a failure.

    ``recent`` are the latest of the ``count`` postings since the assertion ``held``, the last that did; ``failed`` is
    the last assertion if it failed, and ``difference`` what it was off. Where the assertions are ``of_posted`` legs,
    the others do not count, and ``pending`` is their sum.
    """

    __slots__ = ("count", "difference", "failed", "held", "of_posted", "pending", "recent", "total")

    def __init__(self, of_posted: bool) -> None:
        self.of_posted = of_posted
        self.total: Decimal = ZERO
        self.pending: Decimal = ZERO
        self.recent: deque[tuple[Transaction, Posting]] = deque(maxlen=_POSTINGS_SHOWN)
        self.count = 0
        self.held: Balance | None = None
        self.failed: Balance | None = None
        self.difference: Decimal = ZERO

    def add(self, transaction: Transaction, posting: Posting) -> None:
        if self.of_posted and posting.status is Status.PENDING:
            self.pending += posting.number
            return
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
        (directive.account, directive.amount.commodity, directive.of_posted): _Watch(directive.of_posted)
        for directive in directives
        if isinstance(directive, Balance)
    }
    if not watched:
        return
    opened = first_opens(directives)
    limits = {
        account: frozenset(opened[account].commodities)
        for account in {account for account, _, _ in watched}
        if account in opened and opened[account].commodities
    }
    affected: dict[tuple[str, str], list[_Watch]] = {}
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                key = (posting.account, posting.commodity)
                watches = affected.get(key)
                if watches is None:
                    keys = [(name, key[1], kind) for name in ancestry(posting.account) for kind in (False, True)]
                    watches = affected[key] = [watched[each] for each in keys if each in watched]
                for watch in watches:
                    watch.add(directive, posting)
        elif isinstance(directive, Balance):
            limit = limits.get(directive.account)
            if limit is not None and directive.amount.commodity not in limit:
                _report_not_allowed(directive, opened[directive.account], problems)
            if STATUS in directive.meta and not directive.of_posted:
                _warn_of_status(directive, problems)
            watch = watched[directive.account, directive.amount.commodity, directive.of_posted]
            if holds(directive, watch.total, options):
                watch.hold(directive)
            else:
                _report(directive, watch, options, problems)
                watch.fail(directive, watch.total - directive.amount.number)


def _warn_of_status(balance: Balance, problems: Problems) -> None:
    problems.warning(
        "unknown-status",
        'the status of a balance can only be "posted"; without it what is pending counts too, as it does here',
        balance,
        hint='write status: "posted" to assert what a bank statement shows, or take the status away',
    )


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


def holds(balance: Balance, actual: Decimal, options: Options) -> bool:
    """Whether an assertion holds where the account has as many units."""
    tolerance = balance.tolerance
    if tolerance is None:
        tolerance = assertion_tolerance(balance.amount.number, options)
    return abs(actual - balance.amount.number) <= tolerance


def _report(balance: Balance, watch: _Watch, options: Options, problems: Problems) -> None:
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
    if watch.pending and holds(balance, watch.total + watch.pending, options):
        hint = "it holds with what is pending: post what the statement shows (pfin pending lists it)"
    pending = f", and {Amount(watch.pending, expected.commodity)} pending" if watch.pending else ""
    what = "posted balance" if balance.of_posted else "balance"
    problems.error(
        "failed-balance",
        f"{what} of {balance.account} fails: expected {expected}, actual {actual}{pending}, difference {difference}",
        balance,
        focus=str(expected),
        label=f"actual {actual}{pending}",
        related=related,
        hint=hint,
    )


def _hint_to_compare(balance: Balance, watch: _Watch) -> str:
    begin = "" if watch.held is None else f" --begin {watch.held.date}"
    since = "" if watch.held is None else f" since the assertion of {watch.held.date} held"
    if watch.count <= _POSTINGS_SHOWN:
        return f"compare the postings{since} with the account's statement"
    status = " --status posted" if balance.of_posted else ""
    command = f"pfin register {balance.account}{begin} --end {balance.date}{status} --force"
    return f"these are the last {len(watch.recent)} of {watch.count} postings{since}; all: {command}"
