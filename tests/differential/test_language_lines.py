"""Transactions line by line: headers, postings, costs and prices, each odd line among healthy ones."""

from pathlib import Path

import oracle
import pytest

FRAME = """\
2020-01-01 open Assets:Cash
2020-01-01 open Assets:Stock
2020-01-01 open Equity:Opening

{}

2020-06-01 * "after"
  Assets:Cash  1.00 USD
  Equity:Opening
"""

# What stands between the date and the end of a transaction's first line.
HEADERS = """\
* "narration"
* "payee" "narration"
* "one" "two" "three"
*
* ""
* "" ""
txn "a"
txn
! "a"
& "a"
# "a"
? "a"
% "a"
P "a"
Z "a"
S
A "payee" "narration" #tag
Ab "a"
a "a"
'P "a"
+ "a"
- "a"
~ "a"
@ "a"
^ "a"
** "a"
!! "a"
* ! "a"
*"a"
!"a"
*"a""b"
P"a"
txn"a"
TXN "a"
Txn "a"
* "a" | "b"
* "a" |
* | "b"
* "a"; comment
* "a" ; comment
*; comment
* "a" #tag
* #tag
* #tag "a"
* "a" #tag "b"
* "a" #tag ^link #tag2
* "a" #tag ; comment
* "a"#tag
* "a" # tag
* "a" *
* narration
* "a" narration
* "a" 10 USD
* "a" Assets:Cash
"a"
"a" "b"

balanced "a"
* "a" \t
*\t"a"
* "a\tb"
* 'a'
* "a" ^l1 ^l2 #t1 #t2
""".splitlines()

# Lines that stand as the first posting; the second takes what is left.
POSTINGS = """\
Assets:Cash 1 USD
Assets:Cash 1USD
Assets:Cash\t1\tUSD
Assets:Cash  1.00USD
Assets:Cash  1 USD ; comment
Assets:Cash  1 USD;comment
Assets:Cash ; comment
Assets:Cash;comment
Assets:Cash  1 USD  "text"
Assets:Cash  1 USD  #tag
Assets:Cash  1 USD  EUR
Assets:Cash  USD 1
Assets:Cash  USD
Assets:Cash  1
Assets:Cash
Assets:Cash  0 USD
Assets:Cash  -0.00 USD
Assets:Cash  - 1 USD
Assets:Cash  1 + 1 USD
Assets:Cash  (1 + 1) * 3 USD
Assets:Cash  1,000.00 USD
* Assets:Cash  1 USD
! Assets:Cash  1 USD
& Assets:Cash  1 USD
# Assets:Cash  1 USD
? Assets:Cash  1 USD
% Assets:Cash  1 USD
P Assets:Cash  1 USD
Z Assets:Cash
!Assets:Cash  1 USD
*Assets:Cash  1 USD
#Assets:Cash  1 USD
PAssets:Cash  1 USD
** Assets:Cash  1 USD
! ! Assets:Cash  1 USD
~ Assets:Cash  1 USD
txn Assets:Cash  1 USD
Assets:Cash  1 usd
Assets:Cash  1 $
Assets:Cash  $1
Assets:Cash  1 USD @ 2 EUR
Assets:Cash  1 USD@2EUR
Assets:Cash  1 USD @@ 2 EUR
Assets:Cash  10 USD @@ 2 EUR
Assets:Cash  -10 USD @@ 2 EUR
Assets:Cash  3 USD @@ 10 EUR
Assets:Cash  0 USD @@ 10 EUR
Assets:Cash  0 USD @ 10 EUR
Assets:Cash  1 USD @ 0 EUR
Assets:Cash  1 USD @@ 0 EUR
Assets:Cash  1 USD @ -2 EUR
Assets:Cash  1 USD @@ -2 EUR
Assets:Cash  1 USD @ 2 USD
Assets:Cash  1 USD @ (1 + 2) / 4 EUR
Assets:Cash  1 USD @
Assets:Cash  1 USD @@
Assets:Cash  1 USD @ EUR
Assets:Cash  1 USD @ 2
Assets:Cash  1 USD @@ EUR
Assets:Cash  1 USD @@ 2
Assets:Cash  1 @ 2 EUR
Assets:Cash  USD @ 2 EUR
Assets:Cash  @ 2 EUR
Assets:Cash  USD @@ 2 EUR
Assets:Cash  @@ 2 EUR
Assets:Cash  1 @@ 2 EUR
Assets:Cash  @
Assets:Cash  @@
Assets:Cash  1 USD @ @ 2 EUR
Assets:Cash  1 USD @@@ 2 EUR
Assets:Cash  1 USD @ 2 EUR @ 3 EUR
Assets:Cash  1 USD @ 2 EUR {3 EUR}
Assets:Cash  1 USD @ 2 EUR ; comment
Assets:Cash  1 USD (@) 2 EUR
Assets:Cash  1 USD ~ 0.1
Assets:Cash  1 USD = 2 USD
Assets:Cash  = 2 USD
Assets:Nowhere  1 USD
Assets:nowhere  1 USD
Other:Nowhere  1 USD
(Assets:Cash)  1 USD
[Assets:Cash]  1 USD
Assets:Cash:  1 USD
Assets:Cash 1 USD key: "v"
"text"
1 USD
2020-01-01
2020-01-01 * "inner"
Assets:Cash Equity:Opening
Assets:Cash  TRUE
Assets:Cash  1 TRUE
Assets:Cash  1 NULL
""".splitlines()

COSTS = """\
10 HOOL {5 USD}
10 HOOL {5.00 USD}
10 HOOL{5USD}
10 HOOL { 5 USD }
10 HOOL {}
10 HOOL { }
10 HOOL {{}}
10 HOOL {{ }}
10 HOOL {{50 USD}}
10 HOOL {{ 50 USD }}
-10 HOOL {{50 USD}}
3 HOOL {{10 USD}}
0 HOOL {{10 USD}}
0 HOOL {10 USD}
10 HOOL {5 # 9.95 USD}
10 HOOL {5 #9.95 USD}
10 HOOL {5#9.95 USD}
10 HOOL {5 # USD}
10 HOOL {# 9.95 USD}
10 HOOL {# USD}
10 HOOL {#USD}
10 HOOL {# 9.95}
10 HOOL {5 #}
10 HOOL {5 # 9.95}
10 HOOL {#}
-10 HOOL {5 # 9.95 USD}
3 HOOL {5 # 10 USD}
0 HOOL {5 # 10 USD}
10 HOOL {{5 # 9.95 USD}}
10 HOOL {{# 9.95 USD}}
10 HOOL {{5 # USD}}
10 HOOL {{2020-01-15}}
10 HOOL {{"label"}}
10 HOOL {{USD}}
10 HOOL {{50}}
10 HOOL {{50 USD, 2020-01-15, "label"}}
10 HOOL {USD}
10 HOOL {5}
10 HOOL {*}
10 HOOL {*, 5 USD}
10 HOOL {5 USD, *}
10 HOOL {*, *}
10 HOOL {2020-01-15}
10 HOOL {2020/1/15}
10 HOOL {"label"}
10 HOOL {""}
10 HOOL {5 USD, 2020-01-15}
10 HOOL {2020-01-15, 5 USD}
10 HOOL {5 USD, "label"}
10 HOOL {"label", 5 USD}
10 HOOL {5 USD, "label", 2020-01-15}
10 HOOL {"label", 2020-01-15, 5 USD}
10 HOOL {2020-01-15, "label", 5 USD}
10 HOOL {2020-01-15, "label"}
10 HOOL {5 USD 2020-01-15}
10 HOOL {5 USD / 2020-01-15}
10 HOOL {5 USD,}
10 HOOL {,5 USD}
10 HOOL {,}
10 HOOL {5 USD,,"label"}
10 HOOL {5 USD, 6 USD}
10 HOOL {5 USD, 6 EUR}
10 HOOL {2020-01-15, 2020-01-16}
10 HOOL {"a", "b"}
10 HOOL {-5 USD}
10 HOOL {0 USD}
10 HOOL {5 + 1 USD}
10 HOOL {(5 + 1) / 4 USD}
10 HOOL {1/3 USD}
10 HOOL {1,000.00 USD}
10 HOOL {5 USD}}
10 HOOL {{5 USD}
10 HOOL {5 USD
10 HOOL 5 USD}
10 HOOL {{{5 USD}}}
10 HOOL {5 USD} {6 USD}
10 HOOL {5 USD} @ 6 USD
10 HOOL {5 USD} @ 6 EUR
10 HOOL {5 USD} @
10 HOOL {5 USD} @@ 60 USD
10 HOOL {5 USD} @ EUR
10 HOOL {} @ 5 USD
10 HOOL {} @@ 50 USD
10 HOOL {} @
10 HOOL {USD} @ 6
10 HOOL {5} @ 6 USD
10 HOOL {5 EUR} @ 6
10 HOOL {5 USD} @ 6
10 {5 USD}
HOOL {5 USD}
HOOL {5}
HOOL {}
{5 USD}
{}
10 {}
10 {5}
HOOL {{50 USD}}
HOOL {5 # 9.95 USD}
{5 USD} @ 6 USD
10 HOOL {5 USD} ; comment
10 HOOL {5 USD ; comment
10 HOOL {5 HOOL}
10 HOOL {#tag}
10 HOOL {5 #tag USD}
10 HOOL {Assets:Cash}
10 HOOL {TRUE}
10 HOOL {5 USD} "text"
10 HOOL {V}
10 HOOL {5 V}
10 V {5 V}
10 HOOL [5 USD]
10 HOOL (5 USD)
10 HOOL {=5 USD}
10 HOOL {5 USD}{2020-01-15}
10 HOOL {0099-01-15}
10 HOOL {5 USD, 2020-13-15}
""".splitlines()

# Lots to reduce, for the costs above with their signs turned.
BOUGHT = """\
2020-01-15 * "buy"
  Assets:Stock  10 HOOL {5 USD}
  Assets:Stock  10 HOOL {6 USD, "label"}
  Assets:Stock  3 HOOL {7 EUR}
  Equity:Opening
2020-01-16 * "buy"
  Assets:Stock  10 HOOL {5 USD}
  Equity:Opening
"""


def cases(table: list[str], *templates: str) -> list[object]:
    """Every line of a table in every template."""
    found = []
    for index, line in enumerate(table):
        for number, template in enumerate(templates):
            name = "".join(c if c.isalnum() and c.isascii() else "_" for c in line[:30])
            found.append(pytest.param(FRAME.format(template.replace("LINE", line)), id=f"{index}.{number}-{name}"))
    return found


@pytest.mark.parametrize(
    "journal",
    cases(
        HEADERS,
        "2020-03-01 LINE\n  Assets:Cash  1 USD\n  Equity:Opening",
        "2020-03-01 LINE",
    ),
)
def test_header(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases(
        POSTINGS,
        '2020-03-01 * "a"\n  LINE\n  Equity:Opening',
        '2020-03-01 * "a"\n  LINE',
        '2020-03-01 * "a"\n  Equity:Opening  -1 USD\n  LINE',
        '2020-03-01 * "a"\n  Equity:Opening  -2 EUR\n  LINE\n    key: "value"\n  Equity:Opening\n',
    ),
)
def test_posting(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases(
        COSTS,
        '2020-03-01 * "a"\n  Assets:Stock  LINE\n  Equity:Opening',
        '2020-03-01 * "a"\n  Assets:Stock  LINE\n  Equity:Opening  -50 USD',
        f'{BOUGHT}\n2020-03-01 * "a"\n  Assets:Stock  -LINE\n  Equity:Opening',
        f'{BOUGHT}\n2020-03-01 * "a"\n  Assets:Stock  -LINE\n  Assets:Cash  50 USD\n  Equity:Opening',
    ),
)
def test_cost(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))
