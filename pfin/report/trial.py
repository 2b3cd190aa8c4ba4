"""The trial balance: what stands on the debit and on the credit side of every account, and the proof that they agree.

Problem. In every transaction debits equal credits, but not always commodity by commodity: 100 EUR bought at 1.10 USD
debit 100 EUR and credit 110 USD, a lot counts for what it cost, and the language lets a transaction be off by a
tolerance. Sums of units, or of costs, so do not agree by themselves.

Solution. Accounts show what they hold at cost. For every posting the weight, what it counts for in its transaction,
is known, and so

    holdings at cost  =  sum of weights  +  sum of (cost less weight)

where the last term is not zero only for postings at a price. It is shown with its sign turned as one line,
*Conversions*: the credit of 100 EUR and the debit of 110 USD by which the owner turned one into the other. The sum of
the weights is what transactions are off zero; it is shown with its sign turned as another line, *Residue*. With these
two lines debits equal credits in every commodity, exactly: holdings are summed by account from lots, the two lines
transaction by transaction, and the two ways of adding up the same postings must meet. Sums and products are made
without any rounding, so they must meet to the last digit.
"""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from pathlib import PurePath

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, ZERO, Amount, computing_in, plain
from pfin.model.directives import Posting, Transaction

from .figures import Sums, added, amounts, counted, is_short
from .moments import Chosen, Instant
from .table import AccountName, Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone

# The code of the diagnostic about a transaction that is beyond its tolerance.
_UNBALANCED = "unbalanced"


class ImbalanceError(Exception):
    """Debits and credits of a ledger do not agree. No journal can bring that about: it is an error in pfin."""


class Sides(Struct, frozen=True):
    """Unsigned amounts on the debit and on the credit side."""

    debit: tuple[Amount, ...]
    credit: tuple[Amount, ...]


class AccountSides(Struct, frozen=True):
    """What an account itself holds at cost: each commodity on the side where its balance stands."""

    account: str
    type: AccountType | None
    debit: tuple[Amount, ...]
    credit: tuple[Amount, ...]


class Residue(Struct, frozen=True):
    """A transaction whose weights do not come to zero: by how much in each commodity (debits positive).

    Unless ``within_tolerance``, it is an error of the journal.
    """

    date: Date
    narration: str
    amounts: tuple[Amount, ...]
    within_tolerance: bool
    file: str
    line: int


class TrialReport(Struct, frozen=True):
    """The trial balance at the end of the day ``instant``; ``totals.debit`` and ``totals.credit`` are equal.

    Without the ``residue`` they would not be. ``residues`` are the transactions that make it up: those that are beyond
    their tolerance first, then the largest. ``balanced`` says that there are none beyond their tolerance.
    """

    journal: str
    instant: Date
    instant_chosen: Chosen
    accounts: tuple[AccountSides, ...]
    conversions: Sides
    residue: Sides
    totals: Sides
    balanced: bool
    residues: tuple[Residue, ...]


@computing_in(EXACT)
def trial(ledger: Ledger, at: Instant) -> TrialReport:
    """The trial balance at an instant.

    Raises ImbalanceError where debits and credits do not agree in every commodity.
    """
    held = {account: _sums(ledger.cost(inventory)) for account, inventory in ledger.inventories(at.date).items()}
    conversions, residues = _between(ledger, at.date)
    residue = added(_sums(found.amounts) for found in residues)
    columns = [*held.values(), _negative(conversions), _negative(residue)]
    debit = added(_positive(column) for column in columns)
    credit = added(_positive(_negative(column)) for column in columns)
    if amounts(debit) != amounts(credit):
        raise ImbalanceError(f"debits {amounts(debit)}, credits {amounts(credit)}")
    order = {name: index for index, name in enumerate(ledger.accounts)}
    rows = []
    for name in sorted(held, key=lambda name: order.get(name, len(order))):
        sides = _sides(held[name])
        if sides.debit or sides.credit:
            rows.append(AccountSides(name, ledger.options.roots.type_of(name), sides.debit, sides.credit))
    return TrialReport(
        journal=ledger.entry,
        instant=at.date,
        instant_chosen=at.chosen,
        accounts=tuple(rows),
        conversions=_sides(_negative(conversions)),
        residue=_sides(_negative(residue)),
        totals=Sides(amounts(debit), amounts(credit)),
        balanced=all(found.within_tolerance for found in residues),
        residues=tuple(sorted(residues, key=_weight, reverse=True)),
    )


def _between(ledger: Ledger, until: Date) -> tuple[Sums, list[Residue]]:
    """What conversions moved from commodity to commodity, and every transaction that is off zero."""
    conversions: dict[str, Decimal] = {}
    residues: list[Residue] = []
    unbalanced = {(each.span.file, each.span.line) for each in ledger.diagnostics if each.code == _UNBALANCED}
    for transaction in ledger.transactions():
        if transaction.date > until:
            break
        off: dict[str, Decimal] = {}
        for posting in transaction.postings:
            number, commodity = posting.number, posting.commodity
            if posting.cost is not None:
                number, commodity = number * posting.cost.number, posting.cost.commodity
            elif posting.price is not None:
                conversions[commodity] = conversions.get(commodity, ZERO) + number
                number, commodity = _at_price(posting), posting.price.commodity
                conversions[commodity] = conversions.get(commodity, ZERO) - number
            off[commodity] = off.get(commodity, ZERO) + number
        if any(off.values()):
            within_tolerance = (transaction.file, transaction.line) not in unbalanced
            residues.append(_residue(transaction, off, within_tolerance))
    return conversions, residues


def _at_price(posting: Posting) -> Decimal:
    """The weight of a posting at a price; a price stated in total counts as stated."""
    assert posting.price is not None
    if posting.price.total is not None:
        return posting.price.total.copy_sign(posting.number)
    return posting.number * posting.price.number


def _residue(transaction: Transaction, off: Sums, within_tolerance: bool) -> Residue:
    words = " | ".join(filter(None, (transaction.payee, transaction.narration)))
    return Residue(transaction.date, words, amounts(off), within_tolerance, transaction.file, transaction.line)


def _weight(residue: Residue) -> tuple[bool, Decimal]:
    return not residue.within_tolerance, max(abs(amount.number) for amount in residue.amounts)


def _sums(held: tuple[Amount, ...] | list[Amount]) -> Sums:
    return {amount.commodity: amount.number for amount in held}


def _negative(sums: Sums) -> Sums:
    return {commodity: -number for commodity, number in sums.items()}


def _positive(sums: Sums) -> Sums:
    return {commodity: number for commodity, number in sums.items() if number > 0}


def _sides(sums: Sums) -> Sides:
    return Sides(amounts(_positive(sums)), amounts(_positive(_negative(sums))))


def page(report: TrialReport, digits: Mapping[str, int], *, residues: bool = False, one_table: bool = False) -> Page:
    """The report for people; ``residues`` adds a table of the transactions that are off zero.

    Where there may be ``one_table`` only, as in CSV, that of the residues takes the place of the trial balance.
    """
    # Where no figure is longer than people want to read, all are shown in full, so that what is printed adds up too.
    exact = _is_short(report)
    rows = [_row(AccountName(row.account, row.account), row, exact) for row in report.accounts]
    if report.conversions.debit or report.conversions.credit:
        rows.append(_row(Text("Conversions"), report.conversions, exact))
    if report.residue.debit or report.residue.credit:
        name = Text("Residue") if report.balanced else Text("Out of balance", Tone.WRONG)
        rows.append(_row(name, report.residue, exact))
    if rows:
        rows.append(_row(Text("Total"), report.totals, exact, RowKind.TOTAL))
    columns = (
        Column("account", "Account", flexible=True),
        Column("debit", "Debit", money=True),
        Column("credit", "Credit", money=True),
    )
    tables = [Table(columns, tuple(rows))]
    if residues:
        tables = [_residue_table(report)] if one_table else [*tables, _residue_table(report)]
    moment = str(Instant(report.instant, report.instant_chosen))
    return Page("Trial balance, at cost", moment, tuple(tables), digits, _notes(report, exact, residues=residues))


def _row(name: Cell, sides: Sides | AccountSides, exact: bool, kind: RowKind = RowKind.BODY) -> Row:
    return Row((name, _money(sides.debit, exact), _money(sides.credit, exact)), kind)


def _money(amounts: tuple[Amount, ...], exact: bool) -> Money:
    return Money(amounts, exact=exact)


def _residue_table(report: TrialReport) -> Table:
    columns = (
        Column("date", "Date"),
        Column("narration", "Transaction", flexible=True),
        Column("residue", "Off by", money=True),
        Column("place", "Place", flexible=True),
    )
    rows = tuple(
        Row((Day(r.date), Text(r.narration), Money(r.amounts, exact=True), Text(_place(report, r))))
        for r in report.residues
    )
    return Table(columns, rows, "Transactions off zero, debits positive")


def _place(report: TrialReport, residue: Residue) -> str:
    """Where a transaction stands, seen from the folder of the journal."""
    file, folder = PurePath(residue.file), PurePath(report.journal).parent
    return f"{file.relative_to(folder) if file.is_relative_to(folder) else file}:{residue.line}"


def _is_short(report: TrialReport) -> bool:
    """Whether every figure can be shown in full."""
    figures = [*report.totals.debit, *report.totals.credit, *report.residue.debit, *report.residue.credit]
    for row in report.accounts:
        figures += [*row.debit, *row.credit]
    return all(is_short(amount.number) for amount in figures)


def _notes(report: TrialReport, exact: bool, *, residues: bool) -> tuple[str, ...]:
    if not report.accounts and report.balanced:
        return ("No account holds anything at this instant.",)
    notes = [_verdict(report)]
    if not exact:
        notes.append("Figures are rounded for display; --format json has every digit.")
    if report.conversions.debit or report.conversions.credit:
        notes.append("Conversions: both sides of what was exchanged at a price. It is no account.")
    if report.residues and report.balanced:
        many = counted(len(report.residues), "transaction")
        listed = "" if residues else " --residues lists all of them."
        notes.append(
            f"Residue: rounding within tolerance, in {many}, most at {_place(report, report.residues[0])}.{listed}"
        )
    if residues and not report.residues:
        notes.append("No transaction is off zero.")
    return tuple(notes)


def _verdict(report: TrialReport) -> str:
    if not report.balanced:
        wrong = [residue for residue in report.residues if not residue.within_tolerance]
        off = " and ".join(
            f"{plain(abs(number))} {commodity} too much on the {'debit' if number > 0 else 'credit'} side"
            for commodity, number in _sums(wrong[0].amounts).items()
        )
        more = f", and {counted(len(wrong) - 1, 'more transaction')}" if len(wrong) > 1 else ""
        return f"Debits and credits do NOT agree: {off} at {_place(report, wrong[0])}{more}."
    lines = [
        name
        for name, sides in (("Conversions", report.conversions), ("Residue", report.residue))
        if sides.debit or sides.credit
    ]
    counting = f", {' and '.join(lines)} counted" if lines else ""
    return f"Debits equal credits in every commodity, to the last digit{counting}."
