"""A change of one journal file: bytes that are put behind those that are there.

What is there is never written anew from what it means, only carried over, so that spaces, comments, line ends, a byte
order mark and a last line without a newline stay as they are.
"""

from msgspec import Struct

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CONTEXT = 3


class Change(Struct, frozen=True):
    """``added`` comes behind ``before``, the bytes of a file. ``line`` is where the new text proper begins."""

    before: bytes
    added: bytes
    line: int

    @property
    def after(self) -> bytes:
        """The bytes of the file as it shall be."""
        return self.before + self.added

    def diff(self, name: str) -> str:
        """The change for people: a unified diff with the last lines before it. Line ends are plain newlines in it."""
        old, added = _lines(self.before), _lines(self.added)
        shown = [f" {line}" for line in old[-_CONTEXT:]]
        if old and not self.before.endswith(b"\n"):
            # The newline that ends the old last line is the first thing that is added.
            shown[-1:] = [f"-{old[-1]}", "\\ No newline at end of file", f"+{old[-1]}"]
            added = added[1:]
        first = max(len(old) - _CONTEXT, 0)
        kept = len(old) - first
        before, after = _range(first, kept), _range(first, kept + len(added))
        heading = [f"--- {name}", f"+++ {name}", f"@@ -{before} +{after} @@"]
        return "".join(f"{line}\n" for line in (*heading, *shown, *(f"+{line}" for line in added)))


def appended(before: bytes, text: str) -> Change:
    """Put a text, which has plain newlines and ends with one, at the end of a file, behind a blank line.

    It is encoded as UTF-8 and gets the line ends that the end of the file has.
    """
    newline = _newline(before)
    lead = b"" if _ends_blank(before) else newline
    if not before.endswith(b"\n") and before.removeprefix(_BYTE_ORDER_MARK):
        lead += newline
    added = lead + text.encode().replace(b"\n", newline)
    return Change(before, added, (before + lead).count(b"\n") + 1)


def _newline(data: bytes) -> bytes:
    before, found, _ = data.rpartition(b"\n")
    return b"\r\n" if found and before.endswith(b"\r") else b"\n"


def _ends_blank(data: bytes) -> bool:
    """Whether the last line, complete or not, is blank, or there is none."""
    last = data.removeprefix(_BYTE_ORDER_MARK).removesuffix(b"\n").rpartition(b"\n")[2]
    return not last.strip(b" \t\r")


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig", "backslashreplace").replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []


def _range(first: int, count: int) -> str:
    """A range of lines as diffs write it: a range of none is named by the line before it."""
    return f"{first + 1 if count else first},{count}"
