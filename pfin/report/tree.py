"""Accounts as the lines of a tree.

Lines are needed for the accounts themselves, for roots, and for parents where accounts part ways; a parent with one
thing below it shares that thing's line (``Bank:Checking``), so that trees stay shallow. In a list sorted by
components the parents where accounts part ways are what neighbours have in common, so the tree needs no walk over
every parent of every account. An account that holds something itself and has others below it gets a further line for
its own part, so that the lines below it add up to it.
"""

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from pfin.model.account import SEPARATOR, is_within


class Branch(Struct, frozen=True, gc=False):
    """One line of a tree. ``total`` lines stand for the account with all below it, others for the account alone."""

    account: str
    label: str
    depth: int
    total: bool


OWN = "(itself)"


def branches(accounts: Iterable[str], *, with_roots: bool = True) -> list[Branch]:
    """The lines for accounts and their parents: parents first, roots in the order they come, the rest by name.

    ``with_roots`` gives every root a line, whether or not accounts part ways there.
    """
    holding = list(accounts)
    roots = {root: index for index, root in enumerate(dict.fromkeys(_root(account) for account in holding))}

    def place(account: str) -> tuple[int, list[str]]:
        return (roots[_root(account)], account.split(SEPARATOR))

    holding.sort(key=place)
    names = {*holding, *roots} if with_roots else set(holding)
    for one, other in pairwise(holding):
        if shared := _shared(one, other):
            names.add(shared)
    ordered = sorted(names, key=place)
    lines: list[Branch] = []
    above: list[str] = []
    held = set(holding)
    for index, name in enumerate(ordered):
        while above and not is_within(name, above[-1]):
            above.pop()
        label = name[len(above[-1]) + 1 :] if above else name
        parental = index + 1 < len(ordered) and is_within(ordered[index + 1], name)
        lines.append(Branch(name, label, len(above), parental))
        if parental:
            above.append(name)
            if name in held:
                lines.append(Branch(name, OWN, len(above), total=False))
    return lines


def _root(account: str) -> str:
    return account.partition(SEPARATOR)[0]


def _shared(one: str, other: str) -> str:
    """The lowest account that both are, or are below; empty where they have nothing in common."""
    common = []
    for part, counterpart in zip(one.split(SEPARATOR), other.split(SEPARATOR), strict=False):
        if part != counterpart:
            break
        common.append(part)
    return SEPARATOR.join(common)
