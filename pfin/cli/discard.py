"""``pfin discard``: what was pending does not happen."""

from typing import TYPE_CHECKING

from .context import Context
from .post import Day, Link
from .writing import Print, Yes, add_directive

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.model.directives import Directive


def discard(context: Context, link: Link, date: Day = None, yes: Yes = False, printed: Print = False) -> None:
    """Let a pending transaction fall away: add a directive that discards it to the journal.

    It goes to the end of the file that holds the pending transaction, and the pending one stays as it is. The change
    is shown and asked for, and tried in memory before: the journal gets no errors that it did not have. `pfin guide
    writing` tells more.
    """
    from pfin.edit.resolving import discarding

    day = context.day(date, "--date") or context.today

    def plan(ledger: "Ledger") -> "Directive":
        return discarding(ledger, link.removeprefix("^"), day)

    add_directive(context, day, plan, yes=yes, printed=printed)
