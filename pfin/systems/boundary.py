"""A boundary: a set of accounts drawn as a system, with a name and the words that define it."""

from enum import Enum
from functools import cached_property

from msgspec import Struct

NETWORTH, CASH, WORLD = "networth", "cash", "world"
BUILT_IN = (NETWORTH, CASH, WORLD)
"""The names that every ledger has, unless its journal gives them a meaning of its own."""


class Origin(Enum):
    """Where a boundary comes from."""

    DECLARED = "declared"
    BUILT_IN = "built-in"
    RECOGNISED = "recognised by names"
    EXPRESSION = "expression"


class Boundary(Struct, frozen=True, dict=True):
    """What is inside has a stock, what crosses the line is a flow.

    ``name`` is what people call it (an expression has its own words for a name), ``expression`` what defines it, and
    ``accounts`` are all that lie inside, in the order of the ledger's accounts.
    """

    name: str
    expression: str
    accounts: tuple[str, ...]
    origin: Origin = Origin.EXPRESSION

    @cached_property
    def inside(self) -> frozenset[str]:
        """The accounts, for asking whether one is inside."""
        return frozenset(self.accounts)
