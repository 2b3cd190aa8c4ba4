"""Hypothesis strategies that write journals of pending transactions and of what becomes of them.

Holds come with lots, prices, several currencies, inferred legs, and with flags on some of their legs only. They are
posted, posted in part, discarded, compensated, or expire; now and then under a wrong link, too early, twice or in the
wrong form. Numbers, days and links come from small sets, so that most of these meet.
"""

from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

HEAD = """\
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Bank:Savings
2025-01-01 open Assets:Cash
2025-01-01 open Assets:Stock "FIFO"
2025-01-01 open Expenses:Food
2025-01-01 open Expenses:Fees
2025-01-01 open Income:Gain
2025-01-01 open Equity:Opening
2025-01-01 * "Opening"
  Assets:Bank   1000.00 USD
  Assets:Cash    500.00 EUR
  Assets:Stock       40 HOOL {9.00 USD}
  Assets:Stock       60 HOOL {11.50 USD}
  Equity:Opening
"""
ACCOUNTS = (
    ("Assets:Bank", "USD"),
    ("Assets:Bank", "EUR"),
    ("Assets:Bank:Savings", "USD"),
    ("Assets:Cash", "EUR"),
    ("Assets:Stock", "HOOL"),
    ("Expenses:Food", "USD"),
)
"""Accounts with commodities that may be asserted."""

# N is an amount, M its opposite. What follows a ! is pending whatever the flag of the transaction.
SHAPES = (
    ("Expenses:Food  N USD", "Assets:Bank  M USD"),
    ("Expenses:Food  N USD", "Assets:Bank"),
    ("Expenses:Food  N USD", "Expenses:Fees  0.35 USD", "Assets:Bank:Savings"),
    ("Expenses:Food  N USD", "Assets:Bank  M USD", "Expenses:Food  N EUR", "Assets:Cash  M EUR"),
    ("Assets:Stock  N HOOL {10.25 USD}", "Assets:Bank"),
    ("Assets:Stock  M HOOL {} @ 12.10 USD", "Assets:Bank  N USD", "Income:Gain"),
    ("Assets:Cash  N EUR @ 1.0823 USD", "Assets:Bank"),
    ("Assets:Cash  N EUR @@ 7.77 USD", "Assets:Bank  -7.77 USD"),
    ("Expenses:Food  N USD", "Assets:Cash  M USD", "Expenses:Fees  0 USD"),
    ("! Expenses:Food  N USD", "! Assets:Bank  M USD", "Expenses:Fees  1.00 USD", "Assets:Bank  -1.00 USD"),
    ("! Expenses:Food  N USD", "Assets:Bank  M USD"),
    ("! Expenses:Food  N USD", "! Expenses:Fees  0.10 USD", "! Assets:Bank", "Assets:Cash  0 USD"),
)
NUMBERS = tuple(map(Decimal, ("10", "9.99", "30.00", "0.01", "7.125", "100", "3.33", "20.00")))
SHARES = tuple(map(Decimal, ("1", "0.5", "0.3", "0.33", "0.125", "1.5")))
LINKS = ("a", "b", "c", "d")

pick = st.sampled_from
days = st.integers(2, 31).map(lambda day: f"2025-01-{day:02}")


def seldom() -> st.SearchStrategy[bool]:
    """True one time in eight."""
    return pick((False,) * 7 + (True,))


class Lifecycle(NamedTuple):
    """A journal without assertions, and the day that counts as today: the plugin in it says the same."""

    text: str
    today: str


class Ask(NamedTuple):
    """An assertion to be written: of posted legs only or not, and how far off what is there."""

    account: str
    commodity: str
    day: str
    of_posted: bool
    off: Decimal


def asks() -> st.SearchStrategy[list[Ask]]:
    """Assertions; most of them are right, some within what the last digit allows."""
    ask = st.tuples(pick(ACCOUNTS), days, st.booleans(), pick(("0", "0", "0", "0.01", "-0.02", "1")))
    return st.lists(ask.map(lambda said: Ask(*said[0], said[1], said[2], Decimal(said[3]))), max_size=6)


@st.composite
def journals(draw: st.DrawFn) -> Lifecycle:
    """A journal of up to four holds, each with what becomes of it, in any order of lines."""
    today = draw(pick(("2025-01-05", "2025-01-15", "2025-01-31", "2025-03-01")))
    parts = [f'plugin "pfin.beancount" "{today}"\n', draw(pick(("", "", 'option "booking_method" "FIFO"\n'))), HEAD]
    twice = draw(seldom())
    for link in draw(st.lists(pick(LINKS), min_size=1, max_size=4, unique=not twice)):
        shape, number = draw(pick(SHAPES)), draw(pick(NUMBERS))
        day = draw(st.integers(2, 20))
        parts.append(_hold(draw, link, shape, number, day))
        for _ in range(draw(pick((0, 1, 1, 1, 2)))):
            day = max(1, day + draw(pick((0, 1, 1, 2, 3, 3, 6, 11, -2))))
            parts.append(_resolution(draw, link, shape, number, f"2025-01-{min(day, 31):02}"))
    if draw(seldom()):
        parts.append(_mistaken(draw))
    if draw(seldom()):
        account, commodity = draw(pick((("Assets:Bank", "USD"), ("Assets:Cash", "EUR"))))
        parts.append(f"2025-01-{draw(st.integers(1, 19)):02} pad {account} Equity:Opening\n")
        parts.append(f"2025-01-{draw(st.integers(20, 31))} balance {account}  400.00 {commodity}\n")
    return Lifecycle("".join(parts[:3] + draw(st.permutations(parts[3:]))), today)


def _hold(draw: st.DrawFn, link: str, shape: tuple[str, ...], number: Decimal, day: int) -> str:
    flag = "*" if any(leg.startswith("!") for leg in shape) or draw(seldom()) else "!"
    expires = draw(pick(("", "", f"  expires: 2025-01-{draw(st.integers(day, 31)):02}\n")))
    return f'2025-01-{day:02} {flag} "Hold" ^{link}\n{expires}{_legs(shape, number)}'


def _resolution(draw: st.DrawFn, link: str, shape: tuple[str, ...], number: Decimal, day: str) -> str:
    word = draw(pick(("posts", "posts", "posts-part", "posts-part", "posts-part", "compensates", "discard", "discard")))
    if word == "discard":
        return f'{day} custom "discard" "{link}"\n'
    if word == "compensates":
        other = number if draw(seldom()) else -number
        return f'{day} * "Undone"\n  compensates: "{link}"\n{_turned(shape, other)}'
    posted = number * draw(pick(SHARES))
    carried = draw(pick(("", f" ^{link}")))
    flag = "!" if draw(seldom()) else "*"
    shape = tuple(leg.removeprefix("! ") for leg in shape)
    return f'{day} {flag} "Settled"{carried}\n  {word}: "{draw(pick((link, "^" + link)))}"\n{_legs(shape, posted)}'


def _mistaken(draw: st.DrawFn) -> str:
    """A resolution of what is not there, or one in the wrong form."""
    day = draw(days)
    said = draw(pick(('posts: "none"', "posts: 3", 'compensates: ""', "posts-part:", "posts: TRUE", 'expires: "soon"')))
    flag = "!" if "expires" in said else "*"
    meant = f'{day} {flag} "Mistaken"\n  {said}\n  Expenses:Food  1.00 USD\n  Assets:Bank\n'
    values = draw(pick(('"none"', '"a" "b"', "3", "Assets:Bank", '""')))
    return draw(pick((meant, f'{day} custom "discard" {values}\n')))


def _legs(shape: tuple[str, ...], number: Decimal) -> str:
    return "".join(f"  {leg.replace('N', f'{number:f}').replace('M', f'{-number:f}')}\n" for leg in shape)


def _turned(shape: tuple[str, ...], number: Decimal) -> str:
    """The legs with the opposite number, and none of them pending."""
    fees = {"0.35": "-0.35", "-1.00": "1.00", "1.00": "-1.00", "0.10": "-0.10", "-7.77": "7.77"}
    legs = (" ".join(fees.get(word, word) for word in leg.removeprefix("! ").split(" ")) for leg in shape)
    return _legs(tuple(legs), number)
