"""The plugin in Beancount itself: what it takes out, what it keeps, what it says."""

import subprocess
import sys
from datetime import date as Date
from pathlib import Path
from textwrap import dedent

import pytest
from beancount import loader
from beancount.core import data
from beancount.parser import printer

loader.initialize(use_cache=False)

HEAD = """\
plugin "pfin.beancount" "2025-02-01"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Euro EUR
2025-01-01 open Expenses:Fuel
"""
HOLD = """\
2025-01-05 ! "Shell" ^fuel
  Expenses:Fuel  100.00 USD
  Assets:Bank
"""
CASES = {
    "pending stays": ("", ["01-05 ! 100.00 USD -100.00 USD"], []),
    "posted": (
        """
        2025-01-07 * "Shell"
          posts: "fuel"
          Expenses:Fuel  43.10 USD
          Assets:Bank
        """,
        ["01-07 * 43.10 USD -43.10 USD"],
        [],
    ),
    "posted in part": (
        """
        2025-01-07 * "Shell"
          posts-part: "^fuel"
          Expenses:Fuel  30.00 USD
          Assets:Bank
        """,
        ["01-05 ! 70.00 USD -70.00 USD", "01-07 * 30.00 USD -30.00 USD"],
        [],
    ),
    "discarded": ('2025-01-07 custom "discard" "fuel"', [], []),
    "expired": (
        """
        2025-01-06 ! "Hotel"
          expires: 2025-01-31
          Expenses:Fuel  1 USD
          Assets:Bank
        2025-01-06 ! "Hotel"
          expires: 2025-02-01
          Expenses:Fuel  2 USD
          Assets:Bank
        """,
        ["01-05 ! 100.00 USD -100.00 USD", "01-06 ! 2 USD -2 USD"],
        [],
    ),
    "compensated stays whole": (
        """
        2025-01-07 * "Undone"
          compensates: "fuel"
          Expenses:Fuel  -100.00 USD
          Assets:Bank
        """,
        ["01-05 ! 100.00 USD -100.00 USD", "01-07 * -100.00 USD 100.00 USD"],
        [],
    ),
    "legs of one": (
        """
        2025-01-06 * "Both" ^both
          ! Expenses:Fuel  5 USD
          ! Assets:Bank   -5 USD
          Expenses:Fuel    7 USD
          Assets:Bank
        2025-01-07 custom "discard" "both"
        """,
        ["01-05 ! 100.00 USD -100.00 USD", "01-06 * 7 USD -7 USD"],
        [],
    ),
    "a mistake": (
        '2025-01-07 custom "discard" "fule"',
        ["01-05 ! 100.00 USD -100.00 USD"],
        [(8, "no pending transaction has the link ^fule")],
    ),
    "twice": (
        '2025-01-07 custom "discard" "fuel"\n2025-01-08 custom "discard" "fuel"',
        [],
        [(9, "^fuel is resolved already (see FILE:5, FILE:8)")],
    ),
    "after it expired": (
        """
        2025-01-06 ! "Hotel" ^hotel
          expires: 2025-01-07
          Assets:Bank  0 USD
        2025-01-08 custom "discard" "hotel"
        """,
        ["01-05 ! 100.00 USD -100.00 USD"],
        [(11, "^hotel has expired already (see FILE:8)")],
    ),
    "the wrong form": (
        """
        2025-01-07 * "Shell"
          posts: 3
        2025-01-07 custom "discard" "fuel" "fuel"
        2025-01-07 ! "Hotel"
          expires: "2025-01-07"
          Assets:Bank  0 USD
        """,
        ["01-05 ! 100.00 USD -100.00 USD", "01-07 *", "01-07 ! 0 USD"],
        [
            (8, "posts: names a link, in quotes"),
            (10, "a discard names one link, in quotes"),
            (11, "expires: takes the last day on which this still holds, without quotes"),
        ],
    ),
    "a custom directive of no values, over which Beancount stumbles": (
        """
        2025-01-07 custom "discard"
        2025-01-08 balance Assets:Bank  0 USD
          status: "posted"
        """,
        ["01-05 ! 100.00 USD -100.00 USD"],
        [(8, "a discard names one link, in quotes")],
    ),
    "what is posted is asserted, and the assertion taken out": (
        """
        2025-01-08 balance Assets:Bank  0 USD
          status: "posted"
        2025-01-08 balance Assets:Bank  -100 USD
        """,
        ["01-05 ! 100.00 USD -100.00 USD", "01-08 balance -100 USD"],
        [],
    ),
    "it may fail": (
        """
        2025-01-08 balance Assets:Bank  -100 USD
          status: "posted"
        """,
        ["01-05 ! 100.00 USD -100.00 USD"],
        [
            (
                8,
                "of what is posted: Balance failed for 'Assets:Bank': expected -100 USD != accumulated 0 USD "
                "(100 too much)",
            )
        ],
    ),
    "accounts and commodities must be right": (
        """
        2025-01-08 balance Assets:Euro  0 USD
          status: "posted"
        2024-01-08 balance Assets:Bank  0 USD
          status: "posted"
        """,
        ["01-05 ! 100.00 USD -100.00 USD"],
        [
            (8, "of what is posted: Invalid currency 'USD' for Balance directive: "),
            (10, "of what is posted: Invalid reference to inactive account 'Assets:Bank'"),
        ],
    ),
    "two that differ": (
        """
        2025-01-08 balance Assets:Bank  0.00 USD
          status: "posted"
        2025-01-08 balance Assets:Bank  0.01 USD
          status: "posted"
        """,
        ["01-05 ! 100.00 USD -100.00 USD"],
        [(10, "of what is posted: Duplicate balance assertion with different amounts")],
    ),
}


@pytest.mark.parametrize(("text", "left", "errors"), CASES.values(), ids=CASES)
def test_what_is_left(tmp_path: Path, text: str, left: list[str], errors: list[tuple[int, str]]) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(HEAD + HOLD + dedent(text).lstrip("\n"))
    entries, found, _ = loader.load_file(str(path))
    ours = [error for error in found if type(error).__name__ == "LifecycleError"]
    assert [(error.source["lineno"], error.message.replace(str(path), "FILE")) for error in ours] == errors
    assert all(error.entry is not None and error.message in printer.format_error(error) for error in ours)
    assert [shown for shown in map(show, entries) if shown] == left


def show(entry: data.Directive) -> str:
    match entry:
        case data.Transaction():
            return " ".join([f"{entry.date:%m-%d} {entry.flag}", *(str(posting.units) for posting in entry.postings)])
        case data.Balance():
            return f"{entry.date:%m-%d} balance {entry.amount}"
    return ""


def test_today_is_the_real_day_by_default() -> None:
    expired = f"""
        plugin "pfin.beancount"
        {HEAD.partition(chr(10))[2].replace(chr(10), chr(10) + " " * 8)}
        2025-01-06 ! "Hotel"
          expires: {Date.today()}
          Expenses:Fuel  1 USD
          Assets:Bank
        2025-01-06 ! "Hotel"
          expires: 2025-01-07
          Expenses:Fuel  2 USD
          Assets:Bank
    """
    entries, errors, _ = loader.load_string(dedent(expired))
    assert not errors
    assert [show(entry) for entry in entries if isinstance(entry, data.Transaction)] == ["01-06 ! 1 USD -1 USD"]


def test_a_configuration_that_is_no_day() -> None:
    entries, errors, _ = loader.load_string(HEAD.replace("2025-02-01", "soon") + HOLD)
    assert [error.message for error in errors] == [
        'the configuration of pfin.beancount is a date such as "2025-03-01", not "soon"'
    ]
    assert len(entries) == 4


@pytest.mark.parametrize("runs", [True, False])
def test_assertions_in_raw_mode_are_checked_where_the_journal_says_so(runs: bool) -> None:
    stage = 'plugin "beancount.ops.balance"\n' * runs
    wrong = '2025-01-08 balance Assets:Bank  -100 USD\n  status: "posted"\n'
    _, errors, _ = loader.load_string(f'option "plugin_processing_mode" "raw"\n{HEAD}{stage}{HOLD}{wrong}')
    assert len(errors) == runs


def test_nothing_heavy_is_imported() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, pfin.beancount; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    ).stdout.split()
    assert "pfin.booking.lifecycle" in said
    assert not {"typer", "rich", "lark", "pfin.loader", "pfin.syntax"} & set(said)
