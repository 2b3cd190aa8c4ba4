"""Beancount accepts a journal with seals, and reads it as pfin does."""

from datetime import date as Date
from pathlib import Path

import oracle

from pfin import load
from pfin.ledger.seals import seal_directive
from pfin.syntax.printer import directive_text

HOUSEHOLD = Path(__file__).parents[2] / "sample-journals" / "household.beancount"


def test_a_sealed_journal(tmp_path: Path) -> None:
    text = HOUSEHOLD.read_text(encoding="utf-8")
    for month, day in ((Date(2024, 6, 30), Date(2024, 7, 2)), (Date(2025, 6, 30), Date(2025, 7, 1))):
        directive = seal_directive(load(oracle.write(tmp_path, text)), month, day)
        assert directive is not None
        text += f"\n{directive_text(directive)}"
    path = oracle.write(tmp_path, text)
    assert not load(path).has_errors
    theirs, ours = oracle.both(path)
    assert not theirs.rejected, theirs.messages
    seals = [[each for each in reading.directives if "Custom 'seal'" in each] for reading in (theirs, ours)]
    # The household has one already.
    assert (len(seals[0]), seals[0]) == (3, seals[1])
