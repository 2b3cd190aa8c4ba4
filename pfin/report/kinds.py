"""What accounts hold by each kind of balance: posted, pending (everything) and available."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.ledger import BalanceKind, Ledger, Leg
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.inventory import Inventory
from pfin.systems.available import coming_in


class ByKind(Struct, frozen=True):
    """One figure counted in three ways: what is posted, that and all that is pending, and what is available."""

    posted: tuple[Amount, ...]
    pending: tuple[Amount, ...]
    available: tuple[Amount, ...]

    @property
    def differ(self) -> bool:
        """Whether anything is pending in the figure."""
        return not self.posted == self.pending == self.available


@computing_in(EXACT)
def inventories_by_kind(
    ledger: Ledger, everything: Mapping[str, Inventory], at: Date
) -> Mapping[BalanceKind, Mapping[str, Inventory]]:
    """What each account holds at the end of a day, by the kind of balance.

    ``everything`` is what ``ledger.inventories(at)`` gives, and is not changed: from what an account holds its pending
    postings are taken away, and of these what goes out is counted again. Accounts that hold nothing are left out.
    """
    posted: dict[str, Inventory] = {}
    available: dict[str, Inventory] = {}
    roots = ledger.options.roots
    for _, posting in _pending(ledger, at):
        account = posting.account
        if account not in posted:
            posted[account] = _copied(everything.get(account))
            available[account] = _copied(everything.get(account))
        posted[account].add(-posting.number, posting.commodity, posting.cost)
        kind = roots.type_of(account)
        if kind is None or posting.number * kind.sign >= 0:
            available[account].add(-posting.number, posting.commodity, posting.cost)
    return {
        BalanceKind.POSTED: _replaced(everything, posted),
        BalanceKind.PENDING: everything,
        BalanceKind.AVAILABLE: _replaced(everything, available),
    }


@computing_in(EXACT)
def system_by_kind(
    ledger: Ledger, accounts: Collection[str], everything: Mapping[str, Inventory], at: Date, sign: int
) -> Mapping[BalanceKind, Inventory]:
    """What some accounts hold together at the end of a day, by the kind of balance, as if they were one.

    What is pending between two of them changes nothing. What a pending transaction takes out of them is not available
    any more, and what it brings in is not yet. ``sign`` is 1 where debits increase them, -1 where credits do.
    """
    whole = Inventory()
    for account in accounts:
        if account in everything:
            whole.merge(everything[account])
    posted, available = _copied(whole), _copied(whole)
    inside = frozenset(accounts)
    for _, posting in _pending(ledger, at):
        if posting.account in inside:
            posted.add(-posting.number, posting.commodity, posting.cost)
    for transaction, posting in coming_in(ledger, inside, sign):
        if transaction.date <= at:
            available.add(-posting.number, posting.commodity, posting.cost)
    return {BalanceKind.POSTED: posted, BalanceKind.PENDING: whole, BalanceKind.AVAILABLE: available}


def _pending(ledger: Ledger, at: Date) -> Iterator[Leg]:
    return (leg for leg in ledger.pending_legs if leg[0].date <= at)


def _copied(inventory: Inventory | None) -> Inventory:
    copy = Inventory()
    if inventory is not None:
        copy.merge(inventory)
    return copy


def _replaced(everything: Mapping[str, Inventory], changed: Mapping[str, Inventory]) -> Mapping[str, Inventory]:
    if not changed:
        return everything
    return {account: inventory for account, inventory in {**everything, **changed}.items() if inventory}
