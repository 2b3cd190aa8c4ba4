"""Stocks and cells of flow reports explained by the postings that made them."""

from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.model.amount import Amount
from pfin.model.period import Period
from pfin.report.explain_flow import categories_of, explain_flow
from pfin.report.explain_flow import page as flow_page
from pfin.report.explain_stock import explain_stock, page
from pfin.report.figures import added
from pfin.report.moments import Instant
from pfin.report.table import Count, Money, RowKind, Table, Text
from pfin.systems.boundaries import Boundaries
from pfin.systems.boundary import Boundary
from pfin.systems.flows import category_named
from pfin.systems.statement import statements

SAMPLES = Path(__file__).parents[2] / "sample-journals"
CASH = Boundary("cash", "Assets:Bank | Assets:Wallet", ("Assets:Bank:Checking", "Assets:Bank:Savings", "Assets:Wallet"))
CHECKING = Boundary("Assets:Bank:Checking", "Assets:Bank:Checking", ("Assets:Bank:Checking",))
YEAR = Period(Date(2025, 1, 1), Date(2026, 1, 1), "2025")


def texts(table: Table, key: str) -> list[str]:
    index = next(index for index, column in enumerate(table.columns) if column.key == key)
    cells = (row.cells[index] for row in table.rows)
    return [
        cell.text if isinstance(cell, Text) else _amounts(cell) if isinstance(cell, Money) else "" for cell in cells
    ]


def _amounts(cell: Money) -> str:
    return ", ".join(map(str, cell.amounts))


def test_the_postings_up_to_a_day_run_to_the_stock(household: Ledger) -> None:
    report = explain_stock(household, CHECKING, Instant(Date(2025, 2, 3)))
    assert [(str(each.amount), str(each.balance)) for each in report.entries] == [
        ("1000.00 USD", "1000.00 USD"),
        ("2000.00 USD", "3000.00 USD"),
        ("-500.00 USD", "2500.00 USD"),
        ("-130.00 USD", "2370.00 USD"),
    ]
    assert report.stock == (Amount(Decimal("2370.00"), "USD"),)
    lines = Path(household.entry).read_text().splitlines()
    assert all("Assets:Bank:Checking" in lines[each.line - 1] for each in report.entries)


def test_commodities_run_apart(household: Ledger) -> None:
    report = explain_stock(household, CASH, Instant(Date(2025, 2, 28)))
    wallet = [each for each in report.entries if each.account == "Assets:Wallet"]
    assert [str(each.balance) for each in wallet] == ["50.00 EUR", "-10.00 EUR"]
    assert report.stock == (Amount(Decimal("-10.00"), "EUR"), Amount(Decimal("2415.00"), "USD"))
    assert report.notes == ("What is owed is negative.",)


def test_counterparts_are_those_across_the_line(household: Ledger) -> None:
    report = explain_stock(household, CASH, Instant(Date(2025, 2, 12)))
    seen = {(each.description, each.counterparts) for each in report.entries}
    assert ("To savings", ("Assets:Bank:Checking",)) in seen
    assert ("Employer | Pay", ("Income:Salary",)) in seen
    # The other end of an exchange is inside too, and so the only one there is.
    assert ("Exchange", ("Assets:Wallet",)) in seen


def test_the_page_sums_up_what_is_earlier(household: Ledger) -> None:
    report = explain_stock(household, CHECKING, Instant(Date(2025, 2, 3)))
    (table,) = page(report, household.digits, last=2).tables
    assert texts(table, "description") == [
        "2 earlier postings",
        "To savings",
        "Pay the card, and more than is due",
        "Stock",
    ]
    assert texts(table, "amount") == ["3000.00 USD", "-500.00 USD", "-130.00 USD", ""]
    assert texts(table, "balance") == ["3000.00 USD", "2500.00 USD", "2370.00 USD", "2370.00 USD"]
    (table,) = page(report, household.digits, last=None).tables
    assert len(table.rows) == 5
    (table,) = page(report, household.digits, full=True).tables
    assert len(table.rows) == 4
    assert not any(isinstance(cell, Count) for row in table.rows for cell in row.cells)


def test_earlier_postings_of_several_commodities_are_summed_apart(household: Ledger) -> None:
    report = explain_stock(household, CASH, Instant(Date(2025, 2, 28)))
    table, pending = page(report, household.digits, last=1).tables
    assert texts(pending, "amount") == ["-60.00 EUR", "-60.00 EUR", "50.00 EUR, 2415.00 USD"]
    assert texts(table, "balance") == [
        "50.00 EUR, 2415.00 USD",
        "-10.00 EUR",
        "-10.00 EUR, 2415.00 USD",
    ]
    assert texts(table, "way")[1] == "Wallet -> Food"


def test_a_stock_of_nothing_says_so(household: Ledger) -> None:
    shown = page(explain_stock(household, CHECKING, Instant(Date(2024, 12, 31))), household.digits)
    assert "No posting was inside by then." in shown.notes
    assert texts(shown.tables[0], "description") == ["Nothing is left"]


def test_the_signs_of_other_types_are_said_to_be_the_journals(household: Ledger) -> None:
    salary = Boundary("Income:Salary", "Income:Salary", ("Income:Salary",))
    report = explain_stock(household, salary, Instant(Date(2025, 1, 31)))
    assert report.notes == ("Signs are the journal's: debits are positive, credits negative.",)


def test_a_cell_is_made_of_postings(household: Ledger) -> None:
    report = explain_flow(household, "Expenses", ["Expenses:Food", "Expenses:Food:Restaurant"], CASH, YEAR)
    (entry,) = report.entries
    assert (entry.inflow, entry.outflow) == (None, Amount(Decimal("60.00"), "EUR"))
    assert (entry.account, entry.counterparts) == ("Expenses:Food", ("Assets:Wallet",))
    assert report.crossed.outflow == {"EUR": Decimal("60.00")}
    assert report.crossed.net == {"EUR": Decimal("-60.00")}


def test_what_comes_and_goes_has_a_net(read) -> None:
    ledger = read("""\
        2025-01-01 open Assets:Bank
        2025-01-01 open Expenses:Food
        2025-01-02 * "Shop"
          Expenses:Food   10.00 USD
          Assets:Bank
        2025-01-03 * "Shop" "Bread was mouldy"
          Expenses:Food   -3.00 USD
          Assets:Bank
        """)
    bank = Boundary("bank", "Assets:Bank", ("Assets:Bank",))
    report = explain_flow(ledger, "Expenses:Food", ["Expenses:Food"], bank, YEAR)
    (table,) = flow_page(report, ledger.digits).tables
    assert texts(table, "in") == ["", "3.00 USD", "3.00 USD", ""]
    assert texts(table, "out") == ["10.00 USD", "", "10.00 USD", "7.00 USD"]
    assert [row.kind for row in table.rows[2:]] == [RowKind.TOTAL] * 2
    empty = explain_flow(ledger, "Expenses:Rent", ["Expenses:Rent"], bank, YEAR)
    shown = flow_page(empty, ledger.digits)
    assert (shown.tables, shown.notes) == ((), ("Nothing crossed bank under Expenses:Rent in this period.",))


@pytest.mark.parametrize("by", ["account", "payee", "tag", "invoice"])
@pytest.mark.parametrize(("journal", "name"), [("household", "cash"), ("nomad", "networth")])
def test_cells_are_those_of_the_statement(journal: str, name: str, by: str) -> None:
    ledger = pfin.load(SAMPLES / f"{journal}.beancount")
    boundary = Boundaries(ledger).find(name)
    year = Period(Date(2024, 1, 1), Date(2025, 1, 1))
    (proved,) = statements(ledger, boundary, [year], category=category_named(by))
    assert set(proved.flows) <= set(categories_of(ledger, boundary, by))
    for category in sorted(proved.flows)[:40]:
        report = explain_flow(ledger, category, [category], boundary, year, by=by)
        flow = proved.flows[category]
        assert (report.crossed.inflow, report.crossed.outflow) == (flow.inflow, flow.outflow)
        assert report.crossed.net == flow.net
        assert len(report.entries) == flow.postings


def test_the_stock_explained_is_the_stock(household: Ledger) -> None:
    report = explain_stock(household, CASH, Instant(Date(2025, 3, 1)))
    (proved,) = statements(household, CASH, [YEAR])
    assert {each.commodity: each.number for each in report.stock} == proved.closing
    assert added({each.amount.commodity: each.amount.number} for each in report.entries) == proved.closing
