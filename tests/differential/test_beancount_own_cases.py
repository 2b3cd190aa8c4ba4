"""The journals in Beancount's own unit tests, taken from the installed package when the tests run.

Its tests check one stage each; here every journal in them goes through all stages of both programs. The journals of
its booking tests are read under each booking method.
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent

import oracle
import pytest

JOURNAL = re.compile(r"^\s*(\d{4}-\d\d-\d\d [a-z*!]|option \"|plugin \"|push|pop)", re.MULTILINE)
METHODS = ("STRICT", "STRICT_WITH_SIZE", "FIFO", "LIFO", "HIFO", "NONE", "AVERAGE")

# Journals whose two readings differ on purpose, by file and test.
EXCEPTIONS = {
    "context_test-test_context-1": "no journal but what a tool prints",
}


def package() -> Path:
    """The folder of the installed Beancount, found without importing it."""
    spec = find_spec("beancount")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def journals(file: Path) -> Iterator[tuple[str, str]]:
    """The strings of a file of tests that look like journals, with the names of their tests."""
    for function in ast.walk(ast.parse(file.read_text())):
        if isinstance(function, ast.FunctionDef):
            texts = [n.value for n in ast.walk(function) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            found = [text for text in texts if "\n" in text and JOURNAL.search(text)]
            for index, text in enumerate(dict.fromkeys(found)):
                yield f"{function.name}-{index}" if index else function.name, dedent(text)


def cases() -> list[object]:
    found = []
    for file in sorted(package().rglob("*_test.py")):
        for name, text in journals(file):
            found.append(pytest.param(text, id=f"{file.stem}-{name}"))
    return found


def booking_cases() -> list[object]:
    found = []
    for name, text in journals(package() / "parser" / "booking_full_test.py"):
        for method in METHODS:
            options = f'option "booking_method" "{method}"\nplugin "beancount.plugins.auto_accounts"\n'
            found.append(pytest.param(options + text, id=f"{method}-{name}"))
    return found


def test_there_are_cases() -> None:
    assert len(cases()) > 700
    assert len(booking_cases()) > 700


@pytest.mark.parametrize("journal", cases())
def test_own_case(journal: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if request.node.callspec.id in EXCEPTIONS:
        pytest.skip(EXCEPTIONS[request.node.callspec.id])
    oracle.check(oracle.write(tmp_path, journal))


@pytest.mark.parametrize("journal", booking_cases())
def test_own_booking_case(journal: str, tmp_path: Path) -> None:
    oracle.check(oracle.write(tmp_path, journal))
