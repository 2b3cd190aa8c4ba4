"""What a boundary has available, worked out by hand."""

from datetime import date as Date
from pathlib import Path
from textwrap import dedent

import pytest

from pfin import load
from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.systems.available import available_in
from pfin.systems.boundary import Boundary
from pfin.systems.statement import statements

MARCH = Period(Date(2025, 3, 1), Date(2025, 4, 1))

JOURNAL = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Wallet
    2025-01-01 open Assets:Shares
    2025-01-01 open Liabilities:Card
    2025-01-01 open Expenses:Fuel
    2025-01-01 open Expenses:Tax
    2025-01-01 open Income:Pay
    2025-01-01 * "Pay"
      Assets:Bank         1000.00 USD
      Income:Pay
    2025-03-01 ! "Fuel"
      Assets:Bank         -100.00 USD
      Expenses:Fuel
    2025-03-02 ! "Cash machine"
      Assets:Bank          -50.00 USD
      Assets:Wallet
    2025-03-03 ! "Card"
      Liabilities:Card     -30.00 USD
      Expenses:Fuel
    2025-03-04 ! "Card payment"
      Assets:Bank          -20.00 USD
      Liabilities:Card
    2025-03-05 ! "Pay that comes"
      Assets:Bank          300.00 USD
      Expenses:Tax         200.00 USD
      Income:Pay
    2025-03-06 ! "Order of shares"
      Assets:Shares             2 ACME {40.00 USD}
      Assets:Bank
"""


def read(folder: Path, text: str) -> Ledger:
    journal = folder / "journal.beancount"
    journal.write_text(dedent(text), encoding="utf-8")
    ledger = load(journal)
    assert not ledger.has_errors, ledger.diagnostics
    return ledger


NOTHING: dict[str, str] = {}


@pytest.mark.parametrize(
    ("accounts", "inflows", "outflows", "closing"),
    [
        # The order takes 80 out of the bank for 2 ACME that lie outside; the pay that comes is not there yet.
        (("Assets:Bank", "Assets:Wallet"), NOTHING, {"Fuel": "100.00", "Card": "20.00"}, {"USD": "800.00"}),
        # Of the bank alone what goes to the wallet is on its way out too.
        (("Assets:Bank",), NOTHING, {"Fuel": "100.00", "Wallet": "50.00", "Card": "20.00"}, {"USD": "750.00"}),
        # Of the debts alone only what pays them back counts.
        (("Liabilities:Card",), {"Bank": "20.00"}, NOTHING, {"USD": "20.00"}),
        # Of bank and card the payment is inside, and what the card will be charged goes out.
        (("Assets:Bank", "Liabilities:Card"), NOTHING, {"Fuel": "130.00", "Wallet": "50.00"}, {"USD": "740.00"}),
    ],
)
def test_flows_go_with_stocks(
    tmp_path: Path,
    accounts: tuple[str, ...],
    inflows: dict[str, str],
    outflows: dict[str, str],
    closing: dict[str, str],
) -> None:
    boundary = Boundary("it", "it", accounts)
    (found,) = statements(available_in(read(tmp_path, JOURNAL), boundary), boundary, [MARCH])
    flows = {name.rpartition(":")[2]: flow for name, flow in found.flows.items()}
    assert {name: str(flow.inflow["USD"]) for name, flow in flows.items() if "USD" in flow.inflow} == inflows
    assert {name: str(flow.outflow["USD"]) for name, flow in flows.items() if "USD" in flow.outflow} == outflows
    assert {commodity: str(number) for commodity, number in found.closing.items()} == closing


def test_a_ledger_without_anything_pending_stays_as_it_is(tmp_path: Path) -> None:
    ledger = read(tmp_path, JOURNAL.replace("!", "*"))
    assert available_in(ledger, Boundary("it", "it", ("Assets:Bank",))) is ledger
