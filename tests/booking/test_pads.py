"""Transactions that pads make, and pads that make none."""

import pytest
from two_bookings import book, check, held

OPENS = """2024-01-01 open Assets:A
2024-01-01 open Assets:A:Sub
2024-01-01 open Assets:B
2024-01-01 open Equity:E
"""


def test_what_a_pad_makes() -> None:
    booked = check(
        f"""{OPENS}
2024-01-02 pad Assets:A Equity:E
2024-02-01 balance Assets:A 100.00 USD
"""
    )
    (transaction,) = booked.transactions
    assert booked.codes == []
    assert (transaction.date.isoformat(), transaction.line, transaction.flag) == ("2024-01-02", 6, "P")
    assert transaction.narration == "Padding for the balance of 100.00 USD on 2024-02-01"
    assert [(leg.account, str(leg.units), leg.line) for leg in transaction.postings] == [
        ("Assets:A", "100.00 USD", 7),
        ("Equity:E", "-100.00 USD", 7),
    ]


# Directives between the opens and the end; what is made (day of the pad and number) for Assets:A; errors.
CASES = {
    "the difference only": (
        """
2024-01-02 * "t"
  Assets:A  30 USD
  Equity:E
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A 100 USD
""",
        ["2 30 USD", "3 70 USD"],
        [],
    ),
    "what comes after the pad counts": (
        """
2024-01-03 pad Assets:A Equity:E
2024-01-03 * "t"
  Assets:A  30 USD
  Equity:E
2024-01-04 balance Assets:A 100 USD
""",
        ["3 70 USD", "3 30 USD"],
        [],
    ),
    "only the first assertion": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 100 USD
2024-01-04 balance Assets:A 110 USD
""",
        ["2 100 USD"],
        [("failed-balance", 8)],
    ),
    "each commodity once": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 100 USD
2024-01-04 balance Assets:A 50 EUR
""",
        ["2 100 USD", "2 50 EUR"],
        [],
    ),
    "another pad starts anew": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 100 USD
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A 110 USD
""",
        ["2 100 USD", "3 10 USD"],
        [],
    ),
    "a pad takes over from one before": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A 100 USD
""",
        ["3 100 USD"],
        [("unused-pad", 6)],
    ),
    "nothing is missing": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 0 USD
2024-01-04 balance Assets:A 5 USD
""",
        [],
        [("unused-pad", 6), ("failed-balance", 8)],
    ),
    "within tolerance": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 1 ~ 2 USD
""",
        [],
        [("unused-pad", 6)],
    ),
    "an assertion of the same day comes before the pad": (
        """
2024-01-02 pad Assets:A Equity:E
2024-01-02 balance Assets:A 1 USD
""",
        [],
        [("unused-pad", 6), ("failed-balance", 7)],
    ),
    "children count": (
        """
2024-01-02 * "t"
  Assets:A:Sub  30 USD
  Equity:E
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A 100 USD
""",
        ["3 70 USD"],
        [],
    ),
    "an assertion of a child is taken for one of the parent": (
        """
2024-01-02 * "t"
  Assets:A:Sub  30 USD
  Equity:E
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A:Sub 40 USD
""",
        ["3 10 USD"],
        [("failed-balance", 10)],
    ),
    "other pads are not seen": (
        """
2024-01-02 pad Assets:A Assets:B
2024-01-02 pad Assets:B Equity:E
2024-01-04 balance Assets:A 40 USD
2024-01-04 balance Assets:B 10 USD
""",
        ["2 40 USD"],
        [("failed-balance", 9)],
    ),
    "units at cost": (
        """
2024-01-02 * "t"
  Assets:A  1 HOOL {5 USD}
  Equity:E
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A 3 HOOL
""",
        ["2 1 HOOL", "3 2 HOOL"],
        [("pad-at-cost", 10)],
    ),
    "digits that came and went leave no trace": (
        """
2024-01-02 * "t"
  Assets:A  1.00 USD
  Assets:A  -1.00 USD
2024-01-03 pad Assets:A Equity:E
2024-01-04 balance Assets:A 3 USD
""",
        ["2 1.00 USD", "2 -1.00 USD", "3 3 USD"],
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected", "codes"), CASES.values(), ids=CASES)
def test_pad(text: str, expected: list[str], codes: list[tuple[str, int]]) -> None:
    booked = check(OPENS + text)
    assert booked.codes == codes
    made = [
        f"{transaction.date.day} {leg.units}"
        for transaction in booked.transactions
        for leg in transaction.postings
        if leg.account == "Assets:A"
    ]
    assert made == expected


def test_raw_mode_pads_and_asserts_nothing() -> None:
    booked = check(
        f"""option "plugin_processing_mode" "raw"
{OPENS}
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 100 USD
"""
    )
    assert booked.codes == []
    assert held(booked, "Assets:A") == []


def test_many_pads_take_one_pass() -> None:
    days = [f"{year}-{month:02}-" for year in range(1900, 2000) for month in range(1, 13)]
    text = "".join(
        f"{day}02 pad Assets:A Equity:E\n{day}03 balance Assets:A {number} USD\n" for number, day in enumerate(days, 1)
    )
    booked = book(OPENS.replace("2024", "1900") + text)
    assert booked.codes == []
    assert held(booked, "Assets:A") == ["1200 USD"]
