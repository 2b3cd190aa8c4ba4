"""The household journal: two adults, three years, told day by day by one module for each theme."""

from datetime import date as Date
from datetime import timedelta

import household_accounts as accounts
from book import Book
from dice import Dice
from household_episodes import Episodes
from household_home import Car, Home
from household_saving import Brokerage, Pensions, Prices, Saving
from household_spending import Cards, Spending, at_home
from household_trip import Trip
from household_work import Work

SEED = "household-1"
END = Date(2025, 12, 31)
CHECKED_MONTHLY = ("Assets:Bank:Checking", "Assets:Bank:Savings", "Assets:Bank:Gifts")
CHECKED_QUARTERLY = (
    ("Assets:Brokerage:Cash", "USD"),
    ("Assets:Brokerage:Shares", "WIDE"),
    ("Assets:Brokerage:Shares", "BNDS"),
    ("Assets:Pension:Daniel", "USD"),
)


def text() -> str:
    """The whole journal."""
    book = Book()
    accounts.open_accounts(book)
    live(book)
    book.assert_balance(Date(2025, 5, 19), "Assets:Wallet", "EUR")
    trip = book.section("trip")
    return (
        accounts.HEAD
        + book.section("opening")
        + book.by_month()
        + "\n* Lisbon, May 2025: all of it carries the tag of the trip\n\npushtag #trip-lisbon\n\n"
        + trip
        + "\npoptag #trip-lisbon\n\n* Prices, at the end of each month\n\n"
        + book.section("prices")
    )


def live(book: Book) -> None:
    """All days in order. Within a day the order matters: assertions are of the morning, top-ups of the evening."""
    prices = Prices(book, Dice(f"{SEED}-prices"))
    car = Car(book, Dice(f"{SEED}-car"))
    cards = Cards(book)
    saving = Saving(book)
    episodes = Episodes(book)
    Trip(book)
    themes = (
        Work(book),
        Home(book, Dice(f"{SEED}-home")),
        car,
        Spending(book, Dice(f"{SEED}-spending")),
        saving,
        Brokerage(book, prices),
        Pensions(book, prices),
        prices,
    )
    day = accounts.START
    while day <= END:
        check_statements(book, day)
        cards.on(day)
        book.do_planned(day)
        for theme in themes:
            theme.on(day)
        if at_home(day):
            car.refuel(day)
        episodes.end_of(day)
        saving.end_of(day)
        day += timedelta(days=1)


def check_statements(book: Book, day: Date) -> None:
    """What the bank's statements say on the first of the month, and the broker's on the first of the quarter."""
    if day.day != 1 or day == accounts.START:
        return
    for account in CHECKED_MONTHLY:
        book.assert_balance(day, account)
    if day.month % 3 == 1:
        for account, commodity in CHECKED_QUARTERLY:
            book.assert_balance(day, account, commodity)
