from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.model.amount import Amount
from pfin.model.directives import AccountRef, CommodityRef, TagRef, Value, value_text

VALUES: list[tuple[Value, str]] = [
    (None, ""),
    ("", ""),
    ("Ann", "Ann"),
    (True, "true"),
    (False, "false"),
    (Decimal("1E+3"), "1000"),
    (Decimal("-1.50"), "-1.50"),
    (Date(2024, 2, 29), "2024-02-29"),
    (Amount(Decimal("1E+2"), "USD"), "100 USD"),
    (AccountRef("Assets:Bank"), "Assets:Bank"),
    (CommodityRef("USD"), "USD"),
    (TagRef("trip"), "#trip"),
]


@pytest.mark.parametrize(("value", "words"), VALUES)
def test_a_value_of_metadata_in_words(value: Value, words: str) -> None:
    assert value_text(value) == words
