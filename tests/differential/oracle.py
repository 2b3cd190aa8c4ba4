"""Real Beancount as the oracle: both programs load a journal, and what each made of it is put side by side as text.

A *reading* is everything a load results in, as plain lines: the places of the errors, the directives in order with
all their parts, the final lots of every account, the options, the files. The difference of two readings is a list of
lines, ``-`` for Beancount's and ``+`` for pfin's.

Beancount's parser is C code and some journals crash it (a division by zero does), so it runs in a process of its own
which is replaced when it dies.

What Beancount says on no line of the journal ("<load>:0": a missing include, a plugin that is not there) pfin says on
the line that asks for it; so where there are such errors, pfin may name places that Beancount does not name.
"""

import difflib
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date as Date
from functools import cache
from itertools import groupby
from pathlib import Path

import beancount_side
import pfin_side
import recovery
from reading import Reading

SECONDS = 60
Files = str | bytes | Mapping[str, str | bytes]


def write(folder: Path, files: Files) -> Path:
    """Write a journal of one text, or of several files by name of which the first is the entry; the entry's path."""
    if not isinstance(files, Mapping):
        files = {"main.beancount": files}
    folder = folder.resolve()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / next(iter(files))


def by_beancount(path: Path) -> Reading:
    """What Beancount makes of a journal."""
    try:
        return _worker().submit(beancount_side.read, os.fspath(path)).result(SECONDS)
    except BrokenProcessPool:
        _worker.cache_clear()
        return Reading(messages=("the process died",), crashed=True)


def by_pfin(path: Path, today: Date | None = None) -> Reading:
    """What pfin makes of a journal on a day, by default that of its last directive."""
    return pfin_side.read(os.fspath(path), today)


def both(path: Path) -> tuple[Reading, Reading]:
    """What Beancount makes of a journal, and what pfin makes of it."""
    return by_beancount(path), by_pfin(path)


def differences(path: Path) -> list[str]:
    """How the two readings of a journal differ: not at all where they agree, or where only Beancount crashes."""
    theirs, ours = both(path)
    return [] if theirs.crashed else compare(theirs, ours, path.parent)


def compare(theirs: Reading, ours: Reading, folder: Path) -> list[str]:
    """How two readings of a journal in a folder differ: what is wrong first, then the errors that both report."""
    theirs = theirs._replace(directives=tuple(_in_certain_order(theirs.directives)))
    ours = ours._replace(directives=tuple(_in_certain_order(ours.directives)))
    ours = ours._replace(directives=tuple(_elsewhere(theirs.directives, ours.directives)))
    found = []
    if theirs.rejected != ours.rejected:
        found.append("Beancount rejects, pfin accepts" if theirs.rejected else "Beancount accepts, pfin rejects")
    if any("Error applying plugin" in message for message in theirs.messages):
        # A plugin that dies leaves behind what it had changed until then; pfin's leave the directives as they were.
        theirs, ours = theirs._replace(directives=()), ours._replace(directives=())
    if theirs.syntax:
        theirs, ours = recovery.set_aside(theirs, ours, folder)
    missing, extra = theirs.places - ours.places, ours.places - theirs.places
    if missing or (extra and not theirs.unplaced):
        found += [f"- error at {file}:{line}" for file, line in sorted(missing)]
        found += [f"+ error at {file}:{line}" for file, line in sorted(extra)]
    for part in ("directives", "lots", "options", "files"):
        found += _difference(part, getattr(theirs, part), getattr(ours, part))
    if found:
        found += [f"Beancount's error: {message}" for message in theirs.messages]
        found += [f"pfin's error: {message}" for message in ours.messages]
    return found


def check(path: Path) -> None:
    """Fail with the difference where the two readings of a journal differ."""
    found = differences(path)
    assert not found, "\n".join([path.read_bytes().decode("utf-8", "backslashreplace"), *found])


def _in_certain_order(directives: Sequence[str]) -> Iterator[str]:
    """The directives, but assertions and openings of one day sorted among themselves.

    Plugins of Beancount make these in no certain order, or with line numbers that mean nothing.
    """
    for (_, kind), group in groupby(directives, lambda directive: directive.split(" ", 2)[:2]):
        run = list(group)
        yield from sorted(run) if kind in ("Balance", "Open") else run


def _elsewhere(theirs: Sequence[str], ours: Sequence[str]) -> Iterator[str]:
    """Our directives without the places of those that a plugin made: in Beancount these are on no line of a file."""
    for index, directive in enumerate(ours):
        made = theirs[index].split("\n") if index < len(theirs) else []
        lines = directive.split("\n")
        for number, (other, line) in enumerate(zip(made, lines, strict=False)):
            if other.endswith(" at elsewhere"):
                lines[number] = line.rpartition(" at ")[0] + " at elsewhere"
        yield "\n".join(lines)


def _difference(part: str, theirs: Sequence[str], ours: Sequence[str]) -> list[str]:
    left, right = ([line for item in items for line in item.split("\n")] for items in (theirs, ours))
    lines = list(difflib.unified_diff(left, right, lineterm="", n=1))
    return [f"{part}:", *lines[2:]] if lines else []


@cache
def _worker() -> ProcessPoolExecutor:
    worker = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    # A worker that cannot even start fails here, so that it does not look like a journal that crashes Beancount.
    worker.submit(os.getpid).result(SECONDS)
    return worker
