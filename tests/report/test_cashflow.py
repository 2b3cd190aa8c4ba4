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
from pfin.report.table import Money, Text, Tone
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


DEEP = """
    2025-01-01 open Assets:Bank:Checking
    2025-01-01 open Assets:Bank:Savings:Rainy-Day
    2025-01-01 open Expenses:Food:Restaurant
    2025-01-01 open Expenses:Food:Groceries
    2025-01-02 * "Lunch"
      Expenses:Food:Restaurant        12.00 USD
      Assets:Bank:Checking
    2025-01-03 * "Groceries"
      Expenses:Food:Groceries          8.00 USD
      Assets:Bank:Checking
    2025-02-03 * "Put aside"
      Assets:Bank:Savings:Rainy-Day    5.00 USD
      Assets:Bank:Checking
"""
CHECKING = Boundary("checking", "Assets:Bank:Checking", ("Assets:Bank:Checking",))


def test_several_columns_have_few_rows_unless_a_depth_is_asked_for(read) -> None:
    ledger = read(DEEP)
    report = cashflow(ledger, CHECKING, TWO_MONTHS)
    shown = page(report, ledger.digits)
    lines = [" ".join(line.split()) for line in to_text(shown).splitlines()]
    assert any(line.startswith("Expenses:Food 20.00 USD") for line in lines)
    # Assets:Bank would stand for what is inside too.
    assert any(line.startswith("Assets:Bank:Savings 5.00 USD") for line in lines)
    assert shown.notes[-1] == "3 deeper accounts are counted with their parents; --depth 4 shows all."
    assert len(report.categories) == 3
    deep = Grouping(depth=4)
    every = page(cashflow(ledger, CHECKING, TWO_MONTHS, grouping=deep), ledger.digits, grouping=deep)
    assert "Restaurant" in to_text(every) and not any("counted with" in note for note in every.notes)
    one = page(cashflow(ledger, CHECKING, TWO_MONTHS[:1]), ledger.digits)
    assert "Restaurant" in to_text(one) and not any("counted with" in note for note in one.notes)
    assert "Expenses:Food:Restaurant" in to_csv(page(report, ledger.digits, full=True))


def test_periods_in_which_nothing_happened_are_shown_as_one(read) -> None:
    ledger = read(DEEP)
    later = cut(Period(Date(2026, 1, 1), Date(2027, 1, 1), "2026"), Interval.MONTH)
    report = cashflow(ledger, CHECKING, later, name="2026")
    assert (len(report.periods), report.period) == (12, "2026-01-01 to 2026-12-31 (2026)")
    shown = page(report, ledger.digits)
    assert [column.title for column in shown.tables[0].columns] == ["Account", "2026", ""]
    assert to_csv(page(report, ledger.digits, full=True)).count("opening") == 12


def test_a_price_that_changes_is_something_that_happened(read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Broker
        2025-01-01 open Equity:Opening
        2025-01-01 * "Opening"
          Assets:Broker  2 HOOL
          Equity:Opening
        2025-01-01 price HOOL 5 USD
        2025-02-10 price HOOL 6 USD
    """)
    broker = Boundary("broker", "Assets:Broker", ("Assets:Broker",))
    later = [
        Period(Date(2025, 2, 1), Date(2025, 3, 1), "2025-02"),
        Period(Date(2025, 3, 1), Date(2025, 4, 1), "2025-03"),
    ]
    shown = page(cashflow(ledger, broker, later, currency="USD"), ledger.digits)
    assert "2025-03" in [column.title for column in shown.tables[0].columns]


def test_net_flows_that_are_negative_are_marked(household: Ledger) -> None:
    (table,) = page(cashflow(household, CASH, TWO_MONTHS), household.digits).tables
    (net,) = [row for row in table.rows if isinstance(row.cells[0], Text) and row.cells[0].text == "Net flow"]
    assert [cell.tones for cell in net.cells[1:3] if isinstance(cell, Money)] == [
        (Tone.MORE,),
        (Tone.LESS, Tone.LESS, Tone.LESS),
    ]


def test_csv_adds_up(household: Ledger) -> None:
    report = cashflow(household, CASH, TWO_MONTHS)
    rows = list(csv.DictReader(io.StringIO(to_csv(page(report, household.digits, full=True)))))
    assert list(rows[0]) == ["period", "begin", "end", "section", "category", "amount", "amount_commodity"]
    sign = {"opening": 1, "in": 1, "out": -1, "conversions": 1, "closing": -1}
    for period in ("2025-01", "2025-02"):
        for commodity in ("USD", "EUR", "HOOL"):
            chosen = [row for row in rows if (row["period"], row["amount_commodity"]) == (period, commodity)]
            assert sum(sign[row["section"]] * Decimal(row["amount"]) for row in chosen) == 0


def test_gains_have_lines_of_their_own(household: Ledger) -> None:
    report = cashflow(household, NET, TWO_MONTHS, currency="USD")
    assert words(report.periods[1].gains.price) == "120.00 HOOL"
    lines = [" ".join(line.split()) for line in to_text(page(report, household.digits)).splitlines()]
    assert any(line.startswith("Price gains of HOOL 120.00 USD") for line in lines)
