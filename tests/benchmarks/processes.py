"""Running a program to its end as a user does, and what that took."""

import os
import shlex
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parents[2]


class FailedError(Exception):
    """A program did not end well, so its time means nothing."""


@dataclass(frozen=True)
class Run:
    """One run: wall-clock seconds, peak memory in megabytes, and what was written to standard output.

    The kernel reports no peak below that of this process, which is about 20 MB, when it started the program.
    """

    seconds: float
    megabytes: float
    output: str


class Runs:
    """What is kept of several runs of one command."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.megabytes: list[float] = []

    def add(self, run: Run) -> None:
        self.seconds.append(run.seconds)
        self.megabytes.append(run.megabytes)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def peak(self) -> float:
        return max(self.megabytes)


def run(command: list[str], cache: Path | None = None) -> Run:
    """Run a command, with pfin's cache in a folder; it must succeed.

    PYTHONPATH is this checkout, for ``python -m pfin`` where pfin is not installed.
    """
    surroundings = os.environ | {"PYTHONPATH": str(PROJECT)}
    if cache:
        surroundings["PFIN_CACHE_DIR"] = str(cache)
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=surroundings)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read(2000).strip()
            raise FailedError(f"{shlex.join(command)}: exit status {process.returncode}\n{said}")
        output.seek(0)
        return Run(seconds, usage.ru_maxrss / 1024, output.read())
