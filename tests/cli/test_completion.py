import os
import subprocess
import sys
from pathlib import Path

import pytest

import pfin as package
from pfin.cli.completion import rejoin_bash_words

JOURNAL = """\
include "more.beancount"
2024-01-01 open Assets:Bank:Checking USD
2024-01-01 commodity EUR
2024-01-01 price VTI 1,200.50 CHF
2024-01-02 price VTI 1,200.50 CHF
2024-01-02 * "10 FOR" "2 USE"
  Assets:Cash  -12.00 USD ; 3 NOT
  ! Assets:Shares  3 VTI {4 CHF}
2024/1/1 open Assets:Cash ; in the pocket
this line is wrong
2024-01-03 ! "A" "B" #tag ^hold-1 ; ^not
2024-01-03 ! ^hold-2
2024-01-03 ! ^hold-3
2024-01-04 custom "discard" "hold-2"
2024-01-04 * ^hold-4
  posts: "hold-3"
"""

WORDS = [
    ("pfin\nregister\nAs", 2, "pfin\nregister\nAs", 2),
    ("pfin\nregister\nAssets\n:", 3, "pfin\nregister\nAssets:", 2),
    ("pfin\nregister\nAssets\n:\nBank\n:\nC", 6, "pfin\nregister\nAssets:Bank:C", 2),
    ("pfin\nregister\n--file\n=\nx\nAs", 5, "pfin\nregister\n--file=x\nAs", 3),
    ("pfin\nregister\nAs\n--flat", 2, "pfin\nregister\nAs", 2),
]


@pytest.mark.parametrize(("words", "index", "expected", "expected_index"), WORDS)
def test_words_that_bash_cuts_are_put_together(words: str, index: int, expected: str, expected_index: int) -> None:
    assert rejoin_bash_words(words, index) == (expected, expected_index)


COMPLETED = [
    (("register", "-f", "a.beancount", "As"), {"Assets:Bank:Checking", "Assets:Cash"}),
    (("-f", "a.beancount", "register", "Ex"), {"Expenses:Food"}),
    (("register", "-f", "a.beancount", "Assets", ":", "B"), {"Bank:Checking"}),
    (("register", "-f", "nosuch", "As"), set()),
    (("register", "As"), set()),
    (("post", "-f", "a.beancount", "ho"), {"hold-1"}),
    (("discard", "-f", "a.beancount", ""), {"hold-1"}),
    (("bal",), {"balance"}),
    (("check", "--format", ""), {"text", "json", "lines"}),
    (("balance", "-f", "a.beancount", "--value", ""), {"USD", "EUR", "CHF", "VTI"}),
    (("prices", "-f", "a.beancount", "U"), {"USD"}),
    (
        ("register", "-f", "a.beancount", "As", "--period", "last-"),
        {"last-week", "last-month", "last-quarter", "last-year"},
    ),
    (("balance", "--at", "y"), {"yesterday", "ytd"}),
    (("cashflow", "-f", "a.beancount", "--by", ""), {"payee", "tag", "account", "posts"}),
    (("cashflow", "-f", "a.beancount", "--by", "p"), {"payee", "posts"}),
    (("cashflow", "--by", "t"), {"tag"}),
]


@pytest.mark.parametrize(("words", "expected"), COMPLETED)
def test_bash_is_answered(tmp_path: Path, words: tuple[str, ...], expected: set[str]) -> None:
    (tmp_path / "a.beancount").write_text(JOURNAL)
    (tmp_path / "more.beancount").write_text('include "a.beancount"\n2024-01-01 open Expenses:Food\n')
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(package.__file__).parents[1]),
        "_PFIN_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(("pfin", *words)),
        "COMP_CWORD": str(len(words)),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "pfin"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert set(ended.stdout.split()) == expected
    assert ended.stderr == ""
