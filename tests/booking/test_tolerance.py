"""How far a transaction may be off zero, and the digits to which numbers are inferred."""

import pytest
from two_bookings import check, legs

BALANCED = {
    "half of the last digit": ([], ["1.000 USD", "-1.0005 USD"], True),
    "more than half": ([], ["1.000 USD", "-1.0006 USD"], False),
    "the coarsest digits count": ([], ["1.0 USD", "0.01 USD", "-1.06 USD"], True),
    "whole numbers have no tolerance": ([], ["100 USD", "-99 USD"], False),
    "and do not forbid that of others": ([], ["100 USD", "-99.996 USD"], False),
    "each commodity has its own": ([], ["1.0 EUR", "-1.0 EUR", "1.00 USD", "-1.01 USD"], False),
    "multiplier": (["tolerance_multiplier 1"], ["1.00 USD", "-1.01 USD"], True),
    "multiplier of zero": (["tolerance_multiplier 0"], ["1.00 USD", "-1.001 USD"], False),
    "default of a commodity": (["inferred_tolerance_default USD:2"], ["100 USD", "-98 USD"], True),
    "default of another": (["inferred_tolerance_default EUR:2"], ["100 USD", "-98 USD"], False),
    "default of all": (["inferred_tolerance_default *:2"], ["100 USD", "-98 USD"], True),
    "digits come before the default of all": (["inferred_tolerance_default *:2"], ["100.0 USD", "-98.0 USD"], False),
    "the looser of digits and default": (["inferred_tolerance_default USD:2"], ["100.0 USD", "-98.0 USD"], True),
    "costs do not count": ([], ["1.00 HOOL {10 USD}", "-10.04 USD"], False),
    "costs count if asked": (["infer_tolerance_from_cost TRUE"], ["1.00 HOOL {10 USD}", "-10.04 USD"], True),
    "prices count if asked": (["infer_tolerance_from_cost TRUE"], ["1.00 HOOL @ 10 USD", "-10.04 USD"], True),
    "costs add up": (
        ["infer_tolerance_from_cost TRUE"],
        ["1.00 HOOL {10 USD}", '1.00 HOOL {10 USD, "b"}', "-20.10 USD"],
        True,
    ),
    "costs add up to no more than a half each": (
        ["infer_tolerance_from_cost TRUE"],
        ["1.0 HOOL {1000 USD}", '1.0 HOOL {1000 USD, "b"}', "-2001.1 USD"],
        False,
    ),
    "whole units blur no cost": (["infer_tolerance_from_cost TRUE"], ["1 HOOL {10 USD}", "-10.04 USD"], False),
}


@pytest.mark.parametrize(("options", "amounts", "balances"), BALANCED.values(), ids=BALANCED)
def test_balanced(options: list[str], amounts: list[str], balances: bool) -> None:
    booked = check(journal(options, amounts))
    assert (booked.codes == []) is balances


ROUNDED = {
    "by the coarsest digits": ([], ["1.0 USD", "1.26 USD"], "-2.3 USD"),
    "by the finest, if asked": (["use_precise_interpolation TRUE"], ["1.0 USD", "1.26 USD"], "-2.26 USD"),
    "by a default": (["inferred_tolerance_default USD:0.5"], ["1 USD", "1.26 USD"], "-2 USD"),
    "by the default of all": (["inferred_tolerance_default *:0.005"], ["1 USD", "1 USD"], "-2.00 USD"),
    "not by an odd default": (["inferred_tolerance_default *:0.123456"], ["1 USD", "1 USD"], "-2 USD"),
    "half goes to even": ([], ["1.0 USD", "1.25 USD"], "-2.2 USD"),
    "by the multiplier": (["tolerance_multiplier 5"], ["1.1 USD", "1.3 USD"], "-2 USD"),
    "not by a multiplier of zero": (["tolerance_multiplier 0"], ["1.1 USD", "1.32 USD"], "-2.42 USD"),
}


@pytest.mark.parametrize(("options", "amounts", "rest"), ROUNDED.values(), ids=ROUNDED)
def test_rounded(options: list[str], amounts: list[str], rest: str) -> None:
    assert legs(check(journal(options, amounts) + "  Assets:B\n"))[-1] == f"Assets:B {rest}"


def test_inferred_numbers_have_no_digits_of_their_own() -> None:
    # 1.55 / 3 has 28 digits; they do not make the tolerance of USD tighter or looser.
    booked = check(journal([], ["EUR @ 3 USD", "-1.55 USD"]))
    assert booked.codes == []


def journal(options: list[str], amounts: list[str]) -> str:
    named = [option.split() for option in options]
    return "".join(
        [
            *(f'option "{name}" "{value}"\n' for name, value in named),
            "2024-01-01 open Assets:A\n2024-01-01 open Assets:B\n",
            '2024-01-02 * "t"\n',
            *(f"  Assets:A  {amount}\n" for amount in amounts),
        ]
    )
