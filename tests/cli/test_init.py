import re
from datetime import date
from pathlib import Path

import pytest
from beancount import loader


@pytest.mark.parametrize("year", [1995, date.today().year, 2096])
def test_the_starter_journal_is_right_for_pfin_and_beancount(pfin, tmp_path: Path, year: int) -> None:
    ended = pfin("init", "mine.beancount", "--today", f"{year}-03-01")
    assert (ended.code, ended.out) == (0, "")
    assert f"export PFIN_FILE={tmp_path / 'mine.beancount'}\n" in ended.err
    text = (tmp_path / "mine.beancount").read_text()
    assert f"{year}-01-31 * " in text
    assert "2024-" not in text
    _, errors, _ = loader.load_file(str(tmp_path / "mine.beancount"))
    assert errors == []
    assert pfin("check", "mine.beancount").err == "no problems in 10 transactions (mine.beancount)\n"


def test_an_existing_file_is_left_as_it_is(pfin, tmp_path: Path) -> None:
    before = (tmp_path / "good.beancount").read_text()
    ended = pfin("init", "good.beancount")
    assert ended.code == 2
    assert ended.err.startswith("error: good.beancount exists already, and is left as it is\nhint: ")
    assert (tmp_path / "good.beancount").read_text() == before


def test_a_name_is_made_up_where_none_is_given(pfin, tmp_path: Path) -> None:
    ended = pfin("init")
    assert ended.code == 0
    assert (tmp_path / "main.beancount").exists()
    for command in re.findall(r"^  pfin (.*?)   ", ended.err, re.MULTILINE):
        assert pfin("-f", "main.beancount", *command.split()).code == 0


def test_a_place_that_cannot_be_written_is_said(pfin) -> None:
    ended = pfin("init", "nosuch/mine.beancount")
    assert ended.code == 2
    assert "error: nosuch/mine.beancount cannot be written: there is no folder nosuch" in ended.err
