"""What @ and @@ say of one unit, and what they may not say."""

import pytest
from two_bookings import check, legs

HEAD = """2024-01-01 open Assets:A
2024-01-01 open Assets:B
2024-01-02 * "t"
"""

CASES = {
    "per unit": ("10 EUR @ 1.1 USD", "-11 USD", [], "Assets:A 10 EUR @ 1.1 USD"),
    "in total": ("10 EUR @@ 11 USD", "-11 USD", [], "Assets:A 10 EUR @ 1.1 USD"),
    "in total, of a credit": ("-10 EUR @@ 11 USD", "11 USD", [], "Assets:A -10 EUR @ 1.1 USD"),
    "in 28 digits": (
        "7 EUR @@ 10.00 USD",
        "-10.00 USD",
        [],
        "Assets:A 7 EUR @ 1.428571428571428571428571429 USD",
    ),
    "28 digits do not always come back to a whole number": (
        "3 EUR @@ 100 USD",
        "-100 USD",
        [("unbalanced", 3)],
        "Assets:A 3 EUR @ 33.33333333333333333333333333 USD",
    ),
    "a total for no units is a price of zero": ("0 EUR @@ 11 USD", "0 USD", [], "Assets:A 0 EUR @ 0 USD"),
    "free of charge": ("10 EUR @ 0 USD", "0 USD", [], "Assets:A 10 EUR @ 0 USD"),
    "negative": ("10 EUR @ -1.1 USD", "-11 USD", [("negative-price", 4)], "Assets:A 10 EUR @ 1.1 USD"),
    "negative in total": ("10 EUR @@ -11 USD", "-11 USD", [("negative-price", 4)], "Assets:A 10 EUR @ 1.1 USD"),
    "a total needs units": ("EUR @@ 11 USD", "-11 EUR", [("total-price-without-units", 4)], "Assets:A 11 EUR"),
    "another currency than the cost's": (
        "10 EUR {1 USD} @ 1 CAD",
        "-10 USD",
        [("currency-mismatch", 4)],
        "Assets:A 10 EUR {1 USD, 2024-01-02} @ 1 CAD",
    ),
}


@pytest.mark.parametrize(("priced", "other", "codes", "expected"), CASES.values(), ids=CASES)
def test_price(priced: str, other: str, codes: list[tuple[str, int]], expected: str) -> None:
    booked = check(f"{HEAD}  Assets:A  {priced}\n  Assets:B  {other}\n")
    assert booked.codes == codes
    assert legs(booked)[0] == expected


def test_a_stated_total_is_kept() -> None:
    (transaction,) = check(f"{HEAD}  Assets:A  3 EUR @@ 100.00 USD\n  Assets:B  -100.00 USD\n").transactions
    assert str(transaction.postings[0].price and transaction.postings[0].price.total) == "100.00"


def test_a_total_is_not_that_of_each_lot() -> None:
    booked = check(
        """2024-01-01 open Assets:A "FIFO"
2024-01-01 open Assets:B
2024-01-02 * "t"
  Assets:A  1 EUR {1 USD}
  Assets:A  1 EUR {2 USD}
  Assets:B  -3 USD
2024-01-03 * "t"
  Assets:A  -2 EUR {} @@ 8 USD
  Assets:B  3 USD
"""
    )
    sold = [leg.price for leg in booked.transactions[1].postings if leg.price is not None]
    assert [(str(price), price.total) for price in sold] == [("4 USD", None), ("4 USD", None)]
