"""What each account holds while transactions are booked.

Booking looks at an account's lots only for reductions and for commodities that were left out. Most accounts never
see either, so postings are only noted down, and added up when somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterable

from pfin.model.directives import Posting
from pfin.model.inventory import Inventory


class Holdings:
    """The inventories of accounts after the transactions booked so far."""

    def __init__(self) -> None:
        self._noted: defaultdict[str, list[Posting]] = defaultdict(list)
        self._added_up: dict[str, Inventory] = {}

    def note(self, postings: Iterable[Posting]) -> None:
        """Take booked postings into account."""
        noted = self._noted
        for posting in postings:
            noted[posting.account].append(posting)

    def of(self, account: str) -> Inventory:
        """What an account itself holds, without its children; not to be changed."""
        inventory = self._added_up.setdefault(account, Inventory())
        for posting in self._noted.pop(account, ()):
            inventory.add(posting.number, posting.commodity, posting.cost)
        return inventory
