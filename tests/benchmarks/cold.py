"""How long a whole process takes, with nothing cached, from a journal to its balances: pfin beside its peers.

    python tests/benchmarks/cold.py --pfin .venv/bin/pfin --rounds 7
    python tests/benchmarks/cold.py --kind lots --sizes 10000
    python tests/benchmarks/cold.py --keep /tmp/journals          keep the journals for a look

It makes journals of plain transactions (two or three legs, some with an amount left blank), or of lots, prices and
metadata (--kind lots), and runs these, alternately and several rounds of each:

    pfin balance        bean-check -C        hledger balance        ledger balance

on the same data, those of them that are installed. What it prints are medians of wall-clock seconds, peak memory, the
ratio of pfin to each peer (below 1: pfin takes less), and by what factor each grows from the first size to the last.
Before that it compares the balances that pfin and hledger find with those that follow from how the journal was made.
"""

import argparse
import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from journals import Balances, Made, make

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Tool:
    """A program to measure: its name, its command for a journal, and its version in its own words."""

    name: str
    command: Callable[[Made], list[str]]
    version: str


@dataclass(frozen=True)
class Run:
    """One run: wall-clock seconds, and peak memory in megabytes."""

    seconds: float
    megabytes: float


def environment() -> dict[str, str]:
    """The environment of every run: this checkout's pfin if it is not installed, an empty cache folder."""
    return os.environ | {"PYTHONPATH": str(PROJECT), "XDG_CACHE_HOME": tempfile.mkdtemp(prefix="cold-")}


def measure(command: list[str]) -> Run:
    """Run a command to its end. It must succeed: figures of a program that failed mean nothing."""
    surroundings = environment()
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    shutil.rmtree(surroundings["XDG_CACHE_HOME"])
    if process.returncode:
        raise SystemExit(f"{shlex.join(command)}: exit status {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout


def tools(pfin: list[str]) -> list[Tool]:
    """pfin, and the peers that are on the PATH or beside this Python."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    found = [Tool("pfin", lambda made: [*pfin, "balance", "-f", str(made.beancount)], output([*pfin, "--version"]))]
    if check := shutil.which("bean-check", path=beside):
        found.append(Tool("bean-check", lambda made: [check, "-C", str(made.beancount)], output([check, "--version"])))
    if hledger := shutil.which("hledger"):
        found.append(
            Tool("hledger", lambda made: [hledger, "-f", str(made.ledger), "balance"], output([hledger, "--version"]))
        )
    if ledger := shutil.which("ledger"):
        found.append(
            Tool("ledger", lambda made: [ledger, "-f", str(made.ledger), "balance"], output([ledger, "--version"]))
        )
    return found


def pfin_balances(pfin: list[str], made: Made) -> Balances:
    report = json.loads(output([*pfin, "--format", "json", "balance", "--signed", "--lots", "-f", str(made.beancount)]))
    found: Balances = {}
    for account in report["accounts"]:
        for lot in account["lots"]:
            key = (account["account"], lot["commodity"])
            found[key] = found.get(key, Decimal(0)) + Decimal(lot["number"])
    return {key: number for key, number in found.items() if number}


def hledger_balances(made: Made) -> Balances:
    table = output(
        ["hledger", "-f", str(made.ledger), "balance", "--flat", "--no-total", "-O", "csv", "--layout", "bare"]
    )
    rows = list(csv.reader(io.StringIO(table)))[1:]
    return {(account, commodity): Decimal(number) for account, commodity, number in rows if Decimal(number)}


def compare_balances(pfin: list[str], made: Made) -> str:
    """Whether pfin and hledger find the balances that the journal was made with."""
    if pfin_balances(pfin, made) != made.balances:
        raise SystemExit(f"pfin's balances of {made.beancount} are wrong")
    if not shutil.which("hledger"):
        return "pfin's balances are right"
    if hledger_balances(made) != made.balances:
        raise SystemExit(f"hledger's balances of {made.ledger} differ: the journals are not the same")
    return "pfin's and hledger's balances are right"


def report(size: int, runs: dict[str, list[Run]]) -> dict[str, float]:
    """Print one size's table; the medians by tool."""
    medians = {name: median(run.seconds for run in done) for name, done in runs.items()}
    peaks = {name: max(run.megabytes for run in done) for name, done in runs.items()}
    print(
        f"\n{size:,} transactions\n  {'':12}{'median s':>10}{'min s':>9}{'peak MB':>9}{'pfin/peer: s':>18}{'memory':>9}"
    )
    for name, seconds in medians.items():
        least = min(run.seconds for run in runs[name])
        line = f"  {name:12}{seconds:>10.3f}{least:>9.3f}{peaks[name]:>9.0f}"
        if name != "pfin":
            line += f"{medians['pfin'] / seconds:>18.2f}{peaks['pfin'] / peaks[name]:>9.2f}"
        print(line)
    return medians


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pfin", default=f"{shlex.quote(sys.executable)} -m pfin", help="the command to measure")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="numbers of transactions")
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs")
    parser.add_argument("--kind", choices=("plain", "lots"), default="plain", help="what the journals hold")
    parser.add_argument("--keep", type=Path, help="a folder for the journals; without it they are thrown away")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    pfin = shlex.split(given.pfin)
    compared = tools(pfin)
    for tool in compared:
        print(f"{tool.name:12}{tool.version.strip().splitlines()[0]}")
    history: dict[str, list[float]] = {tool.name: [] for tool in compared}
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in given.sizes:
            made = make(folder, size, given.kind)
            print(f"\n{compare_balances(pfin, made)}")
            runs: dict[str, list[Run]] = {tool.name: [] for tool in compared}
            for _ in range(given.rounds):
                for tool in compared:
                    runs[tool.name].append(measure(tool.command(made)))
            for name, seconds in report(size, runs).items():
                history[name].append(seconds)
    if len(given.sizes) > 1:
        print(f"\nfrom {given.sizes[0]:,} to {given.sizes[-1]:,} transactions")
        for name, medians in history.items():
            print(f"  {name:12}takes {medians[-1] / medians[0]:.1f} times as long")


if __name__ == "__main__":
    main()
