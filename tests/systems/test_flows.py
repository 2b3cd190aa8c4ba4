"""Which transactions touch a boundary, and what their flows are counted under."""

from datetime import date as Date
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_journals import Case, cases, drawn_around, ledger_of

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.flows import Category, by_account, by_payee, category_named, crossing, crossings, transactions_in

ALWAYS = Period(None, None)
BANK = drawn_around(["Assets:Bank"])
NETWORTH = drawn_around(["Assets:Bank", "Liabilities:Card"])

JOURNAL = """
    0001-01-01 open Assets:Bank
    0001-01-01 open Liabilities:Card
    0001-01-01 open Equity:Opening
    0001-01-01 open Expenses:Food
    0001-01-01 open Expenses:Fun

    0001-01-01 * "First"
      Assets:Bank       100 USD
      Equity:Opening
    2024-01-02 * "Shop" "By card" #trip #home
      who: "Ann"
      Expenses:Food      10 USD
        who: "Bob"
      Expenses:Fun        5 USD
      Liabilities:Card
    2024-01-03 * "Bank" "Card"
      Liabilities:Card   15 USD
      Assets:Bank
    2024-01-04 * "Nothing moves at all"
      Assets:Bank         0 USD
      Expenses:Food       0 USD
        who:
    2024-01-05 * "There was only one"
      Assets:Bank         1 USD
      Assets:Bank        -1 USD
    9999-12-31 * "Last"
      Assets:Bank         1 USD
      Equity:Opening
"""


def ledger() -> Ledger:
    return ledger_of([dedent(JOURNAL)])


# The transactions that touch the boundary by their narrations, each with its postings outside.
CROSSINGS = [
    (
        BANK,
        True,
        "First: Equity:Opening -100, Card: Liabilities:Card 15, Nothing moves at all: Expenses:Food 0, "
        "There was only one:, Last: Equity:Opening -1",
    ),
    (
        NETWORTH,
        True,
        "First: Equity:Opening -100, By card: Expenses:Food 10 Expenses:Fun 5, Card:, "
        "Nothing moves at all: Expenses:Food 0, There was only one:, Last: Equity:Opening -1",
    ),
    (
        BANK,
        False,
        "First: Equity:Opening -100, By card: Expenses:Food 10 Expenses:Fun 5 Liabilities:Card -15, "
        "Card: Liabilities:Card 15, Nothing moves at all: Expenses:Food 0, "
        "There was only one:, Last: Equity:Opening -1",
    ),
    (drawn_around([]), True, ""),
]


@pytest.mark.parametrize(("boundary", "touching", "expected"), CROSSINGS)
def test_what_crosses_a_boundary(boundary: Boundary, touching: bool, expected: str) -> None:
    found = [
        " ".join([f"{transaction.narration}:", *(f"{leg.account} {leg.number}" for leg in outside)])
        for transaction, outside in crossings(ledger(), boundary, ALWAYS, touching=touching)
    ]
    assert ", ".join(found) == expected


# First day and the day after the last; the calendar has no day after its own last one, which so counts.
WITHIN = [
    (None, None, 6),
    ("0001-01-01", "9999-12-31", 6),
    ("0001-01-01", "9999-12-30", 5),
    ("0001-01-02", "2024-01-05", 3),
    (None, "0001-01-02", 1),
    ("2024-01-05", None, 2),
    ("2024-01-03", "2024-01-04", 1),
    ("2024-01-06", "9999-12-31", 1),
    ("2023-01-01", "2024-01-01", 0),
]


@pytest.mark.parametrize(("begin", "end", "count"), WITHIN)
def test_a_period_holds_its_first_day_and_not_its_end(begin: str | None, end: str | None, count: int) -> None:
    first, after = (None if day is None else Date.fromisoformat(day) for day in (begin, end))
    period = Period(first, after)
    assert len(list(transactions_in(ledger(), period))) == count


# What the flows of each transaction of net worth are counted under.
COUNTED = [
    ("account", [["Equity:Opening"], ["Expenses:Food", "Expenses:Fun"], [], ["Expenses:Food"], [], ["Equity:Opening"]]),
    ("payee", [[""], ["Shop", "Shop"], [], [""], [], [""]]),
    ("tag", [[""], ["#home #trip", "#home #trip"], [], [""], [], [""]]),
    # The posting's own word counts before its transaction's, even where it says nothing.
    ("who", [[""], ["Bob", "Ann"], [], [""], [], [""]]),
    ("unheard-of", [[""], ["", ""], [], [""], [], [""]]),
]


@pytest.mark.parametrize(("word", "expected"), COUNTED)
def test_a_flow_is_counted_under_one_category(word: str, expected: list[list[str]]) -> None:
    category = category_named(word)
    assert [
        [category(transaction, posting) for posting in outside]
        for transaction, outside in crossings(ledger(), NETWORTH, ALWAYS)
    ] == expected


@settings(max_examples=60, deadline=None)
@given(cases(), st.booleans(), st.sampled_from([by_account, by_payee]))
def test_legs_are_marked_as_their_postings_cross(case: Case, touching: bool, category: Category) -> None:
    book = case.journal.ledger()
    found = crossing(book, case.one, ALWAYS, category, touching=touching)
    counted, outside = [], []
    for transaction in book.transactions():
        legs = [posting.account not in case.one.inside for posting in transaction.postings]
        crosses = not all(legs) or not touching
        counted += [crosses for _ in legs]
        outside += [crosses and leg for leg in legs]
    assert found.counted == bytes(counted)
    assert found.outside == bytes(outside)
    postings = [(each, posting) for each in book.transactions() for posting in each.postings]
    for key, is_flow, (transaction, posting) in zip(found.key, outside, postings, strict=True):
        if is_flow:
            cell = found.cells[key]
            assert found.categories[key] == category(transaction, posting)
            assert (cell.account, cell.commodity, cell.cost) == (posting.account, posting.commodity, posting.cost)


@pytest.mark.parametrize("legs", [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 100])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_a_transaction_of_any_length_is_counted_as_a_whole(legs: int, place: int) -> None:
    """Its neighbours, of which nothing lies inside, are not."""
    other = '2024-01-0{} * "Other"\n  Expenses:Food  1 USD\n  Expenses:Food  -1 USD\n'
    lines = ["  Expenses:Food  0 USD" for _ in range(legs)]
    lines[min(place, legs - 1)] = "  Assets:Bank  0 USD"
    text = "2024-01-01 open Assets:Bank\n2024-01-01 open Expenses:Food\n" + other.format(1)
    book = ledger_of([text + '2024-01-02 * "Long"\n' + "\n".join(lines) + "\n" + other.format(3)])
    found = crossing(book, BANK, ALWAYS, by_account, touching=True)
    assert found.counted == bytes([0, 0, *([1] * legs), 0, 0])
