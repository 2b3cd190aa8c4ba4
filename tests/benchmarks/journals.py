"""Journals of any size for benchmarks, the same transactions in Beancount's syntax and in that of ledger and hledger.

Everything is written as it is made, so that the process which measures stays small: a child's peak memory as the
kernel reports it is never less than what its parent had when it was started.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

START = Date(2015, 1, 1)
DAYS = 3650  # whatever the size, so that nothing lies in the future
EXPENSES = tuple(
    f"Expenses:{group}:{item}"
    for group in ("Food", "Home", "Travel", "Health", "Leisure", "Car", "Work", "Family", "Bank", "Other")
    for item in ("Regular", "Small", "Large", "Seasonal", "Once")
)
CHECKING, SAVINGS, CARD, CASH = "Assets:Bank:Checking", "Assets:Bank:Savings", "Liabilities:Card", "Assets:Cash"
SALARY, GAINS, SHARES = "Income:Salary", "Income:Gains", "Assets:Broker:Shares"
STOCKS = ("ALFA", "BETA", "GAMMA", "DELTA")
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
class Leg:
    """One leg; ``cost`` is what one unit cost or costs, and ``blank`` leaves the amount out of the text."""

    account: str
    number: Decimal
    commodity: str = "USD"
    cost: Decimal | None = None
    blank: bool = False


@dataclass(frozen=True)
class Made:
    """A journal in both syntaxes, and the balances that follow from it."""

    beancount: Path
    ledger: Path
    balances: Balances


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


class Broker:
    """Buys lots and sells them, the oldest first."""

    def __init__(self) -> None:
        self.lots: list[tuple[str, Decimal, Decimal, Date]] = []

    def legs(self, chance: Random, day: Date) -> list[Leg]:
        if len(self.lots) > 40 or (self.lots and chance.random() < 0.3):
            stock, units, cost, _ = self.lots.pop(0)
            paid = units * (cost + cents(chance, 9) - 4)
            return [Leg(SHARES, -units, stock, cost), Leg(CHECKING, paid), Leg(GAINS, units * cost - paid)]
        stock, units, cost = chance.choice(STOCKS), Decimal(chance.randrange(1, 40)), cents(chance, 200)
        self.lots.append((stock, units, cost, day))
        return [Leg(SHARES, units, stock, cost), Leg(CHECKING, -units * cost)]


def transactions(count: int, kind: str) -> Iterator[tuple[Date, str, str, list[Leg]]]:
    chance, broker = Random(f"{kind}-{count}"), Broker()
    for number in range(count):
        day = START + timedelta(days=number * DAYS // count)
        trade = kind == "lots" and number % 4 == 0
        legs = broker.legs(chance, day) if trade else plain_legs(chance)
        yield day, chance.choice(PAYEES), chance.choice(NARRATIONS), legs


def make(folder: Path, count: int, kind: str) -> Made:
    """Write the journal of so many transactions in both syntaxes."""
    paths = folder / f"{kind}-{count}.beancount", folder / f"{kind}-{count}.ledger"
    balances: Balances = defaultdict(Decimal)
    with paths[0].open("w") as beancount, paths[1].open("w") as ledger:
        for account in (CHECKING, SAVINGS, CASH, CARD, SALARY, GAINS, *EXPENSES):
            beancount.write(f"{START} open {account} USD\n")
        beancount.write(f'{START} open {SHARES} {",".join(STOCKS)} "FIFO"\n')
        for number, (day, payee, narration, legs) in enumerate(transactions(count, kind)):
            beancount.write(f'\n{day} * "{payee}" "{narration}"\n')
            ledger.write(f"\n{day} * {payee} | {narration}\n")
            if kind == "lots" and number % 3 == 0:
                beancount.write(f'  reference: "{number:08}"\n')
                ledger.write(f"    ; reference: {number:08}\n")
            for leg in legs:
                balances[(leg.account, leg.commodity)] += leg.number
                beancount.write(beancount_leg(leg))
                ledger.write(ledger_leg(leg))
            if kind == "lots" and number % 10 == 0:
                beancount.write(f"\n{day} price {STOCKS[number % 4]} {100 + number % 37}.50 USD\n")
                ledger.write(f"\nP {day} {STOCKS[number % 4]} {100 + number % 37}.50 USD\n")
    return Made(*paths, {key: number for key, number in balances.items() if number})


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
