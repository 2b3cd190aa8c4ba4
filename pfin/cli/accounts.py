"""``pfin accounts``: the accounts of a journal."""

from .context import Context
from .options import AccountPatterns, At


def accounts(context: Context, patterns: AccountPatterns = None, at: At = None) -> None:
    """List the accounts of the journal.

    Each comes with its type, the days it was opened and closed, its commodities (those it may hold, or else those it
    was posted in), its postings until the day --at, and the last day it was used.
    """
    from pfin.report.accounts import accounts as report
    from pfin.report.accounts import page
    from pfin.report.moments import instant

    from .choice import chosen_accounts

    day = context.day(at, "--at")
    ledger = context.ledger()
    chosen = chosen_accounts(context, ledger, patterns)
    found = report(ledger, instant(ledger, day, context.today), accounts=chosen, patterns=tuple(patterns or ()))
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))
