"""Colours, by what they mean. They only add to what the text itself says."""

from collections.abc import Callable

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


def plain(text: str, _style: str) -> str:
    """The text as it is."""
    return text


def painter(color: bool) -> Paint:
    """A function of a text and the words of a style (``bold red``) that adds the colour, or nothing where off.

    Only the sixteen colours that a terminal's own theme sets are used.
    """
    if not color:
        return plain
    from rich.color import ColorSystem
    from rich.style import Style

    def paint(text: str, style: str) -> str:
        if not style or not text:
            return text
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)

    return paint
