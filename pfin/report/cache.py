"""What the cache keeps from one run to the next, and how much room it takes."""

from collections.abc import Sequence
from datetime import date as Date

from msgspec import Struct

from pfin.store.folder import Kept

from .table import Column, Count, Day, Page, Row, RowKind, Table, Text, Tone

_STEP = 1000
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


class KeptJournal(Struct, frozen=True):
    """A file of the cache, its size in bytes, and the last day it was used; ``journal`` is None where it is damaged."""

    journal: str | None
    file: str
    size: int
    last_used: Date


class CacheReport(Struct, frozen=True):
    """The cache in ``folder``: its size and the ``limit`` of it in bytes, and what it keeps, the last used first."""

    folder: str
    size: int
    limit: int
    journals: tuple[KeptJournal, ...]


def cache(folder: str, limit: int, kept: Sequence[Kept]) -> CacheReport:
    """The report on a folder that may take a number of bytes, and on the files there."""
    journals = tuple(
        KeptJournal(each.journal, str(each.path), each.size, Date.fromtimestamp(each.used)) for each in kept
    )
    return CacheReport(folder, sum(each.size for each in kept), limit, journals)


def page(report: CacheReport, *, full: bool = False) -> Page:
    """The report for people; ``full`` has sizes in bytes, and the files."""
    columns = (
        Column("journal", "Journal", flexible=True),
        Column("size", "Size"),
        Column("last_used", "Last used"),
        *((Column("file", "File"),) if full else ()),
    )
    rows = [
        Row(
            (
                Text(each.journal) if each.journal else Text("damaged", Tone.WRONG),
                Count(each.size) if full else Text(size_in_words(each.size)),
                Day(each.last_used),
                *((Text(each.file),) if full else ()),
            )
        )
        for each in report.journals
    ]
    if len(rows) > 1 and not full:
        rows.append(Row((Text("Total"), Text(size_in_words(report.size)), None), RowKind.TOTAL))
    bound = f"In {report.folder}, at most {size_in_words(report.limit)}. `pfin cache clear` removes it."
    notes = (bound,) if rows else (f"Nothing is kept in {report.folder}.",)
    return Page("Cache", "", (Table(columns, tuple(rows)),), {}, notes)


def size_in_words(size: int) -> str:
    """A number of bytes as people say it."""
    amount, power = float(size), 0
    while amount >= _STEP and power < len(_UNITS) - 1:
        amount, power = amount / _STEP, power + 1
    digits = 1 if power else 0
    return f"{amount:.{digits}f} {_UNITS[power]}"
