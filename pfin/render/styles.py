"""Colours, by what they mean. They only add to what the text itself says."""

from collections.abc import Callable
from functools import cache

from pfin.report.table import Tone

Paint = Callable[[str, str], str]

TONES = {
    Tone.PLAIN: "",
    Tone.FAINT: "dim",
    Tone.STRONG: "bold",
    Tone.WRONG: "red",
    Tone.STRUCK: "strike dim",
    Tone.MORE: "green",
    Tone.LESS: "yellow",
}
# The numbers by which terminals know them (ECMA-48). rich knows them too, but takes ten milliseconds to say so.
_LOOKS = {"bold": 1, "dim": 2, "strike": 9}
_COLORS = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "cyan": 36}


def plain(text: str, _style: str) -> str:
    """The text as it is."""
    return text


def painter(color: bool) -> Paint:
    """A function of a text and the words of a style (``bold red``) that adds the colour, or nothing where off.

    Only the sixteen colours that a terminal's own theme sets are used.
    """
    if not color:
        return plain
    return _painted


def _painted(text: str, style: str) -> str:
    if not style or not text:
        return text
    return f"\x1b[{_codes(style)}m{text}\x1b[0m"


@cache
def _codes(style: str) -> str:
    """The numbers of a style; of several colours the last one counts."""
    words = style.split()
    looks = sorted({_LOOKS[word] for word in words if word not in _COLORS})
    colors = [_COLORS[word] for word in words if word in _COLORS]
    return ";".join(map(str, looks + colors[-1:]))
