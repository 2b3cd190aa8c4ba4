"""beancount.plugins.unique_prices: a commodity has one price a day in another."""

from datetime import date as Date
from decimal import Decimal

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, PriceQuote
from pfin.model.options import Options
from pfin.model.parsed import Plugin


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report days with prices that disagree, at the last of those equal to the first; the directives stay."""
    quotes: dict[tuple[Date, str, str], dict[Decimal, PriceQuote]] = {}
    for directive in directives:
        if isinstance(directive, PriceQuote):
            key = (directive.date, directive.commodity, directive.amount.commodity)
            quotes.setdefault(key, {})[directive.amount.number] = directive
    for by_number in quotes.values():
        first, *others = by_number.values()
        if others:
            problems.error(
                "conflicting-prices",
                f"{first.commodity} has more than one price in {first.amount.commodity} on {first.date}: "
                + ", ".join(str(number) for number in by_number),
                first,
                related=[(other, f"{other.amount} here") for other in others],
                hint="keep one of them; prices may also come from transactions",
            )
    return directives
