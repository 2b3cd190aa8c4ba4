"""A process is killed while it writes: the journal is the old or the new text, whole."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from pfin.edit import writing
from pfin.edit.writing import read_original, write
from pfin.syntax.files import matching

Fork = Callable[[Callable[[], None]], int]
KILLS = 500
# Large enough that a kill often comes while it is written.
SIZE = 200_000
KEPT = b"; kept\n" * (SIZE // 7)


def nothing() -> None:
    pass


def numbered(number: int) -> bytes:
    return KEPT + b"; %d\n" % number


def test_a_kill_at_any_time(tmp_path: Path, fork: Fork) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    journal = tmp_path / "main.beancount"
    journal.write_bytes(numbered(0))
    took = time.monotonic()
    write(read_original(str(journal)), numbered(0), nothing)
    took = time.monotonic() - took

    def write_on() -> None:
        number = int(journal.read_bytes().rpartition(b" ")[2])
        while True:
            number += 1
            write(read_original(str(journal)), numbered(number), nothing)

    last, left = 0, 0
    for _ in range(KILLS):
        child = fork(write_on)
        time.sleep(chance.uniform(0, 4 * took))
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        data = journal.read_bytes()
        number = int(data.rpartition(b" ")[2])
        assert data == numbered(number)
        assert number >= last
        last = number
        left += check_leftovers(tmp_path)
    # Some kills came after writes, and some within one.
    assert last > 0 < left
    write(read_original(str(journal)), b"", nothing)
    assert os.listdir(tmp_path) == ["main.beancount"]


def check_leftovers(folder: Path) -> int:
    """How many files a killed process has left: one at most, which no include sees."""
    found = [name for name in os.listdir(folder) if name != "main.beancount"]
    assert len(found) <= 1
    assert all(name.startswith(".pfin-") for name in found)
    for pattern in ("*", "**", "*.beancount", "**/*.beancount"):
        assert [path for path in matching(pattern, str(folder)) if os.path.isfile(path)] == [
            str(folder / "main.beancount")
        ]
    return len(found)


def test_a_kill_before_each_line_of_the_code(tmp_path: Path, fork: Fork) -> None:
    journal = tmp_path / "main.beancount"
    texts = [b"; old\n", b"; new\n"]
    seen: list[tuple[bytes, int]] = []
    lines = 0
    while True:
        journal.write_bytes(texts[0])
        lines += 1
        child = fork(lambda stop=lines: die_before(stop, lambda: write(read_original(str(journal)), texts[1], nothing)))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        seen.append((journal.read_bytes(), check_leftovers(tmp_path)))
        if code == 0:
            break
        assert code == -signal.SIGKILL
    found = [text for text, _ in seen]
    assert found == [texts[0]] * found.count(texts[0]) + [texts[1]] * found.count(texts[1])
    assert len(set(found)) == 2
    assert {left for _, left in seen} == {0, 1}
    assert lines > 50


def die_before(line: int, function: Callable[[], None]) -> None:
    """Run a function up to, but not with, the n-th line of the module that is carried out."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename != writing.__file__:
            return None
        if event == "line":
            count += 1
            if count == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    function()
    sys.settrace(None)
