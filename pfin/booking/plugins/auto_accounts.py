"""beancount.plugins.auto_accounts: accounts that are used but never opened are opened on the day of their first use."""

from datetime import date as Date

from pfin.model.diagnostics import Problems
from pfin.model.directives import NO_META, Directive, Open, chronological
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..accounts import accounts_of


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add the missing ``open`` directives, which stand at the plugin's line."""
    opened = {directive.account for directive in directives if isinstance(directive, Open)}
    first_used: dict[str, Date] = {}
    for directive in directives:
        for account in accounts_of(directive):
            first_used.setdefault(account, directive.date)
    opens: list[Directive] = [
        Open(date, plugin.file, plugin.line, NO_META, account, (), None)
        for account, date in sorted(first_used.items())
        if account not in opened
    ]
    return sorted(opens + directives, key=chronological)
