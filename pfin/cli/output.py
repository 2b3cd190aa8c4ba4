"""Where a run writes: data to stdout or a file, messages to stderr; and what the terminal behind them can do."""

import os
import shutil
import stat
import sys
from contextlib import suppress
from types import TracebackType
from typing import TextIO

COLORS = ("auto", "always", "never")
# What bars and courses are drawn with; a terminal that takes these takes the others too.
_BLOCKS = "▁▏░│█"


class OutputError(Exception):
    """Data cannot be written: the disk is full, for one."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Output:
    """Where a run writes. ``color`` is ``auto``, ``always`` or ``never``; auto heeds the terminal and NO_COLOR.

    Data goes to ``file``, or to stdout where that is None. The file is written when the block of the ``with`` statement
    that has this output ends without an exception, and then whole or not at all. It has no colours.
    """

    def __init__(self, color: str = "auto", file: str | None = None) -> None:
        self._color = color
        self._file = file
        self._texts: list[str] = []

    def __enter__(self) -> "Output":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None and error is None:
            _save(self._file, "".join(self._texts))

    @property
    def color(self) -> bool:
        """Whether data may be coloured."""
        return self._file is None and _colored(self._color, sys.stdout)

    @property
    def ascii(self) -> bool:
        """Whether the terminal cannot be trusted to show block characters."""
        if not self.is_terminal:
            return False
        try:
            _BLOCKS.encode(sys.stdout.encoding)
        except UnicodeEncodeError:
            return True
        return os.environ.get("TERM") == "dumb"

    @property
    def message_color(self) -> bool:
        """Whether messages may be coloured."""
        return _colored(self._color, sys.stderr)

    @property
    def width(self) -> int | None:
        """How many columns data may take; None where it goes to a file or pipe, which cuts nothing short."""
        return _width(sys.stdout) if self._file is None else None

    @property
    def message_width(self) -> int | None:
        """How many columns messages may take."""
        return _width(sys.stderr)

    @property
    def is_terminal(self) -> bool:
        """Whether data is read by a person at a terminal."""
        return self._file is None and _is_terminal(sys.stdout)

    @property
    def drawing_width(self) -> int | None:
        """How many columns the terminal of stderr really has; None where there is none that can draw over a line."""
        if not _is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
            return None
        return os.get_terminal_size(sys.stderr.fileno()).columns or None

    def write(self, text: str) -> None:
        """Write text that a terminal may be sent as it is; raises OutputError where it cannot be written."""
        if self._file is not None:
            self._texts.append(text)
        elif sys.stdout is not None:
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
    return OutputError(f"the output cannot be written: {_reason(error)}")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _save(path: str, text: str) -> None:
    """Give a file a new text, or leave it as it is and raise OutputError.

    The text goes into a new file in the same folder first, which then takes the other's place and mode, so that
    nobody ever sees half of it. Links stay, and what they lead to is replaced. Devices and pipes are written to.
    """
    target = os.path.realpath(path)
    try:
        before = os.stat(target) if os.path.lexists(target) else None
        if path.endswith(os.sep) or (before is not None and stat.S_ISDIR(before.st_mode)):
            raise OutputError(f"--output: '{path}' is a folder", "name a file in it")
        if before is not None and not os.access(target, os.W_OK):
            raise OutputError(f"--output: '{path}' is write-protected", "name another file, or allow writing by chmod")
        if before is None or stat.S_ISREG(before.st_mode):
            _replace(target, text, None if before is None else stat.S_IMODE(before.st_mode))
        else:
            _write(os.open(target, os.O_WRONLY), text)
    except OSError as error:
        raise OutputError(f"--output: '{path}' cannot be written: {_reason(error)}", _hint(target)) from error


def _replace(target: str, text: str, mode: int | None) -> None:
    """Write a text to a file beside the target, and put it in the target's place; an error leaves nothing behind."""
    import secrets  # brings hashes with it, and most runs write to stdout

    beside = os.path.join(os.path.dirname(target), f".pfin-{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        _write(descriptor, text)
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _write(descriptor: int, text: str) -> None:
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
        file.flush()
        # A pipe or device has nothing to be kept on a disk.
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fsync(descriptor)


def _hint(target: str) -> str:
    """What may help where a file cannot be written."""
    folder = os.path.dirname(target)
    if not os.path.exists(folder):
        return f"there is no folder {folder}; make it first, by mkdir"
    if not os.path.isdir(folder):
        return f"{folder} is a file, not a folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"no file can be made in {folder}; name one in another folder"
    return ""


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
