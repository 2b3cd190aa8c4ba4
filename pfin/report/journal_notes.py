"""What a reader of flows must know of the journal behind them: that it has errors, and when its transactions are."""

from collections.abc import Iterable, Sequence
from datetime import date as Date

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.period import Period
from pfin.systems.boundary import Boundary

from .figures import few
from .system import boundary_notes

_UNBALANCED = "unbalanced"


def journal_notes(ledger: Ledger, boundaries: Sequence[Boundary], period: Period | None) -> tuple[str, ...]:
    """Notes on a report of these boundaries, in a period where it is of one."""
    if ledger.span is None:
        return ("The journal has no transactions.",)
    first, last = ledger.span
    notes = [note for boundary in boundaries for note in boundary_notes(boundary)]
    if period is not None and not _has_transactions(ledger, period, first, last):
        notes.append(f"No transaction is in this period: those of the journal go from {first} to {last}.")
    return tuple(dict.fromkeys((*notes, *error_notes(ledger))))


def _has_transactions(ledger: Ledger, period: Period, first: Date, last: Date) -> bool:
    # Mostly the first or the last is one of them, and then no other is looked at.
    return period.holds(first) or period.holds(last) or bool(ledger.columns.transactions_within(period))


def error_notes(ledger: Ledger) -> tuple[str, ...]:
    """Where the imbalance of transactions that do not balance has gone, where there are any."""
    if all(diagnostic.code != _UNBALANCED for diagnostic in ledger.diagnostics):
        return ()
    return (
        "The journal has errors: some transactions do not balance. What is missing in them stands in Conversions, or "
        "in value in Conversion differences.",
    )


def equity_notes(ledger: Ledger, sources: Iterable[str]) -> tuple[str, ...]:
    """That what came from equity is no income, where any of the ``sources`` of inflows are such accounts."""
    type_of = ledger.options.roots.type_of
    found = [account for account in dict.fromkeys(sources) if account and type_of(account) is AccountType.EQUITY]
    if not found:
        return ()
    verb = "is" if len(found) == 1 else "are"
    return (f"{few(found)} {verb} no income: an opening balance was there before the journal began.",)
