"""Texts of boundary expressions, and what they are read as."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from pfin.model.boundary import BoundaryMistake, Chain, Expression, Glob, Predicate, Word
from pfin.syntax.boundary import LONGEST_EXPRESSION, read_expression
from pfin.syntax.boundary_parser import parse_expression
from pfin.syntax.grammar import grammar_text, terminal


def written(expression: Expression | BoundaryMistake) -> str:
    """An expression with a pair of parentheses around each chain and a letter before what is no plain word."""
    match expression:
        case Word(text):
            return text
        case Glob(text):
            return f"glob {text}"
        case Predicate(key, value):
            return f"{key} is {value}"
        case Chain(first, rest):
            return f"({written(first)}{''.join(f' {o.value} {written(e)}' for o, e in rest)})"
        case BoundaryMistake(message):
            return f"mistake: {message}"


READ = [
    ("cash", "cash"),
    (" Assets:Bank-Two \n", "Assets:Bank-Two"),
    ("Assets:*:Checking", "glob Assets:*:Checking"),
    ("**", "glob **"),
    ('"my cash"', "my cash"),
    ('"a*"', "a*"),
    ("Активы:Наличные", "Активы:Наличные"),
    ("资产:现金|x", "(资产:现金 | x)"),
    ("liquidity=cash", "liquidity is cash"),
    ('bank = "A & B"', "bank is A & B"),
    ("rate=3.50", "rate is 3.50"),
    ('note=""', "note is "),
    ("a|b&c", "(a | (b & c))"),
    ("a | b - c | d", "(a | b - c | d)"),
    ("a - b & c", "(a - (b & c))"),
    ("(a - b) & c", "((a - b) & c)"),
    ("a - (b - c)", "(a - (b - c))"),
    ("a-b - c-d", "(a-b - c-d)"),
    ("a\n|\tb", "(a | b)"),
    ("((a))", "a"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_texts_are_read(text: str, expected: str) -> None:
    assert written(read_expression(text)) == expected


@pytest.mark.parametrize(("text", "expected"), READ)
def test_every_part_knows_where_it_stands(text: str, expected: str) -> None:
    waiting = [read_expression(text)]
    while waiting:
        part = waiting.pop()
        assert not isinstance(part, BoundaryMistake)
        if isinstance(part, Chain):
            waiting += [part.first, *(operand for _, operand in part.rest)]
        elif isinstance(part, Predicate):
            assert text[part.start : part.end].startswith(part.key)
        else:
            assert text[part.start : part.end].strip('"') == part.text


# The text, what is marked in it, and words of the message and of the hint.
MISTAKES = [
    ("", "", "the expression is empty", "write an account such as"),
    ("  ", "  ", "the expression is empty", "write an account such as"),
    ("a |", "|", "a boundary is missing after |", ""),
    ("a | b -", "-", "a boundary is missing after -", ""),
    ("(a & ", "&", "a boundary is missing after &", ""),
    ("| a", "|", "a boundary is missing before |", ""),
    ("a || b", "|", "a boundary is missing before |", "write one | or & only"),
    ("a & )", ")", "a boundary is missing before )", ""),
    ("()", ")", "a boundary is missing before )", ""),
    ("(a | b", "(", "the parenthesis that opens here is not closed", "close it"),
    ("a | b)", ")", "no parenthesis is open", ""),
    ("a -b", "-", "the minus has no space on both sides", "a - b"),
    ("a- b", "b", "an operator is missing before b", "the minus has a space on both sides"),
    ("my cash", "cash", "an operator is missing before cash", "double quotes"),
    ("a and b", "and", "an operator is missing before and", "write & instead"),
    ("a OR b", "OR", "an operator is missing before OR", "write | instead"),
    ("a + b", "+", "+ has no meaning here", "a | b"),
    ("a, b", ",", ", has no meaning here", "a | b"),
    ("'my cash'", "'", "' has no meaning here", "double quotes"),
    ("a | \x00", "\x00", "\\x00 has no meaning here", ""),
    ('a | "my cash', '"my cash', "the quote that opens here is not closed", "end it with a quote"),
    ('a | ""', '""', "there is no name between these quotes", ""),
    ("liquidity=", "=", "a value is missing after =", ""),
    ("liquidity= | a", "|", "a value is missing before |", ""),
    ("=cash", "=", "a key of metadata is missing before =", "liquidity=cash"),
    ("a=b=c", "=", "a key of metadata is missing before =", "liquidity=cash"),
    ("Assets:A=b", "Assets:A", "Assets:A is no key of metadata", "liquidity=cash"),
    ("key=b*", "b*", "a star means nothing here", "whole value"),
]


@pytest.mark.parametrize(("text", "marked", "message", "hint"), MISTAKES)
def test_mistakes_are_marked_and_explained(text: str, marked: str, message: str, hint: str) -> None:
    mistake = read_expression(text)
    assert isinstance(mistake, BoundaryMistake)
    assert (text[mistake.start : mistake.end], message in mistake.message, hint in mistake.hint) == (marked, True, True)


def test_neither_length_nor_depth_is_without_bounds() -> None:
    longest = "a|" * (LONGEST_EXPRESSION // 2 - 1) + "a"
    assert isinstance(read_expression(longest), Chain)
    assert "not read" in written(read_expression(longest + "|aa"))
    deep = 50
    assert written(read_expression("(" * deep + "a" + ")" * deep)) == "a"
    assert "so many parentheses" in written(read_expression("(" * (deep + 1) + "a" + ")" * (deep + 1)))
    assert "not read" in written(read_expression("(" * 1_000_000))
    assert written(read_expression("(a)|" * 1000 + "(a)")).count("a") == 1001


def test_the_word_that_is_read_without_lark_is_the_one_that_lark_reads() -> None:
    lark = Lark(grammar_text("boundary"), parser="lalr", lexer="basic", maybe_placeholders=False)
    (theirs,) = (re.compile(each.pattern.value) for each in lark.terminals if each.name == "WORD")
    for sample in (
        "cash",
        "Assets:Bank-1",
        "a b",
        "*",
        "-a",
        ":a",
        "a:",
        "ä",
        "a\u00a0b",
        "资产",
        "a=b",
        "2025",
        "a.b",
    ):
        ours = terminal("WORD", "boundary").fullmatch(sample)
        assert bool(ours) == bool(theirs.fullmatch(sample)), sample
        if ours:
            assert read_expression(sample) == parse_expression(sample)


def test_one_word_is_read_without_importing_lark() -> None:
    program = "import sys; from pfin.syntax.boundary import read_expression as read; read(' Assets:Bank '); "
    done = subprocess.run([sys.executable, "-c", f"{program}sys.exit('lark' in sys.modules)"], check=False)
    assert done.returncode == 0


@given(st.text(alphabet='ab* -|&()="\n\t:.é\x00\ud800', max_size=30) | st.text(max_size=30))
def test_any_text_is_an_expression_or_a_mistake_within_it(text: str) -> None:
    found = read_expression(text)
    if isinstance(found, BoundaryMistake):
        assert found.message
        assert 0 <= found.start <= found.end <= len(text)
        assert found.start < found.end or not text
