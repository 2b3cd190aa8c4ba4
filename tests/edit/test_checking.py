from datetime import date
from pathlib import Path

import pytest

from pfin.edit.change import appended
from pfin.edit.checking import NewErrorsError, original_of, require_no_new_errors
from pfin.edit.mistakes import ChangedMeanwhileError
from pfin.loader import load

OPENED = "2024-01-01 open Assets:A\n2024-01-01 open Assets:B\n"
BROKEN = '2024-01-02 * "x"\n  Assets:A  1 USD\n  Assets:B  -2 USD\n'
ASSERTED = "2024-03-01 balance Assets:A  0 USD\n"
TODAY = date(2024, 6, 1)


def check(tmp_path: Path, before: str, added: str, *, link: str | None = None) -> None:
    entry = tmp_path / "main.beancount"
    entry.write_text(before)
    if link is not None:
        (tmp_path / link).symlink_to("main.beancount")
        entry = tmp_path / link
    ledger = load(entry, today=TODAY)
    original = original_of(ledger, str(entry))
    try:
        require_no_new_errors(ledger, original, appended(original.data, added), TODAY)
    finally:
        assert (tmp_path / "main.beancount").read_text() == before


RIGHT = [
    (OPENED, "2024-02-01 open Assets:C\n"),
    # Errors that are there stay as they are, whatever their lines.
    (OPENED + BROKEN, "2024-02-01 open Assets:C\n"),
    (OPENED + "nonsense", "2024-02-01 open Assets:C\n"),
    ("", "2024-02-01 open Assets:C\n"),
]


@pytest.mark.parametrize(("before", "added"), RIGHT)
@pytest.mark.parametrize("link", [None, "link.beancount"])
def test_a_change_that_brings_no_errors(tmp_path: Path, before: str, added: str, link: str | None) -> None:
    check(tmp_path, before, added, link=link)


WRONG = [
    (OPENED, BROKEN, ["unbalanced"]),
    (OPENED + BROKEN, BROKEN, ["unbalanced"]),
    (OPENED + ASSERTED, BROKEN.replace("-2", "-1"), ["failed-balance"]),
    (OPENED, '2024-02-01 custom "discard" "nosuch"\n', ["unknown-pending"]),
    # The first quote of what is added would end the string.
    (f'{OPENED}2024-02-01 note Assets:A "never closed', '2024-02-01 event "a" "b"\n', ["syntax"]),
]


@pytest.mark.parametrize(("before", "added", "codes"), WRONG)
def test_a_change_that_brings_errors(tmp_path: Path, before: str, added: str, codes: list[str]) -> None:
    with pytest.raises(NewErrorsError, match=r"main\.beancount would have errors that it does not have now") as refused:
        check(tmp_path, before, added)
    assert [error.code for error in refused.value.errors] == codes


def test_a_file_that_has_changed_since_it_was_loaded(tmp_path: Path) -> None:
    entry = tmp_path / "main.beancount"
    entry.write_bytes(b"\xef\xbb\xbf" + OPENED.encode().removesuffix(b"\n"))
    ledger = load(entry)
    assert original_of(ledger, str(entry)).data == entry.read_bytes()
    entry.write_text(OPENED + ";")
    with pytest.raises(ChangedMeanwhileError):
        original_of(ledger, str(entry))


def test_a_file_that_is_included_is_tried_as_part_of_the_whole(tmp_path: Path) -> None:
    (tmp_path / "main.beancount").write_text(f'include "other.beancount"\n{OPENED}{ASSERTED}')
    other = tmp_path / "other.beancount"
    other.write_text("")
    ledger = load(tmp_path / "main.beancount", today=TODAY)
    original = original_of(ledger, str(other))
    require_no_new_errors(ledger, original, appended(b"", BROKEN.replace("-2", "-1").replace("-01-", "-04-")), TODAY)
    with pytest.raises(NewErrorsError):
        require_no_new_errors(ledger, original, appended(b"", BROKEN.replace("-2", "-1")), TODAY)
