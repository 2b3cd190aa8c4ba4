from pathlib import Path

import pytest
from against_beancount import check

from pfin import load

CASES = {
    "opened on the day of first use": """
        plugin "beancount.plugins.auto_accounts"
        2020-03-01 * "Rent"
          Expenses:Rent  500 USD
          Assets:Bank
        2020-02-01 * "Pay"
          Assets:Bank  500 USD
          Income:Job
        """,
    "those that are open already stay": """
        plugin "beancount.plugins.auto_accounts"
        2020-01-01 open Assets:Bank  USD, EUR
        2020-02-01 * "Pay"
          Assets:Bank  500 USD
          Income:Job
        """,
    "a later open still counts": """
        plugin "beancount.plugins.auto_accounts"
        2020-02-02 open Assets:Bank
        2020-02-01 * "Pay"
          Assets:Bank  500 USD
          Income:Job
        """,
    "other directives use accounts too": """
        plugin "beancount.plugins.auto_accounts"
        2020-01-01 pad Assets:Cash Equity:Opening-Balances
        2020-01-03 note Assets:Loan "lent"
        2020-01-04 close Assets:Old
        2020-01-05 custom "mention" Assets:NotUsed
        """,
    "nothing to open": """
        plugin "beancount.plugins.auto_accounts"
        2020-01-01 open Assets:Bank
        """,
    "twice": """
        plugin "beancount.plugins.auto_accounts"
        plugin "beancount.plugins.auto_accounts"
        2020-01-03 note Assets:Loan "lent"
        """,
    "a configuration is refused": """
        2020-01-03 note Assets:Loan "lent"
        plugin "beancount.plugins.auto_accounts" "all"
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, journal)


def test_the_account_opens_at_the_line_of_the_plugin(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text('2020-01-01 note Assets:Bank "opened"\nplugin "beancount.plugins.auto_accounts"\n')
    opened, _ = load(path).directives
    assert (opened.file, opened.line) == (str(path), 2)
