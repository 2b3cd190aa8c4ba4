"""beancount.plugins.close_tree: closing an account closes those below it.

An account that has a ``close`` of its own keeps to that. The account closed need not be open itself: its ``close`` is
then dropped, having done its work.
"""

from pfin.model.account import SEPARATOR
from pfin.model.diagnostics import Problems
from pfin.model.directives import NO_META, Close, Directive, Open
from pfin.model.options import Options
from pfin.model.parsed import Plugin


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add the ``close`` directives, which stand at the line of the one they follow from."""
    opened = {directive.account for directive in directives if isinstance(directive, Open)}
    closed = {directive.account for directive in directives if isinstance(directive, Close)}
    after: list[Directive] = []
    for directive in directives:
        if not isinstance(directive, Close):
            after.append(directive)
            continue
        below = directive.account + SEPARATOR
        for account in sorted(opened - closed):
            if account.startswith(below):
                after.append(Close(directive.date, directive.file, directive.line, NO_META, account))
                closed.add(account)
        if directive.account in opened:
            after.append(directive)
    return after
