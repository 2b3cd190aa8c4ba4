"""The known name nearest to one that is not known, for hints."""

import difflib
from collections.abc import Iterable

# Comparing names is slow. Whoever has more unknown names than this is not looking for typing mistakes.
_MOST_SEARCHES = 20


class Nearest:
    """Finds names that the writer of a journal may have meant."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(set(known))
        self._found: dict[str, str | None] = {}

    def to(self, name: str) -> str | None:
        """The known name most like this one, or None where none is like it."""
        if name not in self._found:
            matches: list[str] = []
            if len(self._found) < _MOST_SEARCHES:
                matches = difflib.get_close_matches(name, self._known, 1, 0.75)
            self._found[name] = matches[0] if matches else None
        return self._found[name]
