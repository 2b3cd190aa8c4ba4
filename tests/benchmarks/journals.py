"""Journals of any size for benchmarks, the same transactions in Beancount's syntax and in that of ledger and hledger.

Everything is written as it is made, so that the process which measures stays small: a child's peak memory as the
kernel reports it is never less than what its parent had when it was started.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TextIO

EXPENSES = tuple(
    f"Expenses:{group}:{item}"
    for group in ("Food", "Home", "Travel", "Health", "Leisure", "Car", "Work", "Family", "Bank", "Other")
    for item in ("Regular", "Small", "Large", "Seasonal", "Once")
)
CHECKING, SAVINGS, CARD, CASH = "Assets:Bank:Checking", "Assets:Bank:Savings", "Liabilities:Card", "Assets:Cash"
SALARY, GAINS, SHARES = "Income:Salary", "Income:Gains", "Assets:Broker:Shares"
HOUSEHOLD = (CHECKING, SAVINGS, CASH, CARD, SALARY, GAINS, *EXPENSES)
STOCKS = ("ALFA", "BETA", "GAMMA", "DELTA")
MANY = tuple(
    f"{root}:Branch{branch:02}:Client{client:02}"
    for root in ("Assets", "Liabilities", "Income", "Expenses")
    for branch in range(50)
    for client in range(50)
)
PAYEES = (
    "Greenleaf Market",
    "Corner Pantry",
    "Prairie Fuel",
    "City Transit",
    "Rialto Cinema",
    "Bean There",
    "Kite Air",
)
NARRATIONS = ("Weekly shop", "Fuel", "Lunch", "Something for the house", "Tickets", "Monthly bill", "With friends")

Balances = dict[tuple[str, str], Decimal]


@dataclass(frozen=True)
class Shape:
    """What a journal is like: how many transactions, of which kind, in how many included files (1: all in one).

    The kinds are ``plain`` (two or three legs, some with an amount left blank), ``lots`` (with lots, prices and
    metadata) and ``wide`` (between any two of 10,000 accounts).
    """

    kind: str
    count: int
    files: int = 1

    @property
    def begin(self) -> Date:
        return Date(2020, 1, 1) if self.kind == "wide" else Date(2015, 1, 1)

    @property
    def days(self) -> int:
        """Over how many days the transactions lie, whatever their number: nothing lies in the future."""
        return 1827 if self.kind == "wide" else 3650

    @property
    def accounts(self) -> tuple[str, ...]:
        return MANY if self.kind == "wide" else HOUSEHOLD


@dataclass(frozen=True)
class Leg:
    """One leg; ``cost`` is what one unit cost or costs, and ``blank`` leaves the amount out of the text."""

    account: str
    number: Decimal
    commodity: str = "USD"
    cost: Decimal | None = None
    blank: bool = False


@dataclass(frozen=True)
class Transaction:
    day: Date
    payee: str
    narration: str
    legs: list[Leg]


Numbered = Iterator[tuple[int, Transaction]]


@dataclass
class Amount:
    """An amount that can be changed in the text: where it stands, and the accounts of its leg and of the blank one."""

    number: Decimal
    account: str
    counterpart: str
    places: tuple[tuple[Path, int], ...]


@dataclass
class Journal:
    """A journal in both syntaxes, and the balances that follow from it."""

    shape: Shape
    beancount: Path
    ledger: Path
    balances: Balances = field(default_factory=lambda: defaultdict(Decimal))
    middle: Amount | None = None

    def change(self) -> None:
        """Change one amount in the middle of the journal, to one that it never was, in the files and the balances."""
        amount = self.middle
        if amount is None:
            raise ValueError(f"{self.beancount} has no transaction with a blank amount in its second half")
        one = Decimal("1.00")
        amount.number += one
        for path, position in amount.places:
            with path.open("r+b") as file:
                file.seek(position)
                file.write(f"{amount.number:>10}".encode())
        self.balances[(amount.account, "USD")] += one
        self.balances[(amount.counterpart, "USD")] -= one


class Above:
    """Which accounts were above an amount at the end of any day, in their normal direction."""

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount
        self.accounts: set[str] = set()
        self.balances: dict[str, Decimal] = defaultdict(Decimal)
        self.changed: set[str] = set()
        self.day: Date | None = None

    def count(self, transaction: Transaction) -> None:
        """Count a transaction; they come in the order of their days."""
        if transaction.day != self.day:
            self.end_day()
            self.day = transaction.day
        for leg in transaction.legs:
            self.balances[leg.account] += -leg.number if leg.account.startswith(("L", "I")) else leg.number
            self.changed.add(leg.account)

    def end_day(self) -> None:
        self.accounts |= {account for account in self.changed if self.balances[account] > self.amount}
        self.changed.clear()


def cents(chance: Random, most: int) -> Decimal:
    """An amount with two digits, always: with fewer, Beancount rounds a blank amount beside it to as few."""
    return (Decimal(chance.randrange(100, most * 100)) / 100).quantize(Decimal("0.01"))


def plain_legs(chance: Random) -> list[Leg]:
    """Two or three legs; one amount in five is left blank."""
    source = chance.choice((CHECKING, CARD, CARD, CASH))
    kind = chance.random()
    if kind < 0.08:
        pay = cents(chance, 4000)
        return [Leg(CHECKING, pay), Leg(SALARY, -pay)]
    if kind < 0.16:
        moved = cents(chance, 900)
        return [Leg(chance.choice((SAVINGS, CARD, CASH)), moved), Leg(CHECKING, -moved)]
    first, blank = cents(chance, 150), chance.random() < 0.2
    if kind < 0.7:
        return [Leg(chance.choice(EXPENSES), first), Leg(source, -first, blank=blank)]
    second = cents(chance, 60)
    one, other = chance.sample(EXPENSES, 2)
    return [Leg(one, first), Leg(other, second), Leg(source, -first - second, blank=blank)]


def wide_legs(chance: Random) -> list[Leg]:
    """Two legs, on any two of many accounts."""
    number = cents(chance, 1500)
    one, other = chance.sample(MANY, 2)
    return [Leg(one, number), Leg(other, -number)]


class Broker:
    """Buys lots and sells them, the oldest first."""

    def __init__(self) -> None:
        self.lots: list[tuple[str, Decimal, Decimal]] = []

    def legs(self, chance: Random) -> list[Leg]:
        if len(self.lots) > 40 or (self.lots and chance.random() < 0.3):
            stock, units, cost = self.lots.pop(0)
            paid = units * (cost + cents(chance, 9) - 4)
            return [Leg(SHARES, -units, stock, cost), Leg(CHECKING, paid), Leg(GAINS, units * cost - paid)]
        stock, units, cost = chance.choice(STOCKS), Decimal(chance.randrange(1, 40)), cents(chance, 200)
        while any((stock, cost) == (held, paid) for held, _, paid in self.lots):
            cost = cents(chance, 200)  # bought on one day at one cost they would be one lot, as old as the first
        self.lots.append((stock, units, cost))
        return [Leg(SHARES, units, stock, cost), Leg(CHECKING, -units * cost)]


def transactions(shape: Shape) -> Iterator[Transaction]:
    chance, broker = Random(f"{shape.kind}-{shape.count}"), Broker()
    for number in range(shape.count):
        day = shape.begin + timedelta(days=number * shape.days // shape.count)
        if shape.kind == "wide":
            legs = wide_legs(chance)
        elif shape.kind == "lots" and number % 4 == 0:
            legs = broker.legs(chance)
        else:
            legs = plain_legs(chance)
        yield Transaction(day, chance.choice(PAYEES), chance.choice(NARRATIONS), legs)


def make(folder: Path, shape: Shape, above: Above | None = None) -> Journal:
    """Write a journal of that shape in both syntaxes; ``above`` counts its transactions, if it is given."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(shape, folder / "main.beancount", folder / "main.ledger")
    with journal.beancount.open("w") as beancount, journal.ledger.open("w") as ledger:
        write_head(shape, beancount)
        numbered = enumerate(transactions(shape))
        if shape.files == 1:
            write_part(journal, above, numbered, beancount, ledger)
        else:
            write_parts(journal, above, numbered, beancount, ledger)
    if above:
        above.end_day()
    return journal


def write_head(shape: Shape, beancount: TextIO) -> None:
    for account in shape.accounts:
        beancount.write(f"{shape.begin} open {account} USD\n")
    if shape.kind == "lots":
        beancount.write(f'{shape.begin} open {SHARES} {",".join(STOCKS)} "FIFO"\n')


def write_parts(journal: Journal, above: Above | None, numbered: Numbered, beancount: TextIO, ledger: TextIO) -> None:
    """Write the transactions to as many files as the shape asks for, and the lines that include them.

    Each file has days of its own: Beancount orders what is of one day by lines, whatever the file, and so by chance
    which lot is the first.
    """
    shape, folder = journal.shape, journal.beancount.parent

    def part(of: tuple[int, Transaction]) -> int:
        return (of[1].day - shape.begin).days * shape.files // shape.days

    for number, piece in groupby(numbered, key=part):
        name = f"part-{number:03}"
        beancount.write(f'include "{name}.beancount"\n')
        ledger.write(f"include {name}.ledger\n")
        with (folder / f"{name}.beancount").open("w") as one, (folder / f"{name}.ledger").open("w") as other:
            write_part(journal, above, piece, one, other)


def write_part(journal: Journal, above: Above | None, numbered: Numbered, beancount: TextIO, ledger: TextIO) -> None:
    """Write transactions in both syntaxes, and count what they do to balances."""
    lots = journal.shape.kind == "lots"
    for number, transaction in numbered:
        day, legs = transaction.day, transaction.legs
        beancount.write(f'\n{day} * "{transaction.payee}" "{transaction.narration}"\n')
        ledger.write(f"\n{day} * {transaction.payee} | {transaction.narration}\n")
        if lots and number % 3 == 0:
            beancount.write(f'  reference: "{number:08}"\n')
            ledger.write(f"    ; reference: {number:08}\n")
        if journal.middle is None and number >= journal.shape.count // 2 and legs[-1].blank:
            journal.middle = amount_to_change(legs, beancount, ledger)
        for leg in legs:
            journal.balances[(leg.account, leg.commodity)] += leg.number
            beancount.write(beancount_leg(leg))
            ledger.write(ledger_leg(leg))
        if lots and number % 10 == 0:
            price = f"{STOCKS[number % 4]} {100 + number % 37}.50 USD"
            beancount.write(f"\n{day} price {price}\n")
            ledger.write(f"\nP {day} {price}\n")
        if above:
            above.count(transaction)


def amount_to_change(legs: list[Leg], beancount: TextIO, ledger: TextIO) -> Amount:
    """The amount of the first leg, which is about to be written: all characters are one byte."""
    first = legs[0]
    places = tuple(
        (Path(file.name), file.tell() + written.index(f"{first.number:>10}"))
        for file, written in ((beancount, beancount_leg(first)), (ledger, ledger_leg(first)))
    )
    return Amount(first.number, first.account, legs[-1].account, places)


def beancount_leg(leg: Leg) -> str:
    if leg.blank:
        return f"  {leg.account}\n"
    if leg.cost is None:
        return f"  {leg.account:40} {leg.number:>10} {leg.commodity}\n"
    basis = f"{leg.cost} USD" if leg.number > 0 else ""
    return f"  {leg.account:40} {leg.number:>10} {leg.commodity} {{{basis}}}\n"


def ledger_leg(leg: Leg) -> str:
    if leg.blank:
        return f"    {leg.account}\n"
    price = "" if leg.cost is None else f" @ {leg.cost} USD"
    return f"    {leg.account:40} {leg.number:>10} {leg.commodity}{price}\n"
