"""Configuration strings of plugins.

Beancount evaluates some of them as Python. pfin reads them as Python literals only: a journal never runs code.
"""

from typing import TypeVar

from pfin.model.diagnostics import Problems
from pfin.model.parsed import Plugin

T = TypeVar("T")


def literal(plugin: Plugin, kind: type[T], example: str, problems: Problems) -> T | None:
    """The plugin's configuration as a literal of a kind; an error and None where it is none."""
    import ast  # takes milliseconds to load, and few journals configure plugins

    if plugin.config is None:
        refuse(plugin, "is missing", example, problems)
        return None
    try:
        value = ast.literal_eval(plugin.config)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        value = None
    if isinstance(value, kind):
        return value
    refuse(plugin, "cannot be read", example, problems)
    return None


def refuse(plugin: Plugin, why: str, example: str, problems: Problems) -> None:
    """Add the error that a configuration is bad or missing, with an example of a good one."""
    problems.error(
        "plugin-config",
        f"the configuration of {plugin.name} {why}",
        plugin,
        focus=plugin.config,
        hint=f'write it like this: plugin "{plugin.name}" "{example}"',
    )
