"""Stories of pending transactions: their sentences word by word, and what each step does to three balances."""

from collections.abc import Callable
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import pfin
from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.model.amount import Amount
from pfin.model.diagnostics import Place
from pfin.report.explain_group import explain_group
from pfin.report.explain_group import page as group_page
from pfin.report.explain_places import at_line
from pfin.report.explain_stock import explain_stock
from pfin.report.explain_stock import page as stock_page
from pfin.report.explain_story import Effect, Story, tell
from pfin.report.moments import Instant
from pfin.report.table import Money, Text
from pfin.systems.boundary import Boundary

Read = Callable[[str], Ledger]
OPENINGS = """
2025-01-01 open Assets:Checking
2025-01-01 open Assets:Savings
2025-01-01 open Liabilities:Card
2025-01-01 open Income:Salary
2025-01-01 open Expenses:Fuel
2025-01-01 open Equity:Opening
"""
FUEL = """
2025-03-01 ! "Shell" "authorisation" ^fuel
  Assets:Checking  -100.00 USD
  Expenses:Fuel     100.00 USD
"""
POSTED = """
2025-03-03 * "Shell" "fuel"
  posts: "fuel"
  Assets:Checking  -43.10 USD
  Expenses:Fuel     43.10 USD
"""
PART = """
2025-03-02 * "Shell" "a part"
  posts-part: "fuel"
  Assets:Checking  -30.00 USD
  Expenses:Fuel     30.00 USD
"""
UNDONE = """
2025-03-04 * "Shell" "undone" ^undone
  compensates: "fuel"
  Assets:Checking  100.00 USD
  Expenses:Fuel   -100.00 USD
"""
HELD = "On 2025-03-01 Shell held 100.00 USD of Assets:Checking (pending)."
EXPIRING = FUEL.replace("^fuel\n", "^fuel\n  expires: 2025-03-08\n") + '2025-03-20 note Assets:Checking "Later"\n'
FELL = "the hold fell away."


def story(ledger: Ledger, link: str = "fuel") -> Story:
    linked = [each for each in (*ledger.transactions(), *ledger.discarded) if link in each.links]
    told = tell(ledger, linked, whole=True)
    assert told is not None
    return told.story


def changes(effects: tuple[Effect, ...], account: str) -> list[str]:
    """Posted, pending and available of an account."""
    found = [each for each in effects if each.account == account]
    numbers = ((each.posted.number, each.pending.number, each.available.number) for each in found)
    return [" ".join(f"{number:f}" if number else "0" for number in three) for three in numbers]


@pytest.mark.parametrize(
    ("journal", "sentences"),
    [
        (
            FUEL,
            [HELD, '100.00 USD is still pending, until a transaction says posts: "fuel".'],
        ),
        (
            FUEL + POSTED,
            [HELD, f"On 2025-03-03 it was posted with 43.10 USD instead; {FELL}"],
        ),
        (
            FUEL + POSTED.replace("43.10", "100"),
            [HELD, "On 2025-03-03 it was posted with the same amount, in the place of the hold."],
        ),
        (
            FUEL + POSTED.replace("Assets:Checking", "Liabilities:Card"),
            [HELD, f"On 2025-03-03 it was posted with 43.10 USD on Liabilities:Card instead; {FELL}"],
        ),
        (
            FUEL + PART,
            [
                HELD,
                "On 2025-03-02 30.00 USD of it was posted, and 70.00 USD stays pending.",
                '70.00 USD is still pending, until a transaction says posts: "fuel".',
            ],
        ),
        (
            FUEL + PART + PART.replace("03-02", "03-03").replace("30", "20"),
            [
                HELD,
                "On 2025-03-02 30.00 USD of it was posted, and 70.00 USD stays pending.",
                "On 2025-03-03 another 20.00 USD of it was posted, and 50.00 USD stays pending.",
                '50.00 USD is still pending, until a transaction says posts: "fuel".',
            ],
        ),
        (
            FUEL + PART + POSTED,
            [
                HELD,
                "On 2025-03-02 30.00 USD of it was posted, and 70.00 USD stays pending.",
                "On 2025-03-03 the remaining 70.00 USD of it was posted with 43.10 USD instead; the rest fell away.",
            ],
        ),
        (
            FUEL + '2025-03-05 custom "discard" "fuel"\n',
            [HELD, f"On 2025-03-05 it was discarded: nothing was posted for it, and {FELL}"],
        ),
        (
            FUEL + PART + '2025-03-05 custom "discard" "fuel"\n',
            [
                HELD,
                "On 2025-03-02 30.00 USD of it was posted, and 70.00 USD stays pending.",
                "On 2025-03-05 the remaining 70.00 USD of it was discarded: nothing was posted for it, and the rest "
                "fell away.",
            ],
        ),
        (
            EXPIRING,
            [
                "On 2025-03-01 Shell held 100.00 USD of Assets:Checking (pending until 2025-03-08).",
                f"On 2025-03-09 it had expired, because nothing was posted for it by 2025-03-08, and {FELL}",
            ],
        ),
        (
            FUEL + UNDONE,
            [
                HELD,
                "On 2025-03-04 it was compensated: its opposite was posted, so that both count and come to nothing.",
            ],
        ),
        (
            # A transaction that only shares the link is a step of the story too.
            FUEL + POSTED + '2025-03-09 * "Shell" "refund" ^fuel\n  Assets:Checking  5 USD\n  Expenses:Fuel\n',
            [
                HELD,
                f"On 2025-03-03 it was posted with 43.10 USD instead; {FELL}",
                'On 2025-03-09 "Shell | refund" was posted: 5.00 USD to Assets:Checking from Expenses:Fuel.',
            ],
        ),
        (
            # One posting may resolve two holds; each is named, because "it" could be either.
            FUEL + FUEL.replace("03-01", "03-02").replace("Shell", "Esso") + POSTED,
            [
                HELD,
                "On 2025-03-02 Esso held 100.00 USD of Assets:Checking (pending).",
                f"On 2025-03-03 the hold of 2025-03-01 by Shell was posted with 43.10 USD instead; {FELL}",
                "On 2025-03-03 the hold of 2025-03-02 by Esso fell away with it, by the same posting.",
            ],
        ),
        (
            '2025-03-01 ! "Employer" "pay" ^fuel\n  Assets:Checking  2000 USD\n  Income:Salary\n',
            [
                "On 2025-03-01 2,000.00 USD was expected in Assets:Checking from Employer (pending).",
                '2,000.00 USD is still pending, until a transaction says posts: "fuel".',
            ],
        ),
        (
            '2025-03-01 ! "Move" ^fuel\n  Assets:Savings  500 USD\n  Assets:Checking\n',
            [
                "On 2025-03-01 500.00 USD was on the way from Assets:Checking to Assets:Savings (pending).",
                '500.00 USD is still pending, until a transaction says posts: "fuel".',
            ],
        ),
        (
            '2025-03-01 * "Move" ^fuel\n  ! Assets:Savings  500 USD\n  Assets:Checking\n',
            [
                "On 2025-03-01 500.00 USD was expected in Assets:Savings (pending), while what it did to "
                "Assets:Checking was posted at once.",
                '500.00 USD is still pending, until a transaction says posts: "fuel".',
            ],
        ),
        (
            '2025-03-01 ! "Card" ^fuel\n  expires: 2025-12-31\n  Liabilities:Card  -9 USD\n  Expenses:Fuel\n',
            [
                "On 2025-03-01 9.00 USD was held on Liabilities:Card (pending until 2025-12-31).",
                '9.00 USD is still pending, until a transaction says posts: "fuel", and falls away after 2025-12-31.',
            ],
        ),
    ],
)
def test_a_story_in_sentences(read: Read, journal: str, sentences: list[str]) -> None:
    cents = '2025-01-02 * "Opening"\n  Assets:Checking  1000.00 USD\n  Equity:Opening\n'
    assert list(story(read(OPENINGS + cents + journal)).sentences) == sentences


def test_a_compensation_that_is_compensated(read: Read) -> None:
    again = UNDONE.replace("03-04", "03-06").replace('"undone" ^undone', '"again" ^again').replace("fuel", "undone")
    again = again.replace("  100.00", "  -100.00").replace("Fuel   -100.00", "Fuel   100.00")
    once_more = UNDONE.replace("03-04", "03-08").replace("^undone", "").replace("fuel", "again")
    found = story(read(OPENINGS + FUEL + UNDONE + again + once_more))
    assert found.sentences == (
        HELD,
        "On 2025-03-04 it was compensated: its opposite was posted, so that both count and come to nothing.",
        "On 2025-03-06 the compensation of 2025-03-04 was itself compensated: its opposite was posted, so that what it "
        "undid counts again.",
        "On 2025-03-08 the compensation of 2025-03-06 was itself compensated: its opposite was posted, so that what it "
        "undid counts again.",
    )
    assert [changes(step.effects, "Assets:Checking") for step in found.steps] == [
        ["0 -100.00 -100.00"],
        ["0 100.00 100.00"],
        ["-100.00 -100.00 -100.00"],
        ["100.00 100.00 100.00"],
    ]
    assert found.together == ()


def test_each_step_changes_three_balances(read: Read) -> None:
    found = story(read(OPENINGS + FUEL + PART + POSTED))
    assert [(step.what, str(step.date)) for step in found.steps] == [
        ("pending", "2025-03-01"),
        ("posted in part", "2025-03-02"),
        ("posted", "2025-03-03"),
    ]
    # What goes out is not available as soon as it is held; an expense is counted as available once it is posted.
    assert [changes(step.effects, "Assets:Checking") for step in found.steps] == [
        ["0 -100.00 -100.00"],
        ["-30.00 0 0"],
        ["-43.10 26.90 26.90"],
    ]
    assert [changes(step.effects, "Expenses:Fuel") for step in found.steps] == [
        ["0 100.00 0"],
        ["30.00 0 30.00"],
        ["43.10 -26.90 43.10"],
    ]
    assert changes(found.together, "Assets:Checking") == ["-73.10 -73.10 -73.10"]


def test_a_debt_grows_when_it_is_charged(read: Read) -> None:
    journal = FUEL.replace("Assets:Checking", "Liabilities:Card") + POSTED.replace(
        "Assets:Checking", "Liabilities:Card"
    )
    steps = story(read(OPENINGS + journal)).steps
    assert [changes(step.effects, "Liabilities:Card") for step in steps] == [
        ["0 100.00 0"],
        ["43.10 -56.90 43.10"],
    ]


@pytest.mark.parametrize(
    "rest", ["", POSTED, PART, PART + POSTED, UNDONE, PART + '2025-03-05 custom "discard" "fuel"\n']
)
def test_all_steps_come_to_the_balances(read: Read, rest: str) -> None:
    ledger = read(OPENINGS + FUEL + rest)
    found = story(ledger)
    for account, sign in (("Assets:Checking", 1), ("Expenses:Fuel", 1)):
        for kind in BalanceKind:
            held = sum((leg.number for _, leg in ledger.counting(kind).postings(account)), Decimal(0))
            told = sum(getattr(each, kind.value).number for each in found.together if each.account == account)
            assert told == held * sign, (account, kind)


@pytest.mark.parametrize("rest", [POSTED, PART + POSTED, '2025-03-05 custom "discard" "fuel"\n', UNDONE])
def test_every_step_is_what_was_known_on_its_day(read: Read, tmp_path: Path, rest: str) -> None:
    ledger = read(OPENINGS + FUEL + rest)
    so_far = Decimal(0)
    for step in story(ledger).steps:
        so_far += sum(each.pending.number for each in step.effects if each.account == "Assets:Checking")
        known = pfin.load(ledger.entry, as_of=step.date)
        assert so_far == sum((leg.number for _, leg in known.postings("Assets:Checking")), Decimal(0))


def test_a_story_is_the_same_from_each_of_its_places(read: Read) -> None:
    ledger = read(OPENINGS + FUEL + PART + '2025-03-05 custom "discard" "fuel"\n')
    lines = ledger.sources.text(ledger.entry).splitlines()
    places = [number for number, line in enumerate(lines, 1) if line.startswith("2025-03")]
    assert len(places) == 3
    for line in places:
        spot = at_line(ledger, ledger.entry, line)
        assert spot.place is not None
        told = tell(ledger, [spot.place])
        assert told is not None
        assert told.story == story(ledger)
    assert tell(ledger, [Place(ledger.entry, 2)]) is None


def test_what_is_counted_does_not_change_a_story(read: Read) -> None:
    ledger = read(OPENINGS + FUEL + PART)
    (hold,) = (each for each in ledger.transactions() if "fuel" in each.links)
    for kind in BalanceKind:
        told = tell(ledger.counting(kind), [hold])
        assert told is not None
        assert told.story == story(ledger)


def test_transactions_without_anything_pending_have_no_story(household: Ledger) -> None:
    settled = [each for each in household.transactions() if each.narration == "Groceries"]
    assert tell(household, settled, whole=True) is None


def test_the_page_of_a_story_of_which_nothing_is_left(read: Read) -> None:
    ledger = read(OPENINGS + FUEL + '2025-03-05 custom "discard" "fuel"\n')
    networth = Boundary("networth", "Assets", ("Assets:Checking",))
    report = explain_group(ledger, "^fuel", [], [networth], None, story(ledger))
    shown = group_page(report, ledger.digits)
    assert (shown.title, shown.moment) == ("^fuel: nothing is left of it", "2025-03-01 to 2025-03-05")
    assert shown.notes[0] == " ".join(story(ledger).sentences)
    (table,) = shown.tables
    assert [column.key for column in table.columns] == ["date", "account", "posted", "pending", "available", "line"]
    minus = Money((Amount(Decimal("-100.00"), "USD"),), exact=True)
    assert table.rows[0].cells[2:] == (None, minus, minus, Text("9"))
    decoded = msgspec.to_builtins(report)
    assert decoded["story"]["steps"][1]["what"] == "discarded"
    assert decoded["story"]["steps"][1]["line"] == 12


def test_a_stock_lists_what_is_pending_in_it(read: Read) -> None:
    cents = '2025-01-02 * "Opening"\n  Assets:Checking  1000.00 USD\n  Equity:Opening\n'
    ledger = read(OPENINGS + cents + FUEL + PART)
    checking = Boundary("Assets:Checking", "Assets:Checking", ("Assets:Checking",))
    report = explain_stock(ledger, checking, Instant(Date(2025, 3, 31)))
    assert [list(map(str, each)) for each in (report.stock, report.posted, report.pending)] == [
        ["900.00 USD"],
        ["970.00 USD"],
        ["-70.00 USD"],
    ]
    waits = stock_page(report, ledger.digits).tables[1]
    assert waits.caption == "Pending in it"
    assert waits.rows[0].cells[3] == Text(
        "remainder waits for ^fuel; posted in part on 2025-03-02 by journal.beancount:16"
    )
    assert [(row.cells[1].text, str(row.cells[2].amounts[0])) for row in waits.rows[1:]] == [
        ("Pending in all", "-70.00 USD"),
        ("Stock without it", "970.00 USD"),
    ]
    before = explain_stock(ledger, checking, Instant(Date(2025, 2, 1)))
    assert len(stock_page(before, ledger.digits).tables) == 1
