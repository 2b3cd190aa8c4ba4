from pathlib import Path

import pytest
from against_beancount import check

CASES = {
    "those below close too": """
        plugin "beancount.plugins.close_tree"
        2020-01-01 open Assets:Broker
        2020-01-01 open Assets:Broker:Shares
        2020-01-01 open Assets:Broker:Shares:Old
        2020-01-01 open Assets:Brokerage
        2021-01-01 close Assets:Broker
        2021-02-01 * "Too late"
          Assets:Broker:Shares:Old  1 USD
          Assets:Brokerage
        """,
    "one that is not open": """
        plugin "beancount.plugins.close_tree"
        2020-01-01 open Assets:Broker:Shares
        2021-01-01 close Assets:Broker
        """,
    "one that nothing is below": """
        plugin "beancount.plugins.close_tree"
        2021-01-01 close Assets:Broker
        """,
    "a close of its own stays": """
        plugin "beancount.plugins.close_tree"
        2020-01-01 open Assets:Broker
        2020-01-01 open Assets:Broker:Shares
        2020-01-01 open Assets:Broker:Bonds
        2020-06-01 close Assets:Broker:Shares
        2021-01-01 close Assets:Broker
        2021-01-01 close Assets:Broker
        """,
    "a child and its parent": """
        plugin "beancount.plugins.close_tree"
        2020-01-01 open Assets:A:B:C
        2021-01-01 close Assets:A:B
        2021-06-01 close Assets:A
        """,
    "after auto_accounts": """
        plugin "beancount.plugins.auto_accounts"
        plugin "beancount.plugins.close_tree"
        2020-01-01 * "Move"
          Assets:A:B   1 USD
          Assets:A:C  -1 USD
        2021-06-01 close Assets:A
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, journal)
