"""Configuration strings of plugins.

Beancount evaluates some of them as Python. pfin reads them as Python literals only: a journal never runs code.
"""

import re
import warnings
from typing import TypeVar

from pfin.model.diagnostics import Problems
from pfin.model.parsed import Plugin

T = TypeVar("T")

# Longer configurations are not written by people, and Python takes long to read them or gives up.
_LONGEST_LITERAL = 100_000
_LONGEST_EXPRESSION = 1_000
_MOST_SHOWN = 60


def literal(plugin: Plugin, kind: type[T], example: str, problems: Problems) -> T | None:
    """The plugin's configuration as a literal of a kind; an error and None where it is none."""
    import ast  # takes milliseconds to load, and few journals configure plugins

    if plugin.config is None:
        refuse(plugin, "is missing", example, problems)
        return None
    if len(plugin.config) > _LONGEST_LITERAL:
        refuse(plugin, "is too long", example, problems)
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            value = ast.literal_eval(plugin.config)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        value = None
    if isinstance(value, kind):
        return value
    refuse(plugin, "cannot be read", example, problems)
    return None


def expression(plugin: Plugin, text: str, example: str, problems: Problems) -> re.Pattern[str] | None:
    """A regular expression from the plugin's configuration; an error and None where it is none.

    Python's regular expressions can take for ever, such as ``(A+)+$`` on a long name that does not match. Nothing
    limits that, here as in Beancount, but that expressions are short, and names of accounts too.
    """
    if len(text) > _LONGEST_EXPRESSION:
        refuse(plugin, f"has a regular expression of {len(text)} characters, which is too long", example, problems)
        return None
    try:
        # Python warns of expressions that it may read otherwise one day; the journal's reader cannot help that.
        with warnings.catch_warnings(action="ignore"):
            return re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        said = str(error) if isinstance(error, re.error) else "it cannot be worked with"
        refuse(plugin, f"has a bad regular expression, {_shortened(text)}: {said}", example, problems)
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


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
