"""What stands at a line of a journal, and short names of its files."""

import os
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.diagnostics import Place
from pfin.model.directives import (
    Balance,
    Close,
    Commodity,
    Custom,
    Directive,
    Document,
    Event,
    Note,
    Open,
    Pad,
    PriceQuote,
    Query,
    Transaction,
)
from pfin.syntax.blocks import Blocks

from .figures import counted


class Spot(Struct, frozen=True):
    """A line of a file: the transactions there (plugins and pads may make several), or what it is instead.

    ``words`` say what is there, ``nearest`` is the transaction of the file that begins nearest to the line. Where the
    file has no such line, ``exists`` is false, and the words say how many there are. ``place`` is where the block at
    the line begins. A transaction that fell away as a whole is not among the transactions.
    """

    transactions: tuple[Transaction, ...]
    words: str = ""
    nearest: Transaction | None = None
    exists: bool = True
    place: Place | None = None


def files_named(files: Sequence[str], typed: str, absolute: str) -> list[str]:
    """The files of a journal that a path may mean: the one at that very place, or else all whose paths end in it."""
    if absolute in files:
        return [absolute]
    there = os.path.realpath(absolute)
    same = [file for file in files if os.path.realpath(file) == there]
    tail = os.sep + os.path.normpath(typed).lstrip(os.sep)
    return same or [file for file in files if file.endswith(tail)]


def names_of_files(files: Iterable[str]) -> dict[str, str]:
    """Each file with as much of the end of its path as tells it from the others."""
    known = dict.fromkeys(files)
    names = {}
    for file in known:
        parts = file.split(os.sep)
        for count in range(1, len(parts) + 1):
            name = os.sep.join(parts[-count:])
            if not any(other != file and other.endswith(os.sep + name) for other in known):
                break
        names[file] = name
    return names


def at_line(ledger: Ledger, file: str, line: int) -> Spot:
    """What stands at a line of a file of the journal: the first line of it is 1."""
    in_file = [transaction for transaction in ledger.transactions() if transaction.file == file]
    gone = [transaction for transaction in ledger.discarded if transaction.file == file]
    nearest = min((*in_file, *gone), key=lambda each: abs(each.line - line), default=None)
    text = ledger.sources.text(file)
    last = text.count("\n")
    if not 1 <= line <= last:
        return Spot((), f"it has {counted(last, 'line')}", nearest, exists=False)
    begin = _first_line(text, line)
    if begin is None:
        return Spot((), "only a comment, a heading or a blank line is there", nearest)
    transactions = tuple(transaction for transaction in in_file if transaction.line == begin)
    place = Place(file, begin)
    if transactions:
        return Spot(transactions, place=place)
    directive = next((each for each in ledger.directives if each.file == file and each.line == begin), None)
    words = (
        _words(directive) if directive else f"no directive with a date, but {ledger.sources.line(file, begin).strip()}"
    )
    return Spot((), words, nearest, place=place)


def _first_line(text: str, wanted: int) -> int | None:
    """The first line of the block that a line belongs to."""
    blocks = Blocks(text)
    position, line = 0, 1
    while (found := blocks.next(position, line)) is not None:
        block, end = found
        start = end - len(block.text)
        end, _ = blocks.complete(start, end)
        after = block.line + blocks.text.count("\n", start, end)
        if wanted < after:
            return block.line if wanted >= block.line else None
        position, line = end, after
    return None


def _words(directive: Directive) -> str:
    """What a directive that is no transaction does."""
    match directive:
        case Open():
            return f"the account {directive.account} is opened there"
        case Close():
            return f"the account {directive.account} is closed there"
        case Commodity():
            return f"the commodity {directive.commodity} is declared there"
        case Pad():
            return f"{directive.account} is to be filled up from {directive.source}, but nothing was missing"
        case Balance():
            return f"the balance of {directive.account} is asserted to be {directive.amount} on {directive.date}"
        case Note():
            return f"a note on {directive.account}"
        case Document():
            return f"a document of {directive.account}"
        case Event():
            return f"an event: {directive.name}"
        case Query():
            return f"the query {directive.name}"
        case PriceQuote():
            return f"a price: 1 {directive.commodity} is worth {directive.amount} on {directive.date}"
        case Custom():
            return f'a custom directive of the type "{directive.type}"'
        case _:
            return "a directive that moves nothing"
