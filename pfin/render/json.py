"""Values as JSON: field names are keys, numbers with a decimal point are strings, dates are ISO 8601."""

import json
import re
from decimal import Decimal

import msgspec

from pfin.model.amount import plain

# A number as Python writes it where it is very small or large. A text of the journal may look like one too, which
# only costs time.
_EXPONENT = re.compile(rb'"-?\d+(?:\.\d+)?E[+-]\d+"')


def to_json(value: object) -> str:
    """A report, or any value made of structs, mappings and sequences, as indented JSON that ends in a newline."""
    try:
        encoded = msgspec.json.encode(value)
        if _EXPONENT.search(encoded):
            encoded = msgspec.json.encode(_plain(value))
    except UnicodeEncodeError:
        # Text with bytes that are not UTF-8 holds halves of surrogate pairs, which only an escape can write.
        return json.dumps(_plain(value), indent=2) + "\n"
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _plain(value: object) -> object:
    """The value in lists and mappings, its numbers written without exponents."""
    return _written(msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True))


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {key: _written(each) for key, each in value.items()}
    return [_written(each) for each in value] if isinstance(value, list | tuple) else value
