"""What to say to someone whose command line cannot be understood: what is wrong, and the nearest right thing."""

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from typer import TyperException

from .context import UsageError
from .output import Output, OutputError

WRONG_USAGE = 2
_UNKNOWN_COMMAND = re.compile(r"No such command '(?P<name>.*?)'(?:\.|\. Did you mean (?P<near>.*)\?)", re.DOTALL)
_NO_VALUE = re.compile(r"Option '(?P<option>.*)' requires an argument\.?")
_NO_NUMBER = re.compile(
    r"Invalid value for '(?P<option>.*)': (?P<value>\S+) is (?:not a valid int(?:eger)?(?: range)?"
    r"|not in the range x>=(?P<least>\d+))\.?"
)
_TOO_MUCH = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)\.?", re.DOTALL)


def explain(error: UsageError | OutputError | TyperException, output: Output) -> int:
    """Say on stderr what is wrong, and return the exit code."""
    message, hint = explanation(error)
    for word, text in (("error", message), ("hint", hint)):
        if text:
            width = output.message_width
            indent = " " * len(f"{word}: ")
            line = f"{word}: {text}"
            output.message(fill(line, width, subsequent_indent=indent, break_on_hyphens=False) if width else line)
    return WRONG_USAGE


def explanation(error: UsageError | OutputError | TyperException) -> tuple[str, str]:
    """A message and a hint, as the diagnostics of journals have them."""
    if isinstance(error, UsageError | OutputError):
        return str(error), error.hint
    message = error.format_message()
    if unknown := _UNKNOWN_COMMAND.fullmatch(message):
        return f"there is no command '{unknown['name']}'", _for_command(error, unknown["name"], unknown["near"])
    option: str | None = getattr(error, "option_name", None)
    near: Sequence[str] | None = getattr(error, "possibilities", None)
    if option and message.startswith("No such option"):
        return f"there is no option {option}", f"did you mean {near[0]}?" if near else _see_help(error)
    if needs := _NO_VALUE.fullmatch(message):
        return f"{needs['option']} wants a value", _see_help(error)
    if wrong := _NO_NUMBER.fullmatch(message):
        return f"{wrong['option']}: {wrong['value']} is not a whole number from {wrong['least'] or 1} on", ""
    if extra := _TOO_MUCH.fullmatch(message):
        return f"there is no place for '{extra['words']}' here", _journal_hint(error, extra["words"]) or _see_help(
            error
        )
    return message[:1].lower() + message[1:].rstrip("."), _see_help(error)


def _for_command(error: TyperException, name: str, near: str | None) -> str:
    if Path(name).suffix or Path(name).is_file():
        return f"a journal is named by -f: pfin -f {name} balance"
    if near:
        return f"did you mean {near.split(',')[0].strip(chr(39))}?"
    commands = getattr(getattr(getattr(error, "ctx", None), "command", None), "commands", ())
    if begun := next((command for command in commands if command.startswith(name)), None):
        return f"did you mean {begun}?"
    if name == "help":
        return "`pfin --help` lists the commands, and `pfin guide` is the manual"
    return "`pfin --help` lists the commands"


def _journal_hint(error: TyperException, words: str) -> str:
    """How to name the journal, where one of the words is a file, or one that went before them."""
    context = getattr(error, "ctx", None)
    before = [value for value in context.params.values() if isinstance(value, str)] if context else []
    file = next((word for word in (*before, *words.split()) if Path(word).is_file()), None)
    return f"a journal is named by -f: {context.command_path} -f {file}" if file and context else ""


def _see_help(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path} --help`" if context else "--help behind a command's name explains its options"
