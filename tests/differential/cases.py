"""The tables of cases: words/NAME.txt has a case a line, journals.txt small journals under ``=== what they show``.

They are text files so that they can be read as what they are, journals, without the escapes of Python strings.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OPENS = """\
2020-01-01 open Assets:Cash
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Stock
2020-01-01 open Equity:Opening
"""
SPEND = '2020-05-01 * "healthy"\n  Assets:Cash  1 USD\n  Equity:Opening\n'


def words(name: str) -> list[str]:
    """The cases of a table, a line each."""
    return (HERE / "words" / f"{name}.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")


def journals() -> dict[str, str]:
    """The journals of journals.txt by what they show."""
    text = (HERE / "journals.txt").read_text(encoding="utf-8")
    parts = re.split(r"^=== (.*)\n", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert len(found) == len(parts) // 2, "two journals show the same"
    return {name: journal.replace("OPENS\n", OPENS) for name, journal in found.items()}


def between(table: Iterable[str], *templates: str) -> list[object]:
    """Every word in every template, between healthy directives, so that recovery from a bad word is compared too.

    The empty line before is needed: Beancount loses a directive when the very next line begins with an invalid word.
    """
    return [
        pytest.param(f"{OPENS}\n{template.replace('WORD', word)}\n\n{SPEND}", id=f"{number}: {_name(word)}")
        for number, template in enumerate(templates)
        for word in table
    ]


def named(table: Mapping[str, object]) -> list[object]:
    """The cases of a table by name."""
    return [pytest.param(case, id=_name(name)) for name, case in table.items()]


def _name(word: str) -> str:
    return word[:60].encode("unicode_escape").decode() or "nothing"
