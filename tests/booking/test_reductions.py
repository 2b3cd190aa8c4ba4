"""Which lots a posting takes, which it leaves, and what is said where that is not clear."""

import pytest
from two_bookings import book, check, held, legs

LOTS = """2024-01-01 * "three lots, bought out of the order of their prices"
  Assets:A  10 HOOL {100 USD, 2023-05-02}
  Assets:A  20 HOOL {120 USD, 2023-05-01, "first"}
  Assets:A  10 HOOL {110 USD, 2023-05-03}
  Equity:E
"""

A, B, C = "{100 USD, 2023-05-02}", '{120 USD, 2023-05-01, "first"}', "{110 USD, 2023-05-03}"

BY_METHOD = {
    "FIFO": [f"-20 HOOL {B}", f"-5 HOOL {A}"],
    "LIFO": [f"-10 HOOL {C}", f"-10 HOOL {A}", f"-5 HOOL {B}"],
    "HIFO": [f"-20 HOOL {B}", f"-5 HOOL {C}"],
    "STRICT": "ambiguous-lots",
    "STRICT_WITH_SIZE": "ambiguous-lots",
    "AVERAGE": "average-booking",
    "NONE": "missing-numbers",
}


@pytest.mark.parametrize(("method", "expected"), BY_METHOD.items(), ids=BY_METHOD)
def test_method(method: str, expected: list[str] | str) -> None:
    booked = check(journal(method, "Assets:A -25 HOOL {}", "Equity:E"))
    if isinstance(expected, str):
        assert [code for code, _ in booked.codes] == [expected]
    else:
        assert legs(booked)[:-1] == [f"Assets:A {part}" for part in expected]


BY_CONSTRAINT = {
    "number": ("-5 HOOL {100 USD}", A),
    "number with other digits": ("-5 HOOL {100.00 USD}", A),
    "date": ("-5 HOOL {2023-05-03}", C),
    "label": ('-5 HOOL {"first"}', B),
    "total": ("-5 HOOL {{550 USD}}", C),
    "unit and total": ("-5 HOOL {100 # 50 USD}", C),
    "an empty label is none": ('-5 HOOL {100 USD, ""}', A),
}


@pytest.mark.parametrize(("sale", "lot"), BY_CONSTRAINT.values(), ids=BY_CONSTRAINT)
def test_constraint(sale: str, lot: str) -> None:
    booked = check(journal("STRICT", f"Assets:A {sale}", "Equity:E"))
    assert booked.codes == []
    assert legs(booked)[0] == f"Assets:A -5 HOOL {lot}"


REFUSED = {
    "no such cost": ("-5 HOOL {99 USD}", "no-matching-lot"),
    "no such currency": ("-5 HOOL {100 EUR}", "no-matching-lot"),
    "no such date": ("-5 HOOL {100 USD, 2023-05-04}", "no-matching-lot"),
    "no such label": ('-5 HOOL {"second"}', "no-matching-lot"),
    "too few in the lot": ("-11 HOOL {100 USD}", "not-enough-lots"),
    "several lots": ("-5 HOOL {}", "ambiguous-lots"),
}


@pytest.mark.parametrize(("sale", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(sale: str, code: str) -> None:
    booked = check(journal("STRICT", f"Assets:A {sale}", "Equity:E"))
    assert booked.codes == [(code, 8)]
    assert legs(booked) == []
    (problem,) = booked.diagnostics
    assert [related.span.line for related in problem.related] == [9]
    assert "{100 USD, 2023-05-02}" in problem.message


def test_all_of_several_lots_are_not_ambiguous() -> None:
    booked = check(journal("STRICT", "Assets:A -40 HOOL {}", "Equity:E"))
    assert len(legs(booked)) == 4
    assert held(booked, "Assets:A") == []


def test_size_tells_lots_apart() -> None:
    booked = check(journal("STRICT_WITH_SIZE", "Assets:A -20 HOOL {}", "Equity:E"))
    assert legs(booked)[0] == f"Assets:A -20 HOOL {B}"
    booked = check(journal("STRICT_WITH_SIZE", "Assets:A -10 HOOL {}", "Equity:E"))
    assert legs(booked)[0] == f"Assets:A -10 HOOL {A}", "the older of two lots of the size"


def test_no_lots_left_for_fifo() -> None:
    booked = check(journal("FIFO", "Assets:A -41 HOOL {}", "Equity:E"))
    assert booked.codes == [("not-enough-lots", 8)]


def test_two_reductions_share_no_units() -> None:
    booked = check(journal("FIFO", "Assets:A -20 HOOL {}", "Assets:A -10 HOOL {}", "Equity:E"))
    assert legs(booked)[:2] == [f"Assets:A -20 HOOL {B}", f"Assets:A -10 HOOL {A}"]
    booked = check(journal("STRICT", "Assets:A -10 HOOL {100 USD}", "Assets:A -1 HOOL {100 USD}", "Equity:E"))
    assert booked.codes == [("no-matching-lot", 8)]


def test_a_purchase_does_not_serve_a_sale_of_the_same_transaction() -> None:
    booked = check(journal("STRICT", "Assets:B 1 HOOL {1 USD}", "Assets:B -1 HOOL {1 USD}", "Equity:E 0 USD"))
    assert booked.codes == []
    assert held(booked, "Assets:B") == []


def test_a_short_position_is_reduced_by_a_purchase() -> None:
    booked = check(
        journal("STRICT", "Assets:B -5 HOOL {9 USD}", "Equity:E")
        + '2024-01-03 * "t"\n  Assets:B 2 HOOL {}\n  Equity:E\n'
    )
    assert held(booked, "Assets:B") == ["-3 HOOL {9 USD, 2024-01-02}"]


def test_units_without_cost_are_in_the_way() -> None:
    booked = check(
        journal("STRICT", "Assets:B -5 HOOL", "Equity:E") + '2024-01-03 * "t"\n  Assets:B 2 HOOL {3 USD}\n  Equity:E\n'
    )
    assert booked.codes == [("no-matching-lot", 14)]
    assert booked.diagnostics[0].hint == "the units held have no cost, so write the posting without braces"


def test_average_is_refused_only_where_it_would_be_used() -> None:
    booked = check(journal("AVERAGE", "Assets:A 5 HOOL {9 USD}", "Equity:E"))
    assert booked.codes == []


def test_the_method_of_the_account_comes_before_the_default() -> None:
    text = 'option "booking_method" "FIFO"\n' + journal("LIFO", "Assets:A -5 HOOL {}", "Equity:E")
    assert legs(check(text))[0] == f"Assets:A -5 HOOL {C}"
    text = text.replace(' "LIFO"', "")
    assert legs(check(text))[0] == f"Assets:A -5 HOOL {B}"


def test_many_lots_are_not_all_listed() -> None:
    buys = "".join(f"  Assets:A  1 HOOL {{{price} USD}}\n" for price in range(1, 9))
    booked = book(f'2024-01-01 * "t"\n{buys}  Equity:E\n2024-01-02 * "t"\n  Assets:A -1 HOOL {{}}\n  Equity:E\n')
    assert "{5 USD, 2024-01-01} and 3 more" in booked.diagnostics[0].message


def journal(method: str, *postings: str) -> str:
    opens = f'2024-01-01 open Assets:A "{method}"\n2024-01-01 open Assets:B\n2024-01-01 open Equity:E\n'
    # The opens come last, so that the lines of the transactions do not depend on them.
    return f'{LOTS}\n\n2024-01-02 * "t"\n' + "".join(f"  {leg}\n" for leg in postings) + opens


DESCRIBED = ["{99 USD}", "{{99 USD}}", "{99 # 1 USD}", "{99 USD, 2023-05-02}", '{"second"}', "{EUR}", "{2020-01-01}"]


@pytest.mark.parametrize("spec", DESCRIBED)
def test_a_constraint_is_repeated_as_written(spec: str) -> None:
    (problem,) = book(journal("STRICT", f"Assets:A -5 HOOL {spec}", "Equity:E")).diagnostics
    assert problem.message.startswith(f"Assets:A holds no lot that matches -5 HOOL {spec}; held: 10 HOOL")


def test_a_lot_has_the_digits_of_the_latest_purchase() -> None:
    buys = "  Assets:B  1 HOOL {5 USD}\n  Assets:B  1 HOOL {5.00 USD}\n  Equity:E\n"
    booked = check(f'2024-01-01 * "t"\n{buys}2024-01-02 * "t"\n  Assets:B  -1 HOOL {{}}\n  Equity:E\n')
    assert legs(booked)[0] == "Assets:B -1 HOOL {5.00 USD, 2024-01-01}"


def test_small_numbers_are_written_as_in_journals() -> None:
    sale = '2024-01-02 * "t"\n  Assets:A  -0.00000002 BTC {0.00000003 USD}\n  Equity:E\n'
    booked = book(f'2024-01-01 * "t"\n  Assets:A  0.00000001 BTC {{0.00000001 USD}}\n  Equity:E\n{sale}')
    assert "-0.00000002 BTC {0.00000003 USD}; held: 0.00000001 BTC {0.00000001 USD" in booked.diagnostics[0].message
