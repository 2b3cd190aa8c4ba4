"""The trial balance: what stands on the debit and on the credit side of every account, and the proof that they agree.

Problem. In every transaction debits equal credits, but not always commodity by commodity: 100 EUR bought at 1.10 USD
debit 100 EUR and credit 110 USD, a lot counts for what it cost, and the language lets a transaction be off by a
tolerance. Sums of units, or of costs, so do not agree by themselves.

Solution. Accounts show what they hold at cost. For every posting the weight, what it counts for in its transaction,
is known, and so

    holdings at cost  =  sum of weights  +  sum of (cost less weight)

where the last term is not zero only for postings at a price. It is shown with its sign turned as one line,
*Conversions*: the credit of 100 EUR and the debit of 110 USD by which the owner turned one into the other. The sum of
the weights is what transactions are off zero; it is shown with its sign turned as up to three lines more:

- *Residue*, what transactions are off within their tolerances (nothing, where the journal books it to an account),
- *Out of balance*, what they are off beyond them, which is an error of the journal,
- *Pending*, the other side of transactions of which only some legs are counted.

With these lines debits equal credits in every commodity, exactly: holdings are summed by account from lots, the lines
transaction by transaction, and the two ways of adding up the same postings must meet. Sums and products are made
without any rounding, so they must meet to the last digit.
"""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from pathlib import PurePath

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.ledger.residues import Residue, residues, rounding_account, weight
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, ZERO, Amount, computing_in, plain

from .figures import Sums, added, all_short, amounts, counted, readable
from .moments import Chosen, Instant
from .table import AccountName, Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone


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


class OffZero(Struct, frozen=True):
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

    Without the lines below the accounts they would not be: ``residue`` within tolerances, ``out_of_balance`` beyond
    them, ``pending`` the other side of what is posted in part. ``residues`` are the transactions that make up the first
    two: those that are beyond their tolerance first, then the largest. ``balanced`` says that there are none beyond it.
    ``rounding_account`` is where the journal books residues, so that there is no line for them.
    """

    journal: str
    instant: Date
    instant_chosen: Chosen
    accounts: tuple[AccountSides, ...]
    conversions: Sides
    residue: Sides
    out_of_balance: Sides
    pending: Sides
    totals: Sides
    balanced: bool
    residues: tuple[OffZero, ...]
    rounding_account: str | None


@computing_in(EXACT)
def trial(ledger: Ledger, at: Instant) -> TrialReport:
    """The trial balance at an instant.

    Raises ImbalanceError where debits and credits do not agree in every commodity.
    """
    held = {account: _sums(ledger.cost(inventory)) for account, inventory in ledger.inventories(at.date).items()}
    pending, found = _between(ledger, at.date)
    conversions = _negative(_conversions(ledger, at.date))
    residue = _negative(added(_sums(each.amounts) for each in found if each.within_tolerance))
    error = _negative(added(_sums(each.amounts) for each in found if not each.within_tolerance))
    columns = [*held.values(), conversions, residue, error, pending]
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
        conversions=_sides(conversions),
        residue=_sides(residue),
        out_of_balance=_sides(error),
        pending=_sides(pending),
        totals=Sides(amounts(debit), amounts(credit)),
        balanced=all(each.within_tolerance for each in found),
        residues=tuple(sorted(found, key=_size, reverse=True)),
        rounding_account=rounding_account(ledger.options),
    )


def _conversions(ledger: Ledger, until: Date) -> Sums:
    """What conversions moved from commodity to commodity: units at a price, less what they count for."""
    conversions: dict[str, Decimal] = {}
    for transaction in ledger.transactions():
        if transaction.date > until:
            break
        for posting in transaction.postings:
            if posting.cost is None and posting.price is not None:
                _add(conversions, posting.units)
                _add(conversions, -weight(posting))
    return conversions


def _between(ledger: Ledger, until: Date) -> tuple[Sums, list[OffZero]]:
    """What is missing of transactions that are counted in part, its sign turned, and every transaction off zero.

    Whether a transaction is off zero is a matter of all its legs. One of which no leg is counted has no part in this.
    """
    whole = ledger.whole
    off_zero = [residue for residue in residues(whole) if residue.transaction.date <= until]
    if whole is ledger:
        return {}, [_off_zero(residue) for residue in off_zero]
    counted_legs = {id(posting) for transaction in ledger.transactions() for posting in transaction.postings}
    pending: dict[str, Decimal] = {}
    for transaction in whole.transactions():
        if transaction.date > until:
            break
        left_out = [posting for posting in transaction.postings if id(posting) not in counted_legs]
        if len(left_out) < len(transaction.postings):
            for posting in left_out:
                _add(pending, weight(posting))
    return pending, [
        _off_zero(residue)
        for residue in off_zero
        if any(id(posting) in counted_legs for posting in residue.transaction.postings)
    ]


def _add(sums: dict[str, Decimal], amount: Amount) -> None:
    sums[amount.commodity] = sums.get(amount.commodity, ZERO) + amount.number


def _off_zero(residue: Residue) -> OffZero:
    transaction = residue.transaction
    words = " | ".join(filter(None, (transaction.payee, transaction.narration)))
    off = tuple(rest.amount for rest in residue.rests)
    return OffZero(transaction.date, words, off, residue.within_tolerance, transaction.file, transaction.line)


def _size(residue: OffZero) -> tuple[bool, Decimal]:
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
    rows = []
    for row in report.accounts:
        is_rounding = row.account == report.rounding_account and not exact
        sides = _readable(row) if is_rounding else row
        rows.append(_row(AccountName(row.account, row.account), sides, exact or is_rounding))
    for name, line in _lines(report):
        is_rounding = line is report.residue and not exact
        rows.append(_row(name, _readable(line) if is_rounding else line, exact or is_rounding))
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


def _lines(report: TrialReport) -> list[tuple[Text, Sides]]:
    """What stands below the accounts, and is none."""
    lines = [
        (Text("Conversions"), report.conversions),
        (Text("Pending"), report.pending),
        (Text("Residue"), report.residue),
        (Text("Out of balance", Tone.WRONG), report.out_of_balance),
    ]
    return [(name, sides) for name, sides in lines if sides.debit or sides.credit]


def _readable(sides: Sides | AccountSides) -> Sides:
    """Residues to as many digits as people want to read: in the usual digits they would be nothing."""
    debit, credit = (
        tuple(Amount(readable(amount.number), amount.commodity) for amount in side)
        for side in (sides.debit, sides.credit)
    )
    return Sides(debit, credit)


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


def _place(report: TrialReport, residue: OffZero) -> str:
    """Where a transaction stands, seen from the folder of the journal."""
    file, folder = PurePath(residue.file), PurePath(report.journal).parent
    return f"{file.relative_to(folder) if file.is_relative_to(folder) else file}:{residue.line}"


def _is_short(report: TrialReport) -> bool:
    """Whether every figure can be shown in full."""
    shown = [report.totals, *(sides for _, sides in _lines(report))]
    figures = [amount for sides in shown for amount in (*sides.debit, *sides.credit)]
    figures += [amount for row in report.accounts for amount in (*row.debit, *row.credit)]
    return all_short(figures)


def _notes(report: TrialReport, exact: bool, *, residues: bool) -> tuple[str, ...]:
    if not report.accounts and report.balanced:
        return ("No account holds anything at this instant.",)
    notes = [_verdict(report)]
    if not exact:
        notes.append("Figures are rounded for display; --format json has every digit.")
    if report.conversions.debit or report.conversions.credit:
        notes.append("Conversions: both sides of what was exchanged at a price. It is no account.")
    if report.pending.debit or report.pending.credit:
        notes.append(
            "Pending: the other side of transactions of which only some postings are counted. It is no account."
        )
    small = [residue for residue in report.residues if residue.within_tolerance]
    if small:
        where = f"{counted(len(small), 'transaction')}, most at {_place(report, small[0])}"
        listed = "" if residues else " `pfin cents` lists all of them."
        notes.append(f"Residue: rounding within tolerance, in {where}.{listed}")
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
    lines = [name.text for name, _ in _lines(report)]
    counting = f", {' and '.join(lines)} counted" if lines else ""
    return f"Debits equal credits in every commodity, to the last digit{counting}."
