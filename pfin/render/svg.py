"""What drawings as SVG have in common: two sizes of each, and texts that fit their places without being measured.

Fonts differ, so the widths of texts are estimated from above, letter by letter. Colours and fonts are those of the
page, by the names of classes.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import Amount

from .characters import columns, one_line, shortened, shortened_account
from .markup import element, escaped
from .numbers import amount_text


class Form(Struct, frozen=True):
    """A size of a drawing: its width and its letters, in pixels where it is shown as wide as that.

    Each drawing is made for wide and for narrow screens, because one that shrinks takes its letters with it.
    """

    name: str
    width: int
    letters: int
    small_letters: int


WIDE = Form("wide", 960, 15, 14)
NARROW = Form("narrow", 340, 12, 11)

_THIN, _USUAL, _CAPITAL, _BROAD = 0.4, 0.64, 0.76, 1.0
_WIDTHS = dict.fromkeys("ijl.,:;'|!()[] ", _THIN) | dict.fromkeys("MWmw@%…—", _BROAD)


def text_width(text: str, size: float) -> float:
    """About how wide a text is in letters of a size; rather more than less."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if not letter.isascii() and columns(letter) > 1:
        return 1.2
    return _WIDTHS.get(letter) or (_CAPITAL if letter.isupper() or not letter.isascii() else _USUAL)


def fitting(name: str, room: float, size: float) -> str:
    """An account or other name, shortened to a room in pixels."""
    name = shown = one_line(name)
    shorten = shortened if " " in name else shortened_account
    width = columns(name)
    while width > 1 and text_width(shown, size) > room:
        width -= 1
        shown = shorten(name, width)
    return shown


def label(
    text: str, x: float, y: float, size: int, *, anchor: str = "start", room: float | None = None, look: str = ""
) -> str:
    """A line of text whose baseline is at ``y``; where it is wider than its room, its letters are pressed together."""
    pressed = room is not None and text_width(text, size) > room
    return element(
        "text",
        escaped(text),
        x=x,
        y=y,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        class_=look or None,
        textLength=room if pressed else None,
        lengthAdjust="spacingAndGlyphs" if pressed else None,
    )


def picture(form: Form, height: float, identity: str, title: str, description: str, content: str) -> str:
    """A whole drawing, which says in words too what it shows."""
    names = f"{identity}-{form.name}-title", f"{identity}-{form.name}-words"
    said = element("title", escaped(title), id=names[0]) + element("desc", escaped(description), id=names[1])
    return element(
        "svg",
        said + content,
        xmlns="http://www.w3.org/2000/svg",
        class_=form.name,
        viewBox=f"0 0 {form.width} {round(height)}",
        role="img",
        aria_labelledby=" ".join(names),
    )


def amount_words(digits: Mapping[str, int], commodity: str) -> Callable[[Decimal], str]:
    """How numbers of a commodity are written beside drawings."""
    return lambda number: f"{amount_text(Amount(number, commodity), digits, exact=False)} {one_line(commodity)}"
