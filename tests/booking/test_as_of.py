"""What was known on a day is what the journal says that is cut off after it, mistakes and pads included."""

from datetime import date as Date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifecycle_text import Entry, text, until

from pfin.ledger.ledger import Ledger
from pfin.loader import load

JOURNAL = "/journal.beancount"
HEAD = """\
plugin "pfin.beancount"
option "booking_method" "FIFO"
2025-01-01 open Assets:Bank
  limit: 100.00 USD
2025-01-01 open Assets:Shares
2025-01-01 open Expenses:Fuel
2025-01-01 open Equity:Opening
"""
# Directives by day of January, in the order in which they may stand in the file.
POOL = """
05 pad Assets:Bank Equity:Opening

20 balance Assets:Bank 10.00 USD

12 pad Assets:Bank Expenses:Fuel

25 balance Assets:Bank -40.00 USD

18 balance Assets:Bank 0.00 USD
  status: "posted"

03 ! "Hold" ^fuel
  Expenses:Fuel  100.00 USD
  Assets:Bank

04 ! "Another" ^fuel
  expires: 2025-01-15
  Expenses:Fuel  7.00 USD
  Assets:Bank

06 * "Move" ^fuel
  Assets:Bank  -10.00 USD
  ! Expenses:Fuel  10.00 USD

08 * "Posted"
  posts: "fuel"
  Expenses:Fuel  43.10 USD
  Assets:Bank

09 * "In part" ^part
  posts-part: "fuel"
  Expenses:Fuel  30.00 USD
  Assets:Bank

10 custom "discard" "fuel"

02 custom "discard" "fuel"

11 * "Undone" ^undone
  compensates: "fuel"
  Expenses:Fuel  -10.00 USD
  Assets:Bank

13 custom "discard" "part"

16 * "Undone again"
  compensates: "undone"
  Expenses:Fuel  10.00 USD
  Assets:Bank

14 ! "Still pending"
  posts: "fuel"
  Expenses:Fuel  1.00 USD
  Assets:Bank

05 ! "Order" ^order
  Assets:Shares  10 ACME {20.00 USD}
  Assets:Bank

07 * "Sell"
  Assets:Shares  -4 ACME {} @ 21.00 USD
  Assets:Bank

17 * "Filled"
  posts: "order"
  Assets:Shares  10 ACME {19.50 USD}
  Assets:Bank

19 close Assets:Shares

21 * "Off"
  Expenses:Fuel  1.00 USD
  Assets:Bank  1.00 USD

22 * "Unknown"
  Expenses:Feul  1.00 USD
  Assets:Bank
"""
ENTRIES = tuple(Entry(int(said[:2]), f"2025-01-{said}\n") for said in POOL.strip().split("\n\n"))


def read(journal: str, *, today: Date | None = None, as_of: Date | None = None) -> Ledger:
    return load(JOURNAL, contents={JOURNAL: (HEAD + journal).encode()}, today=today, as_of=as_of)


def check(entries: list[Entry], day: int) -> None:
    date = Date(2025, 1, day)
    known = read(text(entries), as_of=date)
    cut = read(until(entries, day), today=date)
    assert known.directives == cut.directives
    assert known.discarded == cut.discarded
    assert dict(known.resolutions) == dict(cut.resolutions)
    assert known.inventories() == cut.inventories()
    # Of a journal read as of a day a pad may wait for its assertion; where the text ends there, it waits in vain.
    said = [each for each in cut.diagnostics if each.code != "unused-pad"]
    assert list(known.diagnostics) == said


some = st.lists(st.sampled_from(ENTRIES), unique=True)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(some, st.integers(1, 31))
def test_as_of(entries: list[Entry], day: int) -> None:
    check(entries, day)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, database=None, print_blob=True)
@given(some, st.integers(1, 31))
def test_as_of_at_length(entries: list[Entry], day: int) -> None:
    check(entries, day)


def test_a_pad_waits_for_what_is_still_to_come() -> None:
    pad, balance = ENTRIES[:2]
    assert read(text([pad, balance]), as_of=Date(2025, 1, 19)).diagnostics == ()
    assert read(text([pad, balance]), as_of=Date(2025, 1, 19)).inventories() == {}
    assert [each.code for each in read(text([pad])).diagnostics] == ["unused-pad"]
