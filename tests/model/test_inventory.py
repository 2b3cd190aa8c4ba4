"""Sums of lots."""

from datetime import date as Date
from decimal import Decimal

from pfin.model.inventory import Inventory
from pfin.model.lot import Cost


def test_totals_have_every_digit_whatever_context_the_caller_computes_in() -> None:
    held = Inventory()
    cost = Cost(Decimal(3), "EUR", Date(2025, 1, 1), None)
    held.add(Decimal(2), "GBP", cost)
    held.add(Decimal("-1E-28"), "GBP")
    held.add(Decimal(5), "USD", cost)
    held.add(Decimal(-5), "USD")
    assert held.totals() == {"GBP": Decimal("1.9999999999999999999999999999")}
