from pathlib import Path

import pytest
from against_beancount import check

HEAD = """
        plugin "beancount.plugins.check_average_cost"{config}
        2020-01-01 open Assets:Shares "NONE"
        2020-01-01 open Assets:Booked
        2020-01-01 open Assets:Cash
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {{90.00 USD}}
          Assets:Shares  10 HOOL {{110.00 USD}}
          Assets:Booked  10 HOOL {{110.00 USD}}
          Assets:Cash
"""

CONFIGS = [
    "",
    ' ""',
    ' " "',
    ' "0.01"',
    ' "0.02"',
    ' "0.1"',
    ' "0.05"',
    ' "1"',
    ' "one"',
    ' "{}"',
    ' "1 +"',
    ' "-0.01"',
    ' "1e999"',
    ' "-1e999"',
]


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("cost", ["100.00", "99", "98.99", "101", "101.01", "90", "110", "89.99", "200"])
def test_as_in_beancount(tmp_path: Path, config: str, cost: str) -> None:
    sale = f"""
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL {{{cost} USD}}
          Assets:Booked  -5 HOOL {{110.00 USD}}
          Assets:Cash
        """
    check(tmp_path, HEAD.format(config=config) + sale)


CASES = {
    "nothing held": """
        2020-03-01 * "Sell short"
          Assets:Shares  -5 GOOG {7 USD}
          Assets:Cash
        """,
    "another cost currency": """
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL {7 EUR}
          Assets:Cash
        """,
    "several sales": """
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL {50 USD}
          Assets:Shares  -5 HOOL {60 USD}
          Assets:Cash
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL {145 USD}
          Assets:Cash
        """,
    "all gone": """
        2020-03-01 * "Sell"
          Assets:Shares  -20 HOOL {100 USD}
          Assets:Cash
        2020-03-02 * "Sell"
          Assets:Shares  -5 HOOL {1 USD}
          Assets:Cash
        """,
    "units without a cost cannot be checked": """
        2020-03-01 * "Sell"
          Assets:Shares  -5 HOOL {1 USD}
          Assets:Cash
        2020-03-02 * "Pay in"
          Assets:Shares   5 USD
          Assets:Cash
        2020-03-03 * "Pay out"
          Assets:Shares  -5 USD
          Assets:Cash
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_other_sales_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, HEAD.format(config="") + journal)
