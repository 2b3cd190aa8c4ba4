from pathlib import Path

import pytest

JOURNAL = """
2025-01-01 open Assets:Cash USD
2025-01-01 open Expenses:Food
2025-01-05 * "Market" "Food"
  project: "party"
  Assets:Cash  -10 USD
  Expenses:Food
"""


@pytest.fixture
def journal(tmp_path: Path) -> str:
    path = tmp_path / "cash.beancount"
    path.write_text(JOURNAL)
    return str(path)


def test_a_key_that_nothing_has_is_warned_of(pfin, journal: str) -> None:
    assert pfin("cashflow", "--by", "project", "-f", journal).err == ""
    assert pfin("cashflow", "--by", "payee", "-f", journal).err == ""
    ended = pfin("cashflow", "--by", "projekt", "-f", journal)
    assert ended.code == 0
    assert ended.err == ("warning: no transaction and no posting has the metadata projekt; did you mean project?\n")
    assert "did you mean payee?" in pfin("cashflow", "--by", "Payee", "-f", journal).err


USAGE = [
    (("--monthly", "--yearly"), "--monthly and --yearly exclude each other"),
    (("--by", "payee", "--depth", "1"), "--depth counts the components of accounts, and --by has other rows"),
    (("-p", "2025", "--begin", "2025-01-01"), "--period goes alone, without --begin and --end"),
    (("csh",), "there is no boundary or account 'csh'\nhint: did you mean cash?"),
    (("--value", "EUR"), "the journal has no commodity 'EUR'"),
]


@pytest.mark.parametrize(("words", "message"), USAGE)
def test_wrong_usage(pfin, journal: str, words: tuple[str, ...], message: str) -> None:
    ended = pfin("cashflow", *words, "-f", journal)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {message}\n")


def test_a_time_without_anything_has_no_table(pfin, journal: str) -> None:
    ended = pfin("cashflow", "-p", "1999", "-f", journal)
    assert "Opening" not in ended.out
    assert "Nothing crossed this boundary in this period." in ended.out
