import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pfin.store.container import Copied, Stored
from pfin.store.folder import CacheFolder, Cleared, name_of

Fork = Callable[[Callable[[], None]], int]
AS_ROOT = os.geteuid() == 0
NOBODY = 65534
NAME = name_of("/home/me/main.beancount")
OTHER_NAME = name_of("/home/me/other.beancount")
HEAD, PARTS = b"head", (b"one", b"two")
NEW = f"{NAME}-0123456789abcdef"


class Heard:
    """A cache folder, and what it said."""

    def __init__(self, path: Path, limit: int = 1 << 20) -> None:
        self.said: list[str] = []
        self.folder = CacheFolder(path, self.said.append, limit=limit)

    def read(self, name: str = NAME) -> tuple[bytes, ...] | None:
        return content(self.folder.read(name))

    def write(self, name: str = NAME, head: bytes = HEAD, parts: tuple[bytes, ...] = PARTS) -> tuple[bytes, ...] | None:
        return content(self.folder.write(name, head, parts))


def content(stored: Stored | None) -> tuple[bytes, ...] | None:
    return stored and (stored.head, *map(stored.part, range(stored.parts_count)))


WHOLE = (HEAD, *PARTS)


@pytest.fixture
def cache(tmp_path: Path) -> Heard:
    return Heard(tmp_path / "cache")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def test_names_are_digests_of_paths() -> None:
    assert NAME == "7633f3c3e0d13515f89113a93fa6ddc1.pfin"
    assert NAME != OTHER_NAME
    assert name_of("/home/\udcff") != name_of("/home/\udcfe")


def test_what_is_written_is_read(cache: Heard) -> None:
    assert cache.write() == WHOLE
    assert cache.said == [f"written to {cache.folder.path / NAME}"]
    assert cache.read() == WHOLE
    assert os.listdir(cache.folder.path) == [NAME]
    assert cache.write(head=b"new", parts=()) == (b"new",)
    assert cache.read() == (b"new",)
    assert len(cache.said) == 2


def test_a_folder_that_is_missing(cache: Heard) -> None:
    assert cache.read() is None
    assert cache.said == [f"nothing is kept of this journal in {cache.folder.path}"]
    assert (cache.folder.entries(), cache.folder.clear()) == ([], Cleared(0, 0))
    assert len(cache.said) == 1
    assert not cache.folder.path.exists()


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_nobody_else_may_read(tmp_path: Path, umask: int) -> None:
    cache = Heard(tmp_path / "a" / "b" / "cache")
    before = os.umask(umask)
    try:
        assert cache.write() == WHOLE
    finally:
        os.umask(before)
    assert [mode(path) for path in (tmp_path / "a", tmp_path / "a" / "b", cache.folder.path)] == [0o700] * 3
    assert mode(cache.folder.path / NAME) == 0o600


@pytest.mark.parametrize("let_in", [0o755, 0o777, 0o770, 0o750, 0o701])
def test_a_folder_that_lets_others_in_gets_one_inside_that_does_not(cache: Heard, let_in: int) -> None:
    path = cache.folder.path
    path.mkdir()
    path.chmod(let_in)
    assert cache.read() is None
    assert os.listdir(path) == []
    assert (cache.write(), cache.read()) == (WHOLE, WHOLE)
    assert (mode(path), mode(path / "pfin"), os.listdir(path / "pfin")) == (let_in, 0o700, [NAME])
    assert [kept.path for kept in cache.folder.entries()] == [path / "pfin" / NAME]
    assert cache.folder.clear().journals == 1
    assert (path.exists(), os.listdir(path)) == (True, [])


def test_a_folder_that_lets_others_in_all_the_same(cache: Heard) -> None:
    inner = cache.folder.path / "pfin"
    inner.mkdir(parents=True)
    cache.folder.path.chmod(0o755)
    inner.chmod(0o755)
    assert (cache.write(), cache.read()) == (None, None)
    assert cache.said == [
        f"nothing is written to {cache.folder.path}: others may look into {inner}",
        f"{cache.folder.path / NAME} is not used: others may look into {inner}",
    ]


def test_a_folder_that_was_opened_to_others_can_still_be_cleared(cache: Heard) -> None:
    cache.write()
    cache.folder.path.chmod(0o755)
    assert cache.read() is None
    cache.write(OTHER_NAME)
    assert {kept.path.name for kept in cache.folder.entries()} == {NAME, OTHER_NAME}
    assert cache.folder.clear().journals == 2


def test_a_file_in_the_place_of_the_folder(cache: Heard) -> None:
    path = cache.folder.path
    path.write_text("mine")
    assert (cache.read(), cache.write(), cache.folder.entries(), cache.folder.clear().journals) == (None, None, [], 0)
    assert cache.said == [
        f"{path / NAME} is not used: {path} is no folder",
        f"nothing is written to {path}: {path} is no folder",
        f"{path} is not used: {path} is no folder",
        f"{path} is not used: {path} is no folder",
    ]
    assert path.read_text() == "mine"


def test_a_file_in_the_place_of_a_folder_above(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    cache = Heard(tmp_path / "a" / "b")
    assert (cache.read(), cache.write()) == (None, None)
    assert cache.said[-1] == f"nothing is written to {tmp_path / 'a' / 'b'}: not a directory"


@pytest.mark.parametrize("path", ["x" * 300, "/dev/null", "/proc/nothing/here"])
def test_a_folder_that_cannot_be(path: str) -> None:
    cache = Heard(Path(path))
    assert (cache.read(), cache.write(), cache.folder.entries(), cache.folder.clear().journals) == (None, None, [], 0)
    assert cache.said[1].startswith(f"nothing is written to {path}: ")


@pytest.mark.skipif(not AS_ROOT, reason="only root can give files away")
def test_what_belongs_to_others_is_not_used(cache: Heard, tmp_path: Path) -> None:
    path = cache.folder.path
    cache.write()
    os.chown(path / NAME, 1234, 1234)
    assert cache.read() is None
    assert cache.said[-1] == f"{path / NAME} is not used: {path / NAME} belongs to another user"
    os.chown(path, 1234, 1234)
    assert (cache.read(), cache.write(), cache.folder.entries(), cache.folder.clear().journals) == (None, None, [], 0)
    assert cache.said[-1] == f"{path} is not used: {path} belongs to another user"
    mine, link = tmp_path / "mine", tmp_path / "link"
    mine.mkdir(0o700)
    link.symlink_to(mine)
    os.chown(link, 1234, 1234, follow_symlinks=False)
    assert Heard(link).write() is None
    assert os.listdir(mine) == []


def test_an_own_link_to_a_folder_is_followed(cache: Heard, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(cache.folder.path)
    linked = Heard(link)
    assert linked.write() is None
    assert linked.said == [f"nothing is written to {link}: no such file or directory"]
    cache.write()
    assert (linked.read(), linked.write()) == (WHOLE, WHOLE)


def put_empty(path: Path) -> None:
    path.write_bytes(b"")


def put_noise(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def put_damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def put_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def put_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def put_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (put_empty, "it is no file of pfin's"),
        (put_noise, "it is no file of pfin's"),
        (put_damage, "it does not have its size"),
        (put_pipe, "{path} is no regular file"),
        (put_link, "it is a link"),
        (put_dangling_link, "it is a link"),
    ],
)
def test_something_else_in_the_place_of_a_file_is_replaced(
    cache: Heard, put: Callable[[Path], None], reason: str
) -> None:
    cache.write()
    path = cache.folder.path / NAME
    put(path)
    assert cache.read() is None
    assert cache.said[-1] == f"{path} is not used: {reason.format(path=path)}"
    assert cache.write() == WHOLE
    assert cache.read() == WHOLE
    assert stat.S_ISREG(path.lstat().st_mode)


def test_a_folder_in_the_place_of_a_file_stays(cache: Heard) -> None:
    path = cache.folder.path / NAME
    path.mkdir(parents=True)
    cache.folder.path.chmod(0o700)
    assert (cache.read(), cache.write()) == (None, None)
    assert cache.said == [
        f"{path} is not used: {path} is no regular file",
        f"nothing is written to {cache.folder.path}: is a directory",
    ]
    assert (cache.folder.entries(), cache.folder.clear()) == ([], Cleared(0, 0))
    assert os.listdir(cache.folder.path) == [NAME]


@pytest.mark.skipif(not AS_ROOT, reason="root is needed to become somebody whom modes keep out")
def test_a_folder_that_is_write_protected(open_folder: Path, fork: Fork, capfd) -> None:
    path = open_folder / "cache"
    Heard(path).write()
    for each in (path, path / NAME):
        os.chown(each, NOBODY, NOBODY)
    path.chmod(0o500)

    def use() -> None:
        become_nobody()
        cache = Heard(path)
        assert cache.read() == WHOLE
        assert (cache.write(OTHER_NAME), cache.write(head=b"new"), cache.folder.clear().journals) == (None, None, 0)
        raise ValueError("\n".join(cache.said))

    assert ended(fork(use)) == 1
    assert (
        capfd.readouterr().err
        == (f"ValueError: nothing is written to {path}: permission denied\n" * 2).replace("\nValueError: ", "\n")
        + f"{path / NAME} cannot be removed: permission denied\n"
    )
    assert os.listdir(path) == [NAME]


@pytest.mark.skipif(not AS_ROOT, reason="root is needed to become somebody else")
def test_a_home_that_belongs_to_somebody_else(open_folder: Path, fork: Fork) -> None:
    def use() -> None:
        become_nobody()
        cache = Heard(open_folder / ".cache" / "pfin")
        assert (cache.read(), cache.write(), cache.folder.entries()) == (None, None, [])
        assert cache.said[-1].endswith(".cache/pfin: permission denied")

    assert ended(fork(use)) == 0
    assert os.listdir(open_folder) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this user cannot mount a file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full(small_disk: Path) -> None:
    cache = Heard(small_disk)
    before = b"x" * 40_000
    stored = cache.folder.write(NAME, HEAD, (before,))
    assert stored
    for parts in ((bytes(40_000),), (Copied(stored, 0),), (b"y" * 200_000, Copied(stored, 0))):
        assert cache.folder.write(NAME, b"new", parts) is None
        assert cache.said[-1] == f"nothing is written to {small_disk}: no space left on device"
    assert cache.read() == (HEAD, before)
    assert os.listdir(small_disk) == [NAME]


def test_a_disk_that_is_mounted_read_only(small_disk: Path) -> None:
    cache = Heard(small_disk)
    cache.write()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert (cache.read(), cache.write()) == (WHOLE, None)
    assert cache.said[-1] == f"nothing is written to {small_disk}: read-only file system"
    assert cache.folder.clear() == Cleared(0, 0)
    assert cache.said[-1] == f"{small_disk / NAME} cannot be removed: read-only file system"
    missing = Heard(small_disk / "missing")
    assert (missing.read(), missing.write()) == (None, None)


def test_a_file_that_may_not_grow(cache: Heard, fork: Fork) -> None:
    cache.write()

    def write_too_much() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        assert cache.write(parts=(bytes(20_000),)) is None
        assert cache.said[-1].endswith("file too large")

    assert ended(fork(write_too_much)) == 0
    assert cache.read() == WHOLE
    assert os.listdir(cache.folder.path) == [NAME]


def test_a_part_that_is_gone_when_it_is_to_be_copied(cache: Heard) -> None:
    stored = cache.folder.write(NAME, HEAD, PARTS)
    assert stored
    os.truncate(cache.folder.path / NAME, 10)
    assert cache.folder.write(NAME, b"new", (Copied(stored, 1),)) is None
    assert cache.said[-1] == f"nothing is written to {cache.folder.path}: it is cut short"
    assert os.listdir(cache.folder.path) == [NAME]


def aged(path: Path, seconds: int) -> None:
    now = time.time()
    os.utime(path, (now - seconds, now - seconds))


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Heard(tmp_path / "cache", limit=1000)
    names = [name_of(f"/{number}") for number in range(4)]
    for number, name in enumerate(names[:3]):
        assert cache.write(name, parts=(bytes(150),))
        aged(cache.folder.path / name, 1000 - number)
    assert cache.read(names[0])
    assert [kept.path.name for kept in cache.folder.entries()] == [names[0], names[2], names[1]]
    assert cache.write(names[3], parts=(bytes(450),))
    assert set(os.listdir(cache.folder.path)) == {names[0], names[3]}
    assert sum(kept.size for kept in cache.folder.entries()) <= 1000


def test_a_file_larger_than_the_limit_is_not_written(tmp_path: Path) -> None:
    cache = Heard(tmp_path / "cache", limit=1000)
    assert cache.write()
    assert cache.write(OTHER_NAME, parts=(bytes(1000),)) is None
    path = cache.folder.path
    assert cache.said[-1] == f"nothing is written to {path}: 1092 bytes are more than the 1000 it may hold"
    assert os.listdir(path) == [NAME]


def test_new_files_of_killed_runs_go_after_an_hour(cache: Heard) -> None:
    cache.write()
    old, young = cache.folder.path / NEW, cache.folder.path / NEW.replace("0", "1")
    for path, seconds in ((old, 3700), (young, 3500)):
        path.write_bytes(b"half")
        aged(path, seconds)
    assert [kept.path.name for kept in cache.folder.entries()] == [NAME]
    cache.write()
    assert set(os.listdir(cache.folder.path)) == {NAME, young.name}


FOREIGN = ("notes.txt", "main.pfin", f"{NAME}.bak", f"{NAME}-mine", NAME.upper(), f".{NAME}", f"{NAME}\n")


def test_only_what_is_pfins_is_cleared(cache: Heard) -> None:
    cache.write()
    cache.write(OTHER_NAME)
    path = cache.folder.path
    size = sum(kept.size for kept in cache.folder.entries())
    (path / NEW).write_bytes(b"half")
    for name in FOREIGN:
        (path / name).write_text("mine")
    (path / "pfin").mkdir(0o700)
    (path / "pfin" / "notes.txt").write_text("mine")
    assert cache.folder.clear() == Cleared(2, size + 4)
    assert set(os.listdir(path)) == {*FOREIGN, "pfin"}
    assert os.listdir(path / "pfin") == ["notes.txt"]


def test_clearing_removes_the_folder_where_nothing_else_is_in_it(cache: Heard) -> None:
    stored = cache.folder.write(NAME, HEAD, PARTS)
    assert cache.folder.clear().journals == 1
    assert not cache.folder.path.exists()
    assert content(stored) == WHOLE
    assert cache.write() == WHOLE


def test_a_link_is_cleared_and_not_what_it_leads_to(cache: Heard, tmp_path: Path) -> None:
    cache.write()
    (tmp_path / "mine").write_text("mine")
    (cache.folder.path / OTHER_NAME).symlink_to(tmp_path / "mine")
    assert cache.folder.clear().journals == 2
    assert (tmp_path / "mine").read_text() == "mine"


def test_many_runs_at_once(cache: Heard, fork: Fork) -> None:
    """Whoever reads finds what one of the writers wrote, whole, while others write, copy and clear."""
    cache.write(parts=(b"0" * 30_000, b"0" * 30_000))
    until = time.monotonic() + 1

    def writer(number: int) -> Callable[[], None]:
        def write_on() -> None:
            mine = Heard(cache.folder.path)
            while time.monotonic() < until:
                fill = b"%d" % number * 30_000
                before = mine.folder.read(NAME)
                copied = Copied(before, 1) if before and before.part(1) == fill else fill
                mine.folder.write(NAME, HEAD, (fill, copied))
            assert not any("damaged" in said or "cut short" in said or "digest" in said for said in mine.said)

        return write_on

    def clear_on() -> None:
        while time.monotonic() < until:
            CacheFolder(cache.folder.path).clear()
            time.sleep(0.02)

    def read_on() -> None:
        mine = Heard(cache.folder.path)
        found = set()
        while time.monotonic() < until:
            if whole := mine.read():
                first, second = whole[1:]
                assert first == second
                found.add(first[:1])
        assert len(found) > 1
        assert {said for said in mine.said if "nothing is kept" not in said} == set()

    children = [fork(each) for each in (writer(1), writer(2), writer(3), read_on, read_on, clear_on)]
    assert [ended(child) for child in children] == [0] * len(children)
    assert cache.write() == WHOLE
    assert cache.read() == WHOLE


def test_a_kill_at_any_time(cache: Heard, fork: Fork) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)

    def write_on() -> None:
        mine = Heard(cache.folder.path)
        while True:
            mine.write(parts=(b"x" * 100_000, b"y" * 100_000))

    cache.write(parts=(b"x" * 100_000, b"y" * 100_000))
    for _ in range(60):
        child = fork(write_on)
        time.sleep(chance.uniform(0, 0.004))
        os.kill(child, signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL
        assert cache.read() == (HEAD, b"x" * 100_000, b"y" * 100_000)
    cache.folder.clear()
    assert not cache.folder.path.exists()
