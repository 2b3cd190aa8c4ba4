"""Reading any block by the grammar's rules.

Lark's parser calls a method of :class:`_Builder` for each rule it completes, which makes the parsed values bottom-up;
no tree is built. Mistakes that the grammar cannot see but that belong to the block's own text (a date that does not
exist, two dates in one cost) are noted as they are met. Where Beancount keeps a directive despite such a mistake, so
does pfin, because the figures of the rest depend on it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date as Date
from decimal import Decimal, DecimalException
from functools import cache
from itertools import islice
from sys import intern
from typing import Any, cast

from lark import Lark, Token, Transformer, UnexpectedToken
from lark.lark import PostLex
from msgspec import Struct

from pfin.model.amount import ZERO, Amount
from pfin.model.directives import (
    NO_META,
    AccountRef,
    Balance,
    BookingMethod,
    Close,
    Commodity,
    CommodityRef,
    Custom,
    Document,
    Event,
    Meta,
    Note,
    Open,
    Pad,
    PriceQuote,
    Query,
    TagRef,
    Value,
)
from pfin.model.lot import CostSpec
from pfin.model.parsed import (
    Include,
    Option,
    ParsedPosting,
    ParsedTransaction,
    Plugin,
    PopMeta,
    PopTag,
    PriceSpec,
    PushMeta,
    PushTag,
    Statement,
)

from .explain import misplaced, unknown
from .grammar import grammar_text
from .mistakes import LONGEST_BLOCK, PIPE_CODE, RESERVED_KEYS, Mistake

# A block full of rubbish is one problem, not thousands.
_MOST_LATER_MISTAKES = 20
_MOST_WORDS = 100_000

# The longest number that Beancount reads, in characters without commas.
_LONGEST_NUMBER = 255
# Groups of three digits; a second comma right after the first digit's is a slip that Beancount lets pass.
_GROUPED = re.compile(r"\d(?:\d{0,2}|,)(?:,\d{3})+(?:\.\d*)?")

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b"}
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


class Parsed(Struct, frozen=True):
    """What became of a block: a statement, unless a mistake spoils it, and the mistakes."""

    statement: Statement | None
    mistakes: tuple[Mistake, ...]


class _Units(Struct, frozen=True, gc=False):
    number: Decimal | None
    commodity: str | None


class _KeyValue(Struct, frozen=True, gc=False):
    key: str
    value: Value


class _Link(Struct, frozen=True, gc=False):
    name: str


class _Marks(Struct, frozen=True, gc=False):
    """Tags and links on a line of their own."""

    marks: tuple[TagRef | _Link, ...]


class _Flag(Struct, frozen=True, gc=False):
    character: str


class _SpoiledError(Exception):
    """A mistake after which nothing can be made of the block: raised within this module only."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def parse_block(text: str, file: str, line: int) -> Parsed:
    """Parse one block, whose first line is ``line`` in ``file``. The text must end with a newline.

    The places of mistakes count lines within the block, from 0.
    """
    if len(text) > LONGEST_BLOCK:
        message = f"a directive of {len(text):,} characters is not read"
        hint = f"split it: up to {LONGEST_BLOCK:,} are read"
        return Parsed(None, (Mistake("too-long", message, 0, 0, 0, "", hint),))
    parser, builder = _parser()
    builder.begin(file, line)
    try:
        statement = parser.parse(text)
    except UnexpectedToken as unexpected:
        first = misplaced(text, unexpected)
    except _SpoiledError as spoiled:
        first = spoiled.mistake
    else:
        return Parsed(cast("Statement | None", statement), tuple(builder.mistakes))
    return Parsed(None, (*builder.mistakes, first, *_later_mistakes(text, first.row)))


def _later_mistakes(text: str, row: int) -> Iterator[Mistake]:
    """Words below the first mistake that are wrong whatever stands around them, at most one for each line."""
    parser, builder = _parser()
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
            except _SpoiledError as spoiled:
                mistake = spoiled.mistake
        if mistake is not None:
            row = mistake.row
            found += 1
            yield mistake
            if found == _MOST_LATER_MISTAKES:
                return


@cache
def _parser() -> tuple[Lark, "_Builder"]:
    builder = _Builder()
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


def _at(token: Token, code: str, message: str, *, label: str = "", hint: str | None = None) -> Mistake:
    """A mistake that is one token, as far as it lies on its first line."""
    width = len(token.partition("\n")[0])
    row, column = (token.line or 1) - 1, token.column or 1
    return Mistake(code, message, row, column, column + max(1, width), label, hint)


class _Builder:
    """The values of rules and terminals: a method of the grammar's name for each."""

    def __init__(self) -> None:
        self.begin("", 0)

    def begin(self, file: str, line: int) -> None:
        """Start on a new block."""
        self.file = file
        self.line = line
        self.mistakes: list[Mistake] = []

    # Terminals

    def DATE(self, token: Token) -> Date:  # noqa: N802
        try:
            year, month, day = token.replace("/", "-").split("-")
            return Date(int(year), int(month), int(day))
        except (ValueError, OverflowError) as wrong:
            reason = str(wrong).partition(",")[0]
            hint = "dates are written YEAR-MONTH-DAY, as 2025-01-31"
            raise _SpoiledError(_at(token, "date", f"there is no such date: {reason}", hint=hint)) from None

    def NUMBER(self, token: Token) -> Decimal:  # noqa: N802
        digits = token.replace(",", "")
        if ("," in token and not _GROUPED.fullmatch(token)) or len(digits) > _LONGEST_NUMBER:
            hint = "commas stand between groups of three digits, or not at all" if "," in token else None
            message = "a number cannot be written like this" if hint else "the number has too many digits"
            raise _SpoiledError(_at(token, "number", message, hint=hint))
        return Decimal(digits)

    def STRING(self, token: Token) -> str:  # noqa: N802
        text = token[1:-1]
        self._require_utf8(token)
        if "\\" not in text:
            return text
        return _ESCAPE.sub(lambda match: _ESCAPES.get(match.group(1), match.group(1)), text)

    def ACCOUNT(self, token: Token) -> AccountRef:  # noqa: N802
        self._require_utf8(token)
        return AccountRef(intern(str(token)))

    def CURRENCY(self, token: Token) -> CommodityRef:  # noqa: N802
        return CommodityRef(intern(str(token)))

    def TAG(self, token: Token) -> TagRef:  # noqa: N802
        return TagRef(intern(token[1:]))

    def LINK(self, token: Token) -> _Link:  # noqa: N802
        return _Link(intern(token[1:]))

    def BOOL(self, token: Token) -> bool:  # noqa: N802
        return str(token) == "TRUE"

    def NONE(self, token: Token) -> None:  # noqa: N802
        return None

    def _require_utf8(self, token: Token) -> None:
        # Bytes that are not UTF-8 come here as lone surrogates; harmless in comments, wrong in a text that is kept.
        if not token.isascii() and _NOT_UTF8.search(token):
            hint = "save the file in the encoding UTF-8"
            raise _SpoiledError(_at(token, "encoding", "the text is not UTF-8", hint=hint))

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
            return operation()
        except DecimalException:
            message = "division by zero" if operator == "/" else "the result is too large"
            raise _SpoiledError(_at(operator, "arithmetic", message)) from None

    # Amounts

    def currency(self, children: list[Any]) -> CommodityRef:
        found = children[0]
        return found if isinstance(found, CommodityRef) else CommodityRef(intern(str(found)))

    def amount(self, children: list[Any]) -> Amount:
        return Amount(children[0], children[1].name)

    def units(self, children: list[Any]) -> _Units:
        number = commodity = None
        for child in children:
            if isinstance(child, CommodityRef):
                commodity = child.name
            else:
                number = child
        return _Units(number, commodity)

    def posting_price(self, children: list[Any]) -> PriceSpec:
        units = children[1] if len(children) > 1 else _Units(None, None)
        return PriceSpec(units.number, units.commodity, children[0] == "@@")

    def cost_per(self, children: list[Any]) -> CostSpec:
        units = self.units(children)
        return CostSpec(units.number, None, False, units.commodity)

    def cost_per_and_total(self, children: list[Any]) -> CostSpec:
        separator = next(index for index, child in enumerate(children) if isinstance(child, Token))
        per = children[0] if separator else None
        total = children[separator + 1] if len(children) - separator == 3 else None
        return CostSpec(per, total, True, children[-1].name)

    def cost_parts(self, children: list[Any]) -> list[Any]:
        return children

    def cost(self, children: list[Any]) -> CostSpec:
        brace, parts = children
        spec: CostSpec | None = None
        date: Date | None = None
        label: str | None = None
        merged = False
        for part in parts:
            if isinstance(part, CostSpec):
                self._only_once(spec, brace, "amount")
                spec = spec or part
            elif isinstance(part, Date):
                self._only_once(date, brace, "date")
                date = date or part
            elif isinstance(part, Token):
                if merged:
                    self._only_once(part, brace, "merge mark")
                else:
                    self._note(
                        brace, "cost", "lots cannot be merged with {*}", "name the lots that are reduced instead"
                    )
                merged = True
            else:
                self._only_once(label, brace, "label")
                label = part if label is None else label
        if spec is None:
            return CostSpec(date=date, label=label)
        per, total, has_total = spec.per, spec.total, spec.has_total
        if brace == "{{":
            if has_total:
                hint = "write {a # b} for a cost per unit and a cost in all"
                self._note(brace, "cost", "a cost per unit cannot stand in {{ }}, which is a cost in all", hint)
            per, total, has_total = ZERO, total if has_total else per, True
        return CostSpec(per, total, has_total, spec.commodity, date, label)

    def _only_once(self, seen: object, brace: Token, what: str) -> None:
        if seen is not None:
            self._note(brace, "cost", f"a cost has one {what} only", None)

    def _note(self, token: Token, code: str, message: str, hint: str | None) -> None:
        self.mistakes.append(_at(token, code, message, hint=hint))

    # Values and metadata

    def value(self, children: list[Value]) -> Value:
        return children[0]

    custom_value = value

    def key_value(self, children: list[Any]) -> _KeyValue:
        return _KeyValue(str(children[0]), children[1] if len(children) > 1 else None)

    def meta_line(self, children: list[Any]) -> _KeyValue | None:
        return children[1] if len(children) > 1 else None

    def _meta(self, lines: Iterable[_KeyValue | None]) -> Meta:
        # As in Beancount, the last of several equal keys counts here, the first in transactions.
        return {line.key: line.value for line in lines if line is not None} or NO_META

    # Transactions

    def txn_flag(self, children: list[Token]) -> _Flag:
        return _Flag("*" if children[0] == "txn" else str(children[0]))

    flag = txn_flag

    def posting(self, children: list[Any]) -> ParsedPosting:
        indent, *rest = children
        flag = rest.pop(0).character if isinstance(rest[0], _Flag) else None
        account = rest.pop(0).name
        units, cost, price = _Units(None, None), None, None
        for part in rest:
            if isinstance(part, _Units):
                units = part
            elif isinstance(part, CostSpec):
                cost = part
            else:
                price = part
        return ParsedPosting(account, units.number, units.commodity, cost, price, flag, {}, indent.line - 1)

    def tag_line(self, children: list[Any]) -> _Marks:
        return _Marks(tuple(children[1:]))

    def transaction(self, children: list[Any]) -> ParsedTransaction | None:
        date, flag, *rest = children
        strings: list[str] = []
        tags: set[str] = set()
        links: set[str] = set()
        postings: list[ParsedPosting] = []
        meta: dict[str, Value] = {}
        own = meta
        for part in rest:
            if isinstance(part, ParsedPosting):
                postings.append(part)
                own = cast("dict[str, Value]", part.meta)
            elif isinstance(part, _KeyValue):
                self._add_meta(own, part, on_posting=own is not meta)
            elif isinstance(part, _Marks):
                if postings:
                    hint = "move them to the transaction's first line"
                    self._note_header("tags", "tags and links come before the first posting", hint)
                else:
                    _collect(part.marks, tags, links)
            elif isinstance(part, Token):
                hint = 'write the payee and the narration as two strings: "Payee" "Narration"'
                self._note_header(PIPE_CODE, "the separator | is no longer used", hint)
            elif isinstance(part, str):
                strings.append(part)
            elif part is not None:
                _collect((part,), tags, links)
        if len(strings) > 2:
            hint = "a transaction has at most a payee and a narration"
            self._note_header("strings", f"{len(strings)} strings where at most two may stand", hint)
            return None
        payee = strings[0] if len(strings) == 2 else None
        narration = strings[-1] if strings else ""
        return ParsedTransaction(
            date, self.file, self.line, meta or NO_META, flag.character, payee, narration,
            frozenset(tags), frozenset(links), tuple(postings),
        )  # fmt: skip

    def _add_meta(self, meta: dict[str, Value], line: _KeyValue, *, on_posting: bool) -> None:
        if on_posting and line.key in RESERVED_KEYS:
            hint = "choose another key"
            self._note_header("metadata", f"the metadata key '{line.key}' is reserved on postings", hint)
        elif line.key in meta:
            # Beancount lets a repeated value pass only where both are the very same object.
            if meta[line.key] is not line.value:
                self._note_header("metadata", f"the metadata key '{line.key}' stands twice", "remove one of the two")
        else:
            meta[intern(line.key)] = line.value

    def _note_header(self, code: str, message: str, hint: str | None) -> None:
        self.mistakes.append(Mistake(code, message, 0, 0, 0, "", hint))

    # Other dated directives

    def open(self, children: list[Any]) -> Open:
        date, account, *rest = children
        commodities = tuple(part.name for part in rest if isinstance(part, CommodityRef))
        method = next((part for part in rest if isinstance(part, str)), None)
        booking = None
        if method:
            try:
                booking = BookingMethod(method)
            except ValueError:
                hint = f"the methods are {', '.join(known.value for known in BookingMethod)}"
                self._note_header("booking-method", f'there is no booking method "{method}"', hint)
        meta = self._meta(part for part in rest if isinstance(part, _KeyValue))
        return Open(date, self.file, self.line, meta, account.name, commodities, booking)

    def close(self, children: list[Any]) -> Close:
        date, account, *lines = children
        return Close(date, self.file, self.line, self._meta(lines), account.name)

    def commodity(self, children: list[Any]) -> Commodity:
        date, commodity, *lines = children
        return Commodity(date, self.file, self.line, self._meta(lines), commodity.name)

    def pad(self, children: list[Any]) -> Pad:
        date, account, source, *lines = children
        return Pad(date, self.file, self.line, self._meta(lines), account.name, source.name)

    def balance(self, children: list[Any]) -> Balance:
        date, account, number, *rest = children
        tolerance = rest.pop(0) if isinstance(rest[0], Decimal) else None
        commodity, *lines = rest
        amount = Amount(number, commodity.name)
        return Balance(date, self.file, self.line, self._meta(lines), account.name, amount, tolerance)

    def note(self, children: list[Any]) -> Note:
        date, account, text, *rest = children
        meta, tags, links = self._meta_and_marks(rest)
        return Note(date, self.file, self.line, meta, account.name, text, tags, links)

    def document(self, children: list[Any]) -> Document:
        date, account, path, *rest = children
        meta, tags, links = self._meta_and_marks(rest)
        return Document(date, self.file, self.line, meta, account.name, path, tags, links)

    def _meta_and_marks(self, parts: list[Any]) -> tuple[Meta, frozenset[str], frozenset[str]]:
        tags: set[str] = set()
        links: set[str] = set()
        _collect((part for part in parts if isinstance(part, TagRef | _Link)), tags, links)
        meta = self._meta(part for part in parts if isinstance(part, _KeyValue))
        return meta, frozenset(tags), frozenset(links)

    def event(self, children: list[Any]) -> Event:
        date, name, value, *lines = children
        return Event(date, self.file, self.line, self._meta(lines), name, value)

    def query(self, children: list[Any]) -> Query:
        date, name, text, *lines = children
        return Query(date, self.file, self.line, self._meta(lines), name, text)

    def price(self, children: list[Any]) -> PriceQuote:
        date, commodity, amount, *lines = children
        return PriceQuote(date, self.file, self.line, self._meta(lines), commodity.name, amount)

    def custom(self, children: list[Any]) -> Custom:
        date, kind, *rest = children
        values = tuple(part for part in rest if part is not None and not isinstance(part, _KeyValue))
        if not values:
            # Beancount accepts the line and then stumbles over it, whatever else is in the journal.
            self._note_header("custom", "a custom directive needs a value after its type", None)
        meta = self._meta(part for part in rest if isinstance(part, _KeyValue))
        return Custom(date, self.file, self.line, meta, kind, values)

    # Commands

    def option(self, children: list[str]) -> Option:
        return Option(self.file, self.line, children[0], children[1])

    def include(self, children: list[str]) -> Include:
        return Include(self.file, self.line, children[0])

    def plugin(self, children: list[str]) -> Plugin:
        return Plugin(self.file, self.line, children[0], children[1] if len(children) > 1 else None)

    def pushtag(self, children: list[TagRef]) -> PushTag:
        return PushTag(self.file, self.line, children[0].name)

    def poptag(self, children: list[TagRef]) -> PopTag:
        return PopTag(self.file, self.line, children[0].name)

    def pushmeta(self, children: list[_KeyValue]) -> PushMeta:
        return PushMeta(self.file, self.line, children[0].key, children[0].value)

    def popmeta(self, children: list[str]) -> PopMeta:
        return PopMeta(self.file, self.line, str(children[0]))

    def start(self, children: list[Statement | None]) -> Statement | None:
        return children[0]


def _collect(marks: Iterable[TagRef | _Link], tags: set[str], links: set[str]) -> None:
    for mark in marks:
        if isinstance(mark, TagRef):
            tags.add(mark.name)
        else:
            links.add(mark.name)
