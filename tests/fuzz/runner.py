"""Running pfin on a journal, within bounds of time and memory, and judging how it ended."""

import contextlib
import json
import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# The superuser reads every file unless it gives up the right to.
WITHOUT_PRIVILEGE = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
DEFAULT_COMMAND = f"{shlex.quote(sys.executable)} -m pfin check --format json"


@dataclass(frozen=True)
class Ending:
    """How a process ended: exit status (negative for a signal), what it wrote, and what it took.

    ``seconds`` are of processor time. ``megabytes`` are its peak, but never less than what this process had when it
    started the other, as the kernel counts.
    """

    status: int
    output: str
    messages: str
    seconds: float
    megabytes: float


def can_run(unprivileged: bool) -> bool:
    """Whether a journal that must be unreadable can be made so for whoever runs this."""
    return not unprivileged or os.geteuid() != 0 or shutil.which(WITHOUT_PRIVILEGE[0]) is not None


def run(command: str, journal: Path, seconds: float, megabytes: int, unprivileged: bool = False) -> Ending:
    """Run the command on the journal. Its standard input stays open and silent, so that reading it would hang."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    prefix = WITHOUT_PRIVILEGE if unprivileged and os.geteuid() == 0 else []
    environment = {"PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(
            [*prefix, *shlex.split(command), str(journal)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=messages,
            env=environment,
            cwd=journal.parent,
            preexec_fn=limit,
        )
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.stdin is not None
        process.stdin.close()
        texts = []
        for stream in (output, messages):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    spent = usage.ru_utime + usage.ru_stime
    return Ending(process.returncode, texts[0], texts[1], spent, usage.ru_maxrss / 1000)


def fault(ending: Ending, valid: bool | None) -> str | None:
    """What is wrong with how it ended, or None."""
    if ending.status == -signal.SIGKILL:
        return f"killed after {ending.seconds:.1f} seconds of work"
    if ending.status not in (0, 1, 2):
        return f"exit status {ending.status}: {ending.messages[-300:]}"
    if "Traceback" in ending.messages or "Error:" in ending.messages.split("\n", 1)[0]:
        return f"traceback: {ending.messages[-600:]}"
    if ending.status == 2:
        return None if ending.messages.strip() and not valid else f"usage error: {ending.messages[:300]!r}"
    try:
        found = json.loads(ending.output)["diagnostics"]
    except (ValueError, KeyError) as problem:
        return f"output is not what --format json promises: {problem}"
    errors = [diagnostic for diagnostic in found if diagnostic["severity"] == "error"]
    if bool(errors) != (ending.status == 1):
        return f"exit status {ending.status} with {len(errors)} errors"
    if valid is not None and valid == bool(errors):
        return f"should be {'valid' if valid else 'invalid'}, has {len(errors)} errors: {str(errors[:1])[:300]}"
    return None


class TooSlowError(Exception):
    """A journal took longer than it may."""


@contextlib.contextmanager
def alarm(seconds: float):  # type: ignore[no-untyped-def]
    """Raise TooSlowError in what runs within when the time is over."""

    def ring(*_: object) -> None:
        raise TooSlowError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
