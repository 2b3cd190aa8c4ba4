"""One parse, two bookings: Beancount's parser reads a text, then Beancount and pfin each book what it says.

So booking is compared alone, whatever pfin's own parser does. An outcome is told as plain lines: every transaction
with its postings to the last digit, the final lots of each account, and the lines on which there are errors.
"""

import io
from datetime import date as Date
from decimal import Decimal
from typing import Any, NamedTuple

from beancount import loader
from beancount.core import data
from beancount.core.number import MISSING
from beancount.parser import _parser, grammar

from pfin.booking.stages import book_journal
from pfin.model.amount import Amount
from pfin.model.diagnostics import Diagnostic, Problems, Severity
from pfin.model.directives import (
    EMPTY,
    NO_META,
    Balance,
    BookingMethod,
    Close,
    Commodity,
    Directive,
    Note,
    Open,
    Pad,
    Posting,
    Transaction,
    chronological,
)
from pfin.model.inventory import Inventory
from pfin.model.journal import Journal
from pfin.model.lot import Cost, CostSpec
from pfin.model.options import Options
from pfin.model.parsed import ParsedPosting, ParsedTransaction, Plugin, PriceSpec
from pfin.model.sources import Sources

FILE = "test.beancount"

loader.initialize(use_cache=False)


class Outcome(NamedTuple):
    """``unusable``: Beancount crashed, or gave up half-way; ``undated``: lots without dates met others."""

    transactions: list[str]
    lots: list[str]
    error_lines: list[int]
    unusable: bool = False
    undated: bool = False


class Booked(NamedTuple):
    directives: list[Directive]
    diagnostics: list[Diagnostic]

    @property
    def transactions(self) -> list[Transaction]:
        return [directive for directive in self.directives if isinstance(directive, Transaction)]

    @property
    def codes(self) -> list[tuple[str, int]]:
        return [(found.code, found.span.line) for found in self.diagnostics if found.severity is Severity.ERROR]


def book(text: str) -> Booked:
    """What pfin makes of a journal text."""
    sources = Sources()
    sources.add(FILE, text)
    problems = Problems(sources)
    return Booked(book_journal(read(text), problems, Date.max).directives, list(problems))


def check(text: str) -> Booked:
    """Fail where the two bookings of a text differ; answer pfin's.

    Where Beancount crashes, or keeps a posting whose numbers it could not find, pfin must see an error.
    """
    theirs = by_beancount(text)
    booked = book(text)
    ours = _outcome(booked)
    if theirs.unusable:
        assert ours.error_lines, f"Beancount fails, pfin sees no error\n{text}"
    elif not theirs.undated:
        assert ours == theirs, text
    return booked


def by_beancount(text: str) -> Outcome:
    # Beancount's crashes are of many kinds (a failed assertion, a division by zero, a comparison with MISSING), and
    # all that is asked here is whether it survives.
    try:
        directives, errors, _ = loader.load_string(text)
    except Exception:
        return Outcome([], [], [], unusable=True)
    transactions: list[str] = []
    held: dict[str, Inventory] = {}
    dates: dict[tuple[str, str], list[Date | None]] = {}
    for directive in directives:
        if not isinstance(directive, data.Transaction):
            continue
        transactions.append(f"{directive.date} {directive.flag} line {directive.meta['lineno']}")
        for posting in directive.postings:
            units, price, found = posting.units, posting.price, posting.cost
            if isinstance(found, data.CostSpec):
                return Outcome([], [], [], unusable=True)
            # Beancount leaves the date out where units at a cost were inferred; pfin says when they were acquired.
            cost = found and Cost(found.number, found.currency, found.date or directive.date, found.label)
            if found is not None:
                dates.setdefault((posting.account, units.currency), []).append(found.date)
            # A price that cannot be inferred stays missing in Beancount's postings.
            known = price is not None and price.number is not MISSING
            shown = Amount(price.number, price.currency) if known else None
            inferred = "__automatic__" in (posting.meta or {})
            transactions.append(_line(posting.account, units.number, units.currency, cost, shown, inferred))
            held.setdefault(posting.account, Inventory()).add(units.number, units.currency, cost)
    lines = sorted({error.source["lineno"] for error in errors})
    undated = any(None in found and len(found) > 1 for found in dates.values())
    return Outcome(transactions, _lots(held), lines, undated=undated)


def _outcome(booked: Booked) -> Outcome:
    transactions: list[str] = []
    held: dict[str, Inventory] = {}
    for directive in booked.transactions:
        transactions.append(f"{directive.date} {directive.flag} line {directive.line}")
        for posting in directive.postings:
            price = None if posting.price is None else Amount(posting.price.number, posting.price.commodity)
            transactions.append(
                _line(posting.account, posting.number, posting.commodity, posting.cost, price, posting.inferred)
            )
            held.setdefault(posting.account, Inventory()).add(posting.number, posting.commodity, posting.cost)
    return Outcome(transactions, _lots(held), sorted({line for _, line in booked.codes}))


def _line(
    account: str, number: Decimal, commodity: str, cost: Cost | None, price: Amount | None, inferred: bool
) -> str:
    # A price of zero has no currency in Beancount where the journal leaves it out.
    at = "" if price is None else price if price.number else "0"
    return f"  {account} {number} {commodity} {cost or ''} @ {at} {'inferred' if inferred else ''}"


def _lots(held: dict[str, Inventory]) -> list[str]:
    return [f"{account} {lot}" for account in sorted(held) for lot in held[account]]


class _Builder(grammar.Builder):
    """Beancount's builder, which also keeps each price as it was written."""

    def posting(self, filename: str, lineno: int, *rest: Any) -> data.Posting:
        posting = super().posting(filename, lineno, *rest)
        _, _, _, price, is_total, _ = rest
        written = None if price is None else PriceSpec(_known(price.number), _known(price.currency), bool(is_total))
        posting.meta["__price__"] = written
        return posting


def read(text: str) -> Journal:
    """The journal that Beancount's parser finds in a text. Only what booking looks at is carried over."""
    builder = _Builder()
    _parser.Parser(builder).parse(io.BytesIO(text.encode()), filename=FILE, lineno=1)
    entries, _, options = builder.finalize()
    directives = [_directive(entry) for entry in entries]
    plugins = tuple(Plugin(FILE, 1, name, config) for name, config in options["plugin"])
    return Journal(FILE, (FILE,), sorted(directives, key=chronological), _options(options), plugins)


def _options(options: dict[str, Any]) -> Options:
    return Options(
        booking=BookingMethod[options["booking_method"].name],
        tolerances=dict(options["inferred_tolerance_default"]),
        multiplier=options["tolerance_multiplier"],
        tolerance_from_cost=options["infer_tolerance_from_cost"],
        precise_interpolation=options["use_precise_interpolation"],
        plugin_mode=options["plugin_processing_mode"],
    )


def _directive(entry: Any) -> Directive:
    place = (entry.date, FILE, entry.meta["lineno"], NO_META)
    match entry:
        case data.Open(account=account, currencies=currencies, booking=booking):
            return Open(*place, account, tuple(currencies or ()), booking and BookingMethod[booking.name])
        case data.Close(account=account):
            return Close(*place, account)
        case data.Commodity(currency=currency):
            return Commodity(*place, currency)
        case data.Pad(account=account, source_account=source):
            return Pad(*place, account, source)
        case data.Balance(account=account, amount=amount, tolerance=tolerance):
            return Balance(*place, account, Amount(amount.number, amount.currency), tolerance)
        case data.Note(account=account, comment=comment):
            return Note(*place, account, comment, EMPTY, EMPTY)
        case data.Transaction(flag=flag, payee=payee, narration=narration, postings=postings):
            legs = tuple(_posting(posting, entry.meta["lineno"]) for posting in postings)
            return ParsedTransaction(*place, flag, payee, narration, EMPTY, EMPTY, legs)
    raise TypeError(entry)


def _posting(posting: data.Posting, first_line: int) -> ParsedPosting:
    units = posting.units
    number, commodity = (None, None) if units is MISSING else (_known(units.number), _known(units.currency))
    return ParsedPosting(
        posting.account,
        number,
        commodity,
        posting.cost and _cost(posting.cost),
        posting.meta["__price__"],
        posting.flag,
        NO_META,
        posting.meta["lineno"] - first_line,
    )


def _cost(cost: data.CostSpec) -> CostSpec:
    has_total = cost.number_total is not None
    total = _known(cost.number_total) if has_total else None
    return CostSpec(_known(cost.number_per), total, has_total, _known(cost.currency), cost.date, cost.label)


def _known(value: Any) -> Any:
    return None if value is MISSING else value


def legs(booked: Booked) -> list[str]:
    """The postings of the last transaction, as a journal writes them."""
    return [_written(leg) for leg in booked.transactions[-1].postings] if booked.transactions else []


def _written(leg: Posting) -> str:
    parts: list[object] = [leg.account, leg.number, leg.commodity]
    if leg.cost is not None:
        parts.append(leg.cost)
    if leg.price is not None:
        parts += ["@", leg.price]
    return " ".join(str(part) for part in parts)


def held(booked: Booked, account: str) -> list[str]:
    """The lots of an account after everything."""
    inventory = Inventory()
    for transaction in booked.transactions:
        for leg in transaction.postings:
            if leg.account == account:
                inventory.add(leg.number, leg.commodity, leg.cost)
    return [str(lot) for lot in inventory]
