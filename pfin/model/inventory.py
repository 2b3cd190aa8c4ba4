"""An inventory: the lots that an account holds.

Units without a cost and of the same commodity merge into one lot; units at cost merge only when the whole cost is
equal: number, commodity, date and label. A lot whose units come to zero is gone. The order of lots is the order in
which they were first acquired. Where equal costs are written with different digits (10 and 10.00) the lot has those of
the latest.
"""

from collections.abc import Iterator
from decimal import Decimal

from .amount import EXACT, ZERO, computing_in
from .lot import Cost, Lot

_Key = tuple[str, Cost | None]


class Inventory:
    """Lots by commodity and cost. The one value of the model that changes in place, for running balances."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held: dict[_Key, Lot] = {}

    def add(self, number: Decimal, commodity: str, cost: Cost | None = None) -> None:
        """Add signed units; a lot that comes to zero disappears."""
        key = (commodity, cost)
        held = self._held.get(key)
        if held is None:
            if number:
                self._held[key] = Lot(number, commodity, cost)
        elif total := held.number + number:
            self._held[key] = Lot(total, commodity, cost)
        else:
            del self._held[key]

    def merge(self, other: "Inventory") -> None:
        """Add every lot of another inventory."""
        for lot in other:
            self.add(lot.number, lot.commodity, lot.cost)

    def __iter__(self) -> Iterator[Lot]:
        return iter(self._held.values())

    def __bool__(self) -> bool:
        return bool(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Inventory) and self._held == other._held

    def __repr__(self) -> str:
        return f"Inventory({self})"

    def __str__(self) -> str:
        return "(" + ", ".join(str(lot) for lot in self) + ")"

    def units(self, commodity: str) -> Decimal:
        """All units of a commodity together, whatever they cost."""
        total = ZERO
        for lot in self:
            if lot.commodity == commodity:
                total += lot.number
        return total

    @computing_in(EXACT)
    def totals(self) -> dict[str, Decimal]:
        """Units by commodity, whatever they cost, to the last digit; one whose lots cancel out is left out."""
        totals: dict[str, Decimal] = {}
        for lot in self:
            totals[lot.commodity] = totals.get(lot.commodity, ZERO) + lot.number
        return {commodity: number for commodity, number in totals.items() if number}
