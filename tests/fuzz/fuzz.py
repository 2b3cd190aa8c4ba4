"""Feed pfin what no person would write, and see that it never fails but with a diagnostic.

    python tests/fuzz/fuzz.py                        mutants for a minute, then all extremes
    python tests/fuzz/fuzz.py mutants --count 5000 --seed 7
    python tests/fuzz/fuzz.py mutants --seed 7 --only 1234      one mutant again, kept for a look
    python tests/fuzz/fuzz.py mutants --differential            compare with what Beancount accepts
    python tests/fuzz/fuzz.py extremes [NAME...]

Mutants are small and many: they are loaded in this process, the same ones for the same seed. Extremes are few and
large: each is a process of its own, bounded in time and memory. The exit status is 1 where anything failed; journals
that failed are kept in the folder of --keep.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from beancount_worker import Beancount
from extremes import EXTREMES, Extreme
from mutations import mutant
from runner import DEFAULT_COMMAND, PROJECT, TooSlowError, alarm, can_run, fault, run
from uses import use

sys.path.insert(0, str(PROJECT))

SAMPLES = PROJECT / "sample-journals"
SECONDS_FOR_A_MUTANT = 10


@dataclass(frozen=True)
class Failure:
    """A journal that pfin did not bear: its name, a key that is the same for the same cause, and the story."""

    name: str
    key: str
    story: str


def seeds() -> list[bytes]:
    """The journals to mutate: the samples, and often a small one with every form of the language."""
    zoo = Path(__file__).with_name("zoo.beancount").read_bytes()
    return [path.read_bytes() for path in sorted(SAMPLES.glob("*.beancount"))] + [zoo] * 4


def try_mutant(text: bytes, path: Path, name: str) -> tuple[bool, Failure | None]:
    """Load and use a mutant: whether it is accepted, and what went wrong if anything did."""
    import pfin

    path.write_bytes(text)
    try:
        with alarm(SECONDS_FOR_A_MUTANT):
            ledger = pfin.load(path)
            ledger.inventories()
            accepted = not ledger.has_errors
            wrong = use(Random(name), path, accepted)
    except TooSlowError:
        return False, Failure(name, "too slow", traceback.format_exc()[-1500:])
    except Exception as problem:
        frames = traceback.extract_tb(problem.__traceback__)
        place = f"{type(problem).__name__} in {Path(frames[-1].filename).name}:{frames[-1].lineno}"
        return False, Failure(name, place, traceback.format_exc()[-3000:])
    if wrong:
        return accepted, Failure(name, wrong.partition(":")[0], wrong)
    for diagnostic in ledger.diagnostics:
        lines = ledger.sources.text(diagnostic.span.file).count("\n") + 1
        if not diagnostic.message or not 0 <= diagnostic.span.line <= lines or diagnostic.span.column < 1:
            return accepted, Failure(name, f"span of {diagnostic.code}", repr(diagnostic))
    return accepted, None


def mutants(seed: str, numbers: Iterator[int], keep: Path, differential: bool = False) -> list[Failure]:
    """Make and load mutants; the first of each kind of failure is kept as a file."""
    failures: dict[str, Failure] = {}
    originals = seeds()
    counts = {"accepted": 0, "rejected": 0, "failed": 0}
    disagreements: dict[str, int] = {}
    beancount = Beancount()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.beancount"
        for number in numbers:
            text = mutant(Random(f"{seed}-{number}"), originals)
            accepted, failure = try_mutant(text, path, f"{seed}-{number}")
            counts["failed" if failure else "accepted" if accepted else "rejected"] += 1
            if failure and failure.key not in failures:
                failures[failure.key] = failure
                keep_file(keep, failure.name, text)
            if differential and not failure:
                theirs = beancount.accepts(str(path))
                if theirs is not None and theirs != accepted:
                    kind = "only-pfin-accepts" if accepted else "only-beancount-accepts"
                    disagreements[kind] = disagreements.get(kind, 0) + 1
                    keep_file(keep, f"{kind}-{seed}-{number}", text)
    print(
        f"mutants: {counts}"
        + (f", disagreements: {disagreements}, Beancount died {beancount.deaths} times" if differential else "")
    )
    return list(failures.values())


def keep_file(folder: Path, name: str, text: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.beancount").write_bytes(text)


def try_extreme(extreme: Extreme, command: str, seconds: float, megabytes: int) -> tuple[str, Failure | None]:
    """Run pfin on one extreme journal: a line about it, and what went wrong if anything did."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "journal.beancount"
        extreme.make(path)
        ending = run(command, path, seconds, megabytes, extreme.unprivileged)
    wrong = fault(ending, extreme.valid)
    figures = f"exit {ending.status:>3} {ending.seconds:7.2f} s {ending.megabytes:7.0f} MB"
    line = f"{extreme.name:34} {figures}  {wrong or 'fine'}"
    return line, Failure(extreme.name, extreme.name, wrong) if wrong else None


def extremes(names: list[str], command: str, seconds: float, megabytes: int) -> list[Failure]:
    failures = []
    for extreme in EXTREMES:
        if (not names or extreme.name in names) and can_run(extreme.unprivileged):
            line, failure = try_extreme(extreme, command, seconds, megabytes)
            print(line, flush=True)
            if failure:
                failures.append(failure)
    return failures


def for_some_time(seconds: float) -> Iterator[int]:
    """0, 1, 2 and so on until the time is over."""
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        yield number
        number += 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("all", "mutants", "extremes"), default="all")
    parser.add_argument("names", nargs="*", help="only these extremes")
    parser.add_argument("--seed", default="1", help="another seed, other mutants")
    parser.add_argument("--count", type=int, help="how many mutants; without it, as many as the minutes allow")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to make mutants")
    parser.add_argument("--only", type=int, help="just the mutant of this number")
    parser.add_argument("--differential", action="store_true", help="compare with Beancount; reports, never fails")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "pfin-fuzz", help="for what failed")
    parser.add_argument("--pfin", default=DEFAULT_COMMAND, help="the command that extremes are given to")
    parser.add_argument("--seconds", type=float, default=60, help="that an extreme may take")
    parser.add_argument("--megabytes", type=int, default=4000, help="of address space that an extreme may take")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    failures = []
    if given.what in ("all", "mutants"):
        numbers = for_some_time(given.minutes * 60) if given.count is None else iter(range(given.count))
        if given.only is not None:
            numbers = iter([given.only])
            keep_file(given.keep, f"{given.seed}-{given.only}", mutant(Random(f"{given.seed}-{given.only}"), seeds()))
        failures += mutants(given.seed, numbers, given.keep, given.differential)
    if given.what in ("all", "extremes"):
        failures += extremes(given.names, given.pfin, given.seconds, given.megabytes)
    for failure in failures:
        print(f"\nFAILED {failure.name}: {failure.key}\n{failure.story}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
