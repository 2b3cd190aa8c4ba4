"""Reading blocks of plain lines by the grammar's whole-line terminals, without waking the parser.

A line that has any less common part (arithmetic, an escape in a string, a number left out) matches no whole-line
terminal; the block is then left to :mod:`pfin.syntax.parser`. Both give the same directive, which tests prove on
generated journals.
"""

from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal
from sys import intern

from pfin.model.amount import Amount
from pfin.model.directives import EMPTY, NO_META, Balance, BookingMethod, Meta, Open, PriceQuote, Value
from pfin.model.lot import CostSpec
from pfin.model.parsed import Include, Option, ParsedPosting, ParsedTransaction, Plugin, PriceSpec, Statement

from .grammar import terminal
from .mistakes import LONGEST_ACCOUNT, LONGEST_BLOCK, RESERVED_KEYS

_TRANSACTION = terminal("TRANSACTION_LINE").match
_POSTINGS = terminal("POSTING_LINE").findall
_PRICED_POSTING = terminal("PRICED_POSTING_LINE").match
_META = terminal("META_LINE").match
_OPEN = terminal("OPEN_LINE").match
_BALANCE = terminal("BALANCE_LINE").match
_PRICE = terminal("PRICE_LINE").match
_OPTION = terminal("OPTION_LINE").match
_INCLUDE = terminal("INCLUDE_LINE").match
_PLUGIN = terminal("PLUGIN_LINE").match

_METHODS = frozenset(method.value for method in BookingMethod)

_dates: dict[str, Date] = {}


class _NotPlainError(Exception):
    """The block needs the parser: raised within this module only."""


def read_plain(text: str, file: str, line: int) -> Statement | None:
    """The statement of a block, if it is plain; else None."""
    if len(text) > LONGEST_ACCOUNT and (len(text) > LONGEST_BLOCK or _has_long_line(text)):
        return None
    try:
        if transaction := _read_transaction(text, file, line):
            return transaction
        for read in _READERS:
            if statement := read(text, file, line):
                return statement
    except _NotPlainError:
        return None
    return None


def _has_long_line(text: str) -> bool:
    """Whether a line may hold an account that is longer than any that is read."""
    return any(len(line) > LONGEST_ACCOUNT for line in text.split("\n"))


def _date(text: str) -> Date:
    known = _dates.get(text)
    if known is None:
        try:
            known = _dates[text] = Date.fromisoformat(text)
        except ValueError:
            # The date is in no calendar: the parser will say so.
            raise _NotPlainError from None
    return known


def _read_transaction(text: str, file: str, line: int) -> ParsedTransaction | None:
    header = _TRANSACTION(text)
    if header is None:
        return None
    day, flag, first, second, marks = header.groups()
    body = header.end()
    found = _POSTINGS(text, body)
    if len(found) == text.count("\n", body):
        postings = [
            ParsedPosting(intern(account), Decimal(number), intern(commodity), None, None, None, NO_META, index)
            if number
            else ParsedPosting(intern(account), None, None, None, None, None, NO_META, index)
            for index, (account, number, commodity) in enumerate(found, 1)
        ]
        meta = NO_META
    else:
        meta, postings = _read_body(text, body)
    if second is None:
        payee, narration = None, first or ""
    else:
        payee, narration = first, second
    tags, links = _tags_and_links(marks) if marks else (EMPTY, EMPTY)
    return ParsedTransaction(
        _date(day), file, line, meta, "*" if flag == "txn" else flag, payee, narration, tags, links, tuple(postings)
    )


def _read_body(text: str, position: int) -> tuple[Meta, list[ParsedPosting]]:
    """Postings with costs and prices, and metadata, line by line."""
    meta: dict[str, Value] = {}
    postings: list[ParsedPosting] = []
    own = meta
    index = 0
    end = len(text)
    while position < end:
        index += 1
        if match := _PRICED_POSTING(text, position):
            own = {}
            postings.append(_priced_posting(match.groups(), own, index))
        elif match := _META(text, position):
            key, value = match.groups()
            if key in own or (postings and key in RESERVED_KEYS):
                raise _NotPlainError
            own[intern(key)] = value
        else:
            raise _NotPlainError
        position = match.end()
    return meta, postings


def _priced_posting(groups: tuple[str | None, ...], meta: Meta, index: int) -> ParsedPosting:
    flag, account, number, commodity, brace, *rest = groups
    cost_number, cost_commodity, cost_date, mark, price_number, price_commodity = rest
    assert account is not None
    if number is None or commodity is None:
        return ParsedPosting(intern(account), None, None, None, None, flag and flag.strip(), meta, index)
    cost = None
    if cost_number is not None and cost_commodity is not None:
        since = None if cost_date is None else _date(cost_date)
        cost = CostSpec(Decimal(cost_number), None, False, intern(cost_commodity), since, None)
    elif brace is not None:
        cost = CostSpec()
    price = None
    if price_number is not None and price_commodity is not None:
        price = PriceSpec(Decimal(price_number), intern(price_commodity), mark == "@@")
    return ParsedPosting(
        intern(account), Decimal(number), intern(commodity), cost, price, flag and flag.strip(), meta, index
    )


def _tags_and_links(marks: str) -> tuple[frozenset[str], frozenset[str]]:
    words = marks.split()
    return (
        frozenset(word[1:] for word in words if word[0] == "#"),
        frozenset(word[1:] for word in words if word[0] == "^"),
    )


def _read_meta(text: str, position: int) -> Meta:
    meta: dict[str, Value] = {}
    while position < len(text):
        match = _META(text, position)
        if match is None:
            raise _NotPlainError
        meta[intern(match.group(1))] = match.group(2)
        position = match.end()
    return meta or NO_META


def _read_open(text: str, file: str, line: int) -> Open | None:
    match = _OPEN(text)
    if match is None:
        return None
    day, account, listed, method = match.groups()
    commodities = tuple(intern(word.strip()) for word in listed.split(",")) if listed else ()
    if method is not None and method not in _METHODS:
        return None
    booking = None if method is None else BookingMethod(method)
    return Open(_date(day), file, line, _read_meta(text, match.end()), intern(account), commodities, booking)


def _read_balance(text: str, file: str, line: int) -> Balance | None:
    match = _BALANCE(text)
    if match is None:
        return None
    day, account, number, commodity = match.groups()
    amount = Amount(Decimal(number), intern(commodity))
    return Balance(_date(day), file, line, _read_meta(text, match.end()), intern(account), amount, None)


def _read_price(text: str, file: str, line: int) -> PriceQuote | None:
    match = _PRICE(text)
    if match is None:
        return None
    day, commodity, number, quote = match.groups()
    amount = Amount(Decimal(number), intern(quote))
    return PriceQuote(_date(day), file, line, _read_meta(text, match.end()), intern(commodity), amount)


def _read_option(text: str, file: str, line: int) -> Option | None:
    match = _OPTION(text)
    if match is None or match.end() < len(text):
        return None
    return Option(file, line, match.group(1), match.group(2))


def _read_include(text: str, file: str, line: int) -> Include | None:
    match = _INCLUDE(text)
    return None if match is None or match.end() < len(text) else Include(file, line, match.group(1))


def _read_plugin(text: str, file: str, line: int) -> Plugin | None:
    match = _PLUGIN(text)
    return None if match is None or match.end() < len(text) else Plugin(file, line, match.group(1), match.group(2))


_READERS: tuple[Callable[[str, str, int], Statement | None], ...] = (
    _read_open,
    _read_balance,
    _read_price,
    _read_option,
    _read_include,
    _read_plugin,
)
