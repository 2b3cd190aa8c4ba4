"""Where pfin differs from Beancount on purpose, one test each, so that no difference is there unknown.

What recovery after a syntax error makes of the text around it is in recovery.py.
"""

from pathlib import Path

import oracle
from cases import OPENS, SPEND

import pfin
from pfin.ledger.residues import with_booked_residues


def test_byte_order_mark(tmp_path: Path) -> None:
    """Editors on Windows write the mark; Beancount refuses it, pfin reads past it."""
    theirs, ours = oracle.both(oracle.write(tmp_path / "with", "\ufeff" + OPENS))
    assert theirs.rejected
    assert ours == oracle.by_pfin(oracle.write(tmp_path / "without", OPENS))


def test_one_letter_at_the_end(tmp_path: Path) -> None:
    """Beancount refuses a currency of one letter where the file ends right behind it."""
    theirs, ours = oracle.both(oracle.write(tmp_path, "2020-01-02 commodity V"))
    assert theirs.rejected
    assert not ours.rejected


def test_division_by_zero(tmp_path: Path) -> None:
    """Beancount's process dies; in pfin it is an error like others."""
    theirs, ours = oracle.both(oracle.write(tmp_path, OPENS + "2020-01-02 price EUR 1 / 0 USD\n"))
    assert theirs.crashed
    assert ours.places == {("main.beancount", 5)}


def test_line_that_ends_too_early(tmp_path: Path) -> None:
    """Beancount names the line after it; the comparison of the two moves that back by one."""
    theirs, ours = oracle.both(oracle.write(tmp_path, OPENS + "2020-01-02 open\n\n" + SPEND))
    assert theirs.messages == ("6: syntax error, unexpected EOL, expecting ACCOUNT",)
    assert theirs.places == ours.places == {("main.beancount", 5)}


def test_unknown_booking_method(tmp_path: Path) -> None:
    """Beancount gives the account the default method in the directive itself; the effect is the same."""
    theirs, ours = oracle.both(oracle.write(tmp_path, OPENS + '2020-01-02 open Assets:A "fifo"\n'))
    assert theirs.places == ours.places == {("main.beancount", 5)}
    assert theirs.directives == ours.directives


def test_lot_of_units_left_out(tmp_path: Path) -> None:
    """Beancount gives no date to a lot whose units it infers; in pfin it has the transaction's like any other."""
    bought = '2020-01-02 * "x"\n  Assets:Stock  HOOL {5 USD}\n  Assets:Cash  -50 USD\n'
    path = oracle.write(tmp_path, OPENS + bought)
    assert "Assets:Stock: 10 HOOL {5 USD, 2020-01-02, None}" in oracle.by_pfin(path).lots
    oracle.check(path)
    sold = '2020-01-03 * "x"\n  Assets:Stock  -3 HOOL {2020-01-02}\n  Assets:Cash  15 USD\n'
    theirs, ours = oracle.both(oracle.write(tmp_path, OPENS + bought + sold))
    assert theirs.rejected
    assert not ours.rejected


def test_directive_above_an_invalid_word(tmp_path: Path) -> None:
    """Beancount loses it and complains of its account later on; pfin names the invalid word only."""
    theirs, ours = oracle.both(oracle.write(tmp_path, OPENS + "= rubbish\n" + SPEND))
    assert len(theirs.directives) < len(ours.directives)
    assert ours.places < theirs.places


def test_files_found_by_a_pattern(tmp_path: Path) -> None:
    """pfin reads them by name; Beancount in the order in which the file system lists them."""
    names = [f"{name}.beancount" for name in "dbeca"]
    included = {f"parts/{name}": f'2020-01-02 event "file" "{name}"\n' for name in names}
    ours = oracle.by_pfin(oracle.write(tmp_path, {"main.beancount": 'include "parts/*"\n', **included}))
    assert [directive.split("'")[3] for directive in ours.directives] == sorted(names)


def test_residues_that_are_booked(tmp_path: Path) -> None:
    """Beancount reads the option and does nothing; pfin's reports have the account, the ledger it loads has not."""
    bought = '2020-01-02 * "x"\n  Assets:Stock  1.001 HOOL {99.99 USD}\n  Assets:Cash  -100.09 USD\n'
    path = oracle.write(tmp_path, 'option "account_rounding" "Rounding"\n' + OPENS + bought)
    oracle.check(path)
    ledger = pfin.load(path)
    reported = with_booked_residues(ledger)
    assert str(reported.inventory("Equity:Rounding").units("USD")) == "0.00001"
    assert reported.inventories().keys() - ledger.inventories().keys() == {"Equity:Rounding"}


def test_narration_of_padding(tmp_path: Path) -> None:
    """Transactions that pads make say so in each program's own words."""
    padded = "2020-01-02 pad Assets:Cash Equity:Opening\n2020-01-03 balance Assets:Cash 1 USD\n"
    oracle.check(oracle.write(tmp_path, OPENS + padded))
