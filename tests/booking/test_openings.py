from pathlib import Path
from textwrap import dedent

import pytest

from pfin import load
from pfin.model.diagnostics import Diagnostic, Severity

HEAD = """\
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Shares
2020-01-01 open Liabilities:Card
2020-01-01 open Expenses:Food
2020-01-01 open Equity:Opening-Balances
2020-01-01 open Equity:Adjustments
2020-01-01 open Equity:Opening:2020
2020-01-01 open Equity:InitialBalance
2020-01-01 open Equity:Previous
2020-01-01 open Equity:Reopening
"""


def warnings(folder: Path, journal: str, head: str = HEAD) -> list[Diagnostic]:
    path = folder / "main.beancount"
    path.write_text(head + dedent(journal).lstrip("\n"))
    diagnostics = list(load(path).diagnostics)
    assert all(found.severity is Severity.WARNING for found in diagnostics), diagnostics
    return diagnostics


FINE = {
    "on the day of the opening": """
        2020-01-01 * "Opening"
          Assets:Bank      100 USD
          Liabilities:Card  -5 USD
          Equity:Opening-Balances
        """,
    "two commodities in two transactions": """
        2020-01-01 * "Opening"
          Assets:Bank      100 USD
          Equity:Opening-Balances
        2020-01-01 * "Opening"
          Assets:Bank      100 EUR
          Equity:Opening-Balances
        """,
    "two lots in one transaction": """
        2020-01-01 * "Opening"
          Assets:Shares    1 HOOL {100 USD}
          Assets:Shares    1 HOOL {110 USD}
          Equity:Opening-Balances
        """,
    "a pad": """
        2020-01-01 pad Assets:Bank Equity:Opening-Balances
        2020-01-31 balance Assets:Bank  5 USD
        2020-01-31 balance Assets:Bank  6 EUR
        """,
    "an adjustment from another account under Equity": """
        2020-01-01 pad Assets:Bank Equity:Opening-Balances
        2020-01-31 balance Assets:Bank  5 USD
        2020-02-01 pad Assets:Bank Equity:Adjustments
        2020-02-28 balance Assets:Bank  6 USD
        2020-03-01 * "Found"
          Assets:Bank   1 USD
          Equity:Reopening
        """,
    "expenses have no opening balance": """
        2020-05-01 * "Paid before the journal began"
          Expenses:Food  5 USD
          Equity:Opening-Balances
        """,
}


@pytest.mark.parametrize("journal", FINE.values(), ids=FINE)
def test_ordinary_openings_give_no_warning(tmp_path: Path, journal: str) -> None:
    assert warnings(tmp_path, journal) == []


@pytest.mark.parametrize("source", ["Equity:Opening-Balances", "Equity:Opening:2020", "Equity:InitialBalance"])
def test_another_day_than_the_account_opens(tmp_path: Path, source: str) -> None:
    (found,) = warnings(
        tmp_path,
        f"""
        2020-02-01 * "Opening"
          Assets:Bank      100 USD
          Liabilities:Card  -5 USD
          {source}
        """,
    )
    assert (found.code, found.span.line) == ("opening-balance-date", 11)
    assert "Assets:Bank and Liabilities:Card" in found.message
    assert [related.span.line for related in found.related] == [1, 3]


def test_a_second_opening_balance(tmp_path: Path) -> None:
    (found,) = warnings(
        tmp_path,
        """
        2020-01-01 * "Opening"
          Assets:Bank      100 USD
          Equity:Opening-Balances
        2020-03-01 * "Forgotten"
          Assets:Bank      100 USD
          Equity:Opening-Balances
        """,
    )
    assert (found.code, found.span.line) == ("second-opening-balance", 14)
    assert [related.span.line for related in found.related] == [11]


def test_pads_count(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        """
        2020-01-02 pad Assets:Bank Equity:Opening-Balances
        2020-01-31 balance Assets:Bank  5 USD
        2020-02-01 pad Assets:Bank Equity:Opening-Balances
        2020-02-28 balance Assets:Bank  6 USD
        """,
    )
    assert [(one.code, one.span.line) for one in found] == [
        ("opening-balance-date", 11),
        ("second-opening-balance", 13),
    ]


def test_the_option_names_the_opening_account(tmp_path: Path) -> None:
    option = 'option "account_previous_balances" "Previous"\n'
    opening = '2020-02-01 * "Opening"\n  Assets:Bank  100 USD\n  Equity:Previous\n'
    assert warnings(tmp_path, opening) == []
    assert [found.code for found in warnings(tmp_path, opening, option + HEAD)] == ["opening-balance-date"]


def test_accounts_that_a_plugin_opens(tmp_path: Path) -> None:
    plugin = 'plugin "beancount.plugins.auto_accounts"\n'
    opening = '2020-02-01 * "Opening"\n  Assets:Bank  100 USD\n  Equity:Opening-Balances\n'
    assert warnings(tmp_path, opening, plugin) == []


def test_of_many_accounts_five_are_named(tmp_path: Path) -> None:
    opens = "".join(f"2020-01-01 open Assets:A{i}\n" for i in range(8))
    legs = "".join(f"  Assets:A{i}  1 USD\n" for i in range(8))
    (found,) = warnings(tmp_path, f'{opens}2020-02-01 * "Opening"\n{legs}  Equity:Opening-Balances\n')
    assert "Assets:A3, Assets:A4 and 3 more is dated" in found.message
    assert len(found.related) == 5
