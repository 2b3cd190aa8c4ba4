"""Documents: those found in the directories of option ``documents``, and whether the files of all of them exist.

A directory mirrors the chart of accounts: ``Assets/Bank/2024-01-31.statement.pdf`` below it belongs to the account
``Assets:Bank`` on that day. Files without a date in front, and those of accounts the journal never names, are passed
over in silence. Folders that lead to no such account are not entered: so a directory that holds other things too is
read quickly, and links in a circle lead nowhere.
"""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date as Date
from pathlib import Path

from pfin.model.account import SEPARATOR, ancestry
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import EMPTY, NO_META, Directive, Document, chronological
from pfin.model.journal import Journal

from .accounts import accounts_of, is_account_name

_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d).")
_OPTION = re.compile(r'option\s+"documents"\s+"([^"]*)"')


def add_documents(directives: list[Directive], journal: Journal, problems: Problems) -> list[Directive]:
    """The directives with a document for each file found, in order; a document whose file is missing is an error."""
    if journal.options.documents:
        accounts, named = _accounts(directives)
        places = _option_places(journal.entry, problems)
        found: list[Directive] = [
            document
            for directory in journal.options.documents
            for document in _search(
                directory, accounts, named, places.get(directory, Place(journal.entry, 0)), problems
            )
        ]
        directives = sorted(directives + found, key=chronological)
    for directive in directives:
        if isinstance(directive, Document) and not os.path.exists(directive.path):
            problems.error(
                "missing-document",
                f"the document {directive.path} does not exist",
                directive,
                hint="correct the path, which is relative to the file it is written in, or remove the directive",
            )
    return directives


def document_folders(directives: Iterable[Directive], journal: Journal) -> list[str]:
    """The folders in which documents are looked for: those of the option, and those that exist below them."""
    _, named = _accounts(directives)
    roots = [os.path.abspath(Path(journal.entry).parent / directory) for directory in journal.options.documents]
    return [each for root in roots for each in dict.fromkeys((root, *(folder for folder, _ in _folders(root, named))))]


def _accounts(directives: Iterable[Directive]) -> tuple[set[str], set[str]]:
    """The accounts of a journal, and these with all that are above them."""
    accounts = {account for directive in directives for account in accounts_of(directive)}
    return accounts, {name for account in accounts for name in ancestry(account)}


def _folders(root: str, named: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The folders below a root that may be an account's, with the names of their files."""
    for folder, folders, files in os.walk(root, followlinks=True):
        folders[:] = [name for name in sorted(folders) if _account_of(os.path.join(folder, name), root) in named]
        yield folder, files


def _search(
    directory: str, accounts: set[str], named: set[str], option: Place, problems: Problems
) -> Iterator[Document]:
    """The documents of some accounts in a directory, by account and file name; ``named`` has their parents too.

    They stand at line 0 of the entry file, so that they come before those of the same day that the journal writes.
    """
    root = os.path.abspath(Path(option.file).parent / directory)
    if not os.path.exists(root):
        problems.error(
            "missing-document-directory",
            f"the directory of documents {root} does not exist",
            option,
            focus=directory,
            hint='create it, or correct option "documents"; the path is relative to the journal main file',
        )
        return
    for folder, files in _folders(root, named):
        account = _account_of(folder, root)
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
            yield Document(date, option.file, 0, NO_META, account, path, EMPTY, EMPTY)


def _account_of(folder: str, root: str) -> str:
    """The account that a folder below a root is for, if it is one's."""
    return unicodedata.normalize("NFKC", os.path.relpath(folder, root).replace(os.sep, SEPARATOR))


def _option_places(entry: str, problems: Problems) -> dict[str, Place]:
    """Where the entry file first sets each directory, as far as the lines can be told."""
    places: dict[str, Place] = {}
    for number, line in enumerate(problems.sources.text(entry).split("\n"), 1):
        if option := _OPTION.match(line):
            places.setdefault(option[1], Place(entry, number))
    return places
