"""Whether a journal would be as right with a change as it is without, found out in memory."""

import os
from collections import Counter
from datetime import date as Date

from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.model.diagnostics import Diagnostic, Severity
from pfin.syntax.files import Unreadable, decode

from .change import Change
from .mistakes import ChangedMeanwhileError, EditError
from .writing import Original, read_original


class NewErrorsError(EditError):
    """The change would bring errors that the journal does not have; ``ledger`` is what it would be."""

    def __init__(self, message: str, ledger: Ledger, errors: list[Diagnostic]) -> None:
        super().__init__(message)
        self.ledger = ledger
        self.errors = errors


def original_of(ledger: Ledger, file: str) -> Original:
    """A file of a journal as it is now, which must be what the ledger was made of, or else ChangedMeanwhileError."""
    original = read_original(file)
    content = decode(original.data)
    if isinstance(content, Unreadable) or content.text != ledger.sources.text(file):
        raise ChangedMeanwhileError(f"{file} has changed since it was read", "run the command again")
    return original


def require_no_new_errors(ledger: Ledger, original: Original, change: Change, today: Date) -> None:
    """Load the journal with a change, and raise NewErrorsError where that has errors which ``ledger`` does not have.

    Errors are the same if they say the same of the same file, whatever the line. ``today`` is that of the ledger.
    """
    # The file may be included under several names, by symbolic links.
    names = [name for name in ledger.files if os.path.realpath(name) == original.target]
    changed = load(ledger.entry, today=today, contents=dict.fromkeys(names, change.after))
    known = Counter(map(_said, _errors(ledger)))
    new = []
    for error in _errors(changed):
        if known[_said(error)]:
            known[_said(error)] -= 1
        else:
            new.append(error)
    name = os.path.basename(original.path)
    if new:
        raise NewErrorsError(f"nothing is written: {name} would have errors that it does not have now", changed, new)
    places = ((each.file, each.line) for each in changed.directives)
    assert (original.path, change.line) in places, "what is added reads as a directive, or it is an error"


def _errors(ledger: Ledger) -> list[Diagnostic]:
    return [each for each in ledger.diagnostics if each.severity is Severity.ERROR]


def _said(error: Diagnostic) -> tuple[str, str, str]:
    return error.code, error.message, error.span.file
