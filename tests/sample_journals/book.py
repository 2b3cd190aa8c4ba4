"""A journal in the making: transactions are added day by day, balances run along, the text is laid out last."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from typing import Any

NUMBER_ENDS = 62  # the column after the last digit of an amount
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Leg:
    """One leg. A number of None is left blank in the text; ``tail`` is a cost or a price as text.

    ``weight`` is what a leg with a tail counts for in the transaction's balance, in ``weighed_in``. A leg may be
    pending in a transaction that is not.
    """

    account: str
    number: Decimal | None = None
    commodity: str = "USD"
    tail: str = ""
    weight: Decimal | None = None
    weighed_in: str = "USD"
    meta: Mapping[str, str] = field(default_factory=dict)
    pending: bool = False

    def counts(self) -> tuple[Decimal, str]:
        assert self.number is not None
        return (self.number, self.commodity) if self.weight is None else (self.weight, self.weighed_in)


class Book:
    """Directives with their days, and the balances that follow from them.

    A hold is in no balance here: it falls away once it is resolved, and until then statements do not show it.
    """

    def __init__(self) -> None:
        self.balances: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.transactions = 0
        self._held: dict[str, frozenset[str]] = {}
        self._entries: dict[str, list[tuple[Date, bool, str]]] = defaultdict(list)
        self._planned: dict[Date, list[Callable[[Date], None]]] = defaultdict(list)

    def balance(self, account: str, commodity: str = "USD") -> Decimal:
        """The units of a commodity in an account so far, debits positive."""
        return self.balances[(account, commodity)]

    def plan(self, day: Date, action: Callable[[Date], None]) -> None:
        """Have something done on a later day."""
        self._planned[day].append(action)

    def do_planned(self, day: Date) -> None:
        for action in self._planned.pop(day, []):
            action(day)

    def add(self, day: Date, text: str, section: str = "", early: bool = False) -> None:
        """Add a directive as text; those of the section "" are laid out by month, the early ones of a day first."""
        self._entries[section].append((day, not early, text))

    def transaction(
        self,
        day: Date,
        payee: str,
        narration: str,
        *legs: Leg,
        flag: str = "*",
        marks: str = "",
        meta: Mapping[str, str] | None = None,
        section: str = "",
        early: bool = False,
    ) -> None:
        """Add a transaction; ``marks`` are its tags and links as text, ``meta`` values are texts as in the journal."""
        if flag != "!":
            self._post(payee, narration, legs)
        self.transactions += 1
        title = f'"{payee}" "{narration}"' if payee else f'"{narration}"'
        lines = [" ".join(filter(None, [str(day), flag, title, marks]))]
        lines += [f"  {key}: {value}" for key, value in (meta or {}).items()]
        for leg in legs:
            lines.append(amount_line(f"  {'! ' * leg.pending}{leg.account}", leg.number, leg.commodity, leg.tail))
            lines += [f"    {key}: {value}" for key, value in leg.meta.items()]
        self.add(day, "\n".join(lines), section, early)

    def _post(self, payee: str, narration: str, legs: Sequence[Leg]) -> None:
        left: dict[str, Decimal] = defaultdict(Decimal)
        for leg in legs:
            if leg.number is not None:
                weight, commodity = leg.counts()
                left[commodity] -= weight
                self.balances[(leg.account, leg.commodity)] += leg.number
        blank = [leg for leg in legs if leg.number is None]
        if blank:
            for commodity, number in left.items():
                self.balances[(blank[0].account, commodity)] += number
        elif any(abs(number) > Decimal("0.005") for number in left.values()):
            raise AssertionError(f"{payee}, {narration}: off by {dict(left)}")

    def move(
        self, day: Date, payee: str, narration: str, source: str, target: str, number: Decimal, **how: Any
    ) -> None:
        """A transaction of two legs: ``number`` leaves the source for the target."""
        commodity = how.pop("commodity", "USD")
        legs = (Leg(target, number, commodity), Leg(source, -number, commodity))
        self.transaction(day, payee, narration, *legs, **how)

    def hold(self, day: Date, link: str, payee: str, narration: str, *legs: Leg, expires: Date | None = None) -> None:
        """A pending transaction, to be released some day."""
        meta = {} if expires is None else {"expires": str(expires)}
        self.transaction(day, payee, narration, *legs, flag="!", marks=f"^{link}", meta=meta)
        self._held[link] = frozenset(leg.account for leg in legs)

    def release(self, link: str) -> None:
        """A hold is resolved, or has expired."""
        del self._held[link]

    def pad(self, day: Date, account: str, source: str, counted: Decimal, commodity: str) -> None:
        """Pad an account today to what is counted tomorrow morning."""
        missing = counted - self.balances[(account, commodity)]
        self.balances[(account, commodity)] += missing
        self.balances[(source, commodity)] -= missing
        self.add(day, f"{day} pad {account} {source}")
        self.add(day, amount_line(f"{day + timedelta(days=1)} balance {account}", counted, commodity))

    def assert_balance(self, day: Date, account: str, commodity: str = "USD") -> None:
        """Assert what the account's statement shows as the day begins."""
        line = amount_line(f"{day} balance {account}", self.balances[(account, commodity)], commodity)
        held = any(account in accounts for accounts in self._held.values())
        self.add(day, line + '\n  status: "posted"' * held)

    def section(self, name: str) -> str:
        """The directives of a section in the order they were added."""
        return layout([text for *_, text in self._entries[name]])

    def by_month(self) -> str:
        """The directives that belong to no section, in order, under a heading for each year and month."""
        parts: list[str] = []
        month: tuple[int, int] | None = None
        gathered: list[str] = []
        for day, _, text in sorted(self._entries[""], key=lambda entry: entry[:2]):
            if (day.year, day.month) != month:
                parts.append(layout(gathered))
                gathered = []
                if month is None or month[0] != day.year:
                    parts.append(f"\n* {day.year}\n")
                parts.append(f"\n** {MONTHS[day.month - 1]} {day.year}\n\n")
                month = (day.year, day.month)
            gathered.append(text)
        parts.append(layout(gathered))
        return "".join(parts)


def layout(texts: Sequence[str]) -> str:
    """Directives below one another: one of a single line stands close to its like, others apart."""
    lines: list[str] = []
    for index, text in enumerate(texts):
        kind = text.split(" ")[1]
        close = (
            index > 0 and "\n" not in text and "\n" not in texts[index - 1] and texts[index - 1].split(" ")[1] == kind
        )
        if index > 0 and not close:
            lines.append("")
        lines.append(text)
    return "".join(line + "\n" for line in lines)


def amount_line(head: str, number: Decimal | None, commodity: str, tail: str = "") -> str:
    """A line that ends in an amount, its digits aligned with those of other lines."""
    if number is None:
        return head
    room = max(NUMBER_ENDS - len(head), 2 + len(str(number)))
    return f"{head}{number:>{room}} {commodity}{' ' + tail if tail else ''}"


def month_end(day: Date) -> Date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
