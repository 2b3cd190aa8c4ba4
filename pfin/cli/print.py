"""``pfin print``: the journal as pfin understands it, as journal text again."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from pfin.model.period import Period

from .context import Context
from .options import AccountPatterns, Begin, End, PeriodText

if TYPE_CHECKING:
    from pfin.model.directives import Directive


def print_(
    context: Context,
    patterns: AccountPatterns = None,
    begin: Begin = None,
    end: End = None,
    period: PeriodText = None,
) -> None:
    """Print the journal's directives as journal text, with every number and lot that booking worked out.

    Reading the output again gives the same ledger: what fell away of pending transactions is there, as it was written.
    Only seals are left out, because they are about the text of the journal and not about what booking made of it. With
    accounts or a period it is an extract: the directives that name one of these accounts, and those dated within
    the period.
    """
    from pfin.ledger.as_written import directives_as_written
    from pfin.model.directives import is_seal
    from pfin.syntax.printer import journal_text

    from .choice import chosen_accounts

    within = context.period(period, begin, end) or Period(None, None)
    # What residues are booked to is worked out anew whenever the text is read.
    ledger = context.ledger().written
    wanted = chosen_accounts(context, ledger, patterns)
    accounts = None if wanted is None else frozenset(wanted)
    chosen = [
        directive
        for directive in directives_as_written(ledger)
        if not is_seal(directive)
        and (within.begin is None or directive.date >= within.begin)
        and (within.end is None or directive.date < within.end)
        and (accounts is None or not accounts.isdisjoint(_named(directive)))
    ]
    if ledger.discarded:
        # The effect of other plugins is in the text; what falls away does so when it is read.
        context.output.write_data('plugin "pfin.beancount"\n\n')
    for text in journal_text(ledger.options, chosen):
        context.output.write_data(text)


def _named(directive: "Directive") -> Collection[str]:
    """The accounts that a directive is about."""
    from pfin.model.directives import Balance, Close, Document, Note, Open, Pad, Transaction

    if isinstance(directive, Transaction):
        return {posting.account for posting in directive.postings}
    if isinstance(directive, Pad):
        return (directive.account, directive.source)
    if isinstance(directive, Open | Close | Balance | Note | Document):
        return (directive.account,)
    return ()
