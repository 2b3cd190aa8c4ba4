"""Several files, options and plugins: what reaches across lines and files."""

from pathlib import Path

import cases
import oracle
import pytest
from cases import OPENS

# A glob finds files in no certain order in Beancount, so files that are found by one have transactions of other days.
LATER = '2020-03-02 * "later"\n  Assets:Cash  1 USD\n  Equity:Opening\n'
SPEND = '2020-03-01 * "x"\n  Assets:Cash  1 USD\n  Equity:Opening\n'

INCLUDES: dict[str, dict[str, str | bytes]] = {
    "plain": {"main.beancount": OPENS + 'include "a.beancount"\n', "a.beancount": SPEND},
    "before its accounts": {"main.beancount": 'include "a.beancount"\n' + OPENS, "a.beancount": SPEND},
    "nested": {
        "main.beancount": OPENS + 'include "a/a.beancount"\n',
        "a/a.beancount": 'include "b/b.beancount"\n' + SPEND,
        "a/b/b.beancount": 'include "../../c.beancount"\n' + SPEND,
        "c.beancount": SPEND,
    },
    "glob": {
        "main.beancount": OPENS + 'include "years/*.beancount"\n',
        "years/b.beancount": SPEND,
        "years/a.beancount": LATER,
        "years/c.txt": "rubbish",
        "years/.hidden.beancount": "rubbish",
    },
    "glob of folders": {
        "main.beancount": OPENS + 'include "**/*.beancount"\n',
        "a/x.beancount": SPEND,
        "a/b/c/y.beancount": LATER,
    },
    "glob with sets": {
        "main.beancount": OPENS + 'include "202[01].beancount"\n',
        "2020.beancount": SPEND,
        "2021.beancount": LATER,
        "2022.beancount": "rubbish",
    },
    "glob with question mark": {
        "main.beancount": OPENS + 'include "202?.beancount"\n',
        "2020.beancount": SPEND,
        "20200.beancount": "rubbish",
    },
    "glob that finds itself": {"main.beancount": OPENS + SPEND + 'include "*.beancount"\n', "a.beancount": SPEND},
    "glob of a folder": {"main.beancount": OPENS + 'include "a"\n', "a/b.beancount": SPEND},
    "braces": {"main.beancount": OPENS + 'include "{a,b}.beancount"\n', "a.beancount": SPEND, "b.beancount": SPEND},
    "missing": {"main.beancount": OPENS + 'include "nowhere.beancount"\n' + SPEND},
    "missing glob": {"main.beancount": OPENS + 'include "nowhere/*.beancount"\n' + SPEND},
    "missing in an included file": {
        "main.beancount": OPENS + 'include "a.beancount"\n',
        "a.beancount": 'include "nowhere.beancount"\n' + SPEND,
    },
    "empty name": {"main.beancount": OPENS + 'include ""\n'},
    "twice": {"main.beancount": OPENS + 'include "a.beancount"\ninclude "a.beancount"\n', "a.beancount": SPEND},
    "twice by two names": {
        "main.beancount": OPENS + 'include "a.beancount"\ninclude "./b/../a.beancount"\n',
        "a.beancount": SPEND,
        "b/b.beancount": "",
    },
    "diamond": {
        "main.beancount": OPENS + 'include "a.beancount"\ninclude "b.beancount"\n',
        "a.beancount": 'include "c.beancount"\n',
        "b.beancount": 'include "c.beancount"\n',
        "c.beancount": SPEND,
    },
    "itself": {"main.beancount": OPENS + SPEND + 'include "main.beancount"\n'},
    "a cycle": {
        "main.beancount": OPENS + 'include "a.beancount"\n',
        "a.beancount": SPEND + 'include "main.beancount"\n',
    },
    "empty": {"main.beancount": OPENS + 'include "a.beancount"\n', "a.beancount": ""},
    "spaces in a name": {"main.beancount": OPENS + 'include "a b.beancount"\n', "a b.beancount": SPEND},
    "accents in a name": {"main.beancount": OPENS + 'include "é.beancount"\n', "é.beancount": SPEND},
    "a variable": {"main.beancount": OPENS + 'include "$HOME/a.beancount"\n', "a.beancount": SPEND},
    "a tilde": {"main.beancount": OPENS + 'include "~/a.beancount"\n', "a.beancount": SPEND},
    "errors in an included file": {
        "main.beancount": OPENS + 'include "a.beancount"\n',
        "a.beancount": "rubbish\n\n" + SPEND + '2020-03-02 * "x"\n  Assets:Cash  1 USD\n',
    },
    "CRLF in one file": {
        "main.beancount": OPENS + 'include "a.beancount"\n',
        "a.beancount": SPEND.replace("\n", "\r\n").encode(),
    },
    "order by line across files": {
        "main.beancount": '\n\n2020-03-01 * "main 3"\n\n\n2020-03-01 * "main 6"\ninclude "a.beancount"\n',
        "a.beancount": '2020-03-01 * "a 1"\n\n\n2020-03-01 * "a 4"\n2020-03-01 * "a 5"\n2020-03-01 price A 1 B\n',
    },
    "order of files": {
        "main.beancount": OPENS + 'include "b.beancount"\ninclude "a.beancount"\n',
        "a.beancount": '2020-03-01 * "a"\n',
        "b.beancount": 'include "c.beancount"\n2020-03-01 * "b"\n',
        "c.beancount": '\n2020-03-01 * "c"\n',
    },
    "order of files of equal lines": {
        "main.beancount": '2020-03-01 * "main"\ninclude "b.beancount"\ninclude "a.beancount"\n',
        "a.beancount": '2020-03-01 * "a"\n',
        "b.beancount": '2020-03-01 * "b"\ninclude "c.beancount"\n',
        "c.beancount": '2020-03-01 * "c"\n',
    },
    "pushtag ends with its file": {
        "main.beancount": 'pushtag #aa\ninclude "a.beancount"\n2020-03-01 * "x"\npoptag #aa\n',
        "a.beancount": '2020-03-01 * "y"\n',
    },
    "pushtag left open in an included file": {
        "main.beancount": 'include "a.beancount"\n2020-03-01 * "x"\n',
        "a.beancount": 'pushtag #aa\npushmeta kk: "v"\n2020-03-01 * "y"\n',
    },
    "options of included files": {
        "main.beancount": 'option "title" "main"\noption "operating_currency" "USD"\ninclude "a.beancount"\n' + OPENS,
        "a.beancount": 'option "title" "a"\noption "operating_currency" "EUR"\noption "operating_currency" "USD"\n'
        'option "booking_method" "FIFO"\noption "inferred_tolerance_default" "USD:0.5"\n'
        'option "documents" "docs"\noption "render_commas" "TRUE"\noption "account_rounding" "Rounding"\n' + SPEND,
    },
    "plugins of included files": {
        "main.beancount": 'include "a.beancount"\n' + SPEND,
        "a.beancount": 'plugin "beancount.plugins.auto_accounts"\n',
    },
    "roots are per file": {
        "main.beancount": 'option "name_assets" "Activos"\ninclude "a.beancount"\n2020-01-01 open Activos:Cash\n'
        "2020-01-01 open Equity:Opening\n",
        "a.beancount": '2020-03-01 * "x"\n  Activos:Cash  1 USD\n  Equity:Opening\n2020-01-01 open Assets:Cash\n',
    },
    "roots in both files": {
        "main.beancount": 'option "name_assets" "Activos"\ninclude "a.beancount"\n2020-01-01 open Activos:Cash\n'
        "2020-01-01 open Equity:Opening\n",
        "a.beancount": 'option "name_assets" "Activos"\n2020-03-01 * "x"\n  Activos:Cash  1 USD\n  Equity:Opening\n',
    },
    "pipe allowed in one file": {
        "main.beancount": 'option "allow_pipe_separator" "TRUE"\ninclude "a.beancount"\n2020-03-01 * "a" | "b"\n',
        "a.beancount": '2020-03-01 * "a" | "b"\n',
    },
    "documents relative to their file": {
        "main.beancount": OPENS + 'include "a/a.beancount"\n',
        "a/a.beancount": '2020-01-02 document Assets:Cash "x.pdf"\n2020-01-02 document Assets:Cash "../x.pdf"\n',
        "a/x.pdf": b"",
    },
    "documents folder": {
        "main.beancount": 'option "documents" "docs"\n' + OPENS,
        "docs/Assets/Cash/2020-03-01.statement.pdf": b"",
        "docs/Assets/Cash/2020-03-02 other.pdf": b"",
        "docs/Assets/Cash/undated.pdf": b"",
        "docs/Assets/Cash/2020-13-02.bad.pdf": b"",
        "docs/Assets/Nowhere/2020-03-03.lost.pdf": b"",
        "docs/Assets/2020-03-04.root.pdf": b"",
        "docs/Equity/Opening/2020-03-05.x.txt": b"",
    },
    "documents folder missing": {"main.beancount": 'option "documents" "nowhere"\n' + OPENS},
    "two documents folders": {
        "main.beancount": 'option "documents" "a"\noption "documents" "b"\n' + OPENS,
        "a/Assets/Cash/2020-03-01.x.pdf": b"",
        "b/Assets/Cash/2020-03-01.x.pdf": b"",
        "b/Assets/Cash/2019-03-01.x.pdf": b"",
    },
    "documents folder, one declared": {
        "main.beancount": 'option "documents" "docs"\n'
        + OPENS
        + '2020-03-01 document Assets:Cash "docs/Assets/Cash/2020-03-01.x.pdf"\n',
        "docs/Assets/Cash/2020-03-01.x.pdf": b"",
    },
}  # fmt: skip

# A journal that options may influence.
INFLUENCED = """\
2020-01-01 open Assets:Cash
2020-01-01 open Assets:Stock
2020-01-01 open Liabilities:Card
2020-01-01 open Equity:Opening
2020-01-01 open Income:Gain
2020-01-01 open Expenses:Food
2020-01-02 * "one lot"
  Assets:Stock  10 HOOL {100.00 USD}
  Equity:Opening
2020-01-03 * "another"
  Assets:Stock  10 HOOL {120.00 USD}
  Equity:Opening
2020-01-03 * "the latest is neither the cheapest nor the dearest"
  Assets:Stock  10 HOOL {110.00 USD, 2020-01-04}
  Equity:Opening
2020-01-05 * "ambiguous unless a method says which"
  Assets:Stock  -5 HOOL {}
  Assets:Cash  600.00 USD
  Income:Gain
2020-01-05 * "off by little"
  Assets:Cash  10.00 USD
  Equity:Opening  -10.005 USD
2020-01-05 * "off by more"
  Assets:Cash  10.00 USD
  Equity:Opening  -10.02 USD
2020-01-05 * "whole numbers, off"
  Assets:Cash  10 USD
  Equity:Opening  -10.02 USD
2020-01-06 * "a rate" | "with a pipe"
  Assets:Cash  10.00 USD @ 1.3333 EUR
  Equity:Opening  -13.34 EUR
2020-01-07 * "a rounded cost"
  Assets:Stock  1.234567 HOOL {101.23456 USD}
  Equity:Opening  -125.00 USD
2020-01-07 * "an odd residue"
  Assets:Stock  1.234567 HOOL {101.23456 USD}
  Equity:Opening
2020-01-08 * "for assertions that are off by little"
  Expenses:Food  10.00 USD
  Equity:Opening
2020-01-13 balance Expenses:Food 10.004 USD
2020-01-09 balance Expenses:Food 10.01 USD
2020-01-10 balance Expenses:Food 10.011 USD
2020-01-11 balance Expenses:Food 10.02 USD
2020-01-12 balance Expenses:Food 10.03 USD
2020-01-08 pad Liabilities:Card Equity:Opening
2020-01-09 balance Liabilities:Card -5.00 USD
2020-01-09 balance Assets:Cash 600.006 USD
2020-01-10 document Assets:Cash "nowhere.pdf"
2020-01-10 query "q" "
  several
  lines
"
"""


@pytest.mark.parametrize("files", cases.named(INCLUDES))
def test_include(files: dict[str, str | bytes], tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, files))


@pytest.mark.parametrize("option", cases.words("options"))
def test_option(option: str, tmp_path: Path) -> None:
    """An option counts wherever it stands, but accounts are checked and numbers read by those before them."""
    oracle.check(oracle.write(tmp_path / "before", f"option {option}\n{INFLUENCED}"))
    oracle.check(oracle.write(tmp_path / "behind", f"{INFLUENCED}option {option}\n"))
