"""How long each report takes beside `pfin balance`, as whole processes on the same journal.

    python tests/benchmarks/reports.py --pfin .venv/bin/pfin --rounds 7
    python tests/benchmarks/reports.py --sizes 100000 --only cashflow networth

All of them read the same journal, so what is above 1 is the report's own work. Runs alternate; what it prints are
medians of wall-clock seconds and their ratio to the median of `pfin balance`.
"""

import argparse
import shlex
import sys
import tempfile
from pathlib import Path
from statistics import median

from cold import measure
from journals import make

REPORTS = {
    "balance": ["balance"],
    "cashflow": ["cashflow", "Assets", "--monthly"],
    "statement": ["statement", "Assets"],
    "networth": ["networth", "--monthly"],
    "income": ["income", "--monthly"],
    "sheet": ["sheet"],
    "compare": ["compare", "Assets", "networth"],
    "extremes": ["extremes", "--each-account", "--above", "10000"],
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pfin", default=f"{shlex.quote(sys.executable)} -m pfin", help="the command to measure")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="numbers of transactions")
    parser.add_argument("--rounds", type=int, default=5, help="how often each report runs")
    parser.add_argument("--kind", choices=("plain", "lots"), default="plain", help="what the journals hold")
    parser.add_argument("--only", nargs="+", choices=REPORTS, default=list(REPORTS), help="only these, beside balance")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    names = dict.fromkeys(["balance", *given.only])
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            journal = str(make(Path(folder), size, given.kind).beancount)
            runs: dict[str, list[float]] = {name: [] for name in names}
            for _ in range(given.rounds):
                for name in names:
                    command = [*shlex.split(given.pfin), *REPORTS[name], "-f", journal]
                    runs[name].append(measure(command).seconds)
        print(f"\n{size:,} transactions\n  {'':12}{'median s':>10}{'/ balance':>11}")
        for name, seconds in runs.items():
            print(f"  {name:12}{median(seconds):>10.3f}{median(seconds) / median(runs['balance']):>11.2f}")


if __name__ == "__main__":
    main()
