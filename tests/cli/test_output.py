"""Reports written to files: whole or not at all, in the format that the name asks for."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import pfin as package
from pfin.cli.output import Output

BALANCE = ("balance", "-f", "good.beancount", "--today", "2024-03-01")


FORMATS = [
    ("a.txt", "Balances\n"),
    ("a.json", "{\n"),
    ("a.csv", "account,"),
    ("a.md", "## Balances\n"),
    ("a.HTML", "<!DOCTYPE html>"),
    ("a.pdf", "Balances\n"),
    ("noextension", "Balances\n"),
]


@pytest.mark.parametrize(("name", "beginning"), FORMATS)
def test_the_suffix_chooses_the_format(pfin, tmp_path: Path, name: str, beginning: str) -> None:
    ended = pfin(*BALANCE, "--output", name)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


@pytest.mark.parametrize("arguments", [(*BALANCE, "-o", "a.csv"), ("-o", "a.csv", *BALANCE)])
def test_a_format_that_is_named_wins_over_the_suffix(pfin, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert pfin(*arguments, "--format", "json").code == 0
    assert json.loads((tmp_path / "a.csv").read_text())["journal_errors"] == 0


@pytest.mark.parametrize("format", ["text", "json", "csv", "markdown", "html"])
def test_a_file_has_what_stdout_would_have(pfin, tmp_path: Path, format: str) -> None:
    assert pfin(*BALANCE, "--format", format, "-o", "a").code == 0
    ended = pfin(*BALANCE, "--format", format, "-o", "-")
    assert ended.out == (tmp_path / "a").read_text(encoding="utf-8") != ""


def test_a_file_has_no_colours_and_no_width(pfin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert pfin(*BALANCE, "-o", "a.txt", "--color", "always").code == 0
    text = (tmp_path / "a.txt").read_text()
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) > 20


def test_printed_journals_can_be_written_to_files(pfin, tmp_path: Path) -> None:
    assert pfin("print", "-f", "good.beancount", "-o", "copy.beancount").out == ""
    assert pfin("check", "-f", "copy.beancount").code == 0
    assert "Lunch" in (tmp_path / "copy.beancount").read_text()


@pytest.mark.parametrize("arguments", [("check", "good.beancount"), ("guide",), ("init",)])
def test_other_commands_do_not_have_it(pfin, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = pfin("-o", "a.txt", *arguments)
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: this command has no --output")
    assert not (tmp_path / "a.txt").exists()


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(pfin, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    umask = os.umask(0o027)
    try:
        assert pfin(*BALANCE, "-o", "a.txt").code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        file.chmod(0o604)
        assert pfin(*BALANCE, "-o", "a.txt").code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o604
    finally:
        os.umask(umask)


def test_a_link_stays_and_its_target_is_written(pfin, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "there" / "a.txt")
    for _ in range(2):
        assert pfin(*BALANCE, "-o", "link.txt").code == 0
        assert (tmp_path / "link.txt").is_symlink()
        assert (tmp_path / "there" / "a.txt").read_text().startswith("Balances")
    assert os.listdir(tmp_path / "there") == ["a.txt"]


FAILING = [
    (("balance", "-f", "bad.beancount", "-o", "old.txt"), 1),
    (("balance", "-f", "nosuch.beancount", "-o", "old.txt"), 2),
    (("balance", "-f", "good.beancount", "--at", "soon", "-o", "old.txt"), 2),
    (("balance", "-f", "good.beancount", "--format", "xml", "-o", "old.txt"), 2),
    (("register", "Nosuch", "-f", "good.beancount", "-o", "old.txt"), 2),
]


@pytest.mark.parametrize(("arguments", "code"), FAILING)
def test_a_failing_run_leaves_the_file_as_it_was(pfin, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    (tmp_path / "old.txt").write_text("old")
    before = sorted(os.listdir(tmp_path))
    assert pfin(*arguments).code == code
    assert (tmp_path / "old.txt").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == before


UNWRITABLE = [
    ("nosuch/a.txt", "error: --output: 'nosuch/a.txt' cannot be written: no such file or directory\nhint: there is no"),
    (".", "error: --output: '.' is a folder\nhint: name a file in it\n"),
    ("nosuch/", "error: --output: 'nosuch/' is a folder\nhint: name a file in it\n"),
    ("good.beancount/a.txt", "error: --output: 'good.beancount/a.txt' cannot be written: not a directory\nhint: "),
    ("good.beancount", "error: --output: 'good.beancount' is a file of the journal\nhint: name another file\n"),
    ("loop", "error: --output: 'loop' cannot be written: too many levels of symbolic links\n"),
    ("x" * 300, f"error: --output: '{'x' * 300}' cannot be written: file name too long\n"),
    ("--force", "error: --output wants a value, and --force is an option\n"),
]


@pytest.mark.parametrize(("name", "message"), UNWRITABLE)
def test_what_cannot_be_written_is_said_in_a_line(pfin, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(os.listdir(tmp_path))
    journal = (tmp_path / "good.beancount").read_text()
    ended = pfin(*BALANCE, "-o", name)
    assert ended.code == 2
    assert ended.err.startswith(message)
    assert ended.out == ""
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "good.beancount").read_text() == journal


def test_no_file_of_the_journal_is_overwritten_whatever_its_name(pfin, tmp_path: Path) -> None:
    (tmp_path / "main.beancount").write_text('include "good.beancount"\n')
    (tmp_path / "link").symlink_to("good.beancount")
    ended = pfin("print", "-f", "main.beancount", "-o", "link")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: --output: 'link' is a file of the journal")
    assert "Lunch" in (tmp_path / "good.beancount").read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is write-protected for root")
def test_what_is_write_protected_stays(pfin, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "old.txt").chmod(0o444)
    ended = pfin(*BALANCE, "-o", "old.txt")
    assert (ended.code, ended.err.splitlines()[0]) == (2, "error: --output: 'old.txt' is write-protected")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    ended = pfin(*BALANCE, "-o", "locked/a.txt")
    assert (ended.code, ended.err.splitlines()[0]) == (
        2,
        "error: --output: 'locked/a.txt' cannot be written: permission denied",
    )


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    """The limit on the size of files makes writing fail half-way, as a full disk would."""
    resource = pytest.importorskip("resource")
    (tmp_path / "a.beancount").write_text(
        "".join(f"2024-01-01 open Assets:Account{number}\n" for number in range(1000)), encoding="utf-8"
    )
    (tmp_path / "old.txt").write_text("old")

    def limit() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    ended = subprocess.run(
        [sys.executable, "-B", "-m", "pfin", "accounts", "-f", "a.beancount", "-o", "old.txt"],
        cwd=tmp_path,
        env={"PFIN_CACHE_DIR": os.devnull, "PYTHONPATH": str(Path(package.__file__).parents[1])},
        preexec_fn=limit,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (2, "error: --output: 'old.txt' cannot be written: file too large\n")
    assert (tmp_path / "old.txt").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["a.beancount", "old.txt"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="the system has no devices in its files")
def test_a_device_is_written_to_and_not_replaced(pfin) -> None:
    assert pfin(*BALANCE, "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_bytes_that_are_no_text_are_written_with_backslashes(pfin, tmp_path: Path) -> None:
    with Output(file="a.csv") as output:
        output.write_data("a\udc80\x1b")
    assert (tmp_path / "a.csv").read_bytes() == b"a\\udc80\x1b"


class Terminal(io.TextIOWrapper):
    """A stream that a person reads, in an encoding of the system's choice."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "term", "expected"),
    [("utf-8", "xterm", False), ("ascii", "xterm", True), ("latin-1", "xterm", True), ("utf-8", "dumb", True)],
)
def test_only_a_terminal_that_can_show_blocks_gets_them(
    monkeypatch: pytest.MonkeyPatch, encoding: str, term: str, expected: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal(encoding))
    monkeypatch.setenv("TERM", term)
    assert Output().ascii is expected
    assert Output(file="a.txt").ascii is False
