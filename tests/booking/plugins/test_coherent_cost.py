from pathlib import Path

import pytest
from against_beancount import check

HEAD = """
        plugin "beancount.plugins.coherent_cost"
        2020-01-01 open Assets:Shares
        2020-01-01 open Assets:Cash
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash
"""

CASES = {
    "always at cost": """
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL {} @ 6 USD
          Assets:Cash
        """,
    "at a price only": """
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL @ 6 USD
          Assets:Cash
        2020-03-02 * "Sell"
          Assets:Shares  -5 HOOL @ 6 USD
          Assets:Cash
        """,
    "two commodities": """
        2020-01-15 * "Get"
          Assets:Shares  -5 HOOL @ 6 USD
          Assets:Shares   1 GOOG {1 USD}
          Assets:Cash
        2020-03-02 * "Sell"
          Assets:Shares  -1 GOOG @ 6 USD
          Assets:Cash
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, HEAD + journal)
