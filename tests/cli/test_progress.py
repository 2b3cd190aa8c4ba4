"""What is seen of long work at a real terminal, and what is left of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import pfin as package

pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")
termios = pytest.importorskip("termios")

BARE = {"PFIN_CACHE_DIR": os.devnull, "PYTHONPATH": str(Path(package.__file__).parents[1]), "TERM": "xterm"}
# Works for so many seconds, and says something when that is done, or ends as it is told.
WORK = """\
import sys, time
from pfin.cli.output import Output
from pfin.cli.progress import progress
words, seconds, end = sys.argv[1:]
with progress(words, Output(), interval=0.05):
    time.sleep(float(seconds))
    if end:
        raise SystemExit(end)
print("done", file=sys.stderr)
"""


@contextmanager
def terminal(columns: int = 60) -> Iterator[tuple[int, int]]:
    """A terminal so wide: our end, and the one for the program, which is to be closed when that has begun."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, columns))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def all_sent(ours: int) -> str:
    sent = b""
    try:
        while chunk := os.read(ours, 4096):
            sent += chunk
    except OSError:
        # Linux says so that the other end is closed.
        pass
    return sent.decode()


def seen(sent: str) -> list[str]:
    """What stands on the screen in the end, a line each."""
    lines = []
    for line in sent.replace("\r\n", "\n").split("\n"):
        shown = ""
        for written in line.split("\r"):
            shown = written + shown[len(written) :]
        lines.append(shown.rstrip())
    return lines


def working(seconds: float, end: str = "", *, words: str = "reading", columns: int = 60, term: str = "xterm") -> str:
    with terminal(columns) as (ours, theirs):
        arguments = [sys.executable, "-c", WORK, words, str(seconds), end]
        with subprocess.Popen(arguments, env={**BARE, "TERM": term}, stderr=theirs):
            os.close(theirs)
            return all_sent(ours)


def test_quick_work_says_nothing() -> None:
    assert working(0) == "done\r\n"


def test_long_work_is_seen_while_it_lasts_and_leaves_nothing() -> None:
    sent = working(0.5)
    assert sent.count("\rpfin: reading ... 0 s") > 1
    assert seen(sent) == ["done", ""]


def test_the_line_is_gone_before_an_error_is_said() -> None:
    sent = working(0.5, "it failed")
    assert "reading" in sent
    assert seen(sent) == ["it failed", ""]


@pytest.mark.parametrize("words", ["reading a-journal-with-a-long-name", "reading 家計簿家計簿家計簿"])
def test_the_line_is_narrower_than_the_terminal(words: str) -> None:
    from rich.cells import cell_len

    sent = working(0.3, words=words, columns=20)
    drawn = [line for line in sent.removesuffix("done\r\n").split("\r") if line.strip()]
    assert drawn
    assert max(map(cell_len, drawn)) in (18, 19)
    assert seen(sent) == ["done", ""]


def test_a_terminal_that_cannot_draw_over_a_line_is_spared() -> None:
    assert working(0.3, term="dumb") == "done\r\n"


def test_a_file_is_spared() -> None:
    arguments = [sys.executable, "-c", WORK, "reading", "0.3", ""]
    ended = subprocess.run(arguments, env=BARE, stderr=subprocess.PIPE, check=True)
    assert ended.stderr == b"done\n"


@pytest.mark.skipif(os.name != "posix", reason="other systems interrupt differently")
def test_an_interrupt_erases_it_and_ends_the_run(tmp_path: Path) -> None:
    pipe = tmp_path / "never-written"
    os.mkfifo(pipe)
    # Who reads from it waits for what never comes.
    kept_open = os.open(pipe, os.O_RDWR)
    with terminal() as (ours, theirs):
        command = [sys.executable, "-m", "pfin", "check", str(pipe)]
        with subprocess.Popen(command, env=BARE, cwd=tmp_path, stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            sent = os.read(ours, 4096).decode()
            process.send_signal(signal.SIGINT)
            sent += all_sent(ours)
            assert process.wait() == -signal.SIGINT
    os.close(kept_open)
    assert "pfin: reading never-written ... 1 s" in sent
    assert seen(sent) == [""]
