"""The grammar file, found wherever pfin is installed, and its whole-line terminals.

In a wheel the grammar lies inside this package, in the folder ``grammars``; in a checkout (and an editable install)
it is the folder ``grammar`` beside the package ``pfin``, which is the only place where it is edited.
"""

import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_PLACES = (_HERE / "grammars", _HERE.parent.parent / "grammar")

_NAME = re.compile(r"\{([A-Z_]+)\}")
_TERMINAL = re.compile(r"^([A-Z_]+)(?:\.-?\d+)?:[ ]*/(.*)/([a-z]*)$", re.MULTILINE)


@cache
def grammar_text(name: str = "journal") -> str:
    """The text of a grammar.

    Raises:
        FileNotFoundError: the installation is broken; no journal can cause this.

    """
    for place in _PLACES:
        path = place / f"{name}.lark"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"grammar {name}.lark is in none of: {', '.join(map(str, _PLACES))}")


@cache
def _terminals(grammar: str) -> dict[str, tuple[str, str]]:
    return {name: (pattern, flags) for name, pattern, flags in _TERMINAL.findall(grammar_text(grammar))}


def terminal(name: str, grammar: str = "journal") -> re.Pattern[str]:
    """The regular expression of a terminal that a grammar file writes as a single one.

    Reading it here spares loading lark for journals that are made of plain lines only, and for boundaries of one word.
    """
    pattern, flags = _terminals(grammar)[name]
    assert flags in ("", "m"), f"the terminal {name} has a flag that is not known here"
    return re.compile(_expanded(pattern, grammar), re.MULTILINE if flags else re.NOFLAG)


def _expanded(pattern: str, grammar: str) -> str:
    """A pattern with those of the terminals that it names in braces."""
    named = _NAME.sub(lambda match: f"(?:{_expanded(_terminals(grammar)[match[1]][0], grammar)})", pattern)
    return named.replace(r"\/", "/")
