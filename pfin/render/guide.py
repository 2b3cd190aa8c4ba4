"""Pages of the guide, which are Markdown, laid out for a terminal by rich."""

from io import StringIO

from rich.console import Console
from rich.markdown import Markdown

_WIDEST = 100


def to_text(page: str, *, width: int, color: bool) -> str:
    """A page as wide as the terminal, but no wider than reads well."""
    written = StringIO()
    console = Console(
        file=written,
        width=min(width, _WIDEST),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
    )
    console.print(Markdown(page, hyperlinks=False))
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())
