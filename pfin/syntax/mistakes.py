"""Mistakes within a block, as values."""

from msgspec import Struct

# No journal that is kept by people has longer directives (in characters); they would take minutes and all memory.
LONGEST_BLOCK = 4_000_000

# Names are taken apart into their parents; nobody needs a longer name, and it would take for ever.
LONGEST_ACCOUNT = 1000

PIPE_CODE = "pipe-separator"

# Beancount keeps the place of a posting under these keys of its metadata.
RESERVED_KEYS = frozenset(("filename", "lineno"))


class Mistake(Struct, frozen=True, gc=False):
    """One thing wrong within a block.

    ``row`` counts lines within the block from 0, columns count from 1, ``end_column`` is the one after the last; both
    columns are 0 where the whole line is meant.
    """

    code: str
    message: str
    row: int
    column: int
    end_column: int
    label: str = ""
    hint: str | None = None
