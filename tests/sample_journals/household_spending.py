"""The household's daily life: groceries by weekday, meals out, small things, the wallet, and the two cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

from banking_days import banking_day
from book import MONTHS, Book, Leg
from dice import Dice, cents

CHECKING = "Assets:Bank:Checking"
WALLET = "Assets:Wallet"
EVERYDAY = "Liabilities:Cards:Everyday"
TRAVEL = "Liabilities:Cards:Travel"
MONDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 2, 4, 5, 6

# Days away from home, first and last: no groceries, no commuting.
AWAY = (
    (Date(2023, 8, 5), Date(2023, 8, 12)),
    (Date(2023, 12, 23), Date(2023, 12, 27)),
    (Date(2024, 6, 15), Date(2024, 6, 19)),
    (Date(2024, 12, 23), Date(2024, 12, 27)),
    (Date(2025, 5, 9), Date(2025, 5, 18)),
    (Date(2025, 12, 23), Date(2025, 12, 27)),
)


def at_home(day: Date) -> bool:
    return not any(first <= day <= last for first, last in AWAY)


@dataclass(frozen=True)
class Habit:
    """What may happen on any day at home: a chance of buying one of the things at one of the shops."""

    chance: float
    shops: dict[str, tuple[str, ...]]
    account: str
    least: int
    most: int
    step: str
    paid_by: str


HABITS = (
    Habit(
        0.05,
        {
            "Bean There": ("Cappuccino", "Two flat whites", "Coffee and a scone"),
            "Kite Coffee": ("Espresso", "Iced tea"),
        },
        *("Expenses:Food:Coffee", 4, 13, "0.25", EVERYDAY),
    ),
    Habit(
        0.045,
        {"Bean There": ("Coffee", "Coffee with Ines", "Tea")},
        *("Expenses:Food:Coffee", 3, 9, "0.25", WALLET),
    ),
    Habit(
        0.055,
        {"Morning Bakery": ("Bread", "Bagels", "Bread and rolls", "Cinnamon buns")},
        *("Expenses:Food:Groceries", 4, 13, "0.10", WALLET),
    ),
    Habit(
        0.07,
        {
            "Nightingale Books": ("A novel", "Two paperbacks", "Travel guide", "Book for the train"),
            "Rialto Cinema": ("Two tickets", "Late show", "Tickets and popcorn"),
            "Old Town Music Hall": ("Concert", "Jazz night"),
            "City Museums": ("Exhibition", "Two tickets, new exhibition"),
            "Basecamp Climbing": ("Day passes", "Shoes for hire and passes"),
        },
        *("Expenses:Leisure", 14, 64, "0.50", TRAVEL),
    ),
    Habit(
        0.04,
        {
            "Corner Hardware": ("Light bulbs", "Paint and brushes", "Screws and hooks", "Extension cord"),
            "Household & Co": ("Towels", "Storage boxes", "Pan", "Cleaning things"),
        },
        *("Expenses:Home:Supplies", 9, 58, "0.01", EVERYDAY),
    ),
    Habit(
        0.03,
        {"Belmont Pharmacy": ("Cold remedy", "Bandages and aspirin", "Prescription", "Toothpaste, sunscreen")},
        *("Expenses:Health:Pharmacy", 7, 38, "0.01", EVERYDAY),
    ),
    Habit(
        0.028,
        {
            "Thread & Button": ("Shirts", "Winter socks", "Jeans", "A sweater"),
            "Sole Shoes": ("Sneakers", "Boots", "Sandals"),
        },
        *("Expenses:Clothing", 24, 130, "0.01", TRAVEL),
    ),
    Habit(
        0.035,
        {"Whiskers & Paws": ("Cat food", "Cat litter", "Cat food and litter")},
        *("Expenses:Cat", 18, 52, "0.01", EVERYDAY),
    ),
    Habit(
        0.05,
        {"City Transit": ("Transit card top-up",)},
        *("Expenses:Transport", 20, 40, "5.00", EVERYDAY),
    ),
    Habit(
        0.03,
        {"Marta's Hair Studio": ("Haircut Daniel", "Haircut Nora")},
        *("Expenses:Hair", 28, 65, "1.00", EVERYDAY),
    ),
)
RESTAURANTS = (
    ("Taqueria Doña Luz", ("Tacos", "Dinner", "Lunch with Daniel's brother")),
    ("Golden Noodle House", ("Noodle soup", "Takeaway", "Dinner")),
    ("The Brass Lantern", ("Dinner", "Dinner with Priya and Tom", "Drinks and a bite")),
    ("Trattoria Bassano", ("Pizza", "Dinner", "Anniversary of our first date")),
    ("Pind Kitchen", ("Curry", "Takeaway", "Thali for two")),
    ("Lakefront Diner", ("Breakfast", "Burgers", "Brunch")),
)
LUNCHES = ("Soup & Stack", "Green Bowl", "Deli on Wells")
SUBSCRIPTIONS = (
    (2, "Basecamp Climbing", "Membership", "45.00", "Expenses:Leisure"),
    (4, "Streamhouse", "Films and series", "15.99", "Expenses:Subscriptions"),
    (11, "The Lake Courier", "Newspaper", "12.00", "Expenses:Subscriptions"),
    (22, "Tunebox", "Music for two", "13.99", "Expenses:Subscriptions"),
    (25, "Neighborhood Food Bank", "Monthly donation", "30.00", "Expenses:Donations"),
)


class Spending:
    """What is bought from day to day."""

    def __init__(self, book: Book, dice: Dice) -> None:
        self.book = book
        self.dice = dice

    def on(self, day: Date) -> None:
        for at, payee, narration, fee, account in SUBSCRIPTIONS:
            if day.day == at:
                self.book.move(day, payee, narration, EVERYDAY, account, Decimal(fee))
        if not at_home(day):
            return
        self._groceries(day)
        self._meals(day)
        for habit in HABITS:
            if self.dice.chance(habit.chance):
                shop, things = self.dice.pick(tuple(habit.shops.items()))
                price = self.dice.money(habit.least, habit.most, habit.step)
                self._buy(day, shop, self.dice.pick(things), habit.account, price, habit.paid_by)
        if self.book.balance(WALLET) < 30 and self.book.balance(CHECKING) > 100:
            self.book.move(day, "Cash machine", "Cash for the wallet", CHECKING, WALLET, Decimal("80.00"))

    def _buy(self, day: Date, payee: str, narration: str, account: str, price: Decimal, paid_by: str) -> None:
        if paid_by == WALLET and self.book.balance(WALLET) < price:
            return
        self.book.move(day, payee, narration, paid_by, account, price)

    def _groceries(self, day: Date) -> None:
        dice = self.dice
        if day.weekday() == SATURDAY and dice.chance(0.92):
            self._weekly_shop(day)
        elif day.weekday() == WEDNESDAY and dice.chance(0.7):
            things = ("Vegetables, eggs, cheese", "Fish and greens", "Midweek top-up", "Pasta, tomatoes, basil")
            self._groceries_at(day, ("Greenleaf Market", "Corner Pantry"), things, 18, 52)
        elif dice.chance(0.09):
            treats = ("Milk and eggs", "Something for tonight", "Fruit", "Ran out of coffee beans", "Wine and olives")
            self._groceries_at(day, ("Corner Pantry", "Lakeside Co-op"), treats, 6, 31)
        if day.weekday() == SUNDAY and 5 <= day.month <= 10 and dice.chance(0.45):
            harvest = dice.pick(("Tomatoes, peaches", "Greens and honey", "Sweetcorn, berries", "Apples and cheese"))
            self._buy(day, "Farmers' market", harvest, "Expenses:Food:Groceries", dice.money(9, 27, "0.50"), WALLET)

    def _groceries_at(self, day: Date, shops: Sequence[str], things: Sequence[str], least: int, most: int) -> None:
        price = self.dice.money(least, most) * (1 + Decimal(day.year - 2023) * Decimal("0.03"))
        shop, narration = self.dice.pick(shops), self.dice.pick(things)
        self.book.move(day, shop, narration, EVERYDAY, "Expenses:Food:Groceries", cents(price))

    def _weekly_shop(self, day: Date) -> None:
        dice = self.dice
        shop = dice.pick(("Greenleaf Market", "Greenleaf Market", "Lakeside Co-op"))
        food = cents(dice.money(76, 142) * (1 + Decimal(day.year - 2023) * Decimal("0.03")))
        if dice.chance(0.15):
            self.book.transaction(
                day,
                shop,
                "Weekly shop, and things for the house",
                Leg("Expenses:Food:Groceries", food),
                Leg("Expenses:Home:Supplies", dice.money(8, 34)),
                Leg(EVERYDAY),
            )
        else:
            self.book.move(
                day,
                shop,
                dice.pick(("Weekly shop", "Weekly shop", "Big shop")),
                EVERYDAY,
                "Expenses:Food:Groceries",
                food,
            )

    def _meals(self, day: Date) -> None:
        dice = self.dice
        chance = {FRIDAY: 0.5, SATURDAY: 0.36, SUNDAY: 0.14}.get(day.weekday(), 0.05)
        if dice.chance(chance):
            payee, things = dice.pick(RESTAURANTS)
            self._buy(day, payee, dice.pick(things), "Expenses:Food:Restaurants", dice.money(24, 96), TRAVEL)
        if day.weekday() < SATURDAY and dice.chance(0.07):
            self._buy(
                day, dice.pick(LUNCHES), "Lunch at work", "Expenses:Food:Restaurants", dice.money(9, 18), EVERYDAY
            )


class Cards:
    """Each card's statement closes on the 20th and is paid in full on the 12th of the next month.

    Once, in March 2024, the payment of the travel card was forgotten: the next statement holds a fee and interest.
    """

    FORGOTTEN = Date(2024, 3, 12)
    APR = Decimal("0.2499")
    FEE = Decimal("29.00")

    def __init__(self, book: Book) -> None:
        self.book = book
        for card in (EVERYDAY, TRAVEL):
            self._pay_on(card, Date(2023, 1, 12), -book.balance(card), "20 December")

    def on(self, day: Date) -> None:
        """Called first thing in the day: a statement is what was owed when the day before ended."""
        if day.day != 21:
            return
        for card in (EVERYDAY, TRAVEL):
            self.book.assert_balance(day, card)
            month = MONTHS[day.month - 1]
            due = banking_day((day + timedelta(days=20)).replace(day=12))
            owed = -self.book.balance(card)
            if card == TRAVEL and due == self.FORGOTTEN:
                self._forget(owed)
            elif owed > 0:
                self._pay_on(card, due, owed, f"20 {month}")

    def _pay_on(self, card: str, due: Date, owed: Decimal, statement: str) -> None:
        bank = "Lakeside Bank" if card == TRAVEL else "Third Coast Credit Union"
        title = f"Card payment, statement of {statement}"
        self.book.plan(due, lambda day: self.book.move(day, bank, title, CHECKING, card, owed))

    def _forget(self, owed: Decimal) -> None:
        def charge(day: Date) -> None:
            interest = cents(owed * self.APR * 29 / 365)
            self.book.transaction(
                day,
                "Lakeside Bank",
                "Late fee, and interest on the statement of 20 February",
                Leg("Expenses:Bank:Fees", self.FEE),
                Leg("Expenses:Bank:Card-Interest", interest),
                Leg(TRAVEL, -self.FEE - interest),
                meta={"days": "29"},
            )

        def remark(day: Date) -> None:
            text = "Forgot the payment of the 12th while moving accounts around. Set up a reminder."
            self.book.add(day, f'{day} note {TRAVEL} "{text}"')

        self.book.plan(self.FORGOTTEN + timedelta(days=8), charge)
        self.book.plan(self.FORGOTTEN + timedelta(days=8), remark)
