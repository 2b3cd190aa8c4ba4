"""The stages that make a parsed journal a booked one, in Beancount's order."""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive
from pfin.model.journal import Journal

from .assertions import check_assertions
from .documents import add_documents
from .openings import check_openings
from .pads import insert_pads
from .plugins import run_plugins
from .transactions import book_transactions
from .validation import validate


def book_journal(journal: Journal, problems: Problems) -> list[Directive]:
    """Book a journal: the directives in chronological order, complete, with what plugins and pads added.

    What is wrong becomes a diagnostic in ``problems``; a transaction that cannot be understood is left out. With the
    option ``plugin_processing_mode`` set to "raw" only the journal's own plugins run, as in Beancount: no documents
    are looked for, pads are not filled and balances not asserted.
    """
    options = journal.options
    raw = options.plugin_mode == "raw"
    directives = book_transactions(journal.directives, options, problems)
    if not raw:
        directives = add_documents(directives, journal, problems)
    directives = run_plugins(directives, journal, problems)
    if not raw:
        directives = insert_pads(directives, options, problems)
        check_assertions(directives, options, problems)
    validate(directives, options, problems)
    check_openings(directives, options, problems)
    return directives
