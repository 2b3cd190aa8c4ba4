"""The balance report: what every account holds at an instant, as a tree or a list.

A balance is a stock. Figures are units by commodity, or what they cost, or what they are worth in one currency; they
stand in each account's normal direction (a debt is a positive figure of a liability) unless the journal's signs are
asked for. They count what is posted and what is pending; beside them stand what is posted alone, and what is available.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date as Date
from enum import Enum
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType

from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.model.account import SEPARATOR, AccountType, is_within
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.inventory import Inventory
from pfin.model.lot import Lot
from pfin.systems.available import normal_sign
from pfin.systems.boundary import Boundary

from .figures import Sums, added, against_normal, amounts, sign_of
from .kinds import ByKind, inventories_by_kind, system_by_kind
from .limits import Room, rooms
from .moments import Chosen, Instant, first_transaction
from .price_age import oldest_price
from .system import StatedBoundary, stated
from .tree import branches

NET_WORTH = (AccountType.ASSETS, AccountType.LIABILITIES)
SumsByKind = Mapping[BalanceKind, Mapping[str, Sums]]
S = TypeVar("S")
T = TypeVar("T")


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
    by_status: ByKind | UnsetType = UNSET
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
    by_status: ByKind | UnsetType = UNSET


class TypeTotal(Struct, frozen=True):
    """All accounts of one type together."""

    type: AccountType
    balance: tuple[Amount, ...]
    by_status: ByKind | UnsetType = UNSET


class SystemBalance(Struct, frozen=True):
    """What lies inside a boundary together: debits are positive, unless credits increase all its accounts."""

    boundary: StatedBoundary
    balance: tuple[Amount, ...]
    by_status: ByKind | None


class BalanceReport(Struct, frozen=True):
    """Balances at the end of the day ``instant``.

    What stands in income and expenses came together since the journal's first transaction, on the day ``since``.
    ``accounts`` have their own figures only and so add up to ``totals``; ``subtotals`` are roots and the parents
    where accounts part ways. ``net_worth`` is assets less liabilities, None where ``patterns`` choose some accounts
    only; ``total`` is what the accounts of a boundary come to, where one was asked for.
    ``unpriced`` names the commodities that had no price in ``currency`` and stayed as they are, and ``oldest_price``
    is the date of the oldest price that was used, None where none was.
    Where ``by_status``, each figure is counted in three ways, net worth and total as if their accounts were one.
    ``limits`` are those of the accounts, in units whatever the basis.
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
    limits: tuple[Room, ...]
    by_status: bool
    net_worth_by_status: ByKind | None
    total: SystemBalance | None

    @property
    def has_pending(self) -> bool:
        """Whether anything is pending in the figures of the accounts."""
        return any(isinstance(row.by_status, ByKind) and row.by_status.differ for row in self.accounts)


@computing_in(EXACT)
def balance(
    ledger: Ledger,
    at: Instant,
    *,
    accounts: Iterable[str] | None = None,
    patterns: tuple[str, ...] = (),
    boundary: Boundary | None = None,
    measure: Measure | None = None,
    depth: int | None = None,
    empty: bool = False,
    by_status: bool = True,
) -> BalanceReport:
    """The balances at an instant of ``accounts`` (chosen by ``patterns``) or inside a boundary, or of all accounts.

    Accounts more than ``depth`` components deep are counted with their parent of that depth. Accounts that hold
    nothing are left out, unless ``empty`` asks for those that are open at the instant. Figures count what the ledger
    counts, and where ``by_status`` also what of it is posted, and what is available.
    """
    measure = Measure() if measure is None else measure
    if boundary is not None:
        accounts, patterns = boundary.accounts, (boundary.name,)
    inventories = ledger.inventories(at.date)
    counted = inventories_by_kind(ledger, inventories, at.date) if by_status else {BalanceKind.PENDING: inventories}
    holding = dict.fromkeys(name for found in counted.values() for name in found)
    names = [*ledger.accounts, *(name for name in holding if name not in ledger.accounts)]
    wanted = frozenset(names if accounts is None else accounts)
    shown = [name for name in names if name in wanted and (name in holding or (empty and _is_open(ledger, name, at)))]
    held = _each(counted, lambda found: _folded(shown, found, depth))
    sums = _each(held, lambda found: {each: _sums(ledger, found[each], measure, at.date) for each in found})
    kinds = {account: ledger.options.roots.type_of(account) for account in held[BalanceKind.PENDING]}
    below = None if depth is None else _wrong_way_below(ledger, shown, inventories, measure, depth, at.date)
    unasked = [name for name in holding if name not in wanted]
    lines = held[BalanceKind.PENDING]
    worth = [account for account in holding if ledger.options.roots.type_of(account) in NET_WORTH]
    net_worth = _together(ledger, worth, inventories, measure, at.date, by_status) if accounts is None else None
    return BalanceReport(
        instant=at.date,
        instant_chosen=at.chosen,
        since=first_transaction(ledger),
        patterns=patterns,
        basis=measure.basis,
        currency=measure.currency,
        signed=measure.signed,
        accounts=tuple(_account(name, kinds[name], sums, lines[name], measure, below, unasked) for name in lines),
        subtotals=_subtotals(sums, kinds, measure.signed, unasked),
        totals=_totals(sums, kinds, measure.signed),
        net_worth=None if net_worth is None else net_worth.pending,
        unpriced=_unpriced(sums, measure),
        oldest_price=_oldest_price(ledger, held, measure, at.date),
        limits=rooms(ledger, wanted, at.date),
        by_status=by_status,
        net_worth_by_status=net_worth if by_status else None,
        total=None if boundary is None else _total(ledger, boundary, inventories, measure, at.date, by_status),
    )


def _together(
    ledger: Ledger,
    accounts: Collection[str],
    inventories: Mapping[str, Inventory],
    measure: Measure,
    at: Date,
    by_status: bool,
    sign: int = 1,
) -> ByKind:
    """What accounts come to as one system, by kind; the same figure thrice where nothing is counted by status."""
    found = system_by_kind(ledger, accounts, inventories, at, sign)
    shown = {
        kind: amounts(_sums(ledger, inventory, measure, at), 1 if measure.signed else sign)
        for kind, inventory in found.items()
        if by_status or kind is BalanceKind.PENDING
    }
    everything = shown[BalanceKind.PENDING]
    return ByKind(shown.get(BalanceKind.POSTED, everything), everything, shown.get(BalanceKind.AVAILABLE, everything))


def _total(
    ledger: Ledger,
    boundary: Boundary,
    inventories: Mapping[str, Inventory],
    measure: Measure,
    at: Date,
    by_status: bool,
) -> SystemBalance:
    sign = normal_sign(ledger, boundary)
    found = _together(ledger, boundary.accounts, inventories, measure, at, by_status, sign)
    return SystemBalance(stated(boundary), found.pending, found if by_status else None)


def _each(counted: Mapping[BalanceKind, S], figure: Callable[[S], T]) -> dict[BalanceKind, T]:
    """A figure for each kind of balance, worked out once where they count the same."""
    done: dict[int, T] = {}
    return {kind: done[id(s)] if id(s) in done else done.setdefault(id(s), figure(s)) for kind, s in counted.items()}


def _figure(sums: SumsByKind, accounts: Sequence[str], sign: int) -> ByKind:
    """What the accounts come to together, by kind."""
    found = _each(sums, lambda by_account: amounts(added(by_account[account] for account in accounts), sign))
    everything = found[BalanceKind.PENDING]
    return ByKind(found.get(BalanceKind.POSTED, everything), everything, found.get(BalanceKind.AVAILABLE, everything))


def _stated(sums: SumsByKind, figure: ByKind) -> ByKind | UnsetType:
    """The figure, where it was counted in more ways than one."""
    return figure if BalanceKind.POSTED in sums else UNSET


def _oldest_price(
    ledger: Ledger, held: Mapping[BalanceKind, Mapping[str, Inventory]], measure: Measure, at: Date
) -> Date | None:
    if measure.currency is None:
        return None
    different = {id(found): found for found in held.values()}.values()
    return oldest_price(ledger, (each for found in different for each in found.values()), measure.currency, at)


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
    sums: SumsByKind,
    inventory: Inventory,
    measure: Measure,
    below: Mapping[str, list[WrongWay]] | None,
    unasked: Collection[str],
) -> AccountBalance:
    sign = sign_of(kind, measure.signed)
    figure = _figure(sums, [name], sign)
    by_status = _stated(sums, figure)
    lots: tuple[Lot, ...] | UnsetType = UNSET
    if measure.lots:
        lots = tuple(Lot(lot.number * sign, lot.commodity, lot.cost) for lot in inventory)
    wrong_way = against_normal(sums[BalanceKind.PENDING][name], kind)
    if below is None:
        return AccountBalance(name, kind, figure.pending, wrong_way, by_status, lots)
    partial = any(is_within(other, name) for other in unasked)
    # A part of what an account holds says nothing of how the account stands.
    wrong_way = () if partial else wrong_way
    return AccountBalance(name, kind, figure.pending, wrong_way, by_status, lots, tuple(below.get(name, ())), partial)


def _sums(ledger: Ledger, inventory: Inventory, measure: Measure, at: Date) -> Sums:
    if measure.basis is Basis.UNITS:
        return inventory.totals()
    counted = ledger.cost(inventory) if measure.currency is None else ledger.value(inventory, measure.currency, at)
    return {amount.commodity: amount.number for amount in counted}


def _subtotals(
    sums: SumsByKind, kinds: Mapping[str, AccountType | None], signed: bool, unasked: Collection[str]
) -> tuple[Subtotal, ...]:
    lines = branches(kinds)
    below: dict[str, list[str]] = {line.account: [] for line in lines if line.total}
    above: list[str] = []
    for line in lines:
        del above[line.depth :]
        if line.total:
            above.append(line.account)
        else:
            for account in above:
                below[account].append(line.account)
    found = []
    for account, parts in below.items():
        kind = kinds.get(account) or next(kinds[name] for name in kinds if name.startswith(account + SEPARATOR))
        figure = _figure(sums, parts, sign_of(kind, signed))
        partial = any(is_within(name, account) for name in unasked)
        wrong_way = against_normal(added(sums[BalanceKind.PENDING][name] for name in parts), kind)
        found.append(Subtotal(account, kind, figure.pending, wrong_way, partial, _stated(sums, figure)))
    return tuple(found)


def _totals(sums: SumsByKind, kinds: Mapping[str, AccountType | None], signed: bool) -> tuple[TypeTotal, ...]:
    found = []
    for kind in AccountType:
        parts = [account for account in kinds if kinds[account] is kind]
        if parts:
            figure = _figure(sums, parts, sign_of(kind, signed))
            found.append(TypeTotal(kind, figure.pending, _stated(sums, figure)))
    return tuple(found)


def _unpriced(sums: SumsByKind, measure: Measure) -> tuple[str, ...]:
    if measure.currency is None:
        return ()
    occurring = {commodity for found in sums.values() for part in found.values() for commodity in part}
    return tuple(sorted(occurring - {measure.currency}))
