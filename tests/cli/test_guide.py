import pytest

from pfin.cli.guide import _topics
from pfin.cli.main import COMMANDS


def test_topics_are_listed_with_their_titles(pfin) -> None:
    listed = pfin("guide").out.splitlines()
    assert [line.split()[0] for line in listed] == _topics()
    assert all(len(line.split()) > 1 for line in listed)


@pytest.mark.parametrize("topic", _topics())
def test_a_page_is_written_as_it_is_where_it_is_piped(pfin, topic: str) -> None:
    text = pfin("guide", topic).out
    assert text.startswith("# ")
    assert "\x1b" not in text


def test_an_unknown_topic_is_wrong_usage(pfin) -> None:
    ended = pfin("guide", "nosuch")
    assert ended.code == 2
    assert "the guide has no page 'nosuch'" in ended.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name or command.function.__name__)
def test_every_command_explains_itself_and_its_options(pfin, command) -> None:
    ended = pfin(command.name or command.function.__name__, "--help")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 100
    options = [line for line in lines if line.startswith("  -")]
    assert options
    assert all(line.split("  ")[1:] != [] for line in options)
