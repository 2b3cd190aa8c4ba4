"""The nomad journal: an illustrator who lives in four places in fifteen months and is paid in three currencies."""

from datetime import date as Date
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from banking_days import banking_day, is_due
from book import MONTHS, Book, Leg, amount_line, month_end
from dice import Dice, cents
from nomad_life import CLIENTS, FLIGHTS, PLACES, RATES, START, Place

SEED = "nomad-1"
END = Date(2025, 3, 31)
HOPPER = "Assets:Hopper"
CASH = "Assets:Cash"
BANKS = {"EUR": "Assets:DE:Bank", "GBP": "Assets:UK:Bank", "USD": "Assets:US:Bank", "THB": "Assets:TH:Bank"}
FEES = "Expenses:Bank:Fees"

HEAD = """\
; The money of Mara, who draws for a living and takes her desk along: Berlin, London, New York, Chiang Mai.
; She is paid in euros, pounds and dollars, and lives on these and on baht.
;
; Made by a script, for trying things out: the people and firms in it are invented.

option "title" "Mara, on the road"
option "operating_currency" "EUR"

2024-01-01 commodity EUR
  name: "Euro"
2024-01-01 commodity GBP
  name: "Pound sterling"
2024-01-01 commodity USD
  name: "US dollar"
2024-01-01 commodity THB
  name: "Thai baht"

* Accounts, by country

2024-01-01 open Assets:DE:Bank EUR
2024-01-01 open Assets:DE:Tax-Reserve EUR            ; a quarter of what comes in, for the tax office
2024-01-01 open Assets:UK:Bank GBP
2024-01-01 open Assets:US:Bank USD
2024-10-03 open Assets:TH:Bank THB
2024-01-01 open Assets:Hopper EUR, GBP, USD, THB     ; an account and a card for all currencies
2024-01-01 open Assets:Cash EUR, GBP, USD, THB
2024-01-01 open Assets:Deposits GBP, THB
2024-01-01 open Assets:Receivable:Fable-Press GBP
2024-01-01 open Assets:Receivable:Harper-Lane USD
2024-01-01 open Assets:Receivable:Verlag-am-Fluss EUR
2024-01-01 open Equity:Opening-Balances
2024-01-01 open Income:Illustration EUR, GBP, USD
2024-01-01 open Expenses:Rent EUR, GBP, USD, THB
2024-01-01 open Expenses:Desk EUR, GBP, USD, THB     ; a place to work at
2024-01-01 open Expenses:Groceries EUR, GBP, USD, THB
2024-01-01 open Expenses:Eating-Out EUR, GBP, USD, THB
2024-01-01 open Expenses:Transport EUR, GBP, USD, THB
2024-01-01 open Expenses:Flights EUR, GBP, USD, THB
2024-01-01 open Expenses:Fun EUR, GBP, USD, THB
2024-01-01 open Expenses:Visa THB
2024-01-01 open Expenses:Work:Software USD
2024-01-01 open Expenses:Work:Material EUR, GBP, USD, THB
2024-01-01 open Expenses:Health-Insurance EUR
2024-01-01 open Expenses:Phone EUR
2024-01-01 open Expenses:Tax EUR
2024-01-01 open Expenses:Bank:Fees EUR, GBP, USD, THB

* What was there at the start

"""

OPENING = (
    ("Assets:DE:Bank", "EUR", "5120.48"),
    ("Assets:DE:Tax-Reserve", "EUR", "3300.00"),
    ("Assets:UK:Bank", "GBP", "1874.20"),
    ("Assets:US:Bank", "USD", "2460.75"),
    ("Assets:Cash", "EUR", "95.00"),
    ("Assets:Receivable:Verlag-am-Fluss", "EUR", "1450.00"),
)


class Nomad:
    """Mara's life day by day."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.dice = Dice(SEED)
        self.rates = {name: Decimal(rate) for name, rate in RATES.items()} | {"EUR": Decimal(1)}
        self.invoices = 0

    def on(self, day: Date) -> None:
        place = [place for place in PLACES if place.since <= day][-1]
        if day == place.since:
            self.book.add(day, f'{day} event "location" "{place.city}"')
        self.book.do_planned(day)
        self._month(day, place)
        self._work(day)
        self._germany(day)
        self._daily_life(day, place)
        for date, payee, title, currency, price in FLIGHTS:
            if date == day:
                self._fill(day, HOPPER, currency, Decimal(price))
                self.book.move(day, payee, title, HOPPER, "Expenses:Flights", Decimal(price), commodity=currency)

    def quote(self, day: Date) -> None:
        """Write down what a pound, a dollar and a hundred baht are worth in euros; they move month by month."""
        for name in RATES:
            rate = self.rates[name]
            if day != START:
                self.rates[name] = (rate * (1 + self.dice.change("-0.0130", "0.0130"))).quantize(rate)
            self.book.add(day, amount_line(f"{day} price {name}", self.rates[name], "EUR"), "prices")

    def _month(self, day: Date, place: Place) -> None:
        """About the 4th: rent, desk, and enough on the card for the weeks to come."""
        if not is_due(day, 4):
            return
        currency, bank = place.currency, BANKS[place.currency]
        rent, desk = Decimal(place.rent), Decimal(place.desk)
        self._fill(day, bank, currency, rent + desk)
        month = MONTHS[day.month - 1]
        self.book.move(day, place.landlord, f"Rent {month}", bank, "Expenses:Rent", rent, commodity=currency)
        self.book.move(day, place.desk_at, f"Desk {month}", bank, "Expenses:Desk", desk, commodity=currency)
        self._fill(day, HOPPER, currency, cents(Decimal(place.meal[1]) * 20))

    def _fill(self, day: Date, account: str, currency: str, need: Decimal) -> None:
        """Bring money to an account that holds less than the need: from the bank of the currency, else by exchange."""
        missing = need - self.book.balance(account, currency)
        if missing <= 0:
            return
        step = Decimal(1000) if currency == "THB" else Decimal(50)
        number = cents((missing * Decimal("1.1") / step).to_integral_value(ROUND_CEILING) * step)
        home = BANKS[currency]
        if home != account and self.book.balance(home, currency) >= number:
            self.book.move(day, "Hopper", f"Top up {currency}", home, account, number, commodity=currency)
            return
        self._exchange(day, account, currency, number)

    def _exchange(self, day: Date, account: str, currency: str, number: Decimal) -> None:
        worth = {
            name: self.book.balance(bank, name) * self.rates[name] for name, bank in BANKS.items() if name != currency
        }
        source = max(worth, key=lambda name: worth[name])
        cross = self.rates[currency] / self.rates[source] * (1 + self.dice.change("0.0005", "0.0030"))
        paid = cents(number * cross)
        fee = cents(paid * Decimal("0.0045") + Decimal("0.35"))
        self.book.transaction(
            day,
            "Hopper",
            f"{source} to {currency}",
            Leg(account, number, currency, f"@@ {paid} {source}", paid, source),
            Leg(FEES, fee, source),
            Leg(BANKS[source], -paid - fee, source),
            marks="#exchange",
        )

    def _work(self, day: Date) -> None:
        if day.day == 12:
            self._fill(day, HOPPER, "USD", Decimal("31.00"))
            self.book.move(
                day,
                "Inkwell Software",
                "Drawing program",
                HOPPER,
                "Expenses:Work:Software",
                Decimal("31.00"),
                commodity="USD",
            )
        for index, (name, currency, payee, title, least, most, months, days) in enumerate(CLIENTS):
            if day.month in months and is_due(day, 8 + 6 * index):
                price = self.dice.money(least, most, "50.00")
                self._invoice(day, name, currency, payee, title, price, self.dice.whole(*days))

    def _invoice(self, day: Date, name: str, currency: str, payee: str, title: str, price: Decimal, days: int) -> None:
        self.invoices += 1
        number = f"{day.year}-{self.invoices:03}"
        account, link = f"Assets:Receivable:{name}", f"^invoice-{number}"
        legs = (Leg(account, price, currency), Leg("Income:Illustration", -price, currency))
        title = f"{title}, invoice {number}"
        self.book.transaction(day, payee, title, *legs, marks=link, meta={"due": str(day + timedelta(days=30))})
        self._paid_later(banking_day(day + timedelta(days=days)), account, currency, payee, link, price)

    def _paid_later(self, due: Date, account: str, currency: str, payee: str, marks: str, price: Decimal) -> None:
        """An invoice is paid into the bank of its currency; the bank in the US takes a fee for the wire."""
        fee = Decimal("12.00") if currency == "USD" else Decimal(0)

        def pay(day: Date) -> None:
            legs = [Leg(BANKS[currency], price - fee, currency)]
            if fee:
                legs.append(Leg(FEES, fee, currency))
            self.book.transaction(
                day,
                payee,
                f"Payment of {marks[1:].replace('-', ' ', 1)}",
                *legs,
                Leg(account, -price, currency),
                marks=marks,
            )

        self.book.plan(due, pay)

    def _germany(self, day: Date) -> None:
        """What goes on at home wherever she is: insurance, phone, and the tax office each quarter."""
        bank, reserve = BANKS["EUR"], "Assets:DE:Tax-Reserve"
        if is_due(day, 15):
            self._fill(day, bank, "EUR", Decimal("900.00"))
            self.book.move(
                day,
                "Freie Krankenkasse",
                "Beitrag",
                bank,
                "Expenses:Health-Insurance",
                Decimal("318.60"),
                commodity="EUR",
            )
            self.book.move(day, "Funkhaus Mobil", "eSIM", bank, "Expenses:Phone", Decimal("14.99"), commodity="EUR")
            self.book.move(day, "", "For the tax office", bank, reserve, Decimal("560.00"), commodity="EUR")
        if day.month in (3, 6, 9, 12) and is_due(day, 10):
            owed = Decimal("1640.00") if day.year == 2024 else Decimal("1790.00")
            title = f"Prepayment of income tax, quarter {day.month // 3}"
            self.book.move(day, "Finanzamt Neukölln", title, reserve, "Expenses:Tax", owed, commodity="EUR")

    def _daily_life(self, day: Date, place: Place) -> None:
        dice, currency = self.dice, place.currency
        if day.day == 5 and self.book.balance(CASH, currency) < place.cash:
            self._withdraw(day, place)
        if dice.chance(0.10):
            price = dice.money(*place.groceries, place.step)
            self._spend(day, dice.pick(place.shops), "Groceries", "Expenses:Groceries", price, currency)
        if dice.chance(0.10):
            price = dice.money(*place.meal, place.step)
            what = dice.pick(("Lunch", "Dinner", "Breakfast and e-mail", "Dinner with friends"))
            self._spend(day, dice.pick(place.kitchens), what, "Expenses:Eating-Out", price, currency)
        if day.day == 7:
            price = dice.money(place.meal[1], place.meal[1] * 2, place.step)
            self._spend(day, f"{place.city} transport", place.rides, "Expenses:Transport", price, currency)
        if dice.chance(0.02):
            payee, what = dice.pick(
                (("Museum", "Ticket"), ("Small Stage", "Concert"), ("Side Roads", "Day trip"), ("Cinema", "Ticket"))
            )
            self._spend(day, payee, what, "Expenses:Fun", dice.money(*place.meal, place.step), currency)
        if dice.chance(0.015):
            price = dice.money(*place.groceries, place.step)
            self._spend(day, "Paper & Ink", "Paper, pens", "Expenses:Work:Material", price, currency)

    def _spend(self, day: Date, payee: str, title: str, account: str, price: Decimal, currency: str) -> None:
        """In cash one time in three where there is enough, else by card."""
        if self.dice.chance(0.35) and self.book.balance(CASH, currency) >= price:
            self.book.move(day, payee, title, CASH, account, price, commodity=currency)
            return
        self._fill(day, HOPPER, currency, price)
        self.book.move(day, payee, title, HOPPER, account, price, commodity=currency)

    def _withdraw(self, day: Date, place: Place) -> None:
        fee = Decimal("220.00") if place.currency == "THB" else Decimal(0)
        number = Decimal(place.cash) + Decimal("0.00")
        self._fill(day, HOPPER, place.currency, number + fee)
        legs = [Leg(CASH, number, place.currency), Leg(HOPPER, -number - fee, place.currency)]
        if fee:
            legs.insert(1, Leg(FEES, fee, place.currency))
        self.book.transaction(day, "Cash machine", place.city, *legs)


def text() -> str:
    """The whole journal."""
    book = Book()
    for account, currency, number in OPENING:
        legs = (Leg(account, Decimal(number), currency), Leg("Equity:Opening-Balances", -Decimal(number), currency))
        book.transaction(START, "", f"Opening balance of {account.partition(':')[2]}", *legs, section="opening")
    mara = Nomad(book)
    mara.quote(START)
    plan_turning_points(mara)
    day = START
    while day <= END:
        if day.day == 1 and day.month in (1, 4, 7, 10) and day != START:
            check_statements(book, day)
        mara.on(day)
        if day == month_end(day):
            mara.quote(day)
        day += timedelta(days=1)
    prices = "\n* What the others are worth in euros\n\n" + book.section("prices")
    return HEAD + book.section("opening") + book.by_month() + prices


def plan_turning_points(mara: Nomad) -> None:
    """What happens once: the invoice still open at the start, two deposits, the visa."""
    book = mara.book
    mara._paid_later(
        Date(2024, 1, 17),
        "Assets:Receivable:Verlag-am-Fluss",
        "EUR",
        "Verlag am Fluss",
        "^invoice-2023-031",
        Decimal("1450.00"),
    )

    def deposit(day: Date, payee: str, title: str, number: str, currency: str) -> None:
        def act(then: Date) -> None:
            legs = (Leg("Assets:Deposits", Decimal(number), currency), Leg(BANKS[currency], -Decimal(number), currency))
            if number[0] != "-":
                mara._fill(then, BANKS[currency], currency, Decimal(number))
            book.transaction(then, payee, title, *legs)

        book.plan(day, act)

    deposit(Date(2024, 4, 2), "Mrs. Whitcombe", "Deposit for the room", "600.00", "GBP")
    deposit(Date(2024, 7, 9), "Mrs. Whitcombe", "Deposit back", "-600.00", "GBP")
    deposit(Date(2024, 10, 3), "Baan Suan Apartments", "Deposit, two months", "23000.00", "THB")
    deposit(Date(2025, 3, 28), "Baan Suan Apartments", "Deposit back", "-23000.00", "THB")

    def visa(day: Date) -> None:
        mara._fill(day, HOPPER, "THB", Decimal("1900.00"))
        book.move(
            day,
            "Immigration office",
            "Extension of the visa",
            HOPPER,
            "Expenses:Visa",
            Decimal("1900.00"),
            commodity="THB",
        )

    book.plan(Date(2024, 11, 28), visa)


def check_statements(book: Book, day: Date) -> None:
    """What the banks' statements say at the start of a quarter."""
    for currency, bank in BANKS.items():
        if currency != "THB" or day > Date(2024, 10, 3):
            book.assert_balance(day, bank, currency)
    for currency in BANKS:
        book.assert_balance(day, HOPPER, currency)
