"""Carrying an edit into a snapshot, without booking anything but what was edited.

The directives that were taken away and added are known (:mod:`.difference`), and that they have no effect on others
(:mod:`.harmless`). So their rows and columns are cut out and put in, lines are moved, and all else is copied.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from pfin.ledger.columns import Cell, Columns
from pfin.ledger.condensed import days, month_around, months
from pfin.ledger.entries import Entries
from pfin.model.account import Roots
from pfin.model.diagnostics import Diagnostic, Place
from pfin.model.directives import Directive, PriceQuote
from pfin.model.parsed import Statement
from pfin.syntax.journal import Files
from pfin.syntax.pieces import Piece

from .codec import encode_statements, encoded
from .container import Copied, Damaged, Stored
from .difference import Difference, difference
from .entries import StoredEntries
from .harmless import Edit, obstacle
from .inputs import Inputs, kept_files, same_documents
from .keeping import Part, PieceTable, column_parts, encoded_fallen, kept_piece, row_parts
from .known import PlacedPiece, encode_parsed
from .moving import Moving, Obstacle, required
from .snapshot import FALLEN, MADE, QUOTES, Head, Snapshot
from .splicing import Insertion, columns_after, condensed_after, quotes_after, renumbered

# To book everything again is then faster.
_MOST = 500
_MOST_PIECES = 100


def carried(
    snapshot: Snapshot, files: Files, pieces: Sequence[PlacedPiece], problems: Sequence[Diagnostic], inputs: Inputs
) -> tuple[Head, list[Part]]:
    """The head and parts of the snapshot after an edit; ``problems`` are those of reading.

    Raises Obstacle where the journal is to be booked again, and Damaged.
    """
    head = snapshot.head
    stored = snapshot.parts
    assert isinstance(stored, Stored), "a snapshot that was opened is in a file"
    _require_the_same(head, files)
    data = {each.name: each.data for each in files.asked}
    files_now = kept_files([(file.name, data[file.name] or b"") for file in head.files], inputs)
    unchanged = {now.name for now, before in zip(files_now, head.files, strict=True) if now == before}
    read = [each for each in pieces if isinstance(each.piece, Piece) and head.files[each.file].name not in unchanged]
    if len(read) > max(_MOST_PIECES, len(pieces) // 2):
        raise Obstacle("much has changed")
    found = difference(snapshot, pieces, unchanged)
    edit = Edit(
        _directives(each for gap in found.gaps for _, each in gap.removed),
        _directives(each for gap in found.gaps for _, each in gap.added),
    )
    if len(edit.all) > _MOST:
        raise Obstacle("much has changed")
    entries = StoredEntries(snapshot, _unrecoverable)
    diagnostics = _moved_diagnostics(head, found, problems)
    moving = Moving(snapshot, found)
    insertions = moving.insertions([each for gap in found.gaps for each in gap.added])

    @cache
    def columns() -> Columns:
        return columns_after(entries.columns, snapshot.rows, moving.deleted, insertions)

    if said := obstacle(edit, entries, head, columns):
        raise Obstacle(said)
    cells, figures = _figures(edit, entries, columns(), head.options.roots)
    rows = moving.rows(insertions)
    if len(head.files) > 1 and found.moved.any:
        moving.require_order(rows, snapshot.discarded if head.settling else ())
    # The last row may be a document that was found, which does not count.
    if head.expiries and (
        any(each.date > head.last for each in edit.added) or any(each.date == head.last for each in edit.removed)
    ):
        raise Obstacle("the last day may have changed, and decide what has expired")
    table = _table(found, moving, files, stored)
    parts: list[Part] = [
        *figures,
        *row_parts(rows),
        _quotes(edit, snapshot, moving.deleted, insertions) or Copied(stored, QUOTES),
        table.encoded(),
        encode_statements(moving.made) if found.moved.any else Copied(stored, MADE),
        _fallen(snapshot, found) if head.settling and found.moved.any else Copied(stored, FALLEN),
        *table.parts,
    ]
    head = replace(
        head,
        files=files_now,
        diagnostics=tuple(diagnostics),
        cells=cells,
        span=columns().span,
    )
    return head, parts


def _figures(edit: Edit, old: Entries, new: Columns, roots: Roots) -> tuple[tuple[Cell, ...], list[Part]]:
    """The cells after the edit, and the parts of the columns and of what they are condensed to."""
    dates = {each.date.toordinal() for each in edit.transactions}
    condensed = (
        condensed_after(
            old.months(roots), new, lambda columns, part: months(columns, roots, part), set(map(month_around, dates))
        ),
        condensed_after(
            old.days(roots), new, lambda columns, part: days(columns, roots, part), [(day, day + 1) for day in dates]
        ),
    )
    columns, (of_months, of_days) = renumbered(new, condensed)
    return tuple(columns.cells), column_parts(columns, of_months, of_days)


def _directives(statements: Iterable[Statement]) -> tuple[Directive, ...]:
    """Statements of which all are directives; commands change what others say."""
    found = tuple(statements)
    if not all(isinstance(each, Directive) for each in found):
        raise Obstacle("something that is no directive has changed")
    return found  # type: ignore[return-value]


def _unrecoverable() -> Entries:
    """Entries for a snapshot that is damaged: there are none yet."""
    raise Damaged("what was kept of an edited journal is damaged")


def _require_the_same(head: Head, files: Files) -> None:
    """Raise Obstacle where more than the text of files has changed."""
    names = [file.name for file in head.files]
    patterns = [(each.file, each.pattern, each.found) for each in head.patterns]
    if names != [each.name for each in files.asked] or any(each.data is None for each in files.asked):
        raise Obstacle("the journal has other files")
    if patterns != [(each.file, each.pattern, each.found) for each in files.patterns]:
        raise Obstacle("the journal includes other files")
    if head.options != files.options:
        raise Obstacle("an option has changed")
    if [(each.name, each.config) for each in head.plugins] != [(each.name, each.config) for each in files.plugins]:
        raise Obstacle("a plugin has changed")
    if not same_documents(head):
        raise Obstacle("documents have changed")


def _moved_diagnostics(head: Head, found: Difference, problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics where they are now; those of reading must be among them."""
    moved = [found.moved.diagnostic(each) for each in head.diagnostics]
    there = [each for each in moved if each is not None]
    if len(there) != len(moved):
        raise Obstacle("something has changed that a diagnostic is about")
    of_reading = Counter(problems)
    if len(problems) != head.read_problems or not of_reading <= Counter(there):
        raise Obstacle("there are other syntax errors")
    for before, now in zip(head.diagnostics, there, strict=True):
        # Those of reading have the right columns, as they were found anew.
        if now not in of_reading and not found.moved.is_exact(before):
            raise Obstacle("lines were written in another way that a diagnostic is about")
    return there


def _quotes(edit: Edit, snapshot: Snapshot, deleted: Sequence[int], insertions: Sequence[Insertion]) -> bytes | None:
    """The price quotes after the edit; None where they are as before."""
    if not any(isinstance(each, PriceQuote) for each in edit.all):
        return None
    return encoded(quotes_after(snapshot.quotes, snapshot.rows, deleted, insertions))


def _fallen(snapshot: Snapshot, found: Difference) -> bytes:
    """What fell away of pending transactions, on the lines where it is now."""
    moved = found.moved
    discarded = [required(moved.transaction(each)) for each in snapshot.discarded]
    resolutions = [
        (
            Place(file, required(moved.line(file, line))),
            [replace(each, line=required(moved.line(each.file, each.line))) for each in resolved],
        )
        for file, line, resolved in snapshot.fallen.resolutions
    ]
    return encoded_fallen(discarded, resolutions)


def _table(found: Difference, moving: Moving, files: Files, stored: Stored) -> PieceTable:
    """The pieces after the edit."""
    table = PieceTable()
    data = {each.name: each.data or b"" for each in files.asked}
    begin, file = 0, -1
    for number, placed in found.pieces:
        if placed.file != file:
            begin, file = 0, placed.file
        piece = placed.piece
        end = begin + piece.size
        if isinstance(piece, Piece):
            booked = moving.booked.get(number)
            table.add(
                kept_piece(number, file, piece, data[files.readings[file].name][begin:end]),
                piece.state,
                encode_statements(placed.statements),
                None if booked is None else encode_statements(booked),
                encode_parsed(piece.parsed) if piece.parsed else None,
            )
        else:
            kept = piece.kept
            table.add(
                replace(kept, line=placed.line),
                piece.state,
                Copied(stored, kept.statements),
                Copied(stored, kept.booked) if kept.booked else None,
                Copied(stored, kept.parsed) if kept.parsed else None,
            )
        begin = end
    return table
