"""Printed directives read the same."""

from pathlib import Path

import pytest

import pfin
from pfin.ledger.as_written import directives_as_written
from pfin.ledger.ledger import Ledger
from pfin.model.directives import Directive, is_seal
from pfin.syntax.printer import directive_text, journal_text

SAMPLES = sorted((Path(__file__).parents[2] / "sample-journals").glob("*.beancount"))

ODD = r"""
option "title" "A \"title\" with \\ marks"
option "name_assets" "Aktiva"
option "booking_method" "FIFO"
option "inferred_tolerance_default" "*:0.01"
2024-01-01 open Aktiva:Bank  USD, EUR
2024-01-01 open Aktiva:Épargne "LIFO"
2024-01-01 open Aktiva:Broker
2024-01-01 open Equity:Start
2024-01-01 open Income:Gains
2024-01-01 commodity HOOL
  name: "Hool \"Inc\""
  since: 2004-08-19
  precision: 0.001
  worth: 12.00 USD
  base: USD
  listed: TRUE
  held-in: Aktiva:Broker
  tag: #tech
  nothing:
2024-01-02 pad Aktiva:Bank Equity:Start
2024-01-03 balance Aktiva:Bank  1000.00 ~ 0.01 USD
2024-01-04 * "Payee" "Buys\nin two lines" #b #a ^l
  key: "value"
  Aktiva:Broker  10 HOOL {20.00 USD, "first"}
    note: "leg"
  Aktiva:Broker  3 HOOL {{61.00 USD}}
  ! Aktiva:Bank
2024-01-05 * "Sells"
  Aktiva:Broker  -11 HOOL {} @ 25.00 USD
  Aktiva:Bank  275.00 USD
  Income:Gains
2024-01-06 * ""
  Aktiva:Bank  9 EUR @@ 10.00 USD
  Aktiva:Bank  -10.00 USD
2024-01-07 note Aktiva:Bank "n" #t ^l
2024-01-07 event "city" "Lisbon"
2024-01-07 query "q" "SELECT 1"
2024-01-07 price HOOL  25.00 USD
2024-01-07 custom "c" 1 2.50 USD "s" TRUE 2024-01-01 Aktiva:Bank 1 (-2)
2024-12-31 close Aktiva:Épargne
"""


def meaning(ledger: Ledger) -> list[str]:
    """All directives as text without their places, and what they leave in each account."""
    return [
        *(directive_text(each) for each in ledger.directives if not is_seal(each)),
        *(f"{a} {held}" for a, held in sorted(ledger.inventories().items())),
    ]


def printed(ledger: Ledger) -> str:
    # A seal is about the text as it was, which booking has made more of.
    written = [each for each in directives_as_written(ledger) if not is_seal(each)]
    return "".join(journal_text(ledger.options, written))


def load(path: Path, text: str) -> Ledger:
    path.write_text(text)
    ledger = pfin.load(path)
    assert [d.message for d in ledger.diagnostics if d.severity.value == "error"] == []
    return ledger


def test_odd_values_survive(tmp_path: Path) -> None:
    first = load(tmp_path / "a.beancount", ODD)
    second = load(tmp_path / "b.beancount", printed(first))
    assert meaning(second) == meaning(first)
    assert second.options == first.options
    assert printed(second) == printed(first)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_survive(path: Path, tmp_path: Path) -> None:
    first = pfin.load(path)
    second = load(tmp_path / "b.beancount", printed(first))
    assert meaning(second) == meaning(first)


def test_every_kind_of_directive_is_printed() -> None:
    for kind in Directive.__subclasses__():
        if kind.__name__ != "ParsedTransaction":
            assert any(kind is accepted for accepted in directive_text_kinds()), kind


def directive_text_kinds() -> list[type]:
    from pfin.syntax import printer

    return [kind for kind in printer._body.registry if kind is not object]
