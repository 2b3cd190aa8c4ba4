"""A load that uses what an earlier one left is a load from nothing, whatever happened to the journal between the two.

The normal run always takes the same edits. The long one (``-m long``) takes thousands of new ones each time. A failure
names its seed, which ``PFIN_TEST_SEED`` gives to the long run again.
"""

import os
import shutil
from collections import Counter
from datetime import date as Date
from pathlib import Path
from random import Random

import pytest
from comparison import differences
from edited_journal import EditedJournal
from journal_blocks import Style

from pfin.loader import load
from pfin.store.folder import CacheFolder
from pfin.syntax.reading import Reading

TODAYS = (None, Date(2024, 1, 31), Date(2024, 2, 14), Date(2024, 12, 31))
SEEDS, STEPS = 2, 25
AS_IT_WAS, CARRIED = "the journal is as it was", "an edit was carried into what was kept"
BOOKED_AGAIN, READ = "the journal was booked again", "the journal was read"
WAYS = (AS_IT_WAS, CARRIED, BOOKED_AGAIN, READ)
LONG_RUNS, LONG_STEPS = 60, 100


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of a few thousand characters have many pieces."""
    defaults = Reading.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "piece_size", 250)


class Run:
    """A journal through its edits, loaded after each of them with a cache and without."""

    def __init__(self, folder: Path, seed: int, style: Style) -> None:
        self.journal = EditedJournal(folder / "journal", seed, style)
        self.chance = Random(f"run-{seed}")
        self.cache = folder / "cache"
        self.name = f"seed {seed}, {style.value}"
        self.today: Date | None = None
        self.told: list[str] = []
        self.before = ""

    def go(self, steps: int) -> None:
        self.check()
        for _ in range(steps):
            self.before = self.journal.text()
            self.journal.edit()
            if self.chance.random() < 0.1:
                self.today = self.chance.choice(TODAYS)
                self.journal.happened.append(f"today is {self.today}")
            self.check()

    def check(self) -> None:
        entries = [self.journal.entry]
        others = [name for name in self.journal.files if self.journal.folder / name != self.journal.entry]
        if others and self.chance.random() < 0.05:
            entries.append(self.journal.folder / self.chance.choice(others))
        for entry in entries:
            # The second load finds what the first one left.
            for _ in range(2 if self.chance.random() < 0.3 else 1):
                self.compare(entry)

    def compare(self, entry: Path) -> None:
        told: list[str] = []
        try:
            kept = load(entry, today=self.today, cache=CacheFolder(self.cache, tell=told.append))
            found = differences(kept, load(entry, today=self.today))
        except Exception as error:
            error.add_note(self.report(told))
            raise
        self.told += told
        assert not found, "\n".join([f"{entry.name}, with the cache and without:", *found, self.report(told)])

    def report(self, told: list[str]) -> str:
        happened = [f"  {number}. {said}" for number, said in enumerate(self.journal.happened, 1)]
        return "\n".join(
            [
                f"{self.name}, today {self.today}; the cache says: {told}",
                *happened,
                f"===== before the last edit\n{self.before}",
                f"===== now\n{self.journal.text()}",
            ]
        )

    def ways(self) -> Counter[str]:
        """How often each way was taken to a ledger."""
        return Counter(said for said in self.told if said in WAYS)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("style", Style)
def test_after_any_edit_a_load_is_one_from_nothing(tmp_path: Path, style: Style, seed: int):
    Run(tmp_path, seed, style).go(STEPS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.0 USD", "1.00 USD"),
        ("1.0 USD", "2.0 USD"),
        ("Lunch", "Dinner"),
        ("05-01", "05-02"),
        ("* ", "! "),
        (";\n", ""),
    ],
)
def test_the_comparison_sees_what_an_edit_changes(tmp_path: Path, old: str, new: str):
    text = ';\n2024-01-01 open Assets:A\n2024-05-01 * "Lunch"\n  Assets:A  1.0 USD\n  Assets:A\n'
    path = tmp_path / "main.beancount"
    path.write_text(text)
    before = load(path)
    assert differences(before, load(path)) == []
    path.write_text(text.replace(old, new))
    assert differences(before, load(path)) != []


def test_what_is_kept_is_used(tmp_path: Path):
    """So that these tests are about the cache, and not about loads from nothing that are compared with each other."""
    ways: Counter[str] = Counter()
    for style in (Style.PLAIN, Style.CALM):
        run = Run(tmp_path / style.value, 7, style)
        run.go(STEPS)
        ways += run.ways()
    assert ways[AS_IT_WAS] >= 10
    assert ways[CARRIED] >= 5
    assert ways[BOOKED_AGAIN] >= 10
    assert ways[READ] <= 15


@pytest.mark.long
def test_after_thousands_of_edits_a_load_is_one_from_nothing(tmp_path: Path):
    first = int(os.environ.get("PFIN_TEST_SEED") or Random().randrange(10**9))
    runs = 1 if "PFIN_TEST_SEED" in os.environ else LONG_RUNS
    for seed in range(first, first + runs):
        # The seed says all, the style too; a failure names it.
        folder = tmp_path / str(seed)
        Run(folder, seed, list(Style)[seed % 3]).go(LONG_STEPS)
        shutil.rmtree(folder)
