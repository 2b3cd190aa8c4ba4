"""Validation: what must hold of a journal after all booking, plugins included."""

from collections.abc import Iterable, Sequence
from datetime import date as Date

from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import Balance, Commodity, Directive, Open, Posting, Transaction
from pfin.model.nearest import Nearest

from .lifetimes import check_active_accounts, check_opens_and_closes
from .wording import listed


def validate(directives: Sequence[Directive], problems: Problems) -> None:
    """Add an error for each rule broken; every one is found, whatever else is wrong."""
    check_opens_and_closes(directives, problems)
    check_active_accounts(directives, problems)
    _check_commodities_allowed(directives, problems)
    _check_duplicate_balances(directives, problems)
    _check_duplicate_commodities(directives, problems)


def _check_commodities_allowed(directives: Sequence[Directive], problems: Problems) -> None:
    limited = {
        directive.account: _Limit(directive)
        for directive in directives
        if isinstance(directive, Open) and directive.commodities
    }
    if not limited:
        return
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                limit = limited.get(posting.account)
                if limit is not None and posting.commodity not in limit.allowed:
                    _report_not_allowed(directive, posting, limit, problems)


class _Limit:
    """What an account may hold, where its ``open`` lists that."""

    def __init__(self, opened: Open) -> None:
        self.opened = opened
        self.allowed = frozenset(opened.commodities)
        self.nearest = Nearest(opened.commodities)


def _report_not_allowed(transaction: Transaction, posting: Posting, limit: _Limit, problems: Problems) -> None:
    opened = limit.opened
    like = limit.nearest.to(posting.commodity)
    problems.error(
        "currency-not-allowed",
        f"{posting.account} cannot hold {posting.commodity}; it may hold {listed(opened.commodities)}",
        transaction,
        related=[(Place(transaction.file, posting.line), "posted here"), (opened, "opened here")],
        hint=f"did you mean {like}?" if like else f"add {posting.commodity} to the open directive",
    )


def _check_duplicate_balances(directives: Iterable[Directive], problems: Problems) -> None:
    seen: dict[tuple[str, str, Date, bool], Balance] = {}
    for directive in directives:
        if isinstance(directive, Balance):
            key = (directive.account, directive.amount.commodity, directive.date, directive.of_posted)
            first = seen.setdefault(key, directive)
            if first.amount != directive.amount:
                problems.error(
                    "duplicate-balance",
                    f"two balances of {directive.account} on {directive.date} differ: "
                    f"{first.amount} and {directive.amount}",
                    directive,
                    focus=str(directive.amount),
                    related=[(first, "asserted here first")],
                    hint="remove one of the two",
                )


def _check_duplicate_commodities(directives: Iterable[Directive], problems: Problems) -> None:
    seen: dict[str, Commodity] = {}
    for directive in directives:
        if isinstance(directive, Commodity):
            first = seen.setdefault(directive.commodity, directive)
            if first is not directive:
                problems.error(
                    "duplicate-commodity",
                    f"{directive.commodity} is declared a second time",
                    directive,
                    focus=directive.commodity,
                    related=[(first, "declared here first")],
                    hint="keep one declaration and move the metadata of the other there",
                )
