"""How old the prices are that a valuation rests on."""

from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta

from pfin.ledger.ledger import Ledger
from pfin.model.inventory import Inventory

FRESH = timedelta(days=30)
"""Whoever reads a value takes it for that of the day, unless told that it rests on prices older than this."""


def oldest_price(ledger: Ledger, held: Iterable[Inventory], currency: str, at: Date) -> Date | None:
    """The date of the oldest price by which these holdings are valued in ``currency``; None where none is needed.

    Each commodity counts by its latest price, or where it has one only through another commodity, by the older of
    the two prices of that way.
    """
    latest: dict[frozenset[str], Date] = {}
    for quote in ledger.prices.history():
        if quote.date > at:
            break
        latest[frozenset((quote.base, quote.quote))] = quote.date
    pairs = {(lot.commodity, None if lot.cost is None else lot.cost.commodity) for each in held for lot in each}
    dates = (_date(ledger, latest, commodity, via, currency) for commodity, via in pairs if commodity != currency)
    return min((date for date in dates if date is not None), default=None)


def _date(
    ledger: Ledger, latest: dict[frozenset[str], Date], commodity: str, via: str | None, currency: str
) -> Date | None:
    direct = latest.get(frozenset((commodity, currency)))
    if direct is not None:
        return direct
    for middle in (*([] if via is None else [via]), *ledger.prices.quoted_in(commodity)):
        first, second = latest.get(frozenset((commodity, middle))), latest.get(frozenset((middle, currency)))
        if first is not None and second is not None:
            return min(first, second)
    return None
