"""What the parser knows before booking: transactions with numbers left out, and the undated commands of a file."""

from decimal import Decimal

from msgspec import Struct

from .directives import Directive, Meta, Value
from .lot import CostSpec


class PriceSpec(Struct, frozen=True, gc=False, array_like=True):
    """What follows ``@`` or, where ``total``, ``@@``; None for what was left out."""

    number: Decimal | None
    commodity: str | None
    total: bool


class ParsedPosting(Struct, frozen=True, gc=False, array_like=True):
    """One leg as written; None for what was left out. ``line`` counts from the transaction's first line, which is 0."""

    account: str
    number: Decimal | None
    commodity: str | None
    cost: CostSpec | None
    price: PriceSpec | None
    flag: str | None
    meta: Meta
    line: int

    @property
    def is_auto(self) -> bool:
        """Whether the leg is an account alone, which takes whatever the others leave over."""
        return self.number is None and self.commodity is None and self.cost is None and self.price is None


class ParsedTransaction(Directive, frozen=True, gc=False):
    """A transaction as written. Booking makes a :class:`~pfin.model.directives.Transaction` of it."""

    flag: str
    payee: str | None
    narration: str
    tags: frozenset[str]
    links: frozenset[str]
    postings: tuple[ParsedPosting, ...]


class Command(Struct, frozen=True, gc=False, array_like=True, tag=True, tag_field="directive"):
    """An undated directive, which changes how the journal is read; ``line`` is absolute, counted from 1."""

    file: str
    line: int


class Option(Command, frozen=True, gc=False):
    """``option "NAME" "VALUE"``"""

    name: str
    value: str


class Include(Command, frozen=True, gc=False):
    """``include "PATTERN"``, relative to the file that holds it."""

    pattern: str


class Plugin(Command, frozen=True, gc=False):
    """``plugin "NAME" "CONFIG"``"""

    name: str
    config: str | None


class PushTag(Command, frozen=True, gc=False):
    """From here on every transaction, note and document gets the tag."""

    tag: str


class PopTag(Command, frozen=True, gc=False):
    """The tag ends."""

    tag: str


class PushMeta(Command, frozen=True, gc=False):
    """From here on every transaction gets the metadata."""

    key: str
    value: Value


class PopMeta(Command, frozen=True, gc=False):
    """The latest pushed value of the key ends."""

    key: str


Statement = Directive | Command
