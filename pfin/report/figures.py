"""Signed sums as the amounts that people read: in normal direction, sorted, with what stands the wrong way named."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pfin.model.account import AccountType
from pfin.model.amount import ZERO, Amount

_WRONG_WAY = {AccountType.ASSETS: "overdrawn", AccountType.LIABILITIES: "overpaid"}

# Costs and prices that were stated in total are divided into 28 digits; nobody reads more fractional digits than this.
_SHORT = 10

Sums = Mapping[str, Decimal]
"""Signed numbers by commodity, debits positive."""


def amounts(sums: Sums, sign: int = 1) -> tuple[Amount, ...]:
    """The sums times ``sign`` as amounts by commodity; sums of zero are left out."""
    return tuple(Amount(number * sign, commodity) for commodity, number in sorted(sums.items()) if number)


def added(parts: Iterable[Sums]) -> dict[str, Decimal]:
    """All the sums together."""
    total: dict[str, Decimal] = {}
    for part in parts:
        for commodity, number in part.items():
            total[commodity] = total.get(commodity, ZERO) + number
    return total


def is_short(number: Decimal) -> bool:
    """Whether a number has so few fractional digits that people may want to see all of them."""
    return len(format(number, "f").partition(".")[2].rstrip("0")) <= _SHORT


def sign_of(kind: AccountType | None, signed: bool) -> int:
    """What a signed sum is multiplied by to show it: 1 for the journal's signs, else by the type's normal side."""
    return 1 if signed or kind is None else kind.sign


def against_normal(sums: Sums, kind: AccountType | None) -> tuple[str, ...]:
    """The commodities whose sums stand against the normal side of an account's type."""
    if kind is None:
        return ()
    return tuple(commodity for commodity, number in sorted(sums.items()) if number * kind.sign < 0)


def wrong_way_mark(kind: AccountType | None, wrong: tuple[str, ...], held: int) -> str:
    """The remark beside a balance of ``held`` commodities of which those in ``wrong`` stand the wrong way."""
    if not wrong or kind is None:
        return ""
    word = _WRONG_WAY.get(kind, "wrong way")
    return word if len(wrong) == held else f"{word}: {', '.join(wrong)}"
