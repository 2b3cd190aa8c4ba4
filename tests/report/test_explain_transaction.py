"""Transactions and groups of them explained: legs with their places, roles that are those of statements."""

from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.report.compare import Effect
from pfin.report.explain_group import GroupReport, explain_group
from pfin.report.explain_group import page as group_page
from pfin.report.explain_transaction import TransactionReport, explain_transaction, explained, page
from pfin.report.figures import added
from pfin.report.table import Money, RowKind, Text
from pfin.systems.boundaries import Boundaries
from pfin.systems.boundary import Boundary
from pfin.systems.statement import statements

SAMPLES = Path(__file__).parents[2] / "sample-journals"
CASH = Boundary("cash", "Assets:Bank | Assets:Wallet", ("Assets:Bank:Checking", "Assets:Wallet"))
NETWORTH = Boundary(
    "networth",
    "Assets | Liabilities",
    ("Assets:Bank:Checking", "Assets:Bank:Savings", "Assets:Broker", "Assets:Wallet", "Liabilities:Card"),
)


def single(ledger: Ledger, narration: str) -> TransactionReport:
    (transaction,) = (each for each in ledger.transactions() if each.narration == narration)
    return explain_transaction(ledger, transaction, [CASH, NETWORTH], CASH.inside)


def test_sources_give_and_sinks_take(household: Ledger) -> None:
    found = single(household, "Buy").transaction
    assert [(leg.account, str(leg.amount), leg.meaning) for leg in found.sources] == [
        ("Assets:Bank:Checking", "400.00 USD", "less is there")
    ]
    (shares,) = found.sinks
    assert (shares.account, str(shares.amount), str(shares.counts_as)) == ("Assets:Broker", "4 HOOL", "400.00 USD")
    lines = Path(found.file).read_text().splitlines()
    assert "4 HOOL" in lines[shares.line - 1]


def test_roles_state_what_crosses_what_stays_and_what_is_exchanged(household: Ledger) -> None:
    cash, networth = single(household, "Buy").transaction.roles
    assert (cash.kind, networth.kind) == (Effect.OUTFLOW, Effect.INTERNAL)
    assert [str(flow.amount) for flow in cash.outflows] == ["4 HOOL"]
    assert cash.change == {"USD": Decimal("-400.00")}
    assert cash.conversions == networth.conversions == {"HOOL": Decimal(4), "USD": Decimal("-400.00")}
    paid = single(household, "Pay the card, and more than is due").transaction.roles[1]
    assert (paid.kind, paid.internal, paid.change) == (Effect.INTERNAL, {"USD": Decimal("130.00")}, {})
    lunch = single(household, "Lunch").transaction.roles[0]
    assert (lunch.kind, lunch.inflows, lunch.outflows, lunch.change) == (Effect.NOT_SEEN, (), (), {})


def test_json_has_a_place_for_every_figure(household: Ledger) -> None:
    found = msgspec.to_builtins(single(household, "Groceries"))
    networth = found["transaction"]["roles"][1]
    assert networth["out"][0]["line"] == found["transaction"]["sinks"][0]["line"]
    assert set(networth) == {"boundary", "kind", "in", "out", "internal", "conversions", "change", "sentence"}


def test_boundaries_that_say_the_same_say_it_once(household: Ledger) -> None:
    (transaction,) = (each for each in household.transactions() if each.narration == "Breakfast in Paris")
    other = Boundary("wallet", "Assets:Wallet", ("Assets:Wallet",))
    found = explain_transaction(household, transaction, [CASH, other], CASH.inside)
    assert page(found, household.digits).notes == (
        "For cash and wallet, 60.00 EUR leaves: it is spent (Expenses:Food).",
        "It is pending, and counted.",
    )


def test_the_page_of_a_transaction(household: Ledger) -> None:
    shown = page(single(household, "Buy"), household.digits)
    assert shown.title == "Broker | Buy"
    assert shown.moment.startswith("on 2025-02-10, journal.beancount:")
    legs, roles = shown.tables
    assert [row.cells[0] for row in legs.rows] == [Text("from"), Text("to")]
    assert [cell.text for row in roles.rows for cell in row.cells[:2] if isinstance(cell, Text)] == [
        *("cash", "outflow", "", "exchange"),
        *("networth", "exchange"),
    ]
    (long,) = page(single(household, "Buy"), household.digits, full=True).tables
    assert len(long.rows) == 4
    assert [row.cells[3] for row in long.rows] == [Text("inside"), Text("outflow"), Text("inside"), Text("inside")]


HOLD = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Holds
    2025-01-01 open Liabilities:Card
    2025-01-01 open Expenses:Fuel

    2025-03-01 ! "Shell" "hold" ^fuel
      Assets:Holds      125.00 USD
      Liabilities:Card
    2025-03-03 * "Shell" "fuel" ^fuel
      Expenses:Fuel      47.12 USD
      Assets:Holds     -125.00 USD
      Liabilities:Card
    2025-03-20 * "Paid" ^fuel
      Liabilities:Card   47.12 USD
      Assets:Bank
"""


def hold(ledger: Ledger) -> GroupReport:
    own = ("Assets:Bank", "Assets:Holds", "Liabilities:Card")
    lines = [Boundary("cash", "Assets:Bank", own[:1]), Boundary("networth", "Assets | Liabilities", own)]
    return explain_group(ledger, "^fuel", list(ledger.transactions()), lines, frozenset(own[:1]))


def test_a_hold_its_posting_and_its_payment_together(read) -> None:
    report = hold(read(HOLD))
    assert (report.begin, report.end) == (Date(2025, 3, 1), Date(2025, 3, 21))
    assert [[role.kind.value for role in each.roles] for each in report.transactions] == [
        ["not seen", "internal"],
        ["not seen", "outflow"],
        ["outflow", "internal"],
    ]
    assert [(each.outflow, each.change) for each in report.together] == [
        ({"USD": Decimal("47.12")}, {"USD": Decimal("-47.12")})
    ] * 2
    assert report.together[0].sentence == "For cash, in all, 47.12 USD goes out."


def test_the_page_of_a_group_adds_up(read) -> None:
    ledger = read(HOLD)
    shown = group_page(hold(ledger), ledger.digits)
    assert (shown.title, shown.moment) == ("^fuel: 3 transactions", "2025-03-01 to 2025-03-20")
    flows, changes, together = shown.tables
    assert len(flows.rows) == 3
    cash = [row.cells[2] for row in changes.rows]
    assert cash[:2] == [Text("not seen", cash[0].tone)] * 2
    assert isinstance(cash[2], Money)
    assert isinstance(cash[3], Money)
    assert cash[2].amounts == cash[3].amounts
    assert changes.rows[-1].kind is RowKind.TOTAL
    assert len(together.rows) == 2
    assert shown.notes[0] == "For cash and networth, in all, 47.12 USD goes out."


def test_what_comes_in_and_goes_out_in_equal_measure_leaves_as_much_as_before(read) -> None:
    report = hold(read(HOLD))
    held = Boundary("held", "Assets:Holds", ("Assets:Holds",))
    ledger = read(HOLD)
    report = explain_group(ledger, "^fuel", list(ledger.transactions()), [held], None)
    assert report.together[0].sentence == (
        "For held, in all, 125.00 USD comes in and 125.00 USD goes out, which leaves as much as before."
    )


@pytest.mark.parametrize("journal", ["household", "nomad", "starter"])
@pytest.mark.parametrize("name", ["cash", "networth"])
def test_roles_add_up_to_the_statement(journal: str, name: str) -> None:
    ledger = pfin.load(SAMPLES / f"{journal}.beancount")
    boundary = Boundaries(ledger).find(name)
    found = list(explained(ledger, list(ledger.transactions()), [boundary], boundary.inside))
    whole = Period(found[0].date, Date(found[-1].date.year + 1, 1, 1))
    (proved,) = statements(ledger, boundary, [whole])
    roles = [each.roles[0] for each in found]
    inflow = added({flow.amount.commodity: flow.amount.number} for role in roles for flow in role.inflows)
    outflow = added({flow.amount.commodity: flow.amount.number} for role in roles for flow in role.outflows)
    assert inflow == added(flow.inflow for flow in proved.flows.values())
    assert outflow == added(flow.outflow for flow in proved.flows.values())
    change = added(role.change for role in roles)
    assert {commodity: number for commodity, number in change.items() if number} == proved.closing


@pytest.mark.parametrize("journal", ["household", "nomad"])
@pytest.mark.parametrize("text", ["cash", "networth", "world", "Expenses", "Assets:**:*a* | Income"])
def test_every_sentence_is_one(journal: str, text: str) -> None:
    ledger = pfin.load(SAMPLES / f"{journal}.beancount")
    boundary = Boundaries(ledger).find(text)
    money = Boundaries(ledger).find("cash").inside
    for each in explained(ledger, list(ledger.transactions()), [boundary], money):
        said = each.roles[0].sentence
        assert said.startswith(f"For {boundary.name}, "), said
        assert said.endswith("."), said
        for wrong in ("  ", "()", ": .", ":.", ";.", "; ;", ": ;", ", ,", "only ;", "only .", " and .", " -", "None"):
            assert wrong not in said, (each.line, said)
