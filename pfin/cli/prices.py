"""``pfin prices``: what the journal says commodities were worth."""

from typing import Annotated

from typer import Argument

from .completion import complete_commodity
from .context import Context
from .options import At, Begin, End, PeriodText


def prices(
    context: Context,
    commodity: Annotated[
        str | None,
        Argument(
            metavar="[COMMODITY]",
            help="Show every quote of this commodity.",
            autocompletion=complete_commodity,
            show_default=False,
        ),
    ] = None,
    at: At = None,
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
) -> None:
    """Show what commodities were worth.

    Without a COMMODITY these are the latest prices on the day of --at; with one, its prices during a period.
    """
    from pfin.report.moments import instant
    from pfin.report.prices import latest_prices, page, price_history

    from .choice import chosen_commodity

    days = context.period(period, begin, end)
    day = context.day(at, "--at")
    if commodity is None and days is not None:
        context.usage_error("--period, --begin and --end go with a COMMODITY", "--at chooses the day of latest prices")
    if commodity is not None and day is not None:
        context.usage_error("--at goes without a COMMODITY", "--period chooses the days of a commodity's prices")
    ledger = context.ledger()
    chosen = chosen_commodity(context, ledger, commodity)
    if chosen is None:
        latest = latest_prices(ledger, instant(ledger, day, context.today))
        context.show(latest, lambda: page(latest, ledger.digits))
    else:
        history = price_history(ledger, chosen, days, context.today)
        context.show(history, lambda: page(history, ledger.digits))
