from pathlib import Path

from against_beancount import check

SALE = """
    plugin "beancount.plugins.auto"{config}
    2020-01-01 * "Buy"
      Assets:Shares  10 HOOL {{5 USD}}
      Assets:Cash   -50 USD
    2020-01-02 * "Sell"
      Assets:Shares  -5 HOOL {{}} @ 6 USD
      Assets:Cash    30 USD
      Income:Gains
    """


def test_accounts_open_and_prices_are_added(tmp_path: Path) -> None:
    assert check(tmp_path, SALE.format(config="")) == []


def test_a_configuration_stops_both_parts_with_one_error(tmp_path: Path) -> None:
    codes = [found.code for found in check(tmp_path, SALE.format(config=' ""'), grouped=True)]
    assert codes.count("plugin-config") == 1
