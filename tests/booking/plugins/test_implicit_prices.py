from pathlib import Path

import pytest
from against_beancount import check

from pfin import load
from pfin.model.directives import PriceQuote, Transaction

HEAD = """
        plugin "beancount.plugins.implicit_prices"
        2020-01-01 open Assets:Shares
        2020-01-01 open Assets:Loose "NONE"
        2020-01-01 open Assets:Cash
        2020-01-01 open Income:Gains
"""

CASES = {
    "a cost that is added": """
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash   -50 USD
        """,
    "a cost that is reduced is not": """
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash   -50 USD
        2020-03-01 * "Give back"
          Assets:Shares  -4 HOOL {5 USD}
          Assets:Cash    20 USD
        """,
    "a price goes before a cost": """
        2020-02-01 * "Buy"
          Assets:Shares  10 HOOL {5 USD} @ 6 USD
          Assets:Cash   -50 USD
        2020-03-01 * "Sell"
          Assets:Shares  -4 HOOL {} @ 7 USD
          Assets:Cash    28 USD
          Income:Gains
        """,
    "a total price": """
        2020-02-01 * "Change"
          Assets:Cash   3 EUR @@ 10 USD
          Assets:Cash -10 USD
        """,
    "the same price of a day once, another twice": """
        2020-02-01 price HOOL  5 USD
        2020-02-01 * "Buy"
          Assets:Shares  1 HOOL {5 USD}
          Assets:Shares  1 HOOL {5.00 USD}
          Assets:Shares  1 HOOL {6 USD, "b"}
          Assets:Cash
        """,
    "a reduction that matches no lot": """
        2020-02-01 * "Buy"
          Assets:Loose  10 HOOL {5 USD}
          Assets:Cash
        2020-03-01 * "Sell"
          Assets:Loose  -4 HOOL {6 USD}
          Assets:Cash
        2020-04-01 * "Buy"
          Assets:Loose   3 HOOL {6 USD, 2020-03-01}
          Assets:Cash
        """,
    "no units of a lot": """
        2020-02-01 * "Buy"
          Assets:Shares  0 HOOL {5 USD}
          Assets:Cash    0 USD
        """,
    "a free share": """
        2020-02-01 * "Gift"
          Assets:Shares  1 HOOL {0 USD}
          Assets:Cash    0 USD @ 0 EUR
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, HEAD + journal)


def test_a_price_follows_its_transaction_on_the_same_line(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "beancount.plugins.implicit_prices"\n'
        '2020-02-01 * "Change"\n'
        "  Assets:Cash   1 EUR @ 2 USD\n"
        "  Assets:Cash   1 GBP @ 3 USD\n"
        "  Assets:Cash  -5 USD\n"
        '2020-02-01 note Assets:Cash "changed"\n'
    )
    kinds = [(type(directive), directive.line) for directive in load(path).directives]
    assert kinds[:3] == [(Transaction, 2), (PriceQuote, 2), (PriceQuote, 2)]
