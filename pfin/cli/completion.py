"""Completion of account names in the shell.

It has to answer while a finger is on the key, so the journal is not loaded: its files are searched for ``open``
directives. It says nothing of what goes wrong, because a message would end up in the middle of the line being typed.
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
_INCLUDE = re.compile(r'^include[ \t]+"([^"\n]*)"', re.MULTILINE)
# Shells cut a word at these, and readline then puts completions after the last of them.
_BASH_CUTS = re.compile(r"\n?([:=])\n?")


def complete_account(ctx: typer.Context, incomplete: str) -> list[str]:
    """The accounts of the journal that begin with what was typed."""
    from .context import named_journal

    journal = named_journal(_typed_file(ctx))
    if journal is None:
        return []
    return sorted({account for account in _opened(journal) if account.startswith(incomplete)})


def _typed_file(ctx: typer.Context) -> str | None:
    """What was given to ``--file``, after the command's name or before it."""
    typed = ctx.params.get("file") or (ctx.parent.params.get("file") if ctx.parent else None)
    return str(typed) if typed else None


def _opened(journal: str) -> Iterator[str]:
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
        yield from _OPEN.findall(content.text)
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
