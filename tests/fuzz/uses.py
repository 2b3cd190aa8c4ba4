"""What is done with each mutant beyond loading it: commands in this process, and printing it and reading that again."""

import contextlib
import io
from pathlib import Path
from random import Random

COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--format", "lines"),
    ("balance", "--force"),
    ("balance", "--force", "--signed", "--lots", "--format", "json"),
    ("balance", "--force", "--value", "USD", "--format", "markdown"),
    ("balance", "--force", "--cost", "--flat", "--empty", "--format", "csv"),
    ("cashflow", "--force"),
    ("cashflow", "networth", "--force", "--yearly", "--value", "USD", "--format", "html"),
    ("cashflow", "Assets", "--force", "--by", "payee", "--net", "--format", "json"),
    ("statement", "Liabilities | Assets", "--force", "--value", "EUR"),
    ("statement", "world", "--force", "--format", "csv"),
    ("networth", "--force"),
    ("income", "--force", "--format", "markdown"),
    ("sheet", "--force"),
    ("compare", "--force"),
    ("compare", "Assets", "Liabilities", "--events", "--force", "--format", "json"),
    ("extremes", "--each-account", "--force", "--above", "100"),
    ("explain", "networth", "--force"),
    ("boundary", "list"),
    ("register", "Assets", "--force"),
    ("trial", "--force", "--format", "json"),
    ("cents", "--force", "--all"),
    ("accounts", "--force"),
    ("prices", "--force", "--format", "csv"),
    ("print", "--force"),
)


def run_command(path: Path, *arguments: str) -> str:
    """What a command writes to stdout; an exception is a failure of pfin's."""
    from pfin.cli.main import main

    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        main(["--file", str(path), "--today", "2026-01-01", *arguments])
    return output.getvalue()


def use(chance: Random, path: Path, accepted: bool) -> str | None:
    """Run some command on the journal, and see that an accepted one survives being printed; what is wrong, or None."""
    run_command(path, *chance.choice(COMMANDS))
    return reading_again(path) if accepted and chance.random() < 0.5 else None


def reading_again(path: Path) -> str | None:
    """Whether the printed journal has the same lots in the same accounts."""
    import pfin

    copy = path.with_name("printed.beancount")
    copy.write_bytes(run_command(path, "print").encode("utf-8", "backslashreplace"))
    before, after = pfin.load(path), pfin.load(copy)
    if after.has_errors:
        first = next(each for each in after.diagnostics if each.severity.value == "error")
        text = copy.read_text("utf-8", "replace")
        return f"printed journal is rejected: {first.message}, line {first.span.line}:\n{text}"
    return None if before.inventories() == after.inventories() else "printed journal has other balances"
