"""Whatever happens to the cache, before a load or in the middle of it: the answer is that of a load from nothing.

The normal run always takes the same faults, as far as threads let it; the long one (``-m long``) takes new ones.
``PFIN_TEST_SEED`` gives the long one the seed that a failure named.
"""

import gc
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest
from comparison import differences, summary_of_loads
from edited_journal import EditedJournal
from faults import Faults
from journal_blocks import Style

from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.store.container import Copied, Stored
from pfin.store.folder import CacheFolder
from pfin.syntax.reading import Reading

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files that are open cannot be replaced there")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of a few thousand characters have many pieces."""
    defaults = Reading.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "piece_size", 250)


class StruckFolder(CacheFolder):
    """A folder whose files are struck when they were just opened or written, and are still to be read."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.told: list[str] = []
        super().__init__(path, self.told.append)
        self.faults = faults

    def read(self, name: str) -> Stored | None:
        stored = super().read(name)
        self.told.append(self.faults.strike())
        return stored

    def write(self, name: str, head: bytes, parts: Sequence[bytes | Copied]) -> Stored | None:
        stored = super().write(name, head, parts)
        self.told.append(self.faults.strike())
        return stored


class Run:
    """Journals whose cache files are in one folder, which is struck by faults."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed = seed
        self.chance = Random(f"faults-{seed}")
        self.cache = folder / "cache"
        self.faults = Faults(self.cache, self.chance)
        self.journals = [
            EditedJournal(folder / "plain", seed, Style.PLAIN),
            EditedJournal(folder / "calm", seed, Style.CALM),
            EditedJournal(folder / "wild", seed, Style.WILD),
        ]
        self.happened: list[str] = []
        self.told: list[str] = []

    def load(self, journal: EditedJournal) -> Ledger:
        return load(journal.entry, cache=CacheFolder(self.cache, tell=self.told.append))

    def between(self, steps: int) -> None:
        """Faults and edits between loads."""
        for _ in range(steps):
            journal = self.chance.choice(self.journals)
            if self.chance.random() < 0.3:
                journal.edit()
                self.happened.append(journal.happened[-1])
            if self.chance.random() < 0.7:
                self.happened.append(self.faults.strike())
            self.require_same(journal)

    def after(self, steps: int) -> None:
        """Faults when a ledger is loaded, and nothing of it was looked at yet, or only its figures."""
        for _ in range(steps):
            journal = self.chance.choice(self.journals)
            self.load(journal)
            kept = self.load(journal)
            if self.chance.random() < 0.5:
                assert kept.columns.start[0] == 0
            for _ in range(self.chance.choice((1, 1, 2))):
                self.happened.append(self.faults.strike())
            if self.chance.random() < 0.2:
                # The file that is open is not the one that is there now.
                self.load(journal)
            self.require_same(journal, kept)
            if self.chance.random() < 0.2:
                journal.edit()

    def within(self, steps: int) -> None:
        """Faults in the middle of loads, in files that are open."""
        for _ in range(steps):
            journal = self.chance.choice(self.journals)
            self.load(journal)
            if self.chance.random() < 0.5:
                journal.edit()
            folder = StruckFolder(self.cache, self.faults)
            self.told = folder.told
            kept = load(journal.entry, cache=folder)
            self.require_same(journal, kept)

    def during(self, steps: int) -> None:
        """Faults all the time, by another thread, while ledgers are loaded and looked at."""
        stop = threading.Event()

        def strike() -> None:
            while not stop.wait(self.chance.random() * 0.003):
                self.happened.append(self.faults.strike())

        thread = threading.Thread(target=strike)
        thread.start()
        try:
            for step in range(steps):
                self.require_same(self.journals[step % 3])
        finally:
            stop.set()
            thread.join()

    def require_same(self, journal: EditedJournal, kept: Ledger | None = None) -> None:
        try:
            found = differences(kept or self.load(journal), load(journal.entry))
        except Exception as error:
            error.add_note(self.report())
            raise
        assert not found, "\n".join([*found, self.report()])

    def report(self) -> str:
        return "\n".join([f"seed {self.seed}", *self.happened[-12:], "the cache says:", *self.told[-6:]])


@pytest.mark.parametrize("seed", range(3))
def test_faults_between_loads_change_no_answer(tmp_path: Path, seed: int):
    Run(tmp_path, seed).between(25)


@pytest.mark.parametrize("seed", range(3))
def test_faults_after_a_load_change_no_answer(tmp_path: Path, seed: int):
    Run(tmp_path, seed).after(15)


@pytest.mark.parametrize("seed", range(3))
def test_faults_in_files_that_are_open_change_no_answer(tmp_path: Path, seed: int):
    Run(tmp_path, seed).within(15)


def test_faults_in_the_middle_of_loads_change_no_answer(tmp_path: Path):
    Run(tmp_path, 0).during(25)


@pytest.mark.long
def test_thousands_of_faults_change_no_answer(tmp_path: Path):
    first = int(os.environ.get("PFIN_TEST_SEED") or Random().randrange(10**9))
    runs = 1 if "PFIN_TEST_SEED" in os.environ else 25
    for seed in range(first, first + runs):
        run = Run(tmp_path / str(seed), seed)
        run.between(60)
        run.after(40)
        run.within(40)
        run.during(40)
        shutil.rmtree(tmp_path / str(seed))


def test_a_folder_that_cannot_be_used_changes_no_answer(tmp_path: Path):
    journal = EditedJournal(tmp_path / "journal", 1, Style.CALM)
    whole = load(journal.entry)
    file = tmp_path / "file"
    file.write_bytes(b"")
    nowhere = tmp_path / "link"
    nowhere.symlink_to(tmp_path / "nowhere")
    for folder in (file, file / "below", nowhere, Path("/proc/none/of/this"), tmp_path / ("x" * 300)):
        for _ in range(2):
            told: list[str] = []
            assert differences(load(journal.entry, cache=CacheFolder(folder, tell=told.append)), whole) == []
            assert told, "the reason is told to who asks"
    full = CacheFolder(tmp_path / "full", limit=100)
    for _ in range(2):
        assert differences(load(journal.entry, cache=full), whole) == []


def test_loads_at_the_same_time_share_a_folder(tmp_path: Path):
    journals = [EditedJournal(tmp_path / str(seed), seed, Style.CALM) for seed in range(2)]
    entries = [str(journal.entry) for journal in journals]
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        found = list(processes.map(summary_of_loads, [entries] * 3, [str(tmp_path / "cache")] * 3))
    for index, entry in enumerate(entries):
        whole = summary_of_loads([entry], None)
        for each in found:
            assert set(each[index::2]) == set(whole)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="the system does not list open files")
def test_cache_files_are_closed_again(tmp_path: Path):
    journal = EditedJournal(tmp_path / "journal", 1, Style.CALM)

    def look() -> int:
        load(journal.entry, cache=CacheFolder(tmp_path / "cache")).transactions()
        gc.collect()
        return len(os.listdir("/proc/self/fd"))

    look()
    opened = look()
    for _ in range(5):
        journal.edit()
        assert look() == opened
