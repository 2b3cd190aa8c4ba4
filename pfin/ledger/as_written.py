"""Pending transactions as the journal has them: what counts of each, and what fell away, in one again."""

from collections.abc import Iterator

from msgspec.structs import replace

from pfin.booking.legs import status_of
from pfin.model.amount import EXACT, computing_in
from pfin.model.diagnostics import Place
from pfin.model.directives import Directive, Posting, Transaction, chronological

from .ledger import Ledger

_OF_ONE_LEG = ("line", "account", "commodity", "cost", "flag")


@computing_in(EXACT)
def directives_as_written(ledger: Ledger) -> list[Directive]:
    """The directives of a ledger in chronological order, as they were before anything fell away."""
    if not ledger.discarded:
        return list(ledger.directives)
    gone = {_place(each): each for each in ledger.discarded}
    found: list[Directive] = []
    for directive in ledger.directives:
        fell_away = gone.get(_place(directive)) if isinstance(directive, Transaction) else None
        if isinstance(directive, Transaction) and fell_away is not None and _is_rest(directive, fell_away):
            del gone[_place(directive)]
            directive = as_written(fell_away, directive)
        found.append(directive)
    return sorted([*found, *map(as_written, gone.values())], key=chronological)


def as_written(transaction: Transaction, rest: Transaction | None = None) -> Transaction:
    """A transaction with all its legs as they were pending or posted at first.

    It is what counts of one, or else what fell away, and then ``rest`` is what still counts of the same.
    """
    return replace(transaction, postings=tuple(sorted(_legs(transaction, rest), key=lambda leg: leg.line)))


def _legs(transaction: Transaction, rest: Transaction | None) -> Iterator[Posting]:
    kept = [] if rest is None else list(rest.postings)
    for posting in transaction.postings:
        same = next((each for each in kept if _are_parts_of_one(each, posting)), None)
        if same is not None:
            kept.remove(same)
            posting = replace(posting, number=posting.number + same.number)
        yield replace(posting, status=status_of(transaction.flag, posting.flag))
    for posting in kept:
        yield replace(posting, status=status_of(transaction.flag, posting.flag))


def _are_parts_of_one(one: Posting, other: Posting) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _OF_ONE_LEG)


def _is_rest(transaction: Transaction, fell_away: Transaction) -> bool:
    """Whether these are parts of one: plugins may make several transactions of the same place."""
    names = ("date", "flag", "payee", "narration", "links")
    return all(getattr(transaction, name) == getattr(fell_away, name) for name in names)


def _place(directive: Directive) -> Place:
    return Place(directive.file, directive.line)
