"""plugin "pfin.beancount" as pfin sees it."""

from pathlib import Path

import pytest

from pfin import load
from pfin.model.diagnostics import Severity

JOURNAL = """
2025-01-01 open Assets:Bank
2025-01-01 open Expenses:Fuel
2025-01-05 ! "Shell" ^a
  Expenses:Fuel  10 USD
  Assets:Bank
2025-01-05 ! "Shell" ^b
  Expenses:Fuel  10 USD
  Assets:Bank
"""
DISCARD = '2025-01-06 custom "discard" "b"\n'


def found(folder: Path, text: str) -> list[tuple[str, Severity, int]]:
    path = folder / "main.beancount"
    path.write_text(text)
    return [(each.code, each.severity, each.span.line) for each in load(path).diagnostics]


def test_what_fell_away_is_counted_elsewhere_unless_the_plugin_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, JOURNAL + DISCARD) == [("counted-elsewhere", Severity.WARNING, 7)]
    assert found(tmp_path, 'plugin "pfin.beancount"' + JOURNAL + DISCARD) == []


def test_one_warning_for_all(tmp_path: Path) -> None:
    text = f'{JOURNAL}{DISCARD}2025-01-06 custom "discard" "a"\n'
    assert found(tmp_path, text) == [("counted-elsewhere", Severity.WARNING, 4)]


def test_no_warning_where_nothing_fell_away(tmp_path: Path) -> None:
    assert found(tmp_path, JOURNAL) == []


@pytest.mark.parametrize(("config", "is_right"), [("2025-03-01", True), ("tomorrow", False), ("", False)])
def test_the_configuration_is_a_day(tmp_path: Path, config: str, is_right: bool) -> None:
    text = f'plugin "pfin.beancount" "{config}"{JOURNAL}'
    assert found(tmp_path, text) == ([] if is_right else [("plugin-config", Severity.ERROR, 1)])
