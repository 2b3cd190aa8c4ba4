"""beancount.plugins.check_commodity: every commodity in use is declared by a ``commodity`` directive.

The configuration maps regular expressions for accounts to regular expressions for the commodities that need no
declaration in them. A commodity that one account may use undeclared may also have prices.
"""

import re
from collections.abc import Iterator

from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import Balance, Commodity, Directive, Open, PriceQuote, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from .config import expression, literal, refuse

_EXAMPLE = "{'Assets:Broker:Options': '.*'}"

_Exceptions = list[tuple[re.Pattern[str], re.Pattern[str]]]


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report undeclared commodities, each once, at the plugin's line; the directives stay as they are."""
    exceptions = _exceptions(plugin, problems)
    if exceptions is None:
        return directives
    settled = {directive.commodity for directive in directives if isinstance(directive, Commodity)}
    excepted: set[str] = set()
    for (account, commodity), place in sorted(_in_accounts(directives).items(), key=lambda item: item[0]):
        if commodity in settled:
            continue
        if any(accounts.match(account) and commodities.match(commodity) for accounts, commodities in exceptions):
            excepted.add(commodity)
            continue
        settled.add(commodity)
        _report(commodity, f"used in {account}", place, plugin, problems)
    settled |= excepted
    for commodity, place in sorted(_in_prices(directives).items(), key=lambda item: item[0]):
        if commodity not in settled:
            _report(commodity, "used in prices", place, plugin, problems)
    return directives


def _exceptions(plugin: Plugin, problems: Problems) -> _Exceptions | None:
    """The configuration's pairs of expressions, but for those that are none; None where nothing can be checked."""
    if not plugin.config:
        return []
    config = literal(plugin, dict, _EXAMPLE, problems)
    if config is None:
        return None
    pairs: _Exceptions = []
    for accounts, commodities in config.items():
        if not isinstance(accounts, str) or not isinstance(commodities, str):
            refuse(plugin, "must map expressions to expressions, all of them text", _EXAMPLE, problems)
            return None
        of_accounts = expression(plugin, accounts, _EXAMPLE, problems)
        of_commodities = expression(plugin, commodities, _EXAMPLE, problems)
        if of_accounts is not None and of_commodities is not None:
            pairs.append((of_accounts, of_commodities))
    return pairs


def _in_accounts(directives: list[Directive]) -> dict[tuple[str, str], Placed]:
    """Where each account first has to do with each commodity."""
    places: dict[tuple[str, str], Placed] = {}
    for directive in directives:
        if isinstance(directive, Open):
            for commodity in directive.commodities:
                places.setdefault((directive.account, commodity), directive)
        elif isinstance(directive, Balance):
            places.setdefault((directive.account, directive.amount.commodity), directive)
        elif isinstance(directive, Transaction):
            for account, commodity, line in _in_postings(directive):
                if (account, commodity) not in places:
                    places[account, commodity] = Place(directive.file, line)
    return places


def _in_postings(transaction: Transaction) -> Iterator[tuple[str, str, int]]:
    """The account, commodity and line of every posting, with those of costs and of prices that are not zero."""
    for posting in transaction.postings:
        yield posting.account, posting.commodity, posting.line
        if posting.cost is not None:
            yield posting.account, posting.cost.commodity, posting.line
        if posting.price is not None and posting.price.number:
            yield posting.account, posting.price.commodity, posting.line


def _in_prices(directives: list[Directive]) -> dict[str, Placed]:
    """Where each commodity first has, or is, a price."""
    places: dict[str, Placed] = {}
    for directive in directives:
        if isinstance(directive, PriceQuote):
            places.setdefault(directive.commodity, directive)
            places.setdefault(directive.amount.commodity, directive)
    return places


def _report(commodity: str, used: str, place: Placed, plugin: Plugin, problems: Problems) -> None:
    problems.error(
        "undeclared-commodity",
        f"commodity {commodity} is {used} but not declared",
        plugin,
        related=[(place, "first used here")],
        hint=f"declare it: 1970-01-01 commodity {commodity}",
    )
