"""What a pending posting waits for, and what became of it, in a few words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.diagnostics import Place
from pfin.model.directives import Posting, Status, Transaction
from pfin.model.resolution import EXPIRES, Outcome, Resolution


class Fate(Struct, frozen=True):
    """What a posting that is or was pending waits for, and what became of its transaction, in order of days.

    A transaction that names one of the ``links`` resolves it; it holds up to the end of the day ``expires`` (None:
    for ever).
    """

    links: tuple[str, ...]
    expires: Date | None
    resolutions: tuple[Resolution, ...]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to tell beyond that it is pending."""
        return bool(self.links or self.expires or self.resolutions)


def fate(ledger: Ledger, transaction: Transaction, posting: Posting) -> Fate | None:
    """The fate of a posting; None of one that was posted from the beginning."""
    resolutions = tuple(ledger.resolutions.get(Place(transaction.file, transaction.line), ()))
    if posting.status is Status.POSTED and (not resolutions or resolutions[-1].outcome is not Outcome.COMPENSATED):
        return None
    return Fate(tuple(sorted(transaction.links)), expiry(transaction), resolutions)


def expiry(transaction: Transaction) -> Date | None:
    """The last day on which a transaction holds while it is pending."""
    value = transaction.meta.get(EXPIRES)
    return value if isinstance(value, Date) else None


def fate_words(found: Fate, status: Status, names: Mapping[str, str]) -> str:
    """``posted on 2025-03-03 by food.beancount:12``; ``names`` are short names of the files of its resolutions."""
    said = "; ".join(resolution_words(each, names) for each in found.resolutions)
    if status is not Status.PENDING:
        return said
    waits = waiting_words(found.links, found.expires)
    return "; ".join((f"remainder {waits}".rstrip(), said)) if said else waits


def resolution_words(resolution: Resolution, names: Mapping[str, str]) -> str:
    """What happened, when and where."""
    if resolution.outcome is Outcome.EXPIRED:
        return f"expired after {resolution.date}"
    return f"{resolution.outcome.value} on {resolution.date} by {names[resolution.file]}:{resolution.line}"


def waiting_words(links: Iterable[str], expires: Date | None) -> str:
    """``waits for ^hotel until 2025-03-31``; nothing where it waits for nothing in particular."""
    wanted = " or ".join(f"^{link}" for link in links)
    if not wanted:
        return "" if expires is None else f"falls away after {expires}"
    return f"waits for {wanted}" if expires is None else f"waits for {wanted} until {expires}"


def files_of(fates: Iterable[Fate | None]) -> Iterator[str]:
    """The files of all resolutions, to find short names for them."""
    return (resolution.file for each in fates if each is not None for resolution in each.resolutions)
