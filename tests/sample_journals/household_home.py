"""The household's home and car: rent, the flat and its mortgage, bills by season, the car on its loan."""

from datetime import date as Date
from decimal import Decimal

from banking_days import is_due
from book import MONTHS, Book, Leg, month_end
from dice import Dice, cents

CHECKING = "Assets:Bank:Checking"
CARD = "Liabilities:Cards:Everyday"
PURCHASE = Date(2024, 8, 1)
PRICE = Decimal("268000.00")
BORROWED = Decimal("214400.00")
YEARS = 30
MORTGAGE_RATE = Decimal("0.065")
CAR_RATE = Decimal("0.054")
CAR_INSTALMENT = Decimal("500.00")
PROPERTY_TAX = {3: Decimal("2640.18"), 8: Decimal("2711.56")}  # paid in March and August, for the half-year before
SELLERS_SHARE = cents(PROPERTY_TAX[3] * 31 / 184)  # July, of the half-year in which the flat is bought
LOSS_OF_VALUE = Decimal("0.0115")  # of the car's value, each month

# Dollars by month, January first: what the bills come to about.
ELECTRICITY = (74, 70, 66, 62, 68, 96, 128, 122, 92, 66, 68, 76)
GAS = (138, 126, 98, 61, 34, 24, 21, 21, 25, 47, 88, 124)


def instalment(borrowed: Decimal, yearly_rate: Decimal, months: int) -> Decimal:
    """The level payment that repays a loan: borrowed * r / (1 - (1 + r) ** -months), with r the monthly rate."""
    rate = yearly_rate / 12
    return cents(borrowed * rate / (1 - (1 + rate) ** -months))


class Home:
    """Rent until the flat is bought, then the mortgage; and what a home costs besides."""

    def __init__(self, book: Book, dice: Dice) -> None:
        self.book = book
        self.dice = dice
        self.instalment = instalment(BORROWED, MORTGAGE_RATE, YEARS * 12)

    def on(self, day: Date) -> None:
        month = MONTHS[day.month - 1]
        if is_due(day, 1):
            self._first_of_month(day, month)
        if day.day == 5:
            self._bill(day, "Beacon Broadband", f"Internet {month}", "Internet", Decimal("59.99"), CARD)
        if is_due(day, 9):
            about = ELECTRICITY[day.month - 1]
            self._bill(day, "Commons Electric", "Electricity", "Electricity", self.dice.money(about - 6, about + 8))
        if day.day == 14:
            self._bill(day, "Two Towers Mobile", f"Phones {month}", "Phones", Decimal("78.00"), CARD)
        if is_due(day, 16):
            about = GAS[day.month - 1]
            self._bill(day, "Prairie Gas", "Heating and stove", "Gas", self.dice.money(about - 4, about + 9))
        if day.day == 20:
            premium = Decimal("71.25") if day > PURCHASE else Decimal("18.40")
            self._bill(day, "Fair Harbor Mutual", "Home insurance", "Insurance", premium, CARD)
        if day.year > PURCHASE.year and day.month in PROPERTY_TAX and is_due(day, 3):
            self._property_tax(day)

    def _bill(self, day: Date, payee: str, narration: str, kind: str, number: Decimal, source: str = CHECKING) -> None:
        self.book.move(day, payee, narration, source, f"Expenses:Home:{kind}", number)

    def _property_tax(self, day: Date) -> None:
        """The first bill is for the half-year of the purchase: the seller's share was credited when it was closed."""
        billed, savings = PROPERTY_TAX[day.month], "Assets:Bank:Savings"
        if day.month == 8:
            title = f"Property tax, January to June {day.year}"
            self.book.move(day, "Cook County", title, savings, "Expenses:Tax:Property", billed)
            return
        self.book.transaction(
            day,
            "Cook County",
            f"Property tax, July to December {day.year - 1}",
            Leg("Expenses:Tax:Property", billed - SELLERS_SHARE),
            Leg("Liabilities:Payable", SELLERS_SHARE),
            Leg(savings, -billed),
            marks="^wren-street",
        )

    def _first_of_month(self, day: Date, month: str) -> None:
        if day <= PURCHASE:
            rent = Decimal("1780.00") if day < Date(2023, 9, 1) else Decimal("1835.00")
            self._bill(day, "Oakline Property", f"Rent {month}", "Rent", rent)
        if day == PURCHASE:
            self._purchase(day)
        if day > PURCHASE:
            self._bill(day, "Wren Street Association", f"Assessment {month}", "Association", Decimal("286.00"))
            owed = -self.book.balance("Liabilities:Mortgage")
            interest = cents(owed * MORTGAGE_RATE / 12)
            self.book.transaction(
                day,
                "Great Plains Home Loans",
                f"Mortgage {month}",
                Leg("Liabilities:Mortgage", self.instalment - interest),
                Leg("Expenses:Home:Mortgage-Interest", interest),
                Leg(CHECKING, -self.instalment),
            )

    def _purchase(self, day: Date) -> None:
        self.book.add(day, f'{day} event "home" "Wren Street, our own flat"')
        self.book.add(day, f'{day} open Assets:Flat USD\n  liquidity: "term"')
        self.book.add(
            day,
            f"{day} open Liabilities:Mortgage USD\n  apr: 6.50\n"
            f"  instalment: {self.instalment} USD\n  until: {day.replace(year=day.year + YEARS)}",
        )
        self.book.transaction(
            day,
            "Lakeshore Title",
            "Closing: the flat on Wren Street",
            Leg("Assets:Flat", PRICE),
            Leg("Expenses:Home:Purchase-Costs", Decimal("5874.50")),
            Leg("Liabilities:Mortgage", -BORROWED),
            Leg("Liabilities:Payable", -SELLERS_SHARE, meta={"why": '"property tax for July, the seller\'s share"'}),
            Leg(CHECKING, BORROWED + SELLERS_SHARE - PRICE - Decimal("5874.50")),
            marks="#new-home ^wren-street",
        )


class Car:
    """The loan's instalment about the 5th, the loss of value at the end of the month, insurance, service, fuel."""

    SERVICE = (
        (Date(2023, 5, 13), "Oil, filters, inspection", "214.80"),
        (Date(2023, 11, 18), "Winter tires", "612.40"),
        (Date(2024, 5, 18), "Oil, brake pads", "438.25"),
        (Date(2024, 12, 7), "New battery", "189.90"),
        (Date(2025, 6, 14), "Oil, inspection", "229.60"),
        (Date(2025, 11, 8), "Wiper motor", "176.35"),
    )

    def __init__(self, book: Book, dice: Dice) -> None:
        self.book = book
        self.dice = dice
        self.refuel_in = 6

    def on(self, day: Date) -> None:
        if is_due(day, 5):
            self._instalment(day)
        if day.month in (2, 8) and is_due(day, 22):
            premium = {2023: "598.00", 2024: "624.00", 2025: "651.00"}[day.year]
            self.book.move(
                day,
                "Fair Harbor Mutual",
                "Car insurance, half-year",
                CHECKING,
                "Expenses:Car:Insurance",
                Decimal(premium),
            )
        if day.month == 6 and is_due(day, 21):
            self.book.move(
                day,
                "Secretary of State",
                "License plate sticker",
                CHECKING,
                "Expenses:Car:Registration",
                Decimal("151.00"),
            )
        for date, what, price in self.SERVICE:
            if date == day:
                self.book.move(day, "Kowalski Auto Repair", what, CARD, "Expenses:Car:Service", Decimal(price))
        if day == month_end(day):
            lost = cents(self.book.balance("Assets:Car") * LOSS_OF_VALUE)
            self.book.move(day, "", "The car is worth less", "Assets:Car", "Expenses:Car:Depreciation", lost)

    def _instalment(self, day: Date) -> None:
        owed = -self.book.balance("Liabilities:CarLoan")
        interest = cents(owed * CAR_RATE / 12)
        self.book.transaction(
            day,
            "Midland Auto Finance",
            f"Car loan {MONTHS[day.month - 1]}",
            Leg("Liabilities:CarLoan", CAR_INSTALMENT - interest),
            Leg("Expenses:Car:Interest", interest),
            Leg(CHECKING, -CAR_INSTALMENT),
        )

    def refuel(self, day: Date) -> None:
        """Called on days at home: the tank lasts some ten days."""
        self.refuel_in -= 1
        if self.refuel_in > 0:
            return
        self.refuel_in = self.dice.whole(8, 14)
        pump = self.dice.pick(("Prairie Fuel", "Route 14 Gas & Go", "Prairie Fuel"))
        self.book.move(day, pump, "Fuel", CARD, "Expenses:Car:Fuel", self.dice.money(32, 56))
