"""The household's savings, brokerage and pensions: transfers, interest, shares bought and sold first in, first out."""

from datetime import date as Date
from decimal import ROUND_DOWN, Decimal
from typing import ClassVar

from banking_days import banking_days_later, is_due
from book import Book, Leg, amount_line, month_end
from dice import Dice, cents
from household_accounts import OPENING_LOTS

CHECKING = "Assets:Bank:Checking"
SAVINGS = "Assets:Bank:Savings"
GIFTS = "Assets:Bank:Gifts"
TRANSIT = "Assets:Transit"
CASH = "Assets:Brokerage:Cash"
SHARES = "Assets:Brokerage:Shares"
FUND = "RET50"
INTEREST = {2023: Decimal("0.036"), 2024: Decimal("0.042"), 2025: Decimal("0.037")}
COMMISSION, SALE_FEE = Decimal("1.00"), Decimal("4.95")
DIVIDENDS = {"WIDE": Decimal("0.46"), "BNDS": Decimal("0.52")}  # for one share, each quarter

# What is on about the 6th above ENOUGH is saved; when the account would end a day below LEAST, savings fill it up.
ENOUGH, LEAST = Decimal(4200), Decimal(300)


class Prices:
    """What shares and the euro cost: a walk from month to month."""

    START: ClassVar = {"WIDE": "94.20", "BNDS": "47.85", "RET50": "43.62", "EUR": "1.0702"}
    WALK: ClassVar = {
        "WIDE": ("-0.0260", "0.0480"),
        "BNDS": ("-0.0090", "0.0110"),
        "RET50": ("-0.0190", "0.0330"),
        "EUR": ("-0.0120", "0.0150"),
    }

    def __init__(self, book: Book, dice: Dice) -> None:
        self.book = book
        self.dice = dice
        self.current = {name: Decimal(price) for name, price in self.START.items()}
        self._write(Date(2023, 1, 1))

    def on(self, day: Date) -> None:
        if day == month_end(day):
            for name, (low, high) in self.WALK.items():
                price = self.current[name]
                self.current[name] = (price * (1 + self.dice.change(low, high))).quantize(price)
            self._write(day)

    def today(self, name: str) -> Decimal:
        """A price in the course of the month, near the latest one that was written down."""
        price = self.current[name]
        return (price * (1 + self.dice.change("-0.0080", "0.0090"))).quantize(price)

    def _write(self, day: Date) -> None:
        for name, price in self.current.items():
            self.book.add(day, amount_line(f"{day} price {name}", price, "USD"), "prices")


class Saving:
    """What is put aside, and the interest on it."""

    # While the flat is bought and they move, nothing is swept into savings.
    PAUSE = (Date(2024, 7, 20), Date(2024, 8, 31))
    OVERDRAWN = (Date(2024, 8, 14), Date(2024, 8, 15))

    def __init__(self, book: Book) -> None:
        self.book = book

    def on(self, day: Date) -> None:
        if is_due(day, 3):
            self.book.move(day, "", "For presents", CHECKING, GIFTS, Decimal("60.00"))
        if is_due(day, 6):
            left = self.book.balance(CHECKING) - ENOUGH
            if left >= 200 and not self.PAUSE[0] <= day <= self.PAUSE[1]:
                number = (left / 50).to_integral_value(ROUND_DOWN) * 50
                self.book.move(day, "", "Put aside", CHECKING, SAVINGS, cents(number))
        if day == month_end(day):
            interest = cents(self.book.balance(SAVINGS) * INTEREST[day.year] / 12)
            self.book.move(day, "Third Coast Credit Union", "Interest", "Income:Interest", SAVINGS, interest)

    def end_of(self, day: Date) -> None:
        """No day ends overdrawn, but for the two after the movers' bill: money comes before what it is needed for."""
        missing = LEAST - self.book.balance(CHECKING)
        if missing > 0 and not self.OVERDRAWN[0] <= day <= self.OVERDRAWN[1]:
            number = (missing / 500).to_integral_value(ROUND_DOWN) * 500 + 1000
            self.book.move(
                day, "", "From savings, to get through to payday", SAVINGS, CHECKING, cents(number), early=True
            )


class Brokerage:
    """A transfer each month that takes two days, a purchase when it arrives, dividends each quarter, three sales."""

    PAUSE = (Date(2024, 6, 1), Date(2024, 11, 30))
    SALES = (
        (Date(2023, 11, 15), "BNDS", 30, "Sell some bonds at a loss, for the tax return"),
        (Date(2024, 7, 22), "WIDE", 120, "Sell for the down payment"),
        (Date(2025, 9, 17), "WIDE", 12, "Rebalance: fewer shares, more bonds"),
    )

    def __init__(self, book: Book, prices: Prices) -> None:
        self.book = book
        self.prices = prices
        self.lots: dict[str, list[tuple[Decimal, Decimal]]] = {"WIDE": [], "BNDS": []}
        for account, commodity, lots in OPENING_LOTS:
            if account == SHARES:
                self.lots[commodity] += [(Decimal(units), Decimal(cost)) for units, cost, _ in lots]

    def on(self, day: Date) -> None:
        if is_due(day, 7) and not self.PAUSE[0] <= day <= self.PAUSE[1]:
            self._send(day, Decimal("900.00"))
        for commodity, of_month in (("WIDE", 20), ("BNDS", 24)):
            if day.month % 3 == 0 and is_due(day, of_month):
                self._dividend(day, commodity)
        if day.month == 12 and is_due(day, 29):
            self.book.move(
                day, "Clearwater Brokers", "Account fee for the year", CASH, "Expenses:Investing", Decimal("18.00")
            )
        for date, commodity, units, why in self.SALES:
            if date == day:
                self._sell(day, commodity, Decimal(units), why)

    def _send(self, day: Date, number: Decimal) -> None:
        link = f"^to-broker-{day:%Y-%m}"
        arrival = banking_days_later(day, 2)
        self.book.move(day, "Clearwater Brokers", "Transfer to the broker", CHECKING, TRANSIT, number, marks=link)

        def arrive(then: Date) -> None:
            self.book.move(then, "Clearwater Brokers", "Transfer arrived", TRANSIT, CASH, number, marks=link)

        self.book.plan(arrival, arrive)
        self.book.plan(banking_days_later(arrival, 1), self._buy)

    def _buy(self, day: Date) -> None:
        commodity = "BNDS" if day.month % 3 == 0 or f"{day:%Y-%m}" == "2025-10" else "WIDE"
        price = self.prices.today(commodity)
        units = ((self.book.balance(CASH) - COMMISSION) / price).to_integral_value(ROUND_DOWN)
        self.lots[commodity].append((units, price))
        self.book.transaction(
            day,
            "Clearwater Brokers",
            f"Buy {commodity}",
            Leg(SHARES, units, commodity, f"{{{price} USD}}", units * price),
            Leg("Expenses:Investing", COMMISSION),
            Leg(CASH, -units * price - COMMISSION),
        )

    def _sell(self, day: Date, commodity: str, units: Decimal, why: str) -> None:
        price = self.prices.today(commodity)
        basis, left = Decimal(0), units
        while left:
            held, cost = self.lots[commodity].pop(0)
            sold = min(held, left)
            basis, left = basis + sold * cost, left - sold
            if held > sold:
                self.lots[commodity].insert(0, (held - sold, cost))
        self.book.transaction(
            day,
            "Clearwater Brokers",
            why,
            Leg(SHARES, -units, commodity, f"{{}} @ {price} USD", -basis),
            Leg(CASH, units * price - SALE_FEE),
            Leg("Expenses:Investing", SALE_FEE),
            Leg("Income:Capital-Gains", basis - units * price),
        )

    def _dividend(self, day: Date, commodity: str) -> None:
        paid = cents(sum(units for units, _ in self.lots[commodity]) * DIVIDENDS[commodity])
        meta = {"shares": str(sum(units for units, _ in self.lots[commodity]))}
        legs = (Leg(CASH, paid), Leg("Income:Dividends", -paid))
        self.book.transaction(day, "Clearwater Brokers", f"Dividend {commodity}", *legs, meta=meta)


class Pensions:
    """Nora's contributions buy units of a fund in the month after; Daniel's earn interest each quarter."""

    NORA, DANIEL = "Assets:Pension:Nora", "Assets:Pension:Daniel"
    QUARTERLY = Decimal("0.0085")

    def __init__(self, book: Book, prices: Prices) -> None:
        self.book = book
        self.prices = prices

    def on(self, day: Date) -> None:
        paid_in = self.book.balance(self.NORA)
        if is_due(day, 5) and paid_in:
            price = self.prices.today(FUND)
            units = (paid_in / price).quantize(Decimal("0.0001"))
            legs = (Leg(self.NORA, units, FUND, f"{{{price} USD}}", units * price), Leg(self.NORA, -paid_in))
            self.book.transaction(day, "Harbor & Finch pension plan", "Contributions invested", *legs)
        if day.month % 3 == 0 and day == month_end(day):
            interest = cents(self.book.balance(self.DANIEL) * self.QUARTERLY)
            self.book.move(
                day, "Evergreen Pensions", "Interest for the quarter", "Income:Interest", self.DANIEL, interest
            )
