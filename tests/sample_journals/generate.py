"""Write the sample journals: ``python tests/sample_journals/generate.py [--output FOLDER]``.

They are made from fixed seeds, so every run gives the same texts.
"""

import argparse
from pathlib import Path

import household
import nomad
import starter

ROOT = Path(__file__).resolve().parents[2]


def texts() -> dict[str, str]:
    """The text of each sample journal by file name."""
    return {
        "starter.beancount": starter.TEXT,
        "household.beancount": household.text(),
        "nomad.beancount": nomad.text(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the sample journals.")
    parser.add_argument("--output", type=Path, default=ROOT / "sample-journals", help="the folder to write them to")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
