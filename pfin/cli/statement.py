"""``pfin statement``: what came into a boundary, what went out, and what that left inside."""

from .context import Context
from .options import Begin, BoundaryText, End, PeriodText, ValueIn


def statement(
    context: Context,
    boundary: BoundaryText = "cash",
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    value: ValueIn = None,
) -> None:
    """Show what came into a boundary and what went out.

    A boundary is a set of accounts: an account with those below it, a name such as cash or networth, or an expression;
    it is cash unless another is named. Opening stock, inflows and outflows by the account on the other side, and
    closing stock agree to the last digit, which is proved each time. With --value they are in one currency, and what
    changing prices gained is told apart.
    """
    from pfin.report.journal_notes import equity_notes, journal_notes
    from pfin.report.moments import flow_period
    from pfin.report.statement import drawn, page
    from pfin.report.statement import statement as report

    from .choice import chosen_boundary, chosen_commodity, counted

    days = context.period(period, begin, end)
    ledger = context.ledger(of_boundary=True)
    system = chosen_boundary(context, ledger, boundary)
    ledger = counted(context, ledger, system)
    whole = flow_period(ledger, days, context.today)
    found = report(ledger, system, whole, currency=chosen_commodity(context, ledger, value))
    sources = (flow.account for flow in found.flows if flow.inflow)
    notes = (*journal_notes(ledger, [system], whole), *equity_notes(ledger, sources))
    context.show(
        found,
        lambda: drawn(
            page(found, ledger.digits, full=context.format == "csv", notes=notes),
            found,
            ledger,
            system,
        ),
    )
