"""``pfin post`` and ``pfin discard``: what they say, what they write, and when they don't."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pfin as package

JOURNAL = """\
2024-01-01 open Assets:Bank  USD
2024-01-01 open Expenses:Fuel

2024-02-01 ! "Shell" "Pump" ^fuel
  Expenses:Fuel  100.00 USD
  Assets:Bank
"""
POSTED = """\
2024-02-03 * "Shell" "Pump" ^fuel
  posts: "fuel"
  Expenses:Fuel   41.20 USD
  Assets:Bank    -41.20 USD
"""
TODAY = ("--today", "2024-02-03", "-f", "a.beancount")


@pytest.fixture
def journal(pfin, tmp_path: Path) -> Path:
    path = tmp_path / "a.beancount"
    path.write_text(JOURNAL)
    return path


def test_post_shows_what_it_has_written(pfin, journal: Path) -> None:
    ended = pfin("post", "fuel", "41.2", "--yes", *TODAY)
    assert (ended.code, ended.err) == (0, "written to a.beancount, line 8\n")
    diff = "--- a.beancount\n+++ a.beancount\n@@ -4,3 +4,8 @@\n" + "".join(
        f" {line}\n" for line in JOURNAL.splitlines()[-3:]
    )
    assert ended.out == diff + "+\n" + "".join(f"+{line}\n" for line in POSTED.splitlines())
    assert journal.read_text() == f"{JOURNAL}\n{POSTED}"
    again = pfin("post", "^fuel", "--yes", *TODAY)
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith("error: ^fuel is posted already, on 2024-02-03 by a.beancount:8\n")


def test_discard(pfin, journal: Path) -> None:
    assert pfin("discard", "^fuel", "--date", "yesterday", "--yes", *TODAY).code == 0
    assert journal.read_text() == f'{JOURNAL}\n2024-02-02 custom "discard" "fuel"\n'
    assert pfin("check", "a.beancount", "--today", "2024-02-03").code == 0


def test_parts_until_nothing_is_left(pfin, journal: Path) -> None:
    for _ in range(2):
        assert pfin("post", "fuel", "30.00USD", "--part", "--yes", *TODAY).code == 0
    assert pfin("post", "fuel", "--yes", *TODAY).code == 0
    assert journal.read_text().count("-30.00 USD") == 2
    assert journal.read_text().endswith('  posts: "fuel"\n  Expenses:Fuel   40.00 USD\n  Assets:Bank    -40.00 USD\n')


def test_print_writes_only_to_the_standard_output(pfin, journal: Path) -> None:
    journal.chmod(0o444)
    ended = pfin("post", "fuel", "41.20", "--print", *TODAY)
    assert (ended.code, ended.out, ended.err) == (0, POSTED, "")
    assert journal.read_text() == JOURNAL


def test_without_a_terminal_nobody_can_be_asked(pfin, journal: Path) -> None:
    ended = pfin("discard", "fuel", *TODAY)
    assert (ended.code, ended.out) == (2, "")
    assert "nothing is written to a.beancount: there is no terminal to ask at\nhint: --yes writes without" in ended.err
    assert journal.read_text() == JOURNAL


def test_it_is_written_where_the_pending_transaction_is(pfin, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "holds.beancount").write_bytes(JOURNAL.replace("\n", "\r\n").encode())
    (tmp_path / "a.beancount").write_text('include "sub/*.beancount"\n')
    ended = pfin("post", "fuel", "41.20", "--yes", *TODAY)
    assert ended.err == f"written to {os.path.join('sub', 'holds.beancount')}, line 8\n"
    assert (tmp_path / "sub" / "holds.beancount").read_bytes() == f"{JOURNAL}\n{POSTED}".replace("\n", "\r\n").encode()
    assert (tmp_path / "a.beancount").read_text() == 'include "sub/*.beancount"\n'


def test_errors_that_the_journal_would_get_are_shown_and_nothing_is_written(pfin, journal: Path) -> None:
    text = JOURNAL + "2024-02-05 balance Assets:Bank  -100.00 USD\n"
    journal.write_text(text)
    ended = pfin("post", "fuel", "41.20", "--yes", *TODAY)
    assert (ended.code, ended.out) == (1, "")
    assert "error[failed-balance]: " in ended.err
    assert "nothing is written: a.beancount would have errors that it does not have now (1 error)" in ended.err
    assert journal.read_text() == text


def test_errors_that_the_journal_has_do_not_matter(pfin, journal: Path) -> None:
    journal.write_text("nonsense\n" + JOURNAL)
    ended = pfin("discard", "fuel", "--yes", *TODAY)
    assert (ended.code, ended.err) == (
        0,
        "written to a.beancount, line 9\nthe journal has errors, as it had before: see `pfin check`\n",
    )


def test_only_what_is_pending_on_the_day_counts_and_errors_of_today(pfin, journal: Path) -> None:
    journal.write_text(JOURNAL.replace("^fuel\n", "^fuel\n  expires: 2024-02-10\n"))
    late = ("--today", "2024-03-01", "-f", "a.beancount")
    ended = pfin("post", "fuel", "--yes", *late)
    assert (ended.code, ended.err) == (
        2,
        "error: ^fuel expired on 2024-02-10\nhint: --date with a day up to then resolves it before\n",
    )
    # With a balance that holds only because it expired, it cannot be posted on an earlier day.
    text = journal.read_text()
    journal.write_text(text + "\n2024-02-20 balance Assets:Bank  0 USD\n")
    assert pfin("post", "fuel", "--yes", "--date", "2024-02-09", *late).code == 1
    journal.write_text(text)
    assert pfin("post", "fuel", "--yes", "--date", "2024-02-09", *late).code == 0


WRONG = [
    (("post", "fuel", "much"), "'much' is no amount to post", "write it as 41.20, 41.20EUR or '41.20 EUR'"),
    (("post", "feul"), "no transaction has the link ^feul", "did you mean fuel?"),
    (("post", "fuel", "--part"), "a part needs an amount", "write how much is posted: pfin post fuel AMOUNT --part"),
    (("--as-of", "2024-02-02", "discard", "fuel"), "a journal can be changed only as it is known now", "leave --as-of"),
    (("discard", "fuel", "--date", "someday"), "--date: 'someday'", "hint: "),
]


@pytest.mark.parametrize(("arguments", "message", "hint"), WRONG)
def test_wrong_usage(pfin, journal: Path, arguments: tuple[str, ...], message: str, hint: str) -> None:
    ended = pfin(*arguments, "--yes", *TODAY)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert hint in ended.err
    assert journal.read_text() == JOURNAL


def pfin_process(folder: Path, *arguments: str, **streams: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "pfin", *arguments, "--today", "2024-02-03"],
        env={"PFIN_CACHE_DIR": os.devnull, "PYTHONPATH": str(Path(package.__file__).parents[1]), "TERM": "dumb"},
        cwd=folder,
        **streams,
    )


def test_a_journal_on_the_standard_input_is_not_changed(journal: Path) -> None:
    with journal.open("rb") as file:
        run = pfin_process(
            journal.parent, "discard", "fuel", "--yes", "-f", "-", stdin=file, stdout=-1, stderr=subprocess.STDOUT
        )
    said, _ = run.communicate()
    assert (run.returncode, said.decode()) == (
        2,
        "error: a journal on the standard input cannot be changed\nhint: --print writes the text to add\n",
    )
    assert journal.read_text() == JOURNAL


def test_processes_at_the_same_time_all_write(tmp_path: Path) -> None:
    names = [f"hold{number}" for number in range(5)]
    pending = JOURNAL.partition("\n\n")[2]
    head = JOURNAL.partition("\n\n")[0]
    (tmp_path / "a.beancount").write_text("\n\n".join([head, *(pending.replace("fuel", name) for name in names)]))
    runs = [
        pfin_process(tmp_path, "discard", name, "--yes", "-f", "a.beancount", stdout=-1, stderr=-1) for name in names
    ]
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0] * len(runs), said
    text = (tmp_path / "a.beancount").read_text()
    assert sorted(line for line in text.splitlines() if "custom" in line) == [
        f'2024-02-03 custom "discard" "{name}"' for name in names
    ]
    assert os.listdir(tmp_path) == ["a.beancount"]


def at_a_terminal(folder: Path, answer: bytes, *, before_answering: str | None = None) -> tuple[int, str]:
    """Run a discard at a terminal and answer its question; the journal can get another text before."""
    pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    run = pfin_process(folder, "discard", "fuel", "-f", "a.beancount", stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    sent = b""
    deadline = time.monotonic() + 30
    try:
        while chunk := os.read(ours, 4096):
            sent += chunk
            if sent.endswith(b"[y/N] "):
                if before_answering is not None:
                    (folder / "a.beancount").write_text(before_answering)
                os.write(ours, answer)
            assert time.monotonic() < deadline
    except OSError:
        # Linux says so that the other end is closed.
        pass
    os.close(ours)
    return run.wait(), sent.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("answer", [b"y\n", b"YES\n"])
def test_at_a_terminal_the_change_is_shown_and_asked_for(journal: Path, answer: bytes) -> None:
    code, sent = at_a_terminal(journal.parent, answer)
    assert code == 0
    assert '+2024-02-03 custom "discard" "fuel"\nAdd this to a.beancount? [y/N] ' in sent
    assert sent.endswith("written to a.beancount, line 8\n")
    assert journal.read_text() == f'{JOURNAL}\n2024-02-03 custom "discard" "fuel"\n'


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"\x04"])
def test_another_answer_leaves_the_journal_alone(journal: Path, answer: bytes) -> None:
    code, sent = at_a_terminal(journal.parent, answer)
    assert code == 1
    assert sent.endswith("nothing is written\n")
    assert journal.read_text() == JOURNAL


def test_what_was_saved_while_the_question_stood_is_not_written_over(journal: Path) -> None:
    saved = JOURNAL + "\n; saved meanwhile\n"
    code, sent = at_a_terminal(journal.parent, b"y\n", before_answering=saved)
    assert code == 2
    assert "has changed since it was read, and nothing is written" in " ".join(sent.split())
    assert journal.read_text() == saved
