"""What is left of the limits of cards and overdrafts."""

from collections.abc import Collection, Iterator
from datetime import date as Date

from msgspec import Struct

from pfin.booking.limits import stated_limit
from pfin.ledger.ledger import Ledger
from pfin.model.account import is_within
from pfin.model.amount import EXACT, ZERO, Amount, computing_in

from .figures import is_short
from .table import AccountName, Column, Money, Row, Table


class Room(Struct, frozen=True):
    """An account with a limit, and the ``room`` that is left: what may still be charged to a card, or spent.

    It is the limit less what is owed, or with what is in the account, those below it counted; negative beyond it.
    """

    account: str
    limit: Amount
    room: Amount


@computing_in(EXACT)
def rooms(ledger: Ledger, accounts: Collection[str], at: Date) -> tuple[Room, ...]:
    """The rooms of those of the accounts that are open at the end of a day and have a limit.

    They count what is pending even where the ledger does not.
    """
    limits = dict(_limits(ledger, accounts, at))
    if not limits:
        return ()
    inventories = ledger.whole.inventories(at)
    found = []
    for name, limit in limits.items():
        parts = (held.units(limit.commodity) for other, held in inventories.items() if is_within(other, name))
        # Debts are negative, so that what is owed takes from the room, and what is in a bank account adds to it.
        found.append(Room(name, limit, Amount(limit.number + sum(parts, ZERO), limit.commodity)))
    return tuple(found)


def _limits(ledger: Ledger, accounts: Collection[str], at: Date) -> Iterator[tuple[str, Amount]]:
    for name, account in ledger.accounts.items():
        if not account.meta or name not in accounts:
            continue
        limit = stated_limit(account.type, account.commodities, account.meta)
        if not isinstance(limit, Amount) or account.opened is None or account.opened > at:
            continue
        if account.closed is not None and account.closed <= at:
            continue
        yield name, limit


def room_table(found: Collection[Room]) -> Table:
    """The rooms for people."""
    rows = []
    for each in found:
        marks = {each.room.commodity: "beyond the limit"} if each.room.number < 0 else {}
        room = Money((each.room,), exact=is_short(each.room.number), marks=marks)
        limit = Money((each.limit,), exact=is_short(each.limit.number))
        rows.append(Row((AccountName(each.account, each.account), limit, room)))
    columns = (
        Column("account", "Account", flexible=True),
        Column("limit", "Limit", money=True),
        Column("room", "Room", money=True),
    )
    return Table(columns, tuple(rows), "Room within limits")
