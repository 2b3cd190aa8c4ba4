"""What a ledger is made of: directives in chronological order, and the columns of their figures.

A ledger that was just booked has all directives in memory. One that comes from the cache has its columns, and makes
directives only when somebody asks for them (:mod:`pfin.store.entries`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from functools import cached_property
from typing import TypeVar

from pfin.model.account import Roots
from pfin.model.directives import Directive, PriceQuote, Transaction

from .columns import Columns, columns_of
from .condensed import Condensed, days, months
from .prices import Quote

D = TypeVar("D", bound=Directive)


class Entries:
    """Directives that are in memory."""

    def __init__(self, directives: Sequence[Directive]) -> None:
        self._directives = tuple(directives)

    @property
    def directives(self) -> Sequence[Directive]:
        """All directives."""
        return self._directives

    @cached_property
    def transactions(self) -> Sequence[Transaction]:
        """The transactions; their indices are those of the columns."""
        return [directive for directive in self.directives if type(directive) is Transaction]

    @cached_property
    def columns(self) -> Columns:
        """The figures of the transactions."""
        return columns_of(self.directives)

    @property
    def span(self) -> tuple[Date, Date] | None:
        """The days of the first and of the last transaction; None where there is none."""
        return self.columns.span

    @property
    def has_pending(self) -> bool:
        """Whether any leg is pending."""
        return bool(self.columns.pending)

    def used_accounts(self, roots: Roots) -> Iterable[str]:
        """The accounts that have legs."""
        return self.columns.accounts()

    def digits(self, roots: Roots) -> Mapping[str, Mapping[int, int]]:
        """How many legs of each commodity have how many fractional digits."""
        return self.columns.digits()

    def months(self, roots: Roots) -> Condensed:
        """The months of the columns, where accounts have these roots."""
        return months(self.columns, roots)

    def days(self, roots: Roots) -> Condensed:
        """The days of the columns, where accounts have these roots."""
        return days(self.columns, roots)

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """The price quotes."""
        return [
            Quote(each.date, each.commodity, each.amount.number, each.amount.commodity)
            for each in self.of_type(PriceQuote)
        ]

    def of_type(self, kind: type[D]) -> Sequence[D]:
        """The directives of one type."""
        return [directive for directive in self.directives if type(directive) is kind]
