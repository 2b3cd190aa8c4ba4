"""The process that a run is: its streams and signals, what it leaves out to start soon, and how it ends.

A reader that closes the pipe and Ctrl-C end it as they end other programs, by their signal. Nothing is imported before
it is wanted: most of what a short run takes is imports.
"""

import gc
import os
import signal
import sys
from typing import NoReturn

import pfin


def run() -> NoReturn:
    """The console entry point: run what the command line asks, and leave with an exit code."""
    # A run is short and makes no garbage to speak of: the collector would only walk through the ledger time and again,
    # and through every module while they are imported.
    gc.disable()
    _die_quietly_of_signals()
    for stream in (sys.stdout, sys.stderr):
        # Journals are UTF-8, and so is all that pfin writes, unless a terminal says that it wants something else.
        if stream is not None:
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if sys.argv[1:] == ["--version"]:
        code = _say_version()
    elif os.environ.get("_PFIN_COMPLETE") == "complete_bash":
        from .completion import complete_for_bash

        code = complete_for_bash()
    else:
        from .main import main

        code = main(sys.argv[1:])
    _leave(code)


def _say_version() -> int:
    """What ``--version`` alone says; among other options Typer reads it."""
    from .output import Output, OutputError

    output = Output()
    try:
        output.write(f"pfin {pfin.__version__}\n")
        output.finish()
    except OutputError as error:
        from .usage import explain

        return explain(error, output)
    return 0


def _leave(code: int) -> NoReturn:
    """End the process at once, when all is written that a run has to say.

    Python would first take all modules apart, object by object; the system frees them all the same.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def _die_quietly_of_signals() -> None:
    """Let a closed pipe and Ctrl-C end the process as they end other programs, without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
