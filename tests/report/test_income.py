"""The figures are worked out by hand, most of them from the journal in conftest.py."""

import csv
import io
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path

import pytest

import pfin
from pfin.ledger.columns import Columns, columns_of
from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.render.csv import to_csv
from pfin.render.terminal import to_text
from pfin.report.income import IncomeReport, income, page
from pfin.report.table import AccountName, Tone
from pfin.systems.statement import ConservationError

Read = Callable[[str], Ledger]

YEAR = [Period(Date(2025, 1, 1), Date(2026, 1, 1), "2025")]
TWO_MONTHS = cut(Period(Date(2025, 1, 1), Date(2025, 3, 1)), Interval.MONTH)

PAY_SLIP = """
    2025-01-01 open Assets:Bank
    2025-01-01 open Assets:Pension
    2025-01-01 open Liabilities:Card
    2025-01-01 open Income:Salary
    2025-01-01 open Income:Match
    2025-01-01 open Expenses:Tax
    2025-01-01 open Expenses:Food
    2025-01-01 open Equity:Opening
    2025-01-01 * "Opening"
      Assets:Bank        700.00 USD
      Equity:Opening
    2025-01-31 * "Pay slip"
      Income:Salary    -5000.00 USD
      Expenses:Tax      1200.00 USD
      Assets:Pension     500.00 USD
      Assets:Bank       3300.00 USD
    2025-01-31 * "Taxed at once, so that nothing reaches any account of ours"
      Income:Match      -100.00 USD
      Expenses:Tax       100.00 USD
    2025-02-01 * "Food"
      Expenses:Food       80.00 USD
      Liabilities:Card
    2025-02-02 * "Half of it given back"
      Expenses:Food      -30.00 USD
      Liabilities:Card
    2025-02-20 * "Card"
      Liabilities:Card    50.00 USD
      Assets:Bank
"""


def words(sums) -> str:
    return ", ".join(f"{number} {commodity}" for commodity, number in sorted(sums.items()))


def figures(report: IncomeReport) -> list[tuple[dict[str, str], dict[str, str], str]]:
    return [
        (
            {account: words(sums) for account, sums in each.income.items()},
            {account: words(sums) for account, sums in each.expenses.items()},
            words(each.net_result),
        )
        for each in report.periods
    ]


def test_months(household: Ledger) -> None:
    report = income(household, TWO_MONTHS)
    assert figures(report) == [
        (
            {"Income:Salary": "2000.00 USD"},
            {"Expenses:Food": "80.00 USD", "Expenses:Food:Restaurant": "20.00 USD"},
            "1900.00 USD",
        ),
        ({}, {"Expenses:Food": "60.00 EUR"}, "-60.00 EUR"),
    ]
    assert words(report.net_result) == "-60.00 EUR, 1900.00 USD"
    assert words(report.total_expenses) == "60.00 EUR, 100.00 USD"


def test_a_pay_slip_counts_in_full_and_a_refund_is_taken_off(read: Read) -> None:
    assert figures(income(read(PAY_SLIP), YEAR)) == [
        (
            {"Income:Salary": "5000.00 USD", "Income:Match": "100.00 USD"},
            {"Expenses:Tax": "1300.00 USD", "Expenses:Food": "50.00 USD"},
            "3750.00 USD",
        )
    ]


@pytest.mark.parametrize(
    ("depth", "expected"),
    [(1, {"Expenses": "1350.00 USD"}), (2, {"Expenses:Tax": "1300.00 USD", "Expenses:Food": "50.00 USD"})],
)
def test_deeper_accounts_are_counted_with_their_parents(read: Read, depth: int, expected: dict[str, str]) -> None:
    ((_, expenses, _),) = figures(income(read(PAY_SLIP), YEAR, depth=depth))
    assert expenses == expected


def test_flows_are_valued_at_the_prices_of_their_days(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Income:Salary
        2025-01-01 open Expenses:Food
        2025-01-01 price EUR 1.10 USD
        2025-02-01 price EUR 1.20 USD
        2025-01-15 * "January"
          Assets:Bank      1000 EUR
          Income:Salary
        2025-02-15 * "February"
          Expenses:Food     100 EUR
          Assets:Bank
        2025-02-16 * "Bread for miles"
          Expenses:Food      10 MILES
          Assets:Bank
    """)
    report = income(ledger, TWO_MONTHS, currency="USD")
    assert [net for _, _, net in figures(report)] == ["1100.00 USD", "-10 MILES, -120.00 USD"]
    assert report.unpriced == ("MILES",)
    assert any("MILES" in note for note in page(report, {}).notes)


def test_journals_may_name_their_roots_themselves(read: Read) -> None:
    ledger = read("""
        option "name_income" "Einnahmen"
        option "name_expenses" "Ausgaben"
        2025-01-01 open Assets:Bank
        2025-01-01 open Einnahmen:Lohn
        2025-01-01 open Ausgaben:Miete
        2025-01-15 * "Lohn"
          Assets:Bank      1000 EUR
          Einnahmen:Lohn
        2025-01-16 * "Miete"
          Ausgaben:Miete    600 EUR
          Assets:Bank
    """)
    report = income(ledger, YEAR)
    assert words(report.net_result) == "400 EUR"
    text = to_text(page(report, {}))
    assert "Einnahmen" in text
    assert "Ausgaben" in text
    assert ",expenses,Ausgaben:Miete,600,EUR" in to_csv(page(report, {}, full=True))


def test_the_page(household: Ledger) -> None:
    text = to_text(page(income(household, TWO_MONTHS, depth=3), household.digits))
    assert [line.rstrip() for line in text.splitlines()[:17]] == [
        "Income and expenses",
        "2025-01-01 to 2025-02-28",
        "",
        "Account          2025-01      2025-02         Total       Average      Trend, USD",
        "--------------  ------------  -----------  ------------  ------------  ----------",
        "Income          2,000.00 USD               2,000.00 USD  1,000.00 USD  █▁",
        "  Salary        2,000.00 USD               2,000.00 USD  1,000.00 USD  █▁",
        "Expenses          100.00 USD    60.00 EUR     60.00 EUR     30.00 EUR  █▁",
        "                                             100.00 USD     50.00 USD",
        "  Food            100.00 USD    60.00 EUR     60.00 EUR     30.00 EUR  █▁",
        "                                             100.00 USD     50.00 USD",
        "    (itself)       80.00 USD    60.00 EUR     60.00 EUR     30.00 EUR  █▁",
        "                                              80.00 USD     40.00 USD",
        "    Restaurant     20.00 USD                  20.00 USD     10.00 USD  █▁",
        "                ------------  -----------  ------------  ------------",
        "Net result      1,900.00 USD   -60.00 EUR    -60.00 EUR    -30.00 EUR  █▁",
        "                                           1,900.00 USD    950.00 USD",
    ]


def test_several_columns_have_few_rows_unless_a_depth_is_asked_for(household: Ledger) -> None:
    shown = page(income(household, TWO_MONTHS), household.digits)
    lines = [" ".join(line.split()) for line in to_text(shown).splitlines()]
    assert any(line.startswith("Food 100.00 USD 60.00 EUR") for line in lines)
    assert not any("Restaurant" in line for line in lines)
    assert "1 deeper account is counted with its parent; --depth 3 shows all." in shown.notes
    for other in (
        page(income(household, TWO_MONTHS, depth=3), household.digits),
        page(income(household, TWO_MONTHS[:1]), household.digits),
        page(income(household, TWO_MONTHS[:1], depth=2), household.digits),
    ):
        assert not any("counted with" in note for note in other.notes)


def test_figures_are_what_makes_richer_or_poorer(read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Income:Salary
        2025-01-01 open Expenses:Food
        2025-01-01 open Expenses:Clothes
        2025-01-02 * "Pay"
          Assets:Bank       100 USD
          Income:Salary
        2025-01-03 * "Lunch, and a refund"
          Expenses:Food     110 USD
          Expenses:Clothes   -5 USD
          Assets:Bank
    """)
    (table,) = page(income(ledger, TWO_MONTHS[:1]), {}).tables
    assert {row.cells[0].label: row.cells[1].tones for row in table.rows if isinstance(row.cells[0], AccountName)} == {
        "Income": (Tone.MORE,),
        "Salary": (Tone.MORE,),
        "Expenses": (Tone.LESS,),
        "Food": (Tone.LESS,),
        "Clothes": (Tone.MORE,),
    }
    assert table.rows[-1].cells[1].tones == (Tone.LESS,)


def test_rows_of_a_spreadsheet_add_up_to_the_result(household: Ledger) -> None:
    report = income(household, TWO_MONTHS)
    rows = list(csv.DictReader(io.StringIO(to_csv(page(report, household.digits, full=True)))))
    assert [(row["period"], row["section"], row["account"], row["amount"]) for row in rows] == [
        ("2025-01", "income", "Income:Salary", "2000.00"),
        ("2025-01", "expenses", "Expenses:Food", "80.00"),
        ("2025-01", "expenses", "Expenses:Food:Restaurant", "20.00"),
        ("2025-02", "expenses", "Expenses:Food", "60.00"),
    ]
    assert {row["begin"] for row in rows} == {"2025-01-01", "2025-02-01"}


def test_a_period_without_any(household: Ledger) -> None:
    report = income(household, [Period(Date(2030, 1, 1), Date(2031, 1, 1), "2030")])
    assert (report.postings, report.net_result) == (0, {})
    assert page(report, {}).notes == ("There is no income and there are no expenses in this period.",)


class Forgetful(Ledger):
    """A ledger with a fault: it loses a transaction when its columns are asked for the n-th time."""

    passes_until_fault = 0

    @property
    def columns(self) -> Columns:
        self.passes_until_fault -= 1
        return columns_of(list(self.transactions())[:-1]) if self.passes_until_fault == 0 else super().columns


@pytest.mark.parametrize("faulty", [1, 2, 3])
def test_a_fault_that_loses_a_transaction_is_raised(household: Ledger, faulty: int) -> None:
    broken = Forgetful(household.entry, household.files, household.options, household.entries, (), household.sources)
    assert len(broken.accounts) == len(household.accounts)
    broken.passes_until_fault = faulty
    # Whole months are looked at once, all other periods once for each term.
    with pytest.raises(ConservationError):
        income(broken, [Period(Date(2025, 1, 2), Date(2025, 3, 2))])


def test_postings_to_accounts_of_no_known_type_do_not_count(tmp_path: Path) -> None:
    """Figures of a journal with errors may be asked for by --force."""
    journal = tmp_path / "journal.beancount"
    journal.write_text('2025-01-01 open Assets:Bank\n2025-01-02 * "?"\n  Assets:Bank  5 USD\n  Other:Thing  -5 USD\n')
    ledger = pfin.load(journal)
    assert ledger.has_errors
    report = income(ledger, YEAR)
    assert (report.net_result, report.postings) == ({}, 0)
