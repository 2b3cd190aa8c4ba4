"""Pages of the guide, which are Markdown, laid out for a terminal by rich."""

from io import StringIO

from rich.console import Console
from rich.markdown import Markdown
from rich.style import Style
from rich.theme import Theme

_WIDEST = 100
# No background of its own: what is dark on one terminal is a blot on another.
_THEME = Theme({"markdown.code": Style(bold=True), "markdown.code_block": Style()})
_CODE = "ansi_light"


def to_text(page: str, *, width: int, color: bool) -> str:
    """A page as wide as the terminal, but no wider than reads well."""
    written = StringIO()
    console = Console(
        file=written,
        width=min(width, _WIDEST),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        theme=_THEME,
    )
    console.print(Markdown(page, hyperlinks=False, code_theme=_CODE))
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())
