"""What stands at a line: any line of a transaction is the transaction."""

from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.report.explain_places import at_line, files_named, names_of_files

JOURNAL = """\
option "title" "Places"

2025-01-01 open Assets:Bank
2025-01-01 open Expenses:Food
; a comment

2025-01-02 * "Shop"
  slip: "17"
  Expenses:Food  1.00 USD
    kind: "bread"
  ; within
  Assets:Bank

2025-01-03 * "A text
over two lines"
  Expenses:Food  2.00 USD
  Assets:Bank
2025-01-04 balance Assets:Bank  -3.00 USD
2025-01-05 pad Assets:Bank Expenses:Food
2025-01-06 balance Assets:Bank  -4.00 USD
"""


@pytest.fixture
def ledger(read) -> Ledger:
    return read(JOURNAL)


@pytest.mark.parametrize(
    ("lines", "narration"),
    [(range(7, 13), "Shop"), (range(14, 18), "A text\nover two lines")],
)
def test_every_line_of_a_transaction_is_the_transaction(ledger: Ledger, lines: range, narration: str) -> None:
    for line in lines:
        (found,) = at_line(ledger, ledger.files[0], line).transactions
        assert found.narration == narration


def test_a_pad_is_the_transaction_that_it_makes(ledger: Ledger) -> None:
    (found,) = at_line(ledger, ledger.files[0], 19).transactions
    assert found.flag == "P"


@pytest.mark.parametrize(
    ("line", "words", "nearest"),
    [
        (1, 'no directive with a date, but option "title" "Places"', 7),
        (3, "the account Assets:Bank is opened there", 7),
        (5, "only a comment, a heading or a blank line is there", 7),
        (13, "only a comment, a heading or a blank line is there", 14),
        (18, "the balance of Assets:Bank is asserted to be -3.00 USD on 2025-01-04", 19),
        (99, "it has 20 lines", 19),
        (0, "it has 20 lines", 7),
    ],
)
def test_other_lines_say_what_is_there_and_the_nearest_transaction(
    ledger: Ledger, line: int, words: str, nearest: int
) -> None:
    spot = at_line(ledger, ledger.files[0], line)
    assert (spot.transactions, spot.words) == ((), words)
    assert spot.nearest is not None
    assert spot.nearest.line == nearest
    assert spot.exists is (1 <= line <= 20)


def test_each_kind_of_directive_has_words(read) -> None:
    ledger = read("""\
        2025-01-01 commodity USD
        2025-01-01 open Assets:Bank
        2025-01-02 note Assets:Bank "called"
        2025-01-02 event "city" "Ulm"
        2025-01-02 query "all" "SELECT *"
        2025-01-02 price EUR 1.10 USD
        2025-01-02 custom "budget" Assets:Bank
        2025-01-09 close Assets:Bank
        """)
    assert [at_line(ledger, ledger.files[0], line).words for line in (1, *range(3, 9))] == [
        "the commodity USD is declared there",
        "a note on Assets:Bank",
        "an event: city",
        "the query all",
        "a price: 1 EUR is worth 1.10 USD on 2025-01-02",
        'a custom directive of the type "budget"',
        "the account Assets:Bank is closed there",
    ]


FILES = ["/home/me/money/main.beancount", "/home/me/money/2025/bank.beancount", "/home/me/money/2024/bank.beancount"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("main.beancount", [0]),
        ("money/main.beancount", [0]),
        ("ain.beancount", []),
        ("bank.beancount", [1, 2]),
        ("2025/bank.beancount", [1]),
        ("./2025/bank.beancount", [1]),
        (FILES[2], [2]),
        ("other.beancount", []),
    ],
)
def test_files_are_found_by_the_end_of_their_paths(typed: str, found: list[int]) -> None:
    assert files_named(FILES, typed, f"/tmp/{typed}") == [FILES[index] for index in found]


def test_the_file_at_the_very_place_is_meant(tmp_path: Path) -> None:
    (tmp_path / "link.beancount").symlink_to(tmp_path / "main.beancount")
    (tmp_path / "main.beancount").write_text(JOURNAL)
    ledger = pfin.load(tmp_path / "link.beancount")
    absolute = str(tmp_path / "main.beancount")
    assert files_named(ledger.files, "whatever", absolute) == list(ledger.files)
    assert files_named(FILES, "bank.beancount", FILES[1]) == [FILES[1]]


def test_names_are_as_long_as_they_must_be() -> None:
    assert list(names_of_files(FILES).values()) == ["main.beancount", "2025/bank.beancount", "2024/bank.beancount"]
