"""Numbers for people: the usual digits of their commodity, thousands apart. Rounding happens here and nowhere else."""

from collections.abc import Mapping
from decimal import Decimal

from pfin.model.amount import Amount
from pfin.report.table import USUAL_DIGITS


def number_text(number: Decimal, digits: int) -> str:
    """``-1,234.50``: with so many fractional digits, rounded half to even."""
    text = format(number, f",.{digits}f")
    # What rounds to nothing is not shown as a negative nothing.
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def amount_text(amount: Amount, digits: Mapping[str, int], *, exact: bool) -> str:
    """The number of an amount at the usual digits of its commodity, or exactly where wanted.

    Numbers are padded to the usual digits; an exact one may have more, but no zeros at their end.
    """
    return "".join(amount_parts(amount, digits, exact=exact))


def amount_parts(amount: Amount, digits: Mapping[str, int], *, exact: bool) -> tuple[str, str]:
    """The same in two parts, the second of which begins with the decimal point where there is one."""
    usual = digits.get(amount.commodity, USUAL_DIGITS)
    if not exact or not amount.number:
        whole, point, fraction = number_text(amount.number, usual).partition(".")
    else:
        whole, point, fraction = f"{amount.number:,f}".partition(".")
        fraction = fraction.rstrip("0").ljust(usual, "0")
        point = "." if fraction else ""
    return whole, point + fraction
