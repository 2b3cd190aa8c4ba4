"""The program ``pfin``: its commands, the options they share, and how a run ends.

Exit codes: 0 fine, 1 the journal has errors, 2 wrong usage or no such file. An exception that nobody expected is a bug
of pfin's and ends in its traceback. :mod:`.run` is the process around it.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from shutil import get_terminal_size
from typing import Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import replace
from typer import Option

import pfin

from .completion import complete_period, completed_words
from .context import REPORT_FORMATS, STATUSES, Context, Shared, UsageError
from .output import Output, OutputError

# What commands that read a journal share about the cache.
_CACHE = ("no_cache", "verbose")


class Command(Struct, frozen=True):
    """A command: its name, the shared options that mean something to it, and what two of them take.

    Its function has the same name and stands in a module of that name, which is imported when the command is wanted.
    ``formats`` are those of its output. ``statuses`` say what its figures can be counted by: what is available makes
    sense of an account or of one boundary, which tells what goes out.
    """

    name: str
    shared: tuple[str, ...] = ("file", "format", "output", "color", "today", "as_of", "status", "force", *_CACHE)
    formats: tuple[str, ...] = REPORT_FORMATS
    statuses: tuple[str, ...] = ("posted", "pending")

    @property
    def function(self) -> Callable[..., None]:
        """The function of the command."""
        module = import_module(f".{self.name}", __package__)
        # A name that Python has for something else ends in an underscore.
        found: Callable[..., None] = getattr(module, self.name, None) or getattr(module, f"{self.name}_")
        return found


_NO_STATUS = ("file", "format", "output", "color", "today", "as_of", "force", *_CACHE)

COMMANDS = (
    Command("init", shared=("today",)),
    Command("check", shared=("file", "format", "color", "today", "as_of", *_CACHE), formats=("text", "json", "lines")),
    Command("balance", statuses=STATUSES),
    Command("cashflow", statuses=STATUSES),
    Command("networth", statuses=STATUSES),
    Command("income"),
    Command("sheet"),
    Command("statement", statuses=STATUSES),
    Command("extremes", statuses=STATUSES),
    Command("compare"),
    Command("explain"),
    Command("register", statuses=STATUSES),
    Command("pending", shared=_NO_STATUS),
    Command("trial"),
    Command("cents", shared=_NO_STATUS),
    Command("accounts"),
    Command("boundary", shared=_NO_STATUS),
    Command("prices", shared=_NO_STATUS),
    Command("print", shared=("file", "output", "today", "as_of", "force", *_CACHE)),
    Command("post", shared=("file", "color", "today", *_CACHE)),
    Command("discard", shared=("file", "color", "today", *_CACHE)),
    Command("seal", shared=("file", "color", "today", *_CACHE)),
    Command("cache", shared=("format", "output", "color")),
    Command("guide", shared=("color",)),
)

File = Annotated[
    str | None,
    Option("--file", "-f", metavar="FILE", help="The journal; else PFIN_FILE, BEANCOUNT_FILE or LEDGER_FILE names it."),
]
Format = Annotated[str | None, Option("--format", metavar="FORMAT", help="Write text, json, csv, markdown or html.")]
OutputFile = Annotated[
    str | None,
    Option("--output", "-o", metavar="FILE", help="Write to this file; its suffix chooses the format of a report."),
]
Color = Annotated[str | None, Option("--color", metavar="WHEN", help="Colour: auto (the default), always or never.")]
Today = Annotated[str | None, Option("--today", metavar="DATE", help="Reckon as if this were today.")]
AsOf = Annotated[
    str | None,
    Option(
        "--as-of",
        metavar="DATE",
        help="Read the journal as it was known that day, which then is today.",
        autocompletion=complete_period,
    ),
]
Status = Annotated[
    str | None, Option("--status", metavar="STATUS", help="Count what is posted, pending (everything) or available.")
]
Force = Annotated[bool, Option("--force", help="Show figures even of a journal with errors.")]
NoCache = Annotated[bool, Option("--no-cache", help="Read the journal anew, and keep nothing of it.")]
Verbose = Annotated[bool, Option("--verbose", "-v", help="Say whether the cache was used, and why not.")]
_SHARED: dict[str, tuple[object, object]] = {
    "file": (File, None),
    "format": (Format, None),
    "output": (OutputFile, None),
    "color": (Color, None),
    "today": (Today, None),
    "as_of": (AsOf, None),
    "status": (Status, None),
    "force": (Force, False),
    "no_cache": (NoCache, False),
    "verbose": (Verbose, False),
}

# Options whose values may be anything, and what else looks like an option itself.
_FREE_TEXT = ("payee", "text")
_OPTION = re.compile(r"--?[a-zA-Z][a-z-]*")
# Typer lays help texts out for 50 columns at least, unless it is told a width.
_NARROW = 52


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pfin {pfin.__version__}")
        raise typer.Exit()


def _shared(
    ctx: typer.Context,
    file: File = None,
    format: Format = None,
    output: OutputFile = None,
    color: Color = None,
    today: Today = None,
    as_of: AsOf = None,
    status: Status = None,
    force: Force = False,
    no_cache: NoCache = False,
    verbose: Verbose = False,
    version: Annotated[
        bool, Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Understand your money: what you have, what moved, and why, from a Beancount journal."""
    ctx.obj = Shared(file, format, output, color, today, as_of, status, force, no_cache, verbose)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _with_shared_options(command: Command, function: Callable[..., None]) -> Callable[..., None]:
    """The function as Typer shall see it: shared options in its signature, and a Context made of what they say."""

    @wraps(function)
    def run_command(ctx: typer.Context, **typed: Any) -> None:
        # What stands after the command's name is nearer to it, and wins.
        after = {name: value for name in command.shared if (value := typed.pop(name))}
        _refuse_options_as_values({**after, **typed})
        formats = command.formats if "format" in command.shared else ()
        shared = replace(ctx.obj, **after)
        if shared.output and "output" not in command.shared:
            raise UsageError("this command has no --output", "the shell's > redirects what it writes")
        context = Context(shared, formats, _words(typed, ctx), command.statuses if "status" in command.shared else ())
        with context.output:
            function(context, **typed)

    keyword = inspect.Parameter.KEYWORD_ONLY
    own = list(inspect.signature(function).parameters.values())[1:]
    parameters = [
        inspect.Parameter("ctx", keyword, annotation=typer.Context),
        *(parameter.replace(kind=keyword) for parameter in own),
    ]
    for name in command.shared:
        annotation, default = _SHARED[name]
        if name == "format":
            annotation = _format_option(command.formats)
        elif name == "status":
            annotation = _status_option(command.statuses)
        parameters.append(inspect.Parameter(name, keyword, default=default, annotation=annotation))
    run_command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run_command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run_command


def _refuse_options_as_values(typed: dict[str, Any]) -> None:
    """End the run where an option's value was forgotten, so that it took the next option for it."""
    for name, value in typed.items():
        if name not in _FREE_TEXT and isinstance(value, str) and _OPTION.fullmatch(value):
            raise UsageError(f"--{name.replace('_', '-')} wants a value, and {value} is an option")


def _words(typed: dict[str, Any], ctx: typer.Context) -> list[str]:
    """What was typed as arguments of a command, not as its options."""
    arguments = {parameter.name for parameter in ctx.command.params if parameter.param_type_name == "argument"}
    found = (typed[name] for name in typed if name in arguments)
    return [word for each in found if each for word in ([each] if isinstance(each, str) else each)]


def _first_sentence(function: Callable[..., None]) -> str:
    """What the list of commands says of one."""
    words = " ".join((inspect.getdoc(function) or "").split())
    return words.partition(". ")[0].removesuffix(".")


def _format_option(formats: tuple[str, ...]) -> object:
    words = f"Write {', '.join(formats[:-1])} or {formats[-1]}."
    return Annotated[str | None, Option("--format", metavar="FORMAT", help=words, autocompletion=lambda: list(formats))]


def _status_option(statuses: tuple[str, ...]) -> object:
    words = {"posted": "posted", "pending": "pending (everything)", "available": "available"}
    what = [words[status] for status in statuses]
    help_text = f"Count what is {', '.join(what[:-1])} or {what[-1]}."
    return Annotated[
        str | None, Option("--status", metavar="STATUS", help=help_text, autocompletion=lambda: list(statuses))
    ]


def application(arguments: Sequence[str] = ()) -> typer.Typer:
    """The program with the commands that some arguments may mean: those that they name, or else all.

    To make a command ready takes its module and a millisecond or two, and a run needs one of them.
    """
    app = typer.Typer(
        name="pfin",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True, epilog="Start with `pfin init`, or `pfin guide`.")(_shared)
    named = [command for command in COMMANDS if command.name in arguments]
    for command in named or COMMANDS:
        function = command.function
        app.command(command.name, short_help=_first_sentence(function))(_with_shared_options(command, function))
    return app


def main(arguments: list[str]) -> int:
    """Run what the arguments ask, and say how it went as an exit code."""
    try:
        columns = get_terminal_size().columns
        narrow = columns if columns < _NARROW else None
        app = application(arguments or completed_words())
        ended = app(arguments, prog_name="pfin", standalone_mode=False, terminal_width=narrow)
        Output().finish()
    except (UsageError, OutputError, typer.TyperException) as error:
        from .usage import explain

        return explain(error, Output())
    return ended if isinstance(ended, int) else 0
