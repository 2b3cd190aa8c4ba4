"""Statements as bytes, and back.

Problem. Whoever reads a journal's directives from the cache wants them sooner than they could be parsed, and the same
in every detail: digits of numbers, types of metadata, lines. Bytes that were damaged must never become directives.

Solution. Statements are encoded by type, each as a plain row of its fields, and a row of bytes says whose turn it is.
For each type msgspec has a decoder that checks the type of every field, so nothing is left to check afterwards.
MessagePack knows neither dates nor decimals, and a value of metadata may be a text, a date or a decimal: such values
are kept in small structures that say which. What many statements have in common (the file, accounts, no metadata) is
one object again once decoded.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from functools import cache
from sys import intern
from typing import Any, Literal, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pfin.ledger.account import Account
from pfin.model.account import AccountType
from pfin.model.amount import Amount
from pfin.model.directives import (
    EMPTY,
    NO_META,
    AccountRef,
    Balance,
    BookingMethod,
    Close,
    Commodity,
    CommodityRef,
    Custom,
    Directive,
    Document,
    Event,
    Meta,
    Note,
    Open,
    Pad,
    Posting,
    PriceQuote,
    Query,
    TagRef,
    Transaction,
    Value,
)
from pfin.model.parsed import (
    Include,
    Option,
    ParsedPosting,
    ParsedTransaction,
    Plugin,
    PopMeta,
    PopTag,
    PushMeta,
    PushTag,
    Statement,
)

from .container import Damaged


class Unkeepable(Exception):  # noqa: N818  (what it says of the statements)
    """Statements have no encoding: a text of theirs is not Unicode, since the journal is not UTF-8."""


class KeptDate(Struct, frozen=True, gc=False, tag="date"):
    """A date as a value of metadata."""

    value: Date


class KeptNumber(Struct, frozen=True, gc=False, tag="number"):
    """A number as a value of metadata."""

    value: Decimal


class KeptAmount(Struct, frozen=True, gc=False, tag="amount"):
    """An amount as a value of metadata."""

    value: Amount


KeptValue = str | bool | KeptDate | KeptNumber | KeptAmount | AccountRef | CommodityRef | TagRef | None
KeptMeta = Mapping[str, KeptValue]


class KeptAccount(Struct, frozen=True, array_like=True):
    """An account as the cache keeps it; only its metadata is different."""

    name: str
    type: AccountType
    opened: Date | None
    closed: Date | None
    commodities: tuple[str, ...]
    booking: BookingMethod | None
    meta: KeptMeta


# The types of statements, in the order of the bytes that stand for them. Another order is another format.
KINDS: tuple[type[Statement], ...] = (
    Transaction,
    ParsedTransaction,
    Open,
    Close,
    Commodity,
    Pad,
    Balance,
    Note,
    Document,
    Event,
    Query,
    PriceQuote,
    Custom,
    Option,
    Include,
    Plugin,
    PushTag,
    PopTag,
    PushMeta,
    PopMeta,
)
_NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}

_ENCODER = msgspec.msgpack.Encoder()


class _Statements(Struct, frozen=True, array_like=True):
    """``turns`` is a byte for each statement: the number of its type. ``rows`` holds the rows of each type there is."""

    turns: bytes
    rows: dict[int, msgspec.Raw]


def encode_statements(statements: Sequence[Statement]) -> bytes:
    """Statements as bytes. Raises Unkeepable where a text is not Unicode."""
    turns = bytes([_NUMBER_OF[type(statement)] for statement in statements])
    rows: dict[int, list[Statement]] = {number: [] for number in sorted(set(turns))}
    for number, statement in zip(turns, statements, strict=True):
        rows[number].append(_kept(statement))
    return encoded((turns, rows))


def decode_statements(data: bytes, file: str | None = None, shift: int = 0) -> list[Statement]:
    """The statements that were encoded, in ``file`` (by default each in its own), ``shift`` lines further down.

    Raises Damaged where the bytes are not what ``encode_statements`` makes.
    """
    try:
        found = _statements_decoder().decode(data)
        made = {number: iter(_made(number, raw, file, shift)) for number, raw in found.rows.items()}
        statements = [next(made[number]) for number in found.turns]
    except (ValueError, LookupError, RecursionError, StopIteration) as error:
        raise Damaged(f"its statements cannot be read: {error}") from None
    if any(next(rest, None) is not None for rest in made.values()):
        raise Damaged("it has statements whose turn never comes")
    return statements


def encoded(value: object) -> bytes:
    """A value as MessagePack. Raises Unkeepable where a text is not Unicode."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError as error:
        raise Unkeepable(f"{error.object[error.start : error.end]!r} is not Unicode") from None


def kept_value(value: Value) -> KeptValue:
    """A value of metadata so that its type can be told from its bytes."""
    match value:
        case Decimal():
            return KeptNumber(value)
        case Date():
            return KeptDate(value)
        case Amount():
            return KeptAmount(value)
        case _:
            return value


def value_of(kept: KeptValue) -> Value:
    """The value of metadata that was kept."""
    return kept.value if isinstance(kept, (KeptDate, KeptNumber, KeptAmount)) else kept


def kept_meta(meta: Meta) -> KeptMeta:
    """Metadata so that the types of its values can be told from their bytes."""
    return {key: kept_value(value) for key, value in meta.items()}


def meta_of(kept: KeptMeta) -> Meta:
    """The metadata that was kept."""
    return {key: value_of(value) for key, value in kept.items()} if kept else NO_META


def kept_account(account: Account) -> KeptAccount:
    """An account as the cache keeps it."""
    return KeptAccount(
        account.name,
        account.type,
        account.opened,
        account.closed,
        account.commodities,
        account.booking,
        kept_meta(account.meta),
    )


def account_of(kept: KeptAccount) -> Account:
    """The account that was kept."""
    return Account(
        intern(kept.name),
        kept.type,
        kept.opened,
        kept.closed,
        kept.commodities,
        kept.booking,
        meta_of(kept.meta),
    )


def _kept(statement: Statement) -> Statement:
    """A statement with values that can be told apart; most need no change.

    Its values are then not of the types that it declares, which only the encoder sees.
    """
    kind = type(statement)
    if kind is Transaction or kind is ParsedTransaction:
        for posting in statement.postings:  # type: ignore[union-attr]
            if posting.meta and not _are_texts(posting.meta):
                postings = tuple(replace(each, meta=kept_meta(each.meta)) for each in statement.postings)  # type: ignore[union-attr]
                statement = replace(statement, postings=postings)
                break
    elif isinstance(statement, Custom):
        statement = replace(statement, values=tuple(map(kept_value, statement.values)))
    elif isinstance(statement, PushMeta):
        return replace(statement, value=kept_value(statement.value))
    if isinstance(statement, Directive) and statement.meta and not _are_texts(statement.meta):
        return replace(statement, meta=kept_meta(statement.meta))
    return statement


def _are_texts(meta: Meta) -> bool:
    """Whether all values are texts, which can be told from all others."""
    return set(map(type, meta.values())) == {str}


def _made(number: int, raw: msgspec.Raw, file: str | None, shift: int) -> Iterable[Statement]:
    """The statements of one type."""
    kind = KINDS[number]
    rows = _rows_decoder(kind).decode(raw)
    if kind is Transaction:
        return _transactions(rows, file, shift)
    if kind is ParsedTransaction:
        return _parsed_transactions(rows, file, shift)
    if issubclass(kind, Directive):
        return [_directive(kind, row, file, shift) for row in rows]
    return [_command(kind, row, file, shift) for row in rows]


def _transactions(rows: list[Any], file: str | None, shift: int) -> Iterable[Statement]:
    made = []
    for _, date, own_file, line, meta, flag, payee, narration, tags, links, legs in rows:
        postings = tuple(
            [
                Posting(
                    intern(account),
                    number,
                    intern(commodity),
                    cost,
                    price,
                    leg_flag,
                    status,
                    meta_of(leg_meta) if leg_meta else NO_META,
                    leg_line + shift,
                    inferred,
                )
                for account, number, commodity, cost, price, leg_flag, status, leg_meta, leg_line, inferred in legs
            ]
        )
        made.append(
            Transaction(
                date,
                intern(own_file) if file is None else file,
                line + shift,
                meta_of(meta) if meta else NO_META,
                flag,
                payee,
                narration,
                tags or EMPTY,
                links or EMPTY,
                postings,
            )
        )
    return made


def _parsed_transactions(rows: list[Any], file: str | None, shift: int) -> Iterable[Statement]:
    made = []
    for _, date, own_file, line, meta, flag, payee, narration, tags, links, legs in rows:
        postings = tuple(
            [
                ParsedPosting(
                    intern(account),
                    number,
                    intern(commodity) if commodity else commodity,
                    cost,
                    price,
                    leg_flag,
                    meta_of(leg_meta) if leg_meta else NO_META,
                    leg_line,
                )
                for account, number, commodity, cost, price, leg_flag, leg_meta, leg_line in legs
            ]
        )
        made.append(
            ParsedTransaction(
                date,
                intern(own_file) if file is None else file,
                line + shift,
                meta_of(meta) if meta else NO_META,
                flag,
                payee,
                narration,
                tags or EMPTY,
                links or EMPTY,
                postings,
            )
        )
    return made


def _directive(kind: Callable[..., Statement], row: tuple[Any, ...], file: str | None, shift: int) -> Statement:
    _, date, own_file, line, meta, *rest = row
    if kind is Custom:
        rest[1] = tuple(map(value_of, rest[1]))
    return kind(date, intern(own_file) if file is None else file, line + shift, meta_of(meta), *rest)


def _command(kind: Callable[..., Statement], row: tuple[Any, ...], file: str | None, shift: int) -> Statement:
    _, own_file, line, *rest = row
    if kind is PushMeta:
        rest[1] = value_of(rest[1])
    return kind(intern(own_file) if file is None else file, line + shift, *rest)


# Decoders take a moment to make, so they are made when they are needed.


@cache
def _statements_decoder() -> msgspec.msgpack.Decoder[_Statements]:
    return msgspec.msgpack.Decoder(_Statements)


@cache
def _rows_decoder(kind: type[Statement]) -> msgspec.msgpack.Decoder[list[Any]]:
    """The decoder of rows of a type, each of them a tuple: its name, and its fields."""
    literal: Any = Literal
    return msgspec.msgpack.Decoder(list[tuple[(literal[kind.__name__], *_fields(kind))]])  # type: ignore[misc]


def _fields(kind: type[Struct]) -> list[Any]:
    """The types of the fields of a structure as they are decoded."""
    hints = get_type_hints(kind)
    return [_decoded(hints[name]) for name in kind.__struct_fields__]


def _decoded(hint: Any) -> Any:
    """What a field is decoded as: legs as rows of their own, values of metadata as they are kept, all else as it is."""
    if hint == Meta:
        return KeptMeta
    if hint == Value:
        return KeptValue
    if hint == tuple[Value, ...]:
        return tuple[KeptValue, ...]
    for leg in (Posting, ParsedPosting):
        if hint == tuple[leg, ...]:  # type: ignore[valid-type]
            return tuple[tuple[tuple(_fields(leg))], ...]  # type: ignore[misc]
    return hint
