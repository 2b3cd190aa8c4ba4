"""A sign of life: work that takes longer than a second says at the terminal what it is, and for how long it goes on.

The line is drawn over itself each second and erased at the end, however the work ends, so that nothing of it is left
among messages or before the prompt of the shell.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from .output import Output

if TYPE_CHECKING:
    from threading import Event

_SECOND = 1.0


@contextmanager
def progress(words: str, output: Output, *, interval: float = _SECOND) -> Iterator[None]:
    """Show the words on stderr while the block of the ``with`` statement takes longer than ``interval`` seconds.

    They are shown at a terminal only. It is for the main thread, because Ctrl-C has to erase them too.
    """
    width = output.drawing_width
    if width is None:
        yield
        return
    from threading import Event, Thread

    line = _Line(words, width)
    ended = Event()
    thread = Thread(target=_draw_until, args=(ended, line, interval), daemon=True)

    def interrupted(number: int, _frame: object) -> None:
        line.erase()
        signal.signal(number, before)
        signal.raise_signal(number)

    before = signal.signal(signal.SIGINT, interrupted)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        line.erase()
        signal.signal(signal.SIGINT, before)


class _Line:
    """A line at the terminal of stderr, written past Python's buffers so that a signal may come at any time."""

    def __init__(self, words: str, width: int) -> None:
        self._words = words
        self._width = width
        self._begin = monotonic()
        self._drawn = 0

    def draw(self) -> None:
        """Show the words, cut at the terminal's width, and for how many seconds the work has gone on."""
        from pfin.render.characters import columns, one_line, shortened

        # The last column stays free: with a character in it some terminals begin a new line.
        text = shortened(one_line(f"pfin: {self._words} ... {monotonic() - self._begin:.0f} s"), self._width - 1)
        self._drawn = columns(text)
        _write(f"\r{text}")

    def erase(self) -> None:
        """Leave the line as empty as it was."""
        if self._drawn:
            _write(f"\r{' ' * self._drawn}\r")
            self._drawn = 0


def _draw_until(ended: "Event", line: _Line, interval: float) -> None:
    while not ended.wait(interval):
        line.draw()


def _write(text: str) -> None:
    os.write(sys.stderr.fileno(), text.encode(sys.stderr.encoding, "replace"))
