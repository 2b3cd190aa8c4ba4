"""Booking of transactions: from what the journal says to postings with every number and lot.

Each transaction is split into currency groups; in each group reductions are booked first, and then the one number
that may be missing is inferred. An error in a group leaves that group out and keeps the rest of the transaction, so
that one mistake does not cause others; where not even the groups can be told, the transaction is left out.

Nearly all transactions of a journal are plain (:mod:`.plain`), and those may have been booked before.
"""

from collections.abc import Iterable, Sequence

from pfin.model.diagnostics import Problems
from pfin.model.directives import BookingMethod, Directive, Open, Posting, Transaction
from pfin.model.options import Options
from pfin.model.parsed import ParsedTransaction, PriceSpec

from .currencies import group_by_currency
from .holdings import Holdings
from .interpolation import Interpolation
from .plain import PlainBooker, with_postings
from .prices import unit_prices
from .reductions import Reductions
from .tolerance import NO_TOLERANCES, Tolerances, tolerances_of_parsed


def book_transactions(directives: Iterable[Directive], options: Options, problems: Problems) -> list[Directive]:
    """The directives with each parsed transaction booked, in the same order; plain ones may be booked already.

    Errors are added at the transaction, or at the posting where Beancount names that. A booking method counts for
    its account from the beginning, whatever the date of the ``open``.
    """
    directives = list(directives)
    booker = _Booker(_booking_methods(directives), options, problems)
    result: list[Directive] = []
    for directive in directives:
        if type(directive) is Transaction:
            booker.note(directive)
            result.append(directive)
        elif isinstance(directive, ParsedTransaction):
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
        self._plain = PlainBooker(options)

    def note(self, transaction: Transaction) -> None:
        """Take a transaction that is booked into account."""
        self._holdings.note(transaction.postings)

    def book(self, transaction: ParsedTransaction) -> Transaction | None:
        """The booked transaction, or None with an error where its currencies cannot be told."""
        booked = self._plain.book(transaction)
        if booked is None:
            postings = self._book_groups(transaction)
            if postings is None:
                return None
            booked = with_postings(transaction, postings)
        self._holdings.note(booked.postings)
        return booked

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

    def _tolerances(self, transaction: ParsedTransaction, prices: Sequence[PriceSpec | None]) -> Tolerances:
        """The tolerances to which inferred units are rounded; where no units are missing, they are not worked out."""
        if all(posting.number is not None for posting in transaction.postings):
            return NO_TOLERANCES
        return tolerances_of_parsed(transaction.postings, prices, self._options)
