"""The oracle itself: it must see what differs, and say so."""

from pathlib import Path

import oracle
import pytest

JOURNAL = """\
option "title" "a"
2020-01-01 open Assets:Cash USD
2020-01-01 open Assets:Stock "FIFO"
2020-01-01 open Equity:Opening
2020-01-02 * "payee" "narration" #tag ^link
  key: "value"
  Assets:Cash  100.00 USD
    key: 1
  ! Assets:Stock  2 HOOL {10.00 USD, "label"} @ 11 USD
  Equity:Opening
2020-01-03 balance Assets:Cash 100 ~ 0.5 USD
2020-01-04 custom "type" Assets:Cash "text"
2020-01-05 note Assets:Cash "text"
"""

# What a change of the journal's text shows as; the first is the journal that stays as it is.
CHANGES = {
    ("", ""): "",
    ('"title" "a"', '"title" "b"'): "options:",
    (" USD\n2020-01-01", "\n2020-01-01"): "directives:",
    (' "FIFO"', ""): "directives:",
    ("#tag", "#other"): "directives:",
    ("^link", ""): "directives:",
    ('"payee" ', ""): "directives:",
    ("narration", "other"): "directives:",
    ('key: "value"', 'key: "other"'): "directives:",
    ("key: 1\n", "key: 2\n"): "directives:",
    ("100.00", "100.0"): "directives:",
    ("100.00", "100.01"): "directives:",
    ("! ", ""): "directives:",
    ("10.00", "10.000"): "directives:",
    ("label", "other"): "directives:",
    ("@ 11", "@ 12"): "directives:",
    ("~ 0.5 ", ""): "directives:",
    ('"type" Assets:Cash', '"type" "Assets:Cash"'): "directives:",
    ('2020-01-05 note', '\n2020-01-05 note'): "directives:",
    ("100 ~", "200 ~"): "Beancount accepts, pfin rejects",
    ("Equity:Opening\n2020-01-03", "Equity:Nowhere\n2020-01-03"): "Beancount accepts, pfin rejects",
    ("2020-01-05 note", "2020-01-05 nota"): "Beancount accepts, pfin rejects",
}  # fmt: skip


@pytest.mark.parametrize(("change", "shows"), [pytest.param(*item, id=str(item[0])) for item in CHANGES.items()])
def test_a_difference_shows(change: tuple[str, str], shows: str, tmp_path: Path) -> None:
    before = oracle.write(tmp_path / "before", JOURNAL)
    after = oracle.write(tmp_path / "after", JOURNAL.replace(*change))
    found = oracle.compare(oracle.by_beancount(before), oracle.by_pfin(after), before.parent)
    assert found[:1] == ([shows] if shows else [])


def test_an_error_on_another_line_shows(tmp_path: Path) -> None:
    wrong = JOURNAL.replace("100 ~", "200 ~")
    before, after = oracle.write(tmp_path / "a", wrong), oracle.write(tmp_path / "b", "\n" + wrong)
    found = oracle.compare(oracle.by_beancount(before), oracle.by_pfin(after), before.parent)
    assert found[:2] == ["- error at main.beancount:11", "+ error at main.beancount:12"]


def test_other_lots_show(tmp_path: Path) -> None:
    """Lots are compared for themselves too, so that a difference shows even where directives are not compared."""
    before, after = (
        oracle.write(tmp_path / "a", JOURNAL),
        oracle.write(tmp_path / "b", JOURNAL.replace("2 HOOL", "3 HOOL")),
    )
    assert "lots:" in oracle.compare(oracle.by_beancount(before), oracle.by_pfin(after), before.parent)


def test_a_crash_is_survived(tmp_path: Path) -> None:
    """A division by zero ends Beancount's process; the journal after it is read by a new one."""
    crash = oracle.write(tmp_path / "a", "2020-01-01 price EUR 1 / 0 USD\n")
    assert oracle.by_beancount(crash).crashed
    assert oracle.by_pfin(crash).rejected
    assert not oracle.by_beancount(oracle.write(tmp_path / "b", JOURNAL)).crashed
