"""How diagnostics of booking word what there may be much of."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

MOST_LISTED = 5
"""How many of a kind a message lists, and how many related places a diagnostic has."""


def listed(items: Collection[object]) -> str:
    """The items, separated by commas: the first five and how many more there are."""
    return listed_of(items, len(items))


def listed_of(items: Iterable[object], count: int) -> str:
    """The items, of which there are so many, as :func:`listed`."""
    shown = ", ".join(map(str, first(items)))
    return f"{shown} and {count - MOST_LISTED} more" if count > MOST_LISTED else shown


def enumerated(items: Collection[object]) -> str:
    """The items as a sentence names them ("a, b and c"), after the first five how many more there are."""
    if len(items) > MOST_LISTED or len(items) < 2:
        return listed(items)
    *others, last = items
    return f"{', '.join(map(str, others))} and {last}"


def first(items: Iterable[T]) -> list[T]:
    """As many of the items as a diagnostic lists."""
    return list(islice(items, MOST_LISTED))
