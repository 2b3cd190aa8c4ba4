"""The figures are worked out by hand from the journal in conftest.py."""

import json
from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.render.csv import to_csv
from pfin.render.html import to_html
from pfin.render.json import to_json
from pfin.render.terminal import to_text
from pfin.report.drawing import FlowDiagram, Point, StockChart, Stream
from pfin.report.statement import StatementReport, drawn, page, statement
from pfin.report.table import Text, Tone
from pfin.systems.boundary import Boundary

FEBRUARY = Period(Date(2025, 2, 1), Date(2025, 3, 1), "2025-02")
CASH = Boundary("cash", "Assets:Bank:Checking | Assets:Wallet", ("Assets:Bank:Checking", "Assets:Wallet"))
BROKER = Boundary("Assets:Broker", "Assets:Broker", ("Assets:Broker",))


def values(report: StatementReport) -> dict[str, object]:
    found: dict[str, object] = json.loads(to_json(report))
    return found


def test_the_names_and_figures_of_json(household: Ledger) -> None:
    assert values(statement(household, CASH, FEBRUARY)) == {
        "boundary": {
            "name": "cash",
            "expression": "Assets:Bank:Checking | Assets:Wallet",
            "accounts": ["Assets:Bank:Checking", "Assets:Wallet"],
        },
        "begin": "2025-02-01",
        "end": "2025-03-01",
        "period": "2025-02-01 to 2025-02-28 (2025-02)",
        "valuation": None,
        "opening": {"USD": "3000.00"},
        "flows": [
            {"account": "Assets:Bank:Savings", "in": {}, "out": {"USD": "500.00"}, "postings": 1},
            {"account": "Assets:Broker", "in": {}, "out": {"HOOL": "4"}, "postings": 1},
            {"account": "Expenses:Food", "in": {}, "out": {"EUR": "60.00"}, "postings": 1},
            {"account": "Liabilities:Card", "in": {}, "out": {"USD": "130.00"}, "postings": 1},
        ],
        # 400 USD became shares, which went out; 55 USD became 50 EUR.
        "conversions": {"EUR": "50.00", "HOOL": "4", "USD": "-455.00"},
        "gains": {"price": {}, "conversion": "0"},
        "closing": {"EUR": "-10.00", "USD": "1915.00"},
        "balanced": True,
        "unpriced": [],
        "main": "USD",
    }


def test_gains_are_told_apart_in_value(household: Ledger) -> None:
    found = values(statement(household, BROKER, FEBRUARY, currency="USD"))
    assert found["valuation"] == "USD"
    assert found["opening"] == {}
    # 400 USD were paid for what the market valued at 4 x 90; then the price went up by 30.
    assert found["flows"] == [{"account": "Assets:Bank:Checking", "in": {"USD": "400.00"}, "out": {}, "postings": 1}]
    assert found["gains"] == {"price": {"HOOL": "120.00"}, "conversion": "-40.00"}
    assert found["conversions"] == {}
    assert found["closing"] == {"USD": "480.00"}


def test_a_period_before_everything_holds_nothing(household: Ledger) -> None:
    report = statement(household, CASH, Period(Date(2024, 1, 1), Date(2024, 2, 1)))
    assert (report.opening, report.flows, report.closing) == ({}, (), {})
    assert "Nothing crossed this boundary in this period." in page(report, {}).notes


def test_the_page_for_people(household: Ledger) -> None:
    report = statement(household, CASH, FEBRUARY)
    assert to_text(page(report, household.digits)) == (
        "Statement of cash (Assets:Bank:Checking | Assets:Wallet)\n"
        "2025-02-01 to 2025-02-28 (2025-02)\n"
        "\n"
        "Account                  Amount\n"
        "---------------------  -------------  ----------------\n"
        "2025-01-31 Opening     3,000.00 USD\n"
        "Outflows\n"
        "  Assets:Bank:Savings    500.00 USD   ████████████████\n"
        "  Liabilities:Card       130.00 USD   ████▏\n"
        "  Assets:Broker            4    HOOL\n"
        "  Expenses:Food           60.00 EUR\n"
        "All outflows              60.00 EUR\n"
        "                           4    HOOL\n"
        "                         630.00 USD\n"
        "Conversions               50.00 EUR\n"
        "                           4    HOOL\n"
        "                        -455.00 USD\n"
        "                       -------------\n"
        "2025-02-28 Closing       -10.00 EUR\n"
        "                       1,915.00 USD\n"
        "\n"
        "Conversions: the change inside beyond what came in and went out. Exchanges of one commodity for\n"
        "another make it, rounding within tolerances, and in value also commodities that get their first\n"
        "price.\n"
        "\n"
        "Opening, flows and changes come to the closing stock to the last digit; 4 postings crossed the line.\n"
    )


def test_csv_has_every_term_once(household: Ledger) -> None:
    report = statement(household, BROKER, FEBRUARY, currency="USD")
    assert to_csv(page(report, household.digits, full=True)).splitlines() == [
        "period,begin,end,section,account,amount,amount_commodity",
        "2025-02,2025-02-01,2025-03-01,in,Assets:Bank:Checking,400.00,USD",
        "2025-02,2025-02-01,2025-03-01,price gains of HOOL,,120.00,USD",
        "2025-02,2025-02-01,2025-03-01,conversion differences,,-40.00,USD",
        "2025-02,2025-02-01,2025-03-01,closing,,480.00,USD",
    ]


def test_the_drawings_have_the_figures_of_the_tables(household: Ledger) -> None:
    report = statement(household, CASH, FEBRUARY)
    chart, diagram = drawn(page(report, household.digits), report, household, CASH).drawings
    assert isinstance(chart, StockChart) and isinstance(diagram, FlowDiagram)
    assert chart.points == (
        Point(Date(2025, 2, 1), Decimal("2500.00")),
        Point(Date(2025, 2, 3), Decimal("2370.00")),
        Point(Date(2025, 2, 10), Decimal("1970.00")),
        Point(Date(2025, 2, 12), Decimal("1915.00")),
        Point(Date(2025, 2, 14), Decimal("1915.00")),
        Point(Date(2025, 2, 28), Decimal("1915.00")),
    )
    assert (diagram.opening, diagram.closing, diagram.sources) == (Decimal("3000.00"), Decimal("1915.00"), ())
    assert diagram.other == Decimal("-455.00")
    assert diagram.sinks == (
        Stream("Assets:Bank:Savings", Decimal("500.00")),
        Stream("Liabilities:Card", Decimal("130.00")),
    )


def test_drawings_of_values_are_in_their_currency(read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Drawer
        2025-01-01 open Equity:Opening
        2025-01-01 price HOOL 5 USD
        2025-01-01 * "Found"
          Assets:Drawer  3 OLDCOIN
          Assets:Drawer  2 HOOL
          Equity:Opening  -3 OLDCOIN
          Equity:Opening  -2 HOOL
        2025-01-02 * "Found"
          Assets:Drawer  1 OLDCOIN
          Equity:Opening
    """)
    drawer = Boundary("Assets:Drawer", "Assets:Drawer", ("Assets:Drawer",))
    report = statement(ledger, drawer, Period(Date(2025, 1, 1), Date(2025, 2, 1)), currency="USD")
    made = drawn(page(report, ledger.digits), report, ledger, drawer)
    assert [drawing.commodity for drawing in made.drawings] == ["USD", "USD"]
    assert "No price in USD on some of these days: OLDCOIN. Such amounts stay as they are." in made.notes


def test_where_nothing_is_there_is_no_table(household: Ledger) -> None:
    report = statement(household, CASH, Period(Date(1999, 1, 1), Date(2000, 1, 1)))
    made = page(report, household.digits)
    assert (made.tables, made.notes) == ((), ("Nothing crossed this boundary in this period.",))
    assert to_csv(page(report, household.digits, full=True)).splitlines() == [
        "period,begin,end,section,account,amount,amount_commodity"
    ]


def test_instants_are_legible_where_it_is_narrow(household: Ledger) -> None:
    text = to_text(page(statement(household, CASH, FEBRUARY), household.digits), width=28)
    assert "2025-01-31" in text and "2025-02-28" in text


def test_figures_are_marked_as_what_came_in_and_what_went_out(household: Ledger) -> None:
    report = statement(household, BROKER, FEBRUARY, currency="USD")
    (table,) = page(report, household.digits).tables
    tones = {
        row.cells[0].text: row.cells[1].tones for row in table.rows if isinstance(row.cells[0], Text) and row.cells[1]
    }
    assert tones == {
        "2025-01-31 Opening": (),
        "All inflows": (Tone.MORE,),
        "Price gains of HOOL": (Tone.MORE,),
        "Conversion differences": (Tone.LESS,),
        "2025-02-28 Closing": (),
    }


def test_the_operating_currency_is_the_main_one_of_several_alike(read) -> None:
    text = """
        option "operating_currency" "USD"
        2025-01-01 open Assets:Bank
        2025-01-01 open Equity:Opening
        2025-01-01 * "Opening"
          Assets:Bank     1.00 EUR
          Assets:Bank     1.00 USD
          Equity:Opening
    """
    bank = Boundary("bank", "Assets:Bank", ("Assets:Bank",))
    assert statement(read(text), bank, FEBRUARY).main == "USD"
    assert statement(read(text.replace('"USD"', '"CHF"')), bank, FEBRUARY).main == "EUR"


def test_html_holds_the_exact_figures(household: Ledger) -> None:
    report = statement(household, CASH, FEBRUARY)
    text = to_html(drawn(page(report, household.digits), report, household, CASH))
    for number in ("3000.00", "500.00", "130.00", "-455.00", "1915.00", "-10.00"):
        assert f'<data value="{number}">' in text


@pytest.mark.parametrize("currency", [None, "USD"])
def test_sums_keep_every_digit(read, currency: str | None) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Income:Tiny
        2025-02-01 * "A lot, and next to nothing"
          Assets:Bank    100000000000000000000.01 USD
          Income:Tiny
        2025-02-02 * "Next to nothing"
          Assets:Bank    0.0000000000000000000001 USD
          Income:Tiny
    """)
    bank = Boundary("bank", "Assets:Bank", ("Assets:Bank",))
    report = statement(ledger, bank, FEBRUARY, currency=currency)
    assert report.closing == {"USD": Decimal("100000000000000000000.0100000000000000000001")}
    assert report.flows[0].inflow == report.closing
