"""Values as JSON: field names are keys, numbers with a decimal point are strings, dates are ISO 8601."""

import json
from decimal import Decimal

import msgspec


def to_json(value: object) -> str:
    """A report, or any value made of structs, mappings and sequences, as indented JSON that ends in a newline."""
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:
        # Text with bytes that are not UTF-8 holds halves of surrogate pairs, which only an escape can write.
        plain = msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True)
        return json.dumps(plain, indent=2, default=str) + "\n"
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
