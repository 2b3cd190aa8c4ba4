from pathlib import Path

import pytest
from against_beancount import check

USES = """
        2020-01-01 commodity USD
        2020-01-01 open Assets:Cash  USD, CHF
        2020-01-01 open Assets:Broker:Options
        2020-01-01 open Assets:Broker:Shares
        2020-02-01 * "Buy"
          Assets:Broker:Shares   10 HOOL {5 EUR}
          Assets:Broker:Options   1 CALL_1 @ 5 SEK
          Assets:Broker:Options   1 FREE @ 0 NOK
          Assets:Cash
        2020-02-02 balance Assets:Broker:Shares  0 GOOG
        2020-02-03 price CALL_1  3 DKK
        2020-02-03 price ABC     3 DKK
          source: "JPY"
"""

CONFIGS = {
    "none": "",
    "an exception": " \"{'Assets:Broker:Options': 'CALL_.*'}\"",
    "the beginning of a name is enough": " \"{'Assets:Broker': '[A-H]'}\"",
    "the middle of a name is not": " \"{'Broker': 'O'}\"",
    "all of them": " \"{'': ''}\"",
    "empty": ' ""',
    "no exceptions": ' "{}"',
    "not a mapping": " \"['Assets:Broker']\"",
    "not Python": ' "Assets:Broker"',
    "not text": " \"{'Assets:Broker': 1}\"",
    "a bad expression": " \"{'Assets:Broker': '(', 'Assets:Broker:Options': 'CALL_1'}\"",
}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_as_in_beancount(tmp_path: Path, config: str) -> None:
    check(tmp_path, f'        plugin "beancount.plugins.check_commodity"{config}{USES}')


def test_the_first_use_is_shown(tmp_path: Path) -> None:
    diagnostics = check(
        tmp_path,
        """
        plugin "beancount.plugins.check_commodity"
        2020-01-01 open Assets:Cash
        2020-02-01 * "Get"
          Assets:Cash  1 USD
          Assets:Cash
        """,
    )
    assert [[related.span.line for related in found.related] for found in diagnostics] == [[4]]
