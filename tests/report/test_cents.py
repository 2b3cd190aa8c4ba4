from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pfin
from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.ledger.residues import Cause, with_booked_residues
from pfin.model.amount import Amount
from pfin.model.period import Period
from pfin.report.cents import CentsReport, cents, page
from pfin.report.moments import Instant
from pfin.report.table import RowKind, Text
from pfin.report.trial import Sides, trial

LAST = Instant(Date(2025, 12, 31))
OPTION = 'option "account_rounding" "Rounding"\n'
JOURNAL = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Broker
    2025-01-01 open Expenses:Fees

    2025-01-02 * "Fund" "Buy a little"
      Assets:Broker   1.001 HOOL {99.99 USD}
      Assets:Bank   -100.09 USD
    2025-02-02 * "Bank" "Exchange"
      Assets:Bank     10.00 EUR @ 1.1234 USD
      Expenses:Fees    1.00 USD
      Assets:Bank
    2025-03-02 * "Fund" "Buy for a total"
      Assets:Broker       3 HOOL {{100.00 USD}}
      Assets:Bank   -100.00 USD
    2025-04-02 * "Nothing lost"
      Expenses:Fees    1.00 USD
      Assets:Bank     -1.00 USD
    2025-05-02 * "Fund" "Buy more"
      Assets:Broker   1.001 HOOL {99.97 USD}
      Assets:Bank   -100.07 USD
"""

Read = Callable[[str], Ledger]


def found(report: CentsReport) -> list[tuple[str, str, str]]:
    # An amount has its zeros at the end from the multiplication that made it.
    return [(str(cent.date), f"{cent.residue.number.normalize():f}", cent.cause.value) for cent in report.residues]


def test_the_largest_come_first_and_divisions_last(read: Read) -> None:
    report = cents(read(JOURNAL))
    assert found(report) == [
        ("2025-02-02", "0.004", "rounded"),
        ("2025-05-02", "-0.00003", "written"),
        ("2025-01-02", "-0.00001", "written"),
        ("2025-03-02", "-0.00000000000000000000000001", "divided"),
    ]
    assert [cent.tolerance for cent in report.residues] == [Decimal("0.005")] * 4
    assert [cent.line for cent in report.residues] == [9, 19, 6, 13]
    assert {cause: sum(each.number for each in sums) for cause, sums in report.by_cause.items()} == {
        "written": Decimal("-0.00004"),
        "rounded": Decimal("0.004"),
        "divided": Decimal("-1E-26"),
    }


def test_a_period_has_its_own(read: Read) -> None:
    ledger = read(JOURNAL)
    report = cents(ledger, Period(Date(2025, 5, 2), Date(2025, 5, 3)))
    assert found(report) == [("2025-05-02", "-0.00003", "written")]
    assert report.totals == (Amount(Decimal("-0.00003"), "USD"),)
    assert found(cents(ledger, Period(Date(2025, 5, 3), Date(2025, 6, 3)))) == []


def test_the_last_day_of_the_calendar_is_in_a_period_up_to_it(read: Read) -> None:
    report = cents(read(JOURNAL.replace("2025-05-02", "9999-12-31")), Period(Date(2026, 1, 1), Date.max))
    assert found(report) == [("9999-12-31", "-0.00003", "written")]


def test_divisions_are_told_apart_and_shown_where_asked(read: Read) -> None:
    report = cents(read(JOURNAL))
    shown = page(report, {})
    assert [row.kind for row in shown.tables[0].rows] == [RowKind.BODY] * 3 + [RowKind.TOTAL]
    assert any(note.startswith("1 transaction more") and "--all" in note for note in shown.notes)
    everything = page(report, {}, everything=True)
    assert len(everything.tables[0].rows) == 5
    assert not any("--all" in note for note in everything.notes)


def test_the_total_is_that_of_the_rows(read: Read) -> None:
    report = cents(read(JOURNAL))
    for everything, total in ((False, "0.00396"), (True, "0.00395999999999999999999999")):
        *_, last = page(report, {}, everything=everything).tables[0].rows
        assert [f"{amount.number.normalize():f}" for amount in last.cells[2].amounts] == [total]  # type: ignore[union-attr]


def test_what_booking_rounded_is_warned_of(read: Read) -> None:
    warned = [note for note in page(cents(read(JOURNAL)), {}).notes if note.startswith("Warning: ")]
    assert len(warned) == 1
    assert "in 1 transaction an amount is left out" in warned[0]
    written = page(cents(read(JOURNAL), Period(Date(2025, 5, 1), None)), {})
    assert not any(note.startswith("Warning") for note in written.notes)
    assert Text("written") in written.tables[0].rows[0].cells


def test_it_says_where_they_are_booked(read: Read) -> None:
    assert any(
        "are in no account" in note and "account_rounding" in note for note in page(cents(read(JOURNAL)), {}).notes
    )
    ledger = with_booked_residues(read(f"    {OPTION}{JOURNAL}"))
    report = cents(ledger)
    # They are residues all the same.
    assert len(report.residues) == 4
    assert any(note.startswith("They are booked to Equity:Rounding") for note in page(report, {}).notes)


def test_nothing_is_said_to_be_nothing(read: Read) -> None:
    shown = page(cents(read(JOURNAL), Period(Date(2025, 4, 1), Date(2025, 4, 30))), {})
    assert shown.tables[0].rows == ()
    assert shown.notes == ("No cent is lost: every transaction comes to zero.",)
    shown = page(cents(read(JOURNAL), Period(Date(2025, 3, 1), Date(2025, 4, 30))), {})
    assert shown.notes[0] == "No cent is lost: every transaction comes to zero, but for divisions."


# Journals that balance within tolerance, and seldom exactly.

prices = st.decimals(min_value="0.01", max_value=999, places=3)
units = st.decimals(min_value="0.001", max_value=99, places=3)
flags = st.sampled_from(["*", "*", "!"])
leg_flags = st.sampled_from(["", "", "", "! "])


@st.composite
def transactions(draw: st.DrawFn) -> tuple[str, Cause | None]:
    """A transaction, and why it is off zero where it can be."""
    number, price, flag, leg_flag = draw(units), draw(prices), draw(flags), draw(leg_flags)
    if draw(st.integers(0, 4)) == 0:
        whole, number = round(price, 2), Decimal(draw(st.integers(1, 99)))
        legs = f"  Assets:Broker  {number} HOOL {{{{{whole} USD}}}}\n  {leg_flag}Assets:Bank  -{whole} USD\n"
        return f"2025-01-02 {flag}\n{legs}", Cause.DIVIDED
    mark = draw(st.sampled_from(["@ {} USD", "{{{} USD}}"])).format(price)
    legs = f"  {leg_flag}Assets:Broker  {number} HOOL {mark}\n  Expenses:Fees  1.00 USD\n"
    if draw(st.booleans()):
        return f"2025-01-02 {flag}\n{legs}  Assets:Bank\n", Cause.ROUNDED
    paid = round(number * price, 2) + 1
    return f"2025-01-02 {flag}\n{legs}  Assets:Bank  -{paid} USD\n", Cause.WRITTEN


journals = st.lists(transactions(), max_size=6)


def ledger_of(folder: Path, head: str, texts: list[str]) -> Ledger:
    accounts = "".join(f"2025-01-01 open {name}\n" for name in ("Assets:Bank", "Assets:Broker", "Expenses:Fees"))
    (folder / "journal.beancount").write_text("\n".join([head + accounts, *texts]), encoding="utf-8")
    ledger = pfin.load(folder / "journal.beancount")
    assert not ledger.has_errors, ledger.diagnostics
    return ledger


def signed(sides: Sides) -> dict[str, Decimal]:
    return {
        amount.commodity: amount.number * sign
        for side, sign in ((sides.debit, 1), (sides.credit, -1))
        for amount in side
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cents")


@settings(max_examples=60, deadline=None)
@given(drawn=journals)
def test_cents_are_the_residue_of_the_trial_balance(folder: Path, drawn: list[tuple[str, Cause]]) -> None:
    texts = [text for text, _ in drawn]
    plain = ledger_of(folder, "", texts)
    booked = with_booked_residues(ledger_of(folder, OPTION, texts))
    lost = {amount.commodity: -amount.number for amount in cents(plain).totals}
    assert cents(booked).totals == cents(plain).totals

    without, with_option = trial(plain, LAST), trial(booked, LAST)
    for report in (without, with_option):
        assert report.totals.debit == report.totals.credit
        assert signed(report.out_of_balance) == signed(report.pending) == {}
    assert signed(without.residue) == lost
    assert signed(with_option.residue) == {}
    rounding = [row for row in with_option.accounts if row.account == "Equity:Rounding"]
    assert [signed(Sides(row.debit, row.credit)) for row in rounding] == ([lost] if lost else [])
    # No other account has anything of it.
    others = [row for row in with_option.accounts if row.account != "Equity:Rounding"]
    assert others == list(without.accounts)


@settings(max_examples=60, deadline=None)
@given(drawn=journals)
def test_causes_are_those_that_the_journal_was_made_with(folder: Path, drawn: list[tuple[str, Cause]]) -> None:
    ledger = ledger_of(folder, "", [text for text, _ in drawn])
    made = {transaction.line: cause for transaction, (_, cause) in zip(ledger.transactions(), drawn, strict=True)}
    for cent in cents(ledger).residues:
        assert cent.cause is made[cent.line]
        assert cent.residue.number
        assert abs(cent.residue.number) <= cent.tolerance


@settings(max_examples=60, deadline=None)
@given(drawn=journals, head=st.sampled_from(["", OPTION]), kind=st.sampled_from(BalanceKind))
def test_debits_equal_credits_whatever_is_counted(
    folder: Path, drawn: list[tuple[str, Cause]], head: str, kind: BalanceKind
) -> None:
    ledger = with_booked_residues(ledger_of(folder, head, [text for text, _ in drawn]))
    report = trial(ledger.counting(kind), LAST)
    assert report.totals.debit == report.totals.credit
    assert report.balanced
    if kind is BalanceKind.PENDING:
        assert signed(report.pending) == {}
    elif kind is BalanceKind.POSTED and signed(report.pending):
        # A transaction that is pending as a whole has no part in it.
        assert any("*" in text and "! Assets" in text for text, _ in drawn)
