"""Loading a journal from nothing."""

from collections.abc import Mapping
from datetime import date as Date

from msgspec.structs import replace

from pfin.booking.stages import book_journal
from pfin.ledger.entries import Entries
from pfin.ledger.ledger import Ledger
from pfin.model.diagnostics import Problems
from pfin.model.directives import is_seal
from pfin.model.journal import Journal
from pfin.model.sources import Sources
from pfin.syntax.journal import read_journal


def load_anew(entry: str, today: Date | None, as_of: Date | None, contents: Mapping[str, bytes]) -> Ledger:
    """Read and book a journal; the arguments are those of :func:`pfin.loader.load`."""
    problems = Problems(Sources())
    journal = read_journal(entry, problems, contents)
    check_journal_seals(journal, problems, as_of)
    if as_of is not None:
        known = [directive for directive in journal.directives if directive.date <= as_of]
        journal = replace(journal, directives=known)
    return booked_ledger(journal, problems, as_of or today, cut=as_of is not None)


def check_journal_seals(journal: Journal, problems: Problems, as_of: Date | None = None) -> None:
    """Check the seals of a journal that was read and not booked, where it has any."""
    if any(map(is_seal, journal.directives)):
        from pfin.ledger.seals import check_seals  # most journals do without, and start sooner

        check_seals(journal, problems, as_of)


def booked_ledger(journal: Journal, problems: Problems, today: Date | None, *, cut: bool = False) -> Ledger:
    """Book a journal; without a day that counts as today, it is that of the last directive."""
    booked = book_journal(journal, problems, today or last_day(journal), cut=cut)
    return Ledger(
        journal.entry,
        journal.files,
        journal.options,
        Entries(booked.directives),
        problems.in_file_order(),
        problems.sources,
        discarded=booked.discarded,
        resolutions=booked.resolutions,
    )


def last_day(journal: Journal) -> Date:
    """The day of a journal's last directive."""
    return journal.directives[-1].date if journal.directives else Date.min
