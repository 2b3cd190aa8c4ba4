"""The three balances of accounts, by hand and against the ledger's own way of counting."""

from collections.abc import Callable
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pfin
from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.model.amount import Amount
from pfin.report.balance import BalanceReport, Basis, Measure, balance
from pfin.report.balance_page import page
from pfin.report.kinds import ByKind, inventories_by_kind
from pfin.report.moments import Instant
from pfin.report.table import AccountName, Money, Text
from pfin.systems.boundary import Boundary

Read = Callable[[str], Ledger]
AT = Instant(Date(2025, 1, 16))

JOURNAL = """
    2025-01-01 open Assets:Checking
    2025-01-01 open Assets:Savings
    2025-01-01 open Liabilities:Card USD
      limit: 250
    2025-01-01 open Income:Salary
    2025-01-01 open Expenses:Food
    2025-01-01 open Expenses:Travel
    2025-01-01 open Equity:Opening-Balances
    2025-01-01 price EUR 1.50 USD

    2025-01-01 * "Opening"
      Assets:Checking   1000.00 USD
      Equity:Opening-Balances
    2025-01-10 * "Groceries"
      Expenses:Food       80.00 USD
      Liabilities:Card
    2025-01-12 ! "Deposit of a hotel" ^hotel
      Expenses:Travel    200.00 USD
      Liabilities:Card
    2025-01-14 ! "To savings, there in two days" ^move
      Assets:Checking   -300.00 USD
      Assets:Savings
    2025-01-15 ! "Card payment" ^pay
      Assets:Checking    -50.00 USD
      Liabilities:Card
    2025-01-16 ! "Pay" ^pay-slip
      Assets:Checking   2000.00 USD
      Income:Salary
"""
"""Checking: 1000 posted, 1000 - 300 - 50 + 2000 = 2650 with what is pending, 1000 - 300 - 50 = 650 available.
The card: 80 posted, 80 + 200 - 50 = 230 with what is pending, 80 - 0 - 50 = 30 available (posted credits less posted
debits less pending debits).
"""

BY_HAND = {
    "Assets:Checking": ("1000.00", "2650.00", "650.00"),
    "Assets:Savings": ("", "300.00", ""),
    "Liabilities:Card": ("80.00", "230.00", "30.00"),
    "Income:Salary": ("", "2000.00", ""),
    "Expenses:Food": ("80.00", "80.00", "80.00"),
    "Expenses:Travel": ("", "200.00", ""),
    "Equity:Opening-Balances": ("1000.00", "1000.00", "1000.00"),
}


def three(figure: object) -> tuple[str, str, str]:
    assert isinstance(figure, ByKind)
    kinds = (figure.posted, figure.pending, figure.available)
    posted, pending, available = (", ".join(str(each.number) for each in found or ()) for found in kinds)
    return posted, pending, available


def accounts(report: BalanceReport) -> dict[str, tuple[str, str, str]]:
    return {row.account: three(row.by_status) for row in report.accounts}


def test_each_account_has_three_balances(read: Read) -> None:
    assert accounts(balance(read(JOURNAL), AT)) == BY_HAND


def test_parents_and_totals_are_sums(read: Read) -> None:
    report = balance(read(JOURNAL), AT)
    assert {row.account: three(row.by_status) for row in report.subtotals} == {
        "Assets": ("1000.00", "2950.00", "650.00"),
        "Liabilities": ("80.00", "230.00", "30.00"),
        "Income": ("", "2000.00", ""),
        "Expenses": ("80.00", "280.00", "80.00"),
        "Equity": ("1000.00", "1000.00", "1000.00"),
    }
    assert {row.type.value: three(row.by_status)[2] for row in report.totals}["assets"] == "650.00"
    # Of what is pending only the hotel takes something out of all together: 920 - 200.
    assert three(report.net_worth_by_status) == ("920.00", "2720.00", "720.00")


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        # The move is between two accounts inside; the card payment goes out; the pay comes in.
        (("Assets:Checking", "Assets:Savings"), ("1000.00", "2950.00", "950.00")),
        # Without the savings the move goes out too.
        (("Assets:Checking",), ("1000.00", "2650.00", "650.00")),
        # Seen from the debt alone, as its account: the payment makes it smaller.
        (("Liabilities:Card",), ("80.00", "230.00", "30.00")),
        # Checking and card as one: the payment stays inside, the hotel and the move go out.
        (("Assets:Checking", "Liabilities:Card"), ("920.00", "2420.00", "420.00")),
    ],
)
def test_a_boundary_has_three_balances_as_if_it_were_one_account(
    read: Read, accounts: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    report = balance(read(JOURNAL), AT, boundary=Boundary("it", "it", accounts))
    assert report.total is not None
    assert three(report.total.by_status) == expected


def test_a_parent_of_a_depth_counts_what_is_below(read: Read) -> None:
    assert accounts(balance(read(JOURNAL), AT, depth=1))["Assets"] == ("1000.00", "2950.00", "650.00")


def test_values_are_counted_in_three_ways(read: Read) -> None:
    ledger = read(
        JOURNAL
        + """
    2025-01-16 ! "Lent in euros"
      Assets:Savings    -100.00 EUR @ 1.50 USD
      Assets:Checking    150.00 USD
        """
    )
    report = balance(ledger, AT, measure=Measure(Basis.VALUE, "USD"))
    savings = next(row.by_status for row in report.accounts if row.account == "Assets:Savings")
    assert isinstance(savings, ByKind)
    assert [sum(each.number for each in found or ()) for found in (savings.posted, savings.pending)] == [0, 150]
    assert savings.available == (Amount(Decimal(-150), "USD"),)


def test_before_anything_is_pending_there_is_one_column(read: Read) -> None:
    report = balance(read(JOURNAL), Instant(Date(2025, 1, 11)))
    assert not report.has_pending
    assert [column.title for column in page(report, {}).tables[0].columns] == ["Account", "Balance"]
    assert three(report.accounts[0].by_status) == ("1000.00", "1000.00", "1000.00")


def test_the_page_has_three_columns_where_something_is_pending(read: Read) -> None:
    report = balance(read(JOURNAL), AT)
    (table, rooms) = page(report, {}).tables
    assert [column.title for column in table.columns] == ["Account", "Posted", "Pending", "Available"]
    rows = {}
    for row in table.rows:
        name = row.cells[0]
        label = name.label if isinstance(name, AccountName) else name.text if isinstance(name, Text) else ""
        rows[label] = [str(cell.amounts[0]) if isinstance(cell, Money) else None for cell in row.cells[1:]]
    assert rows["Checking"] == ["1000.00 USD", "2650.00 USD", "650.00 USD"]
    assert rows["Savings"] == ["0 USD", "300.00 USD", "0 USD"]
    assert rows["Net worth"] == ["920.00 USD", "2720.00 USD", "720.00 USD"]
    assert rooms.caption == "Room within limits"


def test_only_what_is_shown_counts_for_columns(read: Read) -> None:
    report = balance(read(JOURNAL), AT, accounts=["Expenses:Food"], patterns=("food",))
    assert not report.has_pending


def test_overdrawn_is_said_of_each_balance(read: Read) -> None:
    ledger = read(
        JOURNAL
        + """
    2025-01-16 ! "A car"
      Assets:Checking   -700.00 USD
      Expenses:Travel
        """
    )
    (table, *_) = page(balance(ledger, AT, accounts=["Assets:Checking"], patterns=("checking",)), {}).tables
    marks = [dict(cell.marks) for cell in table.rows[0].cells if isinstance(cell, Money)]
    assert marks == [{}, {}, {"USD": "overdrawn"}]


def test_one_status_leaves_one_column(read: Read) -> None:
    report = balance(read(JOURNAL).counting(BalanceKind.AVAILABLE), AT, by_status=False)
    assert not report.has_pending
    assert {row.account: [str(each) for each in row.balance] for row in report.accounts}["Liabilities:Card"] == [
        "30.00 USD"
    ]


@pytest.mark.parametrize("kind", BalanceKind)
def test_room_counts_what_is_pending_whatever_is_shown(read: Read, kind: BalanceKind) -> None:
    (room,) = balance(read(JOURNAL).counting(kind), AT).limits
    assert (str(room.limit), str(room.room)) == ("250 USD", "20.00 USD")


def test_room_of_an_overdraft_and_beyond_a_limit(read: Read) -> None:
    ledger = read(
        JOURNAL.replace(
            "2025-01-01 open Assets:Checking\n", "2025-01-01 open Assets:Checking\n      limit: 500.00 USD\n"
        )
    )
    at = Instant(Date(2025, 1, 12))
    assert [(room.account, str(room.room)) for room in balance(ledger, at).limits] == [
        ("Assets:Checking", "1500.00 USD"),
        ("Liabilities:Card", "-30.00 USD"),
    ]
    table = page(balance(ledger, at), {}).tables[1]
    assert [dict(cell.marks) for row in table.rows for cell in row.cells[2:] if isinstance(cell, Money)] == [
        {},
        {"USD": "beyond the limit"},
    ]


def test_only_accounts_that_are_open_have_room(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Liabilities:Old
          limit: 10.00 USD
        2025-01-10 close Liabilities:Old
        2025-02-01 open Liabilities:New
          limit: 20.00 USD
    """)
    assert [room.account for room in balance(ledger, Instant(Date(2025, 1, 9))).limits] == ["Liabilities:Old"]
    assert balance(ledger, Instant(Date(2025, 1, 10))).limits == ()
    assert [room.account for room in balance(ledger, Instant(Date(2025, 2, 1))).limits] == ["Liabilities:New"]


NAMES = ("Assets:A", "Assets:B", "Liabilities:C", "Expenses:D", "Income:E", "Equity:F")
LEG = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(-500, 500), st.booleans(), st.booleans())


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 20), LEG), max_size=12), st.integers(0, 20))
def test_it_is_what_the_ledger_counts_and_available_is_never_more_than_posted(
    tmp_path: Path, moves: list[tuple[int, tuple[str, str, int, bool, bool]]], until: int
) -> None:
    first = Date(2025, 1, 1)
    text = [f"{first} open {name}" for name in NAMES]
    for day, (source, target, number, one, other) in moves:
        text.append(f'{first + timedelta(days=day)} * "Move"')
        text.append(f"  {'! ' if one else ''}{source}  {-number} USD")
        text.append(f"  {'! ' if other else ''}{target}  {number} USD")
    journal = tmp_path / "journal.beancount"
    journal.write_text("\n".join(text) + "\n")
    ledger = pfin.load(journal)
    assert not ledger.has_errors
    at = first + timedelta(days=until)
    found = inventories_by_kind(ledger, ledger.inventories(at), at)
    for kind in BalanceKind:
        assert found[kind] == ledger.counting(kind).inventories(at)
    for name in NAMES:
        sign = 1 if name.startswith(("Assets", "Expenses")) else -1
        posted, available = (
            found[kind][name].units("USD") * sign if name in found[kind] else Decimal(0)
            for kind in (BalanceKind.POSTED, BalanceKind.AVAILABLE)
        )
        assert available <= posted
