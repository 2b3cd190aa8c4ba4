from pathlib import Path

import pytest
from against_beancount import check

CASES = {
    "used by each kind of directive": """
        plugin "beancount.plugins.nounused"
        2020-01-01 open Assets:Posted
        2020-01-01 open Assets:Noted
        2020-01-01 open Assets:Asserted
        2020-01-01 open Assets:Closed
        2020-01-01 open Assets:Padded
        2020-01-01 open Equity:Source
        2020-01-02 * "Move"
          Assets:Posted   1 USD
          Assets:Posted  -1 USD
        2020-01-02 note Assets:Noted "seen"
        2020-01-02 balance Assets:Asserted  0 USD
        2020-01-02 close Assets:Closed
        2020-01-02 pad Assets:Padded Equity:Source
        2020-01-03 balance Assets:Padded  1 USD
        """,
    "not used": """
        plugin "beancount.plugins.nounused"
        2020-01-01 open Assets:Alone
        2020-01-01 open Assets:Mentioned
        2020-01-01 open Assets:Parent
        2020-01-01 open Assets:Parent:Child
        2020-01-02 custom "mention" Assets:Mentioned
        2020-01-02 note Assets:Parent:Child "seen"
        """,
    "opened twice": """
        plugin "beancount.plugins.nounused"
        2020-01-01 open Assets:Alone
        2020-01-02 open Assets:Alone
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, journal)
