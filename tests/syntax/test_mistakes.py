"""What syntax errors say: the place, the words, the hint; and that they spoil only their own directive."""

from pathlib import Path

import pytest

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive
from pfin.model.sources import Sources
from pfin.syntax.journal import read_journal


def read(folder: Path, text: str | bytes) -> tuple[list[Directive], list[tuple[int, int, str, str | None]]]:
    path = folder / "j.beancount"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems = Problems(Sources())
    journal = read_journal(str(path), problems)
    return journal.directives, [(d.span.line, d.span.column, d.message, d.hint) for d in problems.in_file_order()]


CASES = {
    "misspelt directive": (
        "2024-01-01 opne Assets:A\n",
        (1, 12, "syntax error: 'opne' is no word of the language", "did you mean 'open'?"),
    ),
    "currency in small letters": (
        '2024-01-01 * "x"\n  Assets:A  1 usd\n',
        (2, 15, "syntax error: 'usd' is no word of the language", "currencies are written in capital letters: USD"),
    ),
    "currency sign": (
        '2024-01-01 * "x"\n  Assets:A  $10\n',
        (
            2,
            13,
            "syntax error: '$10' is no word of the language",
            "write the number first and then the currency's code, as 10.00 USD",
        ),
    ),
    "account in small letters": (
        "2024-01-01 open assets:Cash\n",
        (
            1,
            17,
            "syntax error: 'assets' cannot stand here",
            "each part of an account begins with a capital letter or a digit",
        ),
    ),
    "unknown root": (
        "2024-01-01 open Asset:Cash\n",
        (1, 17, "'Asset:Cash' is no account name", "did you mean Assets:Cash?"),
    ),
    "no such day": (
        "2024-02-30 open Assets:A\n",
        (
            1,
            1,
            "February 2024 has no day 30",
            "dates are written YEAR-MONTH-DAY, as 2025-01-31",
        ),
    ),
    "nothing where an account should be": (
        "2024-01-01 open\n",
        (1, 16, "syntax error: the end of the line cannot stand here", None),
    ),
    "amount before its account": (
        "2024-01-01 balance 10 USD Assets:A\n",
        (1, 20, "syntax error: '10' cannot stand here", "the amount stands after the account"),
    ),
    "unclosed string": (
        '2024-01-01 * "x\n  Assets:A  1 USD\n  Assets:A\n\n2024-01-02 * "y"\n  Assets:A  1 USD\n  Assets:A\n',
        (1, 14, "the string that begins here is not closed on its line", 'end it with a quote: "'),
    ),
    "unclosed string at the end": (
        '2024-01-01 note Assets:A "x\n',
        (1, 26, "the string that begins here is not closed", 'end it with a quote: "'),
    ),
    "indented line without a directive": (
        "\n  Assets:A  1 USD\n",
        (
            2,
            3,
            "syntax error: an indented line that belongs to no directive",
            "a blank line, or a comment in the first column, ends a directive: remove it, or the indent",
        ),
    ),
    "division by zero": (
        '2024-01-01 * "x"\n  Assets:A  1 / 0 USD\n',
        (2, 15, "division by zero", None),
    ),
    "commas in wrong places": (
        '2024-01-01 * "x"\n  Assets:A  1,0000 USD\n',
        (
            2,
            13,
            "a number cannot be written like this",
            "commas stand between groups of three digits, or not at all",
        ),
    ),
    "three strings": (
        '2024-01-01 * "a" "b" "c"\n',
        (1, 1, "3 strings where at most two may stand", "a transaction has at most a payee and a narration"),
    ),
    "a tag that was never pushed": (
        "poptag #x\n",
        (1, 1, "the tag #x was not pushed before", "push it first, or remove this line"),
    ),
    "a misspelt option": (
        'option "operating_curency" "USD"\n',
        (1, 1, "there is no option 'operating_curency'", "did you mean 'operating_currency'?"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_mistake(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    assert read(tmp_path, text)[1] == [expected]


@pytest.mark.parametrize("name", CASES)
def test_neighbours_survive(name: str, tmp_path: Path) -> None:
    before, after = "2023-01-01 open Assets:Before\n", "2025-01-01 open Assets:After\n"
    directives, _ = read(tmp_path, f"{before}\n{CASES[name][0]}\n{after}")
    accounts = [getattr(directive, "account", None) for directive in directives]
    assert accounts[0] == "Assets:Before"
    assert accounts[-1] == "Assets:After"


def test_expected_words_are_named(tmp_path: Path) -> None:
    path = tmp_path / "j.beancount"
    path.write_text('2024-01-01 note Assets:A 12\n2024-01-01 * "x" Assets:A\n')
    problems = Problems(Sources())
    read_journal(str(path), problems)
    assert [d.label for d in problems.in_file_order()] == [
        "expected a string in quotes",
        "expected a string in quotes, a #tag, a ^link or the end of the line",
    ]


def test_every_unknown_word_of_a_block_is_named_once_a_line(tmp_path: Path) -> None:
    _, found = read(tmp_path, '2024-01-01 * "x"\n  Assets:A  1 usd\n  Assets:B  2 eur gbp\n')
    assert [(line, column) for line, column, *_ in found] == [(2, 15), (3, 15)]


def test_latin_1_in_a_comment_does_no_harm_but_in_a_string_does(tmp_path: Path) -> None:
    directives, found = read(
        tmp_path, b'; caf\xe9\n2024-01-01 open Assets:A ; \xe9\n2024-01-01 note Assets:A "caf\xe9"\n'
    )
    assert found == [(3, 26, "the text is not UTF-8", "save the file in the encoding UTF-8")]
    assert len(directives) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe2\x000\x00", "it is written in UTF-16"),
        (b"2\x000\x002\x004\x00", "it is written in UTF-16"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "it is not a text"),
    ],
)
def test_what_is_no_text_is_refused_as_a_whole(data: bytes, reason: str, tmp_path: Path) -> None:
    _, found = read(tmp_path, data)
    assert len(found) == 1
    assert found[0][:2] == (0, 1)
    assert found[0][2].endswith(f"cannot be read: {reason}")


def test_byte_order_mark_crlf_and_a_missing_last_newline(tmp_path: Path) -> None:
    directives, found = read(
        tmp_path, b'\xef\xbb\xbf2024-01-01 open Assets:A\r\n2024-01-02 * "x"\r\n  Assets:A  1 USD\r\n  Assets:A'
    )
    assert found == []
    assert len(directives) == 2


def test_a_closed_string_of_several_lines_is_not_called_unclosed(tmp_path: Path) -> None:
    _, found = read(tmp_path, '2024-01-01 * "two\nlines"\n  Assets:A  1 usd\n  Assets:B\n')
    assert [(line, column) for line, column, *_ in found] == [(3, 15)]


def test_every_wrong_number_of_a_block_is_named(tmp_path: Path) -> None:
    _, found = read(tmp_path, '2024-01-01 * "x"\n  Assets:A  2000,00 USD\n  Assets:B  1 USD\n  Assets:C  300,0 USD\n')
    assert [(line, message) for line, _, message, _ in found] == [
        (2, "a number cannot be written like this"),
        (4, "a number cannot be written like this"),
    ]


def test_a_mistake_behind_a_string_of_several_lines_is_named_itself(tmp_path: Path) -> None:
    _, found = read(tmp_path, '2024-01-02 query "q" "\n  Assets:A is asked\n" oops\n')
    assert [(line, column) for line, column, *_ in found] == [(3, 3)]


def test_hints_for_accounts_in_small_letters(tmp_path: Path) -> None:
    text = '2024-01-01 open Assets:a\n2024-01-01 * "x"\n  assets:A  1 USD\n  Assets:B  1.000,50 EUR\n'
    hints = [hint for *_, hint in read(tmp_path, text)[1]]
    assert hints == [
        "each part of an account begins with a capital letter or a digit: Assets:A",
        "each part of an account begins with a capital letter or a digit: Assets:A",
    ]
    (hint,) = [hint for *_, hint in read(tmp_path, '2024-01-01 * "x"\n  Assets:B  1.000,50 EUR\n')[1]]
    assert hint == "the decimal sign is a point, and commas stand between thousands: 1,000.50"


def test_names_and_numbers_of_absurd_size_are_refused(tmp_path: Path) -> None:
    nines = "9" * 250
    text = f"2024-01-01 open Assets{':A' * 600}\n2024-01-01 balance Assets:A  {'*'.join([nines] * 9)} USD\n"
    assert [message for _, _, message, _ in read(tmp_path, text)[1]] == [
        "an account name of 1,206 characters is not read",
        "the result is out of all bounds",
    ]


@pytest.mark.parametrize("ending", ["", "\\", "\n"])
def test_quotes_that_never_close_are_not_searched_again_and_again(ending: str, tmp_path: Path) -> None:
    _, found = read(tmp_path, '2024-01-01 note Assets:A x\\"\n' * 20_000 + ending)
    assert len(found) >= 20_000


def test_a_file_whose_lines_end_in_cr_alone_is_told_so(tmp_path: Path) -> None:
    _, found = read(tmp_path, b"2024-01-01 open Assets:A\r2024-01-02 open Assets:B\r")
    assert [hint for *_, hint in found] == ["a line ends in CR alone: save the file with line ends LF or CRLF"]
