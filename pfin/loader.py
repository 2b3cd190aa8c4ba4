"""From the path of a journal to its ledger: reading, parsing, booking, checking, in that order."""

import gc
import os

from pfin.booking.stages import book_journal
from pfin.ledger.ledger import Ledger
from pfin.model.amount import ARITHMETIC, computing_in
from pfin.model.diagnostics import Problems
from pfin.model.sources import Sources
from pfin.syntax.journal import read_journal


@computing_in(ARITHMETIC)
def load(path: str | os.PathLike[str]) -> Ledger:
    """Read a journal and everything it includes.

    Whatever is wrong with the journal, a missing file included, becomes a diagnostic of the ledger that is returned;
    no exception is raised for it. Several threads may load at once.
    """
    entry = os.path.expanduser(os.fspath(path))
    sources = Sources()
    problems = Problems(sources)
    # Loading makes many small values and no cycles among them: a pass of the collector finds nothing and costs time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        journal = read_journal(entry, problems)
        directives = book_journal(journal, problems)
    finally:
        if collecting:
            gc.enable()
    return Ledger(journal.entry, journal.files, journal.options, directives, problems.in_file_order(), sources)
