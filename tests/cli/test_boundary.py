import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

import pfin as package

JOURNAL = """\
2024-01-01 open Assets:Bank:Checking
  liquidity: "cash"
2024-01-01 open Assets:Bank:Savings
2024-01-01 open Liabilities:Card
2024-01-01 custom "boundary" "bank money" "Assets:Bank"
2024-01-01 custom "boundary" "debts" "bank - Liabilities:Card"
"""


@pytest.fixture(autouse=True)
def journal(tmp_path: Path) -> None:
    (tmp_path / "drawn.beancount").write_text(JOURNAL)


def test_the_list_is_what_is_shown_without_a_word(pfin) -> None:
    ended = pfin("boundary", "-f", "drawn.beancount")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Boundaries\n\n"
        "Boundary    Expression               Accounts  From\n"
        "----------  -----------------------  --------  -----------------\n"
        "bank money  Assets:Bank                     2  drawn.beancount:5\n"
        "debts       bank - Liabilities:Card         0  drawn.beancount:6\n"
        "networth    Assets | Liabilities            3  built-in\n"
        "cash        liquidity=cash                  1  built-in\n"
        "world       **                              3  built-in\n\n"
        "debts: there is no boundary or account 'bank'.\n"
    )
    assert pfin("boundary", "list", "-f", "drawn.beancount") == ended


def test_one_is_shown_with_its_accounts(pfin) -> None:
    ended = pfin("boundary", "show", "bank money", "-f", "drawn.beancount")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Boundary bank money = Assets:Bank\n"
        "declared at drawn.beancount:5, 2 accounts\n\n"
        "Account               Opened      Liquidity\n"
        "--------------------  ----------  ---------\n"
        "Assets:Bank:Checking  2024-01-01  cash\n"
        "Assets:Bank:Savings   2024-01-01\n"
    )


def test_json_and_csv_hold_the_same(pfin, tmp_path: Path) -> None:
    listed = json.loads(pfin("boundary", "-f", "drawn.beancount", "--format", "json").out)
    file = str(tmp_path / "drawn.beancount")
    assert listed["boundaries"][0] == {
        "name": "bank money",
        "expression": "Assets:Bank",
        "origin": "declared",
        "accounts": 2,
        "declared": {"file": file, "line": 5},
        "problem": None,
    }
    rows = list(csv.DictReader(StringIO(pfin("boundary", "-f", "drawn.beancount", "--format", "csv").out)))
    assert [row["boundary"] for row in rows] == [each["name"] for each in listed["boundaries"]]
    assert rows[0]["line"] == "5"
    shown = json.loads(pfin("boundary", "show", "Assets", "-f", "drawn.beancount", "--format", "json").out)
    assert [row["account"] for row in shown["accounts"]] == ["Assets:Bank:Checking", "Assets:Bank:Savings"]
    table = pfin("boundary", "show", "cash", "-f", "drawn.beancount", "--format", "markdown").out
    assert [line.split("|")[1].strip() for line in table.splitlines() if "2024" in line] == ["Assets:Bank:Checking"]


# The words behind `boundary`, and what is said of them.
WRONG = [
    (("lst",), "boundary has no action 'lst', only list and show", "did you mean boundary list?"),
    (("sho", "cash"), "boundary has no action 'sho', only list and show", "did you mean boundary show?"),
    (("cash",), "boundary has no action 'cash', only list and show", "did you mean boundary show cash?"),
    (("show",), "`boundary show` wants a boundary", "`pfin boundary list` has those with names"),
    (("list", "cash"), "`boundary list` lists all", "`boundary show cash` shows one"),
    (("show", "Assets:Bnak"), "there is no account 'Assets:Bnak'", "did you mean Assets:Bank?"),
    (("show", "CSH"), "there is no boundary or account 'CSH'", "did you mean cash?"),
    (("show", "cash + Assets"), "boundary, character 6: + has no meaning here", "| joins two boundaries: a | b"),
    (("show", "cash & Liabilities"), "no account lies in 'cash & Liabilities'", "& keeps only"),
]


@pytest.mark.parametrize(("words", "message", "hint"), WRONG)
def test_wrong_words_are_wrong_usage(pfin, words: tuple[str, ...], message: str, hint: str) -> None:
    ended = pfin("boundary", *words, "-f", "drawn.beancount")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {message}\nhint: {hint}")


def test_a_wrong_declaration_is_shown_where_it_stands(pfin) -> None:
    ended = pfin("boundary", "show", "debts | cash", "-f", "drawn.beancount")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "error[unknown-boundary]: there is no boundary or account 'bank'\n"
        "  --> drawn.beancount:6:39\n"
        "   |\n"
        ' 6 | 2024-01-01 custom "boundary" "debts" "bank - Liabilities:Card"\n'
        "   |                                       ^^^^\n"
        "hint: did you mean Assets:Bank?\n"
    )


def test_check_shows_boundaries_among_the_rest_and_other_commands_do_not_look(pfin, tmp_path: Path) -> None:
    (tmp_path / "mixed.beancount").write_text(
        JOURNAL + "2024-01-02 open Assets:Bank:Savings\n" + JOURNAL.splitlines()[-1].replace("debts", "more") + "\n"
    )
    ended = pfin("check", "mixed.beancount", "--format", "lines")
    assert ended.code == 1
    assert [line.split(": ")[0] + line.split(": ")[1] for line in ended.out.splitlines()] == [
        "mixed.beancount:6:39warning[unknown-boundary]",
        "mixed.beancount:7:17error[duplicate-open]",
        "mixed.beancount:8:38warning[unknown-boundary]",
    ]
    ended = pfin("check", "drawn.beancount")
    assert (ended.code, ended.err) == (0, "1 warning in 1 file\n")
    found = json.loads(pfin("check", "drawn.beancount", "--format", "json").out)
    assert [each["code"] for each in found["diagnostics"]] == ["unknown-boundary"]
    assert pfin("balance", "-f", "drawn.beancount").err == ""


COMPLETED = [
    ("boundary\n", {"list", "show"}),
    ("boundary\nshow\nb", {"bank money"}),
    ("boundary\nshow\n", {"bank money", "debts", "cash", "networth", "world", "Assets:Bank:Checking"}),
]


@pytest.mark.parametrize(("typed", "expected"), COMPLETED)
def test_bash_is_answered(tmp_path: Path, typed: str, expected: set[str]) -> None:
    words = f"pfin\n-f\ndrawn.beancount\n{typed}"
    environment = {
        "PYTHONPATH": str(Path(package.__file__).parents[1]),
        "PATH": os.environ["PATH"],
        "_PFIN_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count("\n")),
    }
    program = [sys.executable, "-m", "pfin"]
    done = subprocess.run(program, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert expected <= set(done.stdout.splitlines())
    assert done.stderr == ""
