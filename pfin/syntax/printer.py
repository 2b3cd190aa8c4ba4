"""From booked directives back to journal text that reads the same.

Every number is written out, every lot in full, and every value in the one way pfin writes it, so that reading the text
again gives the same directives whatever booking method, plugin or interpolation made them.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date as Date
from decimal import Decimal
from functools import singledispatch

from pfin.model.account import Roots
from pfin.model.amount import Amount
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
from pfin.model.lot import Cost
from pfin.model.options import Options

_INDENT = "  "


def journal_text(options: Options, directives: Iterable[Directive]) -> Iterator[str]:
    """The pieces of a whole journal: options that differ from their defaults, then each directive.

    Transactions that pads have made are left out, because reading the pads makes them again.
    """
    lines = list(_option_lines(options))
    if lines:
        yield "\n".join(lines) + "\n\n"
    pads: set[tuple[str, int]] = set()
    before: Directive | None = None
    for directive in directives:
        if isinstance(directive, Pad):
            pads.add((directive.file, directive.line))
        if isinstance(directive, Transaction) and directive.flag == "P" and (directive.file, directive.line) in pads:
            continue
        if before is not None and (isinstance(directive, Transaction) or type(before) is not type(directive)):
            yield "\n"
        yield directive_text(directive)
        before = directive


def directive_text(directive: Directive) -> str:
    """The text of one directive, with its metadata, ended by a newline."""
    lines = [f"{directive.date} {_body(directive)}"]
    lines += _meta_lines(directive.meta, _INDENT)
    if isinstance(directive, Transaction):
        lines += _posting_lines(directive.postings)
    return "\n".join(lines) + "\n"


@singledispatch
def _body(directive: Directive) -> str:
    raise TypeError(f"{type(directive).__name__} has no text")


@_body.register
def _(open_: Open) -> str:
    words = ["open", open_.account]
    if open_.commodities:
        words.append(",".join(open_.commodities))
    if open_.booking is not None:
        words.append(_quoted(open_.booking.value))
    return " ".join(words)


@_body.register
def _(close: Close) -> str:
    return f"close {close.account}"


@_body.register
def _(commodity: Commodity) -> str:
    return f"commodity {commodity.commodity}"


@_body.register
def _(pad: Pad) -> str:
    return f"pad {pad.account} {pad.source}"


@_body.register
def _(balance: Balance) -> str:
    tolerance = "" if balance.tolerance is None else f" ~ {_number(balance.tolerance)}"
    return f"balance {balance.account}  {_number(balance.amount.number)}{tolerance} {balance.amount.commodity}"


@_body.register
def _(transaction: Transaction) -> str:
    strings = [_quoted(transaction.narration)]
    if transaction.payee is not None:
        strings.insert(0, _quoted(transaction.payee))
    return " ".join([transaction.flag, *strings, *_marks(transaction)])


@_body.register
def _(note: Note) -> str:
    return " ".join(["note", note.account, _quoted(note.text), *_marks(note)])


@_body.register
def _(document: Document) -> str:
    return " ".join(["document", document.account, _quoted(document.path), *_marks(document)])


@_body.register
def _(event: Event) -> str:
    return f"event {_quoted(event.name)} {_quoted(event.value)}"


@_body.register
def _(query: Query) -> str:
    return f"query {_quoted(query.name)} {_quoted(query.text)}"


@_body.register
def _(quote: PriceQuote) -> str:
    return f"price {quote.commodity}  {_amount(quote.amount)}"


@_body.register
def _(custom: Custom) -> str:
    words = ["custom", _quoted(custom.type)]
    for value in custom.values:
        word = _value(value)
        # A minus after a number would be read as a subtraction.
        if isinstance(value, Decimal | Amount) and word.startswith("-"):
            number, _, commodity = word.partition(" ")
            word = f"({number}) {commodity}".rstrip()
        words.append(word)
    return " ".join(words)


def _marks(directive: Transaction | Note | Document) -> list[str]:
    return [*(f"#{tag}" for tag in sorted(directive.tags)), *(f"^{link}" for link in sorted(directive.links))]


def _meta_lines(meta: Meta, indent: str) -> Iterator[str]:
    for key, value in meta.items():
        yield f"{indent}{key}: {_value(value)}".rstrip()


def _posting_lines(postings: tuple[Posting, ...]) -> Iterator[str]:
    names = [(f"{posting.flag} " if posting.flag else "") + posting.account for posting in postings]
    numbers = [_number(posting.number) for posting in postings]
    name_width = max(map(len, names), default=0)
    number_width = max(map(len, numbers), default=0)
    for posting, name, number in zip(postings, names, numbers, strict=True):
        line = f"{_INDENT}{name:<{name_width}}  {number:>{number_width}} {posting.commodity}"
        if posting.cost is not None:
            line += f" {_cost(posting.cost)}"
        if posting.price is not None:
            if posting.price.total is None:
                line += f" @ {_number(posting.price.number)} {posting.price.commodity}"
            else:
                line += f" @@ {_number(posting.price.total)} {posting.price.commodity}"
        yield line
        yield from _meta_lines(posting.meta, _INDENT * 2)


def _cost(cost: Cost) -> str:
    label = "" if cost.label is None else f", {_quoted(cost.label)}"
    return f"{{{_number(cost.number)} {cost.commodity}, {cost.date}{label}}}"


def _value(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return _quoted(value)
        case Date():
            return str(value)
        case Decimal():
            return _number(value)
        case Amount():
            return _amount(value)
        case TagRef(name):
            return f"#{name}"
        case AccountRef(name) | CommodityRef(name):
            return name


def _amount(amount: Amount) -> str:
    return f"{_number(amount.number)} {amount.commodity}"


def _number(number: Decimal) -> str:
    return f"{number:f}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _option_lines(options: Options) -> Iterator[str]:
    default = Options()
    for name, said in _SCALARS.items():
        if (value := said(options)) != said(default):
            yield f'option "{name}" {_quoted(value)}'
    for field in Roots.__struct_fields__:
        root = getattr(options.roots, field)
        if root != getattr(default.roots, field):
            yield f'option "name_{field}" {_quoted(root)}'
    for currency in options.operating_currencies:
        yield f'option "operating_currency" {_quoted(currency)}'
    for commodity, tolerance in options.tolerances.items():
        yield f'option "inferred_tolerance_default" {_quoted(f"{commodity}:{_number(tolerance)}")}'
    for commodity, example in options.display_precision.items():
        yield f'option "display_precision" {_quoted(f"{commodity}:{_number(example)}")}'


def _boolean(value: bool) -> str:
    return "TRUE" if value else "FALSE"


# Options that documents and plugins have used up (their directives are printed) are not among them.
_SCALARS: dict[str, Callable[[Options], str]] = {
    "title": lambda options: options.title,
    "booking_method": lambda options: options.booking.value,
    "tolerance_multiplier": lambda options: _number(options.multiplier),
    "infer_tolerance_from_cost": lambda options: _boolean(options.tolerance_from_cost),
    "use_precise_interpolation": lambda options: _boolean(options.precise_interpolation),
    "render_commas": lambda options: _boolean(options.render_commas),
    "plugin_processing_mode": lambda options: options.plugin_mode,
    "account_previous_balances": lambda options: options.previous_balances,
    "account_previous_earnings": lambda options: options.previous_earnings,
    "account_previous_conversions": lambda options: options.previous_conversions,
    "account_current_earnings": lambda options: options.current_earnings,
    "account_current_conversions": lambda options: options.current_conversions,
    "account_unrealized_gains": lambda options: options.unrealized_gains,
    "account_rounding": lambda options: options.rounding or "",
    "conversion_currency": lambda options: options.conversion_currency,
}
