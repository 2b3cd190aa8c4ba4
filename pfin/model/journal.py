"""A journal as read: all files together, parsed, in chronological order, nothing booked yet."""

from msgspec import Struct

from .directives import Directive
from .options import Options
from .parsed import Plugin


class Journal(Struct, frozen=True):
    """What the syntax room hands to the booking room.

    ``directives`` are in chronological order (see :func:`~pfin.model.directives.chronological`); transactions among
    them are :class:`~pfin.model.parsed.ParsedTransaction`. ``options`` and ``plugins`` are the entry file's: those of
    included files have no effect, as in Beancount.
    """

    entry: str
    files: tuple[str, ...]
    directives: list[Directive]
    options: Options
    plugins: tuple[Plugin, ...]
