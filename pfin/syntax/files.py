"""Reading journal files: bytes to text, and include patterns to files.

Whatever a path names, reading it ends: only regular files are read (and, for the entry file alone, a pipe). A text
that is not UTF-8 is read all the same, with the offending bytes marked, because in a comment they do no harm.
"""

import glob
import os
import stat
from collections.abc import Iterator

from msgspec import Struct

from pfin.model.nearest import nearest
from pfin.model.sources import LARGEST_FILE

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\f")
# A text has hardly any control characters; from this share on it is something else.
_TEXT_LIMIT = 0.05
_FEW = 3


class Unreadable(Struct, frozen=True):
    """Why a file cannot be read, in one sentence, and what to do about it."""

    code: str
    reason: str
    hint: str | None = None


class Text(Struct, frozen=True):
    """The text of a file, ending with a newline.

    ``exact`` says that all of it was UTF-8, ``marked`` that a byte order mark stood before it, ``ended`` that its last
    newline is the file's own.
    """

    text: str
    exact: bool
    marked: bool
    ended: bool

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes of the file are the text in UTF-8, but for the last newline."""
        return self.exact and not self.marked


def read_text(path: str, *, entry: bool) -> Text | Unreadable:
    """Read one file; ``entry`` says that the user named it, so that it may be a pipe."""
    data = read_bytes(path, entry=entry)
    return data if isinstance(data, Unreadable) else decode(data)


def read_bytes(path: str, *, entry: bool) -> bytes | Unreadable:
    """The bytes of a file; ``entry`` says that the user named it, so that it may be a pipe."""
    try:
        status = os.stat(path)
        mode = status.st_mode
        if stat.S_ISDIR(mode):
            return Unreadable("unreadable-file", "it is a folder", "name a file in it")
        if not (stat.S_ISREG(mode) or (entry and stat.S_ISFIFO(mode))):
            return Unreadable("unreadable-file", "it is no regular file")
        data = _read_bytes(path, status) if status.st_size <= LARGEST_FILE else None
    except FileNotFoundError:
        return Unreadable("missing-file", "there is no such file", _nearest(path))
    except (OSError, ValueError) as error:
        return Unreadable("unreadable-file", (getattr(error, "strerror", None) or str(error)).lower())
    if data is None or len(data) > LARGEST_FILE:
        return Unreadable("unreadable-file", f"it is larger than {LARGEST_FILE >> 20} MiB")
    return data


def _read_bytes(path: str, status: os.stat_result) -> bytes:
    """The bytes of a file, or one byte more than the largest that is read. Some files in /proc would never end."""
    waits = 0 if stat.S_ISFIFO(status.st_mode) else getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | waits), "rb") as file:
        # To ask for more than there is would make room for it first.
        data = file.read(status.st_size + 1) or b""
        return data if len(data) == status.st_size else data + (file.read(LARGEST_FILE + 1 - len(data)) or b"")


def decode(data: bytes) -> Text | Unreadable:
    """The text of a file's bytes, or why they are none."""
    nulls = sorted((data[::2].count(0), data[1::2].count(0))) if b"\0" in data else [0, 0]
    if data.startswith(_UTF16_MARKS) or (nulls[1] * 3 > len(data) > nulls[0] * 20):
        return Unreadable("encoding", "it is written in UTF-16", "save the file in the encoding UTF-8")
    marked = data.startswith(_BYTE_ORDER_MARK)
    data = data.removeprefix(_BYTE_ORDER_MARK)
    exact = True
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, exact = data.decode("utf-8", "surrogateescape"), False
    # What is no text is hardly ever UTF-8, or else has bytes that are nothing.
    if (nulls[1] or not exact) and _is_strange(data):
        return Unreadable(
            "binary-file", "it is not a text", "an encrypted or compressed journal must be unpacked first"
        )
    ended = text.endswith("\n")
    return Text(text if ended else text + "\n", exact, marked, ended)


def _is_strange(data: bytes) -> bool:
    """Whether there are more control characters than a text has."""
    return len(data) - len(data.translate(None, _CONTROL)) > max(_TEXT_LIMIT * len(data), _FEW)


def _nearest(path: str) -> str | None:
    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return None
    # Endings are alike among journals anyway, so only what stands before them tells a misspelt name.
    stems = {os.path.splitext(known)[0]: known for known in sorted(names, reverse=True)}
    near = nearest(os.path.splitext(name)[0], stems, 0.7)
    return f"did you mean {os.path.join(folder, stems[near])}?" if near else None


def matching(pattern: str, folder: str) -> list[str]:
    """The files an include pattern means, relative to ``folder``, in alphabetical order; none where it matches none."""
    try:
        found = set(_expand(os.path.join(folder, pattern)))
    except (OSError, ValueError):
        return []
    return sorted({os.path.normpath(path) for path in found})


def _expand(pattern: str) -> Iterator[str]:
    """As glob does with ``**``, which stands for any folders, but going through each folder only once.

    Symbolic links can lead in circles; glob follows them until a path becomes too long, which may take for ever.
    """
    parts = pattern.split(os.sep)
    if "**" not in parts:
        yield from glob.glob(pattern)
        return
    at = parts.index("**")
    below = os.sep.join(parts[at + 1 :]) or "*"
    for root in glob.glob(os.sep.join([*parts[:at], ""])):
        for folder in _folders(root):
            yield from _expand(os.path.join(glob.escape(folder), below))


def _folders(root: str) -> Iterator[str]:
    """A folder and all folders below it that are not hidden, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        yield folder
        with os.scandir(folder) as entries:
            waiting += [entry.path for entry in entries if not entry.name.startswith(".") and entry.is_dir()]
