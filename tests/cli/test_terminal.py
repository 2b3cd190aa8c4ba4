"""What a run does at a real terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pfin as package

pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")
termios = pytest.importorskip("termios")

JOURNAL = """\
2024-01-01 open Assets:Bank
2024-01-01 open Expenses:EatingOutWithFriendsAndFamily
2024-01-02 * "A payee with a long name" "\x1b[2J\x9b31m evil"
  Expenses:EatingOutWithFriendsAndFamily  1,000.00 USD
  Assets:Bank
"""


def at_a_terminal(folder: Path, *arguments: str, columns: int = 60) -> str:
    """What pfin sends to a terminal so many columns wide."""
    (folder / "a.beancount").write_text(JOURNAL, encoding="utf-8")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, columns))
    with subprocess.Popen(
        [sys.executable, "-m", "pfin", *arguments, "--today", "2024-02-01"],
        env={
            "PFIN_CACHE_DIR": os.devnull,
            "PYTHONPATH": str(Path(package.__file__).parents[1]),
            "TERM": "xterm",
            "PFIN_FILE": "a.beancount",
        },
        cwd=folder,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        sent = b""
        try:
            while chunk := os.read(ours, 4096):
                sent += chunk
        except OSError:
            # Linux says so that the other end is closed.
            pass
    os.close(ours)
    return sent.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_report_is_as_wide_as_the_terminal_and_coloured(tmp_path: Path, columns: int) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    sent = at_a_terminal(tmp_path, "register", "Bank", columns=columns)
    assert "\x1b[1m" in sent
    lines = Text.from_ansi(sent).plain.splitlines()
    assert any("-1,000.00 USD" in line for line in lines)
    assert max(map(cell_len, lines)) <= columns


@pytest.mark.parametrize(
    "arguments",
    [("register", "Bank", "--color", "never"), ("print",), ("register", "Bank", "--format", "csv")],
    ids=" ".join,
)
def test_the_journal_cannot_command_the_terminal(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    sent = at_a_terminal(tmp_path, *arguments)
    assert "\\x1b[2J\\x9b31m" in sent
    assert "\x1b" not in sent
    assert "\x9b" not in sent
