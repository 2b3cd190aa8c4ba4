"""pfin.beancount: the plugin by which Beancount and Fava leave out what fell away of pending transactions.

pfin does so without it; here only its configuration is checked.
"""

from collections.abc import Iterable, Sequence
from datetime import date as Date

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

NAME = "pfin.beancount"


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add an error where the configuration is not the day that Beancount is to take as today."""
    if plugin.config is not None:
        try:
            Date.fromisoformat(plugin.config)
        except ValueError:
            problems.error(
                "plugin-config",
                f"{NAME} wants the day that counts as today in Beancount",
                plugin,
                focus=plugin.config,
                hint=f'write it like this: plugin "{NAME}" "2025-03-01", or without a day for the real one',
            )
    return directives


def check_named(discarded: Sequence[Transaction], plugins: Iterable[Plugin], problems: Problems) -> None:
    """Warn, at the first transaction that fell away, where Beancount will count it because nothing tells it not to."""
    if discarded and all(plugin.name != NAME for plugin in plugins):
        problems.warning(
            "counted-elsewhere",
            "this fell away, but Beancount and Fava go on counting it",
            discarded[0],
            hint=f'write plugin "{NAME}" behind the other plugins, and they leave out what pfin leaves out',
        )
