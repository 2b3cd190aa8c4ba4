"""beancount.plugins.commodity_attr: every declared commodity has certain metadata, with certain values.

The configuration maps each attribute to the values it may have, or to None where any will do.
"""

from pfin.model.diagnostics import Problems
from pfin.model.directives import AccountRef, Commodity, CommodityRef, Directive, TagRef, Value
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..wording import MOST_LISTED
from .config import literal, refuse

_EXAMPLE = "{'sector': ['Technology', 'Energy'], 'name': None}"


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report commodities without an attribute, or with another value; the directives stay as they are."""
    wanted = _wanted(plugin, problems)
    for directive in directives:
        if isinstance(directive, Commodity):
            for attribute, allowed in wanted.items():
                _check(directive, attribute, allowed, problems)
    return directives


def _wanted(plugin: Plugin, problems: Problems) -> dict[str, frozenset[object]]:
    """The values each attribute may have; none stands for any."""
    config = literal(plugin, dict, _EXAMPLE, problems) or {}
    try:
        return {attribute: frozenset(() if allowed is None else allowed) for attribute, allowed in config.items()}
    except TypeError:
        refuse(plugin, "must give each attribute a list of values, or None", _EXAMPLE, problems)
        return {}


def _check(commodity: Commodity, attribute: str, allowed: frozenset[object], problems: Problems) -> None:
    value = _plain(commodity.meta.get(attribute))
    if value is None:
        example = min((f'"{value}"' for value in allowed), default='"..."')
        problems.error(
            "commodity-attribute",
            f'{commodity.commodity} has no metadata "{attribute}"',
            commodity,
            focus=commodity.commodity,
            hint=f"add a line below the commodity directive, such as {attribute}: {example}",
        )
    elif allowed and value not in allowed:
        problems.error(
            "commodity-attribute",
            f'metadata "{attribute}" of {commodity.commodity} may not be {value}',
            commodity,
            focus=commodity.commodity,
            hint=f"it may be {_list(allowed)}",
        )


def _plain(value: Value) -> object:
    """A value of metadata as Beancount has it, where accounts, commodities and tags are strings."""
    return value.name if isinstance(value, AccountRef | CommodityRef | TagRef) else value


def _list(values: frozenset[object]) -> str:
    shown = sorted(f'"{value}"' for value in values)
    more = [f"one of {len(shown) - MOST_LISTED} more"] if len(shown) > MOST_LISTED else []
    return " or ".join(shown[:MOST_LISTED] + more)
