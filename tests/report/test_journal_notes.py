from datetime import date as Date

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.report.journal_notes import equity_notes, error_notes, journal_notes
from pfin.systems.boundary import Boundary, Origin

CASH = Boundary("cash", "Assets:Wallet", ("Assets:Wallet",), Origin.RECOGNISED)
NONE = "No transaction is in this period: those of the journal go from 2025-01-01 to 2025-02-14."


def test_a_time_with_transactions_needs_no_words(household: Ledger) -> None:
    assert journal_notes(household, (), Period(Date(2025, 2, 1), Date(2025, 3, 1))) == ()
    assert journal_notes(household, (), None) == ()
    assert error_notes(household) == ()


def test_a_time_without_any_says_where_they_are(household: Ledger) -> None:
    for begin, end in (("2024-01-01", "2025-01-01"), ("2025-01-02", "2025-01-10"), ("2025-02-15", "2026-01-01")):
        period = Period(Date.fromisoformat(begin), Date.fromisoformat(end))
        assert journal_notes(household, (), period) == (NONE,)


def test_what_was_taken_for_cash_is_said_once(household: Ledger) -> None:
    (note,) = journal_notes(household, (CASH, CASH), None)
    assert "Assets:Wallet" in note


def test_a_journal_without_transactions_has_nothing_else_to_say(read) -> None:
    ledger = read("2025-01-01 open Assets:Wallet")
    period = Period(Date(2025, 1, 1), Date(2026, 1, 1))
    assert journal_notes(ledger, (CASH,), period) == ("The journal has no transactions.",)


def test_inflows_from_equity(household: Ledger) -> None:
    assert equity_notes(household, ["Income:Salary", "Expenses:Food", ""]) == ()
    assert equity_notes(household, ["Equity:A", "Income:Salary", "Equity:A", "Equity:B"]) == (
        "Equity:A, Equity:B are no income: an opening balance was there before the journal began.",
    )
