"""A load that uses what was kept is one from nothing: what edits broke that promise once, each in a small journal.

Each case is a journal with ``{}`` somewhere, for which one text after another stands. The ledger is always that of a
load from nothing, also where texts change that mean the same, and whatever the size of pieces.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from comparison import differences, exact

from pfin.loader import load
from pfin.store.folder import CacheFolder, name_of
from pfin.store.snapshot import PIECES, opened
from pfin.syntax.reading import Reading

ENTRY, OTHER = "main.beancount", "other.beancount"
OPENS = "".join(
    f"2023-12-31 open {name}\n" for name in ("Assets:A", "Assets:B", "Assets:P", "Assets:P:Sub", "Equity:E")
)
# Without it there would be a warning about it wherever something falls away.
BEAN = 'plugin "pfin.beancount"\n'
PAD = "2024-01-02 pad Assets:P Equity:E\n"
HOLD = '2024-01-09 ! "Hold" ^{}\n  Assets:A  1 USD\n  Assets:B\n\n'


def plain(day: str, account: str = "Assets:A", amount: str = "1 USD") -> str:
    return f'{day} * "Shop" "Plain"\n  {account}  {amount}\n  Assets:B\n\n'


def month(days: int = 20) -> str:
    return "".join(plain(f"2024-01-{day:02}") for day in range(2, days + 2))


@pytest.fixture(params=[250, 1 << 14], autouse=True)
def piece_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of many pieces, and one of a single piece, in which lines move that stand beside each other."""
    defaults = Reading.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "piece_size", request.param)


def follow(folder: Path, states: Sequence[dict[str, str]]) -> None:
    """Load a journal in one state after another, and compare each load with one from nothing."""
    told: list[str] = []
    cache = CacheFolder(folder / "cache", tell=told.append)
    for files in states:
        for name, text in files.items():
            (folder / name).write_text(text)
        for _ in range(2):
            found = differences(load(folder / ENTRY, cache=cache), load(folder / ENTRY))
            assert not found, "\n".join([*found, *told])


CASES = {
    "columns of a diagnostic": (f"{month()}2024-01-20 balance Assets:P {{}}9 USD\n", ("", "   ", " ", "")),
    "the end of a diagnostic": (
        '2024-01-20 * "x"{}\n  Assets:A  1 USD\n  Assets:B  -2 USD\n',
        ("", " ; a comment", ""),
    ),
    "the column of another place": (
        "2024-01-01 open Assets:L{}\n2024-01-02 open Assets:L\n" + month(),
        ("", "  ", " ; once", ""),
    ),
    "lines between a pad and its assertion": (
        f"{month()}{PAD}{{}}2024-01-20 balance Assets:P 9 USD\n{month()}",
        ("", "\n\n", plain("2024-01-03"), "; a comment\n", month(), ""),
    ),
    "a pad after an assertion of its day": (
        f"2024-01-02 balance Assets:P 0 USD\n{PAD}2024-01-20 balance Assets:P 9 ~ 2 USD\n{month()}{{}}",
        ("", plain("2024-01-03", "Assets:P"), ""),
    ),
    "the limit of the first of two opens": (
        "2024-01-01 open Assets:L\n  limit: 5 USD\n2024-01-01 open Assets:L\n  limit: 500 USD\n"
        f"2024-01-01 open Assets:L:S\n{month()}{{}}",
        ("", plain("2024-01-02", "Assets:L:S", "-6 USD"), ""),
    ),
    "units without a cost beside average costs": (
        f'plugin "beancount.plugins.check_average_cost"\n2024-01-01 open Assets:N "NONE"\n{month()}{{}}',
        ("", plain("2024-01-02", "Assets:N", "5 USD") + plain("2024-01-03", "Assets:N", "-3 USD"), ""),
    ),
    "numbers that are too large for a column": (
        f"{month()}{{}}",
        ("", plain("2024-01-03", amount="100 / 3 USD"), plain("2024-01-03", amount=f"{10**18} USD") * 20, ""),
    ),
    "cells in another order": (
        f"{month()}{{}}",
        ("", plain("2024-01-01", amount="1 EUR"), plain("2024-02-01", amount="1 EUR"), plain("2024-01-01"), ""),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_edit_changes_what_depends_on_it(tmp_path: Path, name: str):
    journal, texts = CASES[name]
    follow(tmp_path, [{ENTRY: BEAN + OPENS + journal.format(text)} for text in texts])


def test_cells_are_those_of_a_load_from_nothing(tmp_path: Path):
    """What goes through the cells, such as the names in a report, comes in the same order."""
    cache = CacheFolder(tmp_path / "cache")
    third = plain("2024-01-03", amount="100 / 3 USD")
    for extra in (
        "",
        plain("2024-01-01", amount="1 EUR"),
        plain("2024-01-12", amount="1.00 CHF"),
        third,
        third * 2,
        "",
    ):
        (tmp_path / ENTRY).write_text(OPENS + month() + extra)
        one, other = load(tmp_path / ENTRY, cache=cache), load(tmp_path / ENTRY)
        for mine, its in (
            (one.columns, other.columns),
            (one.months.columns, other.months.columns),
            (one.days.columns, other.days.columns),
        ):
            assert exact(tuple(mine.cells)) == exact(tuple(its.cells))
            assert mine == its


def test_an_account_that_is_opened_gets_the_documents_that_are_there(tmp_path: Path):
    folder = tmp_path / "docs" / "Assets" / "New"
    folder.mkdir(parents=True)
    (folder / "2024-01-05.x.pdf").write_text("")
    journal = f'option "documents" "docs"\n{OPENS}{month()}'
    follow(tmp_path, [{ENTRY: text} for text in (journal, f"{journal}2024-01-01 open Assets:New\n", journal)])


def test_a_document_that_was_found_is_not_the_last_directive(tmp_path: Path):
    folder = tmp_path / "docs" / "Assets" / "A"
    folder.mkdir(parents=True)
    (folder / "2030-01-05.x.pdf").write_text("")
    hold = HOLD.format("h").replace("^h\n", "^h\n  expires: 2024-02-10\n")
    journal = f'option "documents" "docs"\n{BEAN}{OPENS}{hold}{month()}'
    follow(tmp_path, [{ENTRY: text} for text in (journal, journal + plain("2024-03-20"), journal)])


def test_what_fell_away_comes_in_the_order_of_lines_over_files(tmp_path: Path):
    entry = (
        f'{OPENS}include "{OTHER}"\n2024-01-20 custom "discard" "one"\n2024-01-20 custom "discard" "two"\n'
        + plain("2024-02-01") * 8
        + HOLD.format("one")
    )
    other = plain("2024-02-05") * 3
    follow(
        tmp_path,
        [{ENTRY: entry, OTHER: f"{other}{blank}{HOLD.format('two')}"} for blank in ("", "\n" * 80, "")],
    )


def test_pieces_between_edits_far_apart_are_known(tmp_path: Path):
    """Also where the first and the last piece must be read again each time."""
    journal = tmp_path / ENTRY
    cache = CacheFolder(tmp_path / "cache")

    def pieces(text: str) -> set[int]:
        journal.write_text(f"20 oops\n{OPENS}{text}{month()}{text}; no newline")
        assert differences(load(journal, cache=cache), load(journal)) == []
        stored = cache.read(name_of(str(journal)))
        assert stored is not None
        return {piece.id for piece in opened(stored, str(journal)).pieces.pieces}

    before = pieces("")
    # Those that are known keep their numbers; the first two and the last one are read again.
    assert len(before - pieces(plain("2024-01-02"))) <= 3


def test_what_leads_nowhere_in_the_cache_is_not_followed(tmp_path: Path):
    """A file with right digests whose numbers are wrong, which no fault of a disk can make."""
    chance = Random(1)
    journal = tmp_path / ENTRY
    cache = CacheFolder(tmp_path / "cache")
    for _ in range(60):
        journal.write_text(OPENS + month())
        load(journal, cache=cache)
        stored = cache.read(name_of(str(journal)))
        assert stored is not None
        parts = [stored.part(index) for index in range(stored.parts_count)]
        pieces: Any = msgspec.msgpack.decode(parts[PIECES])
        piece = chance.choice(pieces[1])
        field = chance.choice([index for index, value in enumerate(piece) if isinstance(value, int)])
        piece[field] = chance.choice((-(2**31), -1, 0, 1, 10**6, 2**31, 2**62))
        parts[PIECES] = msgspec.msgpack.encode(pieces)
        cache.write(name_of(str(journal)), stored.head, parts)
        journal.write_text(
            chance.choice((OPENS + month() + plain("2024-01-02"), plain("2024-01-02") + OPENS + month()))
        )
        load(journal, cache=cache)
        cache.clear()
