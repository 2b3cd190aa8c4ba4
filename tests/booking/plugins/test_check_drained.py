from pathlib import Path

import pytest
from against_beancount import check

HEAD = """
        plugin "beancount.plugins.check_drained"
        2020-01-01 open Assets:Cash  USD, CAD
        2020-01-01 open Assets:Shares
        2020-01-01 open Liabilities:Card
        2020-01-01 open Equity:Old
        2020-01-01 open Income:Job
        2020-02-01 * "Pay"
          Assets:Cash   10 USD
          Income:Job   -10 USD
        2020-02-02 * "Buy"
          Assets:Shares  2 HOOL {5 USD}
          Assets:Cash  -10 USD
"""

CASES = {
    "empty": "2020-03-01 close Assets:Cash",
    "not empty": "2020-03-01 close Assets:Shares",
    "income is not checked": "2020-03-01 close Income:Job",
    "never used": """2020-03-01 close Equity:Old
        2020-03-01 close Liabilities:Card""",
    "asserted on the day": """2020-03-01 balance Assets:Cash  0 USD
        2020-03-01 close Assets:Cash""",
    "asserted before": """2020-02-28 balance Assets:Cash  0 USD
        2020-03-01 close Assets:Cash""",
    "asserted after": """2020-03-01 close Assets:Cash
          reason: "moved"
        2020-03-02 balance Assets:Cash  0 USD""",
    "asserted only": """2020-03-01 balance Assets:Shares  0 GOOG
        2020-03-02 close Assets:Shares""",
    "used after": """2020-03-01 close Liabilities:Card
        2020-04-01 * "Buy"
          Liabilities:Card  -5 USD
          Assets:Cash""",
    "the end of the calendar": "9999-12-31 close Assets:Cash",
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, HEAD + "        " + journal)
