"""Price gains: how the stock of a boundary changes in value without any flow, because prices change.

What is held in the evening before a day with another price is revalued on that day by the difference of the two
prices. What comes in or goes out on the day itself is valued at the day's price by whoever counts flows, and so

    value at the end  =  value at the beginning  +  flows at the prices of their days  +  revaluations

holds without anything being worked out as a rest. On the day on which a commodity gets its first price, what is held is
no longer shown in units: it leaves the stock as units and enters it as value. That is no gain, because there was no
price to gain on, but a conversion, and is told apart as *first priced*.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.amount import ZERO
from pfin.model.period import Period

from .boundary import Boundary
from .rates import Rates, add, kind_of
from .stocks import holding_of


class PriceGains(Struct):
    """The gains of one period: by commodity in the currency of valuation.

    ``first_priced`` is what commodities that got their first price changed: their units less, their value more.
    """

    by_commodity: dict[str, Decimal] = field(default_factory=dict)
    first_priced: dict[str, Decimal] = field(default_factory=dict)


def price_gains(ledger: Ledger, boundary: Boundary, periods: Sequence[Period], rates: Rates) -> list[PriceGains]:
    """The gains of adjacent periods, each with two limits, from the postings inside and the days of prices."""
    whole = Period(periods[0].begin, periods[-1].end)
    holding = holding_of(ledger.columns, boundary)
    columns, inside = holding.columns, boundary.inside
    kinds = dict.fromkeys(kind_of(cell) for cell in columns.cells if cell.account in inside)
    changes = [(day, kind, old, new) for kind in kinds for day, old, new in rates.changes(kind, whole)]
    changes.sort(key=lambda change: change[0])
    found = [PriceGains() for _ in periods]
    column = 0
    for day, kind, old, new in changes:
        while column < len(periods) - 1 and day >= (periods[column].end or day):
            column += 1
        held = holding.after(columns.start[columns.transactions_before(day)])
        number, commodity = held.get(kind, ZERO), kind[0]
        if old is None:
            add(found[column].first_priced, commodity, -number)
            add(found[column].first_priced, rates.currency, number * new)
        else:
            add(found[column].by_commodity, commodity, number * (new - old))
    return found
