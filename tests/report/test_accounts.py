from collections.abc import Callable
from datetime import date as Date

import pytest

from pfin.ledger.ledger import Ledger
from pfin.report.accounts import AccountRow, accounts, page
from pfin.report.moments import Chosen, Instant

YEAR = Instant(Date(2025, 12, 31))

Read = Callable[[str], Ledger]


@pytest.fixture
def ledger(read: Read) -> Ledger:
    return read("""
        2025-01-01 open Assets:Bank USD, EUR
        2025-01-01 open Assets:Broker "FIFO"
        2025-01-01 open Income:Salary
        2025-01-31 * "Pay"
          Assets:Bank    100 USD
          Income:Salary
        2025-02-28 * "Pay"
          Assets:Bank    100 USD
          Income:Salary
        2025-03-01 close Income:Salary
    """)


def rows(ledger: Ledger, at: Instant = YEAR) -> dict[str, AccountRow]:
    return {row.account: row for row in accounts(ledger, at).accounts}


def test_what_the_journal_declares_and_how_it_uses_it(ledger: Ledger) -> None:
    bank, salary, broker = (rows(ledger)[name] for name in ("Assets:Bank", "Income:Salary", "Assets:Broker"))
    assert (bank.opened, bank.closed, bank.commodities, bank.used) == (Date(2025, 1, 1), None, ("USD", "EUR"), ("USD",))
    assert (bank.postings, bank.last_used) == (2, Date(2025, 2, 28))
    assert (salary.closed, salary.commodities, salary.used) == (Date(2025, 3, 1), (), ("USD",))
    assert (broker.postings, broker.last_used) == (0, None)
    assert broker.booking is not None
    assert broker.booking.value == "FIFO"


def test_postings_count_until_the_instant(ledger: Ledger) -> None:
    assert rows(ledger, Instant(Date(2025, 1, 31)))["Assets:Bank"].postings == 1


def test_accounts_opened_after_a_day_that_was_given_are_left_out(ledger: Ledger) -> None:
    before = Date(2024, 12, 31)
    assert rows(ledger, Instant(before)) == {}
    assert len(rows(ledger, Instant(before, Chosen.TODAY))) == 3


def test_chosen_accounts_only(ledger: Ledger) -> None:
    report = accounts(ledger, YEAR, accounts=["Assets:Bank"], patterns=("bank",))
    assert [row.account for row in report.accounts] == ["Assets:Bank"]
    assert page(report, {}).title == "Accounts matching bank"


def test_a_page_has_a_row_for_each(ledger: Ledger) -> None:
    assert len(page(accounts(ledger, YEAR), {}).tables[0].rows) == 3
