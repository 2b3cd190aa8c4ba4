"""Characters as they stand on a screen: what is dangerous made visible, and how many columns text takes."""

import re

ELLIPSIS = "…"

# Control characters could move the cursor or set colours; marks of writing direction could make a line read unlike
# what it says; halves of surrogate pairs stand for bytes that are not UTF-8 and cannot be written.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_UNSAFE_IN_LINES = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"

# Latin letters, and what bars and courses are drawn with: all of these take one column.
_NARROW = "[ -~\xa1-\xac\xae-\u02ff…│▁-█▉-▏░]*"

_BREAKS = r"[\r\n\t]+"


def visible(text: str) -> str:
    """The text with every character that a terminal would obey written as its number, after a backslash."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, _escape, text)


def one_line(text: str) -> str:
    """The same, on one line: tabs and line ends become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return visible(re.sub(_BREAKS, " ", text))


def visible_lines(text: str) -> str:
    """The same for a text of several lines: line ends and tabs stay."""
    return re.sub(_UNSAFE_IN_LINES, _escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def columns(text: str) -> int:
    """How many columns a text of visible characters takes; many East Asian characters take two, accents none."""
    # To ask rich takes some milliseconds at first.
    if text.isascii() or re.fullmatch(_NARROW, text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, width: int) -> str:
    """The text with spaces behind it up to a width in columns."""
    return text + " " * (width - columns(text))


def shortened(text: str, width: int) -> str:
    """The text, or as much of its beginning as fits a width in columns, with an ellipsis."""
    if columns(text) <= width:
        return text
    kept = ""
    room = width - 1
    for character in text:
        room -= columns(character)
        if room < 0:
            break
        kept += character
    return kept + ELLIPSIS


def shortened_account(account: str, width: int) -> str:
    """An account that fits a width: its first components become initials, one after the other, the last stays longest.

    ``Assets:Bank:Checking`` becomes ``A:Bank:Checking``, then ``A:B:Checking``, and only then ``A:B:Chec…``.
    """
    parts = account.split(":")
    for index in range(len(parts) - 1):
        if columns(":".join(parts)) <= width:
            break
        parts[index] = parts[index][:1]
    return shortened(":".join(parts), width)
