"""From the path of a journal to its ledger: reading, parsing, booking, checking, in that order."""

import gc
import os
from collections.abc import Mapping
from datetime import date as Date

from msgspec.structs import replace

from pfin.booking.stages import book_journal
from pfin.ledger.entries import Entries
from pfin.ledger.ledger import Ledger
from pfin.model.amount import ARITHMETIC, computing_in
from pfin.model.diagnostics import Problems
from pfin.model.directives import is_seal
from pfin.model.sources import Sources
from pfin.syntax.journal import NO_CONTENTS, read_journal


@computing_in(ARITHMETIC)
def load(
    path: str | os.PathLike[str],
    *,
    today: Date | None = None,
    as_of: Date | None = None,
    contents: Mapping[str, bytes] = NO_CONTENTS,
) -> Ledger:
    """Read a journal and everything it includes.

    Whatever is wrong with the journal, a missing file included, becomes a diagnostic of the ledger that is returned;
    no exception is raised for it. Several threads may load at once.

    ``today`` is the day by which pending transactions have expired or not; by default, that of the last directive.
    With ``as_of`` the journal is read as it was known on that day: nothing that is dated later has happened, discards
    included, and that day is today.

    ``contents`` are read in place of the files at these absolute paths: so a change can be tried before it is written.
    """
    entry = os.path.expanduser(os.fspath(path))
    sources = Sources()
    problems = Problems(sources)
    # Loading makes many small values and no cycles among them: a pass of the collector finds nothing and costs time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        journal = read_journal(entry, problems, contents)
        if any(map(is_seal, journal.directives)):
            from pfin.ledger.seals import check_seals  # most journals do without, and start sooner

            check_seals(journal, problems, as_of)
        if as_of is not None:
            known = [directive for directive in journal.directives if directive.date <= as_of]
            journal = replace(journal, directives=known)
        last = journal.directives[-1].date if journal.directives else Date.min
        booked = book_journal(journal, problems, as_of or today or last, cut=as_of is not None)
    finally:
        if collecting:
            gc.enable()
    return Ledger(
        journal.entry,
        journal.files,
        journal.options,
        Entries(booked.directives),
        problems.in_file_order(),
        sources,
        discarded=booked.discarded,
        resolutions=booked.resolutions,
    )
