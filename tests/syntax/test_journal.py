"""Several files as one journal, and the state that runs through a file."""

from pathlib import Path

from pfin.model.diagnostics import Problems
from pfin.model.directives import Document, Note, Open
from pfin.model.journal import Journal
from pfin.model.parsed import ParsedTransaction
from pfin.model.sources import Sources
from pfin.syntax.journal import read_journal


def read(folder: Path, **files: str) -> tuple[Journal, list[tuple[str, int, str]]]:
    """Write the files (an underscore in a name stands for a dot) and read ``main``."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.beancount"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    problems = Problems(Sources())
    journal = read_journal(str(folder / "main.beancount"), problems)
    return journal, [(Path(d.span.file).stem, d.span.line, d.code) for d in problems.in_file_order()]


def opened(journal: Journal) -> list[str]:
    return [directive.account for directive in journal.directives if isinstance(directive, Open)]


def test_includes_are_relative_and_may_be_patterns(tmp_path: Path) -> None:
    journal, found = read(
        tmp_path,
        main='include "years/*.beancount"\n2024-01-01 open Assets:Main\n',
        years__one='include "sub.beancount"\n2024-01-01 open Assets:One\n',
        years__sub="2024-01-01 open Assets:Sub\n",
    )
    # years/sub.beancount is found by the pattern and then asked for again.
    assert found == [("one", 1, "repeated-include")]
    assert sorted(opened(journal)) == ["Assets:Main", "Assets:One", "Assets:Sub"]
    assert len(journal.files) == 3


def test_a_cycle_and_a_missing_file_are_named_where_they_are_asked_for(tmp_path: Path) -> None:
    _, found = read(
        tmp_path, main='include "a.beancount"\ninclude "none.beancount"\n', a='\ninclude "main.beancount"\n'
    )
    assert found == [("main", 2, "missing-file"), ("a", 2, "repeated-include")]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    _, found = read(tmp_path, main='include "folder"\n')
    assert found == [("main", 1, "unreadable-file")]


def test_each_file_is_read_with_roots_of_its_own(tmp_path: Path) -> None:
    _, found = read(
        tmp_path,
        main='option "name_assets" "Aktiva"\n2024-01-01 open Aktiva:A\ninclude "a.beancount"\n',
        a="2024-01-01 open Aktiva:B\n2024-01-01 open Assets:B\n",
    )
    assert found == [("a", 1, "account-name")]


def test_options_and_plugins_of_included_files_have_no_effect_and_say_so(tmp_path: Path) -> None:
    journal, found = read(
        tmp_path,
        main='option "operating_currency" "USD"\ninclude "a.beancount"\nplugin "p" "c"\n',
        a='option "booking_method" "FIFO"\noption "operating_currency" "EUR"\nplugin "q"\noption "title" "T"\n',
    )
    assert found == [("a", 1, "no-effect"), ("a", 3, "no-effect")]
    assert journal.options.booking.value == "STRICT"
    assert journal.options.operating_currencies == ("USD", "EUR")
    assert [(plugin.name, plugin.config) for plugin in journal.plugins] == [("p", "c")]


def test_pushed_tags_and_metadata_hold_until_they_are_popped(tmp_path: Path) -> None:
    journal, found = read(
        tmp_path,
        main="""
pushtag #trip
pushmeta city: "Lisbon"
2024-01-01 * "a" #own
  city: "Porto"
2024-01-02 note Assets:A "n"
poptag #trip
2024-01-03 * "b"
popmeta city:
2024-01-04 * "c"
""",
    )
    assert found == []
    first, note, second, third = journal.directives
    assert isinstance(first, ParsedTransaction)
    assert isinstance(note, Note)
    assert isinstance(second, ParsedTransaction)
    assert isinstance(third, ParsedTransaction)
    assert (first.tags, first.meta) == ({"own", "trip"}, {"city": "Porto"})
    assert (note.tags, note.meta) == ({"trip"}, {})
    assert (second.tags, second.meta) == (set(), {"city": "Lisbon"})
    assert (third.tags, third.meta) == (set(), {})


def test_what_is_pushed_must_be_popped(tmp_path: Path) -> None:
    _, found = read(tmp_path, main="pushtag #a\npushmeta key: 1\npopmeta other:\n")
    assert found == [("main", 1, "push"), ("main", 2, "push"), ("main", 3, "pop")]


def test_documents_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    journal, _ = read(tmp_path, main='include "sub/a.beancount"\n', sub__a='2024-01-01 document Assets:A "r.pdf"\n')
    document = journal.directives[0]
    assert isinstance(document, Document)
    assert document.path == str(tmp_path / "sub" / "r.pdf")


def test_directives_of_a_day_are_ordered_by_kind_and_then_by_line_whatever_the_file(tmp_path: Path) -> None:
    journal, _ = read(
        tmp_path,
        main='include "a.beancount"\n\n\n\n2024-01-01 * "main 5"\n2024-01-01 balance Assets:A 0 USD\n',
        a='2024-01-01 close Assets:A\n2024-01-01 * "a 2"\n\n\n\n\n2024-01-01 open Assets:A\n',
    )
    assert [directive.line for directive in journal.directives] == [7, 6, 2, 5, 1]


def test_a_string_over_several_lines_keeps_the_block_together(tmp_path: Path) -> None:
    journal, found = read(
        tmp_path,
        main='2024-01-01 query "q" "\nSELECT ; no comment\n* no heading\n"\n  key: "v"\n2024-01-02 open Assets:A\n',
    )
    assert found == []
    assert [directive.line for directive in journal.directives] == [1, 6]
    assert journal.directives[0].meta == {"key": "v"}


def test_two_stars_go_through_each_folder_once(tmp_path: Path) -> None:
    (tmp_path / "loop").mkdir()
    for name in ("a", "b"):
        (tmp_path / "loop" / name).symlink_to(tmp_path / "loop")
    journal, found = read(
        tmp_path,
        main='include "loop/**/*.beancount"\n',
        loop__x="2024-01-01 open Assets:X\n",
    )
    assert found == []
    assert opened(journal) == ["Assets:X"]


def test_two_stars_stand_for_any_folders_that_are_not_hidden(tmp_path: Path) -> None:
    for folder in ("y/2023", "y/.old"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "j.beancount").write_text(f"2024-01-01 open Assets:{folder[-1].upper()}\n")
    journal, found = read(tmp_path, main='include "y/**"\n', y__top="2024-01-01 open Assets:Top\n")
    assert sorted(opened(journal)) == ["Assets:3", "Assets:Top"]
    # As with glob, folders match as well; they are no files.
    assert {code for *_, code in found} == {"unreadable-file"}
