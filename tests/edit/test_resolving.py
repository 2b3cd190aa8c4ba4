from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pfin.edit.mistakes import EditError
from pfin.edit.resolving import discarding, posting
from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.syntax.printer import directive_text

JOURNAL = """\
2024-01-01 open Assets:Bank
2024-01-01 open Assets:Broker
2024-01-01 open Expenses:Fuel
2024-01-01 open Expenses:Trip

2024-02-01 ! "Shell" "Pump" ^fuel #car
  receipt: "lost"
  Expenses:Fuel  100.00 USD
    note: "both tanks"
  ! Assets:Bank

2024-02-02 ! "Hotel" ^hotel
  expires: 2024-02-10
  Expenses:Trip  50 USD
  Assets:Bank

2024-02-03 ! "Shares" ^shares
  Assets:Broker  2 HOOL {10.00 USD}
  Assets:Bank   -20.00 USD

2024-02-04 * "Half-way" ^half
  ! Expenses:Trip  5.00 USD
  Assets:Bank  -5.00 USD

2024-02-04 * "Partly" ^partly
  Expenses:Trip  5.00 USD
  Assets:Bank  -5.00 USD
  ! Expenses:Fuel  7.00 USD
  ! Assets:Bank  -7.00 USD

2024-02-05 ! "Cheque" ^one ^twice
  Expenses:Trip  1.00 USD
  Assets:Bank

2024-02-06 ! "Cheque" ^two ^twice
  Expenses:Trip  2.00 USD
  Assets:Bank

2024-02-07 ! "Done" ^done
  Expenses:Trip  3.00 USD
  Assets:Bank

2024-02-08 * "Done" ^final
  posts: "done"
  Expenses:Trip  3.00 USD
  Assets:Bank

2024-02-09 ! "Parts" ^parts
  Expenses:Trip  30.00 USD
  Assets:Bank

2024-02-10 * "Parts" ^parts
  posts-part: "parts"
  Expenses:Trip  10.00 USD
  Assets:Bank

2024-02-11 ! "Gone" ^gone
  Expenses:Trip  3.00 USD
  Assets:Bank

2024-02-12 custom "discard" "gone"
"""
DAY = date(2024, 3, 1)


def ledger(tmp_path: Path, today: date = DAY, text: str = JOURNAL) -> Ledger:
    (tmp_path / "main.beancount").write_text(text)
    return load(tmp_path / "main.beancount", today=today)


POSTED = [
    (
        ("fuel", None, False),
        """\
2024-03-01 * "Shell" "Pump" #car ^fuel
  posts: "fuel"
  Expenses:Fuel   100.00 USD
  Assets:Bank    -100.00 USD
""",
    ),
    (
        ("fuel", "41.2", False),
        """\
2024-03-01 * "Shell" "Pump" #car ^fuel
  posts: "fuel"
  Expenses:Fuel   41.20 USD
  Assets:Bank    -41.20 USD
""",
    ),
    (
        ("fuel", "120.005", False),
        """\
2024-03-01 * "Shell" "Pump" #car ^fuel
  posts: "fuel"
  Expenses:Fuel   120.005 USD
  Assets:Bank    -120.005 USD
""",
    ),
    (
        ("fuel", "100", True),
        """\
2024-03-01 * "Shell" "Pump" #car ^fuel
  posts-part: "fuel"
  Expenses:Fuel   100.00 USD
  Assets:Bank    -100.00 USD
""",
    ),
    (
        ("shares", None, False),
        """\
2024-03-01 * "Shares" ^shares
  posts: "shares"
  Assets:Broker       2 HOOL {10.00 USD, 2024-02-03}
  Assets:Bank    -20.00 USD
""",
    ),
    (
        ("partly", None, False),
        """\
2024-03-01 * "Partly" ^partly
  posts: "partly"
  Expenses:Fuel   7.00 USD
  Assets:Bank    -7.00 USD
""",
    ),
    (
        ("parts", None, False),
        """\
2024-03-01 * "Parts" ^parts
  posts: "parts"
  Expenses:Trip   20.00 USD
  Assets:Bank    -20.00 USD
""",
    ),
]


@pytest.mark.parametrize(("wanted", "text"), POSTED, ids=lambda value: value[0] if isinstance(value, tuple) else "")
def test_posted(tmp_path: Path, wanted: tuple[str, str | None, bool], text: str) -> None:
    link, number, part = wanted
    posted = posting(ledger(tmp_path), link, DAY, number and Decimal(number), part=part)
    assert directive_text(posted) == text
    assert posted.file == str(tmp_path / "main.beancount")
    after = ledger(tmp_path, text=f"{JOURNAL}\n{text}")
    assert not after.has_errors


REFUSED = [
    (
        ("half", None, None, False),
        "^half cannot be posted by another transaction: only some of its legs are pending, "
        "which do not balance without the others",
        "take the ! away from these legs, at main.beancount:21",
    ),
    (
        ("twice", None, None, False),
        "several transactions are pending with the link ^twice: main.beancount:31, main.beancount:35",
        "give each its own link",
    ),
    (
        ("fuel", None, None, True),
        "a part needs an amount",
        "write how much is posted: pfin post fuel AMOUNT --part",
    ),
    (("fuel", "1", "EUR", False), "^fuel is in USD, not in EUR", "pending are 100.00 USD"),
    (
        ("fuel", "0.00", None, False),
        "an amount of nothing cannot be posted",
        "`pfin discard fuel` lets all of it fall away",
    ),
    (
        ("fuel", "100.01", None, True),
        "100.01 USD is no part of the 100.00 USD that are pending",
        "leave --part out to post it all",
    ),
    (
        ("shares", "30", None, False),
        "what an amount would mean is clear only with two legs of one commodity, unlike those of ^shares",
        "`pfin post shares --print` writes the text, to be changed in an editor",
    ),
]


@pytest.mark.parametrize(("wanted", "message", "hint"), REFUSED, ids=lambda value: value[0][:12])
def test_not_posted(tmp_path: Path, wanted, message: str, hint: str) -> None:
    link, number, commodity, part = wanted
    with pytest.raises(EditError) as refused:
        posting(ledger(tmp_path), link, DAY, number and Decimal(number), commodity, part=part)
    assert (str(refused.value), refused.value.hint) == (message, hint)


NOT_PENDING = [
    ("feul", DAY, "no transaction has the link ^feul", "did you mean fuel?"),
    ("finl", DAY, "no transaction has the link ^finl", "did you mean final?"),
    (
        "xyzzy",
        DAY,
        "no transaction has the link ^xyzzy",
        "pending are fuel, half, one, partly, parts and 3 more",
    ),
    (
        "done",
        DAY,
        "^done is posted already, on 2024-02-08 by main.beancount:43",
        "take that away first, in an editor, if it is wrong",
    ),
    (
        "gone",
        DAY,
        "^gone is discarded already, on 2024-02-12 by main.beancount:61",
        "take that away first, in an editor, if it is wrong",
    ),
    ("hotel", DAY, "^hotel expired on 2024-02-10", "--date with a day up to then resolves it before"),
    ("final", DAY, "nothing with the link ^final is pending", "main.beancount:43 is posted"),
    (
        "fuel",
        date(2024, 1, 31),
        "^fuel is pending only from 2024-02-01 on, and this would be of 2024-01-31",
        "--date 2024-02-01, or a later day",
    ),
]


@pytest.mark.parametrize(("link", "day", "message", "hint"), NOT_PENDING, ids=lambda value: str(value)[:12])
def test_why_nothing_is_pending(tmp_path: Path, link: str, day: date, message: str, hint: str) -> None:
    for resolve in (
        lambda: discarding(ledger(tmp_path), link, day),
        lambda: posting(ledger(tmp_path), link, day, part=False),
    ):
        with pytest.raises(EditError) as refused:
            resolve()
        assert (str(refused.value), refused.value.hint) == (message, hint)


def test_what_expires_later_can_be_posted_on_the_day(tmp_path: Path) -> None:
    day = date(2024, 2, 10)
    assert posting(ledger(tmp_path, today=day), "hotel", day, part=False).date == day


def test_a_journal_without_links_or_without_anything_pending(tmp_path: Path) -> None:
    opened = "2024-01-01 open Assets:A\n2024-01-01 open Assets:B\n"
    unnamed = '2024-02-01 ! "x"\n  Assets:A  1 USD\n  Assets:B\n'
    for text, hint in (
        (opened, "nothing is pending in this journal"),
        (opened + unnamed, "no pending transaction has a link: give it one, such as ^fuel-0301, to name it by"),
    ):
        with pytest.raises(EditError) as refused:
            discarding(ledger(tmp_path, text=text), "x", DAY)
        assert refused.value.hint == hint


def test_discarded(tmp_path: Path) -> None:
    discarded = discarding(ledger(tmp_path), "twice", DAY)
    assert directive_text(discarded) == '2024-03-01 custom "discard" "twice"\n'
    assert discarded.file == str(tmp_path / "main.beancount")
