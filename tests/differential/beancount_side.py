"""What Beancount makes of a journal, as a reading. Runs in a process of its own (see oracle.py)."""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from pathlib import Path
from typing import Any

import reading
from beancount import loader
from beancount.core import account, amount, data
from beancount.core.number import MISSING
from beancount.parser.grammar import ParserSyntaxError, ValueType
from beancount.parser.lexer import LexerError

loader.initialize(use_cache=False)

OPTIONS = (
    "title",
    "name_assets",
    "name_liabilities",
    "name_equity",
    "name_income",
    "name_expenses",
    "operating_currency",
    "infer_tolerance_from_cost",
    "render_commas",
    "documents",
    "account_previous_balances",
    "account_previous_earnings",
    "account_previous_conversions",
    "account_current_earnings",
    "account_current_conversions",
    "account_unrealized_gains",
    "account_rounding",
    "conversion_currency",
    "plugin_processing_mode",
)


def read(path: str) -> reading.Reading:
    """Load a journal. Whatever exception Beancount raises, some odd journals make it, it counts as a crash."""
    folder = Path(path).parent
    try:
        directives, errors, options = loader.load_file(path)
    except Exception as error:
        return reading.Reading(messages=(repr(error),), crashed=True)
    directives = [_without_unknown_method(directive, errors) for directive in directives]
    places, syntax = set(), set()
    unplaced = 0
    for error in errors:
        file = reading.relative(str(error.source["filename"]), folder)
        line = error.source["lineno"]
        if "unexpected EOL" in error.message:
            # Beancount counts the end of a line to the next one; pfin names the line that ends too early.
            line -= 1
        if file is None or not line:
            unplaced += 1
        else:
            places.add((file, line))
            if isinstance(error, LexerError | ParserSyntaxError):
                syntax.add((file, line))
    messages = (f"{error.source['lineno']}: {error.message.splitlines()[0]}" for error in errors)
    files = (reading.relative(file, folder) or file for file in options["include"])
    return reading.Reading(
        frozenset(places),
        frozenset(syntax),
        unplaced,
        tuple(messages),
        tuple("\n".join(_directive(directive, folder)) for directive in directives),
        reading.lots(_held(directives)),
        tuple(_options(options)),
        tuple(sorted(files)),
    )


def _without_unknown_method(directive: Any, errors: list[Any]) -> Any:
    """An ``open`` with a booking method that does not exist has the default one in Beancount, none in pfin."""
    unknown = isinstance(directive, data.Open) and any(
        error.message.startswith("Invalid booking method") and error.source is directive.meta for error in errors
    )
    return directive._replace(booking=None) if unknown else directive


def _options(options: Mapping[str, Any]) -> list[str]:
    said = [f"{name}: {options[name]}" for name in OPTIONS]
    said.append(f"inferred_tolerance_multiplier: {options['tolerance_multiplier']}")
    said.append(f"booking_method: {options['booking_method'].name}")
    for name in ("inferred_tolerance_default", "display_precision"):
        said.append(f"{name}: {sorted((key, str(value)) for key, value in options[name].items())}")
    return said


def _held(directives: list[Any]) -> dict[str, dict[str, Decimal]]:
    held: dict[str, dict[str, Decimal]] = {}
    for directive in directives:
        if isinstance(directive, data.Transaction):
            for posting in directive.postings:
                lots = held.setdefault(posting.account, {})
                if posting.units is not None:
                    lot = f"{posting.units.currency} {_cost(posting.cost, directive.date, same=True)}"
                    lots[lot] = reading.EXACT.add(lots.get(lot, Decimal()), posting.units.number)
    return held


def _directive(directive: Any, folder: Path) -> list[str]:
    file = reading.relative(str(directive.meta["filename"]), folder)
    place = "elsewhere" if file is None else f"{file}:{directive.meta['lineno']}"
    head = f"{directive.date} {type(directive).__name__} {_head(directive, folder)} at {place}"
    lines = [head, *_meta(directive.meta, "    ")]
    if isinstance(directive, data.Transaction):
        for posting in directive.postings:
            lines.append(f"  {_posting(posting, directive)}")
            lines.extend(_meta(posting.meta or {}, "      "))
    return lines


def _head(directive: Any, folder: Path) -> str:
    match directive:
        case data.Open(account=account, currencies=currencies, booking=booking):
            return f"{account} {list(currencies or ())} {None if booking is None else booking.name}"
        case data.Close(account=account):
            return account
        case data.Commodity(currency=currency):
            return currency
        case data.Pad(account=account, source_account=source):
            return f"{account} {source}"
        case data.Balance(account=account, amount=units, tolerance=tolerance):
            return f"{account} {_amount(units)} ~ {reading.number(tolerance)}"
        case data.Note(account=account, comment=text, tags=tags, links=links):
            return f"{account} {text!r} {reading.names(tags)} {reading.names(links)}"
        case data.Document(account=account, filename=path, tags=tags, links=links):
            name = reading.relative(path, folder) or path
            return f"{account} {name!r} {reading.names(tags)} {reading.names(links)}"
        case data.Event(type=name, description=value) | data.Query(name=name, query_string=value):
            return f"{name!r} {value!r}"
        case data.Price(currency=currency, amount=units):
            return f"{currency} {_amount(units)}"
        case data.Custom(type=name, values=values):
            return f"{name!r} [{', '.join(_custom_value(value) for value in values or ())}]"
        case data.Transaction(flag=flag, payee=payee, narration=narration, tags=tags, links=links):
            return (
                f"{flag} {payee!r} {reading.narration(flag, narration)!r} {reading.names(tags)} {reading.names(links)}"
            )
    raise TypeError(directive)


def _posting(posting: data.Posting, transaction: data.Transaction) -> str:
    meta = posting.meta or {}
    place = f"line {meta['lineno']}" if meta.get("filename") == transaction.meta["filename"] else "elsewhere"
    cost = _cost(posting.cost, transaction.date)
    price = _price(posting.price)
    return f"{posting.flag or ''} {posting.account} {_amount(posting.units)} {cost} @ {price} at {place}"


def _price(price: amount.Amount | None) -> str:
    """A price; one of which Beancount leaves the number missing, beside an empty cost, is none."""
    return "-" if price is None or price.number is MISSING else _amount(price)


def _amount(units: amount.Amount | None) -> str:
    return "-" if units is None else f"{reading.number(units.number)} {units.currency}"


def _cost(cost: Any, bought: Date, *, same: bool = False) -> str:
    """A cost as text; where it tells lots apart (``same``), equal numbers must look the same: 1.0 and 1.00.

    A lot whose units were left out and inferred gets no date in Beancount; pfin dates it like any other.
    """
    if cost is None:
        return ""
    number = cost.number.normalize() if same else cost.number
    return reading.cost(number, cost.currency, cost.date or bought, cost.label)


def _meta(meta: Mapping[str, Any], indent: str) -> list[str]:
    return reading.metadata(meta, indent, _value)


def _value(value: object) -> str:
    match value:
        case amount.Amount():
            return f"amount {_amount(value)}"
        case bool() | str() | None:
            return repr(value)
        case Decimal():
            return f"number {reading.number(value)}"
        case Date():
            return f"date {value}"
    raise TypeError(value)


def _custom_value(value: ValueType) -> str:
    return f"account {value.value}" if value.dtype == account.TYPE else _value(value.value)
