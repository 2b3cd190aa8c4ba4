"""How long pfin takes, as whole processes beside its peers, and whether that is what is asked of it.

    python tests/benchmarks/speed.py --pfin .venv/bin/pfin
    python tests/benchmarks/speed.py --sizes 1000 10000 100000 1000000 --wide --rustledger /tmp/rustledger
    python tests/benchmarks/speed.py --sizes 10000 --files 1 --kind plain --peers ledger --reports

It makes journals of transactions (journals.py), of each kind, in one file and in many, and runs these in turn, several
rounds of each:

    after an edit   `pfin balance` after one amount in the middle was changed, with the cache of the run before
    warm            the same again: nothing has changed
    cashflow        `pfin cashflow --monthly`, warm; with --reports the other reports as well
    cold            `pfin balance` with an empty cache, which it fills; and with --no-cache
    peers           bean-check -C, hledger balance, ledger balance, @rustledger/wasm: those that are installed

The last one is installed by `npm install --prefix FOLDER @rustledger/wasm` and found by --rustledger FOLDER. With
--wide it also measures `pfin extremes` over 10,000 accounts.

Figures of a program that fails or is wrong mean nothing. So all runs of `pfin balance` on the same state of a journal
must print the same, its balances must be those that follow from how the journal was made and was changed, what reports
print from the cache must be what they print without it, and the peers' balances must be the same.

Printed are medians of wall-clock seconds, peak memory, the ratios, and at the end tables for the README.
"""

import argparse
import json
import os
import platform
import shlex
import shutil
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from journals import Above, Balances, Journal, Shape, make
from processes import FailedError, Runs, run
from programs import PEERS, Peer, peers, pfin_balances, version
from ratios import (
    CASHFLOW,
    COLD,
    EDITED,
    EXTREMES,
    NOTHING,
    RATIOS,
    START,
    UNCACHED,
    VERSION,
    WARM,
    WIDE,
    Figure,
    Measured,
    Ratio,
    as_text,
    figure,
    growth,
    journal_name,
    ratios_as_markdown,
    ratios_as_text,
    seconds_as_markdown,
)

REPORTS = {
    "pfin statement": ["statement", "Assets"],
    "pfin networth": ["networth", "--monthly"],
    "pfin income": ["income", "--monthly"],
    "pfin sheet": ["sheet"],
    "pfin compare": ["compare", "Assets", "networth"],
    "pfin extremes": ["extremes", "--each-account", "--above", "10000"],
}
OF_REPORTS = [Ratio(f"warm `{name}` / warm balance", name, WARM, {}) for name in REPORTS]
WIDE_SHAPE = Shape("wide", 500_000)


def measure(pfin: list[str], compared: list[Peer], journal: Journal, rounds: int, reports: bool) -> dict[str, Runs]:
    """Run everything on one journal, alternately; the journal is changed before each round."""
    warm = {CASHFLOW: ["cashflow", "--monthly"]} | (REPORTS if reports else {})
    names = COLD, UNCACHED, WARM, EDITED, *warm, *(peer.name for peer in compared)
    found = {name: Runs() for name in names}
    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(temporary) / "kept"
        run(balance(pfin, journal), cache)
        if not cache.exists():
            print("pfin has kept nothing in its cache: what is called warm is not", flush=True)
        for _ in range(rounds):
            journal.change()
            texts = [
                timed(found[EDITED], balance(pfin, journal), cache),
                timed(found[WARM], balance(pfin, journal), cache),
            ]
            for name, command in warm.items():
                timed(found[name], [*pfin, *command, "-f", str(journal.beancount)], cache)
            empty = Path(temporary) / "empty"
            texts.append(timed(found[COLD], balance(pfin, journal), empty))
            if empty.exists():
                shutil.rmtree(empty)
            texts.append(timed(found[UNCACHED], [*balance(pfin, journal), "--no-cache"], empty))
            for peer in list(compared):
                try:
                    timed(found[peer.name], peer.command(journal))
                except FailedError as failure:
                    print(f"{peer.name} is left out: {failure}", flush=True)
                    compared = [other for other in compared if other is not peer]
                    del found[peer.name]
            if len(set(texts)) > 1:
                raise SystemExit(f"pfin's balances of {journal.beancount} depend on its cache")
            compare("pfin", pfin_balances(pfin, journal, cache), journal)
        for name, command in warm.items():
            asked = [*pfin, *command, "-f", str(journal.beancount)]
            if run(asked, cache).output != run([*asked, "--no-cache"]).output:
                raise SystemExit(f"{name} of {journal.beancount} depends on the cache")
    for peer in compared:
        if peer.balances:
            compare(peer.name, peer.balances(journal), journal)
    return found


def balance(pfin: list[str], journal: Journal) -> list[str]:
    return [*pfin, "balance", "-f", str(journal.beancount)]


def timed(runs: Runs, command: list[str], cache: Path | None = None) -> str:
    done = run(command, cache)
    runs.add(done)
    return done.output


def compare(name: str, found: Balances, journal: Journal) -> None:
    expected = journal.balances
    wrong = sorted(key for key in found.keys() | expected.keys() if found.get(key, 0) != expected.get(key, 0))
    if wrong:
        account, commodity = wrong[0]
        here, there = found.get(wrong[0], 0), expected.get(wrong[0], 0)
        raise SystemExit(
            f"{name}'s balances of {journal.beancount} are wrong in {len(wrong)} places; "
            f"the first is {account}: {here} {commodity}, not {there}"
        )


def measure_start(pfin: list[str], rounds: int) -> dict[str, Runs]:
    """Starting pfin, and starting Python."""
    found: dict[str, Runs] = defaultdict(Runs)
    for _ in range(4 * rounds):
        timed(found[VERSION], [*pfin, "--version"])
        timed(found[NOTHING], [sys.executable, "-c", "pass"])
    return found


def measure_wide(pfin: list[str], folder: Path, rounds: int) -> dict[str, Runs]:
    """The extremes of 10,000 accounts beside their balances, both warm."""
    above = Above(Decimal(10_000))
    journal = make(folder, WIDE_SHAPE, above)
    begin, end = WIDE_SHAPE.begin, WIDE_SHAPE.begin.replace(year=WIDE_SHAPE.begin.year + 5)
    extremes = [*pfin, "extremes", "--each-account", "--above", "10000", "--begin", str(begin), "--end", str(end)]
    extremes += ["-f", str(journal.beancount)]
    found: dict[str, Runs] = defaultdict(Runs)
    with tempfile.TemporaryDirectory() as cache:
        run(balance(pfin, journal), Path(cache))
        for _ in range(rounds):
            timed(found[WARM], balance(pfin, journal), Path(cache))
            timed(found[EXTREMES], extremes, Path(cache))
        compare("pfin", pfin_balances(pfin, journal, Path(cache)), journal)
        stocks = json.loads(run([*extremes, "--format", "json"], Path(cache)).output)["stocks"]
    if {stock["account"] for stock in stocks} != above.accounts:
        raise SystemExit(f"pfin extremes of {journal.beancount} is wrong")
    return found


def machine() -> str:
    with Path("/proc/cpuinfo").open() as lines:
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    return f"{model}, {os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pfin", default=f"{shlex.quote(sys.executable)} -m pfin", help="the command to measure")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="numbers of transactions"
    )
    parser.add_argument("--kind", nargs="+", choices=("plain", "lots"), default=["plain", "lots"], help="of what kind")
    parser.add_argument("--files", type=int, nargs="+", default=[1, 200], help="in how many included files; 1: in one")
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS, help="with which other programs")
    parser.add_argument("--rustledger", type=Path, help="the folder where npm installed @rustledger/wasm")
    parser.add_argument("--reports", action="store_true", help="measure the other reports too, warm")
    parser.add_argument("--wide", action="store_true", help="measure `pfin extremes` over 10,000 accounts too")
    parser.add_argument("--keep", type=Path, help="a folder for the journals; without it they are thrown away")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    pfin = shlex.split(given.pfin)
    compared = peers(given.peers, given.rustledger)
    versions = [version([*pfin, "--version"]), *(peer.version for peer in compared)]
    print("\n".join([*versions, machine()]), flush=True)
    start = measure_start(pfin, given.rounds)
    figures = figure(START, start)
    show("start", start, figures)
    measured: dict[Shape, Measured] = {}
    shapes = [Shape(kind, size, files) for size in given.sizes for kind in given.kind for files in given.files]
    for shape in shapes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = given.keep or Path(temporary)
            journal = make(folder / f"{shape.kind}-{shape.count}-{shape.files}", shape)
            measured[shape] = measure(pfin, compared, journal, given.rounds, given.reports)
        here = [
            one
            for ratio in (*RATIOS, *OF_REPORTS)
            for one in figure(ratio, measured[shape], shape.count, journal_name(shape))
        ]
        show(f"{shape.count:,} transactions, {journal_name(shape)}", measured[shape], here)
        figures += here
    figures += growth(measured)
    if given.wide:
        with tempfile.TemporaryDirectory() as temporary:
            wide = measure_wide(pfin, (given.keep or Path(temporary)) / "wide", given.rounds)
        show("10,000 accounts, 1,000,000 postings", wide, figure(WIDE, wide))
        figures += figure(WIDE, wide)
    conclude(figures, measured, versions, given.rounds)


def show(title: str, measured: Measured, figures: list[Figure]) -> None:
    print(f"\n{title}\n{as_text(measured)}\n\n{ratios_as_text(figures)}", flush=True)


def conclude(figures: list[Figure], measured: dict[Shape, Measured], versions: list[str], rounds: int) -> None:
    """Say what was missed, and print the tables for the README."""
    asked = [one for one in figures if one.most is not None]
    missed = [one for one in asked if one.missed]
    print(f"\n{len(asked) - len(missed)} of {len(asked)} ratios are as asked")
    for one in missed:
        place = "".join(f", {word}" for word in (f"{one.size:,} transactions" if one.size else "", one.journal) if word)
        print(f"  missed: {one.title.replace('`', '')}{place}: {one.value:.2f}, asked {one.most:g}")
    print(f"\n---\n\nMedians of {rounds} alternating rounds on {machine()}: {'; '.join(versions)}.\n")
    print(ratios_as_markdown(figures))
    if measured:
        first = next(iter(measured))
        same = {
            shape.count: runs
            for shape, runs in measured.items()
            if (shape.kind, shape.files) == (first.kind, first.files)
        }
        print(f"\nSeconds and peak memory; transactions are {journal_name(first)}.\n\n{seconds_as_markdown(same)}")


if __name__ == "__main__":
    try:
        main()
    except FailedError as failure:
        raise SystemExit(str(failure)) from None
