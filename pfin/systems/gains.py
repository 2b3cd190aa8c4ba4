"""Price gains: how the stock of a boundary changes in value without any flow, because prices change.

What is held in the evening before a day with another price is revalued on that day by the difference of the two
prices. What comes in or goes out on the day itself is valued at the day's price by whoever counts flows, and so

    value at the end  =  value at the beginning  +  flows at the prices of their days  +  revaluations

holds without anything being worked out as a rest. On the day on which a commodity gets its first price, what is held is
no longer shown in units: it leaves the stock as units and enters it as value. That is no gain, because there was no
price to gain on, but a conversion, and is told apart as *first priced*.
"""

from collections.abc import Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.amount import ZERO
from pfin.model.period import Period

from .boundary import Boundary
from .rates import Kind, Rates, kind_of


class PriceGains(Struct):
    """The gains of one period: by commodity in the currency of valuation.

    ``first_priced`` is what commodities that got their first price changed: their units less, their value more.
    """

    by_commodity: dict[str, Decimal] = field(default_factory=dict)
    first_priced: dict[str, Decimal] = field(default_factory=dict)


def price_gains(ledger: Ledger, boundary: Boundary, periods: Sequence[Period], rates: Rates) -> list[PriceGains]:
    """The gains of adjacent periods, each with two limits, from the postings inside and the days of prices."""
    whole = Period(periods[0].begin, periods[-1].end)
    begin = whole.begin
    assert begin is not None and whole.end is not None
    held: dict[Kind, Decimal] = {}
    legs: list[tuple[Date, Kind, Decimal]] = []
    inside = boundary.inside
    for transaction in ledger.transactions():
        if whole.ends_before(transaction.date):
            break
        for posting in transaction.postings:
            if posting.account in inside:
                kind = kind_of(posting)
                held.setdefault(kind, ZERO)
                if transaction.date < begin:
                    held[kind] += posting.number
                else:
                    legs.append((transaction.date, kind, posting.number))
    changes = [(day, kind, old, new) for kind in held for day, old, new in rates.changes(kind, whole)]
    changes.sort(key=lambda change: change[0])
    found = [PriceGains() for _ in periods]
    column = at = 0
    for day, kind, old, new in changes:
        while at < len(legs) and legs[at][0] < day:
            held[legs[at][1]] += legs[at][2]
            at += 1
        while column < len(periods) - 1 and day >= (periods[column].end or day):
            column += 1
        number, commodity = held[kind], kind[0]
        if old is None:
            _add(found[column].first_priced, commodity, -number)
            _add(found[column].first_priced, rates.currency, number * new)
        else:
            _add(found[column].by_commodity, commodity, number * (new - old))
    return found


def _add(sums: dict[str, Decimal], commodity: str, number: Decimal) -> None:
    sums[commodity] = sums.get(commodity, ZERO) + number
