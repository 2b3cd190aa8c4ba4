"""The accounts of a ledger as a tree of components, to find those below a name or under a glob at once.

A node stands for every account and every parent of one. Looking a name up costs its components, a glob visits each
node once at most for each of its own components, so that neither depends on how many words an expression has.
"""

from collections.abc import Iterable, Iterator, Set

from pfin.model.account import SEPARATOR

_ANY = "*"
_ANY_NUMBER = "**"


class Node:
    """An account, or a parent of accounts that is none itself. The top node has the empty name."""

    __slots__ = ("children", "is_account", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_account = False
        self.children: dict[str, Node] = {}

    def within(self) -> Iterator["Node"]:
        """The node itself and all below it, parents before their children."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children.values()))

    def accounts(self) -> Iterator[str]:
        """The accounts among the node itself and all below it."""
        return (node.name for node in self.within() if node.is_account)


class AccountTree:
    """All accounts by their components."""

    def __init__(self, accounts: Iterable[str]) -> None:
        self.top = Node("")
        self._fitting: dict[str, frozenset[str]] = {}
        for account in accounts:
            node = self.top
            for component in account.split(SEPARATOR):
                child = node.children.get(component)
                if child is None:
                    name = f"{node.name}{SEPARATOR}{component}" if node.name else component
                    child = node.children[component] = Node(name)
                node = child
            node.is_account = True

    def find(self, name: str) -> Node | None:
        """The account or parent of that name."""
        node: Node | None = self.top
        for component in name.split(SEPARATOR):
            if node is None:
                return None
            node = node.children.get(component)
        return node

    def fitting(self, glob: str) -> frozenset[str]:
        """The accounts that a glob fits, or that lie below one or a parent that it fits."""
        if glob not in self._fitting:
            self._fitting[glob] = self._search(glob.split(SEPARATOR))
        return self._fitting[glob]

    def _search(self, parts: list[str]) -> frozenset[str]:
        found: set[str] = set()
        taken: set[Node] = set()
        seen: set[tuple[Node, int]] = set()
        waiting = [(self.top, 0)]
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            node, index = place
            if index == len(parts):
                # Only what is not yet taken is walked through: fits lie within each other.
                _take(node, taken, found)
            elif parts[index] == _ANY_NUMBER:
                waiting.append((node, index + 1))
                waiting.extend((child, index) for child in node.children.values())
            elif _ANY not in parts[index]:
                if (child := node.children.get(parts[index])) is not None:
                    waiting.append((child, index + 1))
            else:
                pieces = parts[index].split(_ANY)
                waiting.extend((c, index + 1) for name, c in node.children.items() if _fits(name, pieces))
        return frozenset(found)

    def expression(self, accounts: Set[str]) -> str:
        """A boundary expression of plain names that means just these accounts, parents instead of all their children.

        It goes through the tree from the top, and writes a name wherever what lies below goes over from being outside
        to being inside or back; each later name then overrides what an earlier one says of its own part.
        """
        inside: dict[Node, bool | None] = {}
        for node in reversed(list(self.top.within())):
            said = {inside[child] for child in node.children.values()}
            if node.is_account:
                said.add(node.name in accounts)
            inside[node] = said.pop() if len(said) == 1 else None
        words: list[str] = []
        waiting = [(self.top, False)]
        while waiting:
            node, state = waiting.pop()
            wanted = inside[node]
            if wanted is None and node.is_account:
                wanted = node.name in accounts
            # Of a parent with a single child it is the child that says what is meant.
            is_way = not node.is_account and len(node.children) == 1
            if wanted is not None and wanted is not state and node is not self.top and not is_way:
                words += ["|" if wanted else "-", node.name]
                state = wanted
            if inside[node] is None or node is self.top or is_way:
                waiting.extend((child, state) for child in reversed(node.children.values()))
        return " ".join(words[1:])


def _take(top: Node, taken: set[Node], found: set[str]) -> None:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node in taken:
            continue
        taken.add(node)
        if node.is_account:
            found.add(node.name)
        waiting.extend(node.children.values())


def _fits(component: str, pieces: list[str]) -> bool:
    """Whether a component begins with the first piece, ends with the last, and has the others between, in order."""
    first, *between, last = pieces
    if len(component) < len(first) + len(last) or not component.startswith(first) or not component.endswith(last):
        return False
    position, end = len(first), len(component) - len(last)
    for piece in between:
        position = component.find(piece, position, end)
        if position < 0:
            return False
        position += len(piece)
    return True
