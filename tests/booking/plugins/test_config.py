"""Configurations that Python takes badly: each is a diagnostic, without a word on standard error."""

import warnings
from pathlib import Path

import pytest

from pfin import load

EXPRESSIONS = {
    "deep": "(" * 900,
    "deeper than Python goes": "(" * 5000,
    "a count beyond counting": "a{99999999999999999999}",
    "unfinished": "(",
    "long": "a" * 1001,
}

LITERALS = {
    "deep": "(" * 5000,
    "deep mappings": "{'a':" * 3000,
    "many signs": "-" * 50_000 + "1",
    "long": "[" + "1," * 60_000 + "]",
    "many digits": "9" * 10_000,
    "a warning": r"'\d'",
    "bytes": "b'x'",
}


def codes(folder: Path, plugin: str, config: str) -> list[str]:
    path = folder / "main.beancount"
    quoted = config.replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(
        f'plugin "beancount.plugins.{plugin}" "{quoted}"\n2020-01-01 open Assets:A\n2020-01-01 commodity USD\n'
    )
    with warnings.catch_warnings(action="error"):
        diagnostics = load(path).diagnostics
    assert all(len(found.message) < 400 for found in diagnostics)
    return [found.code for found in diagnostics]


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_expressions(tmp_path: Path, expression: str) -> None:
    assert codes(tmp_path, "onecommodity", expression) == ["plugin-config"]
    assert codes(tmp_path, "check_commodity", f"{{'{expression}': '.*'}}") == ["plugin-config"]


@pytest.mark.parametrize("text", LITERALS.values(), ids=LITERALS)
@pytest.mark.parametrize("plugin", ["check_commodity", "check_average_cost", "commodity_attr"])
def test_literals(tmp_path: Path, plugin: str, text: str) -> None:
    assert codes(tmp_path, plugin, text) == ["plugin-config"]


def test_what_python_warns_of_is_taken_in_silence(tmp_path: Path) -> None:
    assert codes(tmp_path, "onecommodity", "[[a]") == []
    assert codes(tmp_path, "check_commodity", r"{'\w+': '[[a]'}") == []
