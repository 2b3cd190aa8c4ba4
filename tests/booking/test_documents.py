import os
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data

from pfin import load
from pfin.model.diagnostics import Severity
from pfin.model.directives import Document

loader.initialize(use_cache=False)

HEAD = """option "documents" "docs"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Bank:Savings
2020-01-01 open Expenses:Food
"""

FILES = {
    "found": ["docs/Assets/Bank/2020-02-01.statement.pdf", "docs/Assets/Bank/Savings/2020-01-31-b.pdf"],
    "several on a day": [
        "docs/Assets/Bank/2020-02-01.b",
        "docs/Assets/Bank/2020-02-01.a",
        "docs/Expenses/Food/2020-02-01 c",
    ],
    "no date": ["docs/Assets/Bank/statement.pdf", "docs/Assets/Bank/2020-02-01", "docs/Assets/Bank/20-02-01.pdf"],
    "a date that does not exist": ["docs/Assets/Bank/2020-02-30.pdf", "docs/Assets/Bank/2020-02-28.pdf"],
    "before the account opens": ["docs/Assets/Bank/2019-02-28.pdf"],
    "an account that is not the journal's": ["docs/Assets/Other/2020-02-01.pdf", "docs/Assets/2020-02-01.pdf"],
    "folders that are no accounts": [
        "docs/assets/bank/2020-02-01.pdf",
        "docs/2020-02-01.pdf",
        "docs/x y/2020-02-01.pdf",
    ],
    "nothing": ["docs/empty.txt"],
    "no directory": [],
}


def check(folder: Path, journal: str) -> None:
    """Fail where Beancount and pfin differ in documents, or in errors that Beancount places."""
    path = folder / "main.beancount"
    path.write_text(journal)
    entries, errors, _ = loader.load_file(str(path))
    ledger = load(path)
    theirs = [
        (entry.date, entry.account, entry.filename, entry.meta["lineno"])
        for entry in entries
        if isinstance(entry, data.Document)
    ]
    ours = [
        (directive.date, directive.account, directive.path, directive.line)
        for directive in ledger.directives
        if isinstance(directive, Document)
    ]
    assert ours == theirs
    lines = [found.span.line for found in ledger.diagnostics if found.severity is Severity.ERROR]
    assert len(lines) == len(errors)
    assert {error.source["lineno"] for error in errors if error.source["lineno"]} <= set(lines)


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_directories_as_in_beancount(tmp_path: Path, files: list[str]) -> None:
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    check(tmp_path, HEAD)


@pytest.mark.parametrize("directory", ["docs", "./docs/", "x/../docs", "{absolute}", "docs/Assets/.."])
def test_ways_to_name_a_directory(tmp_path: Path, directory: str) -> None:
    (tmp_path / "docs/Assets/Bank").mkdir(parents=True)
    (tmp_path / "docs/Assets/Bank/2020-02-01.pdf").touch()
    named = directory.format(absolute=tmp_path / "docs")
    check(tmp_path, f'option "documents" "{named}"\n2020-01-01 open Assets:Bank\n')


def test_two_directories_and_links(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "Assets/Bank").mkdir(parents=True)
        (tmp_path / name / "Assets/Bank/2020-02-01.pdf").touch()
    os.symlink(tmp_path / "one/Assets/Bank", tmp_path / "two/Assets/Linked")
    check(
        tmp_path,
        'option "documents" "two"\noption "documents" "one"\n'
        "2020-01-01 open Assets:Bank\n2020-01-01 open Assets:Linked\n",
    )


def test_documents_that_the_journal_names(tmp_path: Path) -> None:
    (tmp_path / "docs/Assets/Bank").mkdir(parents=True)
    (tmp_path / "docs/Assets/Bank/2020-02-01.pdf").touch()
    check(
        tmp_path,
        'option "documents" "docs"\n'
        'plugin "beancount.plugins.noduplicates"\n'
        "2020-01-01 open Assets:Bank\n"
        '2020-02-01 document Assets:Bank "docs/Assets/Bank/2020-02-01.pdf"\n'
        '2020-02-02 document Assets:Bank "docs/Assets/Bank/missing.pdf"\n'
        '2020-02-02 document Assets:Bank "docs"\n',
    )


def test_letters_composed_in_two_ways(tmp_path: Path) -> None:
    (tmp_path / "docs/Assets/Ba\u0308nk").mkdir(parents=True)
    (tmp_path / "docs/Assets/Ba\u0308nk/2020-02-01.pdf").touch()
    check(tmp_path, 'option "documents" "docs"\n2020-01-01 open Assets:B\u00e4nk\n')


def test_raw_processing_looks_for_nothing(tmp_path: Path) -> None:
    check(tmp_path, 'option "plugin_processing_mode" "raw"\noption "documents" "nowhere"\n')


def test_a_directory_that_is_not_there_is_reported_where_the_option_is(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text('option "documents" "there"\noption "documents" "elsewhere"\n')
    (tmp_path / "there").mkdir()
    (diagnostic,) = load(path).diagnostics
    assert (diagnostic.code, diagnostic.span.line) == ("missing-document-directory", 2)
    assert str(tmp_path / "elsewhere") in diagnostic.message


def test_a_bad_date_is_reported_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "docs/Assets/Bank").mkdir(parents=True)
    (tmp_path / "docs/Assets/Bank/2020-02-30.pdf").touch()
    path = tmp_path / "main.beancount"
    path.write_text(HEAD)
    (diagnostic,) = load(path).diagnostics
    assert diagnostic.code == "document-date"
    assert "2020-02-30.pdf" in diagnostic.message


def test_links_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    bank = tmp_path / "docs/Assets/Bank"
    bank.mkdir(parents=True)
    (bank / "2020-02-01.pdf").touch()
    for folder in (tmp_path / "docs", bank):
        for name in ("A", "B", "Assets2"):
            os.symlink(folder, folder / name)
    path = tmp_path / "main.beancount"
    path.write_text(HEAD)
    documents = [directive for directive in load(path).directives if isinstance(directive, Document)]
    assert [document.account for document in documents] == ["Assets:Bank"]


def test_a_circle_through_the_names_of_accounts_ends_with_them(tmp_path: Path) -> None:
    (tmp_path / "docs/Assets").mkdir(parents=True)
    (tmp_path / "docs/Assets/2020-02-01.pdf").touch()
    os.symlink(tmp_path / "docs/Assets", tmp_path / "docs/Assets/Bank")
    path = tmp_path / "main.beancount"
    path.write_text('option "documents" "docs"\n2020-01-01 open Assets:Bank\n2020-01-01 open Assets:Bank:Bank:Bank\n')
    documents = [directive for directive in load(path).directives if isinstance(directive, Document)]
    assert [document.account for document in documents] == ["Assets:Bank", "Assets:Bank:Bank:Bank"]


def test_a_path_that_no_system_allows_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(f'{HEAD[len(HEAD.splitlines()[0]) + 1 :]}2020-01-02 document Assets:Bank "{"a" * 5000}"\n')
    assert [found.code for found in load(path).diagnostics] == ["missing-document"]


def test_each_directory_is_reported_where_it_is_first_set(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text('option "documents" "one"\noption "documents" "two"\noption "documents" "one"\n')
    assert [found.span.line for found in load(path).diagnostics] == [1, 1, 2]
