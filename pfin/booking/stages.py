"""The stages that make a parsed journal a booked one, in Beancount's order."""

from collections.abc import Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import Directive, Transaction, chronological
from pfin.model.journal import Journal
from pfin.model.resolution import Resolution

from .assertions import check_assertions
from .balancing import check_balancing
from .documents import add_documents
from .limits import check_limits
from .openings import check_openings
from .pads import insert_pads
from .pending import settle
from .plugins import run_plugins
from .plugins.own import check_named
from .transactions import book_transactions
from .validation import validate


class Booked(Struct, frozen=True):
    """A booked journal: ``directives`` in chronological order, complete, with what plugins and pads added.

    What fell away of pending transactions is not in them: ``discarded`` are these transactions with only such legs, and
    ``resolutions`` what became of the pending transaction at a file and line.
    """

    directives: list[Directive]
    discarded: list[Transaction]
    resolutions: Mapping[Place, tuple[Resolution, ...]]


def book_journal(journal: Journal, problems: Problems, today: Date, *, cut: bool = False) -> Booked:
    """Book a journal.

    What is wrong becomes a diagnostic in ``problems``; a transaction that cannot be understood is left out. With the
    option ``plugin_processing_mode`` set to "raw" only the journal's own plugins run, as in Beancount: no documents
    are looked for, pads are not filled and balances not asserted. ``today`` is the day by which pending transactions
    have expired or not. Of a journal ``cut`` at some day, pads may wait for balances that are still to come.
    """
    options = journal.options
    raw = options.plugin_mode == "raw"
    directives = book_transactions(journal.directives, options, problems)
    if not raw:
        directives = add_documents(directives, journal, problems)
    directives = run_plugins(directives, journal, problems)
    settled = settle(directives, today, problems)
    check_named(settled.discarded, journal.plugins, problems)
    live = settled.directives
    if not raw:
        live = insert_pads(live, options, problems, cut=cut)
        check_assertions(live, options, problems)
    # What fell away was written all the same, and its accounts have to be right too.
    written = sorted([*live, *settled.discarded], key=chronological) if settled.discarded else live
    validate(written, problems)
    # A part that fell away balances only as nearly as the digits of the whole allow.
    check_balancing(live, options, problems)
    check_openings(live, options, problems)
    check_limits(live, options, problems)
    return Booked(live, settled.discarded, settled.resolutions)
