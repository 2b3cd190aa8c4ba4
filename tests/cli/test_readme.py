"""The README's first five minutes come true."""

import os
import re
import shlex
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"


def test_the_first_five_minutes(pfin, monkeypatch: pytest.MonkeyPatch) -> None:
    section = README.read_text(encoding="utf-8").partition("## The first five minutes")[2]
    block = re.search(r"```\n((?:.|\n)*?)```", section)
    assert block
    ran = []
    for line in block[1].splitlines():
        words = shlex.split(line, comments=True)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            monkeypatch.setenv(name, value.replace("$PWD", os.getcwd()))
        else:
            ended = pfin(*words[1:])
            assert ended.code == 0, ended.err
            ran.append(words[1])
    assert ran == ["init", "check", "balance", "cashflow", "networth", "compare", "register"]
