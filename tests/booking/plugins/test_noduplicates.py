from pathlib import Path

import pytest
from against_beancount import check

HEAD = """
        plugin "beancount.plugins.noduplicates"
        2020-01-01 open Assets:Cash
        2020-01-01 open Expenses:Food
        2020-01-02 * "Cafe" "Lunch" #work ^a ^b
          Assets:Cash   -5.0 USD
          Expenses:Food  5.0 USD
"""

CASES = {
    "the same in another order, with other metadata": """
        2020-01-02 * "Cafe" "Lunch" #work ^b ^a
          place: "downtown"
          Expenses:Food  5.0 USD
            kind: "soup"
          Assets:Cash   -5.0 USD
        """,
    "the same with a number left out": """
        2020-01-02 * "Cafe" "Lunch" #work ^b ^a
          Expenses:Food  5.0 USD
          Assets:Cash
        """,
    "three times": """
        2020-01-02 * "Cafe" "Lunch" #work ^a ^b
          Assets:Cash   -5.0 USD
          Expenses:Food  5.0 USD
        2020-01-02 * "Cafe" "Lunch" #work ^a ^b
          Assets:Cash   -5.0 USD
          Expenses:Food  5.0 USD
        """,
    "other digits": """
        2020-01-02 * "Cafe" "Lunch" #work ^a ^b
          Assets:Cash   -5.00 USD
          Expenses:Food  5.00 USD
        """,
    "another flag": """
        2020-01-02 ! "Cafe" "Lunch" #work ^a ^b
          Assets:Cash   -5.0 USD
          Expenses:Food  5.0 USD
        """,
    "another flag of a posting": """
        2020-01-02 * "Cafe" "Lunch" #work ^a ^b
          ! Assets:Cash   -5.0 USD
          Expenses:Food  5.0 USD
        """,
    "another price": """
        2020-01-02 * "Cafe" "Lunch" #work ^a ^b
          Assets:Cash   -5.0 USD @ 1 USD
          Expenses:Food  5.0 USD
        """,
    "no tags": """
        2020-01-02 * "Cafe" "Lunch"
          Assets:Cash   -5.0 USD
          Expenses:Food  5.0 USD
        """,
    "total and unit prices": """
        2020-01-03 * "Change"
          Assets:Cash   5 EUR @@ 10 USD
          Assets:Cash -10 USD
        2020-01-03 * "Change"
          Assets:Cash   5 EUR @ 2 USD
          Assets:Cash -10 USD
        """,
    "lots": """
        2020-01-03 * "Buy"
          Assets:Cash   5 HOOL {2 USD}
          Assets:Cash -10 USD
        2020-01-03 * "Buy"
          Assets:Cash   5 HOOL {2 USD, "a"}
          Assets:Cash -10 USD
        2020-01-03 * "Buy"
          Assets:Cash   5 HOOL {{10 USD}}
          Assets:Cash -10 USD
        """,
    "prices may repeat": """
        2020-01-03 price HOOL  5 USD
        2020-01-03 price HOOL  5 USD
        """,
    "other kinds": """
        2020-01-03 note Assets:Cash "counted"
        2020-01-03 note Assets:Cash "counted"
        2020-01-03 note Assets:Cash "lost"
        2020-01-03 event "place" "home"
        2020-01-03 event "place" "home"
        2020-01-03 balance Assets:Cash  -5 USD
        2020-01-03 balance Assets:Cash  -5 USD
        2020-01-03 balance Assets:Cash  -5.0 USD
        2020-01-03 balance Assets:Cash  -5 ~ 0.1 USD
        2020-01-03 custom "a" "x" 1 USD
        2020-01-03 custom "a" 1 USD "x"
        2020-01-03 custom "a" "Assets:Cash"
        2020-01-03 custom "a" Assets:Cash
        """,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_as_in_beancount(tmp_path: Path, journal: str) -> None:
    check(tmp_path, HEAD + journal)
