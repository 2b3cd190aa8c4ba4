"""Loading a journal by way of the cache.

Four ways lead to a ledger, each to the same one:

- *As it was.* Every file has the contents it had, and patterns and documents find what they found: the ledger is the
  snapshot that was kept.
- *Changed.* Files are read but for the pieces that are still there. If what changed is plain, it is carried into the
  snapshot (:mod:`pfin.store.change`).
- *Booked again.* Else the statements of known pieces are decoded, and all is booked.
- *From nothing*, where nothing was kept, or what was kept is of no use.

All but the first leave a new snapshot. Nothing of reading and booking is imported where the first is enough.
"""

from collections.abc import Callable, Mapping
from datetime import date as Date
from functools import partial

from pfin.ledger.entries import Entries
from pfin.ledger.ledger import Ledger
from pfin.model.amount import ARITHMETIC, computing_in
from pfin.model.diagnostics import Place
from pfin.model.sources import Sources
from pfin.store.container import Damaged
from pfin.store.entries import StoredEntries
from pfin.store.folder import CacheFolder, name_of
from pfin.store.inputs import NO_INPUTS, current_inputs, is_right_on
from pfin.store.snapshot import Snapshot, opened


def load_kept(entry: str, today: Date | None, cache: CacheFolder) -> Ledger:
    """Load the journal with this absolute path, and keep what is found."""
    snapshot = _snapshot(entry, cache)
    inputs = NO_INPUTS
    try:
        if snapshot is not None:
            inputs = current_inputs(snapshot.head)
            if inputs.same and is_right_on(snapshot.head, today):
                ledger = ledger_of(snapshot, inputs.contents, today)
                cache.tell("the journal is as it was")
                return ledger
        from .again import load_again  # reading and booking

        return load_again(entry, today, cache, snapshot, inputs)
    except Damaged as error:
        cache.tell(f"what was kept is damaged: {error}")
        from .again import load_again

        return load_again(entry, today, cache, None, inputs)


def _snapshot(entry: str, cache: CacheFolder) -> Snapshot | None:
    stored = cache.read(name_of(entry))
    if stored is None:
        return None
    try:
        return opened(stored, entry)
    except Damaged as error:
        cache.tell(f"what was kept is not used: {error}")
        return None


def ledger_of(snapshot: Snapshot, contents: Mapping[str, bytes], today: Date | None) -> Ledger:
    """The ledger of a snapshot that is right for files with these contents; raises Damaged."""
    head = snapshot.head
    sources = Sources()
    for file in head.files:
        sources.add(file.name, partial(_text, contents[file.name]))
    return Ledger(
        head.entry,
        [file.name for file in head.files],
        head.options,
        StoredEntries(snapshot, _reader(head.entry, contents, today)),
        head.diagnostics,
        sources,
        discarded=snapshot.discarded,
        resolutions={Place(file, line): found for file, line, found in snapshot.fallen.resolutions},
    )


def _reader(entry: str, contents: Mapping[str, bytes], today: Date | None) -> Callable[[], Entries]:
    """What reads a journal once more from the contents of its files."""

    @computing_in(ARITHMETIC)
    def read() -> Entries:
        from .anew import load_anew

        return load_anew(entry, today, None, contents).entries

    return read


def _text(data: bytes) -> str:
    from pfin.syntax.files import Text, decode

    content = decode(data)
    assert isinstance(content, Text), "a file that was kept is a text"
    return content.text
