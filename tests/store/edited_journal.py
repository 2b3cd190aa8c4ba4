"""Journals in several files, and what may happen to them between one run of the program and the next.

A journal is kept as blocks of lines, file by file, and written to a folder. Everything random comes from one source of
chance, so that a seed gives the same journal and the same edits again.
"""

import os
import re
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path
from random import Random

from journal_blocks import ENTRY, LOTS, METHODS, MISTAKES, MORE, OPTIONS, PLUGINS, SINGLE, Blocks, Style

from pfin.ledger.seals import seal_directive
from pfin.loader import load
from pfin.syntax.printer import directive_text

MONTH_TO_SEAL, DAY_OF_SEAL = Date(2024, 1, 31), Date(2024, 2, 2)

Files = dict[str, list[str]]
Edit = Callable[[], str]


class EditedJournal:
    """A journal in a folder, and its edits. ``happened`` says in words what was done to it so far."""

    def __init__(self, folder: Path, seed: int, style: Style) -> None:
        self.folder = folder
        self.chance = Random(seed)
        self.style = style
        self.blocks = Blocks(self.chance, style)
        self.happened: list[str] = []
        self.files: Files = self._first()
        self._earlier: list[Files] = []
        self._written: dict[str, bytes] = {}
        self._names = 0
        self.write()

    @property
    def entry(self) -> Path:
        """The path of the entry file."""
        return self.folder / ENTRY

    def write(self) -> None:
        """Bring the folder to what the files are now; files that did not change are left alone."""
        wanted = {name: "".join(blocks).encode("utf-8", "surrogateescape") for name, blocks in self.files.items()}
        for name in self._written.keys() - wanted.keys():
            (self.folder / name).unlink()
        for name, data in wanted.items():
            if self._written.get(name) != data:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        self._written = wanted

    def edit(self) -> None:
        """One thing happens to the journal, now and then several."""
        for _ in range(self.chance.choice((1, 1, 1, 1, 2, 3))):
            edits = self._edits()
            (edit,) = self.chance.choices(list(edits), [weights[self.style] for weights in edits.values()])
            self._earlier.append({name: list(blocks) for name, blocks in self.files.items()})
            self.happened.append(edit())
            self.write()

    def text(self) -> str:
        """All files as they are, for the report of a failure."""
        return "\n".join(
            f"----- {name}\n{''.join(blocks)}".encode("utf-8", "backslashreplace").decode()
            for name, blocks in self.files.items()
        )

    def _edits(self) -> dict[Edit, dict[Style, int]]:
        """What may happen, and how often in journals that are plain, calm and wild."""
        often = {
            self._change_a_number: (14, 8, 5),
            self._change_a_narration: (4, 3, 2),
            self._change_a_date: (6, 4, 3),
            self._change_an_account: (5, 4, 3),
            self._change_a_flag: (1, 2, 3),
            self._change_booking_method: (0, 3, 3),
            self._insert_plain: (8, 5, 3),
            self._insert_price: (4, 1, 1),
            self._insert_any: (2, 5, 8),
            self._insert_mistake: (0, 0, 4),
            self._delete: (7, 6, 6),
            self._delete_what_is_rare: (1, 4, 5),
            self._move: (4, 4, 4),
            self._copy: (1, 1, 2),
            self._blank_lines: (5, 3, 3),
            self._touch: (2, 3, 2),
            self._replace_without_a_trace: (3, 2, 2),
            self._revert: (5, 7, 7),
            self._begin_again: (1, 1, 3),
            self._push: (1, 6, 6),
            self._option: (1, 6, 6),
            self._plugin: (1, 2, 3),
            self._include: (1, 1, 2),
            self._include_by_pattern: (1, 2, 2),
            self._remove_file: (0, 0, 1),
            self._document: (0, 1, 2),
            self._without_newline: (1, 1, 3),
            self._any_character: (0, 0, 4),
            self._seal: (0, 1, 2),
        }
        return {edit: dict(zip(Style, weights, strict=True)) for edit, weights in often.items()}

    # What a journal begins as.

    def _first(self) -> Files:
        chance = self.chance
        opens = [f"2023-12-31 open {account}\n" for account in (*MORE, *SINGLE)]
        opens += [f'2023-12-31 open {account} "{method}"\n' for account, method in LOTS.items()]
        head = [f"{chance.choice(OPTIONS[:4])}\n"]
        if self.style is not Style.PLAIN or chance.random() < 0.5:
            head.append('plugin "pfin.beancount"\n')
        if chance.random() < 0.3:
            head.insert(1, 'plugin "beancount.plugins.implicit_prices"\n')
        files: Files = {
            ENTRY: [*head, *opens, 'include "2024.beancount"\n', 'include "more/*.beancount"\n'],
            "2024.beancount": ["; Das Jahr 2024, ¥\n\n"],
            "more/a.beancount": [],
        }
        share = {Style.PLAIN: 0.4, Style.CALM: 0.3, Style.WILD: 0.5}[self.style]
        for blocks in files.values():
            for _ in range(chance.randrange(8, 25)):
                blocks.append(self.blocks.any_block() if chance.random() < share else self.blocks.plain())
        if self.style is Style.WILD:
            for _ in range(chance.randrange(4)):
                self._put(chance.choice(list(files.values())), chance.choice(MISTAKES[:14]))
        return files

    # Edits. Each changes ``files`` and says what it did.

    def _some_file(self) -> tuple[str, list[str]]:
        name = self.chance.choice(list(self.files))
        return name, self.files[name]

    def _put(self, blocks: list[str], block: str) -> int:
        at = self.chance.randrange(len(blocks) + 1)
        blocks.insert(at, block)
        return at

    def _change(self, pattern: str, by: Callable[[re.Match[str]], str], what: str) -> str:
        """Change what a pattern finds in one of the blocks that have it, or nothing where there is none."""
        places = [
            (name, index, match)
            for name, blocks in self.files.items()
            for index, block in enumerate(blocks)
            for match in re.finditer(pattern, block)
        ]
        if not places:
            return f"nothing, there was no {what} to change"
        name, index, match = self.chance.choice(places)
        block, new = match.string, by(match)
        self.files[name][index] = block[: match.start()] + new + block[match.end() :]
        return f"{name}, block {index}: {what} {match[0]!r} to {new!r} in {block.splitlines()[0]!r}"

    def _change_a_number(self) -> str:
        return self._change(
            r"(?m)(?<=  )-?\d[\d.]*(?= [A-Z]{3}$)", lambda _: f"{self.chance.randrange(2000) / 100}", "number"
        )

    def _change_a_narration(self) -> str:
        return self._change(r'(?m)(?<=" ")[^"\n\\]+(?="$)', lambda _: f"Neu {self.chance.randrange(99)}", "text")

    def _change_a_date(self) -> str:
        return self._change(r"(?m)^2024-\d\d-\d\d", lambda _: self.blocks.day(), "date")

    def _change_an_account(self) -> str:
        known = "|".join(self.blocks.accounts)
        return self._change(
            rf"(?m)(?<=^  )(?:{known})(?= |$)", lambda _: self.chance.choice(self.blocks.accounts), "account"
        )

    def _change_a_flag(self) -> str:
        return self._change(r"(?m)(?<=^2024-\d\d-\d\d )[*!]", lambda found: "!" if found[0] == "*" else "*", "flag")

    def _change_booking_method(self) -> str:
        return self._change(
            rf'(?<=")(?:{"|".join(METHODS)})(?="\n)', lambda _: self.chance.choice(METHODS), "booking method"
        )

    def _insert_plain(self) -> str:
        return self._insert(self.blocks.plain())

    def _insert_price(self) -> str:
        return self._insert(self.blocks.price())

    def _insert_any(self) -> str:
        return self._insert(self.blocks.any_block())

    def _insert_mistake(self) -> str:
        return self._insert(self.chance.choice(MISTAKES))

    def _insert(self, block: str) -> str:
        name, blocks = self._some_file()
        return f"{name}, block {self._put(blocks, block)}: insert {block!r}"

    def _delete(self) -> str:
        name, blocks = self._some_file()
        if not blocks:
            return "nothing, the file is empty"
        index = self.chance.randrange(len(blocks))
        return f"{name}, block {index}: delete {blocks.pop(index)!r}"

    def _delete_what_is_rare(self) -> str:
        """Delete a block that is no transaction and no price."""
        rare = [
            (name, index)
            for name, blocks in self.files.items()
            for index, block in enumerate(blocks)
            if re.match(r"(push|pop|option|plugin|include|\S+ (open|close|balance|custom|note|commodity))", block)
        ]
        if not rare:
            return "nothing, there is nothing rare"
        name, index = self.chance.choice(rare)
        return f"{name}, block {index}: delete {self.files[name].pop(index)!r}"

    def _move(self) -> str:
        name, blocks = self._some_file()
        if not blocks:
            return "nothing, the file is empty"
        index = self.chance.randrange(len(blocks))
        block = blocks.pop(index)
        to, others = self._some_file()
        return f"{name}, block {index}: move {block!r} to {to}, block {self._put(others, block)}"

    def _copy(self) -> str:
        name, blocks = self._some_file()
        return self._insert(self.chance.choice(blocks)) if blocks else f"nothing, {name} is empty"

    def _blank_lines(self) -> str:
        return self._insert(
            self.chance.choice(("\n", "\n\n\n", "; Kommentar\n", "* Heading\n", "   \n", "\n; ein\n; zwei\n"))
        )

    def _touch(self) -> str:
        name, _ = self._some_file()
        os.utime(self.folder / name, ns=(0, self.chance.randrange(10**18)))
        return f"{name}: touched without a change"

    def _replace_without_a_trace(self) -> str:
        """Change a digit, and leave the file's size and times as they were."""
        before = {name: os.stat(self.folder / name) for name in self.files}
        said = self._change(
            r"(?m)\d(?= [A-Z]{3}$)", lambda _: str(self.chance.randrange(10)), "digit, leaving the times"
        )
        self.write()
        for name, status in before.items():
            os.utime(self.folder / name, ns=(status.st_atime_ns, status.st_mtime_ns))
        return said

    def _revert(self) -> str:
        # This edit is the last of the earlier ones, and has changed nothing yet.
        back = min(len(self._earlier), self.chance.randrange(2, 9))
        self.files = {name: list(blocks) for name, blocks in self._earlier[-back].items()}
        return f"revert the last {back - 1} edits"

    def _begin_again(self) -> str:
        self.files = {name: list(blocks) for name, blocks in self._earlier[0].items()}
        return "back to the beginning"

    def _push(self) -> str:
        name, blocks = self._some_file()
        begin, end = self.chance.choice(
            (
                ("pushtag #pushed\n", "poptag #pushed\n"),
                ("pushtag #a\n", "poptag #a\n"),
                ("pushmeta when: 2024-01-05\n", "popmeta when:\n"),
                ("pushmeta count: 1.0\n", "popmeta count:\n"),
                ("pushmeta count: 1.00\n", "popmeta count:\n"),
                ('pushmeta place: "Köln"\n', "popmeta place:\n"),
            )
        )
        first = self.chance.randrange(len(blocks) + 1)
        last = self.chance.randrange(first, len(blocks) + 1)
        blocks.insert(last, end)
        blocks.insert(first, begin)
        return f"{name}, blocks {first} to {last + 1}: {begin!r}"

    def _option(self) -> str:
        return self._settle("option ", self.chance.choice(OPTIONS))

    def _plugin(self) -> str:
        return self._settle("plugin ", self.chance.choice(PLUGINS))

    def _settle(self, kind: str, line: str) -> str:
        """Add a line to the entry file, mostly at its top, or take one of its kind away there."""
        blocks = self.files[ENTRY]
        if there := [index for index, block in enumerate(blocks) if block.startswith(kind)]:
            index = self.chance.choice(there)
            if self.chance.random() < 0.6:
                return f"{ENTRY}, block {index}: delete {blocks.pop(index)!r}"
        if self.chance.random() < 0.2:
            return self._insert(f"{line}\n")
        blocks.insert(0, f"{line}\n")
        return f"{ENTRY}, block 0: insert {line!r}"

    def _new_file(self, folder: str) -> str:
        self._names += 1
        name = f"{folder}new{self._names}.beancount"
        self.files[name] = [self.blocks.plain() for _ in range(self.chance.randrange(5))]
        return name

    def _include(self) -> str:
        name, blocks = self._some_file()
        new = self._new_file("")
        line = f'include "{"../" * name.count("/")}{new}"\n'
        return f"{name}, block {self._put(blocks, line)}: include {new}"

    def _include_by_pattern(self) -> str:
        return f"a new file {self._new_file('more/')}, which a pattern includes"

    def _remove_file(self) -> str:
        others = [name for name in self.files if name != ENTRY]
        if not others:
            return "nothing, there is only one file"
        name = self.chance.choice(others)
        del self.files[name]
        return f"{name}: removed"

    def _document(self) -> str:
        path = self.folder / "docs/Assets/Bank" / f"{self.blocks.day()}.statement.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        there = sorted(path.parent.iterdir())
        if len(there) > 1 and self.chance.random() < 0.5:
            path = self.chance.choice(there)
            path.unlink()
            return f"document {path.name} removed"
        return f"document {path.name} added"

    def _without_newline(self) -> str:
        name, blocks = self._some_file()
        if not blocks:
            return "nothing, the file is empty"
        index = self.chance.choice((-1, self.chance.randrange(len(blocks))))
        blocks[index] = blocks[index].rstrip("\n")
        return f"{name}, block {index}: the newline behind it is gone"

    def _any_character(self) -> str:
        name, blocks = self._some_file()
        if not blocks:
            return "nothing, the file is empty"
        index = self.chance.randrange(len(blocks))
        block, new = (
            blocks[index],
            self.chance.choice(("", "", " ", "\n", '"', ";", "  ", "0", "-", "\t", "é", "\ufeff", "\f")),
        )
        at = self.chance.randrange(len(block) + 1)
        blocks[index] = block[:at] + new + block[at + 1 :]
        return f"{name}, block {index}: {new!r} at {at} of {block!r}"

    def _seal(self) -> str:
        ledger = load(self.entry)
        seal = seal_directive(ledger, MONTH_TO_SEAL, DAY_OF_SEAL)
        if seal is None:
            return "nothing, it is sealed already"
        self.files[ENTRY].append("\n" + directive_text(seal))
        return "seal January"
