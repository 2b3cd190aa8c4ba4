"""The programs that are compared: how each is asked for balances, and its version in its own words."""

import csv
import io
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from journals import Balances, Journal
from processes import FailedError, run

PEERS = ("bean-check", "hledger", "ledger", "rustledger")
BEAN_CHECK, HLEDGER, LEDGER, RUSTLEDGER = PEERS


@dataclass(frozen=True)
class Peer:
    """A program beside pfin: its command for a journal, and how to ask it for balances that can be compared."""

    name: str
    version: str
    command: Callable[[Journal], list[str]]
    balances: Callable[[Journal], Balances] | None = None


def pfin_balances(pfin: list[str], journal: Journal, cache: Path) -> Balances:
    """What pfin finds; lots are counted together."""
    asked = [*pfin, "balance", "--format", "json", "--signed", "--lots", "-f", str(journal.beancount)]
    found: Balances = defaultdict(Decimal)
    for account in json.loads(run(asked, cache).output)["accounts"]:
        for lot in account["lots"]:
            found[(account["account"], lot["commodity"])] += Decimal(lot["number"])
    return found


def peers(wanted: list[str], rustledger: Path | None) -> list[Peer]:
    """Those of the peers that are installed; says which are not."""
    # bean-check is taken from the environment of this Python, as pfin is.
    beside = Path(sys.executable).parent / "bean-check"
    makers = {
        BEAN_CHECK: lambda: bean_check(str(beside) if beside.exists() else shutil.which("bean-check")),
        HLEDGER: lambda: hledger(shutil.which("hledger")),
        LEDGER: lambda: ledger(shutil.which("ledger")),
        RUSTLEDGER: lambda: rust(shutil.which("node"), rustledger),
    }
    found = []
    for name in wanted:
        try:
            peer = makers[name]()
        except FailedError as failure:
            print(f"{name} does not run: {failure}")
            continue
        if peer is None:
            print(f"{name} is not measured: it is not installed here")
        else:
            found.append(peer)
    return found


def version(command: list[str]) -> str:
    return run(command).output.strip().splitlines()[0]


def bean_check(program: str | None) -> Peer | None:
    if program is None:
        return None
    said = version([program, "--version"])
    return Peer(BEAN_CHECK, said, lambda journal: [program, "-C", str(journal.beancount)])


def hledger(program: str | None) -> Peer | None:
    if program is None:
        return None

    def balances(journal: Journal) -> Balances:
        form = ["--flat", "--no-total", "-O", "csv", "--layout", "bare"]
        table = run([program, "-f", str(journal.ledger), "balance", *form]).output
        rows = list(csv.reader(io.StringIO(table)))[1:]
        return {(account, commodity): Decimal(number) for account, commodity, number in rows}

    def command(journal: Journal) -> list[str]:
        return [program, "-f", str(journal.ledger), "balance"]

    return Peer(HLEDGER, version([program, "--version"]), command, balances)


def ledger(program: str | None) -> Peer | None:
    if program is None:
        return None
    said = version([program, "--version"]).removesuffix(", the command-line accounting tool")
    return Peer(LEDGER, said, lambda journal: [program, "-f", str(journal.ledger), "balance"])


def rust(node: str | None, folder: Path | None) -> Peer | None:
    """The peer @rustledger/wasm under node, where npm put it into a folder."""
    if node is None or folder is None:
        return None
    start = [node, str(Path(__file__).with_name("rustledger.mjs")), str(folder.absolute())]

    def command(journal: Journal) -> list[str]:
        return [*start, str(journal.beancount)]

    def balances(journal: Journal) -> Balances:
        found: Balances = defaultdict(Decimal)
        for line in run(command(journal)).output.splitlines():
            account, commodity, number = line.split("\t")
            found[(account, commodity)] += Decimal(number)
        return found

    return Peer(RUSTLEDGER, f"{version(start)}, node {version([node, '--version'])}", command, balances)
