"""What a run imports before it says anything: that is most of what it takes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pfin as package

# Says on stderr what it imports.
PFIN = (sys.executable, "-v", "-c", "from pfin.cli.run import run; run()")
BARE = {"PYTHONPATH": str(Path(package.__file__).parents[1]), "PATH": os.environ["PATH"]}
JOURNAL = """\
2024-01-01 open Assets:Bank
2024-01-01 open Expenses:Food

2024-02-01 * "Shop" "Food"
  Assets:Bank  -10 EUR
  Expenses:Food
"""
# What it takes to read a journal and book it, and what it takes to have it as it was kept.
ANEW = {"lark", "pfin.syntax.journal", "pfin.syntax.reading", "pfin.booking.stages", "pfin.booking.transactions"}
READS = {*ANEW, "pfin.loader", "pfin.ledger.ledger"}
REPORTS = {"pfin.report.balance", "pfin.report.figures", "pfin.render", "pfin.render.terminal"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.beancount").write_text(JOURNAL)
    return tmp_path


def imported(folder: Path, *arguments: str, says: str, **environment: str) -> set[str]:
    """The modules that a run imports, which says something on stdout."""
    home = {"XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}
    ended = subprocess.run(
        [*PFIN, *arguments],
        env={**BARE, **home, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert says in ended.stdout
    found = set(re.findall(r"^import '(\S+)' #", ended.stderr, re.MULTILINE))
    assert "pfin.cli.run" in found
    return found


def completed(folder: Path, *words: str, says: str) -> set[str]:
    """The modules that bash waits for when these words are typed."""
    typed = {"COMP_WORDS": "\n".join(("pfin", *words)), "COMP_CWORD": str(len(words))}
    return imported(folder, says=says, _PFIN_COMPLETE="complete_bash", **typed)


def test_the_version_is_said_without_what_reads_command_lines_and_journals(folder: Path) -> None:
    found = imported(folder, "--version", says=f"pfin {package.__version__}\n")
    assert not found & {"typer", "msgspec", "rich", "pfin.cli.main", *READS, *REPORTS}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("bal",), "balance\n"),
        (("register", "-f", "a.beancount", "As"), "Assets:Bank\n"),
        (("balance", "-f", "a.beancount", "--value", ""), "EUR\n"),
        (("cashflow", "-f", "a.beancount", "ca"), "cash\n"),
        (("balance", "--at", "yes"), "yesterday\n"),
    ],
    ids=" ".join,
)
def test_completion_looks_at_the_journal_without_loading_it(folder: Path, words: tuple[str, ...], says: str) -> None:
    assert not completed(folder, *words, says=says) & {"rich", *READS, *REPORTS}


def test_completion_makes_only_the_command_ready_that_is_typed(folder: Path) -> None:
    assert "pfin.cli.networth" not in completed(folder, "register", "-f", "a.beancount", "As", says="Assets:Bank\n")
    # A command's name may be the beginning of another's, so that all of them are looked at.
    assert "pfin.cli.networth" in completed(folder, "register", says="register\n")


@pytest.mark.parametrize("command", ["balance", "cashflow", "check"])
def test_a_plain_journal_needs_no_grammar(folder: Path, command: str) -> None:
    assert not imported(folder, command, says="", PFIN_FILE="a.beancount") & {"lark", "rich.console", "rich.style"}


@pytest.mark.parametrize("command", ["balance", "cashflow"])
def test_a_journal_that_was_kept_is_not_read(folder: Path, command: str) -> None:
    environment = {"PFIN_FILE": "a.beancount", "PFIN_CACHE_DIR": str(folder / "kept")}
    assert ANEW - {"lark"} <= imported(folder, command, says="EUR", **environment)
    assert not imported(folder, command, says="EUR", **environment) & {"rich.console", *ANEW}


def test_a_coloured_report_needs_no_rich(folder: Path) -> None:
    found = imported(folder, "balance", "--color", "always", says="\x1b[1m", PFIN_FILE="a.beancount")
    assert "pfin.render.terminal" in found
    assert "rich" not in found
