"""What is said of a transaction that does not balance."""

import pytest
from two_bookings import book, check

CASES = {
    "debits": (
        ["13.00 USD", "-12.00 USD"],
        "1.00 USD too much on the debit side",
        "debits 13.00 USD, credits 12.00 USD",
    ),
    "credits": (
        ["12.00 USD", "-13.00 USD"],
        "1.00 USD too much on the credit side",
        "debits 12.00 USD, credits 13.00 USD",
    ),
    "one leg": (["12 USD"], "12 USD too much on the debit side", "debits 12 USD, credits 0 USD"),
    "weights, not units": (
        ["2 HOOL {10 USD}", "-3 EUR @ 5 USD"],
        "5 USD too much on the debit side",
        "debits 20 USD, credits 15 USD",
    ),
    "two currencies": (
        ["1 USD", "-2 EUR"],
        "1 USD too much on the debit side and 2 EUR too much on the credit side",
        "debits 1 USD, credits 0 USD; debits 0 EUR, credits 2 EUR",
    ),
}


@pytest.mark.parametrize(("amounts", "excess", "sides"), CASES.values(), ids=CASES)
def test_unbalanced(amounts: list[str], excess: str, sides: str) -> None:
    legs = "".join(f"  Assets:A  {amount}\n" for amount in amounts)
    booked = check(f'2024-01-01 open Assets:A\n2024-02-01 * "Cafe" "Lunch"\n{legs}')
    (problem,) = booked.diagnostics
    assert (problem.code, problem.span.line) == ("unbalanced", 2)
    assert problem.message == f"transaction does not balance: {excess}"
    assert problem.label == sides


def test_a_rounded_price_is_explained() -> None:
    booked = check("""2024-01-01 open Assets:A
2024-02-01 * "three for a hundred"
  Assets:A  3 HOOL @@ 100 USD
  Assets:A  -100 USD
""")
    (problem,) = booked.diagnostics
    assert problem.message.endswith("0.00000000000000000000000001 USD too much on the credit side")
    assert problem.hint == (
        "the price of one unit is rounded; write the amounts with decimals, as in 100.00, to allow for it"
    )


def test_an_exchange_without_a_price_is_suspected() -> None:
    (problem,) = book(
        '2024-01-01 open Assets:A\n2024-01-02 * "t"\n  Assets:A  5 USD\n  Assets:A  -4.50 EUR\n'
    ).diagnostics
    assert problem.hint == "if EUR were exchanged for USD, add the price after the amount: 5 USD @@ 4.50 EUR"


def test_many_currencies_are_not_all_told() -> None:
    legs = "".join(f"  Assets:A  1 C{i}X\n" for i in range(9))
    (problem,) = book(f'2024-01-01 open Assets:A\n2024-01-02 * "t"\n{legs}').diagnostics
    assert problem.message.endswith("1 C4X too much on the debit side and 4 more")
    assert problem.label.count("debits") == 5
