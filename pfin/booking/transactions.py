"""Booking of transactions: from what the journal says to postings with every number and lot.

Each transaction is split into currency groups; in each group reductions are booked first, and then the one number
that may be missing is inferred. An error in a group leaves that group out and keeps the rest of the transaction, so
that one mistake does not cause others; where not even the groups can be told, the transaction is left out.

Nearly all transactions of a journal are plain: amounts of one currency without cost or price, and perhaps one
account alone that takes the rest. They are booked the short way, by a sum, with the same result.
"""

import decimal
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pfin.model.amount import ZERO
from pfin.model.diagnostics import Problems
from pfin.model.directives import BookingMethod, Directive, Open, Posting, Transaction
from pfin.model.options import Options
from pfin.model.parsed import ParsedPosting, ParsedTransaction, PriceSpec

from .currencies import group_by_currency
from .holdings import Holdings
from .interpolation import Interpolation
from .legs import status_of
from .prices import unit_prices
from .reductions import Reductions
from .tolerance import NO_TOLERANCES, Tolerances, tolerances_of_parsed

_HALF = Decimal("0.5")


def book_transactions(directives: Iterable[Directive], options: Options, problems: Problems) -> list[Directive]:
    """The directives with each parsed transaction booked, in the same order.

    Errors are added at the transaction, or at the posting where Beancount names that. A booking method counts for
    its account from the beginning, whatever the date of the ``open``.
    """
    directives = list(directives)
    booker = _Booker(_booking_methods(directives), options, problems)
    result: list[Directive] = []
    for directive in directives:
        if isinstance(directive, ParsedTransaction):
            transaction = booker.book(directive)
            if transaction is not None:
                result.append(transaction)
        else:
            result.append(directive)
    return result


def _booking_methods(directives: Iterable[Directive]) -> dict[str, BookingMethod]:
    return {
        directive.account: directive.booking
        for directive in directives
        if isinstance(directive, Open) and directive.booking is not None
    }


class _Booker:
    """Books transactions one after the other, and keeps what the accounts hold."""

    def __init__(self, methods: dict[str, BookingMethod], options: Options, problems: Problems) -> None:
        self._options = options
        self._problems = problems
        self._holdings = Holdings()
        self._reductions = Reductions(self._holdings, methods, options.booking, problems)
        # With these options a sum of equally precise numbers is already rounded as interpolation would round it.
        self._sums_are_rounded = options.multiplier == _HALF and not options.tolerances

    def book(self, transaction: ParsedTransaction) -> Transaction | None:
        """The booked transaction, or None with an error where its currencies cannot be told."""
        postings = self._book_plain(transaction)
        if postings is None:
            postings = self._book_groups(transaction)
            if postings is None:
                return None
        self._holdings.note(postings)
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

    def _book_groups(self, transaction: ParsedTransaction) -> list[Posting] | None:
        prices = unit_prices(transaction, self._problems)
        groups = group_by_currency(transaction, prices, self._holdings, self._problems)
        if groups is None:
            return None
        interpolation = Interpolation(transaction, self._tolerances(transaction, prices), self._problems)
        postings: list[Posting] = []
        for group in groups:
            legs = self._reductions.book(transaction, group)
            if legs is not None:
                postings += interpolation.complete(group.currency, legs)
        return postings

    def _book_plain(self, transaction: ParsedTransaction) -> list[Posting] | None:
        """The postings of a plain transaction, or None for any other. This is where the time goes, hence its form."""
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
            postings.append(_plain(transaction, parsed, number, currency, False))
        if auto is not None and total:
            rest = self._rest(transaction, postings, -total)
            if rest is None or currency is None:
                return None
            postings.insert(auto_index, _plain(transaction, auto, rest, currency, True))
        return postings

    def _rest(self, transaction: ParsedTransaction, postings: list[Posting], rest: Decimal) -> Decimal | None:
        """What is left for the auto leg, rounded; None where that is not possible."""
        if self._sums_are_rounded and all(posting.number.same_quantum(rest) for posting in postings):
            return rest
        prices = [None] * len(transaction.postings)
        try:
            return self._tolerances(transaction, prices).quantise(rest, postings[0].commodity)
        except decimal.InvalidOperation:
            return None

    def _tolerances(self, transaction: ParsedTransaction, prices: Sequence[PriceSpec | None]) -> Tolerances:
        """The tolerances to which inferred units are rounded; where no units are missing, they are not worked out."""
        if all(posting.number is not None for posting in transaction.postings):
            return NO_TOLERANCES
        tightest = self._options.precise_interpolation
        return tolerances_of_parsed(transaction.postings, prices, self._options, tightest=tightest)


def _plain(
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
