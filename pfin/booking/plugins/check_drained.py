"""beancount.plugins.check_drained: an account of the balance sheet is empty when it closes.

The plugin asserts it on the day after: a balance of zero of every commodity that the account was opened for or had
until then, except those of which a balance is asserted on the closing day itself.
"""

from collections import defaultdict
from datetime import date as Date
from datetime import timedelta

from pfin.model.account import SEPARATOR
from pfin.model.amount import ZERO, Amount
from pfin.model.diagnostics import Problems
from pfin.model.directives import Balance, Close, Directive, Open, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add the assertions, which stand at the line of the ``close``."""
    roots = options.roots
    balance_sheet = {roots.assets, roots.liabilities, roots.equity}
    commodities: defaultdict[str, set[str]] = defaultdict(set)
    asserted: set[tuple[str, Date, str]] = set()
    after: list[Directive] = []
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                commodities[posting.account].add(posting.commodity)
        elif isinstance(directive, Open):
            commodities[directive.account].update(directive.commodities)
        elif isinstance(directive, Balance):
            asserted.add((directive.account, directive.date, directive.amount.commodity))
        elif isinstance(directive, Close) and directive.account.partition(SEPARATOR)[0] in balance_sheet:
            missing = [
                commodity
                for commodity in sorted(commodities[directive.account])
                if (directive.account, directive.date, commodity) not in asserted
            ]
            if missing and directive.date == Date.max:
                problems.error(
                    "plugin-failed",
                    f"{plugin.name} cannot assert a balance after {Date.max}",
                    plugin,
                    related=[(directive, "closed here")],
                    hint="correct the date",
                )
                return directives
            after.extend(_empty(directive, commodity) for commodity in missing)
        after.append(directive)
    return after


def _empty(close: Close, commodity: str) -> Balance:
    day = close.date + timedelta(days=1)
    return Balance(day, close.file, close.line, close.meta, close.account, Amount(ZERO, commodity), None)
