"""beancount.plugins.onecommodity: an account holds one commodity, and its costs are in one commodity.

Accounts that ``open`` with several commodities, or with metadata ``onecommodity: FALSE``, may hold more, and so may
opened accounts whose name the configuration, a regular expression, does not match.
"""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Balance, Directive, Open, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..wording import first, listed
from .config import expression


class _Kept:
    """The commodities seen in an account, and the directive that last used it after there were several."""

    def __init__(self) -> None:
        self.commodities: dict[str, Directive] = {}
        self.last: Directive | None = None

    def see(self, commodity: str, directive: Directive) -> None:
        self.commodities.setdefault(commodity, directive)
        if len(self.commodities) > 1:
            self.last = directive


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report the accounts at their last use; the directives stay as they are."""
    checked = expression(plugin, plugin.config or "", "Assets:Broker:.*", problems)
    if checked is None:
        return directives
    free = {
        directive.account
        for directive in directives
        if isinstance(directive, Open)
        and (
            not directive.meta.get("onecommodity", True)
            or not checked.match(directive.account)
            or len(directive.commodities) > 1
        )
    }
    units: dict[str, _Kept] = {}
    costs: dict[str, _Kept] = {}
    for directive in directives:
        if isinstance(directive, Balance):
            units.setdefault(directive.account, _Kept()).see(directive.amount.commodity, directive)
        elif isinstance(directive, Transaction):
            for posting in directive.postings:
                units.setdefault(posting.account, _Kept()).see(posting.commodity, directive)
                if posting.cost is not None:
                    costs.setdefault(posting.account, _Kept()).see(posting.cost.commodity, directive)
    _report(units, free, "holds more than one commodity", problems)
    _report(costs, free, "has costs in more than one commodity", problems)
    return directives


def _report(accounts: dict[str, _Kept], free: set[str], what: str, problems: Problems) -> None:
    for account, kept in accounts.items():
        if account not in free and kept.last is not None:
            problems.error(
                "several-commodities",
                f"{account} {what}: {listed(kept.commodities)}",
                kept.last,
                related=[
                    (place, f"{commodity} first used here") for commodity, place in first(kept.commodities.items())
                ],
                hint="use an account for each, or list the commodities where the account opens, "
                'or add "onecommodity: FALSE" below that line',
            )
