"""Opening balances: what an account held when its journal began.

An opening balance is a transaction, or a pad, from the opening account under Equity. An account has at most one of
each commodity, on the day it opens: then every report that starts from nothing shows the same history. Beancount does
not ask that, so what breaks it is a warning.

The opening account is the one that option ``account_previous_balances`` names, ``Equity:Opening-Balances`` by default,
and any account under Equity that calls itself so: a part of its name begins with "Opening", "Initial-Balance" or
"Starting-Balance". Other transfers from Equity, such as the adjustments of a reconciliation, are not opening balances.
Only assets and liabilities have them.
"""

import re
from collections.abc import Collection, Iterable

from pfin.model.account import SEPARATOR, AccountType, is_within
from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Open, Transaction
from pfin.model.options import Options

from .accounts import first_opens
from .wording import enumerated, first

_OPENING = re.compile(r"opening|(initial|starting)-?balances?$", re.IGNORECASE)


def check_openings(directives: Iterable[Directive], options: Options, problems: Problems) -> None:
    """Warn of a second opening balance of an account, and of one on another day than the account opens."""
    directives = list(directives)
    openings = _openings(directives, options)
    if not openings:
        return
    opens = first_opens(directives)
    seen: dict[tuple[str, str], Transaction] = {}
    for opening in openings:
        again: dict[str, Transaction] = {}
        other_day: dict[str, Open] = {}
        for account, commodity in _opened_by(opening, options):
            earlier = seen.setdefault((account, commodity), opening)
            opened = opens.get(account)
            if earlier is not opening:
                again[account] = earlier
            elif opened is not None and opened.date != opening.date:
                other_day[account] = opened
        _report_again(opening, again, problems)
        _report_other_day(opening, other_day, problems)


def _openings(directives: Iterable[Directive], options: Options) -> list[Transaction]:
    """The transactions with a leg in an opening account; each account is looked at once, as journals are long."""
    known: dict[str, bool] = {}
    found = []
    for directive in directives:
        if type(directive) is Transaction:
            for posting in directive.postings:
                account = posting.account
                if account not in known:
                    known[account] = is_opening_account(account, options)
                if known[account]:
                    found.append(directive)
                    break
    return found


def is_opening_account(account: str, options: Options) -> bool:
    """Whether what comes from an account is an opening balance."""
    root, *parts = account.split(SEPARATOR)
    if root != options.roots.equity:
        return False
    return is_within(account, root + SEPARATOR + options.previous_balances) or any(map(_OPENING.match, parts))


def _opened_by(transaction: Transaction, options: Options) -> list[tuple[str, str]]:
    """The accounts, each with a commodity, to which a transaction gives an opening balance."""
    kinds = (AccountType.ASSETS, AccountType.LIABILITIES)
    return [
        (posting.account, posting.commodity)
        for posting in transaction.postings
        if options.roots.type_of(posting.account) in kinds
    ]


def _report_again(opening: Transaction, again: dict[str, Transaction], problems: Problems) -> None:
    if again:
        problems.warning(
            "second-opening-balance",
            f"{enumerated(again)} already {_has(again)} an opening balance",
            opening,
            related=[(earlier, "the first is here") for earlier in _distinct(again.values())],
            hint="make it part of the first, or book a later correction from an account such as Equity:Adjustments",
        )


def _report_other_day(opening: Transaction, other_day: dict[str, Open], problems: Problems) -> None:
    if other_day:
        problems.warning(
            "opening-balance-date",
            f"the opening balance of {enumerated(other_day)} is dated {opening.date}, another day than it opens",
            opening,
            related=[(opened, f"opens on {opened.date}") for opened in _distinct(other_day.values())],
            hint=f"open the account on {opening.date}, or move its opening balance to the day it opens",
        )


def _distinct(places: Collection[Directive]) -> list[Directive]:
    """The first few places that differ."""
    return first({(place.file, place.line): place for place in places}.values())


def _has(accounts: dict[str, Transaction]) -> str:
    return "has" if len(accounts) == 1 else "have"
