"""The known name nearest to one that is not known, for hints, at a cost that does not grow with the names.

To compare two names letter by letter takes tens of microseconds, and a journal may know a hundred thousand. So the
names are first narrowed down by the three letters that follow each other anywhere in them: those that share the rarest
such triples with the name that is looked for. Only a few dozen are then compared in full.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

# Whoever has more unknown names than this is not looking for typing mistakes.
_MOST_SEARCHES = 20
_MOST_COMPARED = 50
_MOST_COUNTED = 5_000
# Nobody types longer names, and comparing them takes time in proportion to the square of their length.
_LONGEST = 200
_TRIPLE = 3


class Nearest:
    """Finds names that somebody may have meant.

    The first search reads all known names once. Each of at most twenty searches then counts triples in some thousands
    of names and compares fifty; what is asked after those is not found. So the work is bounded, about 20 milliseconds
    beyond the first reading. Names longer than 200 characters are neither looked for nor found.
    """

    def __init__(self, known: Iterable[str], likeness: float = 0.75) -> None:
        """``likeness`` is the least share of letters in common, from 0 to 1, as difflib measures it."""
        self._known = sorted({name for name in known if len(name) <= _LONGEST})
        self._likeness = likeness
        self._by_triple: dict[str, list[int]] | None = None
        self._found: dict[str, str | None] = {}

    def to(self, name: str) -> str | None:
        """The known name most like this one, or None where none is like it."""
        if name not in self._found:
            if len(self._found) >= _MOST_SEARCHES:
                return None
            self._found[name] = self._search(name) if len(name) <= _LONGEST else None
        return self._found[name]

    def _search(self, name: str) -> str | None:
        from difflib import get_close_matches  # most journals have no such mistake, and start sooner

        matches = get_close_matches(name, self._candidates(name), 1, self._likeness)
        return matches[0] if matches else None

    def _candidates(self, name: str) -> list[str]:
        if len(self._known) <= _MOST_COMPARED:
            return self._known
        if self._by_triple is None:
            self._by_triple = _by_triple(self._known)
        shared: Counter[int] = Counter()
        counted = 0
        for indices in sorted((self._by_triple.get(triple, []) for triple in _triples(name)), key=len):
            shared.update(islice(indices, _MOST_COUNTED - counted))
            counted += len(indices)
            if counted >= _MOST_COUNTED:
                break
        return [self._known[index] for index, _ in shared.most_common(_MOST_COMPARED)]


def nearest(name: str, known: Iterable[str], likeness: float = 0.75) -> str | None:
    """The known name most like another one, for a single search; see :class:`Nearest`."""
    return Nearest(known, likeness).to(name)


def _by_triple(names: Iterable[str]) -> dict[str, list[int]]:
    by_triple: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        for triple in _triples(name):
            by_triple.setdefault(triple, []).append(index)
    return by_triple


def _triples(name: str) -> set[str]:
    # A blank marks both ends, so that short names have triples too, and the first and last letters count.
    padded = f" {name.casefold()} "
    return {padded[start : start + _TRIPLE] for start in range(len(padded) - _TRIPLE + 1)}
