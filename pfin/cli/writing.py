"""How a command adds a directive to the journal: shown, asked for, tried in memory, and written whole or not at all."""

import os
import sys
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

from typer import Exit, Option

from .context import STANDARD_INPUT, Context, UsageError

if TYPE_CHECKING:
    from pfin.edit.change import Change
    from pfin.edit.checking import NewErrorsError
    from pfin.edit.writing import Original
    from pfin.ledger.ledger import Ledger
    from pfin.model.directives import Directive

Yes = Annotated[bool, Option("--yes", "-y", help="Write without asking, for scripts.")]
Print = Annotated[bool, Option("--print", help="Write the text to the standard output, and nothing to the journal.")]

# Each attempt fails only because another process has written, so that one of them gets on each time.
_ATTEMPTS = 100


def add_directive(
    context: Context, day: Date, plan: Callable[["Ledger"], "Directive"], *, yes: bool, printed: bool
) -> None:
    """Add what ``plan`` makes of the ledger as it stands on a day to the end of the file that the directive names.

    At a terminal the change is shown and asked for. With ``yes`` it is written at once; where another process has
    changed the journal meanwhile, all is read and planned anew. With ``printed`` the text goes to the standard output.
    """
    from pfin.edit.mistakes import ChangedMeanwhileError, EditError
    from pfin.syntax.printer import directive_text

    if context.as_of is not None:
        context.usage_error("a journal can be changed only as it is known now", "leave --as-of out")
    try:
        if printed:
            context.output.write_data(directive_text(plan(context.read(context.journal(), today=day))))
            return
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                _add(context, day, plan, yes)
                return
            except ChangedMeanwhileError:
                if not yes or attempt == _ATTEMPTS:
                    raise
    except EditError as error:
        raise UsageError(str(error), error.hint) from error


def _add(context: Context, day: Date, plan: Callable[["Ledger"], "Directive"], yes: bool) -> None:
    from pfin.edit.change import appended
    from pfin.edit.checking import NewErrorsError, original_of, require_no_new_errors
    from pfin.edit.writing import write
    from pfin.syntax.printer import directive_text

    ledger = context.read(context.journal(), today=day)
    if ledger.entry == STANDARD_INPUT:
        context.usage_error("a journal on the standard input cannot be changed", "--print writes the text to add")
    directive = plan(ledger)
    original = original_of(ledger, directive.file)
    change = appended(original.data, directive_text(directive))
    # What is pending is looked up on the day of the change, but errors are those that `pfin check` shows today.
    before = ledger if day == context.today else context.read(context.journal())

    def require_right() -> None:
        require_no_new_errors(before, original, change, context.today)

    try:
        if not yes:
            require_right()
            _ask(context, original, change)
        write(original, change.after, require_right)
    except NewErrorsError as error:
        _refuse(context, error)
    if yes:
        _show(context, original, change)
    context.message(f"written to {_name(original.path)}, line {change.line}")
    if before.has_errors:
        context.message("the journal has errors, as it had before: see `pfin check`")


def _ask(context: Context, original: "Original", change: "Change") -> None:
    """Show a change and end the run unless the person at the terminal wants it."""
    if sys.stdin is None or not sys.stdin.isatty():
        context.usage_error(
            f"nothing is written to {_name(original.path)}: there is no terminal to ask at",
            "--yes writes without asking, --print only shows the text",
        )
    _show(context, original, change)
    context.output.finish()
    sys.stderr.write(f"Add this to {_name(original.path)}? [y/N] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        context.message("")
    if answer.strip().casefold() not in ("y", "yes"):
        context.message("nothing is written")
        raise Exit(1)


def _show(context: Context, original: "Original", change: "Change") -> None:
    context.output.write_data(change.diff(_name(original.path)))


def _refuse(context: Context, error: "NewErrorsError") -> NoReturn:
    from pfin.render.diagnostics import to_text
    from pfin.report.figures import counted

    output = context.output
    width, color = output.message_width, output.message_color
    shown = to_text(error.errors, error.ledger.sources, folder=str(Path.cwd()), width=width, color=color)
    context.message(f"{shown}\n")
    context.message(f"{error} ({counted(len(error.errors), 'error')}); --print shows the text all the same")
    raise Exit(1)


def _name(path: str) -> str:
    """A path as one would type it here."""
    near = os.path.relpath(path)
    return path if near.startswith(os.pardir) else near
