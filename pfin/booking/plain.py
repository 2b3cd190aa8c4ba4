"""The short way of booking, for plain transactions: nearly all there are.

A transaction is plain that has amounts of one currency, without cost or price, and perhaps one account alone that takes
the rest. It is booked by a sum, with the same result as the long way gives. What comes of it depends on the
transaction and on few options, and on no other directive: so it can be kept from one run to the next.
"""

import decimal
from collections.abc import Sequence
from decimal import Decimal

from pfin.model.amount import ZERO
from pfin.model.directives import Posting, Transaction
from pfin.model.options import Options
from pfin.model.parsed import ParsedPosting, ParsedTransaction

from .legs import status_of
from .tolerance import tolerances_of_parsed

_HALF = Decimal("0.5")


def with_postings(transaction: ParsedTransaction, postings: Sequence[Posting]) -> Transaction:
    """The booked transaction that has these postings."""
    return Transaction(
        transaction.date,
        transaction.file,
        transaction.line,
        transaction.meta,
        transaction.flag,
        transaction.payee,
        transaction.narration,
        transaction.tags,
        transaction.links,
        tuple(postings),
    )


class PlainBooker:
    """Books plain transactions, by the options of their journal."""

    def __init__(self, options: Options) -> None:
        self._options = options
        # With these options a sum of equally precise numbers is already rounded as interpolation would round it.
        self._sums_are_rounded = options.multiplier == _HALF and not options.tolerances

    def book(self, transaction: ParsedTransaction) -> Transaction | None:
        """The booked transaction, or None for one that is not plain. Here is where the time goes, hence its form."""
        currency: str | None = None
        total = ZERO
        auto: ParsedPosting | None = None
        auto_index = 0
        postings: list[Posting] = []
        for parsed in transaction.postings:
            if parsed.cost is not None or parsed.price is not None:
                return None
            number = parsed.number
            commodity = parsed.commodity
            if number is None:
                if auto is not None or commodity is not None:
                    return None
                auto = parsed
                auto_index = len(postings)
                continue
            if commodity is None or (currency is not None and commodity != currency):
                return None
            currency = commodity
            total = total + number if total else number
            postings.append(_posting(transaction, parsed, number, currency, False))
        if auto is not None and total:
            rest = self._rest(transaction, postings, -total)
            if rest is None or currency is None:
                return None
            postings.insert(auto_index, _posting(transaction, auto, rest, currency, True))
        return with_postings(transaction, postings)

    def _rest(self, transaction: ParsedTransaction, postings: list[Posting], rest: Decimal) -> Decimal | None:
        """What is left for the auto leg, rounded; None where that is not possible."""
        if self._sums_are_rounded and all(posting.number.same_quantum(rest) for posting in postings):
            return rest
        prices = [None] * len(transaction.postings)
        try:
            tolerances = tolerances_of_parsed(transaction.postings, prices, self._options)
            return tolerances.quantise(rest, postings[0].commodity)
        except decimal.InvalidOperation:
            return None


def _posting(
    transaction: ParsedTransaction, parsed: ParsedPosting, number: Decimal, currency: str, inferred: bool
) -> Posting:
    return Posting(
        parsed.account,
        number,
        currency,
        None,
        None,
        parsed.flag,
        status_of(transaction.flag, parsed.flag),
        parsed.meta,
        transaction.line + parsed.line,
        inferred,
    )
