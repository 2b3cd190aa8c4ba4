"""beancount.plugins.nounused: an account that is opened is used by some other directive."""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Open
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..accounts import accounts_of


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report the accounts where they open; the directives stay as they are."""
    opens: dict[str, Open] = {}
    used: set[str] = set()
    for directive in directives:
        if isinstance(directive, Open):
            opens[directive.account] = directive
        else:
            used.update(accounts_of(directive))
    for account, opened in opens.items():
        if account not in used:
            problems.error(
                "unused-account",
                f"{account} is opened but never used",
                opened,
                focus=account,
                hint="remove the line, or give the account a note or a balance assertion",
            )
    return directives
