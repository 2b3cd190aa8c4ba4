"""Reading a whole journal: the entry file, then the files it includes, then those they include, as Beancount does."""

import os
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from pfin.model.account import Roots
from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import Directive, chronological
from pfin.model.journal import Journal
from pfin.model.options import Options
from pfin.model.parsed import Include, Plugin

from .files import Text, Unreadable, decode, matching, read_bytes, read_text
from .options import FileOptions
from .pieces import KnownFile
from .reading import Reading

NO_CONTENTS: Mapping[str, bytes] = MappingProxyType({})

_GLOB = re.compile(r"[*?\[]")


class AskedFile(Struct, frozen=True):
    """A file that was asked for, and its bytes; None where it cannot be read."""

    name: str
    data: bytes | None


class AskedPattern(Struct, frozen=True):
    """An include pattern, the file whose folder it is relative to, and the files it was found to mean."""

    file: str
    pattern: str
    found: tuple[str, ...]


class Files(Struct, frozen=True):
    """The files of a journal, each read by itself, and what was asked of the disk to find them.

    ``asked`` has each file once, in the order they were first asked for. ``options`` and ``plugins`` are those of the
    journal (see :class:`~pfin.model.journal.Journal`).
    """

    entry: str
    readings: tuple[Reading, ...]
    options: Options
    plugins: tuple[Plugin, ...]
    asked: tuple[AskedFile, ...]
    patterns: tuple[AskedPattern, ...]

    def journal(self) -> Journal:
        """All directives together, in chronological order."""
        directives: list[Directive] = []
        for file in self.readings:
            directives += file.directives()
        directives.sort(key=chronological)
        return Journal(self.entry, tuple(file.name for file in self.readings), directives, self.options, self.plugins)


KnownFiles = Callable[[str, bytes], KnownFile | None]
"""What is known of a file with this name and these bytes, from an earlier reading of it."""


def read_journal(path: str, problems: Problems, contents: Mapping[str, bytes] = NO_CONTENTS) -> Journal:
    """Read the entry file and everything it includes, directly or not.

    Problems of reading and of syntax are added to ``problems``; what could be understood is in the result.
    ``contents`` are read in place of the files at these absolute paths.
    """
    return read_files(path, problems, contents).journal()


def read_files(
    path: str, problems: Problems, contents: Mapping[str, bytes] = NO_CONTENTS, known: KnownFiles | None = None
) -> Files:
    """Read the files of a journal, but do not gather their directives; the arguments are those of read_journal.

    What ``known`` says of a file is not read again.
    """
    entry = _absolute(path)
    readings: list[Reading] = []
    asked: list[AskedFile] = []
    patterns: list[AskedPattern] = []
    # Each file with the include that asked for it.
    waiting: deque[tuple[str, Include | None]] = deque([(entry, None)])
    asked_by: dict[str, Include | None] = {}
    valid: dict[Roots, set[str]] = {}
    while waiting:
        name, include = waiting.popleft()
        if name in asked_by:
            _report_repeated(name, include, asked_by[name], problems)
            continue
        asked_by[name] = include
        read = _read(name, contents, entry=include is None)
        if isinstance(read, Unreadable):
            asked.append(AskedFile(name, None))
            _report_unreadable(name, include, read, problems)
            continue
        data, content = read
        asked.append(AskedFile(name, data))
        problems.sources.add(name, content.text)
        file = Reading(name, content, problems, known=known(name, data) if known else None, valid_accounts=valid)
        file.read()
        if readings:
            file.warn_of_no_effect()
        readings.append(file)
        for wanted in file.includes:
            found = matching(wanted.pattern, os.path.dirname(name))
            patterns.append(AskedPattern(name, wanted.pattern, tuple(found)))
            if not found:
                _report_no_match(wanted, problems)
            waiting.extend((other, wanted) for other in found)
    plugins = tuple(readings[0].plugins) if readings else ()
    return Files(entry, tuple(readings), _options(readings), plugins, tuple(asked), tuple(patterns))


def _read(name: str, contents: Mapping[str, bytes], *, entry: bool) -> tuple[bytes, Text] | Unreadable:
    data = contents[name] if name in contents else read_bytes(name, entry=entry)
    if isinstance(data, Unreadable):
        return data
    content = decode(data)
    return content if isinstance(content, Unreadable) else (data, content)


def _options(readings: Sequence[Reading]) -> Options:
    """The options of the entry file, with the operating currencies of all."""
    options = [file.options.values() for file in readings]
    currencies = dict.fromkeys(currency for each in options for currency in each.operating_currencies)
    return replace(options[0] if options else FileOptions().values(), operating_currencies=tuple(currencies))


def _absolute(path: str) -> str:
    try:
        return os.path.abspath(path)
    except OSError:
        # The current folder is gone; the path will not be found either.
        return os.path.normpath(path)


def _report_unreadable(name: str, include: Include | None, why: Unreadable, problems: Problems) -> None:
    at: Placed = include or Place(name, 0)
    problems.error(why.code, f"{name} cannot be read: {why.reason}", at, hint=why.hint)


def _report_repeated(name: str, include: Include | None, before: Include | None, problems: Problems) -> None:
    assert include is not None, "the entry file is the first to be asked for"
    related = [] if before is None else [(before, "included here before")]
    message = f"{name} is included again" if related else f"{name} is the entry file and cannot be included"
    problems.error("repeated-include", message, include, related=related, hint="remove this line")


def _report_no_match(include: Include, problems: Problems) -> None:
    folder = os.path.dirname(include.file)
    hint = None
    if not _GLOB.search(include.pattern):
        missing = read_text(os.path.join(folder, include.pattern), entry=False)
        hint = missing.hint if isinstance(missing, Unreadable) else None
    problems.error(
        "missing-file",
        f'no file matches "{include.pattern}"',
        include,
        focus=f'"{include.pattern}"',
        hint=hint or f"patterns are relative to {folder}",
    )
