"""What a journal was read from, and whether it still is the same: the contents of files, and what is in folders."""

import os
import stat
from collections.abc import Iterable, Sequence
from datetime import date as Date
from hashlib import sha256

from msgspec import Struct

from pfin.model.directives import Directive, Document
from pfin.model.sources import LARGEST_FILE

from .snapshot import Head, KeptDocument, KeptFile, KeptFolder, KeptPattern


class Inputs(Struct, frozen=True):
    """The bytes of the files that a snapshot names, as far as they can be read, with their digests.

    ``same`` says that they are all as the snapshot has them, and that nothing else is new.
    """

    contents: dict[str, bytes]
    digests: dict[str, bytes]
    same: bool


NO_INPUTS = Inputs({}, {}, False)


def current_inputs(head: Head) -> Inputs:
    """What is there now of that which a snapshot was made from."""
    contents = {file.name: data for file in head.files if (data := _bytes_of(file.name)) is not None}
    digests = {name: digest_of(data) for name, data in contents.items()}
    same = all(digests.get(file.name) == file.digest for file in head.files)
    return Inputs(contents, digests, same and _finds_the_same(head))


def is_right_on(head: Head, today: Date | None) -> bool:
    """Whether what expired by the day of a snapshot is what expires by another, or by that of the last directive."""
    now = head.last if today is None else today
    return all((day < now) == (day < head.today) for day in head.expiries)


class Documents(Struct, frozen=True):
    """What there is of documents: the files that directives name, and the folders in which others are looked for."""

    files: tuple[KeptDocument, ...]
    folders: tuple[KeptFolder, ...]


def documents_of(directives: Iterable[Directive], folders: Iterable[str]) -> Documents:
    """What there is of the documents of a journal now."""
    paths = dict.fromkeys(each.path for each in directives if type(each) is Document)
    return Documents(_documents_now(paths), _folders_now(folders))


def same_documents(head: Head) -> bool:
    """Whether documents are as they were."""
    return (
        _documents_now(each.path for each in head.documents) == head.documents
        and _folders_now(each.path for each in head.folders) == head.folders
    )


def _documents_now(paths: Iterable[str]) -> tuple[KeptDocument, ...]:
    return tuple(KeptDocument(path, os.path.exists(path)) for path in paths)


def _folders_now(paths: Iterable[str]) -> tuple[KeptFolder, ...]:
    return tuple(KeptFolder(path, _names_in(path)) for path in paths)


def _names_in(folder: str) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries))
    except OSError:
        # Not what an empty folder has.
        return ("",)


def digest_of(data: bytes) -> bytes:
    """The digest of a file's bytes."""
    return sha256(data).digest()


def _bytes_of(name: str) -> bytes | None:
    """The bytes of a regular file, None where there is none that is read."""
    try:
        status = os.stat(name)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
            return None
        with open(name, "rb", buffering=0) as file:
            return file.read()
    except (OSError, ValueError):
        return None


def _finds_the_same(head: Head) -> bool:
    if not same_documents(head):
        return False
    if not head.patterns:
        return True
    from pfin.syntax.files import matching  # only journals with includes need it

    return all(tuple(matching(each.pattern, os.path.dirname(each.file))) == each.found for each in head.patterns)


def kept_files(asked: Sequence[tuple[str, bytes]], inputs: Inputs) -> tuple[KeptFile, ...]:
    """Files that were read, with their digests; those that are known are not worked out again."""
    return tuple(
        KeptFile(name, inputs.digests[name] if inputs.contents.get(name) is data else digest_of(data))
        for name, data in asked
    )


def kept_patterns(patterns: Sequence[tuple[str, str, tuple[str, ...]]]) -> tuple[KeptPattern, ...]:
    """Include patterns: the file, the pattern, what it was found to mean."""
    return tuple(KeptPattern(*pattern) for pattern in patterns)
