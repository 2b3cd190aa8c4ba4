"""``pfin compare``: the same period seen from several boundaries."""

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from .completion import complete_boundary
from .context import Context
from .options import Begin, Depth, End, PeriodText, ValueIn

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.systems.boundary import Boundary


def compare(
    context: Context,
    boundaries: Annotated[
        list[str] | None,
        Argument(
            metavar="BOUNDARY...",
            help="Two or more: accounts, names such as cash or networth (which are the default), or expressions.",
            autocompletion=complete_boundary,
            show_default=False,
        ),
    ] = None,
    events: Annotated[bool, Option("--events", help="A line for each transaction instead of each account.")] = False,
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    value: ValueIn = None,
    depth: Depth = None,
    differing: Annotated[bool, Option("--differing", help="Only what is not the same from all boundaries.")] = False,
    payee: Annotated[str | None, Option("--payee", metavar="TEXT", help="Events: only payees with this text.")] = None,
    tag: Annotated[str | None, Option("--tag", metavar="TAG", help="Events: only those with this tag.")] = None,
    link: Annotated[str | None, Option("--link", metavar="LINK", help="Events: only those with this link.")] = None,
    text: Annotated[
        str | None,
        Option("--text", metavar="TEXT", help="Events: only with this text in payee, narration or metadata."),
    ] = None,
    limit: Annotated[int | None, Option("--limit", metavar="N", min=1, help="Events: only the last N.")] = None,
) -> None:
    """Show the same period as it is seen from several boundaries, side by side.

    For each account on the other side: is it an inflow or an outflow from there, internal, or not seen at all? With
    --events, the same for each transaction. The credit card's payment is an outflow of cash, and internal to networth.
    """
    from pfin.report.compare import compare as by_counterpart
    from pfin.report.compare import compare_events
    from pfin.report.compare_page import page
    from pfin.report.journal_notes import equity_notes, journal_notes
    from pfin.report.moments import flow_period

    from .choice import chosen_commodity, chosen_filters

    if not events and any(each is not None for each in (payee, tag, link, text, limit)):
        context.usage_error("--payee, --tag, --link, --text and --limit choose transactions", "add --events")
    if events and depth is not None:
        context.usage_error("--depth is for accounts, and --events has none")
    days = context.period(period, begin, end)
    ledger = context.ledger()
    seen_from = _chosen(context, ledger, boundaries or ["cash", "networth"])
    whole = flow_period(ledger, days, context.today)
    currency = chosen_commodity(context, ledger, value)
    if events:
        filters = chosen_filters(context, tuple(ledger.transactions()), payee=payee, tag=tag, link=link, text=text)
        found = compare_events(
            ledger, seen_from, whole, currency=currency, filters=filters, limit=limit, differing=differing
        )
    else:
        found = by_counterpart(ledger, seen_from, whole, currency=currency, depth=depth, differing=differing)
    sources = (line.account for line in found.counterparts or () if any(seen.inflow for seen in line.seen))
    notes = (*journal_notes(ledger, seen_from, whole), *equity_notes(ledger, sources))
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv", notes=notes))


def _chosen(context: Context, ledger: "Ledger", names: "list[str]") -> "list[Boundary]":
    """The boundaries that are named, at least two of them, and none twice."""
    from .choice import chosen_boundary

    if len(names) == 1:
        context.usage_error(
            f"'{names[0]}' is to be compared with what? name another boundary",
            f"`pfin statement {names[0]}` shows one alone",
        )
    found: list[Boundary] = []
    for name in names:
        boundary = chosen_boundary(context, ledger, name)
        if boundary.name in (each.name for each in found):
            context.usage_error(
                f"'{boundary.name}' is compared with itself; name another boundary",
                f"`pfin statement '{boundary.name}'` shows one alone",
            )
        found.append(boundary)
    return found
