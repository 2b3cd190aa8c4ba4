"""How many fractional digits the amounts of a commodity usually have, for display only."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pfin.model.directives import Transaction


def usual_digits(transactions: Iterable[Transaction], fixed: Mapping[str, Decimal]) -> Mapping[str, int]:
    """The most common number of fractional digits in postings by commodity; the larger of two equally common.

    ``fixed`` (option ``display_precision``) maps a commodity to an example number whose digits count instead.
    """
    # Almost all numbers of a commodity have the same exponent as the one before: comparing quanta is several times
    # cheaper than asking for the exponent.
    counts: dict[str, dict[int, int]] = {}
    latest: dict[str, tuple[Decimal, int]] = {}
    for transaction in transactions:
        for posting in transaction.postings:
            commodity, number = posting.commodity, posting.number
            seen = latest.get(commodity)
            if seen is not None and seen[0].same_quantum(number):
                places = seen[1]
            else:
                places = _places(number)
                latest[commodity] = (number, places)
            tally = counts.setdefault(commodity, {})
            tally[places] = tally.get(places, 0) + 1
    usual = {commodity: max(tally, key=lambda p, t=tally: (t[p], p)) for commodity, tally in counts.items()}  # type: ignore[misc]
    usual.update((commodity, _places(example)) for commodity, example in fixed.items())
    return usual


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
