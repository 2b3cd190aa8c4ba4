"""The words of the language one by one: numbers, dates, strings, names and values, each in a place of its own.

Every word stands in a directive between healthy ones, so a word that is refused also shows what recovery makes of it.
(The empty line before it is needed: Beancount loses a directive when the very next line begins with an invalid word.)
"""

from pathlib import Path

import oracle
import pytest

FRAME = """\
2020-01-01 open Assets:Cash
2020-01-01 open Equity:Opening

{}
2020-06-01 * "after"
  Assets:Cash  1.00 USD
  Equity:Opening
"""

NUMBERS = """\
1
0
00012
1.
1.00
.5
-.5
1.5.5
1,000
1,000.50
1,000,000.00
12,345,678
1,00
1,0000
10,00,000
1000,000
,100
100,
1,,000
0,001
1,000.
1.000,5
1e5
0x10
1_000
+1
-1
--1
-+-1
- 1
+ 1
1+2
1 + 2
1+-2
1 - -2
1 -2
1-2
2*3
2 * -3
-2 * 3
1+2*3
(1+2)*3
2*(3+4)*5
10 / 4
10 / 3
1/3*3
2/3
-(1+2)
((((7))))
(1
1)
()
(1 2)
1 2
1 +
* 2
/ 2
1 2 +
2 ** 3
10 % 3
1.10 + 2.2
1.10 * 2.20
100.00 / 8
8 / 2 / 2
8 - 2 - 2
8 - (2 - 2)
1.0000000000000000000000000000
12345678901234567890123456789012345678901234567890
0.1234567890123456789012345678901234567890
1234567890123456789012345678.901 + 0.0001
12345678901234567890 * 12345678901234567890
1 / 7
-0
-0.00
0 * -1
½
١٢
1 USD +
""".splitlines()

DATES = """\
2020-02-01
2020/02/01
2020/02-01
2020-2-1
2020-02-1
2020/2/01
2020-002-0001
2020-13-01
2020-00-01
2020-02-30
2020-02-29
2021-02-29
2020-01-32
0000-01-01
0001-01-01
0099-12-31
9999-12-31
10000-01-01
02020-01-01
20-01-01
2020-01
20200101
2020.01.01
2020-01-01T10:00
2020-01-01,
2020-01-01-01
2020 -01-01
2020- 01-01
99999999999-01-01
2020-01-99999999999
""".splitlines()

ACCOUNTS = """\
Assets:A
Assets:A:B:C
Assets:Aa-b-9
Assets:1
Assets:401k
Assets:9-
Assets:A-
Assets:-A
Assets:a
Assets:A:b
Assets:
Assets
:Assets:A
Assets::A
Assets:A:
Assets:A_b
Assets:A.b
Assets:A'b
Assets:A b
Assets:A/b
assets:A
ASSETS:A
Asset:A
Other:A
Income:A
Liabilities:A
Expenses:A
Equity:A
Assets:Été
Assets:été
Assets:Ünïcödé
Assets:中文
Assets:资产:现金
Assets:А
Assets:а
Assets:Ελλάδα
Assets:日本-銀行
Assets:A中
Assets:1中
Assets:١
Assets:A١
Assets:①
Assets:A①
Assets:ǅ
Assets:Ⅷ
Assets:A\u00a0B
Assets:A\u200bB
Assets:😀
Assets:A😀
Assets:€
Assets:Café
Assets:Cafe\u0301
Assets:ª
Assets:ñandú
Assets:Ñandú
Assets:A–B
Été:A
资产:A
AssetsX:A
XAssets:A
A:B
""".splitlines()

CURRENCIES = """\
USD
U
US
V
AB1
A1
A-B
A.B
A'B
A_B
A--B
A._'-B
NT.TO
C_
C-
C.
C'
C345
1A
aUSD
usd
Usd
USd
/6J
/NQH21
/NQH21_QNEG21C13100
/6
/6.3
/A
/a
/
//A
/A_
/6J.
TLT_040921C144
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789
TRUE
FALSE
NULL
TRUEX
NULLABLE
TRUE.X
FALSE1
X.TRUE
ÜSD
EUR€
€
$
US$
"USD"
USD,
USD;comment
USD#tag
USD:
""".splitlines()

# What stands after `key:` in metadata, and between other keys.
VALUES = """\
"text"
""
"a \\"quoted\\" word"
Assets:Cash
Assets:Nowhere
Other:Nowhere
2020-01-01
2020/1/1
USD
V
#tag
#a/b-c.d_e
^link
TRUE
FALSE
NULL
true
False
1
1.50
-1
1,000.00
1 + 2 * 3
(1 + 2) * 3
10 USD
10.00 USD
(1+2) USD
-1 USD
10 USD EUR
10 10
"a" "b"
10 USD {5 EUR}
10 ~ 1 USD
text

; a comment
"text" ; a comment
"text";a comment
*
!
@
{5 USD}
2020-01-01 10
USD 10
""".splitlines()

CUSTOM_VALUES = """\

"text"
"a" "b" "c"
Assets:Cash
Assets:Cash Assets:Nowhere
Other:A
2020-01-01
2020-01-01 "x"
TRUE
TRUE FALSE
NULL
1
1 2 3
1 -2
1 - 2
(1) (2)
1 (2)
1 * 2 "x"
10 USD
10 USD 20 EUR
10 USD, 20 EUR
USD
V
#tag
^link
10%
0.5 "a" TRUE 2020-01-01 Assets:Cash 1 USD
"a" ; comment
{1 USD}
1 USD @ 2 EUR
""".splitlines()

STRINGS = [
    '"plain"',
    '""',
    '"it\'s"',
    '"say \\"hi\\""',
    '"back\\\\slash"',
    '"back\\\\"',
    '"a\\nb\\tc\\rd\\fe\\bf"',
    '"\\q"',
    '"\\a\\v\\0\\x41\\u0041"',
    '"\\\'"',
    '"\\é"',
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
    '"' + "\n".join(str(n) for n in range(63)) + '"',
    '"' + "\n".join(str(n) for n in range(64)) + '"',
    '"' + "\n".join(str(n) for n in range(65)) + '"',
    '"' + "\n".join(str(n) for n in range(70)) + '\\n"',
    '"' + "x" * 20_000 + '"',
    '"2020-01-01 open Assets:Inside\n2020-01-01 open Assets:Inside2\n"',
]

# Tags and links as they stand after a narration.
TAGS = """\
#tag
#tag #tag
#tag #other ^link ^link2
^link #tag
#tag^link
#a#b
^a^b
#tag"text"
#Tag-1_2/3.4
#1
#-
#.
#/
# tag
#
^
^ link
#é
^é
#tagé
#a,b
#a:b
#a'b
#a;comment
#tag ; comment
#tag "late string"
""".splitlines()

KEYS = """\
key: "1"
k: "1"
ke: "1"
key:"1"
key : "1"
key :"1"
Key: "1"
KEY: "1"
kEY: "1"
key-with-dash: "1"
key_with_underscore: "1"
key9: "1"
9key: "1"
key.dot: "1"
-key: "1"
_key: "1"
ké: "1"
clé: "1"
"key": "1"
open: "1"
txn: "1"
balance: "1"
price: "1"
note: "1"
option: "1"
opening: "1"
true: "1"
TRUE: "1"
a-: "1"
a_: "1"
key:: "1"
key:
key
: "1"
key: key: "1"
name: "x" other: "y"
""".splitlines()


def journals(table: list[str], *templates: str) -> list[object]:
    """Every word of a table in every template."""
    cases = []
    for index, word in enumerate(table):
        for number, template in enumerate(templates):
            name = "".join(c if c.isalnum() and c.isascii() else "_" for c in word[:20])
            journal = FRAME.format(template.replace("WORD", word))
            cases.append(pytest.param(journal, id=f"{index}.{number}-{name}"))
    return cases


POSTING = '2020-03-01 * "x"\n  Assets:Cash  {}\n  Equity:Opening'


@pytest.mark.parametrize("journal", journals(NUMBERS, "2020-03-01 price EUR WORD USD", POSTING.format("WORD USD")))
def test_number(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        DATES,
        'WORD event "a" "b"',
        'WORD * "x"\n  Assets:Cash  1 EUR\n  Equity:Opening',
        "2020-03-01 commodity EUR\n  key: WORD",
    ),
)
def test_date(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        ACCOUNTS,
        "2020-03-01 open WORD",
        '2020-03-01 open WORD\n2020-03-01 * "x"\n  WORD  1 USD\n  Equity:Opening',
        "2020-03-01 open WORD USD\n2020-03-01 pad WORD Equity:Opening\n2020-03-02 balance WORD 2 USD",
    ),
)
def test_account(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        CURRENCIES,
        "2020-03-01 commodity WORD",
        POSTING.format("1 WORD"),
        POSTING.format("1WORD @ 2WORD"),
        "2020-03-01 open Assets:A WORD,EUR",
        POSTING.format("8 / 2 / 2/WORD"),
    ),
)
def test_currency(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        VALUES,
        "2020-03-01 commodity EUR\n  before: 1\n  key: WORD\n  after: 2",
        '2020-03-01 * "x"\n  key: WORD\n  Assets:Cash  1 USD\n    key: WORD\n  Equity:Opening',
        'pushmeta key: WORD\n2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\npopmeta key:',
    ),
)
def test_metadata_value(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", journals(CUSTOM_VALUES, '2020-03-01 custom "type" WORD'))
def test_custom_value(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        STRINGS,
        "2020-03-01 note Assets:Cash WORD",
        '2020-03-01 * WORD\n  Assets:Cash  1 USD\n  Equity:Opening\n2020-04-01 event "a" "b"',
        "2020-03-01 commodity EUR\n  key: WORD\n  other: 1",
    ),
)
def test_string(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        TAGS,
        '2020-03-01 * "x" WORD\n  Assets:Cash  1 USD\n  Equity:Opening',
        '2020-03-01 * "x"\n  WORD\n  Assets:Cash  1 USD\n  Equity:Opening',
        '2020-03-01 note Assets:Cash "x" WORD',
        'pushtag WORD\n2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\npoptag WORD',
    ),
)
def test_tag(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    journals(
        KEYS,
        "2020-03-01 commodity EUR\n  WORD\n  other: 2",
        '2020-03-01 * "x"\n  WORD\n  Assets:Cash  1 USD\n    WORD\n  Equity:Opening',
        'pushmeta WORD\n2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n',
    ),
)
def test_key(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))
