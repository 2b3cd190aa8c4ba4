"""The balance report: what every account holds at an instant, as a tree or a list.

A balance is a stock. Figures are units by commodity, or what they cost, or what they are worth in one currency; they
stand in each account's normal direction (a debt is a positive figure of a liability) unless the journal's signs are
asked for.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date as Date
from enum import Enum

from msgspec import UNSET, Struct, UnsetType

from pfin.ledger.ledger import Ledger
from pfin.model.account import SEPARATOR, AccountType, is_within
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.inventory import Inventory
from pfin.model.lot import Lot

from .figures import (
    Sums,
    added,
    against_normal,
    all_short,
    amounts,
    few,
    fractional_digits,
    is_short,
    marked_money,
    sign_of,
    wrong_way_marks,
    wrong_way_word,
)
from .moments import Chosen, Instant, first_transaction
from .price_age import FRESH, oldest_price
from .table import USUAL_DIGITS, AccountName, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone
from .tree import Branch, branches

_FLOWS = (AccountType.INCOME, AccountType.EXPENSES)
_NET_WORTH = (AccountType.ASSETS, AccountType.LIABILITIES)


class Basis(Enum):
    """What the figures of a report count."""

    UNITS = "units"
    COST = "cost"
    VALUE = "value"


class Measure(Struct, frozen=True):
    """How holdings become figures. ``currency`` is set where the basis is value, and only there.

    ``lots`` keeps the lots beside the figures; ``signed`` leaves the journal's signs (credits negative).
    """

    basis: Basis = Basis.UNITS
    currency: str | None = None
    signed: bool = False
    lots: bool = False


class WrongWay(Struct, frozen=True):
    """An account and the commodities in which it stands against its normal side."""

    account: str
    wrong_way: tuple[str, ...]


class AccountBalance(Struct, frozen=True):
    """What one account holds itself, without those below it.

    ``type`` is None for a name under no known root (in a journal with errors). ``wrong_way`` names the commodities
    that stand against the account's normal side, whatever signs are shown. ``lots`` are there where asked for.
    Where a depth is asked for, ``wrong_way_below`` names those of the accounts counted here, deeper down, that stand
    the wrong way themselves; and where ``partial``, others below hold something and are not counted, because nobody
    asked for them.
    """

    account: str
    type: AccountType | None
    balance: tuple[Amount, ...]
    wrong_way: tuple[str, ...]
    lots: tuple[Lot, ...] | UnsetType = UNSET
    wrong_way_below: tuple[WrongWay, ...] | UnsetType = UNSET
    partial: bool | UnsetType = UNSET


class Subtotal(Struct, frozen=True):
    """An account with all below it; the other fields are those of :class:`AccountBalance`.

    Where ``partial``, accounts below it hold something and are not counted, because nobody asked for them.
    """

    account: str
    type: AccountType | None
    balance: tuple[Amount, ...]
    wrong_way: tuple[str, ...]
    partial: bool


class TypeTotal(Struct, frozen=True):
    """All accounts of one type together."""

    type: AccountType
    balance: tuple[Amount, ...]


class BalanceReport(Struct, frozen=True):
    """Balances at the end of the day ``instant``.

    What stands in income and expenses came together since the journal's first transaction, on the day ``since``.
    ``accounts`` have their own figures only and so add up to ``totals``; ``subtotals`` are roots and the parents
    where accounts part ways. ``net_worth`` is assets less liabilities, None where ``patterns`` choose some accounts
    only.
    ``unpriced`` names the commodities that had no price in ``currency`` and stayed as they are, and ``oldest_price``
    is the date of the oldest price that was used, None where none was.
    """

    instant: Date
    instant_chosen: Chosen
    since: Date | None
    patterns: tuple[str, ...]
    basis: Basis
    currency: str | None
    signed: bool
    accounts: tuple[AccountBalance, ...]
    subtotals: tuple[Subtotal, ...]
    totals: tuple[TypeTotal, ...]
    net_worth: tuple[Amount, ...] | None
    unpriced: tuple[str, ...]
    oldest_price: Date | None


@computing_in(EXACT)
def balance(
    ledger: Ledger,
    at: Instant,
    *,
    accounts: Iterable[str] | None = None,
    patterns: tuple[str, ...] = (),
    measure: Measure | None = None,
    depth: int | None = None,
    empty: bool = False,
) -> BalanceReport:
    """The balances at an instant of ``accounts`` (chosen by ``patterns``), or of all where that is None.

    Accounts more than ``depth`` components deep are counted with their parent of that depth. Accounts that hold
    nothing are left out, unless ``empty`` asks for those that are open at the instant.
    """
    measure = Measure() if measure is None else measure
    inventories = ledger.inventories(at.date)
    names = [*ledger.accounts, *(name for name in inventories if name not in ledger.accounts)]
    wanted = frozenset(names if accounts is None else accounts)
    shown = [
        name for name in names if name in wanted and (name in inventories or (empty and _is_open(ledger, name, at)))
    ]
    held = _folded(shown, inventories, depth)
    kinds = {account: ledger.options.roots.type_of(account) for account in held}
    sums = {account: _sums(ledger, inventory, measure, at.date) for account, inventory in held.items()}
    below = None if depth is None else _wrong_way_below(ledger, shown, inventories, measure, depth, at.date)
    unasked = [name for name in inventories if name not in wanted]
    return BalanceReport(
        instant=at.date,
        instant_chosen=at.chosen,
        since=first_transaction(ledger),
        patterns=patterns,
        basis=measure.basis,
        currency=measure.currency,
        signed=measure.signed,
        accounts=tuple(_account(name, kinds[name], sums[name], held[name], measure, below, unasked) for name in held),
        subtotals=_subtotals(sums, kinds, measure.signed, unasked),
        totals=_totals(sums, kinds, measure.signed),
        net_worth=amounts(added(sums[a] for a in sums if kinds[a] in _NET_WORTH)) if accounts is None else None,
        unpriced=_unpriced(sums, measure),
        oldest_price=(
            None if measure.currency is None else oldest_price(ledger, held.values(), measure.currency, at.date)
        ),
    )


def _is_open(ledger: Ledger, name: str, at: Instant) -> bool:
    account = ledger.accounts[name]
    opened, closed = account.opened, account.closed
    return (opened is None or opened <= at.date) and (closed is None or at.date < closed)


def _folded(names: Iterable[str], inventories: Mapping[str, Inventory], depth: int | None) -> dict[str, Inventory]:
    """What the accounts hold, those below ``depth`` merged into their parents of that depth."""
    held: dict[str, Inventory] = {}
    for name in names:
        shown = name if depth is None else _parent(name, depth)
        inventory = held.setdefault(shown, Inventory())
        if name in inventories:
            inventory.merge(inventories[name])
    return held


def _parent(name: str, depth: int) -> str:
    return SEPARATOR.join(name.split(SEPARATOR)[:depth])


def _wrong_way_below(
    ledger: Ledger,
    names: Iterable[str],
    inventories: Mapping[str, Inventory],
    measure: Measure,
    depth: int,
    at: Date,
) -> dict[str, list[WrongWay]]:
    """The accounts deeper than ``depth`` that stand the wrong way, by the parent they are counted with."""
    found: dict[str, list[WrongWay]] = {}
    for name in names:
        parent = _parent(name, depth)
        if parent != name and name in inventories:
            kind = ledger.options.roots.type_of(name)
            if wrong := against_normal(_sums(ledger, inventories[name], measure, at), kind):
                found.setdefault(parent, []).append(WrongWay(name, wrong))
    return found


def _account(
    name: str,
    kind: AccountType | None,
    sums: Sums,
    inventory: Inventory,
    measure: Measure,
    below: Mapping[str, list[WrongWay]] | None,
    unasked: Collection[str],
) -> AccountBalance:
    sign = sign_of(kind, measure.signed)
    lots: tuple[Lot, ...] | UnsetType = UNSET
    if measure.lots:
        lots = tuple(Lot(lot.number * sign, lot.commodity, lot.cost) for lot in inventory)
    if below is None:
        return AccountBalance(name, kind, amounts(sums, sign), against_normal(sums, kind), lots)
    partial = any(is_within(other, name) for other in unasked)
    # A part of what an account holds says nothing of how the account stands.
    wrong_way = () if partial else against_normal(sums, kind)
    return AccountBalance(name, kind, amounts(sums, sign), wrong_way, lots, tuple(below.get(name, ())), partial)


def _sums(ledger: Ledger, inventory: Inventory, measure: Measure, at: Date) -> Sums:
    if measure.basis is Basis.UNITS:
        return inventory.totals()
    counted = ledger.cost(inventory) if measure.currency is None else ledger.value(inventory, measure.currency, at)
    return {amount.commodity: amount.number for amount in counted}


def _subtotals(
    sums: Mapping[str, Sums], kinds: Mapping[str, AccountType | None], signed: bool, unasked: Collection[str]
) -> tuple[Subtotal, ...]:
    lines = branches(sums)
    below: dict[str, list[Sums]] = {line.account: [] for line in lines if line.total}
    above: list[str] = []
    for line in lines:
        del above[line.depth :]
        if line.total:
            above.append(line.account)
        else:
            for account in above:
                below[account].append(sums[line.account])
    found = []
    for account, parts in below.items():
        kind = kinds.get(account) or next(kinds[name] for name in sums if name.startswith(account + SEPARATOR))
        total = added(parts)
        partial = any(is_within(name, account) for name in unasked)
        shown = amounts(total, sign_of(kind, signed))
        found.append(Subtotal(account, kind, shown, against_normal(total, kind), partial))
    return tuple(found)


def _totals(sums: Mapping[str, Sums], kinds: Mapping[str, AccountType | None], signed: bool) -> tuple[TypeTotal, ...]:
    found = []
    for kind in AccountType:
        parts = [sums[account] for account in sums if kinds[account] is kind]
        if parts:
            found.append(TypeTotal(kind, amounts(added(parts), sign_of(kind, signed))))
    return tuple(found)


def _unpriced(sums: Mapping[str, Sums], measure: Measure) -> tuple[str, ...]:
    if measure.currency is None:
        return ()
    return tuple(sorted({commodity for part in sums.values() for commodity in part} - {measure.currency}))


def page(report: BalanceReport, digits: Mapping[str, int], *, flat: bool = False) -> Page:
    """The report for people: a tree with subtotals, or where ``flat`` a list of accounts with totals per type."""
    lines = [] if flat else branches((row.account for row in report.accounts), with_roots=not report.patterns)
    rows = _list(report) if flat else _tree(report, lines)
    if report.net_worth is not None and any(total.type in _NET_WORTH for total in report.totals):
        rows.append(
            Row(
                (
                    Text("Net worth"),
                    Money(report.net_worth, exact=_is_exact(report, report.net_worth), tone=Tone.STRONG),
                ),
                RowKind.TOTAL,
            )
        )
    columns = [Column("account", "Account", flexible=True), Column("balance", "Balance", money=True, marked=True)]
    if any(row.lots for row in report.accounts):
        columns += [Column("cost", "Cost of one", money=True), Column("acquired", "Acquired"), Column("label", "Label")]
    filled = (Row((*row.cells, *(None,) * (len(columns) - len(row.cells))), row.kind) for row in rows)
    moment = str(Instant(report.instant, report.instant_chosen))
    totalled = {line.account for line in lines if line.total}
    subtotals = (subtotal.partial for subtotal in report.subtotals if flat or subtotal.account in totalled)
    partial = any(subtotals) or any(row.partial is True for row in report.accounts)
    notes = _notes(report, partial, is_rounded=_is_rounded(report, digits))
    return Page(_title(report), moment, (Table(tuple(columns), tuple(filled)),), digits, notes)


def _list(report: BalanceReport) -> list[Row]:
    """A row for each account, or for each of its lots where these are asked for, and then totals."""
    rows = []
    for row in report.accounts:
        name = AccountName(row.account, row.account)
        money = _money(report, row, Tone.PLAIN)
        rows += [_lot_row(lot, name, money.marks) for lot in row.lots] if row.lots else [Row((name, money))]
    for total in report.totals:
        exact = _is_exact(report, total.balance)
        money = marked_money(total.balance, total.type, report.signed, Tone.PLAIN, exact=exact)
        rows.append(Row((Text(total.type.value.capitalize()), money), RowKind.TOTAL))
    return rows


def _tree(report: BalanceReport, lines: Iterable[Branch]) -> list[Row]:
    """A row for each line of a tree, and below an account one for each of its lots that has a cost."""
    own = {row.account: row for row in report.accounts}
    subtotals = {row.account: row for row in report.subtotals}
    rows = []
    for line in lines:
        tone = Tone.PLAIN if line.depth else Tone.STRONG
        figures = subtotals[line.account] if line.total else own[line.account]
        rows.append(Row((AccountName(line.account, line.label, line.depth, tone), _money(report, figures, tone))))
        if not line.total:
            part = AccountName(line.account, "lot", line.depth + 1, Tone.FAINT)
            rows += [_lot_row(lot, part, {}) for lot in own[line.account].lots or () if lot.cost is not None]
    return rows


def _lot_row(lot: Lot, name: AccountName, marks: Mapping[str, str]) -> Row:
    units = Money((Amount(lot.number, lot.commodity),), exact=is_short(lot.number), marks=marks)
    if lot.cost is None:
        return Row((name, units))
    each = Money((Amount(lot.cost.number, lot.cost.commodity),), exact=is_short(lot.cost.number))
    return Row((name, units, each, Day(lot.cost.date), Text(lot.cost.label or "")))


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
        notes.append(f"Totals count the accounts that match {' or '.join(report.patterns)} only.")
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
