"""Writing a journal file so that it is always the old or the new text, whole, and nobody's work is lost.

Problem. A journal is somebody's only record. While pfin changes it the machine may lose its power, the disk may be
full, an editor may save the file, and another pfin (started by cron, say) may be doing the same.

Algorithm. The file is read, the new text made of it, and then::

    lock       the file itself, by flock; who comes second waits, and finds a new file in the place of the one it locked
    compare    the bytes that are there with those that were read: nothing is written over what somebody else has saved
    write      a new file beside it, with the same mode, owner and attributes, down to the disk
    compare    once more, as writing takes a while
    replace    the old file by the new one, in one step, and let the folder reach the disk

What fails before the last step leaves the journal as it was, and takes the new file away. A process that is killed may
leave one behind, called ``.pfin-`` and some letters: no pattern of an include matches a name that begins with a dot,
and the next write takes it away. The lock is on the journal itself and not on a file beside it, so nothing is left of
it either.

Limits. The lock keeps processes apart that ask for it; an editor does not, so that what it saves in the moment between
the last comparison and the replacement is lost. On some network file systems there is no such lock, or only one among
the processes of a machine, and on Windows none: then the comparisons alone protect. A file with several names (hard
links) is refused, because only one of them would lead to the new text.
"""

import errno
import os
import secrets
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import sleep

from msgspec import Struct

from .mistakes import ChangedMeanwhileError, EditError

# A write takes milliseconds; whoever holds the lock for a quarter of a minute does not let go any more.
_FIRST_PAUSE, _LONGEST_PAUSE, _TRIES = 0.001, 0.05, 300
_AS_IT_WAS = "it is left as it was"
_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


class Original(Struct, frozen=True):
    """A file as it was read: the path it was named by, the file that leads to (links followed), and its bytes."""

    path: str
    target: str
    data: bytes


def read_original(path: str) -> Original:
    """Read a file that shall be changed; raises EditError where it cannot be, as far as that is seen beforehand."""
    target = os.path.realpath(path)
    with _explained(path, target):
        status = os.stat(target)
        if not stat.S_ISREG(status.st_mode):
            raise EditError(f"{path} cannot be changed: it is no regular file")
        _require_replaceable(path, target, status)
        with open(target, "rb") as file:
            data = file.read()
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EditError(
            f"{path} cannot be changed: line {line} is not UTF-8", "save the file in the encoding UTF-8"
        ) from error
    return Original(path, target, data)


def write(original: Original, data: bytes, require_right: Callable[[], None]) -> None:
    """Give a file new bytes, all or none.

    Raises ChangedMeanwhileError where the file is not what it was when it was read, and EditError where it cannot be
    written. ``require_right`` is called when nobody else may write any more, and raises what should stop the writing.
    """
    with _explained(original.path, original.target), _locked(original):
        _require_unchanged(original)
        require_right()
        _replace(original, data)


def _require_replaceable(path: str, target: str, status: os.stat_result) -> None:
    if not os.access(target, os.W_OK):
        raise EditError(f"{path} is write-protected; {_AS_IT_WAS}", _hint(errno.EACCES, target))
    if status.st_nlink > 1:
        raise EditError(
            f"{path} has another name (a hard link), which would go on leading to the old text; {_AS_IT_WAS}",
            "make the other name a symbolic link, or remove it",
        )


def _require_unchanged(original: Original) -> None:
    try:
        with open(original.target, "rb") as file:
            same = os.path.realpath(original.path) == original.target and file.read() == original.data
    except FileNotFoundError:
        same = False
    if not same:
        raise ChangedMeanwhileError(
            f"{original.path} has changed since it was read, and nothing is written", "run the command again"
        )


def _replace(original: Original, data: bytes) -> None:
    target = original.target
    prefix = _prefix(target)
    _remove_leftovers(prefix)
    beside = f"{prefix}{secrets.token_hex(8)}"
    # Nobody else may read it until it has the mode of the journal.
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _take_after(original, beside)
            os.fsync(descriptor)
        _require_unchanged(original)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    _sync_folder(os.path.dirname(target))


def _take_after(original: Original, beside: str) -> None:
    """Give the new file the owner, mode and further attributes of the old one; raises EditError where it may not."""
    old, new = os.stat(original.target), os.stat(beside)
    if sys.platform != "win32" and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(beside, old.st_uid, old.st_gid)
        except PermissionError as error:
            raise EditError(
                f"{original.path} belongs to another user or group, and would not any more; {_AS_IT_WAS}",
                "run the command as the user whom the file belongs to",
            ) from error
    os.chmod(beside, stat.S_IMODE(old.st_mode))
    if sys.platform == "linux":
        # Access lists, among others. Some belong to the system, which gives new files its own.
        with suppress(OSError):
            for name in os.listxattr(original.target):
                with suppress(OSError):
                    os.setxattr(beside, name, os.getxattr(original.target, name))


def _prefix(target: str) -> str:
    """What the names of new files for this journal begin with, in its folder; it never is too long for a name."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".pfin-{zlib.crc32(os.fsencode(name)):08x}-")


def _remove_leftovers(prefix: str) -> None:
    """Remove what killed processes have left. Nobody else writes this journal, as the lock is ours."""
    folder, beginning = os.path.split(prefix)
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(beginning):
                os.unlink(os.path.join(folder, name))


def _sync_folder(folder: str) -> None:
    # The new text is there; not every file system can promise that it survives a loss of power from now on.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":

    @contextmanager
    def _locked(original: Original) -> Iterator[None]:
        yield

else:
    import fcntl

    @contextmanager
    def _locked(original: Original) -> Iterator[None]:
        """Hold the lock of a file; raises EditError where another process does not let go of it."""
        descriptor = _lock(original)
        try:
            yield
        finally:
            os.close(descriptor)

    def _lock(original: Original) -> int:
        """A descriptor that has the lock of the file which is there now, not of one that was there before."""
        pause = _FIRST_PAUSE
        for _ in range(_TRIES):
            # Network file systems lock only what is open for writing.
            descriptor = os.open(original.target, os.O_RDWR)
            try:
                if _try_lock(descriptor) and os.path.samestat(os.fstat(descriptor), os.stat(original.target)):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
            sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        raise EditError(f"{original.path} is being written by another process", "try again later")

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
        return True


@contextmanager
def _explained(path: str, target: str) -> Iterator[None]:
    """Turn what the system says into an EditError."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EditError(f"{path} cannot be written: {reason}; {_AS_IT_WAS}", _hint(error.errno or 0, target)) from error


def _hint(number: int, target: str) -> str:
    folder = os.path.dirname(target)
    match number:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"make room for a second copy of the file in {folder}"
        case errno.EACCES | errno.EPERM if not os.access(target, os.W_OK):
            return "allow writing by chmod, or run the command as the user whom the file belongs to"
        case errno.EACCES | errno.EPERM:
            return f"pfin replaces the file by a new one, so it must be allowed to make files in {folder}"
        case errno.EROFS:
            return "the file system is mounted read-only"
        case errno.EBUSY:
            return f"pfin replaces the file by a new one: mount its folder {folder} instead of the file alone"
        case _:
            return ""
