from pathlib import Path

import pytest
from against_beancount import check

CASES = {
    "no two on a day": """
        plugin "beancount.plugins.unique_prices"
        2020-01-01 price HOOL  5 USD
        2020-01-01 price HOOL  5 EUR
        2020-01-01 price GOOG  6 USD
        2020-01-02 price HOOL  6 USD
        """,
    "the same twice": """
        plugin "beancount.plugins.unique_prices"
        2020-01-01 price HOOL  5 USD
        2020-01-01 price HOOL  5.00 USD
        """,
    "the error is at the last that equals the first": """
        plugin "beancount.plugins.unique_prices"
        2020-01-01 price HOOL  5 USD
        2020-01-01 price HOOL  6 USD
        2020-01-01 price HOOL  5.00 USD
        2020-01-01 price HOOL  7 USD
        """,
    "prices of transactions": """
        plugin "beancount.plugins.auto"
        plugin "beancount.plugins.unique_prices"
        2020-01-01 price HOOL  5 USD
        2020-01-01 * "Buy"
          Assets:Shares  1 HOOL {6 USD}
          Assets:Cash
        """,
    "before prices of transactions": """
        plugin "beancount.plugins.unique_prices"
        plugin "beancount.plugins.auto"
        2020-01-01 price HOOL  5 USD
        2020-01-01 * "Buy"
          Assets:Shares  1 HOOL {6 USD}
          Assets:Cash
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, journal)
