import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from pfin.cli.main import COMMANDS
from pfin.store.container import Stored
from pfin.store.folder import CacheFolder, name_of

ROOT = Path(__file__).parents[2]
# What is needed to find the program and nothing else, as where cron starts it.
BARE = {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pfin) -> Path:
    path = tmp_path / "kept"
    monkeypatch.setenv("PFIN_CACHE_DIR", str(path))
    return path


def keep(folder: Path, journal: str, size: int, day: int) -> None:
    """Put a file into the cache that is of a journal, has a part of some size, and was last used on a day."""
    stored = CacheFolder(folder).write(name_of(journal), msgspec.msgpack.encode([journal, "more"]), (bytes(size),))
    assert isinstance(stored, Stored)
    os.utime(folder / name_of(journal), (day * 86400 + 43200,) * 2)


def test_what_is_kept_is_listed(pfin, folder: Path) -> None:
    keep(folder, "/home/me/main.beancount", 1_234_000, 19000)
    keep(folder, "/home/me/other.beancount", 100, 19001)
    ended = pfin("cache")
    assert (ended.code, ended.err) == (0, "")
    table, _, note = ended.out.rpartition("\n\n")
    assert table == (
        "Cache\n\n"
        "Journal                   Size       Last used\n"
        "------------------------  ---------  ----------\n"
        "/home/me/other.beancount  219 bytes  2022-01-09\n"
        "/home/me/main.beancount   1.2 MB     2022-01-08\n"
        "\n"
        "Total                     1.2 MB"
    )
    assert " ".join(note.split()) == f"In {folder}, at most 1.0 GB. `pfin cache clear` removes it."
    assert pfin("cache", "info").out == ended.out


def test_what_is_kept_as_json_and_csv(pfin, folder: Path) -> None:
    keep(folder, "/main.beancount", 1000, 19000)
    file = folder / name_of("/main.beancount")
    (folder / name_of("/damaged")).write_bytes(b"noise")
    os.utime(folder / name_of("/damaged"), (0, 43200))
    size = file.stat().st_size
    assert json.loads(pfin("cache", "--format", "json").out) == {
        "folder": str(folder),
        "size": size + 5,
        "limit": 1_000_000_000,
        "journals": [
            {"journal": "/main.beancount", "file": str(file), "size": size, "last_used": "2022-01-08"},
            {"journal": None, "file": str(folder / name_of("/damaged")), "size": 5, "last_used": "1970-01-01"},
        ],
    }
    assert pfin("cache", "--format", "csv").out.splitlines() == [
        "journal,size,last_used,file",
        f"/main.beancount,{size},2022-01-08,{file}",
        f"damaged,5,1970-01-01,{folder / name_of('/damaged')}",
    ]


def test_an_empty_cache(pfin, folder: Path) -> None:
    ended = pfin("cache", "info")
    assert (ended.code, ended.out, ended.err) == (0, f"Cache\n\nNothing is kept in {folder}.\n", "")
    ended = pfin("cache", "clear")
    assert (ended.code, ended.out) == (0, f"removed what was kept of 0 journals (0 bytes) in {folder}\n")
    assert not folder.exists()


def test_clearing_removes_what_is_pfins(pfin, folder: Path) -> None:
    keep(folder, "/main.beancount", 1_000_000, 19000)
    (folder / "notes.txt").write_text("mine")
    ended = pfin("cache", "clear")
    assert (ended.code, ended.out, ended.err) == (
        0,
        f"removed what was kept of 1 journal (1.0 MB) in {folder}\n",
        "",
    )
    assert os.listdir(folder) == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("clera",), "error: cache has no action 'clera', only info and clear\nhint: did you mean cache clear?\n"),
        (("x",), "error: cache has no action 'x', only info and clear\n"),
        (
            ("clear", "--format", "json"),
            "error: `cache clear` writes only text\nhint: leave --format out\n",
        ),
    ],
)
def test_wrong_usage(pfin, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = pfin("cache", *arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", said)


@pytest.mark.parametrize("action", ["info", "clear"])
def test_a_file_in_the_place_of_the_folder(pfin, folder: Path, action: str) -> None:
    folder.write_text("mine")
    ended = pfin("cache", action)
    assert (ended.code, ended.err) == (1, f"cache: {folder} is not used: {folder} is no folder\n")
    assert pfin("trial", "-f", "good.beancount").err == ""
    assert folder.read_text() == "mine"


def test_commands_that_read_a_journal_can_do_without_the_cache() -> None:
    for command in COMMANDS:
        reads = "file" in command.shared
        assert ("no_cache" in command.shared, "verbose" in command.shared) == (reads, reads), command.name
    assert [command.name for command in COMMANDS if "file" not in command.shared] == ["init", "cache", "guide"]


@pytest.mark.parametrize("command", ["init", "cache", "guide"])
@pytest.mark.parametrize("option", ["--no-cache", "--verbose", "-v"])
def test_other_commands_refuse_its_options(pfin, command: str, option: str) -> None:
    ended = pfin(command, option)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: there is no option {option}\n")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("trial", "--no-cache"), "of --no-cache"),
        (("trial", "--as-of", "2024-01-31"), "of --as-of"),
    ],
)
def test_why_the_cache_is_not_used(pfin, folder: Path, arguments: tuple[str, ...], reason: str) -> None:
    for typed in ((*arguments, "-v"), ("--verbose", *arguments)):
        ended = pfin("-f", "good.beancount", *typed)
        assert (ended.code, ended.err) == (0, f"cache: not used, because {reason}\n")
    assert pfin("-f", "good.beancount", *arguments).err == ""
    assert not folder.exists()


def run(arguments: list[str], environment: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pfin", *arguments], env=environment, capture_output=True, text=True, **more
    )


def test_a_journal_from_the_standard_input_is_not_kept(pfin, folder: Path, tmp_path: Path) -> None:
    journal = (tmp_path / "good.beancount").read_text()
    ended = run(["trial", "-v", "-f", "-"], {**BARE, "PFIN_CACHE_DIR": str(folder)}, input=journal)
    assert ended.returncode == 0
    assert ended.stderr == "cache: not used, because the journal comes from the standard input\n"
    assert not folder.exists()


def test_a_run_says_what_it_does_with_the_cache(pfin, folder: Path) -> None:
    silent = pfin("trial", "-f", "good.beancount", "--no-cache")
    first = pfin("trial", "-f", "good.beancount", "-v")
    assert first.err.splitlines()[0] == f"cache: nothing is kept of this journal in {folder}"
    assert first.err.splitlines()[-1].startswith(f"cache: written to {folder}")
    second = pfin("trial", "-f", "good.beancount", "-v")
    assert second.err.startswith("cache: ")
    assert len(second.err.splitlines()) == 1
    third = pfin("trial", "-f", "good.beancount")
    assert third.err == ""
    assert silent.out == first.out == second.out == third.out
    assert [os.path.basename(each["journal"]) for each in kept(pfin)] == ["good.beancount"]


def kept(pfin) -> list[dict[str, str]]:
    journals: list[dict[str, str]] = json.loads(pfin("cache", "--format", "json").out)["journals"]
    return journals


@pytest.mark.parametrize(
    "environment",
    [{"HOME": "FILE"}, {"HOME": "/proc/none"}, {"XDG_CACHE_HOME": "/dev/null/none"}, {"PFIN_CACHE_DIR": "/dev/full"}],
)
def test_a_folder_that_cannot_be_is_no_reason_to_stop(pfin, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "FILE").write_text("mine")
    bare = {**BARE, **{name: value.replace("FILE", str(tmp_path / "FILE")) for name, value in environment.items()}}
    journal = str(tmp_path / "good.beancount")
    expected = pfin("trial", "-f", "good.beancount").out
    ended = run(["trial", "-f", journal], bare)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, expected, "")
    ended = run(["trial", "-f", journal, "-v"], bare)
    assert (ended.returncode, ended.stdout) == (0, expected)
    assert "cache: nothing is written to /" in ended.stderr
    assert (tmp_path / "FILE").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user that nobody knows")
def test_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch, fork, capfd) -> None:
    import platformdirs  # noqa: F401 - it may lie where nobody else can read

    from pfin.cli.cache_folder import cache_folder

    for variable in ("PFIN_CACHE_DIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)

    def look() -> None:
        os.setuid(54321)
        said: list[str] = []
        assert cache_folder(said.append) is None
        raise ValueError(said[0])

    os.waitpid(fork(look), 0)
    assert "ValueError: there is no folder for it: " in capfd.readouterr().err


def test_the_folder_of_the_system(tmp_path: Path) -> None:
    ended = run(["cache"], {**BARE, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "caches")})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"Nothing is kept in {tmp_path}" in ended.stdout
    assert not (tmp_path / "caches").exists()


def test_a_relative_folder_is_where_the_command_runs(pfin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PFIN_CACHE_DIR", "here")
    assert pfin("cache").out.endswith(f"Nothing is kept in {tmp_path / 'here'}.\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PFIN_CACHE_DIR", "~/there")
    assert pfin("cache").out.endswith(f"Nothing is kept in {tmp_path / 'there'}.\n")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    monkeypatch.setenv("PFIN_CACHE_DIR", "here")
    ended = pfin("cache")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("cache: there is no folder for it: ")
