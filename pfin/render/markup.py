"""Text and elements for HTML and SVG. Nothing that a journal says can end a text or begin an element."""

import html
import re

from .characters import one_line

# What XML has no way to write, not even by its number.
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute, with what could mislead a reader made visible."""
    if text.isascii() and text.isprintable():
        return html.escape(text)
    return html.escape(_NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", one_line(text)))


def element(name: str, content: str = "", **attributes: str | float | None) -> str:
    """An element around markup; attributes that are None are left out, ``_`` in their names is a hyphen.

    An underscore at the end of a name only keeps it apart from Python's own words.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>"


def _value(value: str | float) -> str:
    return coordinate(value) if isinstance(value, float) else escaped(str(value))


def coordinate(number: float) -> str:
    """A place in a drawing, to a tenth of its unit."""
    # Adding zero makes a negative zero a plain one.
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
