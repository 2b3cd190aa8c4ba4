from pathlib import Path

import pytest
from against_beancount import check

from pfin import load

JOURNAL = """
        2020-01-01 open Assets:One
        2020-01-01 open Assets:Several
        2020-01-01 open Assets:Listed  USD, EUR
        2020-01-01 open Assets:Freed
          onecommodity: FALSE
        2020-01-01 open Assets:Emptied
          onecommodity:
        2020-01-01 open Assets:Bound
          onecommodity: TRUE
        2020-01-01 open Assets:Shares
        2020-01-01 open Assets:Asserted
        2020-02-01 * "Pay"
          Assets:One      1 USD
          Assets:Several  1 USD
          Assets:Several  1 EUR
          Assets:Listed   1 USD
          Assets:Listed   1 EUR
          Assets:Freed    1 USD
          Assets:Freed    1 EUR
          Assets:Emptied  1 USD
          Assets:Emptied  1 EUR
          Assets:Bound    1 USD
          Assets:Bound    1 EUR
          Assets:One
          Assets:Unopened
        2020-02-02 * "Buy"
          Assets:Shares   1 HOOL {5 USD}
          Assets:One
        2020-02-03 * "Buy"
          Assets:Shares   1 HOOL {5 EUR}
          Assets:One
        2020-02-04 * "Buy"
          Assets:Shares   1 HOOL {5 USD}
          Assets:Several -5 USD
        2020-02-05 balance Assets:Asserted  0 USD
        2020-02-05 balance Assets:Asserted  0 EUR
        2020-02-06 balance Assets:Asserted  0 USD
"""


@pytest.mark.parametrize("config", ["", ' ""', ' "Assets:S"', ' "Several"', ' ".*:Bound$"', ' "("'])
def test_as_in_beancount(tmp_path: Path, config: str) -> None:
    check(tmp_path, f'        plugin "beancount.plugins.onecommodity"{config}{JOURNAL}')


def test_of_many_commodities_five_are_shown(tmp_path: Path) -> None:
    legs = "".join(f"  Assets:A  {sign}1 C{i}X\n" for i in range(8) for sign in ("", "-"))
    path = tmp_path / "main.beancount"
    path.write_text(f'plugin "beancount.plugins.onecommodity"\n2020-01-01 open Assets:A\n2020-01-02 * "t"\n{legs}')
    (found,) = load(path).diagnostics
    assert "C0X, C1X, C2X, C3X, C4X and 3 more" in found.message
    assert len(found.related) == 5
