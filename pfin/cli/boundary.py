"""``pfin boundary``: the boundaries of a journal, and what lies inside one."""

from typing import Annotated

from typer import Argument

from .completion import complete_boundary
from .context import Context

_ACTIONS = ("list", "show")
_LIKENESS = 0.6


def _complete_action(incomplete: str) -> list[str]:
    return [action for action in _ACTIONS if action.startswith(incomplete)]


def boundary(
    context: Context,
    action: Annotated[
        str,
        Argument(metavar="[list|show]", help="What to do, list if left out.", autocompletion=_complete_action),
    ] = "list",
    wanted: Annotated[
        str | None,
        Argument(
            metavar="[BOUNDARY]",
            help="What to show: an account, a name such as cash, or an expression such as 'cash - Assets:Bank:Gifts'.",
            autocompletion=complete_boundary,
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the boundaries of the journal, or show one.

    A boundary is a set of accounts drawn as a system: what is inside is its stock, what crosses it a flow. `boundary
    list` has those with names, `boundary show` the accounts inside one. `pfin guide boundaries` tells how to write
    them.
    """
    if action not in _ACTIONS:
        from pfin.model.nearest import nearest

        near = nearest(action, _ACTIONS, _LIKENESS) or f"show {action}"
        context.usage_error(f"boundary has no action '{action}', only list and show", f"did you mean boundary {near}?")
    if action == "list":
        if wanted is not None:
            context.usage_error("`boundary list` lists all", f"`boundary show {wanted}` shows one")
        _list(context)
        return
    if wanted is None:
        context.usage_error("`boundary show` wants a boundary", "`pfin boundary list` has those with names")
    _show(context, wanted)


def _list(context: Context) -> None:
    from pfin.report.boundaries import boundaries, list_page

    ledger = context.ledger()
    found = boundaries(ledger)
    context.show(found, lambda: list_page(found, ledger.digits, full=context.format == "csv"))


def _show(context: Context, wanted: str) -> None:
    from pfin.report.boundaries import boundary as report
    from pfin.report.boundaries import page

    from .choice import chosen_boundary

    ledger = context.ledger()
    found = report(ledger, chosen_boundary(context, ledger, wanted))
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))
