"""The accounts of a ledger, with what their ``open`` and ``close`` directives say of them."""

from collections.abc import Iterable, Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.model.account import AccountType, Roots, Side
from pfin.model.directives import NO_META, BookingMethod, Close, Meta, Open


class Account(Struct, frozen=True):
    """One account. ``opened`` is None where the journal uses the account without opening it.

    ``commodities`` are all it may hold, or any where empty; ``closed`` is None while it is open.
    """

    name: str
    type: AccountType
    opened: Date | None = None
    closed: Date | None = None
    commodities: tuple[str, ...] = ()
    booking: BookingMethod | None = None
    meta: Meta = NO_META

    @property
    def normal(self) -> Side:
        """The side that increases the account."""
        return self.type.normal


def find_accounts(
    used: Iterable[str], opens: Iterable[Open], closes: Iterable[Close], roots: Roots
) -> Mapping[str, Account]:
    """Every account that is opened or ``used``, by type and then by name.

    The first ``open`` of an account and its first ``close`` count, in chronological order; names under no known root
    are left out (their directives have been reported as errors).
    """
    opened: dict[str, Open] = {}
    closed: dict[str, Date] = {}
    for each in opens:
        opened.setdefault(each.account, each)
    for end in closes:
        closed.setdefault(end.account, end.date)
    found = []
    for name in {**dict.fromkeys(used), **opened}:
        kind = roots.type_of(name)
        if kind is None:
            continue
        said = opened.get(name)
        if said is None:
            found.append(Account(name, kind, closed=closed.get(name)))
        else:
            found.append(Account(name, kind, said.date, closed.get(name), said.commodities, said.booking, said.meta))
    order = {kind: index for index, kind in enumerate(AccountType)}
    found.sort(key=lambda account: (order[account.type], account.name))
    return {account.name: account for account in found}
