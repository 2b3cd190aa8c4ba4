"""How lines make directives: every directive, indents, comments, empty lines, line ends, and what is around them."""

from pathlib import Path

import cases
import oracle
import pytest
from cases import OPENS, SPEND

# The places in which a directive stands.
AROUND = (
    "{opens}\n{line}\n{spend}",
    "{opens}\n{line} ; comment\n  key: 1\n  ; comment\n  other: 2\n{spend}",
    "{opens}\n{line}\n\n{spend}{line}\n{line}\n",
    "{spend}{opens}\n{line}\n  Assets:Cash  1 USD\n  Equity:Opening\n{spend}",
)

# The places in which an odd line stands.
PLACES = {
    "alone": "{opens}\n{line}\n\n{spend}",
    "first": "{line}\n{opens}{spend}",
    "last": "{opens}{spend}{line}",
    "below a header": '{opens}2020-03-01 * "x"\n{line}\n  Assets:Cash  1 USD\n  Equity:Opening\n{spend}',
    "between postings": '{opens}2020-03-01 * "x"\n  Assets:Cash  1 USD\n{line}\n  Equity:Opening\n{spend}',
    "below postings": "{opens}{spend}{line}\n2020-06-01 close Assets:Bank\n",
    "below an empty line": '{opens}2020-03-01 * "x"\n  Assets:Cash  1 USD\n\n{line}\n2020-06-01 close Assets:Bank\n',
    "below an open": "2020-01-01 open Assets:A\n  before: 1\n{line}\n  after: 2\n{opens}{spend}",
}

CONTROLS = ["\u00a0", "\u00a0\u00a0; behind hard spaces", "\u3000", "\u2028", "\f", "\v", "\0", "\1", "\x7f", "\x1a"]

# Journals of odd spaces, line ends and bytes, which a text file would not keep.
BYTES: dict[str, str | bytes] = {
    "nothing": "",
    "a newline": "\n",
    "spaces": "   ",
    "spaces and a newline": "   \n",
    "a comment without newline": "; comment",
    "no newline at the end": OPENS + SPEND.rstrip(),
    "no newline after a header": OPENS + '2020-03-01 * "x"',
    "no newline after an open": "2020-01-01 open Assets:A",
    "spaces at the end": OPENS + SPEND + "   ",
    "an indented comment at the end": OPENS + SPEND + "  ; c",
    "CRLF": (OPENS + SPEND + "\n; c\n").replace("\n", "\r\n"),
    "CRLF, a one-letter currency": "2020-01-01 commodity V\r\n2020-01-01 price V 1 V\r\n",
    "CR only": (OPENS + SPEND).replace("\n", "\r"),
    "mixed line ends": OPENS + SPEND.replace("\n", "\r\n") + "\n\r\n",
    "CR in a line": OPENS + SPEND.replace("  1 USD", " \r 1 USD"),
    "an empty CRLF line between postings": OPENS + SPEND.replace("USD\n", "USD\n\r\n"),
    "spaces and CR between postings": OPENS + SPEND.replace("USD\n", "USD\n  \r\n"),
    "tabs": OPENS + SPEND.replace(" ", "\t"),
    "spaces at the ends of lines": OPENS + SPEND.replace("\n", "  \t \n"),
    "a line of spaces between postings": OPENS + SPEND.replace("USD\n", "USD\n  \n"),
    "a long narration": OPENS + SPEND.replace("healthy", "x " * 5000),
    "no UTF-8": OPENS.encode() + SPEND.encode().replace(b"healthy", b"caf\xe9"),
    "no UTF-8 in a comment": OPENS.encode() + b"; caf\xe9\n" + SPEND.encode(),
    "no UTF-8 in an account": b"2020-01-01 open Assets:Caf\xe9\n" + OPENS.encode(),
    "UTF-8 of a surrogate": b"2020-01-01 open Assets:A\xed\xa0\x80\n" + OPENS.encode(),
    "a zero byte": OPENS.encode() + SPEND.encode().replace(b"healthy", b"a\x00b"),
    "a zero byte in a comment": OPENS.encode() + b"; a\x00b\n" + SPEND.encode(),
}

# Both refuse these; what they make of the rest of the journal is their own.
REFUSED: dict[str, str | bytes] = {
    "two directives on a line": "2020-01-01 open Assets:A 2020-01-01 open Assets:B\n" + OPENS,
    "two dates": "2020-01-01 2020-01-02 open Assets:A\n" + OPENS,
    "a dated option": '2020-01-01 option "title" "a title"\n' + OPENS,
    "an indented option": '  option "title" "a title"\n' + OPENS,
    "an indented pushtag": "  pushtag #tag\n" + OPENS,
    "an indented include": '  include "main.beancount"\n' + OPENS,
    "an option in a transaction": '2020-01-01 * "x"\n  option "title" "a title"\n' + OPENS,
    "a string never closed": '2020-01-01 query "x" "SELECT 1\n' + OPENS,
    "a narration never closed": '2020-01-01 * "x\n' + OPENS + '2020-01-01 * "y"\n',
    "a quote alone": '"\n' + OPENS,
    "a quote in rubbish": OPENS + 'x " y\n',
    "UTF-16": OPENS.encode("utf-16"),
    "UTF-32": OPENS.encode("utf-32"),
    "all bytes": bytes(range(256)),
}


def surrounded(lines: list[str], places: dict[str, str]) -> list[object]:
    """Every line in every place."""
    return cases.named(
        {
            f"{place}: {line}": template.replace("{opens}", OPENS).replace("{spend}", SPEND).replace("{line}", line)
            for place, template in places.items()
            for line in lines
        }
    )


@pytest.mark.parametrize(
    "journal", surrounded(cases.words("directives"), {str(number): place for number, place in enumerate(AROUND)})
)
def test_directive(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", surrounded([*cases.words("odd_lines"), *CONTROLS], PLACES))
def test_odd_line(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", cases.named(cases.journals() | BYTES))
def test_journal(journal: str | bytes, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", cases.named(REFUSED))
def test_refused(journal: str | bytes, tmp_path: Path) -> None:
    theirs, ours = oracle.both(oracle.write(tmp_path, journal))
    assert theirs.rejected
    assert ours.rejected
