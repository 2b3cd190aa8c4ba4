"""Options: what a file's ``option`` lines say, checked and turned into values.

Each file is read with options of its own, which begin at the defaults. Those of the entry file count for the ledger;
of included files only the operating currencies do, as in Beancount.
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import msgspec

from pfin.model.account import Roots, is_component, is_root
from pfin.model.directives import BookingMethod
from pfin.model.nearest import Nearest
from pfin.model.options import Options
from pfin.model.parsed import Option

# The power of ten beyond which a number is refused: products with it could overflow.
_LARGEST_EXPONENT = 1000
_BOOLEANS = {"1", "true", "yes"}


class OptionError(ValueError):
    """An option that cannot be set like this; the text says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class FileOptions:
    """The options of one file, as far as it has been read."""

    def __init__(self) -> None:
        self.roots = Roots()
        self.allow_pipe = False
        self._fields: dict[str, object] = {}
        self._lists: dict[str, list[str]] = {}
        self._maps: dict[str, dict[str, Decimal]] = {}
        self._nearest = Nearest(_SETTERS, 0.6)

    def values(self) -> Options:
        """The options as they stand."""
        lists = {field: tuple(said) for field, said in self._lists.items()}
        return msgspec.convert({**self._fields, **lists, **self._maps, "roots": self.roots}, Options)

    def set(self, option: Option) -> str | None:
        """Take one option line; returns a remark where the option is outdated.

        Raises:
            OptionError: the option does not exist, may not be set or does not take the value.

        """
        name, value = option.name, option.value
        setter = _SETTERS.get(name)
        if setter is None:
            if name in _READ_ONLY:
                raise OptionError(f"the option '{name}' may not be set", _READ_ONLY[name])
            near = self._nearest.to(name)
            raise OptionError(f"there is no option '{name}'", f"did you mean '{near}'?" if near else None)
        setter(self, value)
        return _OUTDATED.get(name)

    def change(self, field: str, value: object) -> None:
        """Set an option that has one value."""
        self._fields[field] = value

    def append(self, field: str, value: str) -> None:
        """Add to an option that may be given several times."""
        self._lists.setdefault(field, []).append(value)

    def put(self, field: str, commodity: str, value: Decimal) -> None:
        """Set the value that an option has for one commodity."""
        self._maps.setdefault(field, {})[commodity] = value


Setter = Callable[[FileOptions, str], None]


def _text(field: str) -> Setter:
    def set_text(options: FileOptions, value: str) -> None:
        options.change(field, value)

    return set_text


def _boolean(field: str) -> Setter:
    def set_boolean(options: FileOptions, value: str) -> None:
        options.change(field, value.lower() in _BOOLEANS)

    return set_boolean


def _switch(field: str) -> Setter:
    # Unlike other booleans this option knows "on", and does not know "yes": Beancount never gave it a converter.
    def set_switch(options: FileOptions, value: str) -> None:
        options.change(field, value == "1" or value.lower() in ("true", "on"))

    return set_switch


def _ignored(_options: FileOptions, _value: str) -> None:
    """The option is of no consequence to pfin."""


def _root(field: str) -> Setter:
    def set_root(options: FileOptions, value: str) -> None:
        if not is_root(value):
            raise OptionError(f"'{value}' cannot be the root of accounts", "it begins with a capital letter")
        options.roots = msgspec.structs.replace(options.roots, **{field: value})

    return set_root


def _leaf(field: str) -> Setter:
    def set_leaf(options: FileOptions, value: str) -> None:
        if not all(map(is_component, value.split(":"))):
            raise OptionError(f"'{value}' cannot be the end of an account's name", "name it without its root")
        options.change(field, value)

    return set_leaf


def _several(field: str) -> Setter:
    def add_value(options: FileOptions, value: str) -> None:
        options.append(field, value)

    return add_value


def _decimal(field: str) -> Setter:
    def set_decimal(options: FileOptions, value: str) -> None:
        options.change(field, _number(value))

    return set_decimal


def _number(value: str) -> Decimal:
    try:
        # Beancount lets commas and spaces stand in numbers of options.
        number = Decimal(value.replace(",", "").replace(" ", "") or "0")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise OptionError(f"'{value}' is not a number that can be used")
    return number


_PAIR = re.compile(r"(.*):([\d.]+)")


def _by_commodity(field: str) -> Setter:
    def set_pair(options: FileOptions, value: str) -> None:
        match = _PAIR.match(value)
        if match is None:
            raise OptionError(f"'{value}' is not of the form CURRENCY:NUMBER", 'as in "USD:0.005"')
        options.put(field, match.group(1), _number(match.group(2)))

    return set_pair


def _booking(options: FileOptions, value: str) -> None:
    try:
        options.change("booking", BookingMethod(value))
    except ValueError:
        known = ", ".join(method.value for method in BookingMethod)
        raise OptionError(f"there is no booking method '{value}'", f"the methods are {known}") from None


def _plugin_mode(options: FileOptions, value: str) -> None:
    if value not in ("raw", "default"):
        raise OptionError(f"the mode '{value}' does not exist", "it is raw or default")
    options.change("plugin_mode", value)


def _pipe(options: FileOptions, value: str) -> None:
    options.allow_pipe = value.lower() in _BOOLEANS


_SETTERS: dict[str, Setter] = {
    "title": _text("title"),
    **{f"name_{field}": _root(field) for field in Roots.__struct_fields__},
    "account_previous_balances": _leaf("previous_balances"),
    "account_previous_earnings": _leaf("previous_earnings"),
    "account_previous_conversions": _leaf("previous_conversions"),
    "account_current_earnings": _leaf("current_earnings"),
    "account_current_conversions": _leaf("current_conversions"),
    "account_unrealized_gains": _leaf("unrealized_gains"),
    "account_rounding": _leaf("rounding"),
    "conversion_currency": _text("conversion_currency"),
    "display_precision": _by_commodity("display_precision"),
    "inferred_tolerance_default": _by_commodity("tolerances"),
    "inferred_tolerance_multiplier": _decimal("multiplier"),
    "tolerance_multiplier": _decimal("multiplier"),
    "infer_tolerance_from_cost": _switch("tolerance_from_cost"),
    "use_precise_interpolation": _boolean("precise_interpolation"),
    "documents": _several("documents"),
    "operating_currency": _several("operating_currencies"),
    "render_commas": _boolean("render_commas"),
    "plugin_processing_mode": _plugin_mode,
    "booking_method": _booking,
    "allow_pipe_separator": _pipe,
    "long_string_maxlines": _ignored,
    "allow_deprecated_none_for_tags_and_links": _ignored,
    "insert_pythonpath": _ignored,
    "input_hash": _ignored,
    "commodities": _ignored,
}

_READ_ONLY = {
    "filename": "it is the name of the journal itself",
    "plugin": 'write plugin "NAME" instead',
    "dcontext": "pfin works it out from the numbers of the journal; see display_precision",
}

# Beancount reports these as errors, so a journal that sets them is not accepted.
_OUTDATED = {
    "inferred_tolerance_multiplier": "it is now called tolerance_multiplier",
    "allow_pipe_separator": "separate payee and narration as two strings, without |",
    "allow_deprecated_none_for_tags_and_links": "it has no effect any more",
}

# Options that change figures: worth a warning where they stand in a file in which they have no effect.
FIGURES = frozenset(
    (
        "account_rounding",
        "booking_method",
        "documents",
        "infer_tolerance_from_cost",
        "inferred_tolerance_default",
        "plugin_processing_mode",
        "tolerance_multiplier",
        "use_precise_interpolation",
    )
)
