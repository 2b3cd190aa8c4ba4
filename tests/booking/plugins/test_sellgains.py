from pathlib import Path

import pytest
from against_beancount import check

HEAD = """
        plugin "beancount.plugins.sellgains"
        {option}
        2020-01-01 open Assets:Shares
        2020-01-01 open Assets:Cash
        2020-01-01 open Expenses:Fees
        2020-01-01 open Income:Gains
        2020-02-01 * "Buy"
          Assets:Shares  100 HOOL {{26.3125 USD}}
          Assets:Shares  100 GOOG {{10 USD}}
          Assets:Cash
"""

SALES = {
    "as the price says": """
          Assets:Shares  -81 HOOL {26.3125 USD} @ 26.4375 USD
          Assets:Cash    2141.36 USD
          Expenses:Fees     0.08 USD
          Income:Gains
        """,
    "too little": """
          Assets:Shares  -81 HOOL {26.3125 USD} @ 26.4375 USD
          Assets:Cash    2131.36 USD
          Expenses:Fees     0.08 USD
          Income:Gains
        """,
    "just within twice the tolerance": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Cash    270.01 USD
          Income:Gains
        """,
    "just outside": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Cash    270.02 USD
          Income:Gains
        """,
    "whole numbers have no tolerance": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Cash    271 USD
          Income:Gains
        """,
    "no price": """
          Assets:Shares  -10 HOOL {}
          Assets:Cash    100 USD
          Income:Gains
        """,
    "not all with a price": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Shares  -10 GOOG {}
          Assets:Cash    100 USD
          Income:Gains
        """,
    "two lots": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Shares  -10 GOOG {} @ 11.00 USD
          Assets:Cash    380 USD
          Income:Gains
        """,
    "paid in another currency": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Cash    300 EUR @ 0.9 USD
          Income:Gains
        """,
    "prices in another currency": """
          Assets:Shares  -10 HOOL {} @ 27 EUR
          Assets:Cash    270.00 USD
          Income:Gains
        """,
    "two currencies": """
          Assets:Shares  -10 HOOL {} @ 27 USD
          Assets:Cash    270 USD
          Expenses:Fees    1 EUR
          Income:Gains    -1 EUR
          Income:Gains
        """,
    "sold for nothing": """
          Assets:Shares  -10 HOOL {} @ 0 USD
          Income:Gains
        """,
    "sold for nothing, with proceeds of a cent": """
          Assets:Shares  -10 HOOL {} @ 0 USD
          Assets:Cash    0.01 USD
          Income:Gains
        """,
}
OPTIONS = [
    "",
    'option "inferred_tolerance_default" "USD:0.005"',
    'option "infer_tolerance_from_cost" "TRUE"',
    'option "inferred_tolerance_multiplier" "2"',
]


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("sale", SALES.values(), ids=SALES)
def test_as_in_beancount(tmp_path: Path, sale: str, option: str) -> None:
    check(tmp_path, HEAD.format(option=option) + '        2020-03-01 * "Sell"' + sale)
