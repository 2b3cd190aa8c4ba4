"""beancount.plugins.implicit_prices: postings say what a commodity was worth on their day.

A posting with a price gives that price; one without, which adds to a lot, gives the lot's cost. The same price of one
day counts once. Prices stand at the line of their transaction and follow it.
"""

from datetime import date as Date
from decimal import Decimal

from pfin.model.amount import ZERO, Amount
from pfin.model.diagnostics import Problems
from pfin.model.directives import NO_META, Directive, Posting, PriceQuote, Transaction
from pfin.model.lot import Cost
from pfin.model.options import Options
from pfin.model.parsed import Plugin

_Lots = dict[tuple[str, str, Cost | None], Decimal]


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add the prices."""
    lots: _Lots = {}
    known: set[tuple[Date, str, Amount]] = set()
    after: list[Directive] = []
    for directive in directives:
        after.append(directive)
        if not isinstance(directive, Transaction):
            continue
        for posting in directive.postings:
            worth = _worth(posting, reduces=_reduces(posting, lots))
            if worth is not None and (key := (directive.date, posting.commodity, worth)) not in known:
                known.add(key)
                after.append(
                    PriceQuote(directive.date, directive.file, directive.line, NO_META, posting.commodity, worth)
                )
    return after


def _worth(posting: Posting, *, reduces: bool) -> Amount | None:
    """The price of a unit that a posting gives, if any."""
    if posting.price is not None:
        return Amount(posting.price.number, posting.price.commodity)
    if posting.cost is not None and not reduces:
        return Amount(posting.cost.number, posting.cost.commodity)
    return None


def _reduces(posting: Posting, lots: _Lots) -> bool:
    """Whether a posting takes from the very lot it names; ``lots``, the units of each, take the posting in."""
    key = (posting.account, posting.commodity, posting.cost)
    before = lots.pop(key, ZERO)
    if after := before + posting.number:
        lots[key] = after
    return bool(before) and (before >= 0) != (posting.number >= 0)
