"""Prices: the latest quote of every commodity, or all quotes of one."""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.amount import Amount
from pfin.model.period import Period

from .figures import is_short
from .moments import Chosen, Instant, bounded
from .table import Column, Count, Day, Money, Page, Row, Table, Text

_NO_PRICES = (
    "No prices are quoted here. Where the journal has none at all, write them as `price` directives, or have the "
    'plugin "beancount.plugins.implicit_prices" take them from transactions.'
)


class LatestPrice(Struct, frozen=True):
    """The latest of so many ``quotes`` of a pair: one ``commodity`` was worth ``price`` on ``date``."""

    commodity: str
    price: Amount
    date: Date
    quotes: int


class LatestPrices(Struct, frozen=True):
    """The latest quote, up to the end of the day ``instant``, of every pair of commodities, by their names."""

    instant: Date
    instant_chosen: Chosen
    prices: tuple[LatestPrice, ...]


class QuotedPrice(Struct, frozen=True):
    """On ``date`` one ``commodity`` was worth ``price``."""

    date: Date
    commodity: str
    price: Amount


class PriceHistory(Struct, frozen=True):
    """All quotes of ``commodity`` from ``begin`` up to but not on ``end``, in chronological order."""

    commodity: str
    begin: Date
    end: Date
    period: str
    prices: tuple[QuotedPrice, ...]


def latest_prices(ledger: Ledger, at: Instant) -> LatestPrices:
    """The latest price of every pair of commodities that the journal quotes."""
    found: dict[tuple[str, str], tuple[Date, Decimal, int]] = {}
    for quote in ledger.prices.history():
        if quote.date > at.date:
            break
        _, _, count = found.get((quote.base, quote.quote), (None, None, 0))
        found[quote.base, quote.quote] = (quote.date, quote.number, count + 1)
    rows = (
        LatestPrice(base, Amount(number, currency), date, count)
        for (base, currency), (date, number, count) in sorted(found.items())
    )
    return LatestPrices(at.date, at.chosen, tuple(rows))


def price_history(ledger: Ledger, commodity: str, period: Period | None, today: Date) -> PriceHistory:
    """The quotes of a commodity in a period; its open sides are bounded by the first quote, and the last or today."""
    dates = [quote.date for quote in ledger.prices.history() if quote.base == commodity]
    period = bounded(period, dates[0] if dates else None, max([*dates[-1:], today]))
    begin, end = period.begin, period.end
    assert begin is not None and end is not None
    rows = (
        QuotedPrice(quote.date, quote.base, Amount(quote.number, quote.quote))
        for quote in ledger.prices.history()
        if quote.base == commodity and begin <= quote.date < end
    )
    return PriceHistory(commodity, begin, end, str(period), tuple(rows))


def page(report: LatestPrices | PriceHistory, digits: Mapping[str, int]) -> Page:
    """The report for people. Prices keep all their digits, unless they are too many to read."""
    if isinstance(report, LatestPrices):
        title, moment = "Latest prices", str(Instant(report.instant, report.instant_chosen))
        table = _latest_table(report)
    else:
        title, moment = f"Prices of {report.commodity}", report.period
        table = _history_table(report)
    return Page(title, moment, (table,), digits, () if table.rows else (_NO_PRICES,))


def _latest_table(report: LatestPrices) -> Table:
    columns = (
        Column("commodity", "Commodity"),
        Column("price", "Price of one", money=True),
        Column("date", "Latest"),
        Column("quotes", "Quotes"),
    )
    rows = (
        Row(
            (
                Text(row.commodity),
                Money((row.price,), exact=is_short(row.price.number)),
                Day(row.date),
                Count(row.quotes),
            )
        )
        for row in report.prices
    )
    return Table(columns, tuple(rows))


def _history_table(report: PriceHistory) -> Table:
    columns = (Column("date", "Date"), Column("commodity", "Commodity"), Column("price", "Price of one", money=True))
    rows = (
        Row((Day(row.date), Text(row.commodity), Money((row.price,), exact=is_short(row.price.number))))
        for row in report.prices
    )
    return Table(columns, tuple(rows))
