"""One file of the cache: a head and many parts, each with its digest, read as they are wanted.

Problem. A file of the cache may be cut short by a full disk or a loss of power, changed by a failing disk, written by
another version of pfin, or truncated while it is read. None of this may lead to a wrong figure or to a crash. It may
hold a hundred megabytes in thousands of parts of which a run wants a few, and most of which the next file has too.

Layout, numbers little-endian::

    magic    "pfin" and the version of this layout
    header   digest (16 bytes) of all that follows up to the first part; number of parts, size of the head, size of the
             file (8 bytes each)
    table    for each part: its offset in the file, its size (8 bytes each), its digest (16 bytes)
    head     bytes of any meaning
    parts    one after the other

Every byte is covered by a digest or compared. The digest of the header, the table and the head is checked when a file
is opened; that of a part, when the part is read. A digest is the first half of SHA-256.

Files are read by ``pread`` and not mapped into memory: a file that gets truncated then ends in a short read, which is
noticed, and not in a signal. A part that the next file has too is copied by the kernel, without being read or checked:
its digest goes along, so that what is damaged stays known as damaged.
"""

import errno
import os
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from typing import BinaryIO

from msgspec import Struct

# To be raised whenever the layout changes.
_VERSION = 1
_NAME = b"pfin cache "
_MAGIC = b"%s%04d\n" % (_NAME, _VERSION)
_DIGEST_SIZE = 16
_COUNTS = struct.Struct("<QQQ")
_ENTRY = struct.Struct(f"<QQ{_DIGEST_SIZE}s")
_BEFORE_TABLE = len(_MAGIC) + _DIGEST_SIZE + _COUNTS.size
_BUFFER = 1 << 20
# What the kernel says where it cannot copy between these files, though they can be read and written.
_NO_COPYING = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EBADF)


class Damaged(Exception):  # noqa: N818 - the state of a file, which is no mistake of anybody
    """What the cache holds is not what was written, or cannot be read. Says what is wrong, as the end of a sentence."""


class Stored:
    """A file of the cache that is open for reading, whatever happens to its name meanwhile.

    ``head`` is as it was written. Several threads may read parts at once. The file is closed with the last reference.
    """

    def __init__(self, descriptor: int, head: bytes, table: bytes, size: int) -> None:
        self.head = head
        self._table = table
        self._size = size
        self._descriptor = descriptor

    @property
    def parts_count(self) -> int:
        """How many parts there are; their indices count from 0."""
        return len(self._table) // _ENTRY.size

    def part(self, index: int) -> bytes:
        """The bytes of a part; raises Damaged where they are not those that were written."""
        offset, size, digest = self.place(index)
        data = self.read(offset, size)
        if _digest(data) != digest:
            raise Damaged(f"part {index} does not have its digest")
        return data

    @cached_property
    def places(self) -> Sequence[tuple[int, int, bytes]]:
        """The places of all parts, for those who want most of them."""
        return list(_ENTRY.iter_unpack(self._table))

    def place(self, index: int) -> tuple[int, int, bytes]:
        """Where a part begins in the file, its size and its digest."""
        if not 0 <= index < self.parts_count:
            raise IndexError(f"no part {index} of {self.parts_count}")
        offset, size, digest = _ENTRY.unpack_from(self._table, index * _ENTRY.size)
        return offset, size, digest

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of the file as they are there, unchecked; raises Damaged where the file is shorter now."""
        return _read_at(self._descriptor, offset, size)

    def copy(self, offset: int, size: int, file: BinaryIO) -> None:
        """Copy bytes of the file to where another one is being written, unchecked; raises Damaged as ``read`` does."""
        file.flush()
        done = _copy_by_kernel(self._descriptor, offset, size, file.fileno())
        while done < size:
            data = self.read(offset + done, min(size - done, _BUFFER))
            file.write(data)
            done += len(data)

    def close(self) -> None:
        """Close the file; nothing more can be read."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        with suppress(OSError):
            self.close()


class Copied(Struct, frozen=True):
    """A part that is to be written as it stands in another file."""

    stored: Stored
    index: int


def size_of(head: bytes, parts: Sequence[bytes | Copied]) -> int:
    """The size of a file in bytes."""
    return _BEFORE_TABLE + len(parts) * _ENTRY.size + len(head) + sum(map(_size, parts))


def write_stored(descriptor: int, head: bytes, parts: Sequence[bytes | Copied]) -> Stored:
    """Write a file to a descriptor that is open for reading and writing, and is closed with what is returned.

    Raises OSError where it cannot be written, and Damaged where a part to be copied is not all there any more. The
    descriptor then stays open.
    """
    table, places = bytearray(), []
    offset = _BEFORE_TABLE + len(parts) * _ENTRY.size + len(head)
    for part in parts:
        # Where it stands in another file, its size and digest are taken over from there.
        place = part.stored.places[part.index] if isinstance(part, Copied) else (0, len(part), _digest(part))
        places.append(place)
        table += _ENTRY.pack(offset, *place[1:])
        offset += place[1]
    covered = _COUNTS.pack(len(parts), len(head), offset) + table + head
    with open(descriptor, "wb", buffering=_BUFFER, closefd=False) as file:
        file.write(_MAGIC + _digest(covered))
        file.write(covered)
        _write_parts(file, parts, places)
    return Stored(descriptor, head, bytes(table), offset)


def open_stored(descriptor: int) -> Stored:
    """Read the head of a file, which is closed with what is returned; raises Damaged, and then it stays open."""
    try:
        size = os.fstat(descriptor).st_size
    except OSError as error:
        raise _unreadable(error) from error
    beginning = _read_at(descriptor, 0, min(size, _BEFORE_TABLE))
    if not beginning.startswith(_MAGIC):
        raise Damaged("it is of another version of pfin" if beginning.startswith(_NAME) else "it is no file of pfin's")
    if size < _BEFORE_TABLE:
        raise Damaged("it is cut short")
    counts = beginning[-_COUNTS.size :]
    parts, head_size, whole = _COUNTS.unpack(counts)
    table_size = parts * _ENTRY.size
    if whole != size or table_size + head_size > size - _BEFORE_TABLE:
        raise Damaged("it does not have its size")
    rest = _read_at(descriptor, _BEFORE_TABLE, table_size + head_size)
    if _digest(counts + rest) != beginning[len(_MAGIC) : -_COUNTS.size]:
        raise Damaged("its head does not have its digest")
    return Stored(descriptor, rest[table_size:], rest[:table_size], size)


def _write_parts(file: BinaryIO, parts: Sequence[bytes | Copied], places: Sequence[tuple[int, int, bytes]]) -> None:
    """Write parts one after the other; those that follow each other in another file are copied at once."""
    index = 0
    while index < len(parts):
        part = parts[index]
        begin, size, _ = places[index]
        index += 1
        if isinstance(part, Copied):
            while index < len(parts):
                following = parts[index]
                offset, more, _ = places[index]
                if not isinstance(following, Copied) or following.stored is not part.stored or offset != begin + size:
                    break
                size += more
                index += 1
            part.stored.copy(begin, size, file)
        else:
            file.write(part)


def _size(part: bytes | Copied) -> int:
    return part.stored.places[part.index][1] if isinstance(part, Copied) else len(part)


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()[:_DIGEST_SIZE]


def _unreadable(error: OSError) -> Damaged:
    return Damaged(f"it cannot be read: {(error.strerror or str(error)).lower()}")


def _read_at(descriptor: int, offset: int, size: int) -> bytes:
    """Bytes of a file; raises Damaged where not all of them are there or can be read."""
    found = []
    try:
        while size:
            data = _pread(descriptor, size, offset)
            if not data:
                raise Damaged("it is cut short")
            found.append(data)
            offset += len(data)
            size -= len(data)
    except OSError as error:
        raise _unreadable(error) from error
    return found[0] if len(found) == 1 else b"".join(found)


if sys.platform == "win32":

    def _pread(descriptor: int, size: int, offset: int) -> bytes:
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, size)

else:
    _pread = os.pread

if sys.platform == "linux":

    def _copy_by_kernel(source: int, offset: int, size: int, target: int) -> int:
        """Copy to the end of a file what the kernel copies of it itself, and say how many bytes that were."""
        done = 0
        try:
            while done < size and (copied := os.copy_file_range(source, target, size - done, offset + done)):
                done += copied
        except OSError as error:
            if error.errno not in _NO_COPYING:
                raise
        return done

else:

    def _copy_by_kernel(source: int, offset: int, size: int, target: int) -> int:
        return 0
