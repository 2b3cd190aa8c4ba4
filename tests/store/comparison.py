"""Whether two ledgers are the same in everything that a report, an editor or a person could see of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.store.folder import CacheFolder

DAYS = (Date(2024, 1, 3), Date(2024, 1, 20), Date(2024, 2, 29))


def exact(value: object) -> object:
    """A value in every detail: 1.0 is not 1.00, true is not 1, the order of metadata counts, that of sets does not."""
    match value:
        case Struct():
            return (type(value).__name__, *(exact(getattr(value, name)) for name in value.__struct_fields__))
        case Decimal():
            return ("Decimal", value.as_tuple())
        case Mapping():
            return ("Mapping", *((exact(key), exact(each)) for key, each in value.items()))
        case frozenset():
            return ("frozenset", *sorted(value))
        case list() | tuple():
            return (type(value).__name__, *map(exact, value))
    return (type(value).__name__, value)


def differences(one: Ledger, other: Ledger) -> list[str]:
    """What is not the same, in words; nothing where all is.

    What a report looks at comes first, so that this is compared while directives of the cache are still bytes.
    """
    found = []
    for (name, mine), (_, its) in zip(_looks(one), _looks(other), strict=True):
        # Looking closer is slow, and only sets may look different and be the same.
        if repr(mine) != repr(its) and exact(mine) != exact(its):
            found.append(f"{name}: {_first_difference(mine, its)}")
    return found


def summary_of_loads(entries: Sequence[str], cache: str | None, times: int = 15) -> list[str]:
    """What several loads of some journals in turn find, in short; another process may do so at the same time."""
    folder = None if cache is None else CacheFolder(Path(cache))
    found = []
    for _ in range(times):
        for entry in entries:
            ledger = load(entry, cache=folder)
            look = [(name, exact(value)) for name, value in _looks(ledger)]
            found.append(sha256(repr(look).encode("utf-8", "surrogateescape")).hexdigest())
    return found


def _looks(ledger: Ledger) -> Iterator[tuple[str, object]]:
    columns = ledger.columns
    yield "diagnostics", ledger.diagnostics
    yield "has_errors", ledger.has_errors
    yield "entry", ledger.entry
    yield "files", ledger.files
    yield "options", ledger.options
    yield "days of transactions", list(columns.date)
    yield "starts of transactions", list(columns.start)
    cells = columns.cells
    yield (
        "legs",
        [
            (Date.fromordinal(day), cells[cell].account, cells[cell].number(number), cells[cell].commodity)
            for cell, day, number in zip(columns.cell, columns.day, columns.number, strict=True)
        ],
    )
    yield "costs of legs", [cells[cell].cost for cell in columns.cell]
    yield "exponents of legs", [cells[cell].exponent for cell in columns.cell]
    yield "pending legs", list(columns.pending)
    yield "has_pending", ledger.has_pending
    yield "accounts", dict(ledger.accounts)
    yield "accounts in columns", columns.accounts()
    yield "digits", dict(sorted(ledger.digits.items()))
    yield "prices", list(ledger.prices.history())
    for day in (*DAYS, None):
        held = ledger.inventories(day)
        yield f"inventories at {day}", {account: list(inventory) for account, inventory in held.items()}
    yield "resolutions", dict(sorted(ledger.resolutions.items(), key=lambda each: (each[0].file, each[0].line)))
    yield "discarded", ledger.discarded
    yield "places of problems", _places(ledger)
    yield "pending", ledger.pending_legs
    yield "transactions", list(ledger.transactions())
    yield "directives", list(ledger.directives)
    yield "texts", [(file, file in ledger.sources, ledger.sources.text(file)) for file in ledger.files]


def _places(ledger: Ledger) -> list[object]:
    spans = [span for each in ledger.diagnostics for span in (each.span, *(other.span for other in each.related))]
    return [(span, span.file in ledger.sources, ledger.sources.line(span.file, span.line)) for span in spans]


def _first_difference(mine: object, its: object) -> str:
    if isinstance(mine, Mapping) and isinstance(its, Mapping):
        mine, its = list(mine.items()), list(its.items())
    if isinstance(mine, list | tuple) and isinstance(its, list | tuple):
        for index, (left, right) in enumerate(zip(mine, its, strict=False)):
            if exact(left) != exact(right):
                return f"at {index} of {len(mine)} and {len(its)}\n    {left!r}\n    {right!r}"
        longer = mine if len(mine) > len(its) else its
        return f"{len(mine)} and {len(its)}, then\n    {longer[min(len(mine), len(its))]!r}"
    return f"\n    {mine!r}\n    {its!r}"
