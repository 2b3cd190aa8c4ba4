"""``pfin networth``: what there is, over time, and what it is made of."""

from typing import Annotated

from typer import Option

from .context import Context
from .options import (
    Begin,
    BoundaryText,
    Daily,
    Depth,
    End,
    Monthly,
    PeriodText,
    Quarterly,
    ValueIn,
    Weekly,
    Yearly,
)


def networth(
    context: Context,
    boundary: BoundaryText = "networth",
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
    units: Annotated[bool, Option("--units", help="Show units, even of several commodities.")] = False,
) -> None:
    """Show what you own less what you owe, over time.

    Each line is the end of a day, with what it is made of and how much it changed since the line before. Debts are
    negative. Where there are several commodities, they are valued in the journal's operating currency, and what
    changing prices gained stands apart from what was saved. Another boundary may be named instead of networth.
    """
    from pfin.report.journal_notes import journal_notes
    from pfin.report.moments import transaction_period
    from pfin.report.networth import instants, known_period, operating_valuation
    from pfin.report.networth import networth as report
    from pfin.report.networth_page import drawn, page

    from .choice import chosen_boundary, chosen_commodity, chosen_interval, counted

    if units and value is not None:
        context.usage_error("--value and --units exclude each other")
    interval = chosen_interval(context, daily=daily, weekly=weekly, monthly=monthly, quarterly=quarterly, yearly=yearly)
    days = context.period(period, begin, end)
    ledger = context.ledger(of_boundary=True)
    system = chosen_boundary(context, ledger, boundary)
    ledger = counted(context, ledger, system)
    whole = known_period(ledger, days, context.today) or transaction_period(ledger, days, context.today)
    periods = instants(whole, interval)
    currency = chosen_commodity(context, ledger, value)
    if currency is None and not units:
        currency = operating_valuation(ledger, system, periods)
    name = "" if days is None else days.name
    found = report(ledger, system, periods, currency=currency, by_default=value is None, depth=depth, name=name)
    notes = journal_notes(ledger, [system], whole)
    context.show(
        found,
        lambda: drawn(
            page(found, ledger.digits, full=context.format == "csv", notes=notes),
            found,
            ledger,
            system,
        ),
    )
