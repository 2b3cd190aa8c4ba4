"""Balances that hold, and what is said of those that do not."""

from pathlib import Path

import pytest
from two_bookings import check

from pfin import load

HEAD = """2024-01-01 open Assets:A
2024-01-01 open Assets:A:Sub
2024-01-01 open Assets:Only EUR
2024-01-01 open Equity:E
2024-01-02 * "t"
  Assets:A      10.00 USD
  Assets:A:Sub   1.50 USD
  Assets:A:Sub      2 HOOL {3 USD}
  Equity:E
2024-01-03 * "t"
  Assets:A       5.00 USD
  Equity:E
"""

HOLDS = {
    "units with children": ("04 balance Assets:A 16.50 USD", True),
    "units of a child": ("04 balance Assets:A:Sub 1.50 USD", True),
    "at the start of the day": ("03 balance Assets:A 11.50 USD", True),
    "units at cost": ("04 balance Assets:A 2 HOOL", True),
    "nothing of a commodity": ("04 balance Assets:A 0 GOOG", True),
    "the last digit may be off": ("04 balance Assets:A 16.51 USD", True),
    "by no more": ("04 balance Assets:A 16.52 USD", False),
    "whole numbers are exact": ("04 balance Assets:A 16 USD", False),
    "a tolerance of its own": ("04 balance Assets:A 16 ~ 0.5 USD", True),
    "a tolerance of zero": ("04 balance Assets:A 16.51 ~ 0 USD", False),
    "the sign matters": ("04 balance Assets:A -16.50 USD", False),
    "zero where there is some": ("04 balance Assets:A 0 USD", False),
    "an account with no postings": ("04 balance Assets:Only 0 EUR", True),
}


@pytest.mark.parametrize(("assertion", "holds"), HOLDS.values(), ids=HOLDS)
def test_holds(assertion: str, holds: bool) -> None:
    booked = check(f"{HEAD}2024-01-{assertion}\n")
    assert booked.codes == ([] if holds else [("failed-balance", 13)])


def test_the_multiplier_counts_twice() -> None:
    head = 'option "tolerance_multiplier" "3"\n' + HEAD
    assert check(f"{head}2024-01-04 balance Assets:A 16.56 USD\n").codes == []
    assert check(f"{head}2024-01-04 balance Assets:A 16.57 USD\n").codes == [("failed-balance", 14)]


def test_a_commodity_that_the_account_may_not_hold() -> None:
    booked = check(f"{HEAD}2024-01-04 balance Assets:Only 1 USD\n")
    assert booked.codes == [("currency-not-allowed", 13), ("failed-balance", 13)]
    assert [related.span.line for related in booked.diagnostics[0].related] == [3]


def test_an_account_nobody_opened() -> None:
    assert check(f"{HEAD}2024-01-04 balance Assets:Nowhere 0 USD\n").codes == [("unknown-account", 13)]


def test_the_message_tells_what_was_expected_and_what_came_since() -> None:
    booked = check(
        f"""{HEAD}2024-01-04 balance Assets:A 16.50 USD
2024-01-05 * "t"
  Assets:A  -2.00 USD
  Equity:E
2024-01-06 balance Assets:A 16.50 USD
"""
    )
    (failed,) = booked.diagnostics
    assert failed.message == "balance of Assets:A fails: expected 16.50 USD, actual 14.50 USD, difference -2.00 USD"
    assert (failed.span.line, failed.span.column, failed.span.end_column) == (17, 29, 38)
    assert [(related.span.line, related.label) for related in failed.related] == [(15, "-2.00 USD on 2024-01-05")]


def test_an_assertion_that_failed_hides_nothing_from_the_next() -> None:
    booked = check(f"{HEAD}2024-01-03 balance Assets:A 1 USD\n2024-01-04 balance Assets:A 2 USD\n")
    assert [len(failed.related) for failed in booked.diagnostics] == [2, 3]


def test_what_goes_on_failing_by_the_same_amount_points_at_the_first_failure() -> None:
    booked = check(
        f"""{HEAD}2024-01-04 balance Assets:A 16.50 USD
2024-01-05 * "t"
  Assets:A  -2.00 USD
  Equity:E
2024-01-06 balance Assets:A 16.50 USD
2024-01-07 balance Assets:A 16.50 USD
"""
    )
    first, second = booked.diagnostics
    assert [(related.label, related.span.line) for related in second.related] == [
        ("off by the same -2.00 USD here", first.span.line)
    ]
    assert second.hint == "correct that one first: nothing more went wrong since then"


def test_of_many_postings_the_last_are_shown_and_a_command_lists_all() -> None:
    postings = "".join(f'2024-01-05 * "t{n}"\n  Assets:A  1.00 USD\n  Equity:E\n' for n in range(6))
    booked = check(f"{HEAD}2024-01-04 balance Assets:A 16.50 USD\n{postings}2024-01-06 balance Assets:A 16.50 USD\n")
    (failed,) = booked.diagnostics
    assert [related.label for related in failed.related] == ["1.00 USD on 2024-01-05"] * 4
    assert failed.hint == (
        "these are the last 4 of 6 postings since the assertion of 2024-01-04 held; "
        "all: pfin register Assets:A --begin 2024-01-04 --end 2024-01-06 --force"
    )


HOLD = """2024-01-02 ! "hold" ^h
  Assets:A      -2.00 USD
  Equity:E
"""
OF_POSTED = {
    "what is pending does not count": ("04 balance Assets:A 16.50 USD", "posted", []),
    "without a status it does": ("04 balance Assets:A 14.50 USD", None, []),
    "posted fails where it counts": ("04 balance Assets:A 14.50 USD", "posted", [("failed-balance", 16)]),
    "and the other way round": ("04 balance Assets:A 16.50 USD", None, [("failed-balance", 16)]),
    "children": ("04 balance Assets:A:Sub 1.50 USD", "posted", []),
    "another status counts for nothing": ("04 balance Assets:A 14.50 USD", "pending", [("unknown-status", 16)]),
}


def of_posted(text: str) -> str:
    return f'{text}\n  status: "posted"\n'


@pytest.mark.parametrize(("assertion", "status", "codes"), OF_POSTED.values(), ids=OF_POSTED)
def test_what_is_posted(tmp_path: Path, assertion: str, status: str | None, codes: list[tuple[str, int]]) -> None:
    said = "" if status is None else f'  status: "{status}"\n'
    assert found(tmp_path, f"{HEAD}{HOLD}2024-01-{assertion}\n{said}") == codes


def test_posted_and_all_on_one_day_are_no_duplicates(tmp_path: Path) -> None:
    both = of_posted("2024-01-04 balance Assets:A 16.50 USD") + "2024-01-04 balance Assets:A 14.50 USD\n"
    assert found(tmp_path, HEAD + HOLD + both) == []
    twice = of_posted("2024-01-04 balance Assets:A 16.50 USD") + of_posted("2024-01-04 balance Assets:A 16.51 USD")
    assert found(tmp_path, HEAD + HOLD + twice) == [("duplicate-balance", 18)]


def test_what_was_discarded_counts_neither_way(tmp_path: Path) -> None:
    text = f"""plugin "pfin.beancount"
{HEAD}{HOLD}2024-01-05 custom "discard" "h"
2024-01-03 balance Assets:A 11.50 USD
{of_posted("2024-01-03 balance Assets:A 11.50 USD")}"""
    assert found(tmp_path, text) == []


def test_a_failure_tells_how_much_is_pending(tmp_path: Path) -> None:
    text = f"{HEAD}{HOLD}" + of_posted("2024-01-04 balance Assets:A 15.50 USD")
    (failed,) = load(write(tmp_path, text)).diagnostics
    assert failed.message == (
        "posted balance of Assets:A fails: expected 15.50 USD, actual 16.50 USD, and -2.00 USD pending, "
        "difference 1.00 USD"
    )
    assert [(related.span.line, related.label) for related in failed.related] == [
        (6, "10.00 USD on 2024-01-02"),
        (7, "1.50 USD on 2024-01-02"),
        (11, "5.00 USD on 2024-01-03"),
    ]


def test_what_would_hold_with_the_pending_says_so(tmp_path: Path) -> None:
    text = f"{HEAD}{HOLD}" + of_posted("2024-01-04 balance Assets:A 14.50 USD")
    (failed,) = load(write(tmp_path, text)).diagnostics
    assert failed.hint == "it holds with what is pending: post what the statement shows (pfin pending lists it)"


def test_an_assertion_of_what_is_posted_fills_no_pad(tmp_path: Path) -> None:
    pad = "2024-01-03 pad Assets:A Equity:E\n"
    text = HEAD + pad + of_posted("2024-01-05 balance Assets:A 30.00 USD")
    assert found(tmp_path, text) == [("unused-pad", 13), ("failed-balance", 14)]
    filled = text + "2024-01-06 balance Assets:A 30.00 USD\n"
    assert found(tmp_path, filled) == []


def found(folder: Path, text: str) -> list[tuple[str, int]]:
    return [(each.code, each.span.line) for each in load(write(folder, text)).diagnostics]


def write(folder: Path, text: str) -> Path:
    path = folder / "main.beancount"
    path.write_text(text)
    return path
