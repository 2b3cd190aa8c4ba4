"""The options of a journal that mean something to pfin, as values."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from .account import Roots
from .directives import BookingMethod


class Options(Struct, frozen=True):
    """What the entry file's ``option`` directives say; the names are Beancount's, the defaults too.

    ``tolerances`` (``inferred_tolerance_default``) maps a commodity, or ``*`` for all others, to the tolerance
    where digits imply none; ``multiplier`` (``tolerance_multiplier``) is the share of the last digit
    that a transaction may be off.
    """

    title: str = "Beancount"
    roots: Roots = Roots()
    operating_currencies: tuple[str, ...] = ()
    booking: BookingMethod = BookingMethod.STRICT
    tolerances: Mapping[str, Decimal] = {}
    multiplier: Decimal = Decimal("0.5")
    tolerance_from_cost: bool = False
    precise_interpolation: bool = False
    display_precision: Mapping[str, Decimal] = {}
    render_commas: bool = False
    documents: tuple[str, ...] = ()
    previous_balances: str = "Opening-Balances"
    previous_earnings: str = "Earnings:Previous"
    previous_conversions: str = "Conversions:Previous"
    current_earnings: str = "Earnings:Current"
    current_conversions: str = "Conversions:Current"
    unrealized_gains: str = "Earnings:Unrealized"
    rounding: str | None = None
    conversion_currency: str = "NOTHING"
    plugin_mode: str = "default"
