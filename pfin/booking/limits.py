"""Limits: how much may be owed on a card, how far below zero a bank account may go.

The ``open`` of an account says so: ``limit: 9000.00 USD``. It counts for the account with those below it, whether
postings are pending or not. What goes beyond it is a warning, as the journal says what happened and not what should
have. The language has days and no hours, so that an account is beyond its limit only when it is so at the end of a day.

Problem. The warning is wanted once, where the limit is first passed, and not again before the account was back within.
Solution. For each limit one sum runs through the days. At the end of a day on which it comes to be beyond, the posting
that took it there is the last one of the day that found it within.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.model.account import AccountType, ancestry
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import Directive, Meta, Open, Transaction, Value
from pfin.model.options import Options

from .accounts import first_opens

LIMIT = "limit"
"""The key of the metadata of ``open`` by which an account has a limit."""


class LimitMistake(Struct, frozen=True):
    """Why what an account has as its limit is none, and what to write."""

    message: str
    hint: str


class Excess(Struct):
    """From ``first`` on, a posting on ``begin``, an account is beyond its limit, at most by ``most``.

    ``end`` is the day at whose end it is within again, None where it never is.
    """

    first: Place
    begin: Date
    by: Decimal
    most: Decimal
    end: Date | None = None


def stated_limit(kind: AccountType | None, commodities: Sequence[str], meta: Meta) -> Amount | LimitMistake | None:
    """The limit that an account of a type, which may hold these commodities, has by its metadata; None for none."""
    if LIMIT not in meta:
        return None
    stated = meta[LIMIT]
    if kind not in (AccountType.ASSETS, AccountType.LIABILITIES):
        return LimitMistake("only assets and liabilities have limits", "take limit: away")
    example = f"write it like this: limit: 1000.00 {commodities[0] if commodities else 'USD'}"
    if isinstance(stated, Decimal) and len(commodities) == 1:
        stated = Amount(stated, commodities[0])
    if not isinstance(stated, Amount):
        return LimitMistake(_not_an_amount(stated), example)
    if commodities and stated.commodity not in commodities:
        return LimitMistake(f"the account may not hold {stated.commodity}, the commodity of its limit", example)
    if stated.number < 0:
        return LimitMistake("a limit is not negative", f"write limit: {-stated} for what may be owed or overdrawn")
    return stated


def _not_an_amount(stated: Value) -> str:
    if isinstance(stated, Decimal):
        return "the limit has no commodity"
    return "the limit is a text in quotes, not an amount" if isinstance(stated, str) else "the limit is not an amount"


def check_limits(directives: Sequence[Directive], options: Options, problems: Problems) -> None:
    """Warn of each account that goes beyond its limit, and of limits that mean nothing."""
    limits: dict[str, tuple[Open, Amount]] = {}
    for account, opened in first_opens(directives).items():
        found = stated_limit(options.roots.type_of(account), opened.commodities, opened.meta)
        if isinstance(found, Amount):
            limits[account] = (opened, found)
        elif found is not None:
            problems.warning("limit-form", f"{account}: {found.message}", opened, hint=found.hint)
    if limits:
        _report_excesses(directives, limits, options, problems)


def _report_excesses(
    directives: Sequence[Directive], limits: Mapping[str, tuple[Open, Amount]], options: Options, problems: Problems
) -> None:
    amounts = {account: limit for account, (_, limit) in limits.items()}
    for account, excesses in _excesses(directives, amounts).items():
        opened, limit = limits[account]
        debt = options.roots.type_of(account) is AccountType.LIABILITIES
        for excess in excesses:
            until = "and still is" if excess.end is None else f"until {excess.end}"
            most = f", at most {Amount(excess.most, limit.commodity)}" if excess.most > excess.by else ""
            said = "owes too much" if debt else "is overdrawn too far"
            problems.warning(
                "beyond-limit",
                f"{account} is {Amount(excess.by, limit.commodity)} beyond its limit of {limit}",
                excess.first,
                focus=account,
                label=f"{said} at the end of {excess.begin}, {until}{most}",
                related=[(opened, "its limit")],
                hint="pay it back, or correct limit: if it was raised",
            )


@computing_in(EXACT)
def _excesses(directives: Iterable[Directive], limits: Mapping[str, Amount]) -> dict[str, list[Excess]]:
    """When each of the accounts was beyond its limit at the ends of days, in order."""
    courses = {account: _Course(limit.number) for account, limit in limits.items()}
    over: dict[str, tuple[str, ...]] = {}
    day: Date | None = None
    for transaction in directives:
        if not isinstance(transaction, Transaction):
            continue
        if transaction.date != day:
            if day is not None:
                _end_day(courses.values(), day)
            day = transaction.date
        for posting in transaction.postings:
            account = posting.account
            limited = over.get(account)
            if limited is None:
                limited = over[account] = tuple(name for name in ancestry(account) if name in limits)
            for name in limited:
                if limits[name].commodity == posting.commodity:
                    courses[name].add(posting.number, transaction.file, posting.line)
    if day is not None:
        _end_day(courses.values(), day)
    return {account: course.excesses for account, course in courses.items() if course.excesses}


def _end_day(courses: "Iterable[_Course]", day: Date) -> None:
    for course in courses:
        course.end_day(day)


class _Course:
    """What one account holds while days go by. Debts and overdrafts are negative, so one rule does for both."""

    def __init__(self, limit: Decimal) -> None:
        self.excesses: list[Excess] = []
        self._limit = limit
        self._held = ZERO
        self._beyond: Place | None = None
        self._is_open = False

    def add(self, number: Decimal, file: str, line: int) -> None:
        """Take a posting."""
        self._held += number
        if self._held >= -self._limit:
            self._beyond = None
        elif self._beyond is None:
            self._beyond = Place(file, line)

    def end_day(self, day: Date) -> None:
        """See where the account stands."""
        if self._beyond is None:
            if self._is_open:
                self.excesses[-1].end = day
                self._is_open = False
            return
        by = -self._held - self._limit
        if not self._is_open:
            self._is_open = True
            self.excesses.append(Excess(self._beyond, day, by, by))
        elif by > self.excesses[-1].most:
            self.excesses[-1].most = by
