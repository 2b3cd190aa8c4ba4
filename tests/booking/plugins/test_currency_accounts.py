from pathlib import Path

import pytest
from against_beancount import check

from pfin import load
from pfin.model.directives import Status, Transaction

HEAD = """
        plugin "beancount.plugins.currency_accounts" "Equity:Trading"
        2020-01-01 open Assets:Cash
        2020-01-01 open Assets:Shares
        2020-01-01 open Expenses:Fees
        2020-01-01 open Income:Gains
"""

CASES = {
    "one currency": """
        2020-02-01 * "Pay"
          Assets:Cash   -5 USD
          Expenses:Fees  5 USD
        """,
    "a change of money": """
        2020-02-01 * "Change"
          Assets:Cash   -110.00 USD @ 0.9 EUR
          Assets:Cash     95.00 EUR
          Expenses:Fees    4.00 EUR
        """,
    "two currencies that each balance": """
        2020-02-01 * "Pay"
          Assets:Cash   -5 USD @ 3 EUR
          Expenses:Fees  5 USD @ 3 EUR
          Assets:Cash   -5 EUR
          Expenses:Fees  5 EUR
        """,
    "shares at cost": """
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash   -50 USD
        2020-02-02 * "Sell"
          Assets:Shares  -5 HOOL {} @ 6 USD
          Assets:Cash    25 EUR @ 1.2 USD
          Income:Gains
        """,
    "a price of nothing": """
        2020-02-01 * "Gift"
          Assets:Shares  10 HOOL @ 0 USD
          Assets:Cash     0 USD
        """,
    "no prices": """
        2020-02-01 * "Both"
          Assets:Cash   -5 USD
          Expenses:Fees  5 USD
          Assets:Cash   -5 EUR
          Expenses:Fees  5 EUR
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, HEAD + journal)


@pytest.mark.parametrize("config", ["", ' ""', ' " Equity:Other "', ' "Equity"', ' "equity:other"', ' "Equity:Ä:3b-"'])
def test_base_accounts_as_in_beancount(tmp_path: Path, config: str) -> None:
    check(
        tmp_path,
        f"""
        plugin "beancount.plugins.currency_accounts"{config}
        2020-01-01 open Assets:Cash
        2020-02-01 * "Change"
          Assets:Cash   -110.00 USD @ 0.9 EUR
          Assets:Cash     99.00 EUR
        """,
    )


def test_an_empty_journal_as_in_beancount(tmp_path: Path) -> None:
    check(tmp_path, 'plugin "beancount.plugins.currency_accounts" "Equity:Trading"\n')


def test_a_price_in_another_currency_than_the_cost_as_in_beancount(tmp_path: Path) -> None:
    check(
        tmp_path,
        HEAD
        + """
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD} @ 4 EUR
          Assets:Cash   -50 USD
        """,
    )


def test_a_second_open_is_an_error_at_the_line_of_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(
        "2020-01-01 open Assets:Cash\n"
        "2020-01-01 open Equity:Trading:USD\n"
        'plugin "beancount.plugins.currency_accounts" "Equity:Trading"\n'
        '2020-02-01 ! "Change"\n'
        "  Assets:Cash  -11 USD @ 0.9 EUR\n"
        "  Assets:Cash  9.9 EUR\n"
    )
    ledger = load(path)
    assert [(found.code, found.span.line) for found in ledger.diagnostics] == [("duplicate-open", 2)]
    (change,) = (directive for directive in ledger.directives if isinstance(directive, Transaction))
    assert {posting.status for posting in change.postings} == {Status.PENDING}
