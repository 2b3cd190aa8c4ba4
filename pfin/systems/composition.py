"""What a stock is made of: the accounts inside a boundary in parts, at the instants of its statements."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, computing_in
from pfin.model.period import evening_before

from .rates import Kind, Rates, add, dropping_zeros, kind_of
from .statement import ConservationError, Statement
from .stocks import Holding, Sums, summed

Composition = dict[str, Sums]
"""Stocks by part; parts that hold nothing are left out."""


@computing_in(EXACT)
def compositions(ledger: Ledger, proved: Sequence[Statement], part: Callable[[str], str]) -> list[Composition]:
    """The stocks of adjacent statements in parts: the opening of the first, and the closing of each.

    ``part`` says to which part an account inside belongs. Parts are in the order of the boundary's accounts, and in
    the valuation of the statements.

    Raises:
        ConservationError: the parts of a stock do not add up to it, which is an error in pfin.

    """
    boundary, currency = proved[0].boundary, proved[0].currency
    limits = [each.period.begin or Date.min for each in proved]
    limits.append(proved[-1].period.end or Date.max)
    rates = None if currency is None else Rates(ledger.prices, currency)
    parts = {account: part(account) for account in boundary.accounts}
    columns = ledger.columns
    holding = Holding(columns, lambda cell: (parts[cell.account], kind_of(cell)) if cell.account in parts else None)
    names = dict.fromkeys(parts.values())
    found = [_before(names, holding.after(columns.legs_before(limit)), rates, limit) for limit in limits]
    for composition, stock in zip(found, [proved[0].opening, *(each.closing for each in proved)], strict=True):
        _prove(composition, stock)
    return found


def _before(
    names: Iterable[str], held: Mapping[tuple[str, Kind], Decimal], rates: Rates | None, limit: Date
) -> Composition:
    """The parts at the beginning of a day, at the prices of the evening before."""
    kinds: dict[str, dict[Kind, Decimal]] = {name: {} for name in names}
    for (name, kind), number in held.items():
        kinds[name][kind] = number
    found = {name: summed(of_part, rates, evening_before(limit)) for name, of_part in kinds.items()}
    return {name: sums for name, sums in found.items() if sums}


def _prove(composition: Composition, stock: Sums) -> None:
    total: dict[str, Decimal] = {}
    for sums in composition.values():
        for commodity, number in sums.items():
            add(total, commodity, number)
    if dropping_zeros(total) != stock:
        raise ConservationError(f"the parts of a stock come to {dropping_zeros(total)}, and the stock is {stock}")
