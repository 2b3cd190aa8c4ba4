"""The examples in the guide's pages on reports are what pfin prints."""

import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample-journals"
EXAMPLE = re.compile(r"```\n\$ pfin (.*)\n\n((?:.|\n)*?)```\n")


def examples() -> list[tuple[str, str]]:
    pages = [
        (files("pfin.guide") / f"{name}.md").read_text(encoding="utf-8") for name in ("balance", "register", "trial")
    ]
    return [found for page in pages for found in EXAMPLE.findall(page)]


@pytest.mark.parametrize(("arguments", "printed"), examples())
def test_example(pfin, monkeypatch: pytest.MonkeyPatch, arguments: str, printed: str) -> None:
    monkeypatch.chdir(SAMPLES)
    # The pages are read on terminals of 80 columns, where an example is set in by a column on either side.
    monkeypatch.setenv("COLUMNS", "76")
    ended = pfin(*shlex.split(arguments))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.rstrip() == printed.rstrip()


def test_there_are_examples() -> None:
    assert len(examples()) == 4
