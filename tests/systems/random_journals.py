"""Random journals that are always accepted, with boundaries, periods and currencies of valuation to look at them.

A journal is a list of blocks (directives as text), whose figures do not depend on their order: lots are sold by their
whole cost on a later day, and a pair of commodities has one price a day.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from itertools import combinations
from pathlib import Path

from hypothesis import strategies as st

from pfin.ledger.ledger import Ledger
from pfin.loader import load
from pfin.model.interval import Interval
from pfin.model.period import Period
from pfin.systems.boundary import Boundary

# The days of the journals cross the end of a year and a leap day.
FIRST = Date(2023, 12, 18)
SPAN = 90
ACCOUNTS = (
    *("Assets:Bank", "Assets:Bank:Checking", "Assets:Bank:Checking:Joint", "Assets:Broker", "Assets:Broker-2"),
    *("Liabilities:Card", "Liabilities:Card:Late", "Income:Pay", "Income:Gains"),
    *("Expenses:Food", "Expenses:Food:Out", "Equity:Opening"),
)
CURRENCIES = ("USD", "EUR", "OIL")
COMMODITIES = (*CURRENCIES, "GBP", "HOOL")

_Lot = tuple[str, str, Date]

NUMBERS = "1 2 3 5 7 10 10.00 12.34 99.99 100 250.50 0.01 0.333 1000"
RATES = "1 1.1 0.9 2 3 7 0.333 120 0.01"

numbers = st.sampled_from(NUMBERS.split())
signs = st.sampled_from(["", "-"])
currencies = st.sampled_from(CURRENCIES)
costs = st.builds("{} {}".format, st.sampled_from(["10", "12.50", "333.333"]), st.sampled_from(["USD", "USD", "EUR"]))
rates = st.sampled_from(RATES.split())
quotes = st.sampled_from([*RATES.split(), "0"])
headings = st.sampled_from(
    ['* "a"', '* "Shop" "b"', '* "Shop" "b" #trip', '! "Payer" "c" #trip #home', '* "d"\n  kind: "gift"']
)
pairs = st.sampled_from([*combinations(COMMODITIES, 2), *((two, one) for one, two in combinations(COMMODITIES, 2))])
"""Both ways round, so that some rates are to be inverted and others to be found in two steps."""


@dataclass(frozen=True)
class Journal:
    """What was drawn: the accounts are opened, the blocks are all directives."""

    accounts: tuple[str, ...]
    blocks: tuple[str, ...]

    def ledger(self) -> Ledger:
        return self._ledger

    @cached_property
    def _ledger(self) -> Ledger:
        return ledger_of(["\n\n".join(self.blocks)])


@dataclass(frozen=True)
class Case:
    """A journal with two boundaries that share no account, and a period that may reach beyond the journal's."""

    journal: Journal
    one: Boundary
    other: Boundary
    period: Period
    currency: str | None


def ledger_of(files: Sequence[str]) -> Ledger:
    """The ledger of a journal in several files, of which the first includes the others."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{number}.beancount" for number in range(len(files))]
        includes = "".join(f'include "{name}"\n' for name in names[1:])
        for name, text in zip(names, files, strict=True):
            Path(folder, name).write_text(f"{includes if name == names[0] else ''}{text}\n", encoding="utf-8")
        ledger = load(Path(folder, names[0]))
    assert not ledger.has_errors, (ledger.diagnostics, files)
    return ledger


def drawn_around(accounts: Sequence[str]) -> Boundary:
    """A boundary of some accounts."""
    name = " | ".join(accounts) or "nothing"
    return Boundary(name, name, tuple(accounts))


@st.composite
def journals(draw: st.DrawFn) -> Journal:
    """Journals with a handful of accounts and transactions."""
    accounts = tuple(draw(st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=8, unique=True)))
    blocks = [f"{FIRST} open {account}" for account in accounts]
    held: dict[_Lot, int] = {}
    days = sorted(draw(st.lists(st.integers(0, SPAN), min_size=3, max_size=12)))
    for offset in days:
        day = FIRST + timedelta(offset)
        legs = draw(_legs(accounts, day, held))
        blocks.append("\n".join([f"{day} {draw(headings)}", *(f"  {leg}" for leg in legs)]))
    blocks += draw(_quotes(days))
    blocks += draw(_pad(accounts, {account for account, _, _ in held}))
    return Journal(accounts, tuple(blocks))


@st.composite
def _legs(draw: st.DrawFn, accounts: Sequence[str], day: Date, held: dict[_Lot, int]) -> list[str]:
    """The legs of a transaction, most often with one that is left blank; lots bought and sold are noted."""
    account = st.sampled_from(accounts)
    here, there = draw(st.one_of(st.permutations(accounts), st.tuples(account, account)))[:2]
    elsewhere = draw(account)
    sign, number, currency = draw(signs), draw(numbers), draw(currencies)
    tag = draw(st.sampled_from(["", "", '\n    kind: "loan"']))
    sellable = [lot for lot, units in held.items() if units and lot[2] < day]
    kinds = ["plain", "plain", "three", "mixed", "exchange", "total", "swap", "buy", "buy", "zero", "residue", "gift"]
    match draw(st.sampled_from([*kinds, *["sell"] * 6 * bool(sellable)])):
        case "plain":
            return [f"{here}  {sign}{number} {currency}{tag}", there]
        case "three":
            return [f"{here}  {sign}{number} {currency}{tag}", f"{there}  {draw(numbers)} {currency}", elsewhere]
        case "mixed":
            return [
                f"{here}  {sign}{number} {currency}{tag}",
                f"{there}  {draw(signs)}{draw(numbers)} {draw(currencies)}",
                elsewhere,
            ]
        case "exchange":
            return [f"{here}  {sign}{number} {currency} @ {draw(rates)} GBP{tag}", there]
        case "total":
            return [f"{here}  {sign}{number} {currency} @@ {draw(numbers)} GBP{tag}", there]
        case "swap":
            return [f"{here}  {sign}{number} EUR @ {draw(rates)} USD", f"{here}  {draw(numbers)} USD", elsewhere]
        case "buy":
            cost, units = draw(costs), draw(st.integers(1, 9))
            lot = (here, cost, day)
            held[lot] = held.get(lot, 0) + units
            return [f"{here}  {units} HOOL {{{cost}}}{tag}", there]
        case "sell":
            lot = draw(st.sampled_from(sellable))
            units, price = draw(st.integers(1, held[lot])), draw(st.integers(5, 20))
            held[lot] -= units
            paid = lot[1].split()[1]
            return [
                f"{lot[0]}  -{units} HOOL {{{lot[1]}, {lot[2]}}} @ {price} {paid}{tag}",
                f"{there}  {units * price} {paid}",
                elsewhere,
            ]
        case "zero":
            return [f"{here}  0 {currency}{tag}", f"{there}  0.00 {currency}"]
        case "residue":
            return [f"{here}  {sign}10.00 {currency}{tag}", f"{there}  {'' if sign else '-'}10.004 {currency}"]
        case _:
            # Units without a cost beside those that have one; never short, or they would be taken for a reduction.
            return [f"{here}  {draw(st.integers(1, 9))} HOOL @ {draw(rates)} {currency}{tag}", there]


@st.composite
def _quotes(draw: st.DrawFn, days: Sequence[int]) -> list[str]:
    """Prices of a few pairs, often on the days of transactions or on a day beside."""
    near = st.builds(int.__add__, st.sampled_from(days), st.sampled_from([0, 0, 0, -1, 1]))
    quoted = st.lists(st.one_of(near, near, st.integers(-20, SPAN + 5)), min_size=2, max_size=4, unique=True)
    return [
        f"{FIRST + timedelta(offset)} price {base} {draw(quotes)} {quote}"
        for base, quote in draw(st.lists(pairs, min_size=2, max_size=4, unique_by=frozenset))
        for offset in draw(quoted)
    ]


@st.composite
def _pad(draw: st.DrawFn, accounts: Sequence[str], with_lots: set[str]) -> list[str]:
    """At most one pad with its balance; the number is one that no sum of others makes."""
    padded, source = draw(st.sampled_from(accounts)), draw(st.sampled_from(accounts))
    offset, later = draw(st.integers(0, SPAN)), draw(st.integers(1, 20))
    # Neither the source nor lots may be among the children, whose units count for the balance.
    below = [account for account in (source, *with_lots) if f"{account}:".startswith(f"{padded}:")]
    if below or not draw(st.booleans()):
        return []
    day = FIRST + timedelta(offset)
    return [f"{day} pad {padded} {source}", f"{day + timedelta(later)} balance {padded}  98765.4321 USD"]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Journals, and how to look at them."""
    journal = draw(journals())
    # Three of four accounts lie inside one boundary or the other; neighbours seldom in the same.
    sides = [(index + draw(st.integers(0, 3))) % 4 for index in range(len(journal.accounts))]
    one, other = (
        drawn_around([account for account, side in zip(journal.accounts, sides, strict=True) if side in wanted])
        for wanted in ((0, 3), (1,))
    )
    return Case(journal, one, other, draw(periods), draw(valuations))


_most_of_it = st.builds(
    lambda begin, end: Period(FIRST + timedelta(begin), FIRST + timedelta(end)),
    st.integers(-5, SPAN // 2),
    st.integers(SPAN // 2 + 1, SPAN + 30),
)
_any_days = st.builds(
    lambda offset, length: Period(FIRST + timedelta(offset), FIRST + timedelta(offset + length)),
    st.integers(-30, SPAN + 10),
    st.one_of(st.integers(1, SPAN + 60), st.just(1)),
)
periods = st.one_of(_most_of_it, _most_of_it, _any_days)
"""From a single day to more than the journal's days, also partly or wholly outside them."""

valuations = st.sampled_from(["USD", None, "USD", "EUR", None, "GBP", "OIL", "NONE"])
intervals = st.sampled_from(Interval)
