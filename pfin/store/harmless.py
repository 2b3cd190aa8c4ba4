"""Whether an edit leaves everything as it was but itself, so that nothing else needs to be booked or checked again.

Problem. A directive can have effects far away: on lots, on assertions of later years, on what a plugin makes. Yet what
people change most are plain transactions, whose effects are few and known.

Solution. Each way in which a plain transaction or a price can have an effect on something else is looked at, for what
was taken away as for what was added. What is sure to have none passes; assertions on its accounts are worked out on the
columns. All else is an *obstacle*: a sentence that says why the journal is booked again. To find one too many costs
time, to miss one would be an error, so that in doubt there is an obstacle.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.booking.assertions import holds
from pfin.booking.balancing import check_balancing
from pfin.booking.limits import LIMIT, stated_limit
from pfin.booking.openings import is_opening_account
from pfin.booking.plugins import own
from pfin.booking.plugins.inert import INERT
from pfin.ledger.columns import Columns
from pfin.ledger.entries import Entries
from pfin.model.account import ancestry, is_within
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.diagnostics import Problems
from pfin.model.directives import (
    STATUS,
    Balance,
    Close,
    Directive,
    Event,
    Note,
    Open,
    Pad,
    PriceQuote,
    Query,
    Status,
    Transaction,
)
from pfin.model.resolution import COMPENSATES, EXPIRES, POSTS, POSTS_PART
from pfin.model.sources import Sources

from .snapshot import Head

_WORDS = frozenset((POSTS, POSTS_PART, COMPENSATES, EXPIRES))
_LOCAL = INERT | {own.NAME}
# Plugins that look at lots, prices and closed accounts only: to transactions without any they do nothing.
_OF_LOTS = frozenset(
    f"beancount.plugins.{name}" for name in ("implicit_prices", "sellgains", "unique_prices", "close_tree")
)


# What can be told to have no effects.
_UNDERSTOOD = frozenset((Transaction, PriceQuote, Balance, Note, Event, Query, Open))
_FAILED, _BEYOND = "failed-balance", "beyond-limit"
# Diagnostics about accounts that are not opened or not yet, or that name others which are.
_OF_ACCOUNTS = frozenset(("unknown-account", "inactive-account", "unopened-close", "second-opening-balance"))

_Key = tuple[str, str, bool]
"""An account with those below it, a commodity, and whether posted legs alone count."""

_Course = tuple[list[int], list[Decimal]]
"""The days of legs, and what there is before the first and after each of them."""


class Edit(Struct, frozen=True):
    """The directives that were taken away from a journal, and those that were added."""

    removed: tuple[Directive, ...]
    added: tuple[Directive, ...]

    @property
    def all(self) -> tuple[Directive, ...]:
        """Both."""
        return (*self.removed, *self.added)

    @property
    def transactions(self) -> list[Transaction]:
        """The transactions of both."""
        return [each for each in self.all if isinstance(each, Transaction)]


def obstacle(edit: Edit, entries: Entries, head: Head, columns: Callable[[], Columns]) -> str | None:
    """Why an edit may have effects elsewhere; None where it has none.

    ``entries`` are those before the edit, and ``head`` is that of their snapshot. ``columns`` gives those after the
    edit, and is called when the rest is harmless.
    """
    if any(type(each) not in _UNDERSTOOD for each in edit.all):
        return "something else than plain transactions and the like has changed"
    names = {plugin.name for plugin in head.plugins}
    if not names <= (_LOCAL | _OF_LOTS if len(edit.transactions) == len(edit.all) else _LOCAL):
        return "a plugin may look at what has changed"
    if found := _lifecycle_obstacle(edit, head):
        return found
    codes = {each.code for each in head.diagnostics}
    if any(isinstance(each, Open) for each in edit.all) and not codes.isdisjoint(_OF_ACCOUNTS):
        return "an account is opened that may be used already"
    if any(isinstance(each, Open) for each in edit.all) and head.options.documents:
        return "an account is opened that may have documents"
    accounts = {posting.account for each in edit.transactions for posting in each.postings}
    if not accounts.isdisjoint(head.watched):
        return "what an account with lots holds has changed"
    if any(is_opening_account(account, head.options) for account in accounts):
        return "an opening balance has changed"
    if found := _account_obstacle(edit, accounts, entries):
        return found
    problems = Problems(Sources())
    check_balancing([each for each in edit.added if isinstance(each, Transaction)], head.options, problems)
    if len(problems):
        return "what was added does not balance"
    return _figure_obstacle(edit, entries, head, columns)


def _lifecycle_obstacle(edit: Edit, head: Head) -> str | None:
    for each in edit.transactions:
        if not each.meta.keys().isdisjoint(_WORDS) or (head.settling and each.links):
            return "a transaction has changed that may resolve another"
        if any(posting.status is not Status.POSTED for posting in each.postings):
            return "something pending has changed"
    return None


def _account_obstacle(edit: Edit, accounts: Collection[str], entries: Entries) -> str | None:
    """Whether accounts are opened once, open when they are used, and may hold what they get."""
    stated = [each for each in edit.all if isinstance(each, Balance | Note)]
    named = {*accounts, *(each.account for each in stated)}
    changed = [each for each in edit.all if isinstance(each, Open)]
    named.update(each.account for each in changed)
    opens: dict[str, list[Open]] = {account: [] for account in named}
    closes: dict[str, list[Close]] = {account: [] for account in named}
    for opened in (*entries.of_type(Open), *(each for each in edit.added if isinstance(each, Open))):
        if opened.account in opens:
            opens[opened.account].append(opened)
    for closed in entries.of_type(Close):
        if closed.account in closes:
            closes[closed.account].append(closed)
    if any(len(opens[account]) != 1 or len(closes[account]) > 1 for account in opens):
        return "an account has changed that is not opened once"
    if any(opened in edit.removed or closes[opened.account] or LIMIT in opened.meta for opened in changed):
        return "an account has changed"
    # An account that is opened now was used by nothing but what is added with it: all else would have been an error.
    for each in edit.added:
        # Assertions and notes may come after the end of an account.
        ends = closes if isinstance(each, Transaction) else {}
        for account, commodity in _uses(each):
            opened = opens[account][0]
            if each.date < opened.date or any(each.date > end.date for end in ends.get(account, ())):
                return "an account is used that is not open"
            if commodity is not None and opened.commodities and commodity not in opened.commodities:
                return "an account holds what it may not"
    return None


def _uses(directive: Directive) -> list[tuple[str, str | None]]:
    """The accounts of a directive that was added, with the commodity that is held there, if it says one."""
    match directive:
        case Transaction():
            return [(posting.account, posting.commodity) for posting in directive.postings]
        case Balance():
            return [(directive.account, directive.amount.commodity)]
        case Note():
            return [(directive.account, None)]
        case _:
            return []


@computing_in(EXACT)
def _figure_obstacle(edit: Edit, entries: Entries, head: Head, columns: Callable[[], Columns]) -> str | None:
    """Whether pads, assertions and limits on the accounts of an edit stay as they are."""
    first: dict[tuple[str, str], Date] = {}
    for each in edit.transactions:
        for posting in each.postings:
            for name in ancestry(posting.account):
                key = name, posting.commodity
                first[key] = min(first.get(key, each.date), each.date)
    balances = [*entries.of_type(Balance), *(each for each in edit.added if isinstance(each, Balance))]
    stated = [each for each in edit.all if isinstance(each, Balance)]
    if found := _pad_obstacle(first, stated, balances, entries.of_type(Pad)):
        return found
    places = {(each.span.file, each.span.line) for each in head.diagnostics if each.code == _FAILED}
    changed = {(each.account, each.amount.commodity) for each in stated}
    limits = _limits(first, entries, head)
    if isinstance(limits, str):
        return limits
    wanted: dict[_Key, list[Balance]] = {}
    for balance in balances:
        key = balance.account, balance.amount.commodity
        if key in first or key in changed:
            if (balance.file, balance.line) in places:
                return "an assertion that failed may hold now"
            if STATUS in balance.meta and not balance.of_posted:
                return "an assertion says something else"
            if balance in edit.removed:
                continue
            if key in changed or balance.date > first[key]:
                wanted.setdefault((*key, balance.of_posted), []).append(balance)
    if any(len({balance.date for balance in asserted}) < len(asserted) for asserted in wanted.values()):
        return "there are several assertions on one day"
    limited = {(account, limit.commodity, False): limit.number for account, limit in limits.items()}
    courses = _courses(columns(), wanted.keys() | limited.keys()) if wanted or limited else {}
    for asked, asserted in wanted.items():
        if not all(holds(balance, _held(courses[asked], balance.date), head.options) for balance in asserted):
            return "an assertion may fail"
    if any(_goes_beyond(courses[asked], limit) for asked, limit in limited.items()):
        return "an account may go beyond its limit"
    return None


def _pad_obstacle(
    first: Mapping[tuple[str, str], Date], stated: Sequence[Balance], balances: Sequence[Balance], pads: Sequence[Pad]
) -> str | None:
    """Whether a pad may come to another amount: it fills what is missing until the first assertion after it."""
    begins: dict[str, list[Date]] = {}
    for pad in pads:
        begins.setdefault(pad.account, []).append(pad.date)
    if any(name in begins for balance in stated for name in ancestry(balance.account)):
        return "an assertion has changed that a pad may fill"
    for (account, commodity), date in first.items():
        if account in begins:
            ends = sorted(
                balance.date
                for balance in balances
                if balance.amount.commodity == commodity
                and not balance.of_posted
                and is_within(balance.account, account)
            )
            for begin in begins[account]:
                # Assertions on the day of a pad come before it.
                end = bisect_right(ends, begin)
                if end < len(ends) and date < ends[end]:
                    return "what a pad fills has changed"
    return None


def _limits(first: Iterable[tuple[str, str]], entries: Entries, head: Head) -> dict[str, Amount] | str:
    """The limits of accounts in the commodities that have changed there, or why they are not to be looked at."""
    found: dict[str, Amount] = {}
    keys = frozenset(first)
    accounts = {account for account, _ in keys}
    for opened in entries.of_type(Open):
        if opened.account in accounts and LIMIT in opened.meta:
            if _BEYOND in {each.code for each in head.diagnostics}:
                return "an account is beyond its limit"
            limit = stated_limit(head.options.roots.type_of(opened.account), opened.commodities, opened.meta)
            if isinstance(limit, Amount) and (opened.account, limit.commodity) in keys:
                # Where an account is opened twice, the first counts.
                found.setdefault(opened.account, limit)
    return found


def _goes_beyond(course: _Course, limit: Decimal) -> bool:
    """Whether there is less than minus a limit at the end of any day."""
    days, numbers = course
    ends = (numbers[at + 1] for at in range(len(days)) if at + 1 == len(days) or days[at + 1] != days[at])
    return any(number < -limit for number in ends)


def _courses(columns: Columns, keys: Collection[_Key]) -> dict[_Key, _Course]:
    """What there is of each key, leg by leg; all in one pass, as there may be many."""
    found: dict[_Key, _Course] = {key: ([], [ZERO]) for key in keys}
    cells = columns.cells
    of_cell: list[list[tuple[_Course, bool]]] = []
    for cell in cells:
        each = [(name, cell.commodity, kind) for name in ancestry(cell.account) for kind in (False, True)]
        of_cell.append([(found[key], key[2]) for key in each if key in found])
    pending = frozenset(columns.pending)
    for leg in columns.legs_where(list(map(bool, of_cell))):
        index = columns.cell[leg]
        number = cells[index].number(columns.number[leg])
        for (days, numbers), of_posted in of_cell[index]:
            if not (of_posted and leg in pending):
                days.append(columns.day[leg])
                numbers.append(numbers[-1] + number)
    return found


def _held(course: _Course, day: Date) -> Decimal:
    """What there is at the beginning of a day."""
    days, numbers = course
    return numbers[bisect_left(days, day.toordinal())]
