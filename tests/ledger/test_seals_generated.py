"""Seals of generated journals: any layout keeps them, any change breaks those of the months that it touches."""

import tempfile
from collections.abc import Sequence
from datetime import date as Date
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

import pfin
from pfin.ledger.ledger import Ledger
from pfin.ledger.seals import seal_directive
from pfin.syntax.printer import directive_text

ACCOUNTS = ("Assets:Bank", "Assets:Cash", "Expenses:Food", "Expenses:Food:Out", "Income:Pay")
MONTHS = ("2024-11", "2024-12", "2025-01", "2025-02", "2025-03")
LAST, SEALED_ON = Date(2025, 2, 28), Date(2025, 4, 1)
HEAD = "".join(f"2024-11-01 open {account}\n" for account in ACCOUNTS) + '2024-11-01 open Assets:Broker "FIFO"\n'

CHECKED = settings(max_examples=150, deadline=None)

pick = st.sampled_from
flips = st.booleans()


class Item(NamedTuple):
    """A directive: what stands behind its date, and its legs (an account, and the cents that it is debited)."""

    month: str
    day: int
    words: str
    legs: tuple[tuple[str, int], ...] = ()
    tail: str = ""

    @property
    def heading(self) -> str:
        return f"{self.month}-{self.day:02} {self.words}"


def number(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


@st.composite
def transactions(draw: st.DrawFn) -> Item:
    cents = draw(st.lists(st.integers(-99999, 99999).filter(bool), min_size=1, max_size=3))
    accounts = draw(st.permutations(ACCOUNTS))
    legs = (*zip(accounts, cents, strict=False), (accounts[-1], -sum(cents)))
    words = draw(pick(['* "Shop" "a"', '! "b"', '* "" #tag ^link', '* "c" "\\"d\\" ü"']))
    return Item(draw(pick(MONTHS)), draw(st.integers(1, 28)), words, legs)


@st.composite
def others(draw: st.DrawFn) -> Item:
    words = (
        "price HOOL 12.5 USD",
        'note Assets:Bank "x"',
        'event "city" "Rome"',
        'custom "budget" Expenses:Food 4 USD',
    )
    return Item(draw(pick(MONTHS)), draw(st.integers(1, 28)), draw(pick(words)))


lots = st.builds(
    lambda day: Item("2024-12", day, '* "Buy"', (), "  Assets:Broker 4 HOOL {2.5 USD}\n  Assets:Bank"), pick([3, 9])
)
sales = st.builds(
    lambda day: Item("2025-02", day, '* "Sell"', (), "  Assets:Broker -1 HOOL {} @ 3 USD\n  Assets:Bank"), pick([3, 9])
)
journals = st.builds(
    lambda bought, rest: [*bought, *rest],
    st.lists(lots, min_size=1, max_size=2),
    st.lists(st.one_of(transactions(), transactions(), others(), sales), min_size=1, max_size=8),
)


def plain(item: Item) -> str:
    """The text of an item in the simplest layout."""
    legs = [f"  {account}  {number(cents)} USD" for account, cents in item.legs]
    return "\n".join(filter(None, [item.heading, *legs, item.tail])) + "\n"


def laid_out(draw: st.DrawFn, item: Item) -> str:
    """The text of an item in some other layout that means the same."""
    lines = [item.heading.replace("*", "txn") if draw(flips) else f"{item.heading}  ; remark"]
    left_out = draw(st.integers(0, len(item.legs))) if draw(flips) else -1
    for index, (account, cents) in draw(st.permutations(list(enumerate(item.legs)))):
        # Other legs written with fewer digits would let the one that is left out be rounded to these.
        digits = draw(pick(["", "0", "00"]))
        amount = "" if index == left_out else f"{draw(pick(['  ', '   ']))}{number(cents)}{digits} USD"
        lines.append(f"{draw(pick(['  ', '    ', chr(9)]))}{account}{amount}")
        lines += ["  ; remark"] if draw(flips) else []
    return "\n".join(filter(None, [*lines, item.tail])) + "\n" * draw(st.integers(1, 3))


def load(files: Sequence[str]) -> Ledger:
    """The ledger of a journal in several files, of which the first includes the others."""
    with tempfile.TemporaryDirectory() as folder:
        for index, text in enumerate(files):
            includes = "".join(f'include "{other}.beancount"\n' for other in range(1, len(files)) if not index)
            Path(folder, f"{index}.beancount").write_text(includes + text, encoding="utf-8")
        return pfin.load(Path(folder, "0.beancount"))


def sealed(text: str) -> str:
    directive = seal_directive(load([text]), LAST, SEALED_ON)
    assert directive is not None
    return directive_text(directive)


@CHECKED
@given(st.data(), journals)
def test_no_layout_breaks_a_seal(data: st.DataObject, items: list[Item]) -> None:
    seal = sealed(HEAD + "".join(map(plain, items)))

    @st.composite
    def layouts(draw: st.DrawFn) -> list[str]:
        files = [seal, "", HEAD]
        for item in draw(st.permutations(items)):
            files[draw(st.integers(0, 2))] += laid_out(draw, item)
        return files

    files = data.draw(layouts())
    found = [each for each in load(files).diagnostics if each.code == "broken-seal"]
    assert found == []


@st.composite
def changes(draw: st.DrawFn, item: Item) -> Item | None:
    """Another item in its place, or None where it is taken away."""
    changed = item
    match draw(pick(["amount", "account", "day", "month", "words", "nothing"])):
        case "amount" if item.legs:
            (first, one), *between, (last, other) = item.legs
            by = draw(st.integers(1, 500))
            changed = item._replace(legs=((first, one + by), *between, (last, other - by)))
        case "account" if item.legs:
            changed = item._replace(legs=(("Assets:Broker", item.legs[0][1]), *item.legs[1:]))
        case "day":
            changed = item._replace(day=item.day % 28 + 1)
        case "month":
            changed = item._replace(month=MONTHS[(MONTHS.index(item.month) + 1) % len(MONTHS)])
        case "words":
            changed = item._replace(words=item.words.replace('"', '"z', 1) if '"' in item.words else 'event "a" "b"')
    return None if changed == item else changed


@CHECKED
@given(st.data(), journals)
def test_a_change_breaks_exactly_the_months_it_touches(data: st.DataObject, items: list[Item]) -> None:
    seal = sealed(HEAD + "".join(map(plain, items)))
    at = data.draw(st.integers(0, len(items) - 1))
    changed = data.draw(changes(items[at]))
    now = [*items[:at], *([] if changed is None else [changed]), *items[at + 1 :]]
    touched = {items[at].month} | (set() if changed is None else {changed.month})
    diagnostics = load([HEAD + "".join(map(plain, now)) + seal]).diagnostics
    broken = [each.message.split()[0] for each in diagnostics if each.code == "broken-seal"]
    assert broken == sorted(touched - {"2025-03"})
