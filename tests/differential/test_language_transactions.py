"""Transactions line by line: headers, postings, costs and prices, each odd line among healthy ones."""

from pathlib import Path

import cases
import oracle
import pytest

BOUGHT = """\
2020-01-15 * "lots for the costs to meet"
  Assets:Stock  10 HOOL {5 USD}
  Assets:Stock  10 HOOL {6 USD, "label"}
  Assets:Stock  3 HOOL {7 EUR}
  Equity:Opening
2020-01-16 * "buy"
  Assets:Stock  10 HOOL {5 USD}
  Equity:Opening

"""


@pytest.mark.parametrize(
    "journal",
    cases.between(
        [*cases.words("headers"), "", '* "a" \t'],
        "2020-03-01 WORD\n  Assets:Cash  1 USD\n  Equity:Opening",
        "2020-03-01 WORD",
    ),
)
def test_header(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        cases.words("postings"),
        '2020-03-01 * "a"\n  WORD\n  Equity:Opening',
        '2020-03-01 * "a"\n  WORD',
        '2020-03-01 * "a"\n  Equity:Opening  -1 USD\n  WORD',
        '2020-03-01 * "a"\n  Equity:Opening  -2 EUR\n  WORD\n    key: "value"\n  Equity:Opening\n',
    ),
)
def test_posting(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize(
    "journal",
    cases.between(
        cases.words("costs"),
        '2020-03-01 * "a"\n  Assets:Stock  WORD\n  Equity:Opening',
        '2020-03-01 * "a"\n  Assets:Stock  WORD\n  Equity:Opening  -50 USD',
        BOUGHT + '2020-03-01 * "a"\n  Assets:Stock  -WORD\n  Equity:Opening',
        BOUGHT + '2020-03-01 * "a"\n  Assets:Stock  -WORD\n  Assets:Cash  50 USD\n  Equity:Opening',
    ),
)
def test_cost(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))
