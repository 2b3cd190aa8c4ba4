import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pfin.store.container import Copied, Damaged, Stored, open_stored, size_of, write_stored

HEAD = b"the head"
PARTS = (b"first", b"", b"the third part", b"4")


def written(path: Path, head: bytes, parts: Sequence[bytes | Copied]) -> Stored:
    return write_stored(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), head, parts)


def opened(path: Path) -> Stored:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return open_stored(descriptor)
    except BaseException:
        os.close(descriptor)
        raise


def parts_of(stored: Stored) -> tuple[bytes, ...]:
    return tuple(map(stored.part, range(stored.parts_count)))


def content(path: Path) -> tuple[bytes, ...]:
    """The head and all parts; raises Damaged where any of them is not as it was written."""
    stored = opened(path)
    return (stored.head, *parts_of(stored))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    written(path, HEAD, PARTS)
    return path


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        (HEAD, PARTS),
        (b"", ()),
        (b"", (b"",)),
        (b"h" * 3_000_000, (b"p" * 3_000_000, b"q" * 10, b"r" * 3_000_000)),
        (HEAD, tuple(b"%d" % number for number in range(20_000))),
    ],
)
def test_what_is_written_is_read(tmp_path: Path, head: bytes, parts: tuple[bytes, ...]) -> None:
    path = tmp_path / "file"
    stored = written(path, head, parts)
    assert (stored.head, parts_of(stored)) == (head, parts)
    assert content(path) == (head, *parts)
    assert path.stat().st_size == size_of(head, parts)


def test_parts_are_read_in_any_order_and_only_those_there_are(file: Path) -> None:
    stored = opened(file)
    assert [stored.part(2), stored.part(0), stored.part(2)] == [PARTS[2], PARTS[0], PARTS[2]]
    for index in (4, -1):
        with pytest.raises(IndexError, match=f"no part {index} of 4"):
            stored.part(index)


def test_parts_are_copied_wherever_they_go(file: Path, tmp_path: Path) -> None:
    other = opened(file)
    another = written(tmp_path / "another", b"", (b"x" * 3_000_000, b"y"))
    parts = (
        *(Copied(other, 0), Copied(other, 1), Copied(other, 2)),  # these follow each other
        b"new",
        *(Copied(other, 3), Copied(another, 1), Copied(another, 0)),
        *(Copied(other, 2), Copied(other, 0), Copied(other, 0)),
    )
    expected = (*PARTS[:3], b"new", PARTS[3], b"y", b"x" * 3_000_000, PARTS[2], PARTS[0], PARTS[0])
    path = tmp_path / "copy"
    assert parts_of(written(path, b"other head", parts)) == expected
    assert content(path) == (b"other head", *expected)
    assert path.stat().st_size == size_of(b"other head", parts)


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="there is no second file system")
def test_parts_are_copied_to_another_file_system(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        path = Path(folder) / "copy"
        written(path, HEAD, [Copied(opened(file), index) for index in range(len(PARTS))])
        assert content(path) == (HEAD, *PARTS)


def test_a_damaged_part_stays_damaged_when_it_is_copied(file: Path, tmp_path: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data.replace(b"third", b"thirD"))
    path = tmp_path / "copy"
    stored = opened(file)
    copy = written(path, HEAD, [Copied(stored, index) for index in range(len(PARTS))])
    assert copy.part(3) == PARTS[3]
    for damaged in (stored, copy, opened(path)):
        with pytest.raises(Damaged, match="part 2 does not have its digest"):
            damaged.part(2)


def test_no_byte_can_change(file: Path) -> None:
    data = file.read_bytes()
    assert content(file) == (HEAD, *PARTS)
    for place in range(len(data)):
        for flipped in (data[place] ^ 1, data[place] ^ 0x80, ~data[place] & 255, 0, 255):
            if flipped != data[place]:
                file.write_bytes(data[:place] + bytes([flipped]) + data[place + 1 :])
                with pytest.raises(Damaged):
                    content(file)


def test_no_end_can_be_missing_or_added(file: Path) -> None:
    data = file.read_bytes()
    for shorter in range(len(data)):
        file.write_bytes(data[:shorter])
        with pytest.raises(Damaged):
            opened(file)
    for longer in (b"\0", b"more", data):
        file.write_bytes(data + longer)
        with pytest.raises(Damaged, match="it does not have its size"):
            opened(file)


def test_parts_cannot_change_places(tmp_path: Path) -> None:
    path = tmp_path / "file"
    written(path, HEAD, (b"1000.00", b"9999.00"))
    path.write_bytes(path.read_bytes().replace(b"1000.009999.00", b"9999.001000.00"))
    stored = opened(path)
    for index in range(2):
        with pytest.raises(Damaged):
            stored.part(index)


def test_other_files_are_refused(file: Path) -> None:
    data = file.read_bytes()
    for other, said in [
        (b"", "it is no file of pfin's"),
        (bytes(1000), "it is no file of pfin's"),
        (os.urandom(1000), "it is no file of pfin's"),
        (data.replace(b"cache 0001", b"cache 0002", 1), "it is of another version of pfin"),
        (data[:20], "it is cut short"),
        # What the header says would be more than any machine can hold.
        (data[:32] + b"\xff" * 24 + data[56:], "it does not have its size"),
    ]:
        file.write_bytes(other)
        with pytest.raises(Damaged, match=said):
            opened(file)


def test_a_file_that_gets_shorter_while_it_is_open(file: Path, tmp_path: Path) -> None:
    stored = opened(file)
    os.truncate(file, file.stat().st_size - 1)
    assert stored.part(2) == PARTS[2]
    with pytest.raises(Damaged, match="it is cut short"):
        stored.part(3)
    with pytest.raises(Damaged, match="it is cut short"):
        written(tmp_path / "copy", HEAD, (Copied(stored, 3),))
    os.truncate(file, 0)
    with pytest.raises(Damaged, match="it is cut short"):
        stored.part(0)


def test_a_file_that_loses_its_name_while_it_is_open(file: Path, tmp_path: Path) -> None:
    stored = opened(file)
    file.unlink()
    assert parts_of(stored) == PARTS
    assert parts_of(written(tmp_path / "copy", HEAD, (Copied(stored, 2),))) == (PARTS[2],)


def test_a_file_is_closed_once_and_read_no_more(file: Path, tmp_path: Path) -> None:
    stored = opened(file)
    stored.close()
    stored.close()
    with pytest.raises(Damaged, match="it cannot be read: bad file descriptor"):
        stored.part(0)
    with pytest.raises(Damaged, match="it cannot be read"):
        written(tmp_path / "copy", HEAD, (Copied(stored, 0),))


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="the system does not tell which files are open")
def test_the_last_reference_closes_the_file(file: Path) -> None:
    before = open_descriptors()
    stored = opened(file)
    assert open_descriptors() == before + 1
    del stored
    assert open_descriptors() == before


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="it cannot be read: is a directory"):
        opened(tmp_path)
