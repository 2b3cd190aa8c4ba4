"""What two parsers make of the text around a mistake, which is where they may differ on purpose.

Beancount's parser resumes wherever a directive could begin, and gives up what it was about to finish; pfin cuts the
text into blocks (a line in column 0 and the indented lines under it) first, and a mistake spoils its block and nothing
else. Hence, around a syntax error and nowhere else:

- Beancount loses the directive above a line that begins with an invalid word; pfin keeps it.
- Beancount keeps a directive that stands in an indented line or behind the mistake; to pfin it is part of the spoilt
  block. Where this is a command (an option, say), nothing can be compared.
- Beancount is silent for a few words after a mistake, so pfin may name lines that follow a named line.
- Beancount may name several lines of a spoilt block; pfin names at least one of them.

Where a directive is lost or kept by one of them only, nothing that depends on directives is compared.
"""

import re
from pathlib import Path

from reading import Place, Reading

# A command that is not the first word of its line.
COMMAND = re.compile(r"(^\s+|\S\s*)(option|plugin|include|pushtag|poptag|pushmeta|popmeta)")


def set_aside(theirs: Reading, ours: Reading, folder: Path) -> tuple[Reading, Reading]:
    """The two readings without these differences."""
    texts = _Texts(folder)
    if any(COMMAND.search(texts.line(place)) for place in theirs.syntax):
        return Reading(), Reading()
    asked, said = theirs.places, ours.places
    their, our = _places(theirs), _places(ours)
    excused = all(texts.below(place) in theirs.syntax for place in our - their) and all(
        place in theirs.syntax or texts.is_indented(place) for place in their - our
    )
    if their != our and excused:
        asked, said = theirs.syntax, ours.places & theirs.syntax
        theirs, ours = theirs._replace(directives=(), lots=()), ours._replace(directives=(), lots=())
    spoilt = {texts.block(place) for place in ours.places}
    missing = frozenset(
        place for place in asked - said if not (texts.block(place) in spoilt or texts.follows(place, ours.places))
    )
    extra = frozenset(place for place in said - asked if not texts.follows(place, theirs.syntax | ours.places, empty=1))
    both = asked & said
    return theirs._replace(places=both | missing), ours._replace(places=both | extra)


def _places(reading: Reading) -> frozenset[Place]:
    """Where the directives of a reading begin, those apart that are on no line of a file."""
    heads = (directive.split("\n")[0].rpartition(" at ")[2].rpartition(":") for directive in reading.directives)
    return frozenset((file, int(line)) for file, _, line in heads if file)


class _Texts:
    """The lines of a journal's files, and how they hang together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def line(self, place: Place) -> str:
        lines = (self._folder / place[0]).read_bytes().decode("utf-8", "replace").split("\n")
        return lines[place[1] - 1] if 0 < place[1] <= len(lines) else ""

    def is_indented(self, place: Place) -> bool:
        return self.line(place)[:1] in (" ", "\t")

    def block(self, place: Place) -> Place:
        """The line in column 0 that a line belongs to."""
        file, line = place
        while line > 1 and self.is_indented((file, line)):
            line -= 1
        return (file, line)

    def below(self, place: Place) -> Place:
        """The first line below the block that begins at a place."""
        file, line = place
        while self.is_indented((file, line + 1)):
            line += 1
        return (file, line + 1)

    def follows(self, place: Place, named: frozenset[Place], *, empty: int = 0) -> bool:
        """Whether a line above is among the named ones, with at most so many empty lines between.

        From an indented place empty lines do not count. (An empty line is one of the three words for which Beancount
        stays silent.)
        """
        file, line = place
        while line > 1:
            if not self.line((file, line - 1)).strip() and not self.is_indented((file, line)):
                if not empty:
                    return False
                empty -= 1
            line -= 1
            if (file, line) in named:
                return True
        return False
