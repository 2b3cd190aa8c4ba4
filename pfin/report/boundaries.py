"""The boundaries of a journal, and the accounts that lie inside one of them."""

from collections.abc import Mapping
from datetime import date as Date
from pathlib import PurePath

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.systems.boundaries import Boundaries
from pfin.systems.boundary import Boundary, Origin
from pfin.systems.declarations import BoundaryError

from .figures import counted
from .table import AccountName, Column, Count, Day, Page, Row, Table, Text, Tone


class Place(Struct, frozen=True):
    """Where the journal declares a boundary."""

    file: str
    line: int


class BoundaryRow(Struct, frozen=True):
    """One boundary by its name. ``accounts`` counts what lies inside.

    Where it cannot be drawn, ``problem`` says why, and there are no ``accounts``; ``declared`` is None where it is
    built in.
    """

    name: str
    expression: str
    origin: Origin
    accounts: int
    declared: Place | None
    problem: str | None


class BoundariesReport(Struct, frozen=True):
    """All boundaries that have a name: those of the journal first, in its order."""

    boundaries: tuple[BoundaryRow, ...]


class InsideRow(Struct, frozen=True):
    """An account inside. ``liquidity`` is that of its metadata, inherited too.

    ``recognised_by`` is the word in its name for which it was taken as cash, where the journal marks none.
    """

    account: str
    opened: Date | None
    closed: Date | None
    liquidity: str | None
    recognised_by: str | None


class BoundaryReport(Struct, frozen=True):
    """One boundary, and the accounts inside by type and name."""

    name: str
    expression: str
    origin: Origin
    declared: Place | None
    accounts: tuple[InsideRow, ...]


def boundaries(ledger: Ledger) -> BoundariesReport:
    """All boundaries of a journal."""
    known = Boundaries(ledger)
    return BoundariesReport(tuple(_row(known, name) for name in known.names()))


def _row(known: Boundaries, name: str) -> BoundaryRow:
    place = _place(known, name)
    try:
        found = known.find(name)
    except BoundaryError as error:
        declaration = known.declaration(name)
        expression = "" if declaration is None else declaration.text
        origin = Origin.BUILT_IN if declaration is None else Origin.DECLARED
        return BoundaryRow(name, expression, origin, 0, place, error.message)
    return BoundaryRow(name, found.expression, found.origin, len(found.accounts), place, None)


def _place(known: Boundaries, name: str) -> Place | None:
    declaration = known.declaration(name)
    return None if declaration is None else Place(declaration.directive.file, declaration.directive.line)


def boundary(ledger: Ledger, drawn: Boundary) -> BoundaryReport:
    """What lies inside one boundary."""
    known = Boundaries(ledger)
    liquidity = known.liquidity()
    words = known.recognised() if drawn.origin is Origin.RECOGNISED else {}
    rows = []
    for name in drawn.accounts:
        account = ledger.accounts[name]
        rows.append(InsideRow(name, account.opened, account.closed, liquidity.get(name), words.get(name)))
    place = _place(known, drawn.name) if drawn.origin is Origin.DECLARED else None
    return BoundaryReport(drawn.name, drawn.expression, drawn.origin, place, tuple(rows))


def list_page(report: BoundariesReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The list for people; ``full`` has what is wrong, the origin, and the whole path in columns of their own."""
    columns = (
        Column("boundary", "Boundary"),
        Column("expression", "Expression", flexible=True),
        Column("accounts", "Accounts"),
        Column("origin", "From"),
        *((Column("file", "File"), Column("line", "Line"), Column("problem", "Problem")) if full else ()),
    )
    rows = tuple(_cells(row, full=full) for row in report.boundaries)
    wrong = [f"{row.name}: {row.problem}." for row in report.boundaries if row.problem is not None]
    return Page("Boundaries", "", (Table(columns, rows),), digits, tuple(wrong))


def _cells(row: BoundaryRow, *, full: bool) -> Row:
    name = Text(row.name, Tone.PLAIN if row.problem is None else Tone.WRONG)
    first = (name, Text(_one_line(row.expression)), Count(row.accounts))
    place = row.declared
    if not full:
        return Row((*first, Text(row.origin.value if place is None else _short(place))))
    where = (None, None) if place is None else (Text(place.file), Count(place.line))
    return Row((*first, Text(row.origin.value), *where, Text(row.problem or "")))


def page(report: BoundaryReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """One boundary for people; ``full`` has all columns, even those with nothing in them."""
    with_closed = full or any(row.closed for row in report.accounts)
    with_liquidity = full or any(row.liquidity for row in report.accounts)
    with_words = full or any(row.recognised_by for row in report.accounts)
    columns = (
        Column("account", "Account", flexible=True),
        Column("opened", "Opened"),
        *((Column("closed", "Closed"),) if with_closed else ()),
        *((Column("liquidity", "Liquidity"),) if with_liquidity else ()),
        *((Column("recognised_by", "Recognised by"),) if with_words else ()),
    )
    rows = tuple(
        Row(
            (
                AccountName(row.account, row.account, tone=Tone.PLAIN if row.closed is None else Tone.FAINT),
                Text("never", Tone.WRONG) if row.opened is None else Day(row.opened),
                *((_day(row.closed),) if with_closed else ()),
                *((Text(row.liquidity or ""),) if with_liquidity else ()),
                *((Text(row.recognised_by or ""),) if with_words else ()),
            )
        )
        for row in report.accounts
    )
    expression = _one_line(report.expression)
    title = f"Boundary {report.name}" + (f" = {expression}" if expression != report.name else "")
    return Page(title, _origin(report), (Table(columns, rows),), digits, _notes(report))


def _day(date: Date | None) -> Day | None:
    return None if date is None else Day(date)


def _one_line(expression: str) -> str:
    return " ".join(expression.split())


def _short(place: Place) -> str:
    return f"{PurePath(place.file).name}:{place.line}"


def _origin(report: BoundaryReport) -> str:
    many = counted(len(report.accounts), "account")
    if report.declared is not None:
        return f"declared at {_short(report.declared)}, {many}"
    return f"{report.origin.value}, {many}"


def _notes(report: BoundaryReport) -> tuple[str, ...]:
    if report.origin is not Origin.RECOGNISED:
        return ()
    return (
        'No account is marked liquidity: "cash", so these were taken by their names. To choose yourself, mark accounts '
        "below their open directives; `pfin guide boundaries` has an example.",
    )
