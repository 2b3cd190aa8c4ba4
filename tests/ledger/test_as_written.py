from datetime import date as Date
from pathlib import Path
from textwrap import dedent

import pytest

from pfin.ledger.as_written import directives_as_written
from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.model.directives import Status, Transaction

HOLD = """
2025-01-01 open Assets:Bank
2025-01-01 open Expenses:Fuel
2025-03-01 ! "Shell" "Hold" ^fuel
  Assets:Bank    -100.00 USD
  Expenses:Fuel
2025-03-01 * "Other"
  Assets:Bank      -1.00 USD
  Expenses:Fuel
"""
PART = """
2025-03-02 * "Shell" "Part" ^fuel
  posts-part: "fuel"
  Assets:Bank     -30.00 USD
  Expenses:Fuel
"""


def read(folder: Path, text: str, as_of: str | None = None) -> Ledger:
    (folder / "journal.beancount").write_text(dedent(text))
    known = None if as_of is None else Date.fromisoformat(as_of)
    return load(folder / "journal.beancount", today=Date(2025, 12, 31), as_of=known)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PART,
        '2025-03-05 custom "discard" "fuel"',
        PART + '2025-03-05 custom "discard" "fuel"',
        PART + PART.replace("-part", "").replace("03-02", "03-05"),
        PART + PART.replace("posts-part", "compensates").replace("03-02", "03-05").replace("-30", "70"),
    ],
    ids=["pending", "part", "discarded", "the rest discarded", "all posted", "the rest compensated"],
)
def test_a_hold_is_what_it_was_before_anything_became_of_it(tmp_path: Path, text: str) -> None:
    before = [each for each in read(tmp_path, HOLD).transactions() if each.date == Date(2025, 3, 1)]
    ledger = read(tmp_path, HOLD + text)
    assert not ledger.has_errors
    written = [each for each in directives_as_written(ledger) if isinstance(each, Transaction)]
    assert written[:2] == before
    assert written[0].status is Status.PENDING
    assert len(written) == 2 + text.count(" * ")
