"""Words and what they mean: the values of terminals, and arithmetic.

A word that has the form of its terminal may still mean nothing (the thirtieth of February). That is a mistake after
which nothing can be made of the block, and is raised as :class:`SpoiledError` for the parser to catch.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal, DecimalException
from sys import intern
from typing import Any

from lark import Token
from msgspec import Struct

from pfin.model.directives import AccountRef, CommodityRef, TagRef

from .mistakes import LONGEST_ACCOUNT, Mistake

# The longest number that Beancount reads, in characters without commas.
_LONGEST_NUMBER = 255
# The power of ten beyond which a result is refused: no sum of money has it, and later products could overflow.
_LARGEST_EXPONENT = 1000
# Groups of three digits; a second comma right after the first digit's is a slip that Beancount lets pass.
_GROUPED = re.compile(r"\d(?:\d{0,2}|,)(?:,\d{3})+(?:\.\d*)?")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b"}
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


class Link(Struct, frozen=True, gc=False):
    """A link, without its ``^``."""

    name: str


class SpoiledError(Exception):
    """A mistake after which nothing can be made of the block: raised while parsing, and caught there."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def mistake_at(token: Token, code: str, message: str, *, label: str = "", hint: str | None = None) -> Mistake:
    """A mistake that is one token, as far as it lies on its first line."""
    width = len(token.partition("\n")[0])
    row, column = (token.line or 1) - 1, token.column or 1
    return Mistake(code, message, row, column, column + max(1, width), label, hint)


class Words:
    """A method of its name for each terminal that has a value, and for each rule of arithmetic."""

    def DATE(self, token: Token) -> Date:
        # Zeros may stand before any part, as in Beancount.
        year, month, day = (part.lstrip("0") or "0" for part in token.replace("/", "-").split("-"))
        if len(year) > 4 or year == "0":
            reason = f"there is no year {year[:10]}"
        elif len(month) > 2 or not 1 <= int(month) <= 12:
            reason = f"there is no month {month[:10]}"
        elif len(day) > 2 or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
            reason = f"{month_name[int(month)]} {year} has no day {day[:10]}"
        else:
            return Date(int(year), int(month), int(day))
        hint = "dates are written YEAR-MONTH-DAY, as 2025-01-31"
        raise SpoiledError(mistake_at(token, "date", reason, hint=hint))

    def NUMBER(self, token: Token) -> Decimal:
        digits = token.replace(",", "")
        if ("," in token and not _GROUPED.fullmatch(token)) or len(digits) > _LONGEST_NUMBER:
            message, hint = "the number has too many digits", None
            if decimal_comma := _DECIMAL_COMMA.fullmatch(token):
                message = "a number cannot be written like this"
                hint = f"the decimal sign is a point: {decimal_comma[1]}.{decimal_comma[2]}"
            elif "," in token:
                message = "a number cannot be written like this"
                hint = "commas stand between groups of three digits, or not at all"
            raise SpoiledError(mistake_at(token, "number", message, hint=hint))
        return Decimal(digits)

    def STRING(self, token: Token) -> str:
        text = token[1:-1]
        self._require_utf8(token)
        if "\\" not in text:
            return text
        return _ESCAPE.sub(lambda match: _ESCAPES.get(match.group(1), match.group(1)), text)

    def ACCOUNT(self, token: Token) -> AccountRef:
        self._require_utf8(token)
        if len(token) > LONGEST_ACCOUNT:
            message = f"an account name of {len(token):,} characters is not read"
            raise SpoiledError(mistake_at(token, "account-name", message))
        return AccountRef(intern(str(token)))

    def CURRENCY(self, token: Token) -> CommodityRef:
        return CommodityRef(intern(str(token)))

    def TAG(self, token: Token) -> TagRef:
        return TagRef(intern(token[1:]))

    def LINK(self, token: Token) -> Link:
        return Link(intern(token[1:]))

    def BOOL(self, token: Token) -> bool:
        return str(token) == "TRUE"

    def NONE(self, token: Token) -> None:
        return None

    def _require_utf8(self, token: Token) -> None:
        # Bytes that are not UTF-8 come here as lone surrogates; harmless in comments, wrong in a text that is kept.
        if not token.isascii() and _NOT_UTF8.search(token):
            hint = "save the file in the encoding UTF-8"
            raise SpoiledError(mistake_at(token, "encoding", "the text is not UTF-8", hint=hint))

    # Arithmetic

    def numeral(self, children: list[Decimal]) -> Decimal:
        return children[0]

    group = positive = numeral

    def negative(self, children: list[Decimal]) -> Decimal:
        return -children[0]

    def add(self, children: list[Decimal]) -> Decimal:
        return children[0] + children[1]

    def subtract(self, children: list[Decimal]) -> Decimal:
        return children[0] - children[1]

    def multiply(self, children: list[Any]) -> Decimal:
        left, operator, right = children
        return self._compute(operator, lambda: left * right)

    def divide(self, children: list[Any]) -> Decimal:
        left, operator, right = children
        return self._compute(operator, lambda: left / right)

    def _compute(self, operator: Token, operation: Callable[[], Decimal]) -> Decimal:
        try:
            result = operation()
        except DecimalException:
            result = Decimal("NaN")
        if abs(result.adjusted()) > _LARGEST_EXPONENT or not result.is_finite():
            message = "division by zero" if result.is_nan() and operator == "/" else "the result is out of all bounds"
            raise SpoiledError(mistake_at(operator, "arithmetic", message))
        return result
