"""beancount.plugins.close_tree: closing an account closes those below it.

An account that has a ``close`` of its own keeps to that. The account closed need not be open itself: its ``close`` is
then dropped, having done its work.
"""

from bisect import bisect_left

from pfin.model.account import SEPARATOR
from pfin.model.diagnostics import Problems
from pfin.model.directives import NO_META, Close, Directive, Open
from pfin.model.options import Options
from pfin.model.parsed import Plugin

_AFTER_SEPARATOR = chr(ord(SEPARATOR) + 1)


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add the ``close`` directives, which stand at the line of the one they follow from."""
    opened = {directive.account for directive in directives if isinstance(directive, Open)}
    closed = {directive.account for directive in directives if isinstance(directive, Close)}
    to_close = sorted(opened - closed)
    after: list[Directive] = []
    for directive in directives:
        if not isinstance(directive, Close):
            after.append(directive)
            continue
        # The accounts below one stand together: all begin with its name and the separator.
        begin = bisect_left(to_close, directive.account + SEPARATOR)
        end = bisect_left(to_close, directive.account + _AFTER_SEPARATOR)
        after += [
            Close(directive.date, directive.file, directive.line, NO_META, account) for account in to_close[begin:end]
        ]
        del to_close[begin:end]
        if directive.account in opened:
            after.append(directive)
    return after
