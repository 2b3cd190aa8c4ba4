"""Transactions as a whole: the plain ones and the others, what becomes of errors, and what is kept as written."""

import pytest
from two_bookings import book, check, legs

from pfin.model.directives import Status, Transaction

CASES = {
    "all amounts": (["Assets:A 10 USD", "Income:C -10 USD"], ["Assets:A 10 USD", "Income:C -10 USD"]),
    "one account alone": (["Assets:A 10.00 USD", "Income:C"], ["Assets:A 10.00 USD", "Income:C -10.00 USD"]),
    "the account alone comes first": (["Income:C", "Assets:A 1 USD"], ["Income:C -1 USD", "Assets:A 1 USD"]),
    "nothing is left for it": (
        ["Assets:A 1 USD", "Assets:B -1.00 USD", "Income:C"],
        ["Assets:A 1 USD", "Assets:B -1.00 USD"],
    ),
    "only an account alone": (["Assets:A"], []),
    "no postings": ([], []),
    "zero is an amount": (["Assets:A 0 USD"], ["Assets:A 0 USD"]),
    "two currencies, each on its own": (
        ["Assets:A 1 USD", "Assets:B 2 EUR", "Assets:A -1 USD", "Income:C"],
        ["Assets:A 1 USD", "Assets:A -1 USD", "Assets:B 2 EUR", "Income:C -2 EUR"],
    ),
    "one posting for each currency": (
        ["Assets:A 1 USD", "Assets:B 2 EUR", "Income:C"],
        ["Assets:A 1 USD", "Income:C -1 USD", "Assets:B 2 EUR", "Income:C -2 EUR"],
    ),
    "a sum through zero forgets its digits": (
        ["Assets:A 1.00 USD", "Assets:A -1.00 USD", "Assets:B 5 USD", "Income:C"],
        ["Assets:A 1.00 USD", "Assets:A -1.00 USD", "Assets:B 5 USD", "Income:C -5.00 USD"],
    ),
    "rounded to the coarser digits": (
        ["Assets:A 1.26 USD", "Assets:B 1.0 USD", "Income:C"],
        ["Assets:A 1.26 USD", "Assets:B 1.0 USD", "Income:C -2.3 USD"],
    ),
    "whole numbers round nothing": (
        ["Assets:A 1.26 USD", "Assets:B 1 USD", "Income:C"],
        ["Assets:A 1.26 USD", "Assets:B 1 USD", "Income:C -2.26 USD"],
    ),
}


@pytest.mark.parametrize(("written", "expected"), CASES.values(), ids=CASES)
def test_postings(written: list[str], expected: list[str]) -> None:
    assert legs(check(journal(*written))) == expected


def test_what_is_written_is_kept() -> None:
    booked = book(
        """
2024-01-01 open Assets:A
2024-01-01 open Income:C
2024-01-02 * "Shop" "Bread"
  Assets:A  -1 USD
  ! Income:C
"""
    )
    (transaction,) = booked.transactions
    assert (transaction.payee, transaction.narration, transaction.flag) == ("Shop", "Bread", "*")
    assert [(leg.line, leg.flag, leg.status, leg.inferred) for leg in transaction.postings] == [
        (5, None, Status.POSTED, False),
        (6, "!", Status.PENDING, True),
    ]


def test_a_pending_transaction_has_pending_postings() -> None:
    booked = book('2024-01-02 ! "?"\n  Assets:A  -1 USD\n  Income:C\n')
    assert {leg.status for leg in booked.transactions[0].postings} == {Status.PENDING}


def test_an_error_in_one_group_spares_the_other() -> None:
    booked = check(journal("Assets:A HOOL {1 USD}", "Assets:B USD", "Assets:B 2 EUR", "Income:C -2 EUR"))
    assert booked.codes == [("missing-numbers", 7)]
    assert legs(booked) == ["Assets:B 2 EUR", "Income:C -2 EUR"]


def test_two_accounts_alone_leave_the_transaction_out() -> None:
    booked = check(journal("Assets:A 10 USD", "Assets:B", "Income:C"))
    assert booked.codes == [("missing-numbers", 9)]
    assert not any(isinstance(directive, Transaction) for directive in booked.directives)


def test_a_number_too_long_to_round_is_an_error() -> None:
    booked = check(journal(f"Assets:A {'9' * 30} USD", "Assets:A 0.01 USD", "Income:C"))
    assert ("missing-numbers", 9) in booked.codes


def journal(*postings: str) -> str:
    opens = ["Assets:A", "Assets:B", "Income:C", "Expenses:D", "Equity:E"]
    return "\n".join(
        [
            *(f"2024-01-01 open {account}" for account in opens),
            '2024-01-02 * "t"',
            *(f"  {leg}" for leg in postings),
            "",
        ]
    )
