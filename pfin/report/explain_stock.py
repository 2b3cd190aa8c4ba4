"""A stock explained: the postings that made it, one by one, each with what it leaves."""

from collections.abc import Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import SEPARATOR, AccountType
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.directives import Posting, Status, Transaction
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.flows import transactions_in

from .explain_fate import Fate, fate, fate_words, files_of
from .explain_places import names_of_files
from .explain_transaction import money, sums_money
from .figures import Sums, added, amounts, counted, few
from .moments import Instant, day_after
from .system import StatedBoundary, boundary_notes, stated
from .table import AccountName, Cell, Column, Day, Page, Row, RowKind, Table, Text, Tone

SHOWN = 20
"""How many postings a page shows where it does not show all."""


class StockEntry(Struct, frozen=True):
    """One posting inside: what it adds (debits positive) and what it leaves of its commodity, and its place.

    ``counterparts`` are the other accounts of its transaction, those outside where there are any. ``fate`` tells what a
    posting that is or was pending waits for, and what became of it.
    """

    date: Date
    flag: str
    status: Status
    description: str
    account: str
    counterparts: tuple[str, ...]
    amount: Amount
    balance: Amount
    file: str
    line: int
    fate: Fate | None


class StockReport(Struct, frozen=True):
    """The stock of a boundary at the end of the day ``instant``, signed (debts negative), and the postings behind it.

    ``posted`` is what is settled of it, ``pending`` the rest.
    """

    boundary: StatedBoundary
    instant: Date
    moment: str
    stock: tuple[Amount, ...]
    posted: tuple[Amount, ...]
    pending: tuple[Amount, ...]
    entries: tuple[StockEntry, ...]
    notes: tuple[str, ...]


@computing_in(EXACT)
def explain_stock(ledger: Ledger, boundary: Boundary, at: Instant) -> StockReport:
    """The postings inside of a boundary up to the end of a day, in chronological order."""
    running: dict[str, Decimal] = {}
    entries = []
    inside = boundary.inside
    for transaction in transactions_in(ledger, Period(None, day_after(at.date))):
        for posting in transaction.postings:
            if posting.account in inside:
                left = running[posting.commodity] = running.get(posting.commodity, ZERO) + posting.number
                entries.append(_entry(ledger, transaction, posting, boundary, Amount(left, posting.commodity)))
    pending = added(_sums(entry) for entry in entries if entry.status is Status.PENDING)
    return StockReport(
        boundary=stated(boundary),
        instant=at.date,
        moment=str(at),
        stock=amounts(running),
        posted=amounts({name: number - pending.get(name, ZERO) for name, number in running.items()}),
        pending=amounts(pending),
        entries=tuple(entries),
        notes=(*_sign_notes(ledger, boundary, running), *boundary_notes(boundary)),
    )


def _sign_notes(ledger: Ledger, boundary: Boundary, stock: Sums) -> tuple[str, ...]:
    if all(number >= 0 for number in stock.values()):
        return ()
    kinds = {ledger.options.roots.type_of(account) for account in boundary.accounts}
    if kinds <= {AccountType.ASSETS, AccountType.LIABILITIES}:
        return ("What is owed is negative.",)
    return ("Signs are the journal's: debits are positive, credits negative.",)


def _sums(entry: StockEntry) -> Sums:
    return {entry.amount.commodity: entry.amount.number}


def _entry(
    ledger: Ledger, transaction: Transaction, posting: Posting, boundary: Boundary, balance: Amount
) -> StockEntry:
    return StockEntry(
        date=transaction.date,
        flag=posting.flag or transaction.flag,
        status=posting.status,
        description=" | ".join(filter(None, (transaction.payee, transaction.narration))),
        account=posting.account,
        counterparts=counterparts(transaction, posting, boundary),
        amount=posting.units,
        balance=balance,
        file=transaction.file,
        line=posting.line,
        fate=fate(ledger, transaction, posting),
    )


def counterparts(transaction: Transaction, posting: Posting, boundary: Boundary) -> tuple[str, ...]:
    """The accounts on the other side of a posting: those across the line, or where there are none, all others."""
    others = dict.fromkeys(leg.account for leg in transaction.postings if leg is not posting)
    is_inside = posting.account in boundary.inside
    across = tuple(name for name in others if (name in boundary.inside) is not is_inside)
    return across or tuple(name for name in others if name != posting.account)


def page(report: StockReport, digits: Mapping[str, int], *, full: bool = False, last: int | None = SHOWN) -> Page:
    """The stock for people: the ``last`` postings (None: all), and what the earlier ones came to.

    ``full`` gives every posting and field a place of its own, as for a spreadsheet.
    """
    boundary = report.boundary
    drawn = "" if boundary.expression == boundary.name else f" ({boundary.expression})"
    title = f"How the stock of {boundary.name}{drawn} came about"
    if full:
        return Page(title, report.moment, (_full_table(report),), digits)
    count = len(report.entries) if last is None else min(last, len(report.entries))
    earlier, shown = report.entries[: len(report.entries) - count], report.entries[len(report.entries) - count :]
    names = names_of_files(entry.file for entry in shown)
    columns = (
        Column("date", "Date"),
        *((Column("flag", ""),) if any(entry.flag != "*" for entry in shown) else ()),
        Column("description", "Description", flexible=True),
        # Two columns of accounts would be too many for most terminals.
        Column("way", "Way", flexible=True)
        if len(report.boundary.accounts) > 1
        else Column("counterparts", "Other accounts", flexible=True),
        Column("amount", "Amount", money=True),
        Column("balance", "Stock", money=True),
        *((Column("file", "File", flexible=True),) if len(names) > 1 else ()),
        Column("line", "Line"),
    )
    rows = []
    if earlier:
        rows.append(_in_order(columns, _earlier_cells(earlier)))
    rows += [_in_order(columns, _cells(entry, names)) for entry in shown]
    rows.append(_in_order(columns, _last_cells(report), RowKind.TOTAL))
    notes = (*_notes(report, names, earlier), *report.notes)
    tables = [Table(columns, tuple(rows))]
    if pending := [entry for entry in report.entries if entry.status is Status.PENDING]:
        tables.append(_pending_table(report, pending, last))
    return Page(title, report.moment, tuple(tables), digits, notes)


def _in_order(columns: tuple[Column, ...], cells: Mapping[str, Cell], kind: RowKind = RowKind.BODY) -> Row:
    return Row(tuple(cells.get(column.key) for column in columns), kind)


def _cells(entry: StockEntry, names: Mapping[str, str]) -> dict[str, Cell]:
    return {
        "date": Day(entry.date),
        "flag": Text("" if entry.flag == "*" else entry.flag),
        "description": Text(entry.description),
        "account": AccountName(entry.account, entry.account),
        "way": Text(_way(entry)),
        "counterparts": accounts_cell(entry.counterparts),
        "amount": money(entry.amount),
        "balance": money(entry.balance),
        "file": Text(names[entry.file]),
        "line": Text(str(entry.line)),
    }


def _way(entry: StockEntry) -> str:
    """The account inside and where it came from or went, in the last parts of their names."""
    inside, *others = (name.rpartition(SEPARATOR)[2] for name in (entry.account, *entry.counterparts))
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    other = f"{others[0]}{more}" if others else inside
    return f"{inside} {'<-' if entry.amount.number > 0 else '->'} {other}"


def accounts_cell(names: tuple[str, ...]) -> Cell:
    """Accounts in a cell; a single one is shortened as accounts are, which leaves its last part."""
    return AccountName(names[0], names[0], tone=Tone.FAINT) if len(names) == 1 else Text(few(names), Tone.FAINT)


def _earlier_cells(earlier: tuple[StockEntry, ...]) -> dict[str, Cell]:
    shown = sums_money(added(map(_sums, earlier)))
    return {
        "date": Day(earlier[-1].date),
        "description": Text(counted(len(earlier), "earlier posting"), Tone.STRONG),
        "amount": shown,
        "balance": shown,
    }


def _last_cells(report: StockReport) -> dict[str, Cell]:
    held = sums_money({amount.commodity: amount.number for amount in report.stock}, Tone.STRONG)
    words = "Stock" if report.stock else "Nothing is left"
    return {"date": Day(report.instant), "description": Text(words, Tone.STRONG), "balance": held}


def _pending_table(report: StockReport, pending: Sequence[StockEntry], last: int | None) -> Table:
    """What of the stock is pending, the ``last`` postings of it, and what is left without all of it."""
    shown = pending if last is None else pending[-last:]
    files = names_of_files(entry.file for entry in shown)
    names = names_of_files(files_of(entry.fate for entry in shown))
    columns = (
        Column("date", "Date"),
        Column("description", "Description", flexible=True),
        Column("amount", "Amount", money=True),
        Column("fate", "What it waits for", flexible=True),
        *((Column("file", "File", flexible=True),) if len(files) > 1 else ()),
        Column("line", "Line"),
    )
    rows = []
    if earlier := pending[: len(pending) - len(shown)]:
        words = counted(len(earlier), "earlier posting")
        rows.append(_in_order(columns, {"description": Text(words), "amount": sums_money(added(map(_sums, earlier)))}))
    for entry in shown:
        words = "" if entry.fate is None else fate_words(entry.fate, entry.status, names)
        rows.append(_in_order(columns, {**_cells(entry, files), "fate": Text(words)}))
    for words, amounts_of_it in (("Pending in all", report.pending), ("Stock without it", report.posted)):
        shown_sums = sums_money({each.commodity: each.number for each in amounts_of_it}, Tone.STRONG)
        rows.append(_in_order(columns, {"description": Text(words, Tone.STRONG), "amount": shown_sums}, RowKind.TOTAL))
    return Table(columns, tuple(rows), "Pending in it")


def _notes(report: StockReport, names: Mapping[str, str], earlier: tuple[StockEntry, ...]) -> list[str]:
    notes = []
    if not report.entries:
        notes.append("No posting was inside by then.")
    if earlier:
        notes.append("--all shows the earlier postings too.")
    if len(names) == 1:
        name = next(iter(names.values()))
        notes.append(f"Lines are those of {name}; `pfin explain FILE:LINE` explains one.")
    return notes


def _full_table(report: StockReport) -> Table:
    plain = ("date", "flag", "status", "description", "account", "counterparts")
    columns = (
        *(Column(key, key.capitalize()) for key in plain),
        Column("amount", "Amount", money=True),
        Column("balance", "Balance", money=True),
        Column("file", "File"),
        Column("line", "Line"),
    )
    rows = []
    for entry in report.entries:
        cells = {
            **_cells(entry, {entry.file: entry.file}),
            "flag": Text(entry.flag),
            "status": Text(entry.status.value),
            "counterparts": Text(", ".join(entry.counterparts)),
        }
        rows.append(_in_order(columns, cells))
    return Table(columns, tuple(rows))
