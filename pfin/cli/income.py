"""``pfin income``: what was earned and what was spent."""

from .context import Context
from .options import Begin, Daily, Depth, End, Monthly, PeriodText, Quarterly, ValueIn, Weekly, Yearly


def income(
    context: Context,
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
    """Show what was earned and what was spent.

    The income statement has income and expenses by account, and the net result, income less expenses. Each stands in
    its normal direction; what is the wrong way round, such as a refund of more than was spent, is negative. Paying a
    card or moving money between accounts is neither.
    """
    from pfin.report.income import income as report
    from pfin.report.income import page
    from pfin.report.journal_notes import journal_notes

    from .choice import chosen_columns, chosen_commodity, chosen_interval

    days = context.period(period, begin, end)
    interval = chosen_interval(context, daily=daily, weekly=weekly, monthly=monthly, quarterly=quarterly, yearly=yearly)
    ledger = context.ledger()
    whole, periods = chosen_columns(context, ledger, days, interval)
    currency = chosen_commodity(context, ledger, value)
    found = report(ledger, periods, currency=currency, depth=depth, name=whole.name)
    notes = journal_notes(ledger, (), whole)
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv", notes=notes))
