"""``pfin pending``: what is expected and not settled yet."""

from typing import Annotated

from typer import Argument, Option

from .completion import complete_boundary
from .context import Context


def pending(
    context: Context,
    boundary: Annotated[
        str | None,
        Argument(
            metavar="[BOUNDARY]",
            help="Only what is pending in these accounts: an account, or a boundary such as cash.",
            autocompletion=complete_boundary,
            show_default=False,
        ),
    ] = None,
    overdue: Annotated[
        int, Option("--overdue", min=0, metavar="DAYS", help="Warn of what is pending for more days than these.")
    ] = 30,
) -> None:
    """List what is pending, the oldest first.

    Each transaction comes with its age, the money it holds back (what goes out of assets or adds to debts) and the
    money that is to come in. What was posted in part shows the remainder. A transaction is overdue when it is pending
    for more than 30 days, unless it says itself when it expires. `pfin guide pending` tells how to settle one.
    """
    from pfin.report.moments import instant
    from pfin.report.pending import page
    from pfin.report.pending import pending as report

    from .choice import chosen_boundary

    ledger = context.ledger()
    chosen = None if boundary is None else chosen_boundary(context, ledger, boundary)
    found = report(ledger, instant(ledger, None, context.today), context.today, boundary=chosen, overdue_after=overdue)
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))
