"""Ledgers from journals written in the tests."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

import pfin
from pfin.ledger.ledger import Ledger

Read = Callable[[str], Ledger]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The ledger of a journal's text, which must be without errors."""

    def from_text(text: str) -> Ledger:
        journal = tmp_path / "journal.beancount"
        journal.write_text(dedent(text), encoding="utf-8")
        ledger = pfin.load(journal)
        assert not ledger.has_errors, ledger.diagnostics
        return ledger

    return from_text


HOUSEHOLD = """
    2025-01-01 open Assets:Bank:Checking
    2025-01-01 open Assets:Bank:Savings
    2025-01-01 open Assets:Broker
    2025-01-01 open Assets:Wallet
    2025-01-01 open Liabilities:Card
    2025-01-01 open Equity:Opening-Balances
    2025-01-01 open Income:Salary
    2025-01-01 open Expenses:Food
    2025-01-01 open Expenses:Food:Restaurant

    2025-01-01 * "Opening"
      Assets:Bank:Checking   1000.00 USD
      Equity:Opening-Balances
    2025-01-10 * "Shop" "Groceries" #home ^receipt-1
      Expenses:Food            80.00 USD
      Liabilities:Card
    2025-01-12 * "Diner" "Lunch"
      Expenses:Food:Restaurant 20.00 USD
      Liabilities:Card
    2025-01-31 * "Employer" "Pay"
      Assets:Bank:Checking   2000.00 USD
      Income:Salary
    2025-02-01 * "To savings"
      Assets:Bank:Savings     500.00 USD
      Assets:Bank:Checking
    2025-02-03 * "Pay the card, and more than is due"
      Liabilities:Card        130.00 USD
      Assets:Bank:Checking
    2025-02-10 * "Broker" "Buy"
      Assets:Broker                4 HOOL {100.00 USD}
      Assets:Bank:Checking   -400.00 USD
    2025-02-12 * "Exchange"
      Assets:Wallet            50.00 EUR @ 1.10 USD
      Assets:Bank:Checking    -55.00 USD
    2025-02-14 ! "Bakery" "Breakfast in Paris" #trip
      Expenses:Food            60.00 EUR
      Assets:Wallet

    2025-01-15 price HOOL 90.00 USD
    2025-02-20 price HOOL 120.00 USD
    2025-03-20 price HOOL 150.00 USD
"""
"""Its figures, worked out by hand, are those of the tests. At the end of February:

checking 1000 + 2000 - 500 - 130 - 400 - 55 = 1915 USD; savings 500 USD; broker 4 HOOL that cost 400 USD; wallet
50 - 60 = -10 EUR; card 80 + 20 - 130 = -30 USD, 30 too much paid; food 80 USD and 60 EUR, restaurant 20 USD.
"""


@pytest.fixture
def household(read: Read) -> Ledger:
    """A small household's ledger."""
    return read(HOUSEHOLD)
