"""Statements come back from bytes as they were, in every detail; damaged bytes never become statements."""

import random
import types
from collections.abc import Mapping
from datetime import UTC
from datetime import date as Date
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from pfin.ledger.account import Account
from pfin.ledger.prices import Quote
from pfin.model.account import AccountType, Roots
from pfin.model.amount import Amount, Price
from pfin.model.diagnostics import Diagnostic, Place, Related, Severity
from pfin.model.directives import (
    EMPTY,
    NO_META,
    AccountRef,
    BookingMethod,
    CommodityRef,
    Custom,
    Directive,
    Event,
    Meta,
    Open,
    Posting,
    Status,
    TagRef,
    Transaction,
    Value,
)
from pfin.model.lot import Cost, CostSpec
from pfin.model.options import Options
from pfin.model.parsed import (
    Command,
    Option,
    ParsedPosting,
    ParsedTransaction,
    Plugin,
    PriceSpec,
    PushMeta,
    PushTag,
    Statement,
)
from pfin.model.resolution import Outcome, Resolution
from pfin.model.sources import Span
from pfin.store.codec import (
    KINDS,
    Unkeepable,
    account_of,
    decode_statements,
    encode_statements,
    kept_account,
)
from pfin.store.container import Damaged

FILE = "/bücher/haupt.beancount"
DAY = Date(2025, 3, 9)
STRANGE = [Decimal(text) for text in ("1E+3", "-0.00", "0", "-0", "1234567890" * 4, "0." + "0123456789" * 4, "1E-30")]

TEXT = st.one_of(st.sampled_from(["", "Bäckerei 株式会社", "2025-01-31", "1.00", "true"]), st.text(max_size=8))
NAME = st.sampled_from(["Assets:Bank", "Ausgaben:Büro", "USD", "株-1"])
NUMBER = st.one_of(st.sampled_from(STRANGE), st.decimals(allow_nan=False, allow_infinity=False))
LINE = st.integers(1, 1_000_000)
WORDS = st.frozensets(TEXT, max_size=3)
AMOUNT = st.builds(Amount, NUMBER, NAME)
COST = st.builds(Cost, NUMBER, NAME, st.dates(), st.none() | TEXT)
PRICE = st.builds(Price, NUMBER, NAME, st.none() | NUMBER)
COST_SPEC = st.builds(
    CostSpec,
    st.none() | NUMBER,
    st.none() | NUMBER,
    st.booleans(),
    st.none() | NAME,
    st.none() | st.dates(),
    st.none() | TEXT,
)
PRICE_SPEC = st.builds(PriceSpec, st.none() | NUMBER, st.none() | NAME, st.booleans())
VALUE = st.one_of(
    TEXT,
    st.dates(),
    NUMBER,
    st.booleans(),
    AMOUNT,
    st.builds(AccountRef, NAME),
    st.builds(CommodityRef, NAME),
    st.builds(TagRef, TEXT),
    st.none(),
)
META = st.dictionaries(TEXT, VALUE, max_size=3)

OF_HINT: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (str, TEXT),
    (str | None, st.none() | TEXT),
    (int, LINE),
    (bool, st.booleans()),
    (Date, st.dates()),
    (Decimal, NUMBER),
    (Decimal | None, st.none() | NUMBER),
    (Amount, AMOUNT),
    (Cost | None, st.none() | COST),
    (Price | None, st.none() | PRICE),
    (CostSpec | None, st.none() | COST_SPEC),
    (PriceSpec | None, st.none() | PRICE_SPEC),
    (Meta, META),
    (Value, VALUE),
    (Status, st.sampled_from(Status)),
    (BookingMethod | None, st.none() | st.sampled_from(BookingMethod)),
    (frozenset[str], WORDS),
    (tuple[str, ...], st.lists(TEXT, max_size=3).map(tuple)),
    (tuple[Value, ...], st.lists(VALUE, max_size=4).map(tuple)),
]


def any_of(kind: type[Struct]) -> st.SearchStrategy[Any]:
    """Any object of a type, by the types of its fields."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: of_hint(hints[name]) for name in kind.__struct_fields__})


def of_hint(hint: Any) -> st.SearchStrategy[Any]:
    for known, strategy in OF_HINT:
        if known == hint:
            return strategy
    raise AssertionError(f"no values for a field of type {hint}")


for leg in (Posting, ParsedPosting):
    OF_HINT.append((tuple[leg, ...], st.lists(any_of(leg), max_size=4).map(tuple)))

ANY_STATEMENT = st.one_of([any_of(kind) for kind in KINDS])
STATEMENTS = st.lists(ANY_STATEMENT, max_size=8)


def exact(value: object) -> object:
    """A value in every detail: 1.0 is not 1.00, true is not 1, the order of metadata counts, that of sets does not."""
    match value:
        case Struct():
            return (type(value).__name__, *(exact(getattr(value, name)) for name in value.__struct_fields__))
        case Decimal():
            return ("Decimal", value.as_tuple())
        case Mapping():
            return ("Mapping", *((key, exact(each)) for key, each in value.items()))
        case frozenset():
            return ("frozenset", *sorted(value))
        case list() | tuple():
            return (type(value).__name__, *map(exact, value))
    return (type(value).__name__, value)


def is_of(value: object, hint: Any) -> bool:
    """Whether a value, with all that it holds, is of a type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(is_of(value, each) for each in inner)
    if origin is tuple:
        return type(value) is tuple and all(is_of(each, inner[0]) for each in value)
    if origin is frozenset:
        return type(value) is frozenset and all(is_of(each, inner[0]) for each in value)
    if origin is not None:
        return type(value) is dict and all(is_of(k, inner[0]) and is_of(v, inner[1]) for k, v in value.items())
    if type(value) is not hint:
        return False
    if isinstance(value, Struct):
        hints = get_type_hints(hint)
        return all(is_of(getattr(value, name), hints[name]) for name in value.__struct_fields__)
    return True


def assert_damaged_or_right(data: bytes) -> None:
    try:
        found = decode_statements(data, FILE, 7)
    except Damaged:
        return
    assert type(found) is list
    assert all(is_of(each, type(each)) and type(each) in KINDS for each in found)


def leaves(kind: type) -> set[type]:
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*map(leaves, below))


def test_every_type_of_statement_has_its_number():
    ours = {kind for base in (Directive, Command) for kind in leaves(base) if kind.__module__.startswith("pfin.")}
    assert ours == set(KINDS) and len(KINDS) == len(set(KINDS))


@pytest.mark.parametrize("kind", KINDS)
def test_each_type_comes_back(kind: type[Statement]):
    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(st.lists(any_of(kind), min_size=1, max_size=3))
    def run(statements: list[Statement]) -> None:
        found = decode_statements(encode_statements(statements))
        assert exact(found) == exact(statements)
        assert found == statements

    run()


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(STATEMENTS, st.integers(-500, 500))
def test_statements_come_back_in_their_order_moved_to_another_place(statements: list[Statement], shift: int):
    def moved(statement: Statement) -> Statement:
        changes: dict[str, Any] = {"file": FILE, "line": statement.line + shift}
        if isinstance(statement, Transaction):
            changes["postings"] = tuple(replace(each, line=each.line + shift) for each in statement.postings)
        return replace(statement, **changes)

    found = decode_statements(encode_statements(statements), FILE, shift)
    assert exact(found) == exact([moved(statement) for statement in statements])
    assert all(statement.file is FILE for statement in found)


@given(VALUE)
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_a_value_of_metadata_keeps_its_type(value: Value):
    leg = Posting("Assets:Cash", Decimal(1), "USD", None, None, None, Status.POSTED, {"of-leg": value}, 3)
    transaction = Transaction(DAY, FILE, 2, {"one": value}, "*", None, "", EMPTY, EMPTY, (leg,))
    found = decode_statements(encode_statements([transaction, PushMeta(FILE, 9, "one", value)]))
    assert exact(found) == exact([transaction, PushMeta(FILE, 9, "one", value)])


def test_what_statements_have_in_common_is_one_object():
    legs = (Posting("Assets:Cash", Decimal(1), "USD", None, None, None, Status.POSTED, NO_META, 3),) * 2
    data = encode_statements([Transaction(DAY, FILE, 2, NO_META, "*", None, "", EMPTY, EMPTY, legs)] * 2)
    first, second = decode_statements(data)
    assert isinstance(first, Transaction) and isinstance(second, Transaction)
    assert first.file is second.file
    assert first.meta is NO_META and first.tags is EMPTY and first.links is EMPTY
    one, two = first.postings
    assert one.account is two.account and one.commodity is two.commodity and one.meta is NO_META


def test_nothing_is_few_bytes():
    assert decode_statements(encode_statements([])) == []
    assert len(encode_statements([])) < 10


NOT_UNICODE = "caf\udce9"


@pytest.mark.parametrize(
    "statement",
    [
        Event(DAY, FILE, 1, NO_META, "place", NOT_UNICODE),
        Event(DAY, NOT_UNICODE, 1, NO_META, "place", "x"),
        Event(DAY, FILE, 1, {"key": NOT_UNICODE}, "place", "x"),
        Event(DAY, FILE, 1, {NOT_UNICODE: Decimal(1)}, "place", "x"),
        Custom(DAY, FILE, 1, NO_META, "budget", (TagRef(NOT_UNICODE),)),
        Transaction(DAY, FILE, 1, NO_META, "*", None, "", frozenset([NOT_UNICODE]), EMPTY, ()),
        PushTag(FILE, 1, NOT_UNICODE),
    ],
)
def test_texts_that_are_not_unicode_are_not_kept(statement: Statement):
    with pytest.raises(Unkeepable, match=r"udce9"):
        encode_statements([Option(FILE, 1, "title", "good"), statement])


def some_statements() -> list[Statement]:
    return [
        Open(DAY, FILE, 1, {"since": DAY, "limit": Decimal("1.0")}, "Assets:Cash", ("USD",), BookingMethod.FIFO),
        Transaction(
            DAY,
            FILE,
            3,
            {"due": Date(2025, 4, 1)},
            "*",
            "Bäcker",
            "Brot",
            frozenset(["essen"]),
            EMPTY,
            (
                Posting("Assets:Cash", Decimal("-2.50"), "EUR", None, None, None, Status.POSTED, NO_META, 4),
                Posting(
                    "Assets:Stock",
                    Decimal(2),
                    "ABC",
                    Cost(Decimal("1.2"), "EUR", DAY, "lot"),
                    Price(Decimal("1.25"), "EUR", Decimal("2.50")),
                    "!",
                    Status.PENDING,
                    {"paid": True, "sum": Amount(Decimal("1E+3"), "EUR")},
                    5,
                    True,
                ),
            ),
        ),
        ParsedTransaction(
            DAY,
            FILE,
            7,
            NO_META,
            "!",
            None,
            "",
            EMPTY,
            frozenset(["l"]),
            (
                ParsedPosting("Assets:Cash", None, None, None, None, None, NO_META, 1),
                ParsedPosting(
                    "Assets:Cash",
                    Decimal(1),
                    "USD",
                    CostSpec(Decimal(1), None, False, "EUR", DAY, "x"),
                    PriceSpec(None, "EUR", True),
                    None,
                    {"a": None},
                    2,
                ),
            ),
        ),
        Custom(DAY, FILE, 9, NO_META, "budget", ("x", DAY, Decimal("0.10"), False, AccountRef("Assets:Cash"))),
        PushMeta(FILE, 10, "trip", DAY),
    ]


def test_bytes_changed_at_random_are_damaged_or_other_statements():
    chance = random.Random(5)
    good = encode_statements(some_statements())
    refused = 0
    for _ in range(6_000):
        data = bytearray(good)
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    data[at] ^= 1 << chance.randrange(8)
                case 2:
                    del data[at : at + chance.randrange(1, 9)]
                case _:
                    data[at:at] = chance.randbytes(chance.randrange(1, 5))
            if not data:
                break
        try:
            decode_statements(bytes(data))
        except Damaged:
            refused += 1
        assert_damaged_or_right(bytes(data))
    # Most bytes belong to texts, where a change cannot be seen.
    assert refused > 2_000


def test_every_truncation_is_damaged():
    good = encode_statements(some_statements())
    for length in range(len(good)):
        with pytest.raises(Damaged):
            decode_statements(good[:length])
    with pytest.raises(Damaged):
        decode_statements(good + b"\x00")


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.floats(),
        st.binary(max_size=4),
        st.datetimes(timezones=st.just(UTC)),
        TEXT,
        NUMBER,
        st.sampled_from([kind.__name__ for kind in KINDS]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=12), st.dictionaries(st.one_of(TEXT, st.integers(0, 255)), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(ANYTHING, st.binary(max_size=4))
def test_other_messages_are_damaged(message: object, turns: bytes):
    assert_damaged_or_right(msgspec.msgpack.encode(message))
    assert_damaged_or_right(msgspec.msgpack.encode((turns, message)))
    assert_damaged_or_right(msgspec.msgpack.encode((turns, dict.fromkeys(turns, message))))


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_one_value_in_the_place_of_another_is_damaged_or_of_the_same_type(data: st.DataObject):
    message = msgspec.msgpack.decode(encode_statements(some_statements()), strict=False)
    node: Any = message
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        inner = node[key]
        if not isinstance(inner, list | dict) or not inner or data.draw(st.integers(0, 5)) == 0:
            break
        node = inner
    node[key] = data.draw(ANYTHING)
    assert_damaged_or_right(msgspec.msgpack.encode(message))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x91" * 5_000,
        b"\xdd\xff\xff\xff\xff",
        b"\x92\xc4\x01\x00\x81\x00\xdd\xff\xff\xff\xff",
        b"\x92\xc4\x01\x00\x80",
        b"\x92\xc4\x00\x81\x00" + b"\x91" * 2_000,
        b"\x92\xc4\x01\xff\x81\xcc\xff\x90",
    ],
)
def test_hostile_bytes_are_damaged(data: bytes):
    with pytest.raises(Damaged):
        decode_statements(data)


def test_statements_without_a_turn_are_damaged():
    turns, rows = msgspec.msgpack.decode(encode_statements([PushTag(FILE, 1, "a"), PushTag(FILE, 2, "b")]))
    for wrong in (turns[:1], turns * 2, b""):
        with pytest.raises(Damaged):
            decode_statements(msgspec.msgpack.encode((wrong, rows)))


SPAN = Span(FILE, 3, 1, 3, 9)


@pytest.mark.parametrize(
    "value",
    [
        Diagnostic(Severity.ERROR, "code", "m", SPAN, "l", (Related(SPAN, "opened here"),), "do this"),
        Diagnostic(Severity.WARNING, "code", "m", Span(FILE, 0)),
        Options(),
        Options(
            title="Bücher",
            roots=Roots(assets="Vermögen"),
            operating_currencies=("EUR", "USD"),
            booking=BookingMethod.NONE,
            tolerances={"*": Decimal("0.00500"), "USD": Decimal("1E-2")},
            multiplier=Decimal("0.60"),
            display_precision={"EUR": Decimal("1.000")},
            render_commas=True,
            documents=("docs",),
            rounding="Rounding",
        ),
        Plugin(FILE, 1, "auto", None),
        Plugin(FILE, 1, "auto", "config"),
        PushTag(FILE, 4, "trip"),
        Resolution(Outcome.POSTED_IN_PART, DAY, "link", FILE, 8, Decimal("0.50")),
        Place(FILE, 7),
        Quote(DAY, "ABC", Decimal("1.500"), "EUR"),
        Roots(equity="Kapital"),
        Amount(Decimal("-0.00"), "EUR"),
        Cost(Decimal("1E+3"), "EUR", DAY, None),
        Price(Decimal("1.50"), "EUR", Decimal(3)),
    ],
)
def test_other_types_of_a_ledger_need_no_codec(value: Struct):
    kind = type(value)
    assert exact(msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind)) == exact(value)
    packed = msgspec.msgpack.encode({FILE: [value, value]})
    assert exact(msgspec.msgpack.decode(packed, type=dict[str, list[kind]])) == exact({FILE: [value, value]})  # type: ignore[valid-type]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(META, st.none() | st.dates(), st.sampled_from(AccountType), st.none() | st.sampled_from(BookingMethod))
def test_accounts_come_back(meta: Meta, day: Date | None, kind: AccountType, booking: BookingMethod | None):
    account = Account("Assets:Büro", kind, day, None, ("EUR",), booking, meta)
    kept = kept_account(account)
    packed = msgspec.msgpack.encode(kept)
    assert exact(account_of(msgspec.msgpack.decode(packed, type=type(kept)))) == exact(account)


def test_members_of_enumerations_are_the_same_objects():
    (found,) = decode_statements(encode_statements(some_statements()[:1]))
    assert isinstance(found, Open) and isinstance(found.booking, Enum) and found.booking is BookingMethod.FIFO
