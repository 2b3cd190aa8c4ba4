"""How many fractional digits the amounts of a commodity usually have, for display only."""

from collections.abc import Mapping
from decimal import Decimal


def usual_digits(counts: Mapping[str, Mapping[int, int]], fixed: Mapping[str, Decimal]) -> Mapping[str, int]:
    """The most common number of fractional digits by commodity; the larger of two equally common.

    ``counts`` say how many postings of each commodity have how many. ``fixed`` (option ``display_precision``) maps a
    commodity to an example number whose digits count instead.
    """
    usual = {commodity: max(tally, key=lambda p, t=tally: (t[p], p)) for commodity, tally in counts.items()}  # type: ignore[misc]
    usual.update((commodity, _places(example)) for commodity, example in fixed.items())
    return usual


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
