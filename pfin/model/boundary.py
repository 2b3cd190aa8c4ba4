"""Boundary expressions: what a person writes to say which accounts lie inside a boundary.

::

    Expression
      Word        a name of another boundary, or an account with its children
      Glob        accounts by a pattern, with their children
      Predicate   accounts by the metadata of their open directives, or by their currency
      Chain       expressions with operators between them, which go from left to right

``grammar/boundary.lark`` is how they are written. ``start`` and ``end`` are offsets in the text that was read.
"""

from enum import Enum
from typing import TypeAlias

from msgspec import Struct

CURRENCY_KEY = "currency"
"""The key of the predicate that asks for a currency instead of metadata."""


GLOB_MARK = "*"
"""What makes a word a pattern."""


class Word(Struct, frozen=True):
    """The name of a boundary, or an account."""

    text: str
    start: int
    end: int


class Glob(Struct, frozen=True):
    """A pattern over account names: ``*`` is any text within one component, ``**`` any number of components."""

    text: str
    start: int
    end: int


def one_word(word: str, start: int) -> Word | Glob:
    """A word without quotes, at an offset: a glob where it has a star."""
    return (Glob if GLOB_MARK in word else Word)(word, start, start + len(word))


class Predicate(Struct, frozen=True):
    """The metadata ``key`` is ``value``, whatever the capitals."""

    key: str
    value: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The predicate as somebody could write it."""
        plain = self.value.replace("-", "").replace(".", "").isalnum()
        return f"{self.key}={self.value}" if plain else f'{self.key}="{self.value}"'


class Operator(Enum):
    """What becomes of two sets of accounts."""

    UNION = "|"
    INTERSECTION = "&"
    DIFFERENCE = "-"


class Chain(Struct, frozen=True):
    """``first``, to which each operator with its expression is applied in turn."""

    first: "Expression"
    rest: tuple[tuple[Operator, "Expression"], ...]


Expression: TypeAlias = Word | Glob | Predicate | Chain


class BoundaryMistake(Struct, frozen=True):
    """Why a text is no expression: what is wrong from offset ``start`` up to ``end``, and what to do about it."""

    message: str
    start: int
    end: int
    hint: str = ""
