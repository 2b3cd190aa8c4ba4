"""Reading journal files: bytes to text, and include patterns to files.

Whatever a path names, reading it ends: only regular files are read (and, for the entry file alone, a pipe). A text
that is not UTF-8 is read all the same, with the offending bytes marked, because in a comment they do no harm.
"""

import glob
import os
import stat
from pathlib import Path

from msgspec import Struct

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\f")
# A text has hardly any control characters; from this share on it is something else.
_TEXT_LIMIT = 0.05


class Unreadable(Struct, frozen=True):
    """Why a file cannot be read, in one sentence, and what to do about it."""

    code: str
    reason: str
    hint: str | None = None


class Text(Struct, frozen=True):
    """The text of a file, ending with a newline; ``exact`` says that all of it was UTF-8."""

    text: str
    exact: bool


def read_text(path: str, *, entry: bool) -> Text | Unreadable:
    """Read one file; ``entry`` says that the user named it, so that it may be a pipe."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            return Unreadable("unreadable-file", "it is a folder", "name a file in it")
        if not (stat.S_ISREG(mode) or (entry and stat.S_ISFIFO(mode))):
            return Unreadable("unreadable-file", "it is no regular file")
        data = Path(path).read_bytes()
    except FileNotFoundError:
        return Unreadable("missing-file", "there is no such file", _nearest(path))
    except (OSError, ValueError) as error:
        return Unreadable("unreadable-file", (getattr(error, "strerror", None) or str(error)).lower())
    return _decode(data)


def _decode(data: bytes) -> Text | Unreadable:
    if data.startswith(_UTF16_MARKS):
        return Unreadable("encoding", "it is written in UTF-16", "save the file in the encoding UTF-8")
    data = data.removeprefix(_BYTE_ORDER_MARK)
    strange = len(data) - len(data.translate(None, _CONTROL))
    if strange > _TEXT_LIMIT * len(data):
        return Unreadable(
            "binary-file", "it is not a text", "an encrypted or compressed journal must be unpacked first"
        )
    exact = True
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, exact = data.decode("utf-8", "surrogateescape"), False
    if not text.endswith("\n"):
        text += "\n"
    return Text(text, exact)


def _nearest(path: str) -> str | None:
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        names = sorted(os.listdir(folder or "."))
    except OSError:
        return None
    # Endings are alike among journals anyway, so only what stands before them tells a misspelt name.
    stems = {os.path.splitext(known)[0]: known for known in reversed(names)}
    near = get_close_matches(os.path.splitext(name)[0], stems, 1, 0.7)
    return f"did you mean {os.path.join(folder, stems[near[0]])}?" if near else None


def matching(pattern: str, folder: str) -> list[str]:
    """The files an include pattern means, relative to ``folder``, in alphabetical order; none where it matches none."""
    absolute = os.path.join(folder, pattern)
    try:
        found = glob.glob(absolute, recursive=True)
    except (OSError, ValueError):
        return []
    return sorted(os.path.normpath(path) for path in found)
