import fcntl
import os
import resource
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pfin.edit.change import appended
from pfin.edit.mistakes import ChangedMeanwhileError, EditError
from pfin.edit.writing import read_original, write

Fork = Callable[[Callable[[], None]], int]
OLD = b'2024-01-01 * "Caf\xc3\xa9"\r\n'
NEW = OLD + b"; new\n"
AS_ROOT = os.geteuid() == 0
NOBODY = 65534


def nothing() -> None:
    pass


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_new_bytes_are_written_and_nothing_else_is_left(journal: Path) -> None:
    write(read_original(str(journal)), NEW, nothing)
    assert journal.read_bytes() == NEW
    assert os.listdir(journal.parent) == ["main.beancount"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640])
def test_the_mode_stays_whatever_new_files_get(journal: Path, mode: int) -> None:
    journal.chmod(mode)
    before = os.umask(0o077)
    try:
        write(read_original(str(journal)), NEW, nothing)
    finally:
        os.umask(before)
    assert stat.S_IMODE(journal.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="only Linux has these")
def test_further_attributes_stay(journal: Path) -> None:
    try:
        os.setxattr(journal, "user.origin", b"bank")
    except OSError:
        pytest.skip("this file system has no attributes")
    write(read_original(str(journal)), NEW, nothing)
    assert os.getxattr(journal, "user.origin") == b"bank"


@pytest.mark.skipif(not AS_ROOT, reason="only root can give files away")
def test_the_owner_stays(journal: Path) -> None:
    os.chown(journal, 1234, 5678)
    write(read_original(str(journal)), NEW, nothing)
    assert (journal.stat().st_uid, journal.stat().st_gid) == (1234, 5678)
    assert journal.read_bytes() == NEW


@pytest.mark.skipif(not AS_ROOT, reason="only root can give files away")
def test_a_file_whose_owner_cannot_stay_is_left_as_it_was(open_folder: Path, fork: Fork, capfd) -> None:
    open_folder.chmod(0o777)
    journal = open_folder / "main.beancount"
    journal.write_bytes(OLD)
    journal.chmod(0o666)
    refused_as_nobody(journal, fork)
    assert "belongs to another user or group" in capfd.readouterr().err
    assert journal.stat().st_uid == 0
    assert os.listdir(open_folder) == ["main.beancount"]


def test_a_symbolic_link_stays_and_leads_to_the_new_text(journal: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.beancount"
    link.symlink_to("../main.beancount")
    write(read_original(str(link)), NEW, nothing)
    assert link.readlink() == Path("../main.beancount")
    assert journal.read_bytes() == NEW
    assert os.listdir(link.parent) == ["link.beancount"]


def test_a_file_with_a_second_name_is_refused(journal: Path, tmp_path: Path) -> None:
    os.link(journal, tmp_path / "other")
    with pytest.raises(EditError, match="has another name"):
        read_original(str(journal))


def test_a_pipe_or_a_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ""):
        with pytest.raises(EditError, match="is no regular file"):
            read_original(str(tmp_path / name))


def test_what_is_not_utf_8_is_refused(journal: Path) -> None:
    journal.write_bytes(b"; one\n; Caf\xe9\n")
    with pytest.raises(EditError, match="line 2 is not UTF-8") as refused:
        read_original(str(journal))
    assert refused.value.hint == "save the file in the encoding UTF-8"


def save(path: Path) -> None:
    path.write_bytes(b"; somebody else's\n")


def save_as_editors_do(path: Path) -> None:
    path.with_name("beside").write_bytes(b"; somebody else's\n")
    path.with_name("beside").replace(path)


def lead_elsewhere(path: Path) -> None:
    path.with_name("elsewhere").write_bytes(OLD)
    path.unlink()
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("meddle", [save, save_as_editors_do, lead_elsewhere])
@pytest.mark.parametrize("meanwhile", ["since it was read", "while it is written"])
def test_what_somebody_else_has_saved_is_not_written_over(journal: Path, meddle, meanwhile: str) -> None:
    original = read_original(str(journal))
    if meanwhile == "since it was read":
        meddle(journal)
    with pytest.raises(ChangedMeanwhileError, match="has changed since it was read"):
        write(original, NEW, nothing if meanwhile == "since it was read" else lambda: meddle(journal))
    assert journal.read_bytes() == (OLD if meddle is lead_elsewhere else b"; somebody else's\n")
    assert not [name for name in os.listdir(journal.parent) if name.startswith(".")]


def test_a_file_that_is_gone_is_not_made_again(journal: Path) -> None:
    original = read_original(str(journal))
    journal.unlink()
    with pytest.raises(EditError):
        write(original, NEW, nothing)
    assert os.listdir(journal.parent) == []


def test_a_file_that_was_saved_without_a_change_is_written(journal: Path) -> None:
    original = read_original(str(journal))
    journal.write_bytes(OLD)
    write(original, NEW, nothing)
    assert journal.read_bytes() == NEW


def test_a_check_that_fails_writes_nothing(journal: Path) -> None:
    def fail() -> None:
        raise EditError("not right")

    with pytest.raises(EditError, match="not right"):
        write(read_original(str(journal)), NEW, fail)
    assert (journal.read_bytes(), os.listdir(journal.parent)) == (OLD, ["main.beancount"])


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_a_folder_in_which_no_file_can_be_made(open_folder: Path, fork: Fork, capfd) -> None:
    journal = open_folder / "main.beancount"
    journal.write_bytes(OLD)
    os.chown(journal, NOBODY, NOBODY)
    refused_as_nobody(journal, fork)
    said = capfd.readouterr().err
    assert f"{journal} cannot be written: permission denied; it is left as it was" in said
    assert f"hint: pfin replaces the file by a new one, so it must be allowed to make files in {open_folder}" in said


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_a_file_that_is_write_protected(open_folder: Path, fork: Fork, capfd) -> None:
    open_folder.chmod(0o777)
    journal = open_folder / "main.beancount"
    journal.write_bytes(OLD)
    journal.chmod(0o444)
    refused_as_nobody(journal, fork)
    said = capfd.readouterr().err
    assert f"{journal} is write-protected; it is left as it was" in said
    assert "hint: allow writing by chmod, or run the command as the user whom the file belongs to" in said


def refused_as_nobody(journal: Path, fork: Fork) -> None:
    """Try to write a journal without the rights of root; it must stay as it was, and what is said goes to stderr."""

    def become_nobody_and_write() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            write(read_original(str(journal)), NEW, nothing)
        except EditError as error:
            raise EditError(f"{error}\nhint: {error.hint}") from error

    assert ended(fork(become_nobody_and_write)) == 1
    assert journal.read_bytes() == OLD


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_disk_that_gets_full(journal: Path, fork: Fork, capfd) -> None:
    """No file may grow beyond some size in the process, which fails as a full disk does."""

    def write_too_much() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        write(read_original(str(journal)), OLD + b";" * 20_000, nothing)

    assert ended(fork(write_too_much)) == 1
    said = capfd.readouterr().err
    assert f"EditError: {journal} cannot be written: file too large; it is left as it was" in said
    assert (journal.read_bytes(), os.listdir(journal.parent)) == (OLD, ["main.beancount"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this user cannot mount a file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full(small_disk: Path) -> None:
    journal = small_disk / "main.beancount"
    before = OLD * 1500
    journal.write_bytes(before)
    with pytest.raises(EditError, match="no space left on device; it is left as it was") as refused:
        write(read_original(str(journal)), before + NEW, nothing)
    assert refused.value.hint == f"make room for a second copy of the file in {small_disk}"
    assert (journal.read_bytes(), os.listdir(small_disk)) == (before, ["main.beancount"])


def test_a_file_system_that_is_read_only(small_disk: Path) -> None:
    journal = small_disk / "main.beancount"
    journal.write_bytes(OLD)
    original = read_original(str(journal))
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for attempt in (lambda: write(original, NEW, nothing), lambda: read_original(str(journal))):
        with pytest.raises(EditError, match="it is left as it was"):
            attempt()
    assert (journal.read_bytes(), os.listdir(small_disk)) == (OLD, ["main.beancount"])


def test_two_processes_that_write_200_times_each_lose_nothing(journal: Path, fork: Fork) -> None:
    journal.write_bytes(b"")

    def write_often(name: str) -> None:
        for number in range(200):
            while True:
                original = read_original(str(journal))
                try:
                    write(original, appended(original.data, f"; {name} {number}\n").after, nothing)
                except ChangedMeanwhileError:
                    continue
                break

    children = [fork(lambda name=name: write_often(name)) for name in "ab"]
    assert [ended(child) for child in children] == [0, 0]
    lines = [line for line in journal.read_text().splitlines() if line]
    for name in "ab":
        assert [line for line in lines if line.startswith(f"; {name}")] == [
            f"; {name} {number}" for number in range(200)
        ]
    assert len(lines) == 400
    assert os.listdir(journal.parent) == ["main.beancount"]


def test_who_comes_second_waits_and_then_sees_what_the_first_has_written(journal: Path, fork: Fork) -> None:
    original = read_original(str(journal))
    waiting: list[int] = []

    def write_too() -> None:
        with pytest.raises(ChangedMeanwhileError):
            write(original, OLD, nothing)

    write(original, NEW, lambda: waiting.append(fork(write_too)))
    assert ended(waiting[0]) == 0
    assert journal.read_bytes() == NEW


def test_the_lock_is_that_of_the_file_which_is_there_now(journal: Path, fork: Fork) -> None:
    """The first writes the same bytes, so that the second, who waits for the old file's lock, sees no difference."""
    original = read_original(str(journal))
    waiting: list[int] = []

    def require_locked() -> None:
        with journal.open("r+b") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def start_the_second() -> None:
        waiting.append(fork(lambda: write(original, NEW, require_locked)))
        time.sleep(0.1)

    write(original, OLD, start_the_second)
    assert ended(waiting[0]) == 0
    assert journal.read_bytes() == NEW
