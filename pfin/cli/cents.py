"""``pfin cents``: the transactions that balance only within tolerance."""

from typing import Annotated

from typer import Option

from .context import Context
from .options import Begin, End, PeriodText


def cents(
    context: Context,
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    everything: Annotated[bool, Option("--all", help="List what divisions leave too.")] = False,
) -> None:
    """Show every cent that tolerances let pass.

    A transaction may be off zero by half of the last digit it is written in. Each one that is comes with what it is off
    by, what it may be off by, why, and its place; the largest of a commodity first. The total is what the trial balance
    shows as Residue. `pfin guide cents` explains how to book it to an account.
    """
    from pfin.report.cents import cents as report
    from pfin.report.cents import page

    days = context.period(period, begin, end)
    ledger = context.ledger()
    found = report(ledger, days)
    full = context.format == "csv"
    context.show(found, lambda: page(found, ledger.digits, everything=everything, full=full))
