"""The balance report for people: a tree or a list of accounts with what they hold, and the notes it needs.

Where something is pending, a figure has three columns: what is posted, what that and all that is pending come to, and
what is available.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import UnsetType

from pfin.model.account import AccountType
from pfin.model.amount import ZERO, Amount
from pfin.model.lot import Lot

from .balance import NET_WORTH, AccountBalance, BalanceReport, Basis, Subtotal, TypeTotal
from .figures import all_short, few, fractional_digits, is_short, marked_money, wrong_way_marks, wrong_way_word
from .kinds import ByKind
from .limits import room_table
from .moments import Instant
from .price_age import FRESH
from .system import titled
from .table import USUAL_DIGITS, AccountName, Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone
from .tree import Branch, branches

_FLOWS = (AccountType.INCOME, AccountType.EXPENSES)


def page(
    report: BalanceReport,
    digits: Mapping[str, int],
    *,
    flat: bool = False,
    full: bool = False,
    notes: Sequence[str] = (),
) -> Page:
    """The report for people: a tree with subtotals, or where ``flat`` a list of accounts with totals per type.

    ``full`` is the list for spreadsheets: it has what is posted and available beside every balance that was counted so.
    ``notes`` come first below.
    """
    flat = flat or full
    lines = [] if flat else branches((row.account for row in report.accounts), with_roots=not report.patterns)
    columns = _columns(report, full=full)
    rows = _list(report, columns) if flat else _tree(report, lines, columns)
    if report.net_worth is not None and any(total.type in NET_WORTH for total in report.totals):
        money = Money(report.net_worth, exact=_is_exact(report, report.net_worth), tone=Tone.STRONG)
        name = Text("Net worth")
        rows.append(_row(report, columns, name, money, report.net_worth_by_status, None, RowKind.TOTAL))
    if report.total is not None:
        shown = report.total.balance
        money = Money(shown, exact=_is_exact(report, shown), tone=Tone.STRONG)
        name = Text(f"All of {report.total.boundary.name}")
        rows.append(_row(report, columns, name, money, report.total.by_status, None, RowKind.TOTAL))
    moment = str(Instant(report.instant, report.instant_chosen))
    totalled = {line.account for line in lines if line.total}
    subtotals = (subtotal.partial for subtotal in report.subtotals if flat or subtotal.account in totalled)
    partial = any(subtotals) or any(row.partial is True for row in report.accounts)
    said = (*notes, *_notes(report, partial, is_rounded=_is_rounded(report, digits)))
    tables = [Table(columns, tuple(rows), divided=report.has_pending)]
    if report.limits and not full:
        tables.append(room_table(report.limits))
    return Page(_title(report), moment, tuple(tables), digits, said)


def _columns(report: BalanceReport, *, full: bool) -> tuple[Column, ...]:
    columns = [Column("account", "Account", flexible=True), Column("balance", "Balance", money=True, marked=True)]
    if any(row.lots for row in report.accounts):
        columns += [Column("cost", "Cost of one", money=True), Column("acquired", "Acquired"), Column("label", "Label")]
    elif full and report.by_status:
        columns += [Column("posted", "Posted", money=True), Column("available", "Available", money=True)]
    elif report.has_pending:
        columns[1:] = [
            Column("posted", "Posted", money=True),
            Column("balance", "Pending", money=True, marked=True),
            Column("available", "Available", money=True),
        ]
    return tuple(columns)


def _row(
    report: BalanceReport,
    columns: tuple[Column, ...],
    name: Cell,
    money: Money,
    by_status: ByKind | UnsetType | None,
    kind: AccountType | None,
    row: RowKind = RowKind.BODY,
) -> Row:
    """The cells in the order of the columns. Where there are three balances, each has the same commodities."""
    cells: dict[str, Cell] = {"account": name, "balance": money}
    if isinstance(by_status, ByKind) and any(column.key == "posted" for column in columns):
        figures = {"posted": by_status.posted, "balance": by_status.pending, "available": by_status.available}
        commodities = sorted({amount.commodity for shown in figures.values() for amount in shown or ()})
        for key, shown in figures.items():
            if shown is not None:
                whole = _with_zeros(shown, commodities)
                exact = _is_exact(report, whole)
                marked = marked_money(whole, kind, report.signed, money.tone, exact=exact)
                # A balance also says what is wrong below it.
                marks = money.marks if key == "balance" else marked.marks
                cells[key] = Money(whole, exact=exact, marks=marks, tone=money.tone)
    return Row(tuple(cells.get(column.key) for column in columns), row)


def _with_zeros(shown: Iterable[Amount], commodities: Iterable[str]) -> tuple[Amount, ...]:
    held = {amount.commodity: amount.number for amount in shown}
    return tuple(Amount(held.get(commodity, ZERO), commodity) for commodity in commodities)


def _list(report: BalanceReport, columns: tuple[Column, ...]) -> list[Row]:
    """A row for each account, or for each of its lots where these are asked for, and then totals."""
    rows = []
    for row in report.accounts:
        name = AccountName(row.account, row.account)
        money = _money(report, row, Tone.PLAIN)
        if row.lots:
            rows += [_lot_row(columns, lot, name, money.marks) for lot in row.lots]
        else:
            rows.append(_row(report, columns, name, money, row.by_status, _sided(row)))
    for total in report.totals:
        rows.append(_total_row(report, columns, total))
    return rows


def _total_row(report: BalanceReport, columns: tuple[Column, ...], total: TypeTotal) -> Row:
    exact = _is_exact(report, total.balance)
    money = marked_money(total.balance, total.type, report.signed, Tone.PLAIN, exact=exact)
    name = Text(total.type.value.capitalize())
    return _row(report, columns, name, money, total.by_status, total.type, RowKind.TOTAL)


def _tree(report: BalanceReport, lines: Iterable[Branch], columns: tuple[Column, ...]) -> list[Row]:
    """A row for each line of a tree, and below an account one for each of its lots that has a cost."""
    own = {row.account: row for row in report.accounts}
    subtotals = {row.account: row for row in report.subtotals}
    rows = []
    for line in lines:
        tone = Tone.PLAIN if line.depth else Tone.STRONG
        figures = subtotals[line.account] if line.total else own[line.account]
        name = AccountName(line.account, line.label, line.depth, tone)
        rows.append(_row(report, columns, name, _money(report, figures, tone), figures.by_status, _sided(figures)))
        if not line.total:
            part = AccountName(line.account, "lot", line.depth + 1, Tone.FAINT)
            rows += [_lot_row(columns, lot, part, {}) for lot in own[line.account].lots or () if lot.cost is not None]
    return rows


def _sided(row: AccountBalance | Subtotal) -> AccountType | None:
    """The type by which figures can stand the wrong way: a part of what an account holds cannot."""
    return None if isinstance(row, AccountBalance) and row.partial is True else row.type


def _lot_row(columns: tuple[Column, ...], lot: Lot, name: AccountName, marks: Mapping[str, str]) -> Row:
    units = Money((Amount(lot.number, lot.commodity),), exact=is_short(lot.number), marks=marks)
    cells: dict[str, Cell] = {"account": name, "balance": units}
    if lot.cost is not None:
        cells["cost"] = Money((Amount(lot.cost.number, lot.cost.commodity),), exact=is_short(lot.cost.number))
        cells["acquired"] = Day(lot.cost.date)
        cells["label"] = Text(lot.cost.label or "")
    return Row(tuple(cells.get(column.key) for column in columns))


def _is_exact(report: BalanceReport, shown: Iterable[Amount]) -> bool:
    """Whether figures are shown to the last digit: those of units are, those worked out by prices or costs are not."""
    return report.basis is Basis.UNITS and all_short(shown)


def _money(report: BalanceReport, row: AccountBalance | Subtotal, tone: Tone) -> Money:
    marks = wrong_way_marks(row.type, row.wrong_way)
    if isinstance(row, AccountBalance) and row.type is not None:
        for deeper in row.wrong_way_below or ():
            for commodity in deeper.wrong_way:
                marks.setdefault(commodity, f"{wrong_way_word(row.type)} below")
    return Money(row.balance, exact=_is_exact(report, row.balance), marks=marks, tone=tone)


def _is_rounded(report: BalanceReport, digits: Mapping[str, int]) -> bool:
    """Whether figures have more digits than people are shown."""
    figures = (amount for row in report.accounts if not _is_exact(report, row.balance) for amount in row.balance)
    return any(fractional_digits(each.number) > digits.get(each.commodity, USUAL_DIGITS) for each in figures)


def _title(report: BalanceReport) -> str:
    what = "Balances" if not report.patterns else f"Balances of {', '.join(report.patterns)}"
    if report.total is not None:
        what = titled(f"Balances of {report.total.boundary.name}", None, report.total.boundary)
    if report.basis is Basis.COST:
        return f"{what}, at cost"
    return what if report.currency is None else f"{what}, valued in {report.currency}"


def _notes(report: BalanceReport, partial: bool, *, is_rounded: bool) -> tuple[str, ...]:
    notes = []
    if not report.accounts:
        notes.append(_nothing(report))
    if deeper := [each.account for row in report.accounts for each in row.wrong_way_below or ()]:
        notes.append(f"The wrong way round below the accounts shown: {few(deeper)}. A greater --depth shows them.")
    if any(total.type in _FLOWS for total in report.totals):
        notes.append(f"Income and expenses are sums since the first transaction, on {report.since}.")
    if partial:
        which = "match" if report.total is None else "lie inside"
        notes.append(f"Totals count the accounts that {which} {' or '.join(report.patterns)} only.")
    if report.has_pending:
        notes.append(
            "Pending counts all that is posted and pending. Available counts of the pending only what makes the "
            "balance smaller, such as money going out. `pfin pending` lists it."
        )
    if report.unpriced:
        missing = ", ".join(report.unpriced)
        notes.append(
            f"No price in {report.currency} on or before {report.instant}: {missing}. Such amounts stay as they are."
        )
    if report.oldest_price is not None and report.instant - report.oldest_price > FRESH:
        notes.append(f"Values are at the latest prices by that day; the oldest used is of {report.oldest_price}.")
    if is_rounded:
        notes.append("Figures are rounded for display; totals are sums of the unrounded figures.")
    if report.basis is Basis.UNITS and report.net_worth is not None and len(report.net_worth) > 1:
        notes.append("Different commodities are not added up; --value CURRENCY shows all of them in one.")
    if report.signed and report.accounts:
        notes.append("Signs are the journal's: debits are positive, credits negative.")
    return tuple(notes)


def _nothing(report: BalanceReport) -> str:
    if report.since is None:
        return "The journal has no transactions."
    if report.instant < report.since:
        return f"The journal has no transactions by then: its first is of {report.since}."
    return f"{'None of these accounts' if report.patterns else 'No account'} holds anything at this instant."
