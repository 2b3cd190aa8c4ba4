"""Pieces that are known from an earlier reading stand in for their text, and nobody can tell the difference."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pfin.model.diagnostics import Problems
from pfin.model.directives import Note, Open
from pfin.model.parsed import Command, ParsedTransaction, Statement
from pfin.model.sources import Sources
from pfin.syntax.files import Text, decode
from pfin.syntax.journal import AskedFile, AskedPattern, read_files, read_journal
from pfin.syntax.pieces import KnownPiece, Piece, State
from pfin.syntax.reading import Reading

FILE = "/journal/main.beancount"
# Small, so that almost every block could end a piece.
SMALL = 40


class Kept:
    """A piece kept from a reading, as a store would hand it out."""

    def __init__(self, piece: Piece, text: str) -> None:
        self.text = text
        self.size = piece.size
        self.characters = piece.characters
        self.lines = piece.lines
        self.line = piece.line
        self.state: State = piece.state
        self.commands: Sequence[Command] = piece.commands
        self.decoded = False
        self._statements = piece.statements

    def statements(self, line: int) -> list[Statement]:
        self.decoded = True
        return [replace(statement, line=statement.line - self.line + line) for statement in self._statements]


class Known:
    """All that earlier readings of a file left, for the text it has now."""

    def __init__(self, kept: list[Kept], parsed: dict[str, Statement], text: str = "") -> None:
        self.kept = kept
        self.parsed = parsed
        self.text = text
        self.was_asked = False

    def piece_at(self, position: int) -> KnownPiece | None:
        self.was_asked = True
        here = [kept for kept in self.kept if self.text.startswith(kept.text, position)]
        # A store has one piece for a place; which one, if several have this text, is not for the reader to know.
        return here[position % len(here)] if here else None

    def statement(self, block: str, file: str, line: int) -> Statement | None:
        self.was_asked = True
        found = self.parsed.get(block)
        return None if found is None else replace(found, line=line)


def read(data: bytes, known: Known | None = None, size: int = SMALL) -> tuple[Reading, Problems]:
    content = decode(data)
    assert isinstance(content, Text)
    problems = Problems(Sources())
    problems.sources.add(FILE, content.text)
    if known is not None:
        known.text = content.text
    reading = Reading(FILE, content, problems, known=known, piece_size=size)
    reading.read()
    assert sum(piece.size for piece in reading.pieces) == len(data.removeprefix(b"\xef\xbb\xbf"))
    assert sum(piece.characters for piece in reading.pieces) == len(content.text)
    assert sum(piece.lines for piece in reading.pieces) == content.text.count("\n")
    return reading, problems


def kept_from(reading: Reading) -> Known:
    kept: list[Kept] = []
    parsed: dict[str, Statement] = {}
    position = 0
    for piece in reading.pieces:
        text = reading.content.text[position : position + piece.characters]
        position += piece.characters
        if isinstance(piece, Kept):
            kept.append(piece)
        elif isinstance(piece, Piece):
            parsed.update(piece.parsed)
            if piece.clean:
                assert len(text.encode()) == piece.size
                kept.append(Kept(piece, text))
    return Known(kept, parsed)


def said(reading: Reading, problems: Problems) -> tuple[object, ...]:
    directives = reading.directives()
    reading.warn_of_no_effect()
    # Equal numbers may have other digits: encoded they do not.
    exact = msgspec.msgpack.encode(directives, order="deterministic")
    return directives, exact, list(problems), reading.includes, reading.plugins, reading.options.values()


def taken(reading: Reading) -> list[str]:
    return [piece.text for piece in reading.pieces if isinstance(piece, Kept)]


BUY = '2024-01-02 * "Shop" "Food"\n  Assets:A  -1.50 USD\n  Expenses:Food\n'
SUM = '2024-01-03 * "Sum"\n  Assets:A  -(1 + 2) USD\n  Expenses:Food\n'
# Part of the block above it, or a mistake.
BELOW = "  Assets:A  1 USD\n"
# What changes what the lines below mean.
STATES = [
    "pushtag #one\n",
    "pushtag #two\n",
    "poptag #one\n",
    "pushmeta key: 1.0\n",
    "pushmeta key: 1.00\n",
    "pushmeta key: TRUE\n",
    "pushmeta key: Aktiva:A\n",
    "popmeta key:\n",
    'option "name_assets" "Aktiva"\n',
    'option "name_assets" "Assets"\n',
    'option "operating_currency" "USD"\n',
    'option "booking_method" "FIFO"\n',
    'option "allow_pipe_separator" "TRUE"\n',
]
FRAGMENTS = [
    BUY,
    SUM,
    '2024-01-02 * "Épicerie" "中文"\n  Assets:A  1 USD\n  Aktiva:Übrig\n',
    '2024-01-02 * "CRLF"\r\n  Assets:A  1 USD\r\n  Assets:B\r\n',
    '2024-01-02 * "One" | "Two"\n  Assets:A  1 USD\n',
    '2024-01-02 * "Meta"\n  key: 1.0\n  Assets:A  1 USD\n    other: Aktiva:B\n',
    "2024-01-02 open Assets:A USD\n",
    "2024-01-02 open assets:wrong\n",
    "2024-01-02 pad Aktiva:A Assets:B\n",
    '2024-01-02 note Assets:A "text" #own\n',
    '2024-01-02 note Assets:A "two\nlines"\n',
    '2024-01-02 note Assets:A "lines\n\n2024-01-01 open Assets:Not\n  key: 1\n"\n',
    '2024-01-02 note Assets:A "never closed\n',
    '2024-01-02 note Assets:A "escaped \\" and \\\n',
    '2024-01-02 document Assets:A "file.pdf"\n',
    '2024-01-02 custom "values" Assets:A 1.00 TRUE\n',
    "2024-01-02 balance Assets:A 1 ~ 0.1 USD\n",
    "2024-13-02 open Assets:A\n",
    *STATES,
    'option "include" "a.beancount"\n',
    'option "none" "x"\n',
    'include "b.beancount"\n',
    'plugin "p" "config"\n',
    "; a comment\n",
    '; a "quote\n',
    "* heading\n",
    "\n",
    " \t\n",
    BELOW,
    "  key: 1\n",
    '"\n',
    'rubbish "\n',
    'rubbish "\n  Assets:A  1 USD\n',
    "rubbish\n",
    "2024-01-02 rubbish\n",
]
fragment = st.one_of(st.sampled_from([BUY, SUM, BELOW]), st.sampled_from(STATES), st.sampled_from(FRAGMENTS))
# Texts have few kinds of fragment, so that the same piece comes several times, in different states.
few = st.lists(fragment, min_size=1, max_size=6)
line_edit = st.tuples(st.floats(0, 1), st.integers(0, 2), st.lists(st.integers(0, 5), max_size=2))
text_edit = st.tuples(
    st.floats(0, 1),
    st.one_of(st.integers(0, 3), st.integers(0, 60)),
    st.one_of(st.just(""), fragment, st.sampled_from(["\n", '"', " ", "é", "\r", ";", "x"])),
)


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    """A text and what becomes of it: fragments come and go, and characters do."""
    kinds = draw(few)
    pick = st.one_of(st.sampled_from(kinds), fragment)
    fragments = draw(st.lists(pick, min_size=1, max_size=20))
    texts = ["".join(fragments)]
    for _ in range(draw(st.integers(1, 3))):
        for share, removed, added in draw(st.lists(line_edit, max_size=3)):
            at = int(share * len(fragments))
            fragments[at : at + removed] = [kinds[index % len(kinds)] for index in added]
        for share, removed, new in draw(st.lists(text_edit, max_size=2)):
            text = "".join(fragments)
            at = int(share * len(text))
            fragments = [text[:at], new, text[at + removed :]]
        if draw(st.integers(0, 5)) == 0:
            fragments = ["".join(fragments).removesuffix("\n")]
        texts.append("".join(fragments))
    return texts


@settings(max_examples=500, deadline=None)
@given(
    history=histories(),
    size=st.sampled_from([1, SMALL, 150]),
    strange=st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf", b"\xff"]),
)
def test_a_reading_with_known_pieces_is_a_reading(history: list[str], size: int, strange: bytes) -> None:
    known: Known | None = None
    for text in history:
        data = text.encode()
        if known is not None:
            data, strange = strange + data, b""
        again, problems = read(data, known, size)
        assert said(again, problems) == said(*read(data, size=size))
        known = kept_from(again)


def with_change(before: str, after: str) -> list[str]:
    """The texts of the pieces that are taken from the first text when the second is read, which changes nothing."""
    known = kept_from(read(before.encode())[0])
    again, problems = read(after.encode(), known)
    assert said(again, problems) == said(*read(after.encode()))
    return taken(again)


def numbered(count: int) -> list[str]:
    return [BUY.replace("Food", f"Food{index}") for index in range(count)]


def test_only_the_piece_that_changed_is_read_and_no_other_is_decoded() -> None:
    blocks = numbered(6)
    known = kept_from(read("".join(blocks).encode())[0])
    assert [kept.text for kept in known.kept] == blocks
    blocks[2] = SUM + "; new\n" + SUM
    again, _ = read("".join(blocks).encode(), known)
    assert taken(again) == [*blocks[:2], *blocks[3:]]
    assert not any(kept.decoded for kept in known.kept)
    assert [line for _, line in again.placed()] == [1, 4, 7, 10, 14, 17, 20]
    assert [directive.line for directive in again.directives()] == [1, 4, 7, 11, 14, 17, 20]


def test_a_piece_ends_where_it_is_large_enough() -> None:
    text = "".join(numbered(1000))
    reading, _ = read(text.encode(), size=1 << 14)
    sizes = [piece.size for piece in reading.pieces]
    assert len(sizes) == 5
    assert all(1 << 14 <= size < (1 << 14) + 100 for size in sizes[:-1])


@pytest.mark.parametrize("below", ["  Assets:B  1 USD\n", "\tkey: 1\n"])
def test_a_piece_is_not_taken_above_an_indented_line_that_is_new(below: str) -> None:
    one, two, three = numbered(3)
    assert with_change(one + two + three, one + two + below + three) == [one, three]


def test_blank_lines_and_comments_belong_to_the_block_below_them() -> None:
    one, two, three = numbered(3)
    assert with_change(one + "; about two\n" + two + three, one + "; about it\n" + two + three) == [one, three]
    # The old piece does not begin where a block ends: it is read with the blank line.
    assert with_change(one + two + three, one + "\n" + two + three) == [one, three]
    assert with_change(one + two + "\n; end\n", one + two + "\n; end\n" + three) == [one, two, "\n; end\n"]


def test_a_string_that_is_opened_above_a_piece_takes_its_beginning() -> None:
    opened = '2024-01-01 note Assets:A "from here\n'
    one, two, three = (f"2024-01-0{day} open Assets:A USD ; on day {day}\n" for day in (1, 2, 3))
    before = one + two + three + '; "\n' + one + three
    assert with_change(before, one + opened + two + three + '; "\n' + one + three) == [one, one, three]
    # Where the quote that seems to close it opens another string, it ends with its line.
    before = one + two + three + BUY
    assert with_change(before, one + opened + two + three + BUY) == [one, two, three, BUY]


def test_a_string_that_loses_its_beginning_gives_back_what_it_held() -> None:
    one, two, three = numbered(3)
    text = f'2024-01-01 note Assets:A "\n{one.replace(chr(34), "")}"\n'
    assert with_change(one + text + two, one + text.replace('A "', "A ") + two)[0] == one
    assert with_change(one + text + three, one + two + text + three) == [one, text, three]


@pytest.mark.parametrize(
    ("before", "after", "the_same"),
    [
        ("pushtag #a\n", "pushtag #b\n", False),
        ("pushtag #a\n", "\n\npushtag #a\n", True),
        ("pushmeta key: 1.0\n", "pushmeta key: 1.00\n", False),
        ("pushmeta key: 1.0\n", "pushmeta key: 1.0 ; one\n", True),
        ('option "name_assets" "Aktiva"\n', 'option "name_assets" "Assets"\n', False),
        ('option "title" "One"\n', 'option "title" "Two"\n', True),
        ('option "allow_pipe_separator" "TRUE"\n', 'option "allow_pipe_separator" "FALSE"\n', False),
    ],
)
def test_a_piece_is_taken_in_the_same_state_only(before: str, after: str, the_same: bool) -> None:
    padding = "; so that a piece ends here, whatever its size would be\n"
    note = '2024-01-02 note Expenses:A "text, so that a piece may end here"\n'
    assert with_change(padding + before + note, padding + after + note) == ([note] if the_same else [])


def test_what_a_known_piece_pushes_is_reported_where_it_is_now() -> None:
    pushes = f'option "booking_method" "FIFO"\npushtag #a\n{BUY}'
    reading, _ = read(pushes.encode(), size=1000)
    again, problems = read((SUM + pushes).encode(), kept_from(reading), size=1)
    again.warn_of_no_effect()
    assert taken(again) == [pushes]
    assert [(found.code, found.span.line) for found in problems] == [("push", 5), ("no-effect", 4)]
    last = again.directives()[-1]
    assert isinstance(last, ParsedTransaction)
    assert (last.tags, last.line) == ({"a"}, 6)


@pytest.mark.parametrize(
    "block",
    [
        "2024-01-02 open assets:wrong\n",
        "poptag #none\n",
        'option "none" "x"\n',
        '2024-01-02 note Assets:A "never closed\n',
        "\n  Assets:A  1 USD\n",
        "rubbish\n",
    ],
)
def test_a_piece_with_a_mistake_is_not_clean(block: str) -> None:
    reading, _ = read((BUY + block + BUY).encode(), size=1)
    assert [piece.clean for piece in reading.pieces if isinstance(piece, Piece)] == [True, False, True]


def test_lines_below_a_directive_that_was_misread_stay_with_it() -> None:
    misread = 'plugin "never closed\n  Assets:A  1 USD\n'
    closing = '2024-01-03 open Assets:A USD ; "x"\n'
    reading, problems = read((BUY + misread + closing + BUY).encode(), size=1)
    assert [(found.code, found.span.line) for found in problems] == [("syntax", 4)]
    assert [piece.clean for piece in reading.pieces if isinstance(piece, Piece)] == [True, False, True]
    # Where they stand alone it is they that are wrong.
    assert with_change(BUY + misread + closing + BUY, BUY + misread.replace("closed", 'closed"') + closing + BUY)


def test_a_line_without_its_newline_is_read_again_and_not_counted() -> None:
    reading, _ = read((BUY + SUM).removesuffix("\n").encode())
    one, two = reading.pieces
    assert isinstance(one, Piece)
    assert isinstance(two, Piece)
    assert (one.clean, two.clean) == (True, False)
    assert (two.size, two.characters, two.lines) == (len(SUM) - 1, len(SUM), 3)
    # Nor is a whole piece taken for one that lacks it.
    again, _ = read((BUY + SUM).removesuffix("\n").encode(), kept_from(read((BUY + SUM).encode())[0]))
    assert taken(again) == [BUY]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + BUY.encode(), b"; \xff\n" + BUY.encode()])
def test_a_file_that_is_not_its_text_neither_gives_nor_takes_pieces(data: bytes) -> None:
    known = kept_from(read(BUY.encode())[0])
    reading, _ = read(data, known)
    assert [piece.clean for piece in reading.pieces if isinstance(piece, Piece)] == [False]
    assert not known.was_asked


def test_blocks_that_were_parsed_before_are_not_parsed_again() -> None:
    pushed = f"pushtag #a\n{SUM}poptag #a\n"
    across = '2024-01-02 note Assets:A "two\nlines"\n'
    twice = '2024-01-02 * "Kept despite a mistake"\n  key: 1\n  key: 2\n'
    reading, _ = read((BUY + pushed + across + twice + "rubbish\n").encode(), size=1000)
    (piece,) = reading.pieces
    assert isinstance(piece, Piece)
    # The transaction is as it was parsed, without the tag; strings of several lines and mistakes are not there.
    assert list(piece.parsed) == ["pushtag #a\n", SUM, "poptag #a\n"]
    parsed = piece.parsed[SUM]
    assert isinstance(parsed, ParsedTransaction)
    assert parsed.tags == frozenset()
    changed = replace(parsed, narration="known")
    again, _ = read((BUY + pushed).encode(), Known([], {**piece.parsed, SUM: changed}), size=1000)
    _, found = again.directives()
    assert isinstance(found, ParsedTransaction)
    assert (found.narration, found.tags, found.line) == ("known", {"a"}, 5)
    (piece,) = again.pieces
    assert isinstance(piece, Piece)
    assert list(piece.parsed) == ["pushtag #a\n", SUM, "poptag #a\n"]


def test_the_files_say_what_was_asked_of_the_disk(tmp_path: Path) -> None:
    main, other, wrong = (str(tmp_path / name) for name in ("main.beancount", "a.beancount", "wrong.beancount"))
    main_data = b'include "[a]*.beancount"\ninclude "wrong.beancount"\ninclude "none"\n2024-01-01 open Assets:A\n'
    other_data = b'option "operating_currency" "EUR"\ninclude "main.beancount"\n2023-01-01 open Assets:B\n'
    Path(main).write_bytes(main_data)
    Path(other).write_bytes(other_data)
    Path(wrong).write_bytes("\ufeff".encode("utf-16"))
    known = kept_from(read(b"2023-01-01 open Assets:B\n", size=1)[0])
    seen: list[tuple[str, bytes]] = []

    def known_of(file: str, data: bytes) -> Known:
        seen.append((file, data))
        known.text = data.decode()
        return known

    problems = Problems(Sources())
    files = read_files(main, problems, known=known_of)
    assert files.asked == (AskedFile(main, main_data), AskedFile(other, other_data), AskedFile(wrong, None))
    assert files.patterns == (
        AskedPattern(main, "[a]*.beancount", (other,)),
        AskedPattern(main, "wrong.beancount", (wrong,)),
        AskedPattern(main, "none", ()),
        AskedPattern(other, "main.beancount", (main,)),
    )
    assert seen == [(main, main_data), (other, other_data)]
    assert taken(files.readings[1]) == ["2023-01-01 open Assets:B\n"]
    assert files.options.operating_currencies == ("EUR",)
    journal = files.journal()
    expected_problems = Problems(Sources())
    expected = read_journal(main, expected_problems)
    assert [type(directive) for directive in journal.directives] == [Open, Open]
    assert (journal.entry, journal.files, journal.options) == (main, (main, other), expected.options)
    assert [(d.code, d.span.line) for d in problems] == [(d.code, d.span.line) for d in expected_problems]


def test_contents_are_asked_for_like_files(tmp_path: Path) -> None:
    main = str(tmp_path / "main.beancount")
    data = b'2024-01-01 note Assets:A "x"\n'
    files = read_files(main, Problems(Sources()), {main: data})
    assert files.asked == (AskedFile(main, data),)
    assert [type(directive) for directive in files.journal().directives] == [Note]
