"""Stocks at instants and day by day, worked out by hand, and against a naive reading on random journals."""

from collections.abc import Mapping
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import Naive, as_reading
from random_journals import FIRST, SPAN, Case, cases, drawn_around, ledger_of

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.statement import statements
from pfin.systems.stocks import daily_stocks, stocks_before

brief = settings(max_examples=120, deadline=None)

NETWORTH = drawn_around(["Assets:Bank", "Assets:Broker", "Liabilities:Card"])
CARD = drawn_around(["Liabilities:Card"])
NOTHING = drawn_around([])

JOURNAL = """
    2024-01-01 open Assets:Bank
    2024-01-01 open Assets:Broker
    2024-01-01 open Liabilities:Card
    2024-01-01 open Equity:Opening
    2024-01-01 open Expenses:Food

    2024-01-10 * "What there was"
      Assets:Bank       1000 USD
      Equity:Opening
    2024-01-20 * "Shares"
      Assets:Broker        4 HOOL {100 USD}
      Assets:Bank       -400 USD
    2024-02-05 * "Dinner"
      Expenses:Food       60 USD
      Liabilities:Card
    2024-02-06 * "Card, in two parts on one day"
      Liabilities:Card    20 USD
      Assets:Bank
    2024-02-06 * "Card"
      Liabilities:Card    40 USD
      Assets:Bank

    2024-01-25 price HOOL 110 USD
    2024-02-01 price EUR 1.25 USD
    2024-03-01 price HOOL 120 USD
"""

# At the beginning of the day, in units or in a currency at the prices of the evening before.
BEFORE = [
    (NETWORTH, None, "0001-01-01", {}),
    (NETWORTH, None, "2024-01-10", {}),
    (NETWORTH, None, "2024-01-11", {"USD": 1000}),
    (NETWORTH, None, "2024-01-21", {"USD": 600, "HOOL": 4}),
    (NETWORTH, None, "2024-02-06", {"USD": 540, "HOOL": 4}),
    (NETWORTH, None, "9999-12-31", {"USD": 540, "HOOL": 4}),
    (CARD, None, "2024-02-06", {"USD": -60}),
    (CARD, None, "2024-02-07", {}),
    (NOTHING, None, "2024-02-07", {}),
    # The first price of HOOL is of 25 January.
    (NETWORTH, "USD", "2024-01-25", {"USD": 600, "HOOL": 4}),
    (NETWORTH, "USD", "2024-01-26", {"USD": 1040}),
    (NETWORTH, "USD", "2024-02-06", {"USD": 980}),
    (NETWORTH, "USD", "2024-03-01", {"USD": 980}),
    (NETWORTH, "USD", "2024-03-02", {"USD": 1020}),
    # One USD is 0.80 EUR from 1 February, and one HOOL 88 EUR through USD.
    (NETWORTH, "EUR", "2024-02-01", {"USD": 600, "HOOL": 4}),
    (NETWORTH, "EUR", "2024-02-02", {"EUR": 832}),
    (NETWORTH, "EUR", "2024-03-02", {"EUR": 816}),
    (NETWORTH, "GBP", "2024-03-02", {"USD": 540, "HOOL": 4}),
    (NOTHING, "USD", "2024-03-02", {}),
]

# Every day from the first to the last on which something happened or a price changed.
DAILY = [
    (CARD, None, "2024-02-01", "2024-02-29", {"02-01": {}, "02-05": {"USD": -60}, "02-06": {}}),
    (CARD, None, "2024-02-05", "2024-02-05", {"02-05": {"USD": -60}}),
    (CARD, None, "2024-02-06", "2024-02-06", {"02-06": {}}),
    (NETWORTH, None, "2024-01-15", "2024-01-31", {"01-15": {"USD": 1000}, "01-20": {"USD": 600, "HOOL": 4}}),
    (
        NETWORTH,
        "USD",
        "2024-01-20",
        "2024-03-01",
        {
            "01-20": {"USD": 600, "HOOL": 4},
            "01-25": {"USD": 1040},
            "02-05": {"USD": 980},
            "02-06": {"USD": 980},
            "03-01": {"USD": 1020},
        },
    ),
    (NETWORTH, "EUR", "2024-02-25", "2024-02-29", {"02-25": {"EUR": 784}}),
    (NOTHING, "USD", "2024-01-01", "2024-12-31", {"01-01": {}}),
]


@pytest.mark.parametrize(("boundary", "currency", "day", "expected"), BEFORE)
def test_the_stock_at_the_beginning_of_a_day(
    boundary: Boundary, currency: str | None, day: str, expected: dict[str, int]
) -> None:
    ledger = ledger_of([dedent(JOURNAL)])
    assert stocks_before(ledger, boundary, [Date.fromisoformat(day)], currency) == [expected]


@pytest.mark.parametrize(("boundary", "currency", "first", "last", "expected"), DAILY)
def test_the_stock_day_by_day(
    boundary: Boundary, currency: str | None, first: str, last: str, expected: Mapping[str, Mapping[str, object]]
) -> None:
    ledger = ledger_of([dedent(JOURNAL)])
    period = Period(Date.fromisoformat(first), Date.fromisoformat(last) + timedelta(1))
    found = daily_stocks(ledger, boundary, period, currency)
    assert {f"{day:%m-%d}": stock for day, stock in found} == expected


def test_several_instants_are_one_reading() -> None:
    ledger = ledger_of([dedent(JOURNAL)])
    days = [Date.fromisoformat(day) for _, currency, day, _ in BEFORE[:6] if currency is None]
    expected = [stock for _, _, _, stock in BEFORE[:6]]
    assert stocks_before(ledger, NETWORTH, days) == expected
    assert stocks_before(ledger, NETWORTH, []) == []
    twice = Date(2024, 1, 11)
    assert stocks_before(ledger, NETWORTH, [twice, twice]) == [{"USD": 1000}, {"USD": 1000}]


@brief
@given(cases(), st.lists(st.integers(-30, SPAN + 60), max_size=6))
def test_stocks_at_instants_are_what_a_naive_reading_finds(case: Case, offsets: list[int]) -> None:
    ledger = case.journal.ledger()
    days = [FIRST + timedelta(offset) for offset in sorted(offsets)]
    naive = Naive(ledger, case.currency)
    expected = [naive.stock(case.one.inside, day - timedelta(1)) for day in days]
    assert stocks_before(ledger, case.one, days, case.currency) == expected


@brief
@given(cases())
def test_between_the_days_of_a_daily_stock_nothing_changes(case: Case) -> None:
    ledger, naive = case.journal.ledger(), Naive(case.journal.ledger(), case.currency)
    assert case.period.begin is not None and case.period.end is not None
    known = dict(daily_stocks(ledger, case.one, case.period, case.currency))
    assert list(known) == sorted(known)
    assert min(known) == case.period.begin and max(known) < case.period.end
    day, stock = case.period.begin, known[case.period.begin]
    while day < case.period.end:
        stock = known.get(day, stock)
        assert stock == naive.stock(case.one.inside, day), day
        day += timedelta(1)


CALENDAR = """
    0001-01-01 open Assets:Bank
    0001-01-01 open Equity:Opening
    0001-01-01 * "On the first day"
      Assets:Bank  10 USD
      Equity:Opening
    9999-12-30 * "On the last but one"
      Assets:Bank  5 USD
      Equity:Opening
    9999-12-31 * "On the last"
      Assets:Bank  1 USD
      Equity:Opening

    0001-01-01 price USD 3 EUR
    2024-01-01 price EUR 3 USD
    9999-12-31 price USD 2 EUR
"""
"""All that a calendar can hold; 2024 makes one USD a third of a EUR, in 28 digits."""

THIRD = Fraction(Decimal("0.3333333333333333333333333333"))


def figures_of_the_bank(ledger: Ledger, currency: str | None, *years: int) -> list[tuple[int, ...]]:
    """The opening stock, net flow and closing stock in thousandths of a unit, rounded, of periods between Januaries."""
    limits = [Date.min if year == 1 else Date.max if year == 9999 else Date(year, 1, 1) for year in years]
    periods = [Period(begin, end) for begin, end in pairwise(limits)]
    commodity = currency or "USD"
    found = []
    for statement in statements(ledger, drawn_around(["Assets:Bank"]), periods, currency=currency):
        said = as_reading(statement)
        flow = sum(said.inflow.values()) - sum(said.outflow.values())
        figures = (said.opening.get(commodity, Fraction(0)), flow, said.closing[commodity])
        found.append(tuple(round(1000 * figure) for figure in figures))
    return found


def test_the_first_and_the_last_day_of_the_calendar_count() -> None:
    ledger = ledger_of([dedent(CALENDAR)])
    assert figures_of_the_bank(ledger, None, 1, 2024, 9999) == [(0, 10_000, 10_000), (10_000, 6_000, 16_000)]
    # 10 x 3; then 10 x 3, 5 / 3 on the last day but one and 1 x 2 on the last, when all 16 are worth 2 each.
    assert figures_of_the_bank(ledger, "EUR", 1, 2024, 9999) == [(0, 30_000, 30_000), (30_000, 3_667, 32_000)]
    assert figures_of_the_bank(ledger, "EUR", 1, 9999) == [(0, 33_667, 32_000)]


def test_daily_stocks_reach_over_the_whole_calendar() -> None:
    # In a ledger of which nothing was asked before: its prices are first worked out here.
    found = daily_stocks(
        ledger_of([dedent(CALENDAR)]), drawn_around(["Assets:Bank"]), Period(Date.min, Date.max), "EUR"
    )
    assert [(day, stock["EUR"]) for day, stock in found] == [
        (Date.min, 30),
        (Date(2024, 1, 1), 10 * THIRD),
        (Date(9999, 12, 30), 15 * THIRD),
        (Date.max, 32),
    ]
