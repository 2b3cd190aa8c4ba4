"""Documents: those found in the directories of option ``documents``, and whether the files of all of them exist.

A directory mirrors the chart of accounts: ``Assets/Bank/2024-01-31.statement.pdf`` below it belongs to the account
``Assets:Bank`` on that day. Files without a date in front, and those of accounts the journal never names, are passed
over in silence.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path

from pfin.model.account import SEPARATOR
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import EMPTY, NO_META, Directive, Document, chronological
from pfin.model.journal import Journal

from .accounts import accounts_of, is_account_name

_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d).")


def add_documents(directives: list[Directive], journal: Journal, problems: Problems) -> list[Directive]:
    """The directives with a document for each file found, in order; a document whose file is missing is an error."""
    if journal.options.documents:
        accounts = {account for directive in directives for account in accounts_of(directive)}
        found: list[Directive] = [
            document
            for directory in journal.options.documents
            for document in _search(directory, accounts, journal.entry, problems)
        ]
        directives = sorted(directives + found, key=chronological)
    for directive in directives:
        if isinstance(directive, Document) and not Path(directive.path).exists():
            problems.error(
                "missing-document",
                f"the document {directive.path} does not exist",
                directive,
                hint="correct the path, which is relative to the file it is written in, or remove the directive",
            )
    return directives


def _search(directory: str, accounts: set[str], entry: str, problems: Problems) -> Iterator[Document]:
    """The documents of some accounts in a directory, by account and file name.

    They stand at line 0 of the entry file, so that they come before those of the same day that the journal writes.
    """
    root = os.path.abspath(Path(entry).parent / directory)
    option = _option_place(directory, entry, problems)
    if not Path(root).exists():
        problems.error(
            "missing-document-directory",
            f"the directory of documents {root} does not exist",
            option,
            focus=directory,
            hint='create it, or correct option "documents"; the path is relative to the journal main file',
        )
        return
    for folder, folders, files in os.walk(root, followlinks=True):
        folders.sort()
        account = unicodedata.normalize("NFKC", folder[len(root) + 1 :].replace(os.sep, SEPARATOR))
        if account not in accounts or not is_account_name(account):
            continue
        for name in sorted(files):
            dated = _DATED.match(name)
            if dated is None:
                continue
            path = str(Path(folder, name))
            try:
                date = Date(*map(int, dated.groups()))
            except ValueError:
                problems.error(
                    "document-date",
                    f"the document {path} begins with a date that does not exist",
                    option,
                    hint="rename the file",
                )
                continue
            yield Document(date, entry, 0, NO_META, account, path, EMPTY, EMPTY)


def _option_place(directory: str, entry: str, problems: Problems) -> Place:
    """Where the entry file sets the option, or the file as a whole where the line cannot be told."""
    option = re.compile(rf'option\s+"documents"\s+"{re.escape(directory)}"')
    for number, line in enumerate(problems.sources.text(entry).split("\n"), 1):
        if option.match(line):
            return Place(entry, number)
    return Place(entry, 0)
