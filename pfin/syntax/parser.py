"""Reading any block by the grammar's rules."""

import threading
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedToken
from lark.lark import PostLex
from msgspec import Struct

from pfin.model.parsed import Statement

from .builder import Builder
from .explain import misplaced, unknown
from .grammar import grammar_text
from .mistakes import LONGEST_BLOCK, Mistake
from .words import SpoiledError

# A block full of rubbish is one problem, not thousands.
_MOST_LATER_MISTAKES = 20
_MOST_WORDS = 100_000


class Parsed(Struct, frozen=True):
    """What became of a block: a statement, unless a mistake spoils it, and the mistakes."""

    statement: Statement | None
    mistakes: tuple[Mistake, ...]


def parse_block(text: str, file: str, line: int) -> Parsed:
    """Parse one block, whose first line is ``line`` in ``file``. The text must end with a newline.

    The places of mistakes count lines within the block, from 0.
    """
    if len(text) > LONGEST_BLOCK:
        message = f"a directive of {len(text):,} characters is not read"
        hint = f"split it: up to {LONGEST_BLOCK:,} are read"
        return Parsed(None, (Mistake("too-long", message, 0, 0, 0, "", hint),))
    parser, builder = _sessions.get()
    builder.begin(file, line)
    try:
        statement = parser.parse(text)
    except UnexpectedToken as unexpected:
        first = misplaced(text, unexpected)
    except SpoiledError as spoiled:
        first = spoiled.mistake
    else:
        return Parsed(cast("Statement | None", statement), tuple(builder.mistakes))
    return Parsed(None, (*builder.mistakes, first, *_later_mistakes(text, first.row)))


def _later_mistakes(text: str, row: int) -> Iterator[Mistake]:
    """Words below the first mistake that are wrong whatever stands around them, at most one for each line."""
    parser, builder = _sessions.get()
    session = parser.parse_interactive(text)
    tokens: Iterator[Token] = session.lexer_thread.lex(session.parser_state)  # type: ignore[no-untyped-call]
    found = 0
    for token in islice(tokens, _MOST_WORDS):
        if (token.line or 1) - 1 <= row:
            continue
        mistake = None
        if token.type == "UNKNOWN":
            mistake = unknown(text, token)
        elif token.type in ("NUMBER", "DATE", "STRING"):
            try:
                getattr(builder, token.type)(token)
            except SpoiledError as spoiled:
                mistake = spoiled.mistake
        if mistake is not None:
            row = mistake.row
            found += 1
            yield mistake
            if found == _MOST_LATER_MISTAKES:
                return


def _make_parser() -> tuple[Lark, Builder]:
    builder = Builder()
    transformer = cast("Transformer[Token, Statement]", builder)
    lark = Lark(
        grammar_text(),
        parser="lalr",
        lexer="basic",
        maybe_placeholders=False,
        transformer=transformer,
        postlex=_KeepUnknownWords(),
    )
    return lark, builder


class _KeepUnknownWords(PostLex):
    """Tells lark to keep the terminal UNKNOWN, which no rule uses: words of no kind shall come to the parser."""

    always_accept = ("UNKNOWN",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


class _Sessions(threading.local):
    """The parser of each thread, made when it is first needed: a builder serves one block at a time."""

    made: tuple[Lark, Builder] | None = None

    def get(self) -> tuple[Lark, Builder]:
        if self.made is None:
            self.made = _make_parser()
        return self.made


_sessions = _Sessions()
