"""What accounts hold by each kind of balance: posted, pending (everything) and available."""

from collections.abc import Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.directives import Status
from pfin.model.inventory import Inventory


class ByKind(Struct, frozen=True):
    """One figure counted in three ways: what is posted, that and all that is pending, and what is available.

    ``available`` is None where a figure mixes accounts of opposite normal sides, so that nothing is available of it.
    """

    posted: tuple[Amount, ...]
    pending: tuple[Amount, ...]
    available: tuple[Amount, ...] | None

    @property
    def differ(self) -> bool:
        """Whether anything is pending in the figure."""
        return not self.posted == self.pending == (self.pending if self.available is None else self.available)


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
    for transaction in ledger.transactions():
        if transaction.date > at:
            break
        for posting in transaction.postings:
            if posting.status is not Status.PENDING:
                continue
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


def _copied(inventory: Inventory | None) -> Inventory:
    copy = Inventory()
    if inventory is not None:
        copy.merge(inventory)
    return copy


def _replaced(everything: Mapping[str, Inventory], changed: Mapping[str, Inventory]) -> Mapping[str, Inventory]:
    if not changed:
        return everything
    return {account: inventory for account, inventory in {**everything, **changed}.items() if inventory}
