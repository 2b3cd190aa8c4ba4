"""``pfin check``: every problem of a journal at once."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit

from .context import Context

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.model.diagnostics import Diagnostic


def check(
    context: Context,
    journal: Annotated[
        str | None, Argument(metavar="FILE", help="The journal, if not named otherwise.", show_default=False)
    ] = None,
) -> None:
    """Show all errors and warnings of a journal, in the order of its files and lines.

    Exit code 1 says that there are errors. The format lines is for editors: FILE:LINE:COLUMN: error[CODE]: MESSAGE.
    """
    ledger = context.read(journal or context.journal())
    diagnostics = _with_boundaries(ledger)
    folder = str(Path.cwd())
    if context.format == "json":
        from pfin.render.diagnostics import as_values
        from pfin.render.json import to_json

        context.output.write_data(to_json({"diagnostics": as_values(diagnostics), "directives": _directives(ledger)}))
    elif context.format == "lines":
        from pfin.render.diagnostics import to_lines

        context.output.write(to_lines(diagnostics, folder=folder))
    else:
        if diagnostics:
            from pfin.render.diagnostics import to_text

            output = context.output
            output.write(
                to_text(diagnostics, ledger.sources, folder=folder, width=output.width, color=output.color) + "\n"
            )
        context.message(_summary(ledger, diagnostics))
    if ledger.has_errors:
        raise Exit(1)


def _with_boundaries(ledger: "Ledger") -> "list[Diagnostic]":
    """What is wrong with the journal and with the boundaries it declares, in the order of its files and lines.

    Other commands look only at the boundaries that they draw.
    """
    from pfin.model.diagnostics import Problems
    from pfin.systems.boundaries import Boundaries

    problems = Problems(ledger.sources)
    for diagnostic in (*ledger.diagnostics, *Boundaries(ledger).problems()):
        problems.add(diagnostic)
    return problems.in_file_order()


def _directives(ledger: "Ledger") -> dict[str, int]:
    """How many directives there are of each type, by the word that the journal has for it."""
    from pfin.ledger.as_written import directives_as_written

    # A price directive is called a quote in the model, because postings have prices too.
    words = {"pricequote": "price"}
    names = (type(directive).__name__.lower() for directive in directives_as_written(ledger))
    return dict(sorted(Counter(words.get(name, name) for name in names).items()))


def _summary(ledger: "Ledger", diagnostics: "list[Diagnostic]") -> str:
    from pfin.ledger.as_written import directives_as_written
    from pfin.model.diagnostics import Severity
    from pfin.model.directives import Transaction
    from pfin.report.figures import counted

    files = counted(len(ledger.files), "file")
    kinds = Counter(diagnostic.severity for diagnostic in diagnostics)
    found = [
        counted(kinds[severity], severity.value) for severity in (Severity.ERROR, Severity.WARNING) if kinds[severity]
    ]
    if found:
        return f"{', '.join(found)} in {files}"
    written = sum(isinstance(each, Transaction) for each in directives_as_written(ledger))
    transactions = counted(written, "transaction")
    name = Path(ledger.entry).name
    return f"no problems in {transactions} ({name if len(ledger.files) == 1 else f'{name}, {files}'})"
