"""What crosses a boundary: the transactions that touch it, and the postings outside that are its flows.

In a transaction that touches a boundary every posting outside is one flow: its units turned round, because what an
account outside receives has left the boundary. All postings inside are internal among each other. An account outside
so is the category of a flow, and so may be the payee, a tag or metadata of the posting or its transaction.
"""

from collections.abc import Callable, Iterator

from pfin.ledger.ledger import Ledger
from pfin.model.directives import Posting, Transaction, value_text
from pfin.model.period import Period

from .boundary import Boundary

Category = Callable[[Transaction, Posting], str]
"""What a flow is counted under; empty where the journal does not say."""


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


def transactions_in(ledger: Ledger, period: Period) -> Iterator[Transaction]:
    """The transactions of a period in chronological order; a period up to the calendar's last day has that day too."""
    begin = period.begin
    for transaction in ledger.transactions():
        if period.ends_before(transaction.date):
            return
        if begin is None or transaction.date >= begin:
            yield transaction


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
