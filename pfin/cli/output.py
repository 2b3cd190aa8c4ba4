"""The two streams: data on stdout, messages on stderr, and what the terminal behind them can do."""

import os
import shutil
import sys
from typing import TextIO

COLORS = ("auto", "always", "never")


class OutputError(Exception):
    """Data cannot be written: the disk is full, for one."""


class Output:
    """Where a run writes. ``color`` is ``auto``, ``always`` or ``never``; auto heeds the terminal and NO_COLOR."""

    def __init__(self, color: str = "auto") -> None:
        self._color = color

    @property
    def color(self) -> bool:
        """Whether data may be coloured."""
        return _colored(self._color, sys.stdout)

    @property
    def message_color(self) -> bool:
        """Whether messages may be coloured."""
        return _colored(self._color, sys.stderr)

    @property
    def width(self) -> int | None:
        """How many columns data may take; None where it goes to a file or pipe, which cuts nothing short."""
        return _width(sys.stdout)

    @property
    def message_width(self) -> int | None:
        """How many columns messages may take."""
        return _width(sys.stderr)

    @property
    def is_terminal(self) -> bool:
        """Whether data is read by a person at a terminal."""
        return _is_terminal(sys.stdout)

    def write(self, text: str) -> None:
        """Write text that a terminal may be sent as it is; raises OutputError where it cannot be written."""
        if sys.stdout is not None:
            try:
                sys.stdout.write(text)
            except OSError as error:
                raise _lost(error) from error

    def finish(self) -> None:
        """Hand on what is still on its way to stdout; raises OutputError as :meth:`write` does."""
        if sys.stdout is not None:
            try:
                sys.stdout.flush()
            except OSError as error:
                raise _lost(error) from error

    def write_data(self, text: str) -> None:
        """Write text that holds what a journal says: to a file or pipe exactly, to a terminal made harmless."""
        if self.is_terminal:
            from pfin.render.characters import visible_lines

            text = visible_lines(text)
        self.write(text)

    def message(self, text: str) -> None:
        """Write a line to stderr, after all data written before it."""
        if sys.stderr is not None:
            self.finish()
            sys.stderr.write(text if text.endswith("\n") else text + "\n")


def _lost(error: OSError) -> OutputError:
    # What the stream still holds would fail once more when Python closes it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OutputError(f"the output cannot be written: {(error.strerror or str(error)).lower()}")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _colored(wish: str, stream: TextIO | None) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"


def _width(stream: TextIO | None) -> int | None:
    # Shells keep COLUMNS to themselves, so that where it is set someone wants that width.
    if _is_terminal(stream) or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None
