"""Lots: units held at a cost basis."""

from datetime import date as Date
from decimal import Decimal

from msgspec import Struct


class Cost(Struct, frozen=True, gc=False):
    """The basis of a lot, a fact: what one unit cost, when it was acquired, and the name its owner gave the lot."""

    number: Decimal
    commodity: str
    date: Date
    label: str | None = None

    def __str__(self) -> str:
        label = "" if self.label is None else f', "{self.label}"'
        return f"{{{self.number:f} {self.commodity}, {self.date}{label}}}"


class CostSpec(Struct, frozen=True, gc=False, array_like=True):
    """What a journal says of a cost in braces, a constraint that booking turns into a :class:`Cost`.

    A number that is ``None`` was left out and is to be inferred; ``total`` counts only where ``has_total`` is
    true (``{a # b}``, ``{# b}`` and ``{{b}}``, the last with a ``per`` of zero). ``date`` and ``label`` are
    ``None`` where they were not written.
    """

    per: Decimal | None = None
    total: Decimal | None = None
    has_total: bool = False
    commodity: str | None = None
    date: Date | None = None
    label: str | None = None


class Lot(Struct, frozen=True, gc=False):
    """Signed units of a commodity, held at ``cost`` or, where that is ``None``, without a basis."""

    number: Decimal
    commodity: str
    cost: Cost | None = None

    def __str__(self) -> str:
        return f"{self.number:f} {self.commodity}" + ("" if self.cost is None else f" {self.cost}")
