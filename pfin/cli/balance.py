"""``pfin balance``: what every account holds."""

from typing import Annotated

from typer import Option

from .completion import complete_boundary
from .context import Context
from .options import AccountPatterns, At, Depth, ValueIn


def balance(
    context: Context,
    patterns: AccountPatterns = None,
    boundary: Annotated[
        str | None,
        Option(
            "--boundary",
            metavar="BOUNDARY",
            help="Only the accounts inside a boundary, such as cash, and what they come to as one.",
            autocompletion=complete_boundary,
        ),
    ] = None,
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
    from pfin.report.system import boundary_notes

    from .choice import chosen_accounts, chosen_boundary, chosen_commodity

    if [cost, lots, value is not None].count(True) > 1:
        context.usage_error("--value, --cost and --lots exclude each other")
    if boundary is not None and patterns:
        context.usage_error(
            "--boundary goes alone, without accounts", "an expression may name both: 'cash | Assets:Car'"
        )
    day = context.day(at, "--at")
    ledger = context.ledger()
    system = None if boundary is None else chosen_boundary(context, ledger, boundary)
    basis = Basis.COST if cost else Basis.UNITS if value is None else Basis.VALUE
    found = report(
        ledger,
        instant(ledger, day, context.today),
        accounts=chosen_accounts(context, ledger, patterns),
        patterns=tuple(patterns or ()),
        boundary=system,
        measure=Measure(basis, chosen_commodity(context, ledger, value), signed, lots),
        depth=depth,
        empty=empty,
        by_status=context.chosen_status is None and not lots,
    )
    full, notes = context.format == "csv", () if system is None else boundary_notes(system)
    context.show(found, lambda: page(found, ledger.digits, flat=flat, full=full, notes=notes))
