from collections.abc import Callable
from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.ledger.residues import Cause, residues, with_booked_residues
from pfin.model.directives import Status

ACCOUNTS = """\
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Broker
2025-01-01 open Expenses:Fees
2025-01-01 open Income:Gains
"""
OPTION = 'option "account_rounding" "Rounding"\n'
OFF = f"""{ACCOUNTS}
2025-01-02 * "Buy"
  Assets:Broker  1.001 HOOL {{99.99 USD}}
  Assets:Bank  -100.09 USD
"""

Read = Callable[[str], Ledger]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def from_text(text: str) -> Ledger:
        (tmp_path / "journal.beancount").write_text(text, encoding="utf-8")
        return pfin.load(tmp_path / "journal.beancount")

    return from_text


# The postings of one transaction, and what it is off zero: the number, its tolerance and the cause.
CASES = {
    "nothing": ("Assets:Bank 1.00 USD\n Expenses:Fees -1.00 USD", []),
    "as written": (
        "Assets:Broker 1.001 HOOL {99.99 USD}\n Assets:Bank -100.09 USD",
        ["-0.00001 USD 0.005 written"],
    ),
    "an amount left out is rounded": (
        "Assets:Broker 1.001 HOOL {99.99 USD}\n Expenses:Fees 1.00 USD\n Assets:Bank",
        ["-0.00001 USD 0.005 rounded"],
    ),
    "an amount left out is not rounded where no digits say to what": (
        "Assets:Broker 1.001 HOOL {99.99 USD}\n Assets:Bank",
        [],
    ),
    "an amount left out in another currency has no part in it": (
        "Assets:Broker 1.001 HOOL {99.99 USD}\n Assets:Bank -100.09 USD\n Expenses:Fees 5.00 EUR\n Assets:Bank EUR",
        ["-0.00001 USD 0.005 written"],
    ),
    "a total cost divided": (
        "Assets:Broker 3 HOOL {{100.00 USD}}\n Assets:Bank -100.00 USD",
        ["-0.00000000000000000000000001 USD 0.005 divided"],
    ),
    "a total price counts as stated": ("Assets:Bank 3.00 EUR @@ 1.00 USD\n Assets:Bank -1.00 USD", []),
    "a price left out": (
        "Assets:Bank 3.00 EUR @ USD\n Assets:Bank -1.00 USD",
        ["-0.0000000000000000000000000001 USD 0.005 divided"],
    ),
    "two commodities": (
        "Assets:Bank 1.00 USD\n Assets:Bank -1.003 USD\n Expenses:Fees 2.0 EUR\n Expenses:Fees -2.01 EUR",
        ["-0.01 EUR 0.05 written", "-0.003 USD 0.005 written"],
    ),
}


@pytest.mark.parametrize(("legs", "expected"), CASES.values(), ids=CASES.keys())
def test_how_far_off_zero_and_why(read: Read, legs: str, expected: list[str]) -> None:
    ledger = read(f'{ACCOUNTS}2025-01-02 * "x"\n {legs}\n')
    assert not ledger.has_errors, ledger.diagnostics
    found = [rest for residue in residues(ledger) for rest in residue.rests]
    assert [
        f"{rest.amount.number.normalize():f} {rest.amount.commodity} {rest.tolerance} {rest.cause.value}"
        for rest in found
    ] == expected


def test_units_left_out_weigh_what_their_price_makes_of_the_rounding(read: Read) -> None:
    legs = "  Assets:Bank  EUR @ 1.30 USD\n  Assets:Bank  5.00 EUR @ 1.30 USD\n  Expenses:Fees  -10.00 USD\n"
    ledger = read(f'{ACCOUNTS}2025-01-02 * "x"\n{legs}')
    assert not ledger.has_errors, ledger.diagnostics
    [residue] = residues(ledger)
    # 10.00 - 6.50 = 3.50, and 3.50 / 1.30 = 2.6923..., rounded to 2.69 EUR of 3.497 USD.
    assert [str(rest.amount) for rest in residue.rests] == ["-0.0030 USD"]
    assert residue.rests[0].cause is Cause.ROUNDED


def test_beyond_tolerance_is_an_error_and_is_not_booked(read: Read) -> None:
    ledger = read(f'{OPTION}{ACCOUNTS}2025-01-02 * "x"\n  Assets:Bank  1.00 USD\n  Expenses:Fees  -1.01 USD\n')
    assert [diagnostic.code for diagnostic in ledger.diagnostics] == ["unbalanced"]
    assert [residue.within_tolerance for residue in residues(ledger)] == [False]
    assert list(with_booked_residues(ledger).accounts) == list(ledger.accounts)


def test_without_the_option_nothing_is_booked(read: Read) -> None:
    ledger = read(OFF)
    assert with_booked_residues(ledger) is ledger


def test_with_the_option_every_transaction_comes_to_zero(read: Read) -> None:
    ledger = read(OPTION + OFF)
    booked = with_booked_residues(ledger)
    assert residues(booked) == []
    [(transaction, leg)] = booked.postings("Equity:Rounding")
    assert (str(leg.units), leg.status, leg.line) == ("0.00001 USD", Status.POSTED, transaction.line)
    # The ledger that was loaded is Beancount's, whatever is derived from it.
    assert booked.written is ledger
    assert "Equity:Rounding" not in ledger.accounts
    assert booked.digits == ledger.digits


def test_the_account_is_below_the_root_that_the_journal_names(read: Read) -> None:
    ledger = read(OPTION + 'option "name_equity" "Eigenkapital"\n' + OFF)
    assert "Eigenkapital:Rounding" in with_booked_residues(ledger).accounts


def test_no_assertion_or_pad_sees_what_is_booked(read: Read) -> None:
    ledger = read(f"""{OPTION}{OFF}
2025-01-01 open Equity:Rounding
2025-01-02 pad Assets:Bank Equity:Rounding
2025-01-03 balance Assets:Bank 0.00 USD
2025-01-03 balance Equity:Rounding -100.09000 USD
""")
    assert not ledger.has_errors, ledger.diagnostics
    assert str(with_booked_residues(ledger).inventory("Equity:Rounding").units("USD")) == "-100.08999"


@pytest.mark.parametrize(("flag", "leg_flag"), [("!", ""), ("*", "!")])
def test_what_is_booked_is_pending_while_any_leg_is(read: Read, flag: str, leg_flag: str) -> None:
    legs = f"  {leg_flag} Assets:Broker  1.001 HOOL {{99.99 USD}}\n  Assets:Bank  -100.09 USD\n"
    booked = with_booked_residues(read(f'{OPTION}{ACCOUNTS}2025-01-02 {flag} "x"\n{legs}'))
    assert [leg.status for _, leg in booked.postings("Equity:Rounding")] == [Status.PENDING]
    posted = booked.counting(BalanceKind.POSTED)
    assert "Equity:Rounding" not in {leg.account for each in posted.transactions() for leg in each.postings}
    assert posted.whole is booked
    assert posted.written is booked.written
