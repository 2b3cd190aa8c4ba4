"""Reading and booking a journal of which something may be known, and keeping what is found."""

import os
from collections.abc import Sequence
from datetime import date as Date
from functools import cached_property

from pfin.booking.plain import PlainBooker
from pfin.ledger.ledger import Ledger
from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, chronological, is_seal
from pfin.model.journal import Journal
from pfin.model.options import Options
from pfin.model.parsed import ParsedTransaction, Statement
from pfin.model.sources import Sources
from pfin.store.change import carried
from pfin.store.codec import Unkeepable, encoded
from pfin.store.container import Stored
from pfin.store.folder import CacheFolder, name_of
from pfin.store.inputs import Documents, Inputs, documents_of, is_right_on
from pfin.store.keeping import snapshot_parts
from pfin.store.known import Known, KnownText, PlacedPiece, state_of
from pfin.store.moving import Obstacle
from pfin.store.snapshot import KeptPiece, NewParts, Snapshot
from pfin.syntax.journal import Files, KnownFiles, read_files
from pfin.syntax.pieces import KnownFile, Piece

from .kept import ledger_of


def load_again(entry: str, today: Date | None, cache: CacheFolder, snapshot: Snapshot | None, inputs: Inputs) -> Ledger:
    """Load a journal whose snapshot, if there is any, is not right any more, from the files as they are now.

    Raises Damaged where the snapshot is.
    """
    if snapshot is not None and snapshot.head.sealed:
        # A seal is of what was written, and pieces have what was booked.
        snapshot = None
    read = _Read(entry, inputs, snapshot)
    if snapshot is not None and not _book_alike(snapshot.head.options, read.files.options):
        snapshot = None
        read = _Read(entry, inputs, None)
    if snapshot is not None and is_right_on(snapshot.head, today):
        ledger = _changed(read, today, cache, snapshot)
        if ledger is not None:
            return ledger
    if snapshot is not None and any(is_seal(each) for piece in read.pieces for each in piece.statements):
        return load_again(entry, today, cache, None, inputs)
    return _booked(read, today, cache, snapshot)


class _Read:
    """The files of a journal as they were read, and the problems of that, of which booking will add to the list."""

    def __init__(self, entry: str, inputs: Inputs, snapshot: Snapshot | None) -> None:
        self.inputs = inputs
        self.problems = Problems(Sources())
        known = None if snapshot is None else _known_by(snapshot)
        self.files = read_files(entry, self.problems, inputs.contents, known)
        self.read_problems = len(self.problems)

    @cached_property
    def pieces(self) -> Sequence[PlacedPiece]:
        """All pieces with their statements, plain transactions booked unless the journal is sealed."""
        return _pieces(self.files)


def _changed(read: _Read, today: Date | None, cache: CacheFolder, snapshot: Snapshot) -> Ledger | None:
    """The ledger of the snapshot with the changes carried into it; None where that cannot be done."""
    files = read.files
    try:
        head, parts = carried(snapshot, files, read.pieces, list(read.problems), read.inputs)
        head_data = encoded(head)
    except (Obstacle, Unkeepable) as why:
        cache.tell(f"the journal is booked again: {why}")
        return None
    cache.tell("an edit was carried into what was kept")
    stored = cache.write(name_of(files.entry), head_data, parts)
    contents = {each.name: each.data for each in files.asked if each.data is not None}
    return ledger_of(Snapshot(head, stored or NewParts(parts)), contents, today)


def _booked(read: _Read, today: Date | None, cache: CacheFolder, snapshot: Snapshot | None) -> Ledger:
    """The ledger of all that was read and is known, booked."""
    # Whoever only changes a number does without most of booking.
    from pfin.booking.documents import document_folders

    from .anew import booked_ledger, check_journal_seals, last_day

    files, pieces, problems = read.files, read.pieces, read.problems
    directives = [each for piece in pieces for each in piece.statements if isinstance(each, Directive)]
    directives.sort(key=chronological)
    names = tuple(reading.name for reading in files.readings)
    journal = Journal(files.entry, names, directives, files.options, files.plugins)
    check_journal_seals(journal, problems)
    # What there is must not be younger than what booking sees.
    folders = document_folders(directives, journal) if files.options.documents else []
    documents = documents_of(directives, [*folders, *_folders_without(files)])
    ledger = booked_ledger(journal, problems, today)
    cache.tell("the journal was read" if snapshot is None else "the journal was booked again")
    last = last_day(journal)
    _keep(cache, read, ledger, last, today or last, snapshot, documents)
    return ledger


def _folders_without(files: Files) -> list[str]:
    """The folders in which what an include means was looked for in vain; hints name what is there instead."""
    paths = [os.path.join(os.path.dirname(each.file), each.pattern) for each in files.patterns if not each.found]
    return [os.path.dirname(path) for path in paths]


def _known_by(snapshot: Snapshot) -> KnownFiles:
    states = [state_of(state) for state in snapshot.pieces.states]
    of_file: dict[str, list[KeptPiece]] = {}
    for piece in snapshot.pieces.pieces:
        of_file.setdefault(snapshot.head.files[piece.file].name, []).append(piece)

    def known(name: str, data: bytes) -> KnownFile | None:
        return KnownText(snapshot.parts, name, of_file[name], states, data) if name in of_file else None

    return known


def _book_alike(one: Options, other: Options) -> bool:
    """Whether plain transactions are booked in the same way by two options."""
    return (
        one.multiplier == other.multiplier
        and one.tolerances == other.tolerances
        and one.precise_interpolation == other.precise_interpolation
        and one.tolerance_from_cost == other.tolerance_from_cost
    )


def _pieces(files: Files) -> list[PlacedPiece]:
    """All pieces with their statements, plain transactions booked unless the journal is sealed."""
    found: list[PlacedPiece] = []
    sealed = any(
        is_seal(each)
        for reading in files.readings
        for piece in reading.pieces
        if isinstance(piece, Piece)
        for each in piece.statements
    )
    booker = None if sealed else PlainBooker(files.options)
    for number, reading in enumerate(files.readings):
        for piece, line in reading.placed():
            if isinstance(piece, Piece):
                statements = piece.statements if booker is None else _with_plain_ones_booked(piece.statements, booker)
                found.append(PlacedPiece(number, line, piece, statements))
            else:
                assert isinstance(piece, Known), "what is known comes from a snapshot"
                found.append(PlacedPiece(number, line, piece))
    return found


def _with_plain_ones_booked(statements: Sequence[Statement], booker: PlainBooker) -> list[Statement]:
    return [(booker.book(each) or each) if type(each) is ParsedTransaction else each for each in statements]


def _keep(
    cache: CacheFolder,
    read: _Read,
    ledger: Ledger,
    last: Date,
    today: Date,
    snapshot: Snapshot | None,
    documents: Documents,
) -> None:
    """Keep a ledger, unless there are files that cannot be read: when they can be again, nothing tells."""
    files = read.files
    if any(each.data is None for each in files.asked):
        cache.tell("a journal with files that cannot be read is not kept")
        return
    stored = None if snapshot is None or not isinstance(snapshot.parts, Stored) else snapshot.parts
    try:
        head, parts = snapshot_parts(
            files, read.pieces, ledger, last, today, read.read_problems, stored, read.inputs, documents
        )
        cache.write(name_of(files.entry), encoded(head), parts)
    except Unkeepable as error:
        cache.tell(f"the journal is not kept: {error}")
