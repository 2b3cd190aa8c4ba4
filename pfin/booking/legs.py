"""A posting on its way through booking: commodities known, numbers and lots perhaps not yet."""

from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import Price
from pfin.model.directives import Posting, Status
from pfin.model.lot import Cost, CostSpec
from pfin.model.parsed import ParsedPosting, ParsedTransaction


class UnitPrice(Struct, frozen=True, gc=False):
    """The price of one unit; ``number`` is None while it is to be inferred."""

    number: Decimal | None
    commodity: str


class Leg(Struct, frozen=True, gc=False):
    """One posting of a currency group.

    ``number`` is None while it is to be inferred. A leg held at cost has either a ``spec``, the constraint that the
    journal states for new units, or a ``cost``, the lot that a reduction found.
    """

    parsed: ParsedPosting
    number: Decimal | None
    commodity: str
    spec: CostSpec | None
    cost: Cost | None
    price: UnitPrice | None


class Group(Struct, frozen=True, gc=False):
    """The legs of a transaction whose weights are in one currency, and must therefore come to zero together."""

    currency: str
    legs: list[Leg]


def status_of(transaction_flag: str, posting_flag: str | None) -> Status:
    """Pending where the posting or its transaction is marked with ``!``."""
    return Status.PENDING if transaction_flag == "!" or posting_flag == "!" else Status.POSTED


def booked(transaction: ParsedTransaction, leg: Leg, number: Decimal, cost: Cost | None, inferred: bool) -> Posting:
    """The posting that a leg has become. Its price, where it has one, must be known by now."""
    parsed = leg.parsed
    return Posting(
        parsed.account,
        number,
        leg.commodity,
        cost,
        _price(leg, number),
        parsed.flag,
        status_of(transaction.flag, parsed.flag),
        parsed.meta,
        transaction.line + parsed.line,
        inferred,
    )


def unit_cost(spec: CostSpec, units: Decimal) -> Decimal | None:
    """What one unit costs by a constraint, or None where it leaves a number out. With a total, units are not zero."""
    if spec.per is None or (spec.has_total and spec.total is None):
        return None
    if spec.total is None or not spec.has_total:
        return spec.per
    size = abs(units)
    return (spec.total + spec.per * size) / size


def _price(leg: Leg, number: Decimal) -> Price | None:
    if leg.price is None or leg.price.number is None:
        return None
    stated = leg.parsed.price
    # A total holds for all units of the posting as written, so the parts of a reduction over several lots have none.
    whole = stated is not None and stated.total and stated.number is not None and number == leg.parsed.number
    total = abs(stated.number) if whole and stated is not None and stated.number is not None else None
    return Price(leg.price.number, leg.price.commodity, total)
