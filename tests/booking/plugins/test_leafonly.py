from pathlib import Path

import pytest
from against_beancount import check

CASES = {
    "only leaves": """
        plugin "beancount.plugins.leafonly"
        2020-01-01 open Assets:Bank
        2020-01-01 open Assets:Bank:Cash
        2020-01-02 balance Assets:Bank  0 USD
        2020-01-02 note Assets:Bank:Cash "counted"
        """,
    "a posting above": """
        plugin "beancount.plugins.leafonly"
        2020-01-01 open Assets:Bank
        2020-01-01 open Assets:Bank:Cash
        2020-01-01 open Assets:Bank:Cash:Purse
        2020-01-02 * "Move"
          Assets:Bank        1 USD
          Assets:Bank:Cash  -1 USD
        """,
    "a note and a close count": """
        plugin "beancount.plugins.leafonly"
        2020-01-01 open Assets:Bank
        2020-01-01 open Assets:Bank:Cash
        2020-01-01 open Assets:Loan
        2020-01-01 open Assets:Loan:House
        2020-01-02 note Assets:Bank "visited"
        2020-01-02 close Assets:Loan
        """,
    "so do a pad and a custom": """
        plugin "beancount.plugins.leafonly"
        2020-01-01 open Equity:Old
        2020-01-01 open Assets:Bank
        2020-01-01 open Assets:Cash
        2020-01-02 pad Assets:Cash Equity:Old
        2020-01-03 balance Assets:Cash  5 USD
        2020-01-03 custom "seen" Equity:Old:Unheard
        2020-01-03 custom "seen" Assets:Bank
        2020-01-03 custom "seen" Assets:Bank:Any
        2020-01-03 custom "seen" "Assets:Cash:Any"
        """,
    "an account that never opens": """
        plugin "beancount.plugins.leafonly"
        2020-01-01 open Assets:Bank:Cash
        2020-01-02 * "Move"
          Assets:Bank        1 USD
          Assets:Bank:Cash  -1 USD
        """,
    "opened by a plugin": """
        plugin "beancount.plugins.auto_accounts"
        plugin "beancount.plugins.leafonly"
        2020-01-02 * "Move"
          Assets:Bank        1 USD
          Assets:Bank:Cash  -1 USD
        """,
}
LINES = {"opened by a plugin": [1]}


@pytest.mark.parametrize("name", CASES)
def test_as_in_beancount(tmp_path: Path, name: str) -> None:
    check(tmp_path, CASES[name], LINES.get(name, ()))
