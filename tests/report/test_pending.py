"""What is pending, with what it holds back, on a journal whose figures are worked out by hand."""

from collections.abc import Callable
from datetime import date as Date

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.amount import Amount
from pfin.report.moments import Chosen, Instant
from pfin.report.pending import PendingReport, page, pending
from pfin.report.table import AccountName, Money, Text
from pfin.systems.boundary import Boundary

Read = Callable[[str], Ledger]
AT = Instant(Date(2025, 2, 20), Chosen.TODAY)

JOURNAL = """
    2025-01-01 open Assets:Checking
    2025-01-01 open Assets:Savings
    2025-01-01 open Liabilities:Card
    2025-01-01 open Income:Salary
    2025-01-01 open Expenses:Travel
    2025-01-01 open Equity:Opening-Balances

    2025-01-01 * "Opening"
      Assets:Checking   1000.00 USD
      Equity:Opening-Balances
    2025-01-16 ! "Employer" "Pay"
      Assets:Checking   2000.00 USD
      Income:Salary
    2025-01-12 ! "Hotel" "Deposit" ^hotel
      Expenses:Travel    200.00 USD
      Liabilities:Card
    2025-01-14 ! "To savings" ^move
      Assets:Checking   -300.00 USD
      Assets:Savings
    2025-01-15 * "Card payment" ^pay
      Assets:Checking    -50.00 USD
      ! Liabilities:Card  50.00 USD
    2025-02-10 ! "Shop" "Shoes" ^shoes
      expires: 2025-03-10
      Liabilities:Card   -90.00 USD
      Expenses:Travel
"""


def words(amounts: tuple[Amount, ...]) -> str:
    return ", ".join(str(amount) for amount in amounts)


def shown(report: PendingReport) -> list[tuple[str, int, bool, str, str]]:
    return [
        (each.narration, each.age, each.overdue, words(each.held_back), words(each.coming_in))
        for each in report.transactions
    ]


def test_the_oldest_first_with_what_is_held_back_and_comes_in(read: Read) -> None:
    assert shown(pending(read(JOURNAL), AT, AT.date, overdue_after=36)) == [
        ("Deposit", 39, True, "200.00 USD", ""),
        ("To savings", 37, True, "300.00 USD", "300.00 USD"),
        ("Card payment", 36, False, "", "50.00 USD"),
        ("Pay", 35, False, "", "2000.00 USD"),
        ("Shoes", 10, False, "90.00 USD", ""),
    ]


def test_accounts_add_up_to_the_totals(read: Read) -> None:
    report = pending(read(JOURNAL), AT, AT.date)
    assert [(each.account, words(each.held_back), words(each.coming_in)) for each in report.accounts] == [
        ("Assets:Checking", "300.00 USD", "2000.00 USD"),
        ("Assets:Savings", "", "300.00 USD"),
        ("Liabilities:Card", "290.00 USD", "50.00 USD"),
    ]
    assert (words(report.held_back), words(report.coming_in)) == ("590.00 USD", "2350.00 USD")


def test_what_says_when_it_expires_is_never_overdue(read: Read) -> None:
    report = pending(read(JOURNAL), AT, AT.date, overdue_after=0)
    assert [each.narration for each in report.transactions if not each.overdue] == ["Shoes"]
    assert report.transactions[-1].expires == Date(2025, 3, 10)


def test_a_boundary_has_only_its_own_postings(read: Read) -> None:
    report = pending(read(JOURNAL), AT, AT.date, boundary=Boundary("card", "card", ("Liabilities:Card",)))
    assert [each.narration for each in report.transactions] == ["Deposit", "Card payment", "Shoes"]
    assert {leg.account for each in report.transactions for leg in each.legs} == {"Liabilities:Card"}


def test_of_what_was_posted_in_part_the_remainder_is_left(read: Read) -> None:
    ledger = read(
        JOURNAL
        + """
    2025-01-20 * "Hotel" "First night" ^hotel
      posts-part: "hotel"
      Expenses:Travel     80.00 USD
      Liabilities:Card
        """
    )
    (hotel, *_) = pending(ledger, AT, AT.date).transactions
    assert (words(hotel.held_back), hotel.parts_posted) == ("120.00 USD", (Date(2025, 1, 20),))


def test_a_date_after_today_is_ahead(read: Read) -> None:
    at = Instant(Date(2025, 2, 10), Chosen.LAST_TRANSACTION)
    report = pending(read(JOURNAL), at, Date(2025, 2, 9))
    assert (report.transactions[-1].age, report.transactions[-1].overdue) == (-1, False)
    assert "in 1 day" in lines(report)[-5]


def lines(report: PendingReport) -> list[str]:
    found = []
    for row in page(report, {}).tables[0].rows:
        said = []
        for cell in row.cells:
            match cell:
                case Text():
                    said.append(cell.text)
                case AccountName():
                    said.append(cell.label)
                case Money():
                    said.append(f"{words(cell.amounts)} {' '.join(cell.words)}".strip())
                case None:
                    pass
                case _:
                    said.append(str(cell.date) if hasattr(cell, "date") else "")
        found.append(" ".join(filter(None, said)))
    return found


def test_the_page_shows_each_transaction_above_its_accounts(read: Read) -> None:
    report = pending(read(JOURNAL), AT, AT.date)
    assert lines(report)[:10] == [
        "2025-01-12 39 days Hotel | Deposit",
        "overdue ^hotel",
        "line 15",
        "Liabilities:Card 200.00 USD held back",
        "2025-01-14 37 days To savings",
        "overdue ^move",
        "line 18",
        "Assets:Checking 300.00 USD held back",
        "Assets:Savings 300.00 USD coming in",
        "2025-01-15 36 days Card payment",
    ]
    assert lines(report)[-4:] == ["^shoes", "line 24", "until 2025-03-10", "Liabilities:Card 90.00 USD held back"]
    assert any("Overdue: 4 transactions are pending for more than 30 days" in note for note in page(report, {}).notes)


def test_nothing_is_pending_before_the_first(read: Read) -> None:
    report = pending(read(JOURNAL), Instant(Date(2025, 1, 11)), Date(2025, 1, 11))
    assert (report.transactions, report.accounts) == ((), ())
    assert page(report, {}).notes == ("Nothing is pending.",)


@pytest.mark.parametrize("full", [False, True])
def test_a_page_of_nothing(read: Read, full: bool) -> None:
    report = pending(read(""), AT, AT.date)
    assert page(report, {}, full=full).tables[0].rows == ()
