"""The figures are worked out by hand from the journal in conftest.py."""

import csv
import io
from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.render.csv import to_csv
from pfin.render.terminal import to_text
from pfin.report.cashflow import CashflowReport, Grouping, cashflow, page
from pfin.systems.boundary import Boundary

TWO_MONTHS = cut(Period(Date(2025, 1, 1), Date(2025, 3, 1)), Interval.MONTH)
CASH = Boundary("cash", "Assets:Bank:Checking | Assets:Wallet", ("Assets:Bank:Checking", "Assets:Wallet"))
NET = Boundary(
    "networth",
    "Assets | Liabilities",
    ("Assets:Bank:Checking", "Assets:Bank:Savings", "Assets:Broker", "Assets:Wallet", "Liabilities:Card"),
)


def words(sums) -> str:
    return ", ".join(f"{number} {commodity}" for commodity, number in sorted(sums.items()))


def by_category(report: CashflowReport) -> dict[str, list[str]]:
    return {
        each.category: [f"+{words(i)} -{words(o)}" for i, o in zip(each.inflow, each.outflow, strict=True)]
        for each in report.categories
    }


def test_columns_chain_from_opening_to_closing(household: Ledger) -> None:
    january, february = cashflow(household, CASH, TWO_MONTHS).periods
    assert (words(january.opening), words(january.inflow), words(january.closing)) == ("", "3000.00 USD", "3000.00 USD")
    assert january.closing == february.opening
    assert words(february.outflow) == "60.00 EUR, 4 HOOL, 630.00 USD"
    assert words(february.net) == "-60.00 EUR, -4 HOOL, -630.00 USD"
    assert words(february.conversions) == "50.00 EUR, 4 HOOL, -455.00 USD"
    assert words(february.closing) == "-10.00 EUR, 1915.00 USD"


def test_categories_are_the_accounts_outside(household: Ledger) -> None:
    assert by_category(cashflow(household, CASH, TWO_MONTHS)) == {
        "Assets:Bank:Savings": ["+ -", "+ -500.00 USD"],
        "Assets:Broker": ["+ -", "+ -4 HOOL"],
        "Liabilities:Card": ["+ -", "+ -130.00 USD"],
        "Equity:Opening-Balances": ["+1000.00 USD -", "+ -"],
        "Income:Salary": ["+2000.00 USD -", "+ -"],
        "Expenses:Food": ["+ -", "+ -60.00 EUR"],
    }


def test_the_card_payment_is_nothing_to_net_worth(household: Ledger) -> None:
    assert by_category(cashflow(household, NET, TWO_MONTHS)) == {
        "Equity:Opening-Balances": ["+1000.00 USD -", "+ -"],
        "Income:Salary": ["+2000.00 USD -", "+ -"],
        "Expenses:Food": ["+ -80.00 USD", "+ -60.00 EUR"],
        "Expenses:Food:Restaurant": ["+ -20.00 USD", "+ -"],
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("payee", {"": "1000.00 USD", "Diner": "-20.00 USD", "Employer": "2000.00 USD", "Shop": "-80.00 USD"}),
        ("tag", {"": "2980.00 USD", "#home": "-80.00 USD"}),
        ("trip", {"": "2900.00 USD"}),
    ],
)
def test_rows_by_something_else(household: Ledger, by: str, expected: dict[str, str]) -> None:
    report = cashflow(household, NET, TWO_MONTHS[:1], grouping=Grouping(by))
    assert {each.category: words(each.net) for each in report.categories} == expected


@pytest.mark.parametrize("flat", [False, True])
def test_deeper_accounts_are_counted_with_their_parent_in_every_format(household: Ledger, flat: bool) -> None:
    report = cashflow(household, NET, TWO_MONTHS, grouping=Grouping(flat=flat, depth=2))
    assert by_category(report) == {
        "Equity:Opening-Balances": ["+1000.00 USD -", "+ -"],
        "Income:Salary": ["+2000.00 USD -", "+ -"],
        "Expenses:Food": ["+ -100.00 USD", "+ -60.00 EUR"],
    }
    assert [each.postings for each in report.categories] == [1, 1, 3]


def test_metadata_of_a_posting_comes_before_that_of_its_transaction(read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Expenses:Food
        2025-01-05 * "Market"
          project: "party"
          Expenses:Food    10.00 USD
          Expenses:Food     5.00 USD
            project: "home"
          Assets:Bank
    """)
    bank = Boundary("bank", "Assets:Bank", ("Assets:Bank",))
    report = cashflow(ledger, bank, TWO_MONTHS[:1], grouping=Grouping("project"))
    assert {each.category: words(each.net) for each in report.categories} == {
        "home": "-5.00 USD",
        "party": "-10.00 USD",
    }


def test_average_divides_by_the_number_of_columns(household: Ledger) -> None:
    report = cashflow(household, CASH, TWO_MONTHS)
    averages = {each.category: words(each.average) for each in report.categories}
    assert averages["Income:Salary"] == "1000.00 USD"
    assert averages["Assets:Bank:Savings"] == "-250.00 USD"


def test_the_page_for_people(household: Ledger) -> None:
    grouping = Grouping(depth=2)
    report = cashflow(household, NET, TWO_MONTHS[:1], grouping=grouping)
    text = to_text(page(report, household.digits, grouping=grouping))
    assert text == (
        "Cash flow of networth (Assets | Liabilities)\n"
        "2025-01-01 to 2025-01-31\n"
        "\n"
        "Account                     2025-01\n"
        "-------------------------  ------------  ----------------\n"
        "Opening                        0.00 USD\n"
        "Inflows                    3,000.00 USD  ████████████████\n"
        "  Equity:Opening-Balances  1,000.00 USD  █████▍\n"
        "  Income:Salary            2,000.00 USD  ██████████▋\n"
        "Outflows                     100.00 USD  ▌\n"
        "  Expenses:Food              100.00 USD  ▌\n"
        "Net flow                   2,900.00 USD  ███████████████▌\n"
        "                           ------------\n"
        "Closing                    2,900.00 USD\n"
    )


def test_net_shows_one_figure_for_each_category(read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Expenses:Clothes
        2025-01-05 * "Boutique" "Coat"
          Expenses:Clothes    80.00 USD
          Assets:Bank
        2025-01-09 * "Boutique" "It did not fit"
          Assets:Bank         80.00 USD
          Expenses:Clothes
        2025-01-11 * "Boutique" "Another"
          Expenses:Clothes    90.00 USD
          Assets:Bank
    """)
    bank = Boundary("bank", "Assets:Bank", ("Assets:Bank",))
    report = cashflow(ledger, bank, TWO_MONTHS[:1])
    gross = to_text(page(report, ledger.digits)).split()
    assert "170.00" in gross and "80.00" in gross
    net = page(report, ledger.digits, net=True)
    lines = [" ".join(line.split()) for line in to_text(net).splitlines()]
    assert any(line.startswith("Net flows -90.00 USD") for line in lines)
    assert any(line.startswith("Expenses:Clothes -90.00 USD") for line in lines)
    assert not any(line.startswith(("Inflows", "Outflows")) for line in lines)


def test_csv_adds_up(household: Ledger) -> None:
    report = cashflow(household, CASH, TWO_MONTHS)
    rows = list(csv.DictReader(io.StringIO(to_csv(page(report, household.digits, full=True)))))
    assert list(rows[0]) == ["period", "begin", "end", "section", "category", "amount", "amount_commodity"]
    sign = {"opening": 1, "inflows": 1, "outflows": -1, "conversions": 1, "closing": -1}
    for period in ("2025-01", "2025-02"):
        for commodity in ("USD", "EUR", "HOOL"):
            chosen = [row for row in rows if (row["period"], row["amount_commodity"]) == (period, commodity)]
            assert sum(sign[row["section"]] * Decimal(row["amount"]) for row in chosen) == 0


def test_gains_have_lines_of_their_own(household: Ledger) -> None:
    report = cashflow(household, NET, TWO_MONTHS, currency="USD")
    assert words(report.periods[1].gains.price) == "120.00 HOOL"
    lines = [" ".join(line.split()) for line in to_text(page(report, household.digits)).splitlines()]
    assert any(line.startswith("Price gains of HOOL 120.00 USD") for line in lines)
