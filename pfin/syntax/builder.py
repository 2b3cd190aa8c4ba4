"""Building directives: the values of the grammar's rules.

Lark's parser calls a method of :class:`Builder` for each rule it completes, which makes the parsed values bottom-up; no
tree is built. Mistakes that the grammar cannot see but that belong to the block's own text (two dates in one cost) are
noted as they are met. Where Beancount keeps a directive despite such a mistake, so does pfin, because the figures of
the rest depend on it.
"""

from collections.abc import Iterable
from datetime import date as Date
from decimal import Decimal
from sys import intern
from typing import Any, cast

from lark import Token
from msgspec import Struct

from pfin.model.amount import ZERO, Amount
from pfin.model.directives import (
    NO_META,
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

from .mistakes import PIPE_CODE, RESERVED_KEYS, Mistake
from .words import Link, Words, mistake_at


class _Units(Struct, frozen=True, gc=False):
    number: Decimal | None
    commodity: str | None


class _KeyValue(Struct, frozen=True, gc=False):
    key: str
    value: Value


class _Marks(Struct, frozen=True, gc=False):
    """Tags and links on a line of their own."""

    marks: tuple[TagRef | Link, ...]


class _Flag(Struct, frozen=True, gc=False):
    character: str


class Builder(Words):
    """The values of rules and terminals: a method of the grammar's name for each."""

    def __init__(self) -> None:
        self.begin("", 0)

    def begin(self, file: str, line: int) -> None:
        """Start on a new block."""
        self.file = file
        self.line = line
        self.mistakes: list[Mistake] = []

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
        self.mistakes.append(mistake_at(token, code, message, hint=hint))

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
        _collect((part for part in parts if isinstance(part, TagRef | Link)), tags, links)
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


def _collect(marks: Iterable[TagRef | Link], tags: set[str], links: set[str]) -> None:
    for mark in marks:
        if isinstance(mark, TagRef):
            tags.add(mark.name)
        else:
            links.add(mark.name)
