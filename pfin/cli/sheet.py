"""``pfin sheet``: the balance sheet."""

from .context import Context
from .options import At, Begin, Daily, Depth, End, Monthly, PeriodText, Quarterly, ValueIn, Weekly, Yearly


def sheet(
    context: Context,
    at: At = None,
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    daily: Daily = False,
    weekly: Weekly = False,
    monthly: Monthly = False,
    quarterly: Quarterly = False,
    yearly: Yearly = False,
    depth: Depth = None,
    value: ValueIn = None,
) -> None:
    """Show what is owned, what is owed, and where the rest came from.

    The balance sheet has assets, liabilities, and net worth, which is the difference; below it stands what net worth
    came from: equity such as opening balances, and earnings. That both sides agree is proved each time. It is as of the
    end of the day --at, or with --monthly and the like as of the ends of these, a column each.
    """
    from pfin.report.journal_notes import error_notes
    from pfin.report.moments import instant
    from pfin.report.sheet import instants_of
    from pfin.report.sheet import sheet as report
    from pfin.report.sheet_page import page

    from .choice import chosen_columns, chosen_commodity, chosen_interval

    interval = chosen_interval(context, daily=daily, weekly=weekly, monthly=monthly, quarterly=quarterly, yearly=yearly)
    day = context.day(at, "--at")
    days = context.period(period, begin, end)
    if at is not None and (days is not None or interval is not None):
        context.usage_error("--at is one day; leave it out to have several by --period, or by --monthly and the like")
    ledger = context.ledger()
    instants = [instant(ledger, day, context.today)]
    if days is not None or interval is not None:
        _, periods = chosen_columns(context, ledger, days, interval)
        instants = instants_of(periods, None if days is not None else instants[0].date)
    found = report(ledger, instants, currency=chosen_commodity(context, ledger, value), depth=depth)
    notes = error_notes(ledger)
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv", notes=notes))
