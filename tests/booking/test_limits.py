"""What an account may owe or be overdrawn by: limits that are passed, and limits that mean nothing."""

from pathlib import Path
from textwrap import dedent

import pytest

from pfin import load
from pfin.model.diagnostics import Diagnostic, Severity

HEAD = """\
plugin "pfin.beancount"
2025-01-01 open Liabilities:Card USD
  limit: 100
2025-01-01 open Liabilities:Card:Cash
2025-01-01 open Assets:Bank
  limit: 50.00 USD
2025-01-01 open Expenses:Food
"""


def found(folder: Path, journal: str, head: str = HEAD) -> list[Diagnostic]:
    path = folder / "main.beancount"
    path.write_text(head + dedent(journal).lstrip("\n"))
    diagnostics = list(load(path).diagnostics)
    assert all(each.severity is Severity.WARNING for each in diagnostics), diagnostics
    return diagnostics


def spent(day: int, number: str, account: str = "Liabilities:Card", flag: str = "*") -> str:
    return f'2025-01-{day:02} {flag} "Shop"\n  {account}  {number} USD\n  Expenses:Food\n'


WITHIN = {
    "up to the limit": spent(2, "-100.00"),
    "beyond it for a part of a day": spent(2, "-150.00") + spent(2, "60.00"),
    "another commodity": '2025-01-02 * "Shop"\n  Assets:Bank  -500 EUR\n  Expenses:Food\n',
    "overdrawn up to the limit": spent(2, "-50.00", "Assets:Bank"),
    "a hold that fell away": (
        '2025-01-02 ! "Hold" ^hold\n  Liabilities:Card  -150 USD\n  Expenses:Food\n2025-01-02 custom "discard" "hold"\n'
    ),
}


@pytest.mark.parametrize("journal", WITHIN.values(), ids=WITHIN)
def test_within_its_limit_an_account_gives_no_warning(tmp_path: Path, journal: str) -> None:
    assert found(tmp_path, journal) == []


def test_the_first_posting_beyond_is_warned_of_once(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, spent(2, "-80.00") + spent(3, "-45.50") + spent(4, "-20.00") + spent(6, "100.00"))
    assert (warning.code, warning.span.line) == ("beyond-limit", 12)
    assert warning.message == "Liabilities:Card is 25.50 USD beyond its limit of 100 USD"
    assert warning.label == "owes too much at the end of 2025-01-03, until 2025-01-06, at most 45.50 USD"
    assert [related.span.line for related in warning.related] == [2]


def test_back_within_and_beyond_again_is_another_warning(tmp_path: Path) -> None:
    warnings = found(tmp_path, spent(2, "-120.00") + spent(3, "30.00") + spent(4, "-15.00"))
    assert [(each.span.line, each.label.partition(", ")[2]) for each in warnings] == [
        (9, "until 2025-01-03"),
        (15, "and still is"),
    ]


def test_within_for_a_part_of_a_day_is_no_way_back(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, spent(2, "-120.00") + spent(3, "30.00") + spent(3, "-30.00"))
    assert (warning.span.line, warning.label.partition(", ")[2]) == (9, "and still is")


def test_of_a_day_the_posting_counts_after_which_it_stays_beyond(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, spent(2, "-120.00") + spent(2, "30.00") + spent(2, "-30.00"))
    assert warning.span.line == 15


def test_pending_postings_count(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, spent(2, "-80.00") + spent(3, "-40.00", flag="!"))
    assert (warning.span.line, "20.00 USD beyond" in warning.message) == (12, True)


def test_what_is_below_an_account_counts(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, spent(2, "-80.00") + spent(3, "-40.00", "Liabilities:Card:Cash"))
    assert warning.message.startswith("Liabilities:Card is 20.00 USD beyond")


def test_an_overdraft(tmp_path: Path) -> None:
    (warning,) = found(tmp_path, spent(2, "-50.01", "Assets:Bank"))
    assert warning.message == "Assets:Bank is 0.01 USD beyond its limit of 50.00 USD"
    assert warning.label.startswith("is overdrawn too far at the end of 2025-01-02")


MALFORMED = [
    ("Liabilities:Card", "limit: 100", "the limit has no commodity"),
    ("Liabilities:Card USD, EUR", "limit: 100", "the limit has no commodity"),
    ("Liabilities:Card USD", 'limit: "100 USD"', "the limit is a text in quotes, not an amount"),
    ("Liabilities:Card USD", "limit: TRUE", "the limit is not an amount"),
    ("Liabilities:Card USD", "limit:", "the limit is not an amount"),
    ("Liabilities:Card USD", "limit: 100 EUR", "the account may not hold EUR"),
    ("Liabilities:Card USD", "limit: -100 USD", "a limit is not negative"),
    ("Expenses:Food USD", "limit: 100 USD", "only assets and liabilities have limits"),
]


@pytest.mark.parametrize(("account", "limit", "said"), MALFORMED)
def test_a_limit_that_means_nothing_is_a_warning(tmp_path: Path, account: str, limit: str, said: str) -> None:
    (warning,) = found(tmp_path, "", f"2025-01-01 open {account}\n  {limit}\n")
    assert (warning.code, warning.span.line) == ("limit-form", 1)
    assert said in warning.message
    assert warning.hint is not None and "limit:" in warning.hint
