"""Completion in the shell: accounts and commodities of the journal, and words for periods.

It has to answer while a finger is on the key, so the journal is not loaded: its files are searched for ``open``
directives, or for what looks like an amount. It says nothing of what goes wrong, because a message would end up in
the middle of the line being typed.
"""

import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from io import StringIO

import typer

# How directives and metadata are written, a line each. Most runs complete nothing, so nothing is compiled until then.
_OPEN = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+open[ \t]+([^\s;]+)"
# What a directive declares, or an amount of a posting or price.
_COMMODITY = (
    r"^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+(?:commodity|price[ \t]+\S+[ \t]+[\d.,]+)[ \t]+"
    r"|[ \t]+(?:[!*][ \t]+)?[^\s\";]+:[^\s\";]+[ \t]+[-+]?[\d.,]+[ \t]*)([A-Z][A-Z0-9'._-]*)"
)
_BOUNDARY = r'^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+custom[ \t]+"boundary"[ \t]+"([^"\n]+)"'
_PENDING = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+![^\n]*?[ \t]\^([A-Za-z0-9_/.-]+)"
_RESOLVED = r'^(?:[ \t]+(?:posts|compensates):|\d{4}\S+[ \t]+custom[ \t]+"discard")[ \t]*"([^"\n]+)"'
# Metadata stands below a directive, each as a line KEY: VALUE.
_KEY = r"^[ \t]+([a-z][A-Za-z0-9_-]*):(?=[ \t\n])"
_CATEGORIES = ("payee", "tag", "account")
_INCLUDE = r'^include[ \t]+"([^"\n]*)"'
# Shells cut a word at these, and readline then puts completions after the last of them.
_BASH_CUTS = r"\n?([:=])\n?"


def complete_account(ctx: typer.Context, incomplete: str) -> list[str]:
    """The accounts of the journal that begin with what was typed."""
    return _found(ctx, _OPEN, incomplete)


def complete_boundary(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of boundaries, and the accounts of the journal, that begin with what was typed."""
    from pfin.systems.boundary import BUILT_IN

    built_in = (name for name in BUILT_IN if name.startswith(incomplete))
    return sorted({*built_in, *_found(ctx, _BOUNDARY, incomplete), *_found(ctx, _OPEN, incomplete)})


def complete_commodity(ctx: typer.Context, incomplete: str) -> list[str]:
    """The commodities of the journal that begin with what was typed."""
    return _found(ctx, _COMMODITY, incomplete)


def complete_pending(ctx: typer.Context, incomplete: str) -> list[str]:
    """The links of pending transactions that begin with what was typed."""
    resolved = _found(ctx, _RESOLVED, "")
    return [link for link in _found(ctx, _PENDING, incomplete.removeprefix("^")) if link not in resolved]


def complete_category(ctx: typer.Context, incomplete: str) -> list[str]:
    """What flows may be counted by that begins with what was typed: payees and the like, and keys of metadata."""
    words = [word for word in _CATEGORIES if word.startswith(incomplete)]
    return [*words, *(key for key in _found(ctx, _KEY, incomplete) if key not in words)]


def complete_period(incomplete: str) -> list[str]:
    """The words for days and periods that begin with what was typed, with hyphens, which need no quotes."""
    from .context import PERIOD_WORDS

    words = (word.replace(" ", "-") for word in PERIOD_WORDS)
    return [word for word in words if word.startswith(incomplete.casefold())]


def _found(ctx: typer.Context, wanted: str, beginning: str) -> list[str]:
    from .context import named_journal

    journal = named_journal(_typed_file(ctx))
    if journal is None:
        return []
    names = (name for text in _texts(journal) for name in re.findall(wanted, text, re.MULTILINE))
    return sorted({name for name in names if name.startswith(beginning)})


def _typed_file(ctx: typer.Context) -> str | None:
    """What was given to ``--file``, after the command's name or before it."""
    typed = ctx.params.get("file") or (ctx.parent.params.get("file") if ctx.parent else None)
    return str(typed) if typed else None


def _texts(journal: str) -> Iterator[str]:
    """What stands in the files of a journal."""
    from pfin.syntax.files import Unreadable, matching, read_text

    waiting = deque([os.path.abspath(os.path.expanduser(journal))])
    seen: set[str] = set()
    while waiting:
        name = waiting.popleft()
        if name in seen:
            continue
        seen.add(name)
        content = read_text(name, entry=False)
        if isinstance(content, Unreadable):
            continue
        yield content.text
        for pattern in re.findall(_INCLUDE, content.text, re.MULTILINE):
            waiting.extend(matching(pattern, os.path.dirname(name)))


def rejoin_bash_words(words: str, index: int) -> tuple[str, int]:
    """The words of the line up to the cursor, one a line, without bash's cuts at colons, and the last one's index."""
    typed = "\n".join(words.split("\n")[: index + 1])
    rejoined = re.sub(_BASH_CUTS, r"\1", typed)
    return rejoined, rejoined.count("\n")


def completed_words() -> list[str]:
    """The words before the one that a shell other than bash wants completed; none where nothing is to be."""
    return os.environ.get("_TYPER_COMPLETE_ARGS", "").split(" ")[1:-1]


def complete_for_bash() -> int:
    """Answer bash, which wants of each completion only what follows the last cut in the word being typed.

    Returns the exit code of the run.
    """
    from .main import application

    words, index = rejoin_bash_words(os.environ.get("COMP_WORDS", ""), int(os.environ.get("COMP_CWORD", "0")))
    os.environ["COMP_WORDS"], os.environ["COMP_CWORD"] = words, str(index)
    typed = words.rpartition("\n")[2]
    cut = max(typed.rfind(":"), typed.rfind("=")) + 1
    found = StringIO()
    with redirect_stdout(found), suppress(SystemExit):
        application(words.split("\n")[1:-1])([], prog_name="pfin")
    sys.stdout.write("".join(f"{line[cut:]}\n" for line in found.getvalue().splitlines()))
    return 0
