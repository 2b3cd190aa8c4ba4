"""The common form of what a program made of a journal: plain lines of text that can be compared and read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date as Date
from decimal import Context, Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

Value = TypeVar("Value")
Place = tuple[str, int]

# Stocks are sums without rounding on either side: wide enough for any numbers that tests make.
EXACT = Context(prec=1000)


class Reading(NamedTuple):
    """What one program made of a journal.

    ``places`` are the lines of the journal's files that errors point at; ``syntax`` are those of them where text is
    not of the language (known of Beancount only); ``unplaced`` counts errors that point at no line (a missing include,
    say); ``messages`` are for people only. A directive is one text of several lines. ``crashed`` says that the
    program died.
    """

    places: frozenset[Place] = frozenset()
    syntax: frozenset[Place] = frozenset()
    unplaced: int = 0
    messages: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    crashed: bool = False

    @property
    def rejected(self) -> bool:
        return bool(self.places or self.unplaced)


def relative(file: str, folder: Path) -> str | None:
    """The name of a file below the journal's folder; None for any other, such as the names of files that are none."""
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_absolute() and path.is_relative_to(folder) else None


def number(value: object) -> str:
    """A number with all its digits, without an exponent; a dash for none, and for one that was never found."""
    return f"{value:f}" if isinstance(value, Decimal) else "-"


def cost(units: Decimal, currency: str, date: Date, label: str | None) -> str:
    return f"{{{number(units)} {currency}, {date}, {label!r}}}"


def names(values: Iterable[str] | None) -> str:
    return "(" + " ".join(sorted(values or ())) + ")"


def metadata(meta: Mapping[str, Value], indent: str, show: Callable[[Value], str]) -> list[str]:
    """One line a key; keys that the programs add for their own use are not the journal's and are left out."""
    own = ("filename", "lineno")
    return [f"{indent}{key}: {show(meta[key])}" for key in meta if key not in own and not key.startswith("__")]


def narration(flag: str, text: str) -> str:
    """A narration; those of the transactions that pads make are in each program's own words."""
    return "padding" if flag == "P" and text.strip("(").startswith("Padding ") else text


def lots(held: Mapping[str, Mapping[str, Decimal]]) -> tuple[str, ...]:
    """One line a lot: ``held`` has the units by account and by commodity and cost."""
    return tuple(
        f"{account}: {number(units.normalize(EXACT))} {lot}"
        for account in sorted(held)
        for lot, units in sorted(held[account].items())
        if units
    )
