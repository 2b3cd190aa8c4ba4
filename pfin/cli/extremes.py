"""``pfin extremes``: how low and how high stocks went."""

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from .completion import complete_boundary
from .context import Context, UsageError
from .options import Begin, End, PeriodText, ValueIn

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.systems.boundary import Boundary
    from pfin.systems.extremes import Threshold

_WRITTEN = "write it as 10000, 10000EUR or '10,000.00 EUR'"

BoundaryTexts = Annotated[
    list[str] | None,
    Argument(
        metavar="BOUNDARY...",
        help="Accounts, names such as cash or networth, or expressions such as 'cash - Assets:Bank:Gifts'.",
        autocompletion=complete_boundary,
        show_default=False,
    ),
]


def extremes(
    context: Context,
    boundaries: BoundaryTexts = None,
    each_account: Annotated[
        bool, Option("--each-account", help="Look at every account by itself, of the boundaries or of all.")
    ] = False,
    above: Annotated[
        str | None,
        Option("--above", metavar="AMOUNT", help="Only what was above 10000, or 10000EUR, at the end of any day."),
    ] = None,
    below: Annotated[
        str | None,
        Option("--below", metavar="AMOUNT", help="Only what was below 10000, or 10000EUR, at the end of any day."),
    ] = None,
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    value: ValueIn = None,
) -> None:
    """Show how low and how high a stock went, and when.

    For each boundary, or with --each-account for each account by itself, that is the lowest and the highest of what
    there was at the ends of the days of a period. --above and --below list those that passed an amount on any day, on
    how many days, and when first. Figures stand in the normal direction of accounts, so a debt is positive.
    """
    from pfin.report.extremes import courses, page
    from pfin.report.extremes import extremes as report
    from pfin.report.extremes import extremes_of_accounts as report_of_accounts
    from pfin.report.journal_notes import journal_notes
    from pfin.report.moments import transaction_period

    from .choice import chosen_commodity

    if not boundaries and not each_account:
        context.usage_error("extremes of what?", "name a boundary such as networth, or write --each-account")
    if above is not None and below is not None:
        context.usage_error("--above and --below exclude each other")
    days = context.period(period, begin, end)
    ledger = context.ledger()
    currency = chosen_commodity(context, ledger, value)
    threshold = _threshold(context, ledger, above, below, currency)
    whole = transaction_period(ledger, days, context.today)
    systems = _chosen(context, ledger, boundaries or [], threshold)
    notes = journal_notes(ledger, systems, whole)
    full = context.format == "csv"
    if each_account:
        found = report_of_accounts(ledger, systems, whole, currency=currency, threshold=threshold)
        context.show(found, lambda: page(found, ledger.digits, full=full, notes=notes))
    else:
        course_of = courses(ledger, systems, whole, currency)
        found = report(ledger, systems, whole, course_of, currency=currency, threshold=threshold)
        context.show(found, lambda: page(found, ledger.digits, course_of=course_of, full=full, notes=notes))


def _chosen(context: Context, ledger: "Ledger", texts: list[str], threshold: "Threshold | None") -> "list[Boundary]":
    """The boundaries that words mean, each once."""
    from pfin.report.selection import commodities
    from pfin.systems.boundaries import Boundaries

    from .choice import chosen_boundary

    names = Boundaries(ledger).names()
    found: dict[str, Boundary] = {}
    for text in texts:
        unsaid = threshold is not None and threshold.commodity is None and text not in names
        if threshold is not None and unsaid and text in commodities(ledger):
            amount = f"--{threshold.beyond.value} {threshold.number:f}{text}"
            context.usage_error(f"{text} is a commodity, no boundary", f"write the amount as one word: {amount}")
        boundary = chosen_boundary(context, ledger, text)
        found.setdefault(boundary.name, boundary)
    return list(found.values())


def _threshold(
    context: Context, ledger: "Ledger", above: str | None, below: str | None, currency: str | None
) -> "Threshold | None":
    """The amount of --above or --below; one that is none, or is of what is not shown, is wrong usage."""
    from pfin.systems.extremes import Beyond, Threshold

    from .choice import chosen_commodity, typed_amount

    text, beyond = (above, Beyond.ABOVE) if above is not None else (below, Beyond.BELOW)
    if text is None:
        return None
    option = f"--{beyond.value}"
    typed = typed_amount(text)
    if typed is None:
        context.usage_error(f"{option}: '{text}' is no amount", _WRITTEN)
    number, named = typed
    try:
        commodity = chosen_commodity(context, ledger, named)
    except UsageError as error:
        context.usage_error(f"{option} '{text}': {error}", error.hint or _WRITTEN)
    if currency is not None and commodity not in (None, currency):
        context.usage_error(
            f"{option}: {commodity} is not what figures are valued in", f"write the amount in {currency}"
        )
    return Threshold(beyond, number, commodity)
