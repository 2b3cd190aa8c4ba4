from pathlib import Path

import pytest

JOURNAL = """\
2024-01-01 open Assets:Bank  USD
2024-01-01 open Expenses:Food

2024-01-15 * "Lunch"
  Expenses:Food  12.00 USD
  Assets:Bank

2024-02-15 * "Lunch"
  Expenses:Food  12.00 USD
  Assets:Bank
"""
TODAY = ("--today", "2024-03-03", "-f", "a.beancount")


@pytest.fixture
def journal(pfin, tmp_path: Path) -> Path:
    path = tmp_path / "a.beancount"
    path.write_text(JOURNAL)
    return path


def test_a_seal_is_added_once(pfin, journal: Path) -> None:
    ended = pfin("seal", "2024-01", "--yes", *TODAY)
    assert (ended.code, ended.err) == (0, "written to a.beancount, line 12\n")
    text = journal.read_text()
    assert text.startswith(f'{JOURNAL}\n2024-03-03 custom "seal" "2024-01" "')
    assert "+2024-03-03 custom" in ended.out
    again = pfin("seal", "2024-01", "--yes", *TODAY)
    assert (again.code, again.err) == (0, "2024-01 and what was before it are sealed already, as they are\n")
    assert journal.read_text() == text
    assert pfin("seal", "last-month", "--yes", *TODAY).code == 0
    assert '2024-03-03 custom "seal" "2024-02" "' in journal.read_text()


def test_what_is_printed_is_what_would_be_written(pfin, journal: Path) -> None:
    ended = pfin("seal", "2024-01", "--print", *TODAY)
    assert (ended.code, ended.err) == (0, "")
    assert journal.read_text() == JOURNAL
    pfin("seal", "2024-01", "--yes", *TODAY)
    assert journal.read_text() == f"{JOURNAL}\n{ended.out}"


def test_a_month_that_was_corrected_can_be_sealed_anew(pfin, journal: Path) -> None:
    pfin("seal", "2024-01", "--yes", *TODAY)
    journal.write_text(journal.read_text().replace("12.00", "13.00", 1))
    broken = pfin("check", "a.beancount")
    assert (broken.code, "2024-01 has changed since it was sealed" in broken.out) == (1, True)
    assert pfin("seal", "2024-01", "--yes", *TODAY).code == 0
    assert pfin("check", "a.beancount").code == 0


def test_a_journal_with_errors_is_not_sealed(pfin, journal: Path) -> None:
    text = JOURNAL.replace("  Assets:Bank\n", "  Assets:Bank  -1.00 USD\n", 1)
    journal.write_text(text)
    ended = pfin("seal", "2024-01", "--yes", *TODAY)
    assert (ended.code, ended.err) == (
        2,
        "error: a journal with errors is not sealed\nhint: `pfin check` shows them\n",
    )
    assert journal.read_text() == text


WRONG = [
    ("2024-03", "2024-03 is not over yet"),
    ("2024", "2024-12 is not over yet"),
    ("2024-01-15", "PERIOD: '2024-01-15' does not end with a month"),
    ("soon", "PERIOD: 'soon'"),
]


@pytest.mark.parametrize(("period", "message"), WRONG)
def test_what_cannot_be_sealed(pfin, journal: Path, period: str, message: str) -> None:
    ended = pfin("seal", period, "--yes", *TODAY)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert journal.read_text() == JOURNAL
