"""What the balances of a journal of pending transactions must be, told without pfin: whole cents, and four counters.

Each account has its debits and its credits, those that are posted and those that are pending, as in a ledger for
payments. A hold adds to what is pending. What becomes of it takes from there, and may add to what is posted.

Everything is taken in order of days, and a day's holds before what becomes of them; the model is never told of what
came before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

Legs = tuple[tuple[str, int], ...]
"""Accounts with cents, debits positive."""


@dataclass
class Counters:
    """An account. All four are sums of absolute amounts, in cents."""

    debits_posted: int = 0
    credits_posted: int = 0
    debits_pending: int = 0
    credits_pending: int = 0

    def post(self, cents: int) -> None:
        self.debits_posted += max(cents, 0)
        self.credits_posted += max(-cents, 0)

    def hold(self, cents: int, times: int = 1) -> None:
        """Count a pending leg, or take it away again with ``times`` -1."""
        self.debits_pending += times * max(cents, 0)
        self.credits_pending += times * max(-cents, 0)

    def posted(self, debits_are_normal: bool) -> int:
        """In the normal direction of the account, as all balances are."""
        debits = self.debits_posted - self.credits_posted
        return debits if debits_are_normal else -debits

    def pending(self, debits_are_normal: bool) -> int:
        debits = self.debits_pending - self.credits_pending
        return self.posted(debits_are_normal) + (debits if debits_are_normal else -debits)

    def available(self, debits_are_normal: bool) -> int:
        against = self.credits_pending if debits_are_normal else self.debits_pending
        return self.posted(debits_are_normal) - against


class Fate(Enum):
    """What became of a hold: still there, fallen away, or undone and counted whole."""

    OPEN = "open"
    GONE = "gone"
    UNDONE = "undone"


@dataclass
class Hold:
    """A transaction with pending legs, and what is left of these. ``settled`` are the legs that were never pending."""

    link: str
    day: int
    pending: Legs
    settled: Legs = ()
    expires: int | None = None
    left: list[int] = field(default_factory=list)
    fate: Fate = Fate.OPEN

    def __post_init__(self) -> None:
        self.left = [cents for _, cents in self.pending]

    @property
    def may_fall_away(self) -> bool:
        """Whether what is pending balances by itself."""
        return sum(cents for _, cents in self.pending) == 0


class Model:
    """All accounts and holds, as they are known today."""

    def __init__(self, accounts: Mapping[str, bool]) -> None:
        """``accounts`` says of each whether debits are its normal direction."""
        self.debits_are_normal = dict(accounts)
        self.counters = {account: Counters() for account in accounts}
        self.holds: list[Hold] = []
        self.today = 1

    def balances(self) -> dict[str, tuple[int, int, int]]:
        """The posted, pending and available balance of each account."""
        return {
            account: (each.posted(normal), each.pending(normal), each.available(normal))
            for account, normal in self.debits_are_normal.items()
            for each in (self.counters[account],)
        }

    def open(self, link: str) -> list[Hold]:
        return [hold for hold in self.holds if hold.link == link and hold.fate is Fate.OPEN]

    def post(self, legs: Iterable[tuple[str, int]]) -> None:
        for account, cents in legs:
            self.counters[account].post(cents)

    def hold(self, hold: Hold) -> None:
        self.holds.append(hold)
        self.post(hold.settled)
        for account, cents in hold.pending:
            self.counters[account].hold(cents)

    def drop(self, link: str) -> None:
        """What is pending falls away."""
        for hold in self.open(link):
            self._fall(hold)

    def post_part(self, link: str, legs: Legs) -> None:
        """A part is posted; the remainder stays pending."""
        (hold,) = self.open(link)
        measured, posted, whole = measure(hold, legs)
        self.post(legs)
        if posted == whole:
            self._fall(hold)
            return
        self._count(hold, -1)
        hold.left = remainder(hold, measured, posted, whole)
        self._count(hold, 1)

    def undo(self, link: str) -> Legs:
        """What went half-way counts whole, and so do the legs that undo it, which are returned."""
        legs = self.reverse(link)
        for hold in self.open(link):
            self._count(hold, -1)
            self.post((account, cents) for (account, _), cents in zip(hold.pending, hold.left, strict=True))
            hold.fate = Fate.UNDONE
        self.post(legs)
        return legs

    def reverse(self, link: str) -> Legs:
        """The legs that would undo all that is there of a link."""
        return tuple(
            (account, -cents)
            for hold in self.open(link)
            for account, cents in (
                *hold.settled,
                *((account, cents) for (account, _), cents in zip(hold.pending, hold.left, strict=True)),
            )
            if cents
        )

    def pass_day(self) -> None:
        """Tomorrow comes, and what held until today falls away."""
        self.today += 1
        for hold in self.holds:
            if hold.fate is Fate.OPEN and hold.expires is not None and hold.expires < self.today:
                self._fall(hold)

    def _fall(self, hold: Hold) -> None:
        self._count(hold, -1)
        hold.left = [0] * len(hold.left)
        hold.fate = Fate.GONE

    def _count(self, hold: Hold, times: int) -> None:
        for (account, _), cents in zip(hold.pending, hold.left, strict=True):
            self.counters[account].hold(cents, times)


def measure(hold: Hold, legs: Legs) -> tuple[list[int], int, int]:
    """The pending legs by which a part is measured, what of them is posted, and what they come to.

    These are the legs in the first account that both have, on the same side.
    """
    for (account, _), left in zip(hold.pending, hold.left, strict=True):
        posted = sum(cents for other, cents in legs if other == account and cents * left > 0)
        if posted:
            measured = [
                index
                for index, (other, _) in enumerate(hold.pending)
                if other == account and hold.left[index] * left > 0
            ]
            return measured, posted, sum(hold.left[index] for index in measured)
    raise AssertionError("no account of the hold is posted")


def remainder(hold: Hold, measured: list[int], posted: int, whole: int) -> list[int]:
    """What is left of each pending leg: as large a share of all of them, to the nearest cent (half to the even one).

    The legs by which it was measured keep exactly what is not posted, and the last of the others takes what rounding
    leaves.
    """
    left = [round(Fraction(cents * (whole - posted), whole)) for cents in hold.left]
    left[measured[-1]] = whole - posted - sum(left[index] for index in measured[:-1])
    others = [index for index in range(len(left)) if index not in measured] or measured
    left[others[-1]] -= sum(left)
    return left
