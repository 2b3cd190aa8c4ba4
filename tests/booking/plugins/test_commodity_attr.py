from pathlib import Path

import pytest
from against_beancount import check

from pfin import load

COMMODITIES = """
        2020-01-01 commodity HOOL
          sector: "Technology"
          name: "Hooli"
          rating: 3
        2020-01-01 commodity GOLD
          sector: "Metals"
          name:
        2020-01-01 commodity USD
          rating: 2.0
"""

CONFIGS = {
    "any value": "{'name': None}",
    "some values": "{'sector': ['Technology', 'Energy'], 'name': None}",
    "an empty list is any value": "{'sector': []}",
    "a text is its letters": "{'sector': 'Metals'}",
    "a set": "{'sector': {'Metals', 'Technology'}}",
    "nothing": "{}",
    "not a mapping": "['sector']",
    "not a literal": "{sector: None}",
    "not a list of values": "{'sector': 1}",
    "values that cannot be told apart": "{'sector': [[]]}",
    "not Python": "sector",
    "nothing at all": "",
    "several lines": """{
            'sector': ['Technology', 'Metals'],   # of industry
        }""",
}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_as_in_beancount(tmp_path: Path, config: str) -> None:
    check(tmp_path, f'        plugin "beancount.plugins.commodity_attr" "{config}"{COMMODITIES}')


def test_a_configuration_is_needed(tmp_path: Path) -> None:
    check(tmp_path, f'        plugin "beancount.plugins.commodity_attr"{COMMODITIES}')


def test_numbers_are_compared_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "beancount.plugins.commodity_attr" "{\'rating\': [2, 3]}"\n'
        "2020-01-01 commodity USD\n  rating: 2.0\n"
        "2020-01-01 commodity EUR\n  rating: 4\n"
    )
    assert [found.span.line for found in load(path).diagnostics] == [4]
