"""The directives of a journal, booked: every number known, every lot found.

::

    Directive            dated, with its place in a file and its metadata
      Open Close Commodity Pad Balance Note Document Event Query PriceQuote Custom
      Transaction -> Posting, Posting, ...

A posting is one leg: an account, a debit or a credit, and an amount. The journal writes a credit as a negative
number; ``Posting.number`` keeps that sign for arithmetic, ``side`` and ``amount`` are the accountant's view of it.
What the parser makes of a transaction before booking is in :mod:`pfin.model.parsed`.
"""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from enum import Enum
from typing import TypeGuard

from msgspec import Struct

from .account import Side
from .amount import Amount, Price, plain
from .lot import Cost


class Status(Enum):
    """Where a posting stands: expected, settled, or fallen away."""

    PENDING = "pending"
    POSTED = "posted"
    DISCARDED = "discarded"


STATUS = "status"
"""The key of metadata by which an assertion speaks of posted legs only."""

SEAL = "seal"
"""The type of the custom directive that closes months."""


class BookingMethod(Enum):
    """How a reduction that several lots match is booked; the names are the journal's."""

    STRICT = "STRICT"
    STRICT_WITH_SIZE = "STRICT_WITH_SIZE"
    NONE = "NONE"
    AVERAGE = "AVERAGE"
    FIFO = "FIFO"
    LIFO = "LIFO"
    HIFO = "HIFO"


class AccountRef(Struct, frozen=True, gc=False, tag="account"):
    """An account named as a value of metadata or of a custom directive."""

    name: str


class CommodityRef(Struct, frozen=True, gc=False, tag="commodity"):
    """A commodity named as a value of metadata."""

    name: str


class TagRef(Struct, frozen=True, gc=False, tag="tag"):
    """A tag, without its ``#``, as a value of metadata."""

    name: str


Value = str | Date | Decimal | bool | Amount | AccountRef | CommodityRef | TagRef | None
Meta = Mapping[str, Value]
NO_META: Meta = {}


def value_text(value: Value) -> str:
    """A value of metadata in words: dates as 2025-01-31, booleans as true or false, nothing for none."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case AccountRef() | CommodityRef():
            return value.name
        case TagRef():
            return f"#{value.name}"
        case _:
            return str(value)


class Directive(Struct, frozen=True, gc=False, array_like=True, tag=True, tag_field="directive"):
    """What all dated directives have in common: ``line`` is where it begins in ``file``, counted from 1."""

    date: Date
    file: str
    line: int
    meta: Meta


class Open(Directive, frozen=True, gc=False):
    """An account begins. ``commodities`` are all it may hold, or any where empty; ``booking`` overrides the default."""

    account: str
    commodities: tuple[str, ...]
    booking: BookingMethod | None


class Close(Directive, frozen=True, gc=False):
    """An account ends."""

    account: str


class Commodity(Directive, frozen=True, gc=False):
    """A commodity is declared, to hang metadata on it."""

    commodity: str


class Pad(Directive, frozen=True, gc=False):
    """What the next balance assertion of ``account`` lacks comes from ``source``."""

    account: str
    source: str


class Balance(Directive, frozen=True, gc=False):
    """The units of one commodity in ``account`` and its children at the start of the day are ``amount``.

    ``tolerance`` is what the journal allows them to be off, or None where it is inferred from the amount's digits.
    """

    account: str
    amount: Amount
    tolerance: Decimal | None

    @property
    def of_posted(self) -> bool:
        """Whether it speaks of posted legs only, as a bank's statement does (``status: "posted"``)."""
        return self.meta.get(STATUS) == Status.POSTED.value


class Posting(Struct, frozen=True, gc=False, array_like=True):
    """One leg of a transaction. ``number`` is signed: positive debits the account, negative credits it.

    ``line`` is the leg's own line in the transaction's file. ``inferred`` says that booking worked out a number
    which the journal leaves out.
    """

    account: str
    number: Decimal
    commodity: str
    cost: Cost | None
    price: Price | None
    flag: str | None
    status: Status
    meta: Meta
    line: int
    inferred: bool = False

    @property
    def side(self) -> Side:
        """Whether the leg debits or credits its account; an amount of zero counts as a debit."""
        return Side.CREDIT if self.number < 0 else Side.DEBIT

    @property
    def amount(self) -> Amount:
        """The unsigned amount."""
        return Amount(abs(self.number), self.commodity)

    @property
    def units(self) -> Amount:
        """The signed amount, debits positive."""
        return Amount(self.number, self.commodity)

    @property
    def weight(self) -> Amount:
        """What the leg counts for when its transaction is balanced: units at cost, else at price, else units."""
        if self.cost is not None:
            return Amount(self.cost.number * self.number, self.cost.commodity)
        if self.price is not None:
            return Amount(self.price.number * self.number, self.price.commodity)
        return Amount(self.number, self.commodity)


class Transaction(Directive, frozen=True, gc=False):
    """A balanced group of postings. ``flag`` is one character: ``*`` settled, ``!`` pending, ``P`` made by a pad."""

    flag: str
    payee: str | None
    narration: str
    tags: frozenset[str]
    links: frozenset[str]
    postings: tuple[Posting, ...]

    @property
    def status(self) -> Status:
        """Pending while any posting is; else posted, or discarded where every posting is."""
        states = {posting.status for posting in self.postings}
        if Status.PENDING in states:
            return Status.PENDING
        return Status.DISCARDED if states == {Status.DISCARDED} else Status.POSTED


class Note(Directive, frozen=True, gc=False):
    """A remark on an account."""

    account: str
    text: str
    tags: frozenset[str]
    links: frozenset[str]


class Document(Directive, frozen=True, gc=False):
    """A file that belongs to an account; ``path`` is absolute."""

    account: str
    path: str
    tags: frozenset[str]
    links: frozenset[str]


class Event(Directive, frozen=True, gc=False):
    """A named variable of life (a city, an employer) takes a value."""

    name: str
    value: str


class Query(Directive, frozen=True, gc=False):
    """A named query, kept as its text."""

    name: str
    text: str


class PriceQuote(Directive, frozen=True, gc=False):
    """One unit of ``commodity`` is worth ``amount`` on the date (the journal's ``price`` directive)."""

    commodity: str
    amount: Amount


class Custom(Directive, frozen=True, gc=False):
    """A directive of another tool's, or of pfin's own (boundaries, budgets): a type and values."""

    type: str
    values: tuple[Value, ...]


def is_seal(directive: object) -> TypeGuard[Custom]:
    """Whether a directive seals months."""
    return type(directive) is Custom and directive.type == SEAL


EMPTY: frozenset[str] = frozenset()

# Directives of one day come in this order: accounts open first, assertions hold at the start of the day, documents
# follow what they prove, accounts close last. It is Beancount's order, and booking depends on it.
_ORDER_IN_DAY: dict[type, int] = {Open: 0, Balance: 1, Document: 3, Close: 4}
_OTHERWISE_IN_DAY = 2


def order_in_day(kind: type) -> int:
    """Where directives of a type stand among those of one day."""
    return _ORDER_IN_DAY.get(kind, _OTHERWISE_IN_DAY)


def chronological(directive: Directive) -> tuple[Date, int, int]:
    """Sort key: by date, then by kind within the day, then by line (whatever the file, as Beancount has it)."""
    return (directive.date, _ORDER_IN_DAY.get(type(directive), _OTHERWISE_IN_DAY), directive.line)
