"""``pfin compare``: the same period seen from several boundaries."""

from typing import Annotated

from typer import Argument, Option

from .completion import complete_boundary
from .context import Context
from .options import Begin, Depth, End, PeriodText, ValueIn


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
    from pfin.report.moments import recorded_period, transaction_period
    from pfin.report.register import Filters

    from .choice import chosen_boundary, chosen_commodity, warn_of_unknown

    names = boundaries or ["cash", "networth"]
    if len(names) == 1:
        context.usage_error(
            f"'{names[0]}' is to be compared with what? name another boundary",
            f"`pfin statement {names[0]}` shows one alone",
        )
    filters = Filters(
        payee=payee,
        tag=None if tag is None else tag.removeprefix("#"),
        link=None if link is None else link.removeprefix("^"),
        text=text,
    )
    if not events and (filters.words() or limit is not None):
        context.usage_error("--payee, --tag, --link, --text and --limit choose transactions", "add --events")
    if events and depth is not None:
        context.usage_error("--depth is for accounts, and --events has none")
    days = context.period(period, begin, end)
    ledger = context.ledger()
    systems = [chosen_boundary(context, ledger, name) for name in names]
    for index, system in enumerate(systems):
        if system.name in (each.name for each in systems[:index]):
            context.usage_error(
                f"'{system.name}' is compared with itself; name another boundary",
                f"`pfin statement '{system.name}'` shows one alone",
            )
    whole = recorded_period(ledger, days) or transaction_period(ledger, days, context.today)
    currency = chosen_commodity(context, ledger, value)
    if events:
        found = compare_events(
            ledger, systems, whole, currency=currency, filters=filters, limit=limit, differing=differing
        )
    else:
        found = by_counterpart(ledger, systems, whole, currency=currency, depth=depth, differing=differing)
    if filters.tag is not None:
        warn_of_unknown(context, "tag", filters.tag, (tag for each in ledger.transactions() for tag in each.tags))
    if filters.link is not None:
        warn_of_unknown(context, "link", filters.link, (link for each in ledger.transactions() for link in each.links))
    sources = (line.account for line in found.counterparts or () if any(seen.inflow for seen in line.seen))
    notes = (*journal_notes(ledger, systems, whole), *equity_notes(ledger, sources))
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv", notes=notes))
