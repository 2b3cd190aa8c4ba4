"""The folder of the cache: which files it has, who may read them, and how large it may grow.

Problem. What is kept says as much about somebody as their journal does, so nobody else may read it, nor put anything
in its place. Several runs may read and write at the same time, and any of them may be killed. The disk may be full or
write-protected, the folder missing, a file in its place. None of this may stop a run, which works without a cache.

Rules::

    names   a file for each journal, named by a digest of the journal's path, and nothing else; what has another name
            was put there by somebody else, and is left alone
    rights  files 0600 in a folder 0700, that are made so whatever the umask is. A folder that exists and lets others in
            (somebody made it by mkdir) gets a folder 0700 inside. Folders, files and links of others are not used.
    writes  into a new file of a random name, which then takes the other's place in one step. It is not forced to the
            disk: after a loss of power it may be cut short, which its digests tell.
    bound   after a write, the files that were not used for longest are removed, until all are within the limit, and
            new files that killed runs have left behind, when they are an hour old

A file's time of modification is when it was last used. Times are those of the file system, also to compare with.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.msgpack import decode

from .container import Copied, Damaged, Stored, open_stored, size_of, write_stored

# Of all files together, in bytes: a journal of 100,000 transactions takes some 50 MB.
LIMIT = 10**9
_FOLDER_MODE, _FILE_MODE, _OTHERS = 0o700, 0o600, 0o077
# What is made in a folder that lets others in.
_INNER = "pfin"
# Patterns of names: of a file, and of one that is being written or that a killed run has left behind. They are not
# compiled until then, as most runs only read.
_NAME = r"[0-9a-f]{32}\.pfin"
_NEW_NAME = rf"{_NAME}-[0-9a-f]{{16}}"
_HOUR = 3600 * 10**9
# A link in a file's place is an error, and opening a pipe does not wait for who writes to it.
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Kept(Struct, frozen=True):
    """A file of the cache: its size in bytes, and when it was last used in seconds since the epoch.

    ``journal`` is the entry file that it is kept for, or None where the file does not say so, being damaged.
    """

    path: Path
    size: int
    used: float
    journal: str | None


class Cleared(Struct, frozen=True):
    """What was removed: how many files of journals, and the bytes of all files."""

    journals: int
    size: int


class _Beginning(Struct, array_like=True):
    """What every head begins with; more may follow."""

    entry: str


class _Unusable(Exception):  # noqa: N818 - the state of a folder or file, which is no mistake of anybody
    """A folder or file that is there and shall not be used."""


def name_of(entry: str) -> str:
    """The name of the file that is kept for a journal, whose entry file has this absolute path."""
    return f"{sha256(os.fsencode(entry)).hexdigest()[:32]}.pfin"


def _silent(text: str) -> None:
    pass


class CacheFolder:
    """A folder of cache files. It need not exist.

    No method raises an exception for what is wrong with folder or files: ``tell`` is given the reason, as a sentence
    without its full stop, and the answer is that of an empty folder. ``limit`` bounds all files together, in bytes.
    """

    def __init__(self, path: Path, tell: Callable[[str], None] = _silent, *, limit: int = LIMIT) -> None:
        self.path = path
        self.tell = tell
        self.limit = limit

    def read(self, name: str) -> Stored | None:
        """Open the file of a name that :func:`name_of` gave; None where there is none that can be used."""
        path = self.path / name
        try:
            path = _usable(self.path) / name
            stored = _open(path)
        except FileNotFoundError:
            self.tell(f"nothing is kept of this journal in {self.path}")
        except (OSError, _Unusable, Damaged) as error:
            self.tell(f"{path} is not used: {_reason(error)}")
        else:
            with suppress(OSError):  # the file system may be read-only
                os.utime(path)
            return stored
        return None

    def write(self, name: str, head: bytes, parts: Sequence[bytes | Copied]) -> Stored | None:
        """Write the file of a name, whole or not at all, and hand it back open; None where it cannot be written.

        The head is an array in MessagePack, of which the first element is the path of the journal's entry file.
        """
        size = size_of(head, parts)
        if size > self.limit:
            self.tell(f"nothing is written to {self.path}: {size} bytes are more than the {self.limit} it may hold")
            return None
        try:
            _make(self.path)
            folder = _usable(self.path, make=True)
            stored = _write(folder / name, head, parts)
        except (OSError, _Unusable, Damaged) as error:
            self.tell(f"nothing is written to {self.path}: {_reason(error)}")
            return None
        self.tell(f"written to {folder / name}")
        with suppress(OSError):  # another run may be removing the same files
            _tidy(folder, name, self.limit)
        return stored

    def entries(self) -> list[Kept]:
        """The files that are kept of journals, those first that were used last."""
        found = [
            Kept(Path(entry.path), status.st_size, status.st_mtime, _journal_of(Path(entry.path)))
            for folder in self._own_folders()
            for entry, status in _files(folder)
            if re.fullmatch(_NAME, entry.name)
        ]
        return sorted(found, key=lambda kept: (-kept.used, kept.path))

    def clear(self) -> Cleared:
        """Remove every file that is pfin's, and the folder where nothing else is in it."""
        journals = size = 0
        for folder in self._own_folders():
            for entry, status in list(_files(folder)):
                try:
                    os.unlink(entry.path)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    self.tell(f"{entry.path} cannot be removed: {_reason(error)}")
                else:
                    journals += re.fullmatch(_NAME, entry.name) is not None
                    size += status.st_size
            with suppress(OSError):
                # A folder that lets others in was not made by pfin.
                if not _lets_others_in(folder.stat()):
                    folder.rmdir()
        return Cleared(journals, size)

    def _own_folders(self) -> list[Path]:
        """The folders where files of pfin's may be: this one, and one inside if others are or were let in."""
        found = []
        for folder in (self.path / _INNER, self.path):
            try:
                _require_folder(folder)
            except FileNotFoundError:
                continue
            except (OSError, _Unusable) as error:
                # What somebody has put into the folder under that name is no matter of pfin's.
                if folder is self.path:
                    self.tell(f"{folder} is not used: {_reason(error)}")
            else:
                found.append(folder)
        return found


def _make(folder: Path) -> None:
    """Make a folder, and those above it, for ourselves alone; nothing where it exists."""
    missing: list[Path] = []
    while not os.path.lexists(folder) and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(_FOLDER_MODE, exist_ok=True)


def _usable(folder: Path, *, make: bool = False) -> Path:
    """The folder, or the one inside where it lets others in; raises OSError or _Unusable where neither can be used."""
    if not _lets_others_in(_require_folder(folder)):
        return folder
    inner = folder / _INNER
    if make:
        inner.mkdir(_FOLDER_MODE, exist_ok=True)
    if _lets_others_in(_require_folder(inner)):
        raise _Unusable(f"others may look into {inner}")
    return inner


def _require_folder(folder: Path) -> os.stat_result:
    """The state of a folder of our own; raises _Unusable where it or the link that leads to it belongs to others."""
    status = folder.stat()
    if not stat.S_ISDIR(status.st_mode):
        raise _Unusable(f"{folder} is no folder")
    if not (_is_ours(status) and _is_ours(folder.lstat())):
        raise _Unusable(f"{folder} belongs to another user")
    return status


def _require_file(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _Unusable(f"{path} is no regular file")
    if not _is_ours(status):
        raise _Unusable(f"{path} belongs to another user")


if sys.platform == "win32":
    # Folders of users are their own there, and modes do not say whose.
    def _is_ours(status: os.stat_result) -> bool:
        return True

    def _lets_others_in(status: os.stat_result) -> bool:
        return False

else:

    def _is_ours(status: os.stat_result) -> bool:
        return status.st_uid == os.geteuid()

    def _lets_others_in(status: os.stat_result) -> bool:
        return bool(status.st_mode & _OTHERS)


def _open(path: Path) -> Stored:
    """Open a file; raises OSError, _Unusable or Damaged where it cannot be used."""
    descriptor = os.open(path, os.O_RDONLY | _SAFELY)
    try:
        _require_file(path, os.fstat(descriptor))
        return open_stored(descriptor)
    except BaseException:
        os.close(descriptor)
        raise


def _journal_of(path: Path) -> str | None:
    """The path of the entry file that a file is kept for; None where it does not say so."""
    try:
        return decode(_open(path).head, type=_Beginning).entry
    except (OSError, _Unusable, Damaged, DecodeError):
        return None


def _write(path: Path, head: bytes, parts: Sequence[bytes | Copied]) -> Stored:
    """Put a new file in the place of a path; what fails leaves nothing behind."""
    new = f"{path}-{os.urandom(8).hex()}"
    descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFELY, _FILE_MODE)
    try:
        stored = write_stored(descriptor, head, parts)
    except BaseException:
        os.close(descriptor)
        _discard(new)
        raise
    try:
        os.replace(new, path)
    except BaseException:
        stored.close()
        _discard(new)
        raise
    return stored


def _discard(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _files(folder: Path) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
    """The files in a folder that are pfin's by their names, new ones too."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if re.fullmatch(_NAME, entry.name) or re.fullmatch(_NEW_NAME, entry.name):
                with suppress(FileNotFoundError):
                    status = entry.stat(follow_symlinks=False)
                    if not stat.S_ISDIR(status.st_mode):
                        yield entry, status


def _tidy(folder: Path, written: str, limit: int) -> None:
    """Keep a folder within a limit, in which a file was just written, and remove what killed runs left behind."""
    found = list(_files(folder))
    now = max((status.st_mtime_ns for entry, status in found if entry.name == written), default=0)
    kept = []
    for entry, status in found:
        if re.fullmatch(_NAME, entry.name):
            kept.append((entry.name != written, -status.st_mtime_ns, status.st_size, entry.path))
        elif status.st_mtime_ns < now - _HOUR:
            _remove(entry.path)
    size = 0
    for _, _, each, path in sorted(kept):
        size += each
        if size > limit:
            _remove(path)


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _reason(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    if error.errno == errno.ELOOP:
        return "it is a link"
    return (error.strerror or str(error)).lower()
