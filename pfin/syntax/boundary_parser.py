"""Reading boundary expressions by the grammar's rules, and saying what is wrong with a text that is none."""

import re
import threading
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken, v_args
from lark.exceptions import UnexpectedInput

from pfin.model.boundary import GLOB_MARK, BoundaryMistake, Chain, Expression, Operator, Predicate, Word, one_word

from .grammar import grammar_text, terminal

# People nest three deep. Expressions are worked out by recursion, two calls for each pair of parentheses.
_DEEPEST = 50
_LONGEST_QUOTE = 40

_PARENTHESIS = re.compile(r'"[^"]*"?|[()]')
_OPERATOR_AT_END = re.compile(r"(?:[|&=(]|(?<!\S)-)\s*\Z")
_SIGNS = {
    "+": "| joins two boundaries: a | b",
    ",": "| joins two boundaries: a | b",
    ";": "| joins two boundaries: a | b",
    "!": "a - b is a without b",
    "\\": "a - b is a without b",
    "'": 'a name with spaces stands in double quotes: "my cash"',
    "?": "* is any text within one part of an account's name",
    "[": "parentheses are round: (a | b) & c",
    "{": "parentheses are round: (a | b) & c",
    "/": "the parts of an account's name are separated by colons",
}


def parse_expression(text: str) -> Expression | BoundaryMistake:
    """The expression that a text is, or the first mistake in it."""
    if (deep := _too_deep(text)) is not None:
        hint = f"up to {_DEEPEST} are; give parts of it names of their own"
        return BoundaryMistake("so many parentheses within each other are not read", deep, deep + 1, hint)
    try:
        return cast("Expression", _sessions.get().parse(text))
    except _SpoiledError as spoiled:
        return spoiled.mistake
    except UnexpectedCharacters as unexpected:
        return _unknown(text, unexpected.pos_in_stream or 0)
    except UnexpectedToken as unexpected:
        return _misplaced(text, unexpected)


class _SpoiledError(UnexpectedInput):
    """A mistake in a word that stands in the right place; lark lets its own exceptions pass."""

    def __init__(self, mistake: BoundaryMistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """Makes the expression from the bottom up while lark parses, without recursion."""

    def start(self, expression: Expression) -> Expression:
        return expression

    def sum(self, first: Expression, *rest: Token | Expression) -> Expression:
        pairs = zip(rest[::2], rest[1::2], strict=True)
        return _chain(first, [(Operator(str(sign)), cast("Expression", operand)) for sign, operand in pairs])

    def product(self, first: Expression, *rest: Expression) -> Expression:
        return _chain(first, [(Operator.INTERSECTION, operand) for operand in rest])

    def word(self, word: Token) -> Expression:
        return one_word(str(word), _start(word))

    def quoted(self, word: Token) -> Expression:
        start, end = _start(word), _start(word) + len(word)
        if not word[1:-1].strip():
            raise _SpoiledError(BoundaryMistake("there is no name between these quotes", start, end))
        return Word(str(word[1:-1]), start, end)

    def predicate(self, key: Token, value: Token) -> Expression:
        start, end = _start(key), _start(value) + len(value)
        if ":" in key or GLOB_MARK in key:
            hint = "a predicate is metadata and what it is, such as liquidity=cash"
            mistake = f"{_shortened(key)} is no key of metadata"
            raise _SpoiledError(BoundaryMistake(mistake, start, start + len(key), hint))
        if value.type == "WORD" and GLOB_MARK in value:
            hint = "a predicate compares the whole value"
            raise _SpoiledError(BoundaryMistake("a star means nothing here", _start(value), end, hint))
        return Predicate(str(key), str(value).strip('"'), start, end)


def _chain(first: Expression, rest: list[tuple[Operator, Expression]]) -> Expression:
    return Chain(first, tuple(rest)) if rest else first


def _start(token: Token) -> int:
    assert token.start_pos is not None
    return token.start_pos


def _too_deep(text: str) -> int | None:
    """Where there are too many parentheses within each other."""
    depth = 0
    for found in _PARENTHESIS.finditer(text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth > _DEEPEST:
            return found.start()
    return None


def _unclosed(text: str) -> int | None:
    """Where the last parenthesis opens that is not closed."""
    opened: list[int] = []
    for found in _PARENTHESIS.finditer(text):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _unknown(text: str, start: int) -> BoundaryMistake:
    """A character that begins no word."""
    character = text[start]
    if character == '"':
        return BoundaryMistake("the quote that opens here is not closed", start, len(text), 'end it with a quote: "')
    if character == "-":
        return BoundaryMistake("the minus has no space on both sides", start, start + 1, "write a - b")
    shown = character if character.isprintable() else ascii(character)[1:-1]
    return BoundaryMistake(f"{shown} has no meaning here", start, start + 1, _SIGNS.get(character, ""))


def _misplaced(text: str, unexpected: UnexpectedToken) -> BoundaryMistake:
    """A word or sign in the wrong place, or the end come too early."""
    token = unexpected.token
    if token.type == "$END":
        return _ended(text)
    start, end = _start(token), _start(token) + len(token)
    if token.type == "_CLOSE" and "WORD" not in unexpected.expected:
        return BoundaryMistake("no parenthesis is open that this one could close", start, end)
    if token.type == "_EQUALS":
        hint = "a predicate is metadata and what it is, such as liquidity=cash"
        return BoundaryMistake("a key of metadata is missing before =", start, end, hint)
    if token.type in ("WORD", "QUOTED", "_OPEN") and "WORD" not in unexpected.expected:
        return BoundaryMistake(f"an operator is missing before {_shortened(token)}", start, end, _joining(text, start))
    wanted = "a value" if text[:start].rstrip().endswith("=") else "a boundary"
    return BoundaryMistake(f"{wanted} is missing before {_shortened(token)}", start, end, _missing_hint(text))


def _ended(text: str) -> BoundaryMistake:
    end = len(text.rstrip())
    if sign := _OPERATOR_AT_END.search(text):
        wanted = "a value" if sign[0].startswith("=") else "a boundary"
        return BoundaryMistake(f"{wanted} is missing after {sign[0].strip()}", sign.start(), end)
    opened = _unclosed(text)
    assert opened is not None, f"a complete expression was refused: {text!r}"
    return BoundaryMistake("the parenthesis that opens here is not closed", opened, opened + 1, "close it: )")


def _joining(text: str, start: int) -> str:
    """What to write between two operands that have nothing between them."""
    if text[:start].rstrip().endswith("-"):
        return "the minus has a space on both sides: a - b"
    word = terminal("WORD", "boundary").match(text, start)
    instead = {"or": "|", "and": "&", "not": "-", "without": "-", "minus": "-"}.get(word[0].casefold() if word else "")
    if instead:
        return f"write {instead} instead"
    return 'write |, & or - between two boundaries; a name with spaces stands in double quotes: "my cash"'


def _missing_hint(text: str) -> str:
    return "write one | or & only" if "||" in text or "&&" in text else ""


def _shortened(word: str) -> str:
    flat = " ".join(word.split())
    return flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1] + "…"


class _Sessions(threading.local):
    """The parser of each thread, made when it is first needed."""

    made: Lark | None = None

    def get(self) -> Lark:
        if self.made is None:
            self.made = Lark(
                grammar_text("boundary"),
                parser="lalr",
                lexer="basic",
                maybe_placeholders=False,
                transformer=cast("Transformer[Token, Expression]", _Builder()),
            )
        return self.made


_sessions = _Sessions()
