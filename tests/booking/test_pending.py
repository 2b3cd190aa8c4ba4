"""What becomes of pending transactions: journals in small, with what they must come to."""

from datetime import date as Date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.model.directives import Status
from pfin.model.resolution import Outcome

ACCOUNTS = """
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Savings
2025-01-01 open Assets:Shares "FIFO"
2025-01-01 open Liabilities:Card
2025-01-01 open Expenses:Fuel
2025-01-01 open Expenses:Tips
2025-01-01 open Income:Gains
"""
HOLD = """
2025-03-01 ! "Shell" "Hold" ^fuel
  Assets:Bank    -100.00 USD
  Expenses:Fuel
"""
POST = """
2025-03-03 * "Shell" "Fuel" ^fuel
  posts: "fuel"
  Assets:Bank     -43.10 USD
  Expenses:Fuel
"""
HALF_WAY = """
2025-03-01 * "Move" ^move
  Assets:Bank      -10.00 USD
  ! Assets:Savings  10.00 USD
"""


def read(folder: Path, text: str, today: str = "2025-12-31") -> Ledger:
    journal = folder / "journal.beancount"
    journal.write_text(ACCOUNTS + dedent(text), encoding="utf-8")
    return load(journal, today=Date.fromisoformat(today))


def held(ledger: Ledger, account: str) -> str:
    return str(ledger.inventory(account))[1:-1]


def outcomes(ledger: Ledger) -> list[tuple[Outcome, str]]:
    return [(each.outcome, str(each.date)) for found in ledger.resolutions.values() for each in found]


def codes(ledger: Ledger) -> list[str]:
    return [each.code for each in ledger.diagnostics if each.severity.value == "error"]


def gone(ledger: Ledger) -> list[str]:
    return [f"{posting.account} {posting.units}" for each in ledger.discarded for posting in each.postings]


def test_what_is_posted_takes_the_place_of_what_was_pending(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD + POST)
    assert codes(ledger) == []
    assert (held(ledger, "Assets:Bank"), held(ledger, "Expenses:Fuel")) == ("-43.10 USD", "43.10 USD")
    assert gone(ledger) == ["Assets:Bank -100.00 USD", "Expenses:Fuel 100.00 USD"]
    assert {posting.status for each in ledger.discarded for posting in each.postings} == {Status.DISCARDED}
    assert outcomes(ledger) == [(Outcome.POSTED, "2025-03-03")]


def test_until_then_it_is_pending(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD)
    assert held(ledger, "Assets:Bank") == "-100.00 USD"
    assert (gone(ledger), outcomes(ledger)) == ([], [])


def test_a_discard_leaves_nothing(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD + '2025-03-05 custom "discard" "fuel"')
    assert held(ledger, "Assets:Bank") == ""
    assert outcomes(ledger) == [(Outcome.DISCARDED, "2025-03-05")]


@pytest.mark.parametrize(("today", "left"), [("2025-03-08", "-100.00 USD"), ("2025-03-09", "")])
def test_a_hold_expires_on_the_day_after_its_date(tmp_path: Path, today: str, left: str) -> None:
    ledger = read(tmp_path, HOLD.replace("^fuel", "^fuel\n  expires: 2025-03-08"), today)
    assert held(ledger, "Assets:Bank") == left
    assert outcomes(ledger) == ([] if left else [(Outcome.EXPIRED, "2025-03-08")])


def test_what_has_expired_cannot_be_posted_any_more(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD.replace("^fuel", "^fuel\n  expires: 2025-03-02") + POST)
    (error,) = [each for each in ledger.diagnostics if each.severity.value == "error"]
    assert (error.code, error.message) == ("resolved-twice", "^fuel has expired already")
    assert [each.label for each in error.related] == ["was pending here until the end of 2025-03-02"]
    assert error.hint == "what expired needs nothing else to end it: take posts: away, or correct expires: there"
    assert outcomes(ledger) == [(Outcome.EXPIRED, "2025-03-02")]


def test_what_expires_before_its_own_day_stays_pending(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD.replace("^fuel", "^fuel\n  expires: 2025-02-28") + POST.replace("-03-03", "-03-01"))
    assert codes(ledger) == ["expires-early"]
    assert outcomes(ledger) == [(Outcome.POSTED, "2025-03-01")]
    assert held(read(tmp_path, HOLD.replace("^fuel", "^fuel\n  expires: 2025-03-01")), "Assets:Bank") == ""


def test_what_cannot_expire_is_told_once_with_what_undoes_it_in_time(tmp_path: Path) -> None:
    ledger = read(tmp_path, HALF_WAY.replace("^move", "^move\n  expires: 2025-03-04"))
    (error,) = [each for each in ledger.diagnostics if each.severity.value == "error"]
    assert (error.code, error.related) == ("unbalanced-rest", ())
    assert error.hint is not None
    undone = read(tmp_path, HALF_WAY.replace("^move", "^move\n  expires: 2025-03-04") + error.hint.partition("\n")[2])
    assert codes(undone) == []
    assert outcomes(undone) == [(Outcome.COMPENSATED, "2025-03-04")]


def test_parts_leave_a_remainder_pending(tmp_path: Path) -> None:
    part = POST.replace("posts:", "posts-part:")
    ledger = read(tmp_path, HOLD + part)
    assert held(ledger, "Assets:Bank") == "-100.00 USD"
    pending = [
        str(posting.units)
        for each in ledger.transactions()
        for posting in each.postings
        if posting.status is Status.PENDING
    ]
    assert pending == ["-56.90 USD", "56.90 USD"]
    assert gone(ledger) == ["Assets:Bank -43.10 USD", "Expenses:Fuel 43.10 USD"]
    again = part.replace("2025-03-03", "2025-03-04").replace("43.10", "56.90")
    ledger = read(tmp_path, HOLD + part + again)
    assert codes(ledger) == []
    assert outcomes(ledger) == [(Outcome.POSTED_IN_PART, "2025-03-03"), (Outcome.POSTED, "2025-03-04")]
    assert held(ledger, "Assets:Bank") == "-100.00 USD"
    more = part.replace("2025-03-03", "2025-03-04").replace("43.10", "56.91")
    assert codes(read(tmp_path, HOLD + part + more)) == ["no-part"]


def test_a_part_of_several_legs_keeps_the_remainder_balanced(tmp_path: Path) -> None:
    text = """
    2025-03-01 ! "Three" ^three
      Assets:Bank     -100.00 USD
      Expenses:Fuel     33.33 USD
      Expenses:Tips     66.67 USD
    2025-03-02 * "A tenth" ^three
      posts-part: "three"
      Assets:Bank      -10.00 USD
      Expenses:Fuel
    """
    ledger = read(tmp_path, text)
    assert codes(ledger) == []
    (pending,) = [each for each in ledger.transactions() if each.flag == "!"]
    assert [str(posting.units) for posting in pending.postings] == ["-90.00 USD", "30.00 USD", "60.00 USD"]
    assert sum(posting.number for each in ledger.discarded for posting in each.postings) == Decimal(0)


def test_a_compensation_undoes_what_went_half_way(tmp_path: Path) -> None:
    undo = """
    2025-03-04 * "Undone" ^move
      compensates: "move"
      Assets:Bank       10.00 USD
      Assets:Savings   -10.00 USD
    """
    ledger = read(tmp_path, HALF_WAY + dedent(undo))
    assert codes(ledger) == []
    assert (held(ledger, "Assets:Bank"), held(ledger, "Assets:Savings")) == ("", "")
    assert not ledger.has_pending
    assert outcomes(ledger) == [(Outcome.COMPENSATED, "2025-03-04")]
    assert codes(read(tmp_path, HALF_WAY + dedent(undo).replace("10.00", "9.00"))) == ["not-compensating"]


def test_a_compensation_can_be_undone_itself(tmp_path: Path) -> None:
    undo = """
    2025-03-04 * "Undone" ^move
      compensates: "move"
      Assets:Bank       10.00 USD
      Assets:Savings   -10.00 USD
    """
    again = undo.replace("03-04", "03-05").replace(" 10.00", " x").replace("-10.00", "10.00").replace(" x", "-10.00")
    ledger = read(tmp_path, HALF_WAY + dedent(undo) + dedent(again))
    assert codes(ledger) == []
    assert (held(ledger, "Assets:Bank"), held(ledger, "Assets:Savings")) == ("-10.00 USD", "10.00 USD")
    assert outcomes(ledger) == [(Outcome.COMPENSATED, "2025-03-04"), (Outcome.COMPENSATED, "2025-03-05")]
    assert codes(read(tmp_path, HALF_WAY + dedent(undo) + dedent(undo).replace("03-04", "03-05"))) == ["resolved-twice"]


def test_what_would_leave_posted_legs_alone_cannot_be_discarded(tmp_path: Path) -> None:
    ledger = read(tmp_path, HALF_WAY + '2025-03-02 custom "discard" "move"')
    (error,) = [each for each in ledger.diagnostics if each.severity.value == "error"]
    assert error.code == "unbalanced-rest"
    assert held(ledger, "Assets:Savings") == "10.00 USD"
    assert error.hint is not None
    # What the hint says mends it.
    (tmp_path / "journal.beancount").write_text(ACCOUNTS + HALF_WAY + dedent(error.hint.partition("\n")[2]))
    mended = load(tmp_path / "journal.beancount")
    assert (codes(mended), held(mended, "Assets:Savings")) == ([], "")


def test_legs_that_balance_by_themselves_may_fall_away(tmp_path: Path) -> None:
    text = """
    2025-03-01 * "Dinner, and a tip that may come" ^dinner
      Assets:Bank       -50.00 USD
      Expenses:Fuel      50.00 USD
      ! Assets:Bank      -5.00 USD
      ! Expenses:Tips     5.00 USD
    2025-03-02 custom "discard" "dinner"
    """
    ledger = read(tmp_path, text)
    assert codes(ledger) == []
    assert held(ledger, "Assets:Bank") == "-50.00 USD"
    assert gone(ledger) == ["Assets:Bank -5.00 USD", "Expenses:Tips 5.00 USD"]


@pytest.mark.parametrize(
    ("text", "code", "places"),
    [
        ('2025-03-05 custom "discard" "feul"', "unknown-pending", 0),
        (POST + '2025-03-05 custom "discard" "fuel"', "resolved-twice", 2),
        ('2025-02-27 custom "discard" "fuel"', "resolved-early", 1),
        (POST.replace("* ", "! ", 1), "pending-resolution", 0),
        (HOLD.replace("Hold", "Again") + POST.replace("posts:", "posts-part:"), "ambiguous-part", 2),
        ('2025-03-05 custom "discard" 12', "discard-form", 0),
        (POST.replace('"fuel"\n', "12\n"), "resolution-form", 0),
        (POST.replace("posts:", "compensates:"), "not-compensating", 1),
        (POST.replace("posts:", "posts-part:").replace("Assets:Bank ", "Liabilities:Card ").replace("Fuel\n", "Tips\n"),
         "no-part", 1),
    ],
)  # fmt: skip
def test_mistakes_show_both_places(tmp_path: Path, text: str, code: str, places: int) -> None:
    ledger = read(tmp_path, HOLD + text)
    (error,) = [each for each in ledger.diagnostics if each.severity.value == "error"]
    assert (error.code, len(error.related)) == (code, places)
    assert error.hint
    if code != "resolved-twice":
        assert held(ledger, "Assets:Bank").startswith(("-100.00", "-143.10", "-200.00", "-243.10"))


def test_a_link_that_nothing_else_has_is_not_offered_in_its_own_place(tmp_path: Path) -> None:
    (error,) = [each for each in read(tmp_path, POST).diagnostics if each.severity.value == "error"]
    assert (error.code, error.message) == ("unknown-pending", "no pending transaction has the link ^fuel")
    assert error.hint == "give the pending transaction the link ^fuel"


def test_resolving_what_is_posted_is_a_mistake(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD.replace("!", "*") + POST)
    (error,) = [each for each in ledger.diagnostics if each.severity.value == "error"]
    assert (error.code, len(error.related)) == ("not-pending", 1)
    assert held(ledger, "Assets:Bank") == "-143.10 USD"


def test_all_that_is_pending_with_a_link_falls_away_together(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD + HOLD.replace("100.00", "7.00") + POST)
    assert codes(ledger) == []
    assert held(ledger, "Assets:Bank") == "-43.10 USD"
    assert len(outcomes(ledger)) == 2


def test_lots_fall_away_with_their_hold(tmp_path: Path) -> None:
    text = """
    2025-03-01 ! "Broker" "Order" ^order
      Assets:Shares   10 ACME {20.00 USD}
      Assets:Bank   -200.00 USD
    2025-03-02 * "Broker" "Filled at a better price" ^order
      posts: "order"
      Assets:Shares   10 ACME {19.50 USD}
      Assets:Bank   -195.00 USD
    """
    ledger = read(tmp_path, text)
    assert codes(ledger) == []
    assert held(ledger, "Assets:Shares") == "10 ACME {19.50 USD, 2025-03-02}"
    assert held(ledger, "Assets:Bank") == "-195.00 USD"


def test_assertions_and_pads_do_not_see_what_fell_away(tmp_path: Path) -> None:
    text = HOLD + POST + "2025-03-02 balance Assets:Bank 0.00 USD\n2025-03-10 balance Assets:Bank -43.10 USD\n"
    assert codes(read(tmp_path, text)) == []
    padded = "2025-02-01 pad Assets:Bank Income:Gains\n" + HOLD + POST + "2025-03-10 balance Assets:Bank 50.00 USD\n"
    ledger = read(tmp_path, padded)
    assert codes(ledger) == []
    assert held(ledger, "Income:Gains") == "-93.10 USD"


def test_as_of_reads_the_journal_as_it_was_known(tmp_path: Path) -> None:
    text = HOLD + POST + "2025-02-01 pad Assets:Savings Income:Gains\n2025-04-01 balance Assets:Savings 5.00 USD\n"
    journal = tmp_path / "journal.beancount"
    read(tmp_path, text)
    before = load(journal, as_of=Date(2025, 3, 2))
    assert (held(before, "Assets:Bank"), codes(before), outcomes(before)) == ("-100.00 USD", [], [])
    assert held(load(journal, as_of=Date(2025, 3, 3)), "Assets:Bank") == "-43.10 USD"
    assert held(load(journal, as_of=Date(2025, 2, 28)), "Assets:Bank") == ""


def test_what_fell_away_was_written_and_has_to_be_right(tmp_path: Path) -> None:
    ledger = read(tmp_path, HOLD.replace("Expenses:Fuel", "Expenses:Feul") + POST)
    assert codes(ledger) == ["unknown-account"]


def test_what_undoes_a_hold_is_what_is_left_of_it(tmp_path: Path) -> None:
    undone = HOLD.replace("03-01 !", "03-09 *").replace(" ^fuel", '\n  compensates: "fuel"').replace("-100", "100")
    ledger = read(tmp_path, HOLD + POST.replace("posts", "posts-part") + undone)
    (error,) = [each for each in ledger.diagnostics if each.severity.value == "error"]
    assert error.code == "not-compensating"
    assert error.hint is not None
    assert " 56.90 USD" in error.hint
    assert codes(read(tmp_path, HOLD + POST.replace("posts", "posts-part") + undone.replace("100.00", "56.90"))) == []


def test_what_was_posted_in_part_is_not_undone_with_the_rest(tmp_path: Path) -> None:
    part = POST.replace("posts:", "posts-part:")
    undo = """
    2025-03-05 * "Undone"
      compensates: "fuel"
      Assets:Bank      56.90 USD
      Expenses:Fuel
    """
    ledger = read(tmp_path, HOLD + part + dedent(undo))
    assert codes(ledger) == []
    assert (held(ledger, "Assets:Bank"), gone(ledger)[0]) == ("-43.10 USD", "Assets:Bank -43.10 USD")
    assert not ledger.has_pending


def test_a_part_may_be_of_two_legs_in_one_account(tmp_path: Path) -> None:
    text = """
    2025-03-01 ! "Dinner and tip" ^dinner
      Liabilities:Card  -50.00 USD
      Liabilities:Card   -5.00 USD
      Expenses:Fuel      50.00 USD
      Expenses:Tips       5.00 USD
    2025-03-02 * "All but one cent" ^dinner
      posts-part: "dinner"
      Liabilities:Card  -54.99 USD
      Expenses:Fuel
    """
    ledger = read(tmp_path, text)
    assert codes(ledger) == []
    assert held(ledger, "Liabilities:Card") == "-55.00 USD"


def test_lines_of_one_day_may_stand_in_any_order(tmp_path: Path) -> None:
    undo = """
    2025-03-03 * "Sent back"
      compensates: "sent"
      Assets:Bank  10.00 USD
      Assets:Savings
    2025-03-03 * "Sent" ^sent
      Assets:Bank  -10.00 USD
      Assets:Savings
    """
    ledger = read(tmp_path, undo)
    assert codes(ledger) == []
    assert held(ledger, "Assets:Bank") == ""
