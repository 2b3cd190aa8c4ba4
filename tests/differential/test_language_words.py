"""The words of the language one by one: numbers, dates, names, values, tags, strings, each in several places."""

from pathlib import Path

import cases
import oracle
import pytest

TRANSACTION = '2020-03-01 * "x"\n  Assets:Cash  {}\n  Equity:Opening'
PLAIN = TRANSACTION.format("1 USD")

STRINGS = [
    '"plain"',
    '""',
    '"it\'s"',
    r'"say \"hi\""',
    r'"back\\slash"',
    r'"back\\"',
    r'"a\nb\tc\rd\fe\bf"',
    r'"\q"',
    r'"\a\v\0\x41\u0041"',
    r'"\'"',
    r'"\é"',
    '"two\nlines"',
    '"two\n  indented lines"',
    '"ends with line\n"',
    '"crlf\r\nline"',
    '"escaped\\\nnewline"',
    '"a\n\n\nb"',
    '"tab\there"',
    '"; no comment"',
    '"é 中 😀"',
    '"a" "b"',
    '"a""b"',
    "'single'",
    "“curly”",
    '"a"b"',
    "plain",
    '"' + "\n".join(str(n) for n in range(64)) + '"',
    '"' + "\n".join(str(n) for n in range(70)) + '"',
    '"' + "x" * 20_000 + '"',
    '"2020-01-01 open Assets:Inside\n2020-01-01 open Assets:Inside2\n"',
]


@pytest.mark.parametrize(
    "journal",
    cases.between(cases.words("numbers"), "2020-03-01 price EUR WORD USD", TRANSACTION.format("WORD USD")),
)
def test_number(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        cases.words("dates"),
        'WORD event "a" "b"',
        PLAIN.replace("2020-03-01", "WORD"),
        "2020-03-01 commodity EUR\n  key: WORD",
    ),
)
def test_date(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        [*cases.words("accounts"), "Assets:A\u00a0B", "Assets:A\u200bB", "Assets:Cafe\u0301"],
        "2020-03-01 open WORD",
        "2020-03-01 open WORD\n" + PLAIN.replace("Assets:Cash", "WORD"),
        "2020-03-01 open WORD USD\n2020-03-01 pad WORD Equity:Opening\n2020-03-02 balance WORD 2 USD",
    ),
)
def test_account(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        cases.words("currencies"),
        "2020-03-01 commodity WORD",
        TRANSACTION.format("1 WORD"),
        TRANSACTION.format("1WORD @ 2WORD"),
        "2020-03-01 open Assets:A WORD,EUR",
        TRANSACTION.format("8 / 2 / 2/WORD"),
    ),
)
def test_currency(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        [*cases.words("values"), ""],
        "2020-03-01 commodity EUR\n  before: 1\n  key: WORD\n  after: 2",
        '2020-03-01 * "x"\n  key: WORD\n  Assets:Cash  1 USD\n    key: WORD\n  Equity:Opening',
        f"pushmeta key: WORD\n{PLAIN}\npopmeta key:",
    ),
)
def test_metadata_value(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", cases.between([*cases.words("custom_values"), ""], '2020-03-01 custom "type" WORD'))
def test_custom_value(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        STRINGS,
        "2020-03-01 note Assets:Cash WORD",
        PLAIN.replace('"x"', "WORD") + '\n2020-04-01 event "a" "b"',
        "2020-03-01 commodity EUR\n  key: WORD\n  other: 1",
    ),
)
def test_string(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        cases.words("tags"),
        PLAIN.replace('"x"', '"x" WORD'),
        PLAIN.replace('"x"', '"x"\n  WORD'),
        '2020-03-01 note Assets:Cash "x" WORD',
        f"pushtag WORD\n{PLAIN}\npoptag WORD",
    ),
)
def test_tag(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        cases.words("keys"),
        "2020-03-01 commodity EUR\n  WORD\n  other: 2",
        '2020-03-01 * "x"\n  WORD\n  Assets:Cash  1 USD\n    WORD\n  Equity:Opening',
        f"pushmeta WORD\n{PLAIN}",
    ),
)
def test_key(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))
