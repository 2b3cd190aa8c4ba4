"""beancount.plugins.unique_prices: a commodity has one price a day in another."""

from datetime import date as Date
from decimal import Decimal

from pfin.model.amount import plain
from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, PriceQuote
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..wording import first, listed


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report days with prices that disagree, at the last of those equal to the first; the directives stay."""
    quotes: dict[tuple[Date, str, str], dict[Decimal, PriceQuote]] = {}
    for directive in directives:
        if isinstance(directive, PriceQuote):
            key = (directive.date, directive.commodity, directive.amount.commodity)
            quotes.setdefault(key, {})[directive.amount.number] = directive
    for by_number in quotes.values():
        quote, *others = by_number.values()
        if others:
            problems.error(
                "conflicting-prices",
                f"{quote.commodity} has more than one price in {quote.amount.commodity} on {quote.date}: "
                + listed([plain(number) for number in by_number]),
                quote,
                related=[(other, f"{other.amount} here") for other in first(others)],
                hint="keep one of them; prices may also come from transactions",
            )
    return directives
