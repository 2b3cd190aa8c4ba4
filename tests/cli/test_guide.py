import re

import pytest

from pfin.cli.guide import _topics
from pfin.cli.main import COMMANDS
from pfin.render.guide import to_text


def test_topics_are_listed_with_their_titles(pfin) -> None:
    listed = pfin("guide").out.splitlines()
    assert [line.split()[0] for line in listed] == _topics()
    assert all(len(line.split()) > 1 for line in listed)


@pytest.mark.parametrize("topic", _topics())
def test_a_page_is_written_as_it_is_where_it_is_piped(pfin, topic: str) -> None:
    text = pfin("guide", topic).out
    assert text.startswith("# ")
    assert "\x1b" not in text


@pytest.mark.parametrize("topic", _topics())
def test_code_is_whole_on_a_terminal_of_80_columns_and_has_no_background(pfin, topic: str) -> None:
    text = pfin("guide", topic).out
    shown = to_text(text, width=80, color=False)
    blocks = re.findall(r"```.*\n((?:.|\n)*?)```", text)
    for line in (line for block in blocks for line in block.splitlines()):
        assert f" {line}".rstrip() in shown.splitlines()
    assert not re.search("\x1b\\[[0-9;]*4[0-8][;m]", to_text(text, width=80, color=True))


def test_an_unknown_topic_is_wrong_usage(pfin) -> None:
    ended = pfin("guide", "nosuch")
    assert ended.code == 2
    assert "the guide has no page 'nosuch'" in ended.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself_and_its_options(pfin, command) -> None:
    ended = pfin(command.name, "--help")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 100
    options = [line for line in lines if line.startswith("  -")]
    assert options
    assert all(line.split("  ")[1:] != [] for line in options)


@pytest.mark.parametrize("command", ["", "balance", "register", "prices", "init"])
@pytest.mark.parametrize("columns", [40, 60])
def test_help_fits_a_narrow_terminal(pfin, monkeypatch: pytest.MonkeyPatch, command: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = pfin(*filter(None, (command,)), "--help").out
    assert max(map(len, text.splitlines())) <= columns
    if not command:
        assert {"PFIN_FILE,", "BEANCOUNT_FILE", "LEDGER_FILE"} <= set(text.split())
