"""Signed sums as the amounts that people read: in normal direction, sorted, with what stands the wrong way named."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

from pfin.model.account import AccountType
from pfin.model.amount import ONE, ZERO, Amount, plain
from pfin.systems.rates import dropping_zeros

from .table import USUAL_DIGITS, Money, Tone

_WRONG_WAY = {AccountType.ASSETS: "overdrawn", AccountType.LIABILITIES: "overpaid"}

_MORE_AND_LESS = {1: (Tone.MORE, Tone.LESS), -1: (Tone.LESS, Tone.MORE)}

SHORT = 10
"""Nobody reads more fractional digits than this; what was stated in total and divided has 28."""

_FEW = 4
ROUNDED_NOTE = "Figures are rounded for display; sums are those of the unrounded figures."
_WIDE = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

Sums = Mapping[str, Decimal]
"""Signed numbers by commodity, debits positive."""

NOTHING: Sums = {}
"""The sums of what has none: one mapping, because wide tables are mostly empty."""


def amounts(sums: Sums, sign: int = 1) -> tuple[Amount, ...]:
    """The sums times ``sign`` as amounts by commodity; sums of zero are left out."""
    return tuple(Amount(number * sign, commodity) for commodity, number in sorted(sums.items()) if number)


def every_amount(sums: Sums) -> tuple[Amount, ...]:
    """The sums as amounts by commodity, those of zero too."""
    return tuple([Amount(sums[commodity], commodity) for commodity in sorted(sums)])


def said(sums: Sums, main: str | None) -> Sums:
    """The sums that are not zero, or else nothing of the ``main`` commodity: an empty cell would leave that open."""
    return dropping_zeros(sums) or ({} if main is None else {main: ZERO})


def added(parts: Iterable[Sums]) -> dict[str, Decimal]:
    """All the sums together, zeros too."""
    total: dict[str, Decimal] = {}
    for part in filter(None, parts):
        for commodity, number in part.items():
            total[commodity] = total.get(commodity, ZERO) + number
    return total


def sum_of(parts: Iterable[Sums]) -> dict[str, Decimal]:
    """All the sums together, without those that come to nothing."""
    return dropping_zeros(added(parts))


def negative(sums: Sums) -> dict[str, Decimal]:
    """The sums with the other sign."""
    return {commodity: -number for commodity, number in sums.items()}


def fractional_digits(number: Decimal) -> int:
    """How many digits a number has behind its decimal point, without zeros at the end."""
    return len(plain(number).partition(".")[2].rstrip("0"))


def is_short(number: Decimal) -> bool:
    """Whether a number has so few fractional digits that people may want to see all of them."""
    return fractional_digits(number) <= SHORT


def readable(number: Decimal) -> Decimal:
    """A number rounded to as many fractional digits as people read, for display."""
    return number if is_short(number) else number.quantize(ONE.scaleb(-SHORT), context=_WIDE).normalize(_WIDE)


def counted(number: int, noun: str) -> str:
    """How many there are, in words: ``1 error``, ``2,031 transactions``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {more} more" if more > 0 else "")


def sign_of(kind: AccountType | None, signed: bool) -> int:
    """What a signed sum is multiplied by to show it: 1 for the journal's signs, else by the type's normal side."""
    return 1 if signed or kind is None else kind.sign


def against_normal(sums: Sums, kind: AccountType | None) -> tuple[str, ...]:
    """The commodities whose sums stand against the normal side of an account's type."""
    if kind is None:
        return ()
    return tuple(commodity for commodity, number in sorted(sums.items()) if number * kind.sign < 0)


def wrong_way_word(kind: AccountType) -> str:
    """What is said of a balance that stands against the normal side of its type: ``overdrawn``."""
    return _WRONG_WAY.get(kind, "wrong way")


def wrong_way_marks(kind: AccountType | None, wrong: Iterable[str]) -> dict[str, str]:
    """The remarks beside a balance of which the commodities in ``wrong`` stand the wrong way."""
    return {} if kind is None else dict.fromkeys(wrong, wrong_way_word(kind))


def all_short(shown: Iterable[Amount]) -> bool:
    """Whether amounts may be shown to the last digit: sums of what the journal states nearly always may."""
    return all(is_short(amount.number) for amount in shown)


def is_exact(shown: Iterable[Amount], valuation: str | None) -> bool:
    """Whether figures are shown to the last digit: those in units, but not those that rest on prices."""
    return valuation is None and all_short(shown)


def is_rounded(shown: Iterable[Sequence[Amount]], digits: Mapping[str, int], *, exact: bool) -> bool:
    """Whether any of these figures, each of several amounts, has more digits than people are shown of it.

    Where ``exact``, a figure is shown to the last digit as far as that is legible.
    """
    return any(
        fractional_digits(each.number) > digits.get(each.commodity, USUAL_DIGITS)
        for money in shown
        if not (exact and all_short(money))
        for each in money
    )


def more_or_less(shown: Iterable[Amount], direction: int) -> tuple[Tone, ...]:
    """The tones of amounts that a stock grows by where ``direction`` is 1, and shrinks by where it is -1; none for 0.

    A negative amount is the other way round, nothing is neither.
    """
    if not direction:
        return ()
    more, less = _MORE_AND_LESS[direction]
    return tuple([more if each.number > 0 else less if each.number < 0 else Tone.PLAIN for each in shown])


def unpriced(figures: Iterable[Sums], currency: str | None) -> tuple[str, ...]:
    """The commodities that stayed as they are in figures in the value of a currency; none where there is no value."""
    return () if currency is None else tuple(sorted({commodity for sums in figures for commodity in sums} - {currency}))


def marked_money(
    shown: tuple[Amount, ...], kind: AccountType | None, signed: bool, tone: Tone, *, exact: bool
) -> Money:
    """The balance of accounts of one type as it is shown, with what stands the wrong way marked."""
    normal = kind.sign if kind is not None and signed else 1
    wrong = (amount.commodity for amount in shown if amount.number * normal < 0)
    return Money(shown, exact=exact, marks=wrong_way_marks(kind, wrong), tone=tone)
