"""What pfin makes of a journal, as a reading."""

from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import reading

from pfin import load
from pfin.ledger.ledger import Ledger
from pfin.model import directives as d
from pfin.model.amount import Amount, Price
from pfin.model.diagnostics import Severity
from pfin.model.lot import Cost
from pfin.model.options import Options

NAMES = {d.PriceQuote: "Price"}


def read(path: str, today: Date | None = None) -> reading.Reading:
    folder = Path(path).parent
    ledger = load(path, today=today)
    errors = [diagnostic for diagnostic in ledger.diagnostics if diagnostic.severity is Severity.ERROR]
    located = [(reading.relative(error.span.file, folder), error.span.line) for error in errors]
    places = frozenset((file, line) for file, line in located if file is not None and line)
    return reading.Reading(
        places,
        frozenset(),
        sum(file is None or not line for file, line in located),
        tuple(f"{error.span.line}: {error.message}" for error in errors),
        tuple("\n".join(_directive(directive, folder)) for directive in ledger.directives),
        reading.lots(_held(ledger)),
        tuple(_options(ledger.options)),
        tuple(sorted(reading.relative(file, folder) or file for file in ledger.files)),
    )


def _options(options: Options) -> list[str]:
    said = {
        "title": options.title,
        "name_assets": options.roots.assets,
        "name_liabilities": options.roots.liabilities,
        "name_equity": options.roots.equity,
        "name_income": options.roots.income,
        "name_expenses": options.roots.expenses,
        "operating_currency": list(options.operating_currencies),
        "infer_tolerance_from_cost": options.tolerance_from_cost,
        "render_commas": options.render_commas,
        "documents": list(options.documents),
        "account_previous_balances": options.previous_balances,
        "account_previous_earnings": options.previous_earnings,
        "account_previous_conversions": options.previous_conversions,
        "account_current_earnings": options.current_earnings,
        "account_current_conversions": options.current_conversions,
        "account_unrealized_gains": options.unrealized_gains,
        "account_rounding": options.rounding,
        "conversion_currency": options.conversion_currency,
        "plugin_processing_mode": options.plugin_mode,
        "inferred_tolerance_multiplier": options.multiplier,
        "booking_method": options.booking.name,
        "inferred_tolerance_default": _pairs(options.tolerances),
        "display_precision": _pairs(options.display_precision),
    }
    return [f"{name}: {value}" for name, value in said.items()]


def _pairs(values: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    return sorted((key, str(value)) for key, value in values.items())


def _held(ledger: Ledger) -> dict[str, dict[str, Decimal]]:
    return {
        account: {f"{lot.commodity} {_cost(lot.cost, same=True)}": lot.number for lot in inventory}
        for account, inventory in ledger.inventories().items()
    }


def _directive(directive: d.Directive, folder: Path) -> list[str]:
    file = reading.relative(directive.file, folder)
    place = "elsewhere" if file is None else f"{file}:{directive.line}"
    name = NAMES.get(type(directive), type(directive).__name__)
    lines = [f"{directive.date} {name} {_head(directive, folder)} at {place}", *_meta(directive.meta, "    ")]
    if isinstance(directive, d.Transaction):
        for posting in directive.postings:
            lines.append(f"  {_posting(posting, elsewhere=file is None)}")
            lines.extend(_meta(posting.meta, "      "))
    return lines


def _head(directive: d.Directive, folder: Path) -> str:
    match directive:
        case d.Open(account=account, commodities=commodities, booking=booking):
            return f"{account} {list(commodities)} {None if booking is None else booking.name}"
        case d.Close(account=account):
            return account
        case d.Commodity(commodity=commodity):
            return commodity
        case d.Pad(account=account, source=source):
            return f"{account} {source}"
        case d.Balance(account=account, amount=units, tolerance=tolerance):
            return f"{account} {_amount(units)} ~ {reading.number(tolerance)}"
        case d.Note(account=account, text=text, tags=tags, links=links):
            return f"{account} {text!r} {reading.names(tags)} {reading.names(links)}"
        case d.Document(account=account, path=path, tags=tags, links=links):
            name = reading.relative(path, folder) or path
            return f"{account} {name!r} {reading.names(tags)} {reading.names(links)}"
        case d.Event(name=name, value=value) | d.Query(name=name, text=value):
            return f"{name!r} {value!r}"
        case d.PriceQuote(commodity=commodity, amount=units):
            return f"{commodity} {_amount(units)}"
        case d.Custom(type=name, values=values):
            return f"{name!r} [{', '.join(_custom_value(value) for value in values)}]"
        case d.Transaction(flag=flag, payee=payee, narration=narration, tags=tags, links=links):
            return (
                f"{flag} {payee!r} {reading.narration(flag, narration)!r} {reading.names(tags)} {reading.names(links)}"
            )
    raise TypeError(directive)


def _posting(posting: d.Posting, *, elsewhere: bool) -> str:
    place = "elsewhere" if elsewhere else f"line {posting.line}"
    price = "-" if posting.price is None else _amount(posting.price)
    return f"{posting.flag or ''} {posting.account} {_amount(posting.units)} {_cost(posting.cost)} @ {price} at {place}"


def _amount(units: Amount | Price) -> str:
    return f"{reading.number(units.number)} {units.commodity}"


def _cost(cost: Cost | None, *, same: bool = False) -> str:
    if cost is None:
        return ""
    number = cost.number.normalize() if same else cost.number
    return reading.cost(number, cost.commodity, cost.date, cost.label)


def _meta(meta: d.Meta, indent: str) -> list[str]:
    return reading.metadata(meta, indent, _value)


def _value(value: d.Value) -> str:
    match value:
        case d.AccountRef(name=name) | d.CommodityRef(name=name) | d.TagRef(name=name):
            return repr(name)
        case Amount():
            return f"amount {_amount(value)}"
        case bool() | str() | None:
            return repr(value)
        case Decimal():
            return f"number {reading.number(value)}"
        case Date():
            return f"date {value}"


def _custom_value(value: d.Value) -> str:
    return f"account {value.name}" if isinstance(value, d.AccountRef) else _value(value)
