"""How lines make directives: every directive, indents, comments, empty lines, line ends, and what stands around them."""

from pathlib import Path

import oracle
import pytest

OPENS = """\
2020-01-01 open Assets:Cash
2020-01-01 open Assets:Bank
2020-01-01 open Equity:Opening
"""

# Each line is a directive alone, followed by a healthy one; and again with a comment, metadata, an indent.
DIRECTIVES = r"""
2020-01-02 open Assets:A
2020-01-02 open Assets:A USD
2020-01-02 open Assets:A USD,EUR
2020-01-02 open Assets:A USD, EUR , GBP
2020-01-02 open Assets:A USD EUR
2020-01-02 open Assets:A USD,
2020-01-02 open Assets:A , USD
2020-01-02 open Assets:A USD "FIFO"
2020-01-02 open Assets:A "FIFO"
2020-01-02 open Assets:A "STRICT"
2020-01-02 open Assets:A "STRICT_WITH_SIZE"
2020-01-02 open Assets:A "LIFO"
2020-01-02 open Assets:A "HIFO"
2020-01-02 open Assets:A "NONE"
2020-01-02 open Assets:A "AVERAGE"
2020-01-02 open Assets:A "fifo"
2020-01-02 open Assets:A "WHATEVER"
2020-01-02 open Assets:A ""
2020-01-02 open Assets:A "FIFO" USD
2020-01-02 open Assets:A FIFO
2020-01-02 open Assets:A USD,USD
2020-01-02 open Assets:Cash
2020-01-02 open
2020-01-02 open USD
2020-01-02 openAssets:A
2020-01-02open Assets:A
2020-01-02 Open Assets:A
2020-01-02 OPEN Assets:A
2020-01-02 opens Assets:A
2020-01-02 open Assets:A Assets:B
2020-01-02 open Assets:A #tag
2020-01-02 close Assets:Cash
2020-01-02 close Assets:Nowhere
2020-01-02 close Assets:Cash USD
2020-01-02 close
2020-01-02 closeAssets:Cash
2020-01-02 commodity USD
2020-01-02 commodity V
2020-01-02 commodity USD EUR
2020-01-02 commodity "USD"
2020-01-02 commodityUSD
2020-01-02 pad Assets:Cash Equity:Opening
2020-01-02 pad Assets:Cash Assets:Nowhere
2020-01-02 pad Assets:Cash
2020-01-02 pad Assets:Cash Equity:Opening 10 USD
2020-01-02 balance Assets:Cash 0 USD
2020-01-02 balance Assets:Cash 1 USD
2020-01-02 balance Assets:Cash 0.00 USD
2020-01-02 balance Assets:Cash -1 + 1 USD
2020-01-02 balance Assets:Cash 0 ~ 0.1 USD
2020-01-02 balance Assets:Cash 1 ~ 2 USD
2020-01-02 balance Assets:Cash 1 ~ 1 USD
2020-01-02 balance Assets:Cash 1 ~ 0.5 + 0.5 USD
2020-01-02 balance Assets:Cash 1 ~ -1 USD
2020-01-02 balance Assets:Cash 0~0 USD
2020-01-02 balance Assets:Cash 0 USD ~ 0.1 USD
2020-01-02 balance Assets:Cash 0 USD ~ 0.1
2020-01-02 balance Assets:Cash ~ 0.1 USD
2020-01-02 balance Assets:Cash 0
2020-01-02 balance Assets:Cash USD
2020-01-02 balance Assets:Cash
2020-01-02 balance Assets:Cash 0 USD, 0 EUR
2020-01-02 balance Assets:Cash 0 USD "text"
2020-01-02 balance Assets:Nowhere 0 USD
2020-01-02 balance Assets 0 USD
2020-01-02 balance Assets:Cash 0 V
2020-01-02 note Assets:Cash "text"
2020-01-02 note Assets:Cash "text" #tag ^link
2020-01-02 note Assets:Cash #tag "text"
2020-01-02 note Assets:Cash
2020-01-02 note Assets:Nowhere "text"
2020-01-02 note Assets:Cash "text" "more"
2020-01-02 note "text"
2020-01-02 document Assets:Cash "main.beancount"
2020-01-02 document Assets:Cash "./main.beancount"
2020-01-02 document Assets:Cash "nowhere.pdf"
2020-01-02 document Assets:Cash ""
2020-01-02 document Assets:Cash "."
2020-01-02 document Assets:Cash "main.beancount" #tag ^link
2020-01-02 document Assets:Nowhere "main.beancount"
2020-01-02 document Assets:Cash
2020-01-02 event "name" "value"
2020-01-02 event "name" ""
2020-01-02 event "" "value"
2020-01-02 event "name"
2020-01-02 event "name" value
2020-01-02 event "name" "value" "more"
2020-01-02 event name "value"
2020-01-02 event "name" "value" #tag
2020-01-02 query "name" "SELECT 1"
2020-01-02 query "name" ""
2020-01-02 query "name"
2020-01-02 query "name" "a" "b"
2020-01-02 price HOOL 10 USD
2020-01-02 price HOOL 10.00 USD
2020-01-02 price HOOL -10 USD
2020-01-02 price HOOL 0 USD
2020-01-02 price HOOL 1/3 USD
2020-01-02 price HOOL 10
2020-01-02 price HOOL USD
2020-01-02 price HOOL
2020-01-02 price USD 10 USD
2020-01-02 price V 10 V
2020-01-02 price HOOL 10 USD @ 3 EUR
2020-01-02 price HOOL 10 USD 20 EUR
2020-01-02 custom "type" "value"
2020-01-02 custom "type" 1 2
2020-01-02 custom type "value"
2020-01-02 custom
2020-01-02 txn "text"
2020-01-02 * "text"
2020-01-02 * "text" #tag ^link
2020-01-02 ! "text"
2020-01-02 unknown "text"
2020-01-02 Assets:Cash 10 USD
2020-01-02 10 USD
2020-01-02 "text"
2020-01-02 #tag
2020-01-02
open Assets:A
txn "text"
* "text"
option "title" "a title"
option "title"
option title "a title"
option "title" "a title" "more"
option"title""a title"
plugin "beancount.plugins.auto_accounts"
plugin "beancount.plugins.nowhere"
plugin "beancount.plugins.auto_accounts" "config"
plugin "beancount.plugins.auto_accounts" "config" "more"
plugin ""
plugin
plugin beancount.plugins.auto_accounts
include "nowhere.beancount"
include "nowhere*.beancount"
include ""
include
include nowhere.beancount
include "main.beancount"
include "." "more"
pushtag #tag
pushtag tag
pushtag
pushtag ^link
pushtag #a #b
poptag #tag
poptag
pushmeta key: "value"
pushmeta key:
pushmeta key
pushmeta
popmeta key:
popmeta key
popmeta key: "value"
popmeta
""".strip().splitlines()

# Lines that may or may not mean something: comments, headings, rubbish.
COMMENTS = """\
; comment
;
;; comment
  ; indented comment
\t; indented by a tab
  ;
* heading
** heading
*** heading 2020-01-01 open Assets:X
*heading
*
**
: text
::: text
:text
:
# text
#!shebang
#text
#tag-like text
#
##
! text
!
& text
&
? text
?
% text
%
@ text
@
~ text
| text
|
+ text
- text
- [ ] text
/ text
// text
/* text */
= text
== text
( text
{ text
$ text
> text
< text
' text
_ text
\\ text
` text
```
text
Text
TEXT
text: text
key: "value"
  key: "value"
A
USD
10
10 USD
"string"
Assets:Cash
  Assets:Cash  10 USD
  10 USD
  text
  "string"
  #tag
  ^link
  * text
  : text
  # text
  ! text
  *
  #
  2020-01-05 open Assets:Inner
  2020-01-05 event "a" "b"
é
€
😀
\u00a0
\u00a0\u00a0; comment after hard spaces
\u3000
\u2028
\x0c
\x0b
\x00
\x01
\x7f
\x1a
TRUE
NULL
---
===
<<<<<<< HEAD
>>>>>>> branch
#+TITLE: org
-*- mode: beancount -*-
; -*- mode: beancount -*-
""".split("\n")[:-1]

# The places where the lines above stand.
PLACES = {
    "alone": OPENS + "\n{}\n\n" + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n',
    "first": "{}\n" + OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n',
    "last": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n{}',
    "after header": OPENS + '2020-03-01 * "x"\n{}\n  Assets:Cash  1 USD\n  Equity:Opening\n2020-04-01 close Assets:Bank\n',
    "between postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n{}\n  Equity:Opening\n2020-04-01 close Assets:Bank\n',
    "after postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n{}\n2020-04-01 close Assets:Bank\n',
    "after an empty line": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n\n{}\n2020-04-01 close Assets:Bank\n',
    "after an open": '2020-01-01 open Assets:Cash\n  before: 1\n{}\n  after: 2\n2020-01-02 open Assets:Bank\n',
}  # fmt: skip

JOURNALS = {
    "nothing": "",
    "a newline": "\n",
    "spaces": "   ",
    "spaces and a newline": "   \n",
    "a comment without newline": "; comment",
    "no newline at end": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening',
    "no newline after header": OPENS + '2020-03-01 * "x"',
    "no newline after open": "2020-01-01 open Assets:A",
    "spaces at end": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n   ',
    "indent at end": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n  ; c',
    "CRLF": (OPENS + '2020-03-01 * "x"\n  key: 1\n  Assets:Cash  1 USD ; c\n  Equity:Opening\n\n; c\n').replace(
        "\n", "\r\n"
    ),
    "CR only": (OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n').replace("\n", "\r"),
    "mixed line ends": OPENS + '2020-03-01 * "x"\r\n  Assets:Cash  1 USD\n  Equity:Opening\r\n\r\n\n',
    "CR in a line": OPENS + '2020-03-01 * "x"\n  Assets:Cash \r 1 USD\n  Equity:Opening\n',
    "blank CRLF line between postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n\r\n  Equity:Opening -1 USD\n',
    "spaces and CR between postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  \r\n  Equity:Opening\n',
    "tabs": OPENS + '2020-03-01\t*\t"x"\n\tAssets:Cash\t1\tUSD\n\tEquity:Opening\n',
    "one space of indent": OPENS + '2020-03-01 * "x"\n Assets:Cash  1 USD\n Equity:Opening\n',
    "uneven indents": OPENS + '2020-03-01 * "x"\n    Assets:Cash  1 USD\n Equity:Opening\n   key: 1\n',
    "trailing spaces": OPENS + '2020-03-01 * "x"   \n  Assets:Cash  1 USD   \n  Equity:Opening  \t \n',
    "empty line ends a transaction": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n\n  Equity:Opening  -1 USD\n',
    "blank line of spaces between postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  \n  Equity:Opening\n',
    "column 0 comment between postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n; c\n  Equity:Opening\n',
    "indented comment between postings": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  ; c\n  Equity:Opening\n',
    "indented comments first and last": OPENS + '2020-03-01 * "x"\n  ; c\n  Assets:Cash  1 USD\n  Equity:Opening\n  ; c\n',
    "indented comment after an empty line": OPENS + "\n  ; c\n\n2020-01-02 close Assets:Bank\n",
    "indented comment at the start": "  ; c\n" + OPENS,
    "org sections": "* Accounts\n" + OPENS + '** Transactions\n2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n* End\n',
    "a heading ends a transaction": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n* Heading\n',
    "metadata after postings": OPENS + '2020-03-01 * "x"\n  aa: 1\n  Assets:Cash  1 USD\n  bb: 2\n  cc: 3\n  Equity:Opening\n  dd: 4\n',
    "duplicate metadata": OPENS + '2020-03-01 * "x"\n  aa: 1\n  aa: 2\n  Assets:Cash  1 USD\n    bb: 2\n    bb: 3\n  Equity:Opening\n',
    "duplicate metadata, equal": OPENS + '2020-03-01 * "x"\n  aa: "1"\n  aa: "1"\n  Assets:Cash  1 USD\n    bb: 2\n    bb: 2\n  Equity:Opening\n',
    "duplicate metadata, booleans": OPENS + '2020-03-01 * "x"\n  aa: TRUE\n  aa: TRUE\n  bb:\n  bb: NULL\n  Assets:Cash  0 USD\n',
    "duplicate metadata on open": '2020-01-01 open Assets:A\n  aa: 1\n  aa: 2\n',
    "tags and links on lines": OPENS + '2020-03-01 * "x"\n  #aa ^bb\n  aa: 1\n  #cc\n  Assets:Cash  1 USD\n  Equity:Opening\n',
    "tags after a posting": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  #aa ^bb\n  Equity:Opening\n',
    "tags after a note": OPENS + '2020-03-01 note Assets:Cash "x"\n  #aa\n',
    "metadata on everything": OPENS
    + "2020-03-01 commodity USD\n  aa: 1\n2020-03-01 pad Assets:Cash Equity:Opening\n  aa: 1\n"
    + "2020-03-02 balance Assets:Cash 1 USD\n  aa: 1\n2020-03-02 note Assets:Cash \"x\"\n  aa: 1\n"
    + '2020-03-02 event "a" "b"\n  aa: 1\n2020-03-02 query "a" "b"\n  aa: 1\n2020-03-02 price USD 1 EUR\n  aa: 1\n'
    + '2020-03-02 custom "a" 1\n  aa: 1\n2020-03-02 close Assets:Bank\n  aa: 1\n'
    + '2020-03-02 document Assets:Cash "main.beancount"\n  aa: 1\n',
    "postings under an open": "2020-01-01 open Assets:A\n  Assets:A  1 USD\n2020-01-01 open Assets:B\n",
    "metadata under an option": 'option "title" "x"\n  aa: 1\n' + OPENS,
    "metadata under an include": 'include "main.beancount"\n  aa: 1\n' + OPENS,
    "an indented directive": "  2020-01-01 open Assets:A\n" + OPENS,
    "all directives indented": "".join(f"  {line}\n" for line in OPENS.splitlines())
    + '  2020-03-01 * "x"\n    Assets:Cash  1 USD\n    Equity:Opening\n',
    "a transaction without postings": '2020-03-01 * "x"\n2020-03-02 * "y"\n  aa: 1\n',
    "a posting in column 0": OPENS + '2020-03-01 * "x"\nAssets:Cash  1 USD\n  Equity:Opening\n2020-03-02 close Assets:Bank\n',
    "broken header, healthy postings": OPENS + '2020-03-01 * x\n  Assets:Cash  1 USD\n  Equity:Opening\n2020-03-02 close Assets:Bank\n',
    "broken second posting": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening ???\n  Assets:Bank\n2020-03-02 close Assets:Bank\n',
    "broken metadata": OPENS + '2020-03-01 * "x"\n  aa: ???\n  Assets:Cash  1 USD\n  Equity:Opening\n2020-03-02 close Assets:Bank\n',
    "two broken transactions": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 $\n  Equity:Opening\n2020-03-01 * "x"\n  Assets:Cash  1 $\n  Equity:Opening\n2020-03-02 close Assets:Bank\n',
    "broken lines without gaps": OPENS + "2020-03-01 opn Assets:A\n2020-03-01 opn Assets:B\n2020-03-02 close Assets:Bank\n",
    "broken metadata under open": "2020-01-01 open Assets:Cash\n  Aa: 1\n  bb: 2\n2020-01-01 open Assets:Bank\n",
    "posting key filename": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n    filename: "a.pdf"\n  Equity:Opening\n',
    "posting key lineno": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\n    lineno: 7\n  Equity:Opening\n',
    "division by zero": OPENS + "2020-03-01 price EUR 1 / 0 USD\n",
    "long narration": OPENS + '2020-03-01 * "' + "x " * 5000 + '"\n  Assets:Cash  1 USD\n  Equity:Opening\n',
    "multi-line strings": OPENS + '2020-03-01 * "pay\nee" "narra\n\n  tion" #tag\n  aa: "1\n2"\n  Assets:Cash  1 USD\n    bb: "\n"\n  Equity:Opening\n2020-03-02 close Assets:Bank\n',
    "a multi-line query": '2020-03-01 query "q" "\nSELECT account,\n; no comment\n* no heading\n2020-01-01 no directive\n"\n  aa: 1\n' + OPENS,
    "a string with directives in it": '2020-03-01 query "q" "\n2020-01-01 open Assets:X\n2020-01-02 * \\"y\\"\n  Assets:X  1 USD\n"\n' + OPENS,
    "pushtag nested": 'pushtag #aa\npushtag #bb\n2020-03-01 * "x" #cc\n2020-03-01 note Assets:Cash "n"\npoptag #aa\n2020-03-01 * "y"\npoptag #bb\n2020-03-01 * "z"\n' + OPENS,
    "pushtag twice": 'pushtag #aa\npushtag #aa\n2020-03-01 * "x"\npoptag #aa\n2020-03-01 * "y"\npoptag #aa\n',
    "pushtag unbalanced": 'pushtag #aa\n2020-03-01 * "x"\n',
    "pushtag twice unbalanced": 'pushtag #aa\npushtag #aa\n2020-03-01 * "x"\npoptag #aa\n',
    "poptag absent": 'poptag #aa\n2020-03-01 * "x"\n',
    "pushtag for all": 'pushtag #aa\n' + OPENS + '2020-03-01 document Assets:Cash "main.beancount"\n2020-03-01 event "a" "b"\n2020-03-01 custom "a" 1\n2020-03-01 pad Assets:Cash Equity:Opening\n2020-03-02 balance Assets:Cash 1 USD\npoptag #aa\n',
    "pushmeta nested": 'pushmeta aa: "1"\npushmeta aa: "2"\n2020-03-01 * "x"\n2020-03-01 event "a" "b"\npopmeta aa:\n2020-03-01 * "y"\npopmeta aa:\n2020-03-01 * "z"\n',
    "pushmeta overridden": 'pushmeta aa: "1"\npushmeta bb: 2\n2020-03-01 * "x"\n  aa: "own"\n  cc: 3\npopmeta aa:\npopmeta bb:\n',
    "pushmeta for open": 'pushmeta aa: "1"\n2020-01-01 open Assets:A\n2020-01-01 note Assets:A "x"\npopmeta aa:\n',
    "pushmeta unbalanced": 'pushmeta aa: "1"\n2020-03-01 * "x"\n',
    "pushmeta in a transaction": OPENS + '2020-03-01 * "x"\n  Assets:Cash  1 USD\npushmeta aa: "1"\n  Equity:Opening\npopmeta aa:\n',
    "popmeta absent": 'popmeta aa:\n2020-03-01 * "x"\n',
    "pushmeta with a bad account": 'pushmeta aa: Other:A\n2020-03-01 * "x"\npopmeta aa:\n',
    "same day order": '2020-01-01 close Assets:A\n2020-01-01 document Assets:A "main.beancount"\n2020-01-01 * "x"\n2020-01-01 balance Assets:A 0 USD\n2020-01-01 price EUR 1 USD\n2020-01-01 pad Assets:A Assets:B\n2020-01-01 open Assets:A\n2020-01-01 open Assets:B\n',
    "invalid token after an open": "2020-01-01 open Assets:A\n\n??? text\n2020-01-02 close Assets:A\n",
    "no UTF-8": b'2020-01-01 open Assets:Cash\n2020-01-01 * "caf\xe9"\n  Assets:Cash  0 USD\n',
    "no UTF-8 in a comment": b"2020-01-01 open Assets:Cash\n; caf\xe9\n2020-01-02 close Assets:Cash\n",
    "no UTF-8 in an account": b"2020-01-01 open Assets:Caf\xe9\n2020-01-02 open Assets:Cash\n",
    "UTF-8 surrogates": b"2020-01-01 open Assets:A\xed\xa0\x80\n2020-01-02 open Assets:Cash\n",
    "a zero byte": b'2020-01-01 open Assets:Cash\n2020-01-01 event "a\x00b" "c"\n2020-01-02 open Assets:Bank\n',
    "a zero byte in a comment": b"2020-01-01 open Assets:Cash\n; a\x00b\n2020-01-02 open Assets:Bank\n",
}  # fmt: skip


# Both refuse these; what they make of the rest of the journal is their own.
REFUSED = {
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
    "a quote in a comment, no string": OPENS + 'x " y\n',
    "UTF-16": "2020-01-01 open Assets:Cash\n".encode("utf-16"),
    "UTF-32": "2020-01-01 open Assets:Cash\n".encode("utf-32"),
    "no text": bytes(range(256)),
}


def directives() -> list[object]:
    """Every directive in several surroundings."""
    found = []
    for line in DIRECTIVES:
        healthy = '2020-05-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n'
        for number, text in enumerate(
            (
                f"{OPENS}\n{line}\n{healthy}",
                f"{OPENS}\n{line} ; comment\n  key: 1\n  ; comment\n  other: 2\n{healthy}",
                f"{OPENS}\n{line}\n\n{healthy}{line}\n{line}",
                f"{healthy}{OPENS}\n{line}\n  Assets:Cash  1 USD\n  Equity:Opening\n{healthy}",
            )
        ):
            found.append(pytest.param(text, id=f"{number}-{line}"))
    return found


@pytest.mark.parametrize("journal", directives())
def test_directive(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    [
        pytest.param(text.format(line), id=f"{place}-{index}-{line.strip()[:20].encode('unicode_escape').decode()}")
        for place, text in PLACES.items()
        for index, line in enumerate(COMMENTS)
    ],
)
def test_odd_line(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", [pytest.param(text, id=name) for name, text in JOURNALS.items()])
def test_journal(journal: str | bytes, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", [pytest.param(text, id=name) for name, text in REFUSED.items()])
def test_refused(journal: str | bytes, tmp_path: Path) -> None:
    oracle.check_rejected(oracle.write(tmp_path, journal))


def test_byte_order_mark(tmp_path: Path) -> None:
    """A deliberate difference: editors on Windows write the mark, Beancount refuses it, pfin reads past it."""
    with_mark, without = (oracle.write(tmp_path / name, mark + OPENS) for name, mark in (("a", "\ufeff"), ("b", "")))
    assert oracle.by_beancount(with_mark).rejected
    assert oracle.by_pfin(with_mark) == oracle.by_pfin(without)
    assert not oracle.differences(without)
