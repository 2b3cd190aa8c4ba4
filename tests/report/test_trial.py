from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.amount import Amount
from pfin.report.moments import Instant
from pfin.report.table import Money, Text
from pfin.report.trial import ImbalanceError, Sides, TrialReport, page, trial

FEBRUARY = Instant(Date(2025, 2, 28))
ACCOUNTS = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Broker
    2025-01-01 open Income:Gains
    2025-01-01 open Expenses:Fees
"""

Read = Callable[[str], Ledger]


def words(amounts: tuple[Amount, ...]) -> str:
    return ", ".join(str(amount) for amount in amounts)


def columns(report: TrialReport) -> dict[str, tuple[str, str]]:
    return {row.account: (words(row.debit), words(row.credit)) for row in report.accounts}


def sides(found: Sides) -> tuple[str, str]:
    return (words(found.debit), words(found.credit))


def test_accounts_stand_on_the_side_of_their_balance(household: Ledger) -> None:
    report = trial(household, FEBRUARY)
    assert columns(report) == {
        "Assets:Bank:Checking": ("1915.00 USD", ""),
        "Assets:Bank:Savings": ("500.00 USD", ""),
        "Assets:Broker": ("400.00 USD", ""),
        "Assets:Wallet": ("", "10.00 EUR"),
        "Liabilities:Card": ("30.00 USD", ""),
        "Equity:Opening-Balances": ("", "1000.00 USD"),
        "Income:Salary": ("", "2000.00 USD"),
        "Expenses:Food": ("60.00 EUR, 80.00 USD", ""),
        "Expenses:Food:Restaurant": ("20.00 USD", ""),
    }
    # The exchange gave 55 USD for 50 EUR.
    assert sides(report.conversions) == ("55.0000 USD", "50.00 EUR")
    assert sides(report.residue) == ("", "")
    assert sides(report.totals) == ("60.00 EUR, 3000.0000 USD", "60.00 EUR, 3000.00 USD")
    assert report.totals.debit == report.totals.credit


def test_only_transactions_until_the_instant_count(household: Ledger) -> None:
    report = trial(household, Instant(Date(2025, 1, 11)))
    assert sides(report.totals) == ("1080.00 USD", "1080.00 USD")
    assert sides(report.conversions) == ("", "")


def test_a_sale_of_lots_leaves_cost_and_gain(read: Read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-01-02 * "Buy"
      Assets:Broker   10 HOOL {50.00 USD}
      Assets:Bank   -500.00 USD
    2025-01-09 * "Sell"
      Assets:Broker   -4 HOOL {50.00 USD} @ 60.00 USD
      Assets:Bank    240.00 USD
      Income:Gains   -40.00 USD
    """
    )
    report = trial(ledger, FEBRUARY)
    assert columns(report) == {
        "Assets:Bank": ("", "260.00 USD"),
        "Assets:Broker": ("300.00 USD", ""),
        "Income:Gains": ("", "40.00 USD"),
    }
    assert sides(report.conversions) == ("", "")


def test_what_a_tolerance_lets_pass_is_the_residue(read: Read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-01-02 * "Half a cent less than the lot cost"
      Assets:Broker   1.001 HOOL {99.99 USD}
      Assets:Bank   -100.09 USD
    2025-01-03 * "Balanced"
      Expenses:Fees    1.00 USD
      Assets:Bank     -1.00 USD
    """
    )
    # 1.001 x 99.99 = 100.08999, so that the debits lack 0.00001.
    report = trial(ledger, FEBRUARY)
    assert columns(report)["Assets:Broker"] == ("100.08999 USD", "")
    assert sides(report.residue) == ("0.00001 USD", "")
    assert [(str(found.date), words(found.amounts)) for found in report.residues] == [("2025-01-02", "-0.00001 USD")]
    assert (report.residues[0].file, report.residues[0].line) == (ledger.entry, 7)
    assert sides(report.totals) == ("101.09000 USD", "101.09 USD")
    assert report.balanced
    notes = page(report, {}).notes
    assert notes[0] == "Debits equal credits in every commodity, to the last digit, Residue counted."
    assert any("rounding within tolerance, in 1 transaction" in note and "pfin cents" in note for note in notes)
    assert not any("pfin cents" in note for note in page(report, {}, residues=True).notes)


def test_a_total_price_counts_as_it_is_stated(read: Read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-01-02 * "A third of a dollar has no end of digits"
      Assets:Bank      3.00 EUR @@ 1.00 USD
      Assets:Bank     -1.00 USD
    """
    )
    report = trial(ledger, FEBRUARY)
    assert report.residues == ()
    assert sides(report.conversions) == ("1.00 USD", "3.00 EUR")


def test_the_dust_of_divided_costs_is_residue_too(read: Read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-01-02 * "Buy"
      Assets:Broker   3 HOOL {{100.00 USD}}
      Assets:Bank  -100.00 USD
    """
    )
    report = trial(ledger, FEBRUARY)
    dust = report.residue.debit[0].number
    assert Decimal(0) < dust < Decimal("1e-20")
    assert report.totals.debit == report.totals.credit
    assert any("rounded for display" in note for note in page(report, {}).notes)


class Forgetful(Ledger):
    """A ledger with a fault: it loses an account on the way to its balances."""

    def inventories(self, at: Date | None = None) -> dict:  # type: ignore[type-arg]
        held = super().inventories(at)
        del held["Assets:Wallet"]
        return held


def test_a_fault_that_loses_an_account_is_raised(household: Ledger) -> None:
    broken = Forgetful(household.entry, household.files, household.options, household.entries, (), household.sources)
    with pytest.raises(ImbalanceError):
        trial(broken, FEBRUARY)


def test_a_residue_is_legible_beside_divided_costs(read: Read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-01-02 * "Buy"
      Assets:Broker   3 HOOL {{100.00 USD}}
      Assets:Bank  -100.00 USD
    2025-01-02 * "Off by a little"
      Assets:Bank     1.00 USD
      Assets:Bank    -1.003 USD
    """
    )
    row = next(row for row in page(trial(ledger, FEBRUARY), {}).tables[0].rows if row.cells[0] == Text("Residue"))
    assert row.cells[1] == Money((Amount(Decimal("0.003"), "USD"),), exact=True)


def test_residues_are_listed_where_asked(read: Read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-01-02 * "Off by a little"
      Assets:Broker   1.001 HOOL {99.99 USD}
      Assets:Bank   -100.09 USD
    """
    )
    report = trial(ledger, FEBRUARY)
    assert len(page(report, {}).tables) == 1
    listed = page(report, {}, residues=True).tables[1]
    assert [row.cells[-1] for row in listed.rows] == [Text("journal.beancount:7")]


def test_before_the_first_transaction_there_is_nothing_to_prove(household: Ledger) -> None:
    shown = page(trial(household, Instant(Date(2024, 1, 1))), {})
    assert shown.tables[0].rows == ()
    assert shown.notes == ("No account holds anything at this instant.",)
