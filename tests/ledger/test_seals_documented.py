"""The guide's page on seals is enough to compute one: here by its words and SHA-256 alone, and compared with pfin's."""

import json
import re
from datetime import date as Date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest

import pfin
from pfin.ledger.seals import seal_directive
from pfin.render.diagnostics import to_text
from pfin.syntax.printer import directive_text

PAGE = (files("pfin.guide") / "seals.md").read_text("utf-8")
BLOCKS = re.findall(r"```.*\n((?:.|\n)*?)```", PAGE)
JOURNAL = BLOCKS[0]


def block(beginning: str) -> str:
    (found,) = (text for text in BLOCKS if text.startswith(beginning))
    return found


def digest(*lines: str) -> str:
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@pytest.fixture
def lines() -> list[str]:
    """The lines of the page's journal, each whole."""
    return re.sub(r"\\\n *", "", block('["2025-01-01"')).splitlines()


@pytest.fixture
def digests(lines: list[str]) -> list[str]:
    """A line for each month, with its digest."""
    months = sorted({line[2:9] for line in lines})
    return [f"{month} {digest(*sorted(line for line in lines if line[2:9] == month))}" for month in months]


@pytest.fixture
def seal(tmp_path: Path) -> str:
    """What pfin writes to seal the page's journal."""
    (tmp_path / "money.beancount").write_text(JOURNAL, encoding="utf-8")
    directive = seal_directive(pfin.load(tmp_path / "money.beancount"), Date(2025, 2, 28), Date(2025, 3, 2))
    assert directive is not None
    return directive_text(directive)


def test_there_is_a_line_for_each_directive_of_the_journal(lines: list[str]) -> None:
    directives = re.findall(r"^(\d{4}-\d\d-\d\d) (\S+)", JOURNAL, re.MULTILINE)
    told = [(day, "*" if kind == "transaction" else kind) for day, kind, *_ in map(json.loads, lines)]
    assert told == directives


def test_the_digests_of_the_page_are_those_of_its_lines(digests: list[str]) -> None:
    assert block("2025-01 ").splitlines() == digests
    assert f"```\n{digest(*digests)}\n```" in PAGE


def test_the_seal_of_pfin_has_these_digests_and_marks(seal: str, lines: list[str], digests: list[str]) -> None:
    expected = [f'2025-03-02 custom "seal" "2025-02" "{digest(*digests)}"']
    for month, of_month in (each.split() for each in digests):
        days = sorted({line[10:12] for line in lines if line[2:9] == month})
        marks = (
            f"{day}:" + "".join(sorted(sha256(line.encode()).hexdigest()[:4] for line in of_day))
            for day in days
            if (of_day := [line for line in lines if line[2:12] == f"{month}-{day}"])
        )
        expected.append(f'  month-{month}: "{" ".join([of_month, *marks])}"')
    assert seal.splitlines() == expected
    assert re.sub(r"([0-9a-f]{8})[0-9a-f]{56}", r"\1...", seal) == block('2025-03-02 custom "seal"')


def test_the_page_shows_what_is_said_of_a_change(tmp_path: Path, seal: str) -> None:
    (tmp_path / "money.beancount").write_text(JOURNAL.replace("12.50", "13.50") + seal, encoding="utf-8")
    ledger = pfin.load(tmp_path / "money.beancount")
    shown = to_text(ledger.diagnostics, ledger.sources, folder=str(tmp_path), width=76, color=False)
    assert shown.strip() == block("error[broken-seal]").strip()


def test_the_marks_of_the_page_are_those_of_its_lines(lines: list[str]) -> None:
    told = [line[:16] for line in PAGE.rpartition("The marks here are")[2].strip("`\n").splitlines()]
    assert told == [f"{sha256(line.encode()).hexdigest()[:4]}  {line[2:12]}" for line in lines]
