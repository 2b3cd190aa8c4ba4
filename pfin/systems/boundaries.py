"""The boundaries of a ledger: those that its journal declares, those that every journal has, and expressions.

Problem. Declared boundaries refer to each other, in any order and perhaps in a circle, and a journal may declare
thousands. A report wants one of them, and shall neither read the others nor fail for what is wrong with them.

Solution. Names are read with the journal's directives, expressions only when they are needed. To work one out, the
names in it are put on a stack until all that it needs is known; a name that is met a second time while it is still
on the way closes a circle. So chains of names may be long, and only parentheses, of which there are few, recurse.
Sets of accounts make unions and differences, and a tree of the accounts' components finds what words mean.

Every word must mean an account: one that means none is a slip, and a boundary drawn without it would be wrong unseen.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.boundary import (
    CURRENCY_KEY,
    BoundaryMistake,
    Chain,
    Expression,
    Glob,
    Operator,
    Predicate,
    Word,
)
from pfin.model.diagnostics import Diagnostic, Problems
from pfin.model.directives import AccountRef, Custom
from pfin.model.nearest import Nearest
from pfin.syntax.boundary import read_expression

from .account_tree import AccountTree
from .boundary import Boundary, Origin
from .cash import recognised_cash
from .declarations import BoundaryError, Declaration, Declarations
from .marks import Marks

NETWORTH, CASH, WORLD = "networth", "cash", "world"
BUILT_IN = (NETWORTH, CASH, WORLD)
"""The names that every ledger has, unless its journal gives them a meaning of its own."""

_LIKENESS = 0.6
_Accounts = frozenset[str]
