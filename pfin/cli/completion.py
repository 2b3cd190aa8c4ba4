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
from contextlib import redirect_stdout
from io import StringIO

import typer

_OPEN = re.compile(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+open[ \t]+([^\s;]+)", re.MULTILINE)
# What a directive declares, or an amount of a posting or price.
_COMMODITY = re.compile(
    r"^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+(?:commodity|price[ \t]+\S+[ \t]+[\d.,]+)[ \t]+"
    r"|[ \t]+(?:[!*][ \t]+)?[^\s\";]+:[^\s\";]+[ \t]+[-+]?[\d.,]+[ \t]*)([A-Z][A-Z0-9'._-]*)",
    re.MULTILINE,
)
_BOUNDARY = re.compile(r'^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+custom[ \t]+"boundary"[ \t]+"([^"\n]+)"', re.MULTILINE)
_PENDING = re.compile(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ \t]+![^\n]*?[ \t]\^([A-Za-z0-9_/.-]+)", re.MULTILINE)
_RESOLVED = re.compile(
    r'^(?:[ \t]+(?:posts|compensates):|\d{4}\S+[ \t]+custom[ \t]+"discard")[ \t]*"([^"\n]+)"', re.MULTILINE
)
# Metadata stands below a directive, each as a line KEY: VALUE.
_KEY = re.compile(r"^[ \t]+([a-z][A-Za-z0-9_-]*):(?=[ \t\n])", re.MULTILINE)
_CATEGORIES = ("payee", "tag", "account")
_INCLUDE = re.compile(r'^include[ \t]+"([^"\n]*)"', re.MULTILINE)
# Shells cut a word at these, and readline then puts completions after the last of them.
_BASH_CUTS = re.compile(r"\n?([:=])\n?")


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


def _found(ctx: typer.Context, wanted: re.Pattern[str], beginning: str) -> list[str]:
    from .context import named_journal

    journal = named_journal(_typed_file(ctx))
    if journal is None:
        return []
    return sorted({name for text in _texts(journal) for name in wanted.findall(text) if name.startswith(beginning)})


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
        for pattern in _INCLUDE.findall(content.text):
            waiting.extend(matching(pattern, os.path.dirname(name)))


def rejoin_bash_words(words: str, index: int) -> tuple[str, int]:
    """The words of the line up to the cursor, one a line, without bash's cuts at colons, and the last one's index."""
    typed = "\n".join(words.split("\n")[: index + 1])
    rejoined = _BASH_CUTS.sub(r"\1", typed)
    return rejoined, rejoined.count("\n")


def complete_for_bash(app: typer.Typer) -> None:
    """Answer bash, which wants of each completion only what follows the last cut in the word being typed."""
    words, index = rejoin_bash_words(os.environ.get("COMP_WORDS", ""), int(os.environ.get("COMP_CWORD", "0")))
    os.environ["COMP_WORDS"], os.environ["COMP_CWORD"] = words, str(index)
    typed = words.rpartition("\n")[2]
    cut = max(typed.rfind(":"), typed.rfind("=")) + 1
    found = StringIO()
    try:
        with redirect_stdout(found):
            app([], prog_name="pfin")
    finally:
        sys.stdout.write("".join(f"{line[cut:]}\n" for line in found.getvalue().splitlines()))
