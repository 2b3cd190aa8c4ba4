"""Rates of one commodity in another, compared with what the ledger itself says an inventory is worth."""

from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_journals import COMMODITIES, FIRST, SPAN, Journal, journals, ledger_of

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, Amount
from pfin.model.inventory import Inventory
from pfin.model.lot import Cost
from pfin.model.period import Period
from pfin.systems.rates import Rates, kind_of, worth

PRICES = """
    2024-01-10 price HOOL 100 USD
    2024-01-10 price EUR  1.25 USD
    2024-01-15 price HOOL 100.00 USD
    2024-01-20 price HOOL 90 EUR
    2024-01-20 price GBP  1.60 USD
    2024-01-20 price USD  0.90 CHF
    2024-01-20 price EUR  0.95 CHF
    2024-02-01 price EUR  1.50 USD
    2024-02-10 price HOOL 120 USD
    2024-02-20 price DUST 0 USD
    2024-02-20 price FAR  2 GBP

    2024-01-01 open Assets:Broker
    2024-01-01 open Equity:Opening
    2024-02-05 * "Lots at cost in two currencies, and units without a cost"
      Assets:Broker   2 HOOL {70 EUR}
      Assets:Broker   2 HOOL {80 USD}
      Assets:Broker   2 HOOL @ 100 USD
      Assets:Broker  -5 OIL @ 1 USD
      Equity:Opening
"""

# A commodity, the commodity of its cost, the currency, the day, and what one unit is worth.
WORTH = [
    ("HOOL", None, "USD", "2024-01-09", None),
    ("HOOL", None, "USD", "2024-01-10", "100"),
    ("HOOL", None, "USD", "2024-02-09", "100.00"),
    ("HOOL", None, "USD", "2024-02-10", "120"),
    ("HOOL", None, "USD", "9999-12-31", "120"),
    ("USD", None, "USD", "0001-01-01", "1"),
    ("OIL", None, "USD", "2024-03-01", None),
    ("DUST", None, "USD", "2024-03-01", "0"),
    # Inverse.
    ("USD", None, "EUR", "2024-01-10", "0.8"),
    ("USD", None, "EUR", "2024-02-01", "0.6666666666666666666666666667"),
    ("USD", None, "HOOL", "2024-01-10", "0.01"),
    ("USD", None, "DUST", "2024-03-01", None),
    # In two steps: 100 / 1.60, 100 / 1.25, 1.60 / 1.25, 1.60 / 100.
    ("HOOL", None, "GBP", "2024-01-19", None),
    ("HOOL", None, "GBP", "2024-01-20", "62.5"),
    ("HOOL", None, "EUR", "2024-01-19", "80"),
    ("HOOL", None, "EUR", "2024-01-20", "90"),
    ("GBP", None, "EUR", "2024-01-20", "1.28"),
    ("GBP", None, "HOOL", "2024-01-20", "0.016"),
    # In two steps through the commodity of the cost, or else through the first by name.
    ("HOOL", "USD", "CHF", "2024-01-20", "90"),
    ("HOOL", "EUR", "CHF", "2024-01-20", "85.5"),
    ("HOOL", None, "CHF", "2024-01-20", "85.5"),
    ("HOOL", "GBP", "CHF", "2024-01-20", "85.5"),
    ("HOOL", "USD", "CHF", "2024-02-10", "108"),
    # Never in three.
    ("FAR", None, "USD", "2024-02-20", "3.2"),
    ("FAR", None, "EUR", "2024-02-20", None),
]


def ledger() -> Ledger:
    return ledger_of([dedent(PRICES)])


@pytest.mark.parametrize(("commodity", "cost", "currency", "day", "expected"), WORTH)
def test_a_rate_is_what_the_ledger_values_a_lot_at(
    commodity: str, cost: str | None, currency: str, day: str, expected: str | None
) -> None:
    at, book = Date.fromisoformat(day), ledger()
    rate = None if expected is None else Decimal(expected)
    assert Rates(book.prices, currency).rate((commodity, cost), at) == rate
    inventory = Inventory()
    inventory.add(Decimal(3), commodity, None if cost is None else Cost(Decimal(70), cost, at))
    value = Amount(Decimal(3), commodity) if rate is None else Amount(EXACT.multiply(Decimal(3), rate), currency)
    assert book.value(inventory, currency, at) == ([value] if value.number else [])


# A commodity, the commodity of its cost, the currency, first and last day, and the days on which the rate changes.
CHANGES = [
    ("HOOL", None, "USD", "2024-01-01", "2024-03-01", "01-10: None -> 100, 02-10: 100.00 -> 120"),
    ("HOOL", None, "USD", "2024-01-10", "2024-02-09", "01-10: None -> 100"),
    ("HOOL", None, "USD", "2024-01-11", "2024-02-10", "02-10: 100 -> 120"),
    ("HOOL", None, "USD", "2024-02-10", "2024-02-10", "02-10: 100.00 -> 120"),
    ("HOOL", None, "USD", "2024-02-11", "2024-06-30", ""),
    ("HOOL", None, "EUR", "2024-01-01", "2024-03-01", "01-10: None -> 80, 01-20: 80 -> 90"),
    ("HOOL", "EUR", "CHF", "2024-01-01", "2024-03-01", "01-20: None -> 85.50"),
    ("HOOL", "USD", "CHF", "2024-01-01", "2024-03-01", "01-20: None -> 90, 02-10: 90 -> 108"),
    ("GBP", None, "EUR", "2024-01-25", "2024-03-01", "02-01: 1.280 -> 1.066666666666666666666666667"),
    ("DUST", None, "USD", "2024-01-25", "2024-03-01", "02-20: None -> 0"),
    ("USD", None, "USD", "2024-01-01", "2024-03-01", ""),
    ("OIL", None, "USD", "2024-01-01", "2024-03-01", ""),
]


@pytest.mark.parametrize(("commodity", "cost", "currency", "first", "last", "expected"), CHANGES)
def test_changes_are_the_days_with_another_rate(
    commodity: str, cost: str | None, currency: str, first: str, last: str, expected: str
) -> None:
    begin, end = Date.fromisoformat(first), Date.fromisoformat(last) + timedelta(1)
    wanted = []
    for line in filter(None, expected.split(", ")):
        day, _, numbers = line.partition(": ")
        before, now = (None if number == "None" else Decimal(number) for number in numbers.split(" -> "))
        wanted.append((Date.fromisoformat(f"2024-{day}"), before, now))
    assert Rates(ledger().prices, currency).changes((commodity, cost), Period(begin, end)) == wanted


def test_changes_reach_from_the_first_day_of_the_calendar_to_the_last() -> None:
    book = ledger_of(["0001-01-01 price HOOL 3 USD\n9999-12-30 price HOOL 4 USD\n9999-12-31 price HOOL 5 USD"])
    found = Rates(book.prices, "USD").changes(("HOOL", None), Period(Date.min, Date.max))
    assert found == [
        (Date.min, None, Decimal(3)),
        (Date(9999, 12, 30), Decimal(3), Decimal(4)),
        (Date.max, Decimal(4), Decimal(5)),
    ]


def test_postings_are_told_apart_by_what_their_lots_cost() -> None:
    (transaction,) = ledger().transactions()
    bought = [posting for posting in transaction.postings if posting.account == "Assets:Broker"]
    assert [kind_of(posting) for posting in bought] == [("HOOL", "EUR"), ("HOOL", "USD"), ("HOOL", None), ("OIL", None)]
    rates = Rates(ledger().prices, "CHF")
    valued = [worth(kind_of(posting), posting.number, rates, Date(2024, 2, 5)) for posting in bought]
    assert [f"{number.normalize():f} {commodity}" for commodity, number in valued] == [
        "171 CHF",
        "180 CHF",
        "171 CHF",
        "-5 OIL",
    ]


@settings(max_examples=100, deadline=None)
@given(
    journals(),
    st.tuples(st.sampled_from(COMMODITIES), st.sampled_from([None, "USD", "EUR"])),
    st.sampled_from(COMMODITIES),
    st.integers(-10, SPAN),
    st.integers(1, SPAN),
)
def test_between_changes_a_rate_stands_still(
    journal: Journal, kind: tuple[str, str | None], currency: str, offset: int, length: int
) -> None:
    rates = Rates(journal.ledger().prices, currency)
    begin = FIRST + timedelta(offset)
    expected = []
    for number in range(length):
        day = begin + timedelta(number)
        before, now = rates.rate(kind, day - timedelta(1)), rates.rate(kind, day)
        if before != now:
            expected.append((day, before, now))
    assert rates.changes(kind, Period(begin, begin + timedelta(length))) == expected
