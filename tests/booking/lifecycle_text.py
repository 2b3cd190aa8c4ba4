"""A journal that is written day by day, as text that can be cut, reordered and mended."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from random import Random

Legs = Iterable[tuple[str, int]]
_FIRST = Date(2025, 1, 1)


def date_of(day: int) -> Date:
    """The date of the first day, 1, or of one after it."""
    return _FIRST + timedelta(days=day - 1)


def money(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02} USD"


def leg_lines(legs: Legs, mark: str = "") -> str:
    return "".join(f"  {mark}{account}  {money(cents)}\n" for account, cents in legs)


@dataclass(frozen=True)
class Entry:
    """A directive with its ``links``; ``resolves`` is the link of what it resolves, where it does."""

    day: int
    text: str
    links: tuple[str, ...] = ()
    resolves: str | None = None


def text(entries: Iterable[Entry]) -> str:
    return "".join(entry.text for entry in entries)


def until(entries: Iterable[Entry], day: int) -> str:
    """The text of entries up to a day; the lines of later ones are empty, so that all others stand where they stood."""
    return "".join(entry.text if entry.day <= day else "\n" * entry.text.count("\n") for entry in entries)


def without(entries: Iterable[Entry], gone: Set[str]) -> str:
    """The text without the pending legs that have one of the links, and without the words that resolve these."""
    return "".join(_mended(entry, gone) for entry in entries)


def _mended(entry: Entry, gone: Set[str]) -> str:
    if entry.resolves in gone:
        cut = (f'  posts: "{entry.resolves}"', f'  posts-part: "{entry.resolves}"')
        return "" if "custom" in entry.text else _without_lines(entry.text, cut)
    if entry.resolves is None and not gone.isdisjoint(entry.links):
        return "" if entry.text[11:12] == "!" else _without_lines(entry.text, ("  ! ", "  expires"))
    return entry.text


def _without_lines(text: str, begun: tuple[str, ...]) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(begun))


def reordered(entries: Sequence[Entry], random: Random) -> str:
    """The text in another order, in which resolutions of one day that have to do with the same link stay in theirs.

    These say one after the other what becomes of something, and a day has no hours to say it.
    """
    waiting = list(entries)
    taken: list[Entry] = []
    while waiting:
        index = random.randrange(len(waiting))
        # Whatever has to come before the one that is picked comes first; there is an end to it.
        while (before := next((n for n in range(index) if _precedes(waiting[n], waiting[index])), None)) is not None:
            index = before
        taken.append(waiting.pop(index))
    return text(taken)


def _precedes(entry: Entry, later: Entry) -> bool:
    if entry.day != later.day or entry.resolves is None or later.resolves is None:
        return False
    return not {entry.resolves, *entry.links}.isdisjoint({later.resolves, *later.links})
