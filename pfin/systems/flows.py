"""What crosses a boundary: the transactions that touch it, and the postings outside that are its flows.

In a transaction that touches a boundary every posting outside is one flow: its units turned round, because what an
account outside receives has left the boundary. All postings inside are internal among each other. An account outside
so is the category of a flow, and so may be the payee, a tag or metadata of the posting or its transaction.

Sums of flows are made from the columns of the ledger, in which all that is needed is a mark for each leg. Whoever shows
flows one by one goes through the transactions themselves.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import compress

from msgspec import Struct

from pfin.ledger.columns import Cell, Columns
from pfin.ledger.condensed import Condensed
from pfin.ledger.ledger import Ledger
from pfin.model.directives import Posting, Transaction, value_text
from pfin.model.period import Period

from .boundary import Boundary
from .rates import Kind, kind_of

Category = Callable[[Transaction, Posting], str]
"""What a flow is counted under; empty where the journal does not say."""


class Crossing(Struct, frozen=True, dict=True):
    """The legs of the transactions that touch a boundary, marked in the columns of a ledger.

    ``counted`` has a byte for each leg of the columns that is 1 where it is one of these, and ``outside`` one that
    is 1 where it lies outside as well and so is a flow. What such a leg counts under is at the place ``key`` says: its
    category in ``categories``, and what it is of in ``cells``. Where the columns are condensed, ``legs`` says how many
    legs of the ledger each of them stands for.
    """

    columns: Columns
    counted: bytes
    outside: bytes
    key: Sequence[int]
    categories: Sequence[str]
    cells: Sequence[Cell]
    legs: Sequence[int] | None = None

    @cached_property
    def units(self) -> Sequence[tuple[Kind, int]]:
        """For each cell of the columns its kind and its exponent: those in which sums are of the same."""
        return [(kind_of(cell), cell.exponent) for cell in self.columns.cells]


def crossing(
    ledger: Ledger,
    boundary: Boundary,
    period: Period,
    category: Category,
    *,
    touching: bool,
    condensed: Condensed | None = None,
) -> Crossing:
    """What crosses a boundary in a period, by category.

    Where ``touching`` is false, transactions that happen wholly outside are counted too. Accounts as categories can be
    told from ``condensed`` columns in which the boundary is touched by all that a transaction stands for, or by none.
    """
    columns, within = ledger.columns if condensed is None else condensed.columns, boundary.inside
    is_inside = [cell.account in within for cell in columns.cells]
    size = len(columns.cell)
    # To combine all bytes as one integer is the fastest way that Python has.
    inside = int.from_bytes(bytes([is_inside[cell] for cell in columns.cell]), "little")
    marks = _spread(inside, columns) if touching else int.from_bytes(b"\1" * size, "little")
    counted, outside = (each.to_bytes(size, "little") for each in (marks, marks & ~inside))
    if category is by_account:
        accounts = [cell.account for cell in columns.cells]
        legs = None if condensed is None else condensed.legs
        return Crossing(columns, counted, outside, columns.cell, accounts, columns.cells, legs)
    assert condensed is None, "other categories are of single transactions"
    places: dict[tuple[str, int], int] = {}
    key = array("i", bytes(columns.cell.itemsize * len(columns.cell)))
    for leg, name in _categories(ledger, outside, columns.transactions_within(period), category):
        key[leg] = places.setdefault((name, columns.cell[leg]), len(places))
    cells = [columns.cells[cell] for _, cell in places]
    return Crossing(columns, counted, outside, key, [name for name, _ in places], cells)


def _spread(marks: int, columns: Columns) -> int:
    """Marks of legs spread to all legs of their transactions: one byte each, the first leg's being the lowest.

    A leg that belongs to the transaction of its neighbour takes over the neighbour's mark. For all legs at once that is
    one shift of the whole. Shifts by 1, 2, 4... legs are few for long transactions too, and marks go only as far as all
    legs on the way belong together.
    """
    joined = bytearray(b"\1") * len(columns.cell) + b"\0"
    for first in columns.start:
        joined[first] = 0
    forth = int.from_bytes(joined, "little")
    back, step = forth >> 8, 8
    while forth:
        marks |= forth & (marks << step) | back & (marks >> step)
        forth, back, step = forth & (forth << step), back & (back >> step), 2 * step
    return marks


def _categories(ledger: Ledger, outside: bytes, within: range, category: Category) -> Iterator[tuple[int, str]]:
    """The legs outside of some transactions, and their categories: for most of these one has to look at more."""
    start, transactions = ledger.columns.start, ledger.entries.transactions
    first, last = start[within.start], start[within.stop]
    index = within.start
    for leg in compress(range(first, last), outside[first:last]):
        while start[index + 1] <= leg:
            index += 1
        transaction = transactions[index]
        yield leg, category(transaction, transaction.postings[leg - start[index]])


def crossings(
    ledger: Ledger, boundary: Boundary, period: Period, *, touching: bool = True
) -> Iterator[tuple[Transaction, list[Posting]]]:
    """The transactions of a period that touch a boundary, each with its postings outside, in chronological order.

    Where ``touching`` is false, those that happen wholly outside come too; in weights their flows add up to nothing.
    """
    inside = boundary.inside
    for transaction in transactions_in(ledger, period):
        postings = transaction.postings
        outside = [posting for posting in postings if posting.account not in inside]
        if len(outside) < len(postings) or not touching:
            yield transaction, outside


def transactions_in(ledger: Ledger, period: Period) -> Sequence[Transaction]:
    """The transactions of a period in chronological order; a period up to the calendar's last day has that day too."""
    within = ledger.columns.transactions_within(period)
    return ledger.entries.transactions[within.start : within.stop]


def by_account(_transaction: Transaction, posting: Posting) -> str:
    """The account outside."""
    return posting.account


def by_payee(transaction: Transaction, _posting: Posting) -> str:
    """Who was paid, or who paid."""
    return transaction.payee or ""


def by_tags(transaction: Transaction, _posting: Posting) -> str:
    """All tags together, so that no flow is counted twice where there are several."""
    return " ".join(f"#{tag}" for tag in sorted(transaction.tags))


def by_metadata(key: str) -> Category:
    """What metadata of this key says on the posting, or else on its transaction."""

    def said(transaction: Transaction, posting: Posting) -> str:
        return value_text(posting.meta[key] if key in posting.meta else transaction.meta.get(key))

    return said


_NAMED: dict[str, Category] = {"account": by_account, "payee": by_payee, "tag": by_tags}


def category_named(word: str) -> Category:
    """The category that a word means: ``account``, ``payee``, ``tag``, or else a key of metadata."""
    return _NAMED.get(word) or by_metadata(word)


def is_metadata(word: str) -> bool:
    """Whether :func:`category_named` takes the word for a key of metadata."""
    return word not in _NAMED
