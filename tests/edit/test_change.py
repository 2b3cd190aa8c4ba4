import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfin.edit.change import Change, appended

NEW = '2024-03-01 * "Café"\n  posts: "x"\n'

# What is there, what comes between it and the new text, the new text's line, its line ends.
CASES = [
    (b"", b"", 1, b"\n"),
    (b"\n", b"", 2, b"\n"),
    (b"a\n", b"\n", 3, b"\n"),
    (b"a", b"\n\n", 3, b"\n"),
    (b"a\n\n", b"", 3, b"\n"),
    (b"a\n  \t\n", b"", 3, b"\n"),
    (b"a\n  ", b"\n", 3, b"\n"),
    (b"a\r\n", b"\r\n", 3, b"\r\n"),
    (b"a\r\nb", b"\r\n\r\n", 4, b"\r\n"),
    (b"a\nb\r\n\r\n", b"", 4, b"\r\n"),
    (b"a\r\nb\n", b"\n", 4, b"\n"),
    (b"\rx", b"\n\n", 3, b"\n"),
    (b"\xef\xbb\xbf", b"", 1, b"\n"),
    (b"\xef\xbb\xbfa", b"\n\n", 3, b"\n"),
]


@pytest.mark.parametrize(("before", "lead", "line", "newline"), CASES)
def test_a_text_comes_last_behind_a_blank_line_with_the_line_ends_of_the_file(
    before: bytes, lead: bytes, line: int, newline: bytes
) -> None:
    change = appended(before, NEW)
    assert change.after == before + lead + NEW.encode().replace(b"\n", newline)
    assert change.line == line


def texts(*pieces: str) -> st.SearchStrategy[bytes]:
    marks = st.sampled_from([b"", b"\xef\xbb\xbf"])
    return st.builds(lambda mark, parts: mark + "".join(parts).encode(), marks, st.lists(st.sampled_from(pieces)))


@given(texts("a", "  b", "\t", "é", "\n", "\r\n", "\n\n", ";c", "\r", '"', "𝄞"))
def test_every_byte_that_was_there_stays(before: bytes) -> None:
    change = appended(before, NEW)
    assert change.after.startswith(before)
    lines = change.after.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    assert lines[change.line - 1 :] == NEW.split("\n")
    assert change.line == 1 or not lines[change.line - 2].strip(" \t\r")


@given(texts("a", "  b", "\t", "é", "\n", "\r\n", "\n\n", ";c"))
def test_the_diff_makes_the_new_text_of_the_old_one(before: bytes) -> None:
    change = appended(before, NEW)
    old, new = (data.decode("utf-8-sig").replace("\r\n", "\n") for data in (before, change.after))
    assert patched(old, change.diff("x")) == new


def patched(text: str, diff: str) -> str:
    """A text with a diff of one hunk applied, as the program patch does it."""
    _, _, heading, *lines = diff.removesuffix("\n").split("\n")
    removed, added = (tuple(map(int, each[1:].split(","))) for each in heading.split()[1:3])
    old = text.splitlines()
    first = removed[0] - 1 if removed[1] else removed[0]
    kept = [line[1:] for line in lines if line[0] in " -"]
    written = [line[1:] for line in lines if line[0] in " +"]
    assert (old[first:], len(kept), len(written)) == (kept, removed[1], added[1])
    assert any(line.startswith("\\") for line in lines) == (text[-1:] not in ("", "\n"))
    return "".join(f"{line}\n" for line in (*old[:first], *written))


def test_a_diff_as_people_see_it() -> None:
    change = appended(b"1\r\n2\r\n3\r\n4\r\n5", "new\n")
    assert change.diff("a.beancount") == (
        "--- a.beancount\n+++ a.beancount\n@@ -3,3 +3,5 @@\n 3\n 4\n-5\n\\ No newline at end of file\n+5\n+\n+new\n"
    )
    assert Change(b"", b"new\n", 1).diff("a") == "--- a\n+++ a\n@@ -0,0 +1,1 @@\n+new\n"
