"""Write the sample journals: ``python tests/sample_journals/generate.py [--output FOLDER]``.

They are made from fixed seeds, so every run gives the same texts.
"""

import argparse
import tempfile
from datetime import date as Date
from pathlib import Path

import household
import nomad
import starter

from pfin import load
from pfin.ledger.seals import seal_directive
from pfin.syntax.printer import directive_text

ROOT = Path(__file__).resolve().parents[2]


def texts() -> dict[str, str]:
    """The text of each sample journal by file name."""
    return {
        "starter.beancount": starter.TEXT,
        "household.beancount": sealed(household.text()),
        "nomad.beancount": nomad.text(),
    }


def sealed(text: str) -> str:
    """A journal whose owners closed the books of its first year."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.beancount"
        path.write_text(text, encoding="utf-8")
        seal = seal_directive(load(path), Date(2023, 12, 31), Date(2024, 1, 6))
    assert seal is not None
    return (
        f"{text}\n* The books of 2023 are closed: `pfin check` tells what is changed in them\n\n{directive_text(seal)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the sample journals.")
    parser.add_argument("--output", type=Path, default=ROOT / "sample-journals", help="the folder to write them to")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
