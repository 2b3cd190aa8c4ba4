"""``pfin cashflow``: what came in and went out, by category and period."""

from typing import Annotated

from typer import Option

from .completion import complete_category
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


def cashflow(
    context: Context,
    boundary: BoundaryText = "cash",
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    daily: Daily = False,
    weekly: Weekly = False,
    monthly: Monthly = False,
    quarterly: Quarterly = False,
    yearly: Yearly = False,
    by: Annotated[
        str | None,
        Option(
            "--by",
            metavar="WHAT",
            help="Rows by payee, tag, account (a list), or by a key of metadata.",
            autocompletion=complete_category,
        ),
    ] = None,
    depth: Depth = None,
    net: Annotated[bool, Option("--net", help="Inflow less outflow of each category, not both.")] = False,
    value: ValueIn = None,
) -> None:
    """Show where money came from and where it went.

    What crossed a boundary (cash, unless another is named) is shown by category, which is the account on the other
    side, with a column for each month, or quarters or years of a longer time. What was there before and what is there
    afterwards stand above and below; each column begins with what the one before ended with.
    """
    from pfin.report.cashflow import Grouping, drawn, page
    from pfin.report.cashflow import cashflow as report
    from pfin.report.journal_notes import equity_notes, journal_notes

    from .choice import (
        chosen_boundary,
        chosen_columns,
        chosen_commodity,
        chosen_interval,
        counted,
        warn_of_unknown_key,
    )

    if by is not None and by != "account" and depth is not None:
        context.usage_error("--depth counts the components of accounts, and --by has other rows")
    interval = chosen_interval(context, daily=daily, weekly=weekly, monthly=monthly, quarterly=quarterly, yearly=yearly)
    days = context.period(period, begin, end)
    ledger = context.ledger(of_boundary=True)
    system = chosen_boundary(context, ledger, boundary)
    ledger = counted(context, ledger, system)
    whole, periods = chosen_columns(context, ledger, days, interval)
    grouping = Grouping(by or "account", flat=by is not None, depth=depth)
    warn_of_unknown_key(context, ledger, grouping.by)
    found = report(
        ledger,
        system,
        periods,
        grouping=grouping,
        name=whole.name,
        currency=chosen_commodity(context, ledger, value),
    )
    sources = (each.category for each in found.categories if any(each.inflow)) if grouping.by == "account" else ()
    notes = (*journal_notes(ledger, [system], whole), *equity_notes(ledger, sources))
    full, diagram = context.format == "csv", context.format == "html"
    context.show(
        found,
        lambda: drawn(
            page(found, ledger.digits, grouping=grouping, net=net, full=full, notes=notes),
            found,
            ledger,
            system,
            diagram=diagram,
        ),
    )
