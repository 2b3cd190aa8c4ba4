from collections.abc import Callable
from datetime import date as Date

import pytest

from pfin.ledger.ledger import Ledger
from pfin.report.boundaries import BoundaryRow, InsideRow, Place, boundaries, boundary, list_page, page
from pfin.report.table import Tone
from pfin.systems.boundaries import Boundaries
from pfin.systems.boundary import Origin

Read = Callable[[str], Ledger]


@pytest.fixture
def ledger(read: Read) -> Ledger:
    return read("""
        2025-01-01 open Assets:Bank
          liquidity: "none"
        2025-01-01 open Assets:Bank:Checking
        2025-01-02 open Assets:Wallet
        2025-03-01 close Assets:Wallet
        2025-01-01 custom "boundary" "spend" "cash
          & Assets"
        2025-01-01 custom "boundary" "bad" "cahs"
    """)


def test_all_names_are_listed_with_what_they_stand_for(ledger: Ledger) -> None:
    spend, bad = Place(ledger.entry, 7), Place(ledger.entry, 9)
    wrong = "there is no boundary or account 'cahs'"
    assert boundaries(ledger).boundaries == (
        BoundaryRow("spend", "cash\n  & Assets", Origin.DECLARED, 1, spend, None),
        BoundaryRow("bad", "cahs", Origin.DECLARED, 0, bad, wrong),
        BoundaryRow("networth", "Assets | Liabilities", Origin.BUILT_IN, 3, None, None),
        BoundaryRow("cash", "Assets:Wallet", Origin.RECOGNISED, 1, None, None),
        BoundaryRow("world", "**", Origin.BUILT_IN, 3, None, None),
    )


def test_the_page_names_what_is_wrong(ledger: Ledger) -> None:
    made = list_page(boundaries(ledger), ledger.digits)
    (table,) = made.tables
    assert [column.title for column in table.columns] == ["Boundary", "Expression", "Accounts", "From"]
    shown = [[getattr(cell, "text", getattr(cell, "number", None)) for cell in row.cells] for row in table.rows]
    assert shown[0] == ["spend", "cash & Assets", 1, "journal.beancount:7"]
    assert shown[3] == ["cash", "Assets:Wallet", 1, "recognised by names"]
    assert table.rows[1].cells[0].tone is Tone.WRONG
    assert made.notes == ("bad: there is no boundary or account 'cahs'.",)


def test_a_boundary_shows_its_accounts_and_why_they_are_cash(ledger: Ledger) -> None:
    found = boundary(ledger, Boundaries(ledger).find("cash"))
    wallet = InsideRow("Assets:Wallet", Date(2025, 1, 2), Date(2025, 3, 1), None, "Wallet")
    assert (found.name, found.origin, found.declared, found.accounts) == ("cash", Origin.RECOGNISED, None, (wallet,))
    made = page(found, ledger.digits)
    assert (made.title, made.moment) == ("Boundary cash = Assets:Wallet", "recognised by names, 1 account")
    assert [column.key for column in made.tables[0].columns] == ["account", "opened", "closed", "recognised_by"]
    assert made.notes[0].startswith("No account is marked")


def test_an_expression_shows_the_liquidity_that_accounts_inherit(ledger: Ledger) -> None:
    found = boundary(ledger, Boundaries(ledger).find("Assets:Bank"))
    assert [(row.account, row.liquidity, row.recognised_by) for row in found.accounts] == [
        ("Assets:Bank", "none", None),
        ("Assets:Bank:Checking", "none", None),
    ]
    made = page(found, ledger.digits)
    assert (made.title, made.moment, made.notes) == ("Boundary Assets:Bank", "expression, 2 accounts", ())
    assert [column.key for column in made.tables[0].columns] == ["account", "opened", "liquidity"]


def test_in_csv_all_columns_are_there_whatever_they_hold(ledger: Ledger) -> None:
    found = boundary(ledger, Boundaries(ledger).find("Assets:Bank"))
    columns = [column.key for column in page(found, ledger.digits, full=True).tables[0].columns]
    assert columns == ["account", "opened", "closed", "liquidity", "recognised_by"]
    listed = list_page(boundaries(ledger), ledger.digits, full=True).tables[0]
    keys = ["boundary", "expression", "accounts", "origin", "file", "line", "problem"]
    assert [column.key for column in listed.columns] == keys
    assert {len(row.cells) for row in listed.rows} == {len(keys)}


def test_a_declared_boundary_says_where(ledger: Ledger) -> None:
    found = boundary(ledger, Boundaries(ledger).find("spend"))
    assert found.declared == Place(ledger.entry, 7)
    assert page(found, ledger.digits).moment == "declared at journal.beancount:7, 1 account"
