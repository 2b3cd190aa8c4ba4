"""What may happen to cache files: everything that disks, other programs and other people do to them."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

Fault = Callable[[Path], str]


class Faults:
    """Faults by chance, in the files of one folder. Some need a file that was there before, and remember those."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder = folder
        self.chance = chance
        self._earlier: dict[str, list[bytes]] = {}

    def strike(self) -> str:
        """Do one thing to one of the files, or to the folder; say what it was.

        The files may be written and removed by somebody else meanwhile.
        """
        files = self._files()
        for path in files:
            with suppress(OSError):
                earlier = self._earlier.setdefault(path.name, [])
                if (data := path.read_bytes()) not in earlier:
                    earlier.append(data)
                    del earlier[:-5]
        if self.chance.random() < 0.05:
            return self._to_the_folder()
        if not files:
            return "nothing, there is no file"
        fault = self.chance.choice(
            (
                self._change_bytes,
                self._change_bytes,
                self._change_bytes,
                self._truncate,
                self._truncate,
                self._extend,
                self._zeros,
                self._delete,
                self._swap,
                self._bring_back,
                self._bring_back,
                self._change_rights,
                self._replace_by_folder,
                self._replace_by_link,
                self._replace_by_fifo,
            )
        )
        path = self.chance.choice(files)
        try:
            return f"{path.name}: {fault(path)}"
        except OSError as error:
            return f"{path.name}: {error}"

    def _files(self) -> list[Path]:
        """The files of the folder, and of the one in it that is made where it has somebody else's files too."""
        if self.folder.is_symlink() or not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())

    # Some of these change a file that may be open, others put another one in its place.

    def _change_bytes(self, path: Path) -> str:
        data = bytearray(path.read_bytes())
        for _ in range(self.chance.choice((1, 1, 3, 50))):
            if data:
                # Beginnings are rich: there are the format, the counts, the table and the head.
                at = int(len(data) * self.chance.random() ** self.chance.choice((1, 3)))
                data[at] ^= 1 << self.chance.randrange(8)
        return self._put(path, bytes(data), "bytes changed")

    def _truncate(self, path: Path) -> str:
        size = self.chance.randrange(path.stat().st_size + 1)
        if self.chance.random() < 0.5:
            os.truncate(path, size)
            return f"truncated to {size}"
        return self._put(path, path.read_bytes()[:size], f"cut at {size}")

    def _extend(self, path: Path) -> str:
        return self._put(path, path.read_bytes() + self.chance.randbytes(9), "bytes behind it")

    def _zeros(self, path: Path) -> str:
        data = bytearray(path.read_bytes())
        at = self.chance.randrange(len(data) + 1)
        data[at : at + 4096] = bytes(len(data[at : at + 4096]))
        return self._put(path, bytes(data), f"zeros at {at}")

    def _delete(self, path: Path) -> str:
        path.unlink()
        return "deleted"

    def _swap(self, path: Path) -> str:
        other = self.chance.choice(self._files())
        mine, its = path.read_bytes(), other.read_bytes()
        self._put(path, its, "")
        return self._put(other, mine, f"swapped with {other.name}")

    def _bring_back(self, path: Path) -> str:
        earlier = self._earlier.get(path.name)
        if not earlier:
            return "nothing, there is no earlier version"
        back = self.chance.randrange(len(earlier))
        return self._put(path, earlier[back], f"the version of {len(earlier) - 1 - back} writes ago")

    def _change_rights(self, path: Path) -> str:
        mode = self.chance.choice((0o000, 0o200, 0o644, 0o666))
        path.chmod(mode)
        return f"rights {mode:o}"

    def _replace_by_folder(self, path: Path) -> str:
        path.unlink()
        path.mkdir()
        return "a folder in its place"

    def _replace_by_link(self, path: Path) -> str:
        target = self.chance.choice([*self._files(), self.folder / "nowhere", path])
        path.unlink()
        path.symlink_to(target)
        return f"a link to {target.name} in its place"

    def _replace_by_fifo(self, path: Path) -> str:
        path.unlink()
        os.mkfifo(path)
        return "a pipe in its place"

    def _put(self, path: Path, data: bytes, what: str) -> str:
        if self.chance.random() < 0.5:
            path.write_bytes(data)
            return f"{what}, in place"
        beside = path.with_name(f"{path.name}.new")
        beside.unlink(missing_ok=True)
        beside.write_bytes(data)
        beside.chmod(0o600)
        beside.replace(path)
        return what

    def _to_the_folder(self) -> str:
        """Also what mends it, so that the cache is of use again."""
        kind = self.chance.choice(("none", "none", "none", "file", "rights", "files"))
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        match kind:
            case "none":
                shutil.rmtree(self.folder, ignore_errors=True)
                return "the folder is gone"
            case "file":
                shutil.rmtree(self.folder, ignore_errors=True)
                with suppress(OSError):
                    self.folder.write_bytes(b"not a folder")
                return "a file in place of the folder"
            case "rights":
                with suppress(OSError):
                    self.folder.chmod(0o777)
                return "the folder is open to all"
            case _:
                notes = self.folder / "notes.txt"
                with suppress(OSError):
                    # It may have become a pipe, which would be waited for.
                    notes.unlink(missing_ok=True)
                    notes.write_bytes(b"mine")
                return "somebody else's file in the folder"
