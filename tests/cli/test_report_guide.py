"""The examples in the guide's pages on reports are what pfin prints."""

import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample-journals"
EXAMPLE = re.compile(r"```\n\$ pfin (.*)\n\n((?:.|\n)*?)```\n")


PAGES = sorted(page.name for page in files("pfin.guide").iterdir() if page.name.endswith(".md"))


def examples() -> list[tuple[str, str]]:
    return [found for page in PAGES for found in EXAMPLE.findall((files("pfin.guide") / page).read_text("utf-8"))]


@pytest.mark.parametrize(("arguments", "printed"), examples())
def test_example(pfin, monkeypatch: pytest.MonkeyPatch, arguments: str, printed: str) -> None:
    monkeypatch.chdir(SAMPLES)
    # The pages are read on terminals of 80 columns, where an example is set in by a column on either side.
    monkeypatch.setenv("COLUMNS", "76")
    ended = pfin(*shlex.split(arguments))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.rstrip() == printed.rstrip()


WITHOUT_REPORT = ("start.md", "scripts.md", "plugins.md", "periods.md", "seals.md", "cache.md")


@pytest.mark.parametrize("page", [page for page in PAGES if page not in WITHOUT_REPORT])
def test_the_page_of_a_report_has_an_example(page: str) -> None:
    assert EXAMPLE.search((files("pfin.guide") / page).read_text("utf-8"))
