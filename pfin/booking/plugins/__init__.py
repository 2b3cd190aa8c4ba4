"""The plugins that ship with Beancount, built in.

A journal names a plugin by its Python module. pfin never imports what a journal names: the plugins that come with
Beancount 3.2 are written again here, one module each, and any other name than theirs and that of pfin's own plugin for
Beancount is an error unless the journal accepts it::

    1970-01-01 custom "ignore-plugin" "fava.plugins.link_documents"

A plugin takes the booked directives in order and gives back those that the next one is to see; it may add to them,
change them, or only report problems.
"""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Custom, Directive, chronological
from pfin.model.journal import Journal
from pfin.model.nearest import nearest
from pfin.model.parsed import Plugin

IGNORE = "ignore-plugin"
"""The type of the custom directive that accepts a plugin which pfin does not have."""


def run_plugins(directives: list[Directive], journal: Journal, problems: Problems) -> list[Directive]:
    """Run a journal's plugins in its order; the directives come back in chronological order."""
    if not journal.plugins:
        return directives
    from .registry import CONFIGURED, parts_of  # most journals do without, and start sooner

    ignored = _ignored(directives)
    for plugin in journal.plugins:
        parts = parts_of(plugin.name, journal)
        if parts is None:
            _report_unknown(plugin, ignored.get(plugin.name), problems)
            continue
        if plugin.config is not None and not CONFIGURED.issuperset(parts):
            _refuse_configuration(plugin, problems)
            parts = tuple(part for part in parts if part in CONFIGURED)
        for part in parts:
            directives = part(directives, journal.options, plugin, problems)
        if parts:
            directives = sorted(directives, key=chronological)
    return directives


def _ignored(directives: list[Directive]) -> dict[str, Custom]:
    """The plugins that the journal accepts to go without, by name."""
    return {
        directive.values[0]: directive
        for directive in directives
        if isinstance(directive, Custom)
        and directive.type == IGNORE
        and len(directive.values) == 1
        and isinstance(directive.values[0], str)
    }


def _report_unknown(plugin: Plugin, ignored: Custom | None, problems: Problems) -> None:
    if ignored is not None:
        problems.warning(
            "unknown-plugin",
            f"plugin {plugin.name} is left out",
            plugin,
            focus=plugin.name,
            related=[(ignored, "accepted here")],
        )
        return
    problems.error(
        "unknown-plugin",
        f"pfin does not have the plugin {plugin.name}, and what it would do to the journal is not known",
        plugin,
        focus=plugin.name,
        hint=_misspelt(plugin.name) or f'to do without it, write: 1970-01-01 custom "{IGNORE}" "{plugin.name}"',
    )


def _misspelt(name: str) -> str | None:
    from .registry import SHIPPED

    near = nearest(name, SHIPPED, 0.9)
    return f"did you mean {near}?" if near else None


def _refuse_configuration(plugin: Plugin, problems: Problems) -> None:
    problems.error(
        "plugin-config",
        f"{plugin.name} takes no configuration",
        plugin,
        focus=plugin.config,
        hint=f'write it like this: plugin "{plugin.name}"',
    )
