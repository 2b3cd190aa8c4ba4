import pytest
from rich.color import ColorSystem
from rich.style import Style

from pfin.render.styles import painter

STYLES = ["", "bold", "dim", "strike dim", "red", "green", "yellow", "blue", "bold cyan", "bold bold red", "red  green"]


@pytest.mark.parametrize("style", [*STYLES, "green red", "yellow dim bold"])
def test_styles_are_those_of_rich(style: str) -> None:
    expected = Style.parse(style).render("text", color_system=ColorSystem.STANDARD)
    assert painter(True)("text", style) == expected
    assert painter(False)("text", style) == "text"


def test_nothing_has_no_style() -> None:
    assert painter(True)("", "bold") == ""
