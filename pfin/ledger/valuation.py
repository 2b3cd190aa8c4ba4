"""Valuation: what an inventory cost, and what it is worth."""

from datetime import date as Date

from pfin.model.amount import ZERO, Amount
from pfin.model.inventory import Inventory

from .prices import Prices


def at_cost(inventory: Inventory) -> list[Amount]:
    """The basis of all lots, by commodity; units without a cost count as themselves."""
    totals: dict[str, Amount] = {}
    for lot in inventory:
        if lot.cost is None:
            _add(totals, Amount(lot.number, lot.commodity))
        else:
            _add(totals, Amount(lot.number * lot.cost.number, lot.cost.commodity))
    return _sorted(totals)


def at_market(inventory: Inventory, currency: str, prices: Prices, at: Date | None) -> list[Amount]:
    """The worth of all lots in ``currency`` at the prices of a date (None: the latest).

    Units that have no price by then, not even through one other commodity, stay in their own commodity.
    """
    totals: dict[str, Amount] = {}
    for lot in inventory:
        rate = prices.convert(lot.commodity, currency, at, None if lot.cost is None else lot.cost.commodity)
        if rate is None:
            _add(totals, Amount(lot.number, lot.commodity))
        else:
            _add(totals, Amount(lot.number * rate, currency))
    return _sorted(totals)


def _add(totals: dict[str, Amount], amount: Amount) -> None:
    held = totals.get(amount.commodity)
    number = (ZERO if held is None else held.number) + amount.number
    totals[amount.commodity] = Amount(number, amount.commodity)


def _sorted(totals: dict[str, Amount]) -> list[Amount]:
    return [totals[commodity] for commodity in sorted(totals) if totals[commodity].number]
