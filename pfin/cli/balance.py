"""``pfin balance``: what every account holds."""

from typing import Annotated

from typer import Option

from .context import Context
from .options import AccountPatterns, At, Depth, ValueIn


def balance(
    context: Context,
    patterns: AccountPatterns = None,
    at: At = None,
    flat: Annotated[bool, Option("--flat", help="A list of accounts with totals per type, not a tree.")] = False,
    depth: Depth = None,
    value: ValueIn = None,
    cost: Annotated[bool, Option("--cost", help="Show what lots cost, not their units.")] = False,
    lots: Annotated[bool, Option("--lots", help="List the lots that have a cost.")] = False,
    signed: Annotated[bool, Option("--signed", help="Show the journal's signs: credits are negative.")] = False,
    empty: Annotated[bool, Option("--empty", help="Also show open accounts that hold nothing.")] = False,
) -> None:
    """Show what every account holds.

    That is at the end of the day --at; without it at the end of today, or of the day of the last transaction if that
    is later. Balances stand in each account's normal direction, so a debt is positive. Those that are the wrong way
    round are marked: an overdrawn account, an overpaid card. Where something is pending, three columns show what is
    posted, that and all that is pending, and what is available.
    """
    from pfin.report.balance import Basis, Measure
    from pfin.report.balance import balance as report
    from pfin.report.balance_page import page
    from pfin.report.moments import instant

    from .choice import chosen_accounts, chosen_commodity

    if [cost, lots, value is not None].count(True) > 1:
        context.usage_error("--value, --cost and --lots exclude each other")
    day = context.day(at, "--at")
    ledger = context.ledger()
    basis = Basis.COST if cost else Basis.UNITS if value is None else Basis.VALUE
    found = report(
        ledger,
        instant(ledger, day, context.today),
        accounts=chosen_accounts(context, ledger, patterns),
        patterns=tuple(patterns or ()),
        measure=Measure(basis, chosen_commodity(context, ledger, value), signed, lots),
        depth=depth,
        empty=empty,
        by_status=context.chosen_status is None and not lots,
    )
    context.show(found, lambda: page(found, ledger.digits, flat=flat, full=context.format == "csv"))
