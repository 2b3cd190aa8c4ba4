"""beancount.plugins.leafonly: an account with accounts below it is not used itself.

Only ``open`` and ``balance`` may name it.
"""

from collections.abc import Iterator

from pfin.model.account import SEPARATOR, ancestry, parent
from pfin.model.diagnostics import Problems
from pfin.model.directives import AccountRef, Balance, Custom, Directive, Open
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..accounts import accounts_of, first_opens


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report the accounts where they open; the directives stay as they are."""
    used: dict[str, Directive] = {}
    above: set[str] = set()
    for directive in directives:
        for account in _named_by(directive):
            above.update(ancestry(parent(account) or ""))
            if not isinstance(directive, Open | Balance):
                used.setdefault(account, directive)
    opens = first_opens(directives)
    for account in sorted(above & used.keys(), key=lambda name: name.split(SEPARATOR)):
        problems.error(
            "not-a-leaf",
            f"{account} is used itself although it has accounts below it",
            opens.get(account, plugin),
            focus=account,
            related=[(used[account], "first used here")],
            hint=f"use an account below it instead, such as {account}:Other",
        )
    return directives


def _named_by(directive: Directive) -> Iterator[str]:
    """The accounts of a directive, with those among the values of a ``custom``."""
    yield from accounts_of(directive)
    if isinstance(directive, Custom):
        yield from (value.name for value in directive.values if isinstance(value, AccountRef))
