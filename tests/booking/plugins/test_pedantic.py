from pathlib import Path

import pytest
from against_beancount import check

JOURNAL = """
        2020-01-01 commodity USD
        2020-01-01 commodity HOOL
        2020-01-01 open Assets:Cash
        2020-01-01 open Assets:Cash:Purse
        2020-01-01 open Assets:Shares
        2020-01-01 open Assets:Unused
        2020-01-01 open Income:Gains
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash
        2020-02-02 * "Sell"
          Assets:Shares  -10 HOOL {} @ 6 USD
          Assets:Cash     55 USD
          Income:Gains
        2020-02-03 * "Receive"
          Assets:Shares    1 HOOL
          Assets:Cash     -1 HOOL
        2020-02-04 price HOOL  6 USD
        2020-02-04 price HOOL  7 USD
        2020-02-05 price GOOG  7 USD
        2020-03-01 close Assets:Shares
"""


@pytest.mark.parametrize("config", ["", ' "Assets:Shares"', ' "{}"', ' ""'])
def test_as_in_beancount(tmp_path: Path, config: str) -> None:
    check(tmp_path, f'        plugin "beancount.plugins.pedantic"{config}{JOURNAL}', grouped=bool(config))
