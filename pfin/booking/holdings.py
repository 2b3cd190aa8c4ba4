"""What each account holds while transactions are booked.

Booking looks at an account's lots only for reductions and for commodities that were left out. Most accounts never
see either, so postings are only noted down, and added up when somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pfin.model.amount import ZERO
from pfin.model.directives import Posting
from pfin.model.lot import Cost, Lot

from .piles import Pile, Signs


class Holding:
    """What one account holds of one commodity: units without a cost, and piles by the currency of their costs."""

    def __init__(self) -> None:
        self.signs = Signs()
        self.piles: dict[str, Pile] = {}
        self._without_cost = ZERO

    def __bool__(self) -> bool:
        return bool(self.signs.long or self.signs.short)

    def add(self, number: Decimal, cost: Cost | None) -> None:
        """Add signed units."""
        if cost is None:
            total = self._without_cost + number
            self.signs.change(self._without_cost, total)
            self._without_cost = total or ZERO
            return
        pile = self.piles.get(cost.commodity)
        if pile is None:
            pile = self.piles[cost.commodity] = Pile(self.signs)
        pile.add(number, cost)
        if not pile:
            del self.piles[cost.commodity]

    def lots(self, commodity: str) -> Iterator[Lot]:
        """The lots, those with a cost by its currency and the order of acquisition."""
        if self._without_cost:
            yield Lot(self._without_cost, commodity)
        for pile in self.piles.values():
            for lot in pile:
                yield Lot(lot.number, commodity, lot.cost)

    def __len__(self) -> int:
        return self.signs.long + self.signs.short


class AccountHoldings:
    """What one account itself holds, without its children."""

    def __init__(self) -> None:
        self._by_commodity: dict[str, Holding] = {}
        self._currencies: dict[str, int] = {}

    def of(self, commodity: str) -> Holding:
        """What it holds of a commodity, perhaps nothing."""
        return self._by_commodity.get(commodity) or Holding()

    def add(self, posting: Posting) -> None:
        """Take a booked posting into account."""
        commodity, cost = posting.commodity, posting.cost
        holding = self._by_commodity.get(commodity)
        if holding is None:
            holding = self._by_commodity[commodity] = Holding()
        if cost is None:
            holding.add(posting.number, None)
        else:
            had = cost.commodity in holding.piles
            holding.add(posting.number, cost)
            change = (cost.commodity in holding.piles) - had
            if change:
                self._count(cost.commodity, change)
        if not holding:
            del self._by_commodity[commodity]

    def _count(self, currency: str, change: int) -> None:
        count = self._currencies.get(currency, 0) + change
        if count:
            self._currencies[currency] = count
        else:
            del self._currencies[currency]

    def only_commodity(self) -> str | None:
        """The commodity it holds, if it is but one."""
        return next(iter(self._by_commodity)) if len(self._by_commodity) == 1 else None

    def only_cost_currency(self) -> str | None:
        """The currency in which all its lots with a cost have theirs, if it is but one."""
        return next(iter(self._currencies)) if len(self._currencies) == 1 else None


class Holdings:
    """What accounts hold after the transactions booked so far."""

    def __init__(self) -> None:
        self._noted: defaultdict[str, list[Posting]] = defaultdict(list)
        self._added_up: defaultdict[str, AccountHoldings] = defaultdict(AccountHoldings)

    def note(self, postings: Iterable[Posting]) -> None:
        """Take booked postings into account."""
        noted = self._noted
        for posting in postings:
            noted[posting.account].append(posting)

    def of(self, account: str) -> AccountHoldings:
        """What an account itself holds, without its children."""
        holdings = self._added_up[account]
        for posting in self._noted.pop(account, ()):
            holdings.add(posting)
        return holdings
