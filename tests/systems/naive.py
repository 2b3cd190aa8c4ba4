"""Stocks and flows read naively from their definitions, for comparison with the engine.

Fractions in plain loops over every transaction and every day; periods by their first and last day, both inclusive. Only
the price of a commodity on a day is asked of the ledger.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from pfin.ledger.ledger import Ledger
from pfin.model.directives import Posting, Transaction
from pfin.systems.statement import Statement

Sums = dict[str, Fraction]
Kind = tuple[str, str | None]
Category = Callable[[Transaction, Posting], str]

K = TypeVar("K")

_DAY = timedelta(days=1)


@dataclass
class Reading:
    """What a statement says; sums that come to nothing are left out."""

    opening: Sums = field(default_factory=dict)
    closing: Sums = field(default_factory=dict)
    inflow: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    outflow: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    postings: dict[str, int] = field(default_factory=dict)
    conversions: Sums = field(default_factory=dict)
    price_gains: Sums = field(default_factory=dict)
    conversion_gain: Fraction = Fraction(0)


def account_outside(_transaction: Transaction, posting: Posting) -> str:
    return posting.account


class Naive:
    """A ledger read naively, in units or (where there is a currency) in value."""

    def __init__(self, ledger: Ledger, currency: str | None) -> None:
        self.ledger = ledger
        self.currency = currency
        self.transactions = list(ledger.transactions())

    def reading(
        self, accounts: Collection[str], first: Date, last: Date, category: Category = account_outside
    ) -> Reading:
        """The statement of some accounts from the beginning of the first day to the end of the last."""
        reading = self.moved(self.transactions, accounts, first, last, category)
        reading.opening = {} if first == Date.min else self.stock(accounts, first - _DAY)
        reading.closing = self.stock(accounts, last)
        if self.currency is not None:
            self._count_price_gains(reading, accounts, first, last)
        _drop_zeros(reading.price_gains)
        _drop_zeros(reading.conversions)
        return reading

    def moved(
        self,
        transactions: Iterable[Transaction],
        accounts: Collection[str],
        first: Date,
        last: Date,
        category: Category = account_outside,
    ) -> Reading:
        """Only the flows and conversions of some transactions, without stocks and price gains."""
        reading = Reading()
        for transaction in transactions:
            inside = [posting for posting in transaction.postings if posting.account in accounts]
            if inside and first <= transaction.date <= last:
                outside = [posting for posting in transaction.postings if posting.account not in accounts]
                for posting in outside:
                    self._count_flow(reading, category(transaction, posting), posting, transaction.date)
                self._count_conversion(reading, inside, outside, transaction.date)
        for sums in (reading.inflow, reading.outflow):
            _drop_zeros(sums)
        _drop_zeros(reading.conversions)
        return reading

    def stock(self, accounts: Collection[str], day: Date) -> Sums:
        """What the accounts hold at the end of a day, at the prices of its end."""
        total: Sums = {}
        for kind, units in self._held(accounts, day).items():
            commodity, number = self._worth(kind, units, day)
            _add(total, commodity, number)
        return _drop_zeros(total)

    def _held(self, accounts: Collection[str], day: Date) -> dict[Kind, Fraction]:
        held: dict[Kind, Fraction] = {}
        for transaction in self.transactions:
            for posting in transaction.postings:
                if transaction.date <= day and posting.account in accounts:
                    _add(held, _kind(posting), Fraction(posting.number))
        return held

    def _rate(self, kind: Kind, day: Date) -> Fraction | None:
        assert self.currency is not None
        rate = self.ledger.prices.convert(kind[0], self.currency, day, kind[1])
        return None if rate is None else Fraction(rate)

    def _worth(self, kind: Kind, units: Fraction, day: Date) -> tuple[str, Fraction]:
        if self.currency is None:
            return kind[0], units
        rate = self._rate(kind, day)
        return (kind[0], units) if rate is None else (self.currency, units * rate)

    def _count_flow(self, reading: Reading, category: str, posting: Posting, day: Date) -> None:
        commodity, number = self._worth(_kind(posting), Fraction(posting.number), day)
        reading.postings[category] = reading.postings.get(category, 0) + 1
        if number < 0:
            _add(reading.inflow, (category, commodity), -number)
        else:
            _add(reading.outflow, (category, commodity), number)

    def _count_conversion(self, reading: Reading, inside: list[Posting], outside: list[Posting], day: Date) -> None:
        """What remains of the change inside when all that crossed the line is taken away."""
        rest: Sums = {}
        for posting in inside:
            commodity, number = self._worth(_kind(posting), Fraction(posting.number), day)
            _add(rest, commodity, number)
        for posting in outside:
            commodity, number = self._worth(_kind(posting), Fraction(posting.number), day)
            crossed = -number
            _add(rest, commodity, -crossed)
        _drop_zeros(rest)
        if self.currency is not None and set(rest) <= {self.currency}:
            reading.conversion_gain += rest.get(self.currency, Fraction(0))
        else:
            for commodity, number in rest.items():
                _add(reading.conversions, commodity, number)

    def _count_price_gains(self, reading: Reading, accounts: Collection[str], first: Date, last: Date) -> None:
        """Every day, what was held in the evening before changes its value."""
        for ordinal in range(max(first.toordinal(), 2), last.toordinal() + 1):
            day = Date.fromordinal(ordinal)
            for kind, units in self._held(accounts, day - _DAY).items():
                before, now = self._rate(kind, day - _DAY), self._rate(kind, day)
                if now is not None and before is not None:
                    _add(reading.price_gains, kind[0], units * (now - before))
                elif now is not None:
                    assert self.currency is not None
                    # What gets its first price turns from units into value.
                    _add(reading.conversions, kind[0], -units)
                    _add(reading.conversions, self.currency, units * now)


def as_reading(statement: Statement) -> Reading:
    """What the engine's statement says."""
    reading = Reading(opening=_fractions(statement.opening), closing=_fractions(statement.closing))
    for name, flow in statement.flows.items():
        reading.postings[name] = flow.postings
        reading.inflow |= {(name, commodity): number for commodity, number in _fractions(flow.inflow).items()}
        reading.outflow |= {(name, commodity): number for commodity, number in _fractions(flow.outflow).items()}
    reading.conversions = _fractions(statement.conversions)
    reading.price_gains = _fractions(statement.gains.price)
    reading.conversion_gain = Fraction(statement.gains.conversion)
    return reading


def _kind(posting: Posting) -> Kind:
    return posting.commodity, None if posting.cost is None else posting.cost.commodity


def _fractions(sums: Mapping[str, Decimal]) -> Sums:
    return {commodity: Fraction(number) for commodity, number in sums.items()}


def _add(sums: dict[K, Fraction], key: K, number: Fraction) -> None:
    sums[key] = sums.get(key, Fraction(0)) + number


def _drop_zeros(sums: dict[K, Fraction]) -> dict[K, Fraction]:
    for key in [key for key, number in sums.items() if not number]:
        del sums[key]
    return sums
