"""A cell of a flow report explained: the postings that make up what crossed a boundary under one category."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date as Date

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.directives import Status
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.flows import category_named, crossings

from .explain_places import names_of_files
from .explain_stock import accounts_cell, counterparts
from .explain_transaction import money, sums_money
from .figures import Sums, added
from .system import StatedBoundary, boundary_notes, stated
from .table import AccountName, Cell, Column, Day, Page, Row, RowKind, Table, Text, Tone


class FlowEntry(Struct, frozen=True):
    """One posting outside: what it brought in or took out (one of them is None), and its place.

    ``counterparts`` are the accounts of its transaction inside the boundary.
    """

    date: Date
    flag: str
    status: Status
    description: str
    category: str
    account: str
    counterparts: tuple[str, ...]
    inflow: Amount | None = field(name="in")
    outflow: Amount | None = field(name="out")
    file: str
    line: int


class Crossed(Struct, frozen=True):
    """What entries add up to: unsigned sums in either direction, and inflows less outflows."""

    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")
    net: Sums


class FlowReport(Struct, frozen=True):
    """What crossed a boundary under ``categories`` (of the kind ``by``) from ``begin`` up to but not on ``end``.

    ``target`` is what was asked for, and ``crossed`` what the entries add up to.
    """

    target: str
    by: str
    categories: tuple[str, ...]
    boundary: StatedBoundary
    begin: Date
    end: Date
    period: str
    crossed: Crossed
    entries: tuple[FlowEntry, ...]
    notes: tuple[str, ...]


def categories_of(ledger: Ledger, boundary: Boundary, by: str) -> list[str]:
    """Every category of a kind that ever crosses a boundary, by name; what has none is under an empty name."""
    category = category_named(by)
    return sorted(
        {
            category(transaction, posting)
            for transaction, outside in crossings(ledger, boundary, Period(None, None))
            for posting in outside
        }
    )


@computing_in(EXACT)
def explain_flow(
    ledger: Ledger,
    target: str,
    categories: Collection[str],
    boundary: Boundary,
    period: Period,
    *,
    by: str = "account",
    touching: bool = True,
    notes: tuple[str, ...] = (),
) -> FlowReport:
    """The postings of some categories that cross a boundary in a period with two limits.

    Where ``touching`` is false, transactions wholly outside count too, as they do for earnings and expenses.
    ``notes`` say what was taken where the reader did not say it.
    """
    assert period.begin is not None and period.end is not None, "a flow states its period"
    category = category_named(by)
    wanted = frozenset(categories)
    entries = []
    for transaction, outside in crossings(ledger, boundary, period, touching=touching):
        for posting in outside:
            name = category(transaction, posting)
            if name not in wanted:
                continue
            amount = posting.amount
            entries.append(
                FlowEntry(
                    date=transaction.date,
                    flag=posting.flag or transaction.flag,
                    status=posting.status,
                    description=" | ".join(filter(None, (transaction.payee, transaction.narration))),
                    category=name,
                    account=posting.account,
                    counterparts=counterparts(transaction, posting, boundary),
                    inflow=amount if posting.number < 0 else None,
                    outflow=amount if posting.number >= 0 else None,
                    file=transaction.file,
                    line=posting.line,
                )
            )
    inflow = _summed(entry.inflow for entry in entries)
    outflow = _summed(entry.outflow for entry in entries)
    net = {name: inflow.get(name, ZERO) - outflow.get(name, ZERO) for name in sorted({*inflow, *outflow})}
    return FlowReport(
        target=target,
        by=by,
        categories=tuple(categories),
        boundary=stated(boundary),
        begin=period.begin,
        end=period.end,
        period=str(period),
        crossed=Crossed(inflow, outflow, {name: number for name, number in net.items() if number}),
        entries=tuple(entries),
        notes=(*notes, *boundary_notes(boundary)),
    )


def _summed(amounts: Iterable[Amount | None]) -> Sums:
    sums = added({amount.commodity: amount.number} for amount in amounts if amount is not None)
    return {name: number for name, number in sorted(sums.items()) if number}


def page(report: FlowReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The cell for people; ``full`` gives every field a place of its own, as for a spreadsheet."""
    title = f"{report.target} across {report.boundary.name}"
    if full:
        return Page(title, report.period, (_full_table(report),), digits)
    names = names_of_files(entry.file for entry in report.entries)
    shown = {entry.account if report.by == "account" else entry.category for entry in report.entries}
    columns = (
        Column("date", "Date"),
        *((Column("flag", ""),) if any(entry.flag != "*" for entry in report.entries) else ()),
        Column("description", "Description", flexible=True),
        *((Column("account", "Account", flexible=True),) if len(shown) > 1 or report.by != "account" else ()),
        Column("counterparts", report.boundary.name, flexible=True),
        Column("in", "In", money=True),
        Column("out", "Out", money=True),
        *((Column("file", "File", flexible=True),) if len(names) > 1 else ()),
        Column("line", "Line"),
    )
    rows = [_in_order(columns, _cells(entry, names)) for entry in report.entries]
    sums = report.crossed
    total: dict[str, Cell] = {
        "description": Text("Total", Tone.STRONG),
        "in": sums_money(sums.inflow, Tone.STRONG),
        "out": sums_money(sums.outflow, Tone.STRONG),
    }
    rows.append(_in_order(columns, total, RowKind.TOTAL))
    if sums.inflow and sums.outflow:
        side = "in" if all(number > 0 for number in sums.net.values()) else "out"
        net = {name: number if side == "in" else -number for name, number in sums.net.items()}
        cells: dict[str, Cell] = {"description": Text("Net", Tone.STRONG), side: sums_money(net, Tone.STRONG)}
        rows.append(_in_order(columns, cells, RowKind.TOTAL))
    tables = (Table(columns, tuple(rows)),) if report.entries else ()
    return Page(title, report.period, tables, digits, (*_notes(report, names), *report.notes))


def _in_order(columns: tuple[Column, ...], cells: Mapping[str, Cell], kind: RowKind = RowKind.BODY) -> Row:
    return Row(tuple(cells.get(column.key) for column in columns), kind)


def _cells(entry: FlowEntry, names: Mapping[str, str]) -> dict[str, Cell]:
    return {
        "date": Day(entry.date),
        "flag": Text("" if entry.flag == "*" else entry.flag),
        "description": Text(entry.description),
        "account": AccountName(entry.account, entry.account),
        "counterparts": accounts_cell(entry.counterparts),
        "in": None if entry.inflow is None else money(entry.inflow),
        "out": None if entry.outflow is None else money(entry.outflow),
        "file": Text(names[entry.file]),
        "line": Text(str(entry.line)),
    }


def _notes(report: FlowReport, names: Mapping[str, str]) -> tuple[str, ...]:
    if not report.entries:
        return (f"Nothing crossed {report.boundary.name} under {report.target} in this period.",)
    if len(names) == 1:
        name = next(iter(names.values()))
        return (f"Lines are those of {name}; `pfin explain FILE:LINE` explains one.",)
    return ()


def _full_table(report: FlowReport) -> Table:
    plain = ("date", "flag", "status", "description", "category", "account", "counterparts")
    columns = (
        *(Column(key, key.capitalize()) for key in plain),
        Column("in", "In", money=True),
        Column("out", "Out", money=True),
        Column("file", "File"),
        Column("line", "Line"),
    )
    rows = []
    for entry in report.entries:
        cells = {
            **_cells(entry, {entry.file: entry.file}),
            "flag": Text(entry.flag),
            "status": Text(entry.status.value),
            "category": Text(entry.category),
            "counterparts": Text(", ".join(entry.counterparts)),
        }
        rows.append(_in_order(columns, cells))
    return Table(columns, tuple(rows))
