"""Reading a whole journal: the entry file, then the files it includes, then those they include, as Beancount does."""

import os
import re
from collections import deque
from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import Directive, chronological
from pfin.model.journal import Journal
from pfin.model.parsed import Include

from .files import Unreadable, decode, matching, read_text
from .options import FileOptions
from .reading import Reading

NO_CONTENTS: Mapping[str, bytes] = MappingProxyType({})

_GLOB = re.compile(r"[*?\[]")


def read_journal(path: str, problems: Problems, contents: Mapping[str, bytes] = NO_CONTENTS) -> Journal:
    """Read the entry file and everything it includes, directly or not.

    Problems of reading and of syntax are added to ``problems``; what could be understood is in the result.
    ``contents`` are read in place of the files at these absolute paths.
    """
    entry = _absolute(path)
    directives: list[Directive] = []
    first: Reading | None = None
    # Each file with the include that asked for it.
    waiting: deque[tuple[str, Include | None]] = deque([(entry, None)])
    asked: dict[str, Include | None] = {}
    currencies: dict[str, None] = {}
    while waiting:
        name, include = waiting.popleft()
        if name in asked:
            _report_repeated(name, include, asked[name], problems)
            continue
        asked[name] = include
        data = contents.get(name)
        content = read_text(name, entry=include is None) if data is None else decode(data)
        if isinstance(content, Unreadable):
            _report_unreadable(name, include, content, problems)
            continue
        problems.sources.add(name, content.text)
        file = Reading(name, content.text, problems, plain=content.exact)
        file.read()
        directives += file.directives
        currencies.update(dict.fromkeys(file.options.values().operating_currencies))
        if first is None:
            first = file
        else:
            file.warn_of_no_effect()
        for wanted in file.includes:
            found = matching(wanted.pattern, os.path.dirname(name))
            if not found:
                _report_no_match(wanted, problems)
            waiting.extend((other, wanted) for other in found)
    directives.sort(key=chronological)
    options = (first.options if first else FileOptions()).values()
    options = replace(options, operating_currencies=tuple(currencies))
    return Journal(entry, tuple(problems.sources), directives, options, tuple(first.plugins) if first else ())


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
