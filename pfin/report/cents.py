"""Where the cents are: every transaction that balances only within its tolerance, by how much, and why.

The figures are those of :mod:`pfin.ledger.residues`, of the journal as it is written: where it books residues to a
rounding account, they are listed all the same. Their sum is what the trial balance shows as residue, or as the balance
of that account but for its sign.
"""

from collections.abc import Iterable, Mapping
from datetime import date as Date
from decimal import Decimal
from pathlib import PurePath

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.ledger.residues import Cause, Residue, residues, rounding_account
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.period import Period

from .figures import Sums, amounts, counted
from .table import Column, Day, Money, Page, Row, RowKind, Table, Text, Tone

_TONES = {Cause.WRITTEN: Tone.PLAIN, Cause.ROUNDED: Tone.WRONG, Cause.DIVIDED: Tone.FAINT}


class Cent(Struct, frozen=True):
    """What one transaction is off zero in one commodity (debits positive), its tolerance there, and the cause."""

    date: Date
    payee: str | None
    narration: str
    residue: Amount
    tolerance: Decimal
    cause: Cause
    file: str
    line: int


class CentsReport(Struct, frozen=True):
    """The residues of the transactions from ``begin`` up to but not on ``end``; what is not limited is None.

    ``residues`` are in order of their commodities, the largest first, and what divisions leave last. ``totals`` are
    their sums, debits positive, and ``by_cause`` the same apart. ``rounding_account`` is where the journal books them,
    None where it does not. ``beyond`` counts the transactions that are off by more than their tolerance: errors
    of the journal, which are not listed.
    """

    journal: str
    begin: Date | None
    end: Date | None
    period: str
    residues: tuple[Cent, ...]
    totals: tuple[Amount, ...]
    by_cause: Mapping[str, tuple[Amount, ...]]
    rounding_account: str | None
    beyond: int


@computing_in(EXACT)
def cents(ledger: Ledger, period: Period | None = None) -> CentsReport:
    """The residues of a period, or of all time."""
    period = Period(None, None) if period is None else period
    off_zero = [each for each in residues(ledger.written) if _is_within(each.transaction.date, period)]
    found = [cent for each in off_zero if each.within_tolerance for cent in _cents(each)]
    return CentsReport(
        journal=ledger.entry,
        begin=period.begin,
        end=period.end,
        period=str(period),
        residues=tuple(sorted(found, key=_order)),
        totals=amounts(_sums(found)),
        by_cause={cause.value: amounts(_sums(cent for cent in found if cent.cause is cause)) for cause in Cause},
        rounding_account=rounding_account(ledger.options),
        beyond=sum(not each.within_tolerance for each in off_zero),
    )


def _is_within(day: Date, period: Period) -> bool:
    # The last day of the calendar has no day after it.
    after = period.end is not None and day >= period.end and period.end != Date.max
    return (period.begin is None or day >= period.begin) and not after


def _cents(residue: Residue) -> list[Cent]:
    each = residue.transaction
    return [
        Cent(each.date, each.payee, each.narration, rest.amount, rest.tolerance, rest.cause, each.file, each.line)
        for rest in residue.rests
    ]


def _order(cent: Cent) -> tuple[bool, str, Decimal, Date, str, int]:
    residue = cent.residue
    return cent.cause is Cause.DIVIDED, residue.commodity, -abs(residue.number), cent.date, cent.file, cent.line


def _sums(found: Iterable[Cent]) -> Sums:
    sums: dict[str, Decimal] = {}
    for cent in found:
        residue = cent.residue
        sums[residue.commodity] = sums.get(residue.commodity, ZERO) + residue.number
    return sums


@computing_in(EXACT)
def page(report: CentsReport, digits: Mapping[str, int], *, everything: bool = False, full: bool = False) -> Page:
    """The report for people; ``everything`` lists what divisions leave too, ``full`` is for data and has no total."""
    shown = [cent for cent in report.residues if everything or full or cent.cause is not Cause.DIVIDED]
    columns = (
        Column("date", "Date"),
        Column("narration", "Transaction", flexible=True),
        Column("residue", "Off by", money=True),
        Column("tolerance", "Tolerance", money=True),
        Column("cause", "Why"),
        Column("place", "Place", flexible=True),
    )
    rows = [_row(report, cent) for cent in shown]
    if rows and not full:
        total = Money(amounts(_sums(shown)), exact=True)
        rows.append(Row((Text("Total"), None, total, None, None, None), RowKind.TOTAL))
    notes = _notes(report, hidden=len(report.residues) - len(shown))
    return Page("Cents: transactions off zero", report.period, (Table(columns, tuple(rows)),), digits, notes)


def _row(report: CentsReport, cent: Cent) -> Row:
    words = Text(" | ".join(filter(None, (cent.payee, cent.narration))))
    residue = Money((cent.residue,), exact=True)
    tolerance = Money((Amount(cent.tolerance, cent.residue.commodity),), exact=True)
    cause = Text(cent.cause.value, _TONES[cent.cause])
    return Row((Day(cent.date), words, residue, tolerance, cause, Text(_place(report, cent))))


def _place(report: CentsReport, cent: Cent) -> str:
    """Where a transaction stands, seen from the folder of the journal."""
    file, folder = PurePath(cent.file), PurePath(report.journal).parent
    return f"{file.relative_to(folder) if file.is_relative_to(folder) else file}:{cent.line}"


def _notes(report: CentsReport, *, hidden: int) -> tuple[str, ...]:
    by_cause = {cause: _transactions(report, cause) for cause in Cause}
    notes = []
    if by_cause[Cause.WRITTEN] or by_cause[Cause.ROUNDED]:
        notes.append("These transactions balance within their tolerance only. Debits are positive.")
    else:
        notes.append("No cent is lost: every transaction comes to zero" + (", but for divisions." if hidden else "."))
    if by_cause[Cause.ROUNDED]:
        notes.append(
            f"Warning: in {counted(by_cause[Cause.ROUNDED], 'transaction')} an amount is left out, and what was worked "
            "out for it was rounded to the digits of the others, as Beancount does. Compare it with the statement."
        )
    if hidden:
        notes.append(
            f"{counted(by_cause[Cause.DIVIDED], 'transaction')} more with a total divided by units, or the like, "
            "which has no end of digits and is cut off after 28. It is nobody's cent; --all lists them."
        )
    if report.residues:
        if report.rounding_account is None:
            notes.append('They are in no account: option "account_rounding" "Rounding" books them to one.')
        else:
            notes.append(f"They are booked to {report.rounding_account}, with the opposite sign.")
    if report.beyond:
        notes.append(f"{counted(report.beyond, 'transaction')} beyond tolerance: see `pfin check`.")
    return tuple(notes)


def _transactions(report: CentsReport, cause: Cause) -> int:
    return len({(cent.file, cent.line) for cent in report.residues if cent.cause is cause})
