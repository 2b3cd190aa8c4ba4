"""``pfin cache``: what is kept of journals from one run to the next, and how to remove it."""

from typing import Annotated

from typer import Argument, Exit

from .context import Context

_ACTIONS = ("info", "clear")
_LIKENESS = 0.6


def _complete_action(incomplete: str) -> list[str]:
    return [action for action in _ACTIONS if action.startswith(incomplete)]


def cache(
    context: Context,
    action: Annotated[
        str,
        Argument(metavar="[info|clear]", help="What to do, info if left out.", autocompletion=_complete_action),
    ] = "info",
) -> None:
    """Show what is kept to read journals faster, or remove it.

    `cache info` tells where it is, of which journals, how much room it takes and when it was last used. `cache clear`
    removes it, which is always safe: the next command reads the journal anew. `pfin guide cache` tells more.
    """
    from msgspec.structs import asdict

    from pfin.report.cache import cache as report
    from pfin.report.cache import page, size_in_words
    from pfin.report.figures import counted

    from .cache_folder import cache_folder

    if action not in _ACTIONS:
        from pfin.model.nearest import nearest

        near = nearest(action, _ACTIONS, _LIKENESS)
        context.usage_error(
            f"cache has no action '{action}', only info and clear", f"did you mean cache {near}?" if near else ""
        )
    if action == "clear" and context.format != "text":
        context.usage_error("`cache clear` writes only text", "leave --format out")
    wrong: list[str] = []
    folder = cache_folder(wrong.append)
    if folder is not None and action == "info":
        found = report(str(folder.path), folder.limit, folder.entries())
        context.write(asdict(found), lambda: page(found, full=context.format == "csv"))
    elif folder is not None:
        cleared = folder.clear()
        what = f"{counted(cleared.journals, 'journal')} ({size_in_words(cleared.size)})"
        context.output.write_data(f"removed what was kept of {what} in {folder.path}\n")
    for text in wrong:
        context.message(f"cache: {text}")
    if wrong:
        raise Exit(1)
