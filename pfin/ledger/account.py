"""The accounts of a ledger, with what their ``open`` and ``close`` directives say of them."""

from collections.abc import Iterable, Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.model.account import AccountType, Roots, Side
from pfin.model.directives import NO_META, BookingMethod, Close, Directive, Meta, Open, Transaction


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


def find_accounts(directives: Iterable[Directive], roots: Roots) -> Mapping[str, Account]:
    """Every account that is opened or posted to, by type and then by name.

    The first ``open`` of an account and its first ``close`` count; names under no known root are left out (their
    directives have been reported as errors).
    """
    opened: dict[str, Open] = {}
    closed: dict[str, Date] = {}
    names: dict[str, None] = {}
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                names[posting.account] = None
        elif isinstance(directive, Open):
            names[directive.account] = None
            opened.setdefault(directive.account, directive)
        elif isinstance(directive, Close):
            closed.setdefault(directive.account, directive.date)
    found = []
    for name in names:
        kind = roots.type_of(name)
        if kind is None:
            continue
        said = opened.get(name)
        if said is None:
            found.append(Account(name, kind, closed=closed.get(name)))
        else:
            end = closed.get(name)
            found.append(Account(name, kind, said.date, end, said.commodities, said.booking, said.meta))
    order = {kind: index for index, kind in enumerate(AccountType)}
    found.sort(key=lambda account: (order[account.type], account.name))
    return {account.name: account for account in found}
