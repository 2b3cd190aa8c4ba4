"""What a directive means, as one line of text that is the same however the journal writes it.

A seal is a digest of these lines, and seals are kept for years by people and by other programs. So the form never
changes, and needs nothing but a parser to be computed again. `pfin guide seals` is its definition for others.

It is what the journal says, not what booking makes of it: which lots a sale takes depends on purchases in other months,
and what a pad fills in on later assertions; neither may break the seal of a month in which nothing was changed. For the
same reason what is left out of a transaction is filled in only where its own words determine it.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from typing import Any

from msgspec.json import Encoder

from pfin.booking.transactions import book_transactions
from pfin.model.amount import ARITHMETIC, EXACT, ZERO, Amount, computing_in
from pfin.model.diagnostics import Problems
from pfin.model.directives import (
    AccountRef,
    Balance,
    Close,
    Commodity,
    CommodityRef,
    Custom,
    Directive,
    Document,
    Event,
    Meta,
    Note,
    Open,
    Pad,
    Posting,
    PriceQuote,
    Query,
    TagRef,
    Transaction,
    Value,
)
from pfin.model.lot import CostSpec
from pfin.model.options import Options
from pfin.model.parsed import ParsedPosting, ParsedTransaction, PriceSpec
from pfin.model.sources import Sources

Part = str | None | Sequence["Part"]
"""What lines consist of, in JSON: texts, lists, and null for what is not there. Numbers are texts."""

_LEFT_OUT = ""
# The postings that the legs of transactions become: by file and line of the transaction, then by the leg's line in it.
_Filled = dict[tuple[str, int], dict[int, list[Posting]]]
_line = Encoder().encode
# A transaction is completed by itself as it would be among others, in the arithmetic of booking.
_booked = computing_in(ARITHMETIC)(book_transactions)


class Writer:
    """Writes directives of one journal as the parser gives them; ``folder`` is that of its entry file."""

    def __init__(self, options: Options, folder: str) -> None:
        self._options = options
        self._folder = folder

    @computing_in(EXACT)
    def lines(self, directives: Sequence[Directive]) -> list[bytes]:
        """The line of each directive, in UTF-8 and without its end."""
        filled = self._filled(directives)
        return [_line(self._parts(directive, filled)) for directive in directives]

    def _parts(self, directive: Directive, filled: _Filled) -> Part:
        if isinstance(directive, ParsedTransaction):
            kind, parts = "transaction", _transaction(directive, filled.get((directive.file, directive.line)))
        elif isinstance(directive, Document):
            path = os.path.relpath(directive.path, self._folder).replace(os.sep, "/")
            # The journal is UTF-8, names of folders need not be.
            path = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            kind, parts = "document", [directive.account, path, *_marks(directive)]
        else:
            kind, of = _KINDS[type(directive)]
            parts = of(directive)
        return [directive.date.isoformat(), kind, *parts, _meta(directive.meta)]

    def _filled(self, directives: Iterable[Directive]) -> _Filled:
        """What transactions with something left out become, each without the others.

        A sale whose lots are not known cannot be booked so, and stays as it is written.
        """
        plain: list[ParsedTransaction] = []
        filled: _Filled = {}
        for directive in directives:
            if isinstance(directive, ParsedTransaction) and not all(map(_is_complete, directive.postings)):
                if all(leg.is_auto or (_is_complete(leg) and leg.cost is None) for leg in directive.postings):
                    plain.append(directive)
                else:
                    filled |= self._booked([directive]) or {}
        # Plain transactions are booked without a look at others, so they can be booked together, which is faster.
        together = self._booked(plain)
        if together is None:
            for transaction in plain:
                filled |= self._booked([transaction]) or {}
        return filled | (together or {})

    def _booked(self, transactions: Sequence[ParsedTransaction]) -> _Filled | None:
        """What transactions become, or None where something is wrong with any of them."""
        problems = Problems(Sources())
        filled: _Filled = {}
        for booked in _booked(transactions, self._options, problems):
            assert isinstance(booked, Transaction), "a transaction becomes one, or an error"
            by_line: dict[int, list[Posting]] = {}
            for posting in booked.postings:
                by_line.setdefault(posting.line - booked.line, []).append(posting)
            filled[booked.file, booked.line] = by_line
        return None if len(problems) else filled


def _transaction(transaction: ParsedTransaction, filled: Mapping[int, Sequence[Posting]] | None) -> list[Part]:
    legs: list[Part] = []
    for leg in transaction.postings:
        if filled is None or _is_complete(leg):
            legs.append(_leg(leg, leg.number, leg.commodity))
        else:
            legs += [_leg(leg, each.number, each.commodity) for each in filled.get(leg.line, ())]
    if len(legs) > 1:
        legs.sort(key=_line)
    return [transaction.flag, transaction.payee, transaction.narration, *_marks(transaction), legs]


def _is_complete(leg: ParsedPosting) -> bool:
    return leg.number is not None and leg.commodity is not None


def _leg(leg: ParsedPosting, number: Decimal | None, commodity: str | None) -> Part:
    return [
        leg.account,
        _number(number),
        commodity or _LEFT_OUT,
        None if leg.cost is None else _cost(leg.cost, number),
        None if leg.price is None else _price(leg.price, number),
        leg.flag,
        _meta(leg.meta),
    ]


def _cost(cost: CostSpec, units: Decimal | None) -> Part:
    commodity = cost.commodity or _LEFT_OUT
    date = None if cost.date is None else cost.date.isoformat()
    each: str | None = _number(cost.per)
    total = _number(cost.total) if cost.has_total else None
    if units and cost.per is not None and _is_stated(cost):
        each, total = None, _number(cost.per * abs(units) + (cost.total or ZERO))
    return [each, total, commodity, date, cost.label]


def _price(price: PriceSpec, units: Decimal | None) -> Part:
    commodity = price.commodity or _LEFT_OUT
    if price.total:
        return [None, _number(price.number), commodity]
    if units and price.number is not None:
        return [None, _number(price.number * abs(units)), commodity]
    return [_number(price.number), None, commodity]


def _is_stated(cost: CostSpec) -> bool:
    """Whether braces say what the units cost, rather than which lot they are of."""
    return cost.per is not None and (cost.total is not None or not cost.has_total)


def _number(number: Decimal | None) -> str:
    if number is None:
        return _LEFT_OUT
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _marks(directive: ParsedTransaction | Note | Document) -> list[Part]:
    return [sorted(directive.tags), sorted(directive.links)]


def _meta(meta: Meta) -> Part:
    return [[key, _value(meta[key])] for key in sorted(meta)] if meta else []


def _value(value: Value) -> Part:
    match value:
        case None:
            return None
        case bool():
            return ["boolean", "TRUE" if value else "FALSE"]
        case str():
            return ["text", value]
        case Date():
            return ["date", value.isoformat()]
        case Decimal():
            return ["number", _number(value)]
        case Amount(number, commodity):
            return ["amount", _number(number), commodity]
        case AccountRef(name):
            return ["account", name]
        case CommodityRef(name):
            return ["commodity", name]
        case TagRef(name):
            return ["tag", name]


def _balance(balance: Balance) -> list[Part]:
    tolerance = None if balance.tolerance is None else _number(balance.tolerance)
    return [balance.account, _number(balance.amount.number), balance.amount.commodity, tolerance]


def _open(open_: Open) -> list[Part]:
    return [open_.account, sorted(open_.commodities), None if open_.booking is None else open_.booking.value]


# What stands between the kind and the metadata of each directive.
_KINDS: dict[type[Directive], tuple[str, Callable[[Any], list[Part]]]] = {
    Open: ("open", _open),
    Close: ("close", lambda close: [close.account]),
    Commodity: ("commodity", lambda commodity: [commodity.commodity]),
    Pad: ("pad", lambda pad: [pad.account, pad.source]),
    Balance: ("balance", _balance),
    Note: ("note", lambda note: [note.account, note.text, *_marks(note)]),
    Event: ("event", lambda event: [event.name, event.value]),
    Query: ("query", lambda query: [query.name, query.text]),
    PriceQuote: ("price", lambda quote: [quote.commodity, _number(quote.amount.number), quote.amount.commodity]),
    Custom: ("custom", lambda custom: [custom.type, [_value(value) for value in custom.values]]),
}
