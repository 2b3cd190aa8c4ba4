"""``pfin trial``: the trial balance."""

from typing import Annotated

from typer import Option

from .context import Context
from .options import At


def trial(
    context: Context,
    at: At = None,
    residues: Annotated[bool, Option("--residues", help="List the transactions that are off zero.")] = False,
) -> None:
    """Show that debits equal credits.

    The trial balance has the balance of every account in one of two columns, debits and credits, whose totals agree.
    Lots count at cost. Conversions, both sides of what was exchanged at a price, and Residue, the rounding that
    tolerances let pass, have lines of their own, so that the totals agree to the last digit. `pfin guide trial`
    explains them.
    """
    from pfin.report.moments import instant
    from pfin.report.trial import page
    from pfin.report.trial import trial as report

    day = context.day(at, "--at")
    ledger = context.ledger()
    found = report(ledger, instant(ledger, day, context.today))
    context.show(found, lambda: page(found, ledger.digits, residues=residues, one_table=context.format == "csv"))
