"""What happens to the household only once: a conference, a wedding, the move, a shelf, holds on the cards.

Also a table that comes in two deliveries, and a transfer that never arrives.
"""

from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from book import Book, Leg

CHECKING = "Assets:Bank:Checking"
SAVINGS = "Assets:Bank:Savings"
GIFTS = "Assets:Bank:Gifts"
WALLET = "Assets:Wallet"
TRANSIT = "Assets:Transit"
EMPLOYER = "Assets:Receivable:Employer"
FRIENDS = "Assets:Receivable:Friends"
EVERYDAY = "Liabilities:Cards:Everyday"
TRAVEL = "Liabilities:Cards:Travel"
CASH = "Assets:Brokerage:Cash"

MOVES = Path(__file__).with_name("household_moves.txt")

# Holds on a card: day, payee, what for, link, card, expense, amount; then what was posted: day, narration, amount.
POSTED_HOLDS = (
    ("2023-06-30", "Prairie Fuel", "Pump authorisation", "fuel-0630", EVERYDAY, "Expenses:Car:Fuel", "125.00",
     "2023-07-02", "Fuel: 47.12 of the 125.00 held", "47.12"),
    ("2023-08-10", "Dunes Lodge", "Deposit at check-in", "dunes-0810", TRAVEL, "Expenses:Travel:Lodging", "250.00",
     "2023-08-12", "Two nights in a real bed", "268.40"),
    ("2024-08-10", "Haul-It Vans", "Deposit for the van", "van-0810", EVERYDAY, "Expenses:Home:Moving", "400.00",
     "2024-08-13", "Van for two days", "187.35"),
    ("2025-10-31", "Prairie Fuel", "Pump authorisation", "fuel-1031", EVERYDAY, "Expenses:Car:Fuel", "125.00",
     "2025-11-02", "Fuel: 44.18 of the 125.00 held", "44.18"),
)  # fmt: skip
# Those that fell away: the day on which one was cancelled, or that until which it held.
DISCARDED_HOLDS = (
    ("2025-09-24", "Union Square Hotel", "Deposit at check-in", "union-0924", TRAVEL, "Expenses:Travel:Lodging",
     "150.00", "2025-09-29"),
)  # fmt: skip
EXPIRED_HOLDS = (
    ("2024-06-15", "Larkspur Inn", "Deposit for damages", "larkspur-0615", TRAVEL, "Expenses:Travel:Lodging", "200.00",
     "2024-06-24"),
)  # fmt: skip
OPEN_HOLDS = (
    ("2025-12-28", "Prairie Fuel", "Pump authorisation", "fuel-1228", EVERYDAY, "Expenses:Car:Fuel", "125.00"),
    ("2025-12-29", "Elm & Oak Joinery", "Chair cushions, charged when they ship", "cushions", TRAVEL,
     "Expenses:Home:Furniture", "214.00"),
    ("2025-12-30", "Larkspur Inn", "Deposit for the weekend in January", "larkspur-1230", TRAVEL,
     "Expenses:Travel:Lodging", "180.00"),
)  # fmt: skip
# The table that came without its benches.
DELIVERIES = (("2024-08-31", "Dining table", "650.00"), ("2024-09-11", "Its two benches", "240.00"))

REMARKS = """
2023-01-01 event "home" "Maple Street, rented"
2023-01-01 event "location" "Chicago"
2023-08-05 event "location" "Indiana Dunes"
2023-08-12 event "location" "Chicago"
2024-06-15 event "location" "Door County"
2024-06-19 event "location" "Chicago"
2025-05-10 event "location" "Lisbon"
2025-05-18 event "location" "Chicago"
2023-09-01 note Assets:Deposit:Landlord "New lease: 1835 a month until next August, same deposit."
2024-05-03 note Assets:Bank:Savings "Talked to the credit union: 20 percent down, 6.5 percent fixed for 30 years."
2024-08-19 note Assets:Bank:Checking "They will not waive the overdraft fee. Fair enough."
"""


def account_of(word: str) -> str:
    """The account that a word of the table stands for."""
    value = globals().get(word, word)
    assert isinstance(value, str)
    return value


class Episodes:
    """All of it, planned on the first day."""

    MOVERS = Date(2024, 8, 14)

    def __init__(self, book: Book) -> None:
        self.book = book
        for line in MOVES.read_text("utf-8").splitlines()[1:]:
            self._plan_move(*(cell.strip() for cell in line.split("|")))
        for line in REMARKS.strip().splitlines():
            self._plan_remark(line)
        for *hold, day, title, number in POSTED_HOLDS:
            self._plan_hold(*hold)
            self._plan_post(hold[3], day, hold[1], title, hold[4], hold[5], number)
        for *hold, day in DISCARDED_HOLDS:
            self._plan_hold(*hold)
            self._plan_discard(hold[3], day)
        for *hold, day in EXPIRED_HOLDS:
            self._plan_hold(*hold, expires=Date.fromisoformat(day))
            book.plan(Date.fromisoformat(day) + timedelta(days=1), partial(self._expired, hold[3]))
        for hold in OPEN_HOLDS:
            self._plan_hold(*hold)
        book.plan(Date(2025, 12, 31), lambda day: book.assert_balance(day, TRAVEL))
        self._plan_table()
        book.plan(Date(2025, 7, 9), self._transfer_fails)
        book.plan(Date(2025, 7, 11), self._transfer_comes_back)
        book.plan(Date(2024, 9, 12), self._deposit_returned)
        book.plan(Date(2024, 9, 12), lambda day: book.add(day, f"{day} close Assets:Deposit:Landlord"))
        book.plan(Date(2024, 10, 5), self._shelves_ordered)
        book.plan(Date(2024, 10, 11), self._shelves_half_paid)

    def end_of(self, day: Date) -> None:
        """What depends on how the day went: the movers' bill that was too much, and counting the wallet."""
        if day == self.MOVERS:
            bill = self.book.balance(CHECKING) + Decimal("83.46")
            self.book.move(
                day,
                "Strong Back Movers",
                "Moving, paid by check",
                CHECKING,
                "Expenses:Home:Moving",
                bill,
                marks="#new-home",
            )
        if (day.month, day.day) in ((4, 30), (10, 31)) and self.book.balance(WALLET) > 20:
            counted = (self.book.balance(WALLET) * Decimal("0.8")).quantize(Decimal(1)) + Decimal("0.00")
            self.book.pad(day, WALLET, "Expenses:Unknown", counted, "USD")

    def _plan_move(self, day: str, payee: str, title: str, source: str, target: str, number: str, marks: str) -> None:
        def act(then: Date) -> None:
            self.book.move(then, payee, title, account_of(source), account_of(target), Decimal(number), marks=marks)

        self.book.plan(Date.fromisoformat(day), act)

    def _plan_remark(self, line: str) -> None:
        self.book.plan(Date.fromisoformat(line[:10]), lambda day: self.book.add(day, line))

    def _plan_hold(
        self,
        day: str,
        payee: str,
        title: str,
        link: str,
        card: str,
        account: str,
        number: str,
        expires: Date | None = None,
    ) -> None:
        legs = (Leg(account, Decimal(number)), Leg(card, -Decimal(number)))
        self.book.plan(
            Date.fromisoformat(day), lambda then: self.book.hold(then, link, payee, title, *legs, expires=expires)
        )

    def _plan_post(self, link: str, day: str, payee: str, title: str, card: str, account: str, number: str) -> None:
        def post(then: Date) -> None:
            self.book.move(
                then, payee, title, card, account, Decimal(number), marks=f"^{link}", meta={"posts": f'"{link}"'}
            )
            self.book.release(link)

        self.book.plan(Date.fromisoformat(day), post)

    def _plan_discard(self, link: str, day: str) -> None:
        def discard(then: Date) -> None:
            self.book.add(then, f'{then} custom "discard" "{link}"')
            self.book.release(link)

        self.book.plan(Date.fromisoformat(day), discard)

    def _expired(self, link: str, _: Date) -> None:
        self.book.release(link)

    def _plan_table(self) -> None:
        payee, furniture, link = "Elm & Oak Joinery", "Expenses:Home:Furniture", "dining-table"
        self._plan_hold("2024-08-19", payee, "Dining table with two benches", link, TRAVEL, furniture, "890.00")
        for day, title, number in DELIVERIES:
            self.book.plan(
                Date.fromisoformat(day),
                lambda then, title=title, number=Decimal(number): self.book.move(
                    then, payee, title, TRAVEL, furniture, number,
                    marks=f"#new-home ^{link}", meta={"posts-part": f'"{link}"'},
                ),
            )  # fmt: skip
        self.book.plan(Date.fromisoformat(DELIVERIES[-1][0]), lambda _: self.book.release(link))

    def _transfer_fails(self, day: Date) -> None:
        """Half of it happened: the money has left one account and has not reached the other."""
        number = Decimal("300.00")
        legs = (Leg(CHECKING, -number), Leg(GIFTS, number, pending=True))
        title = "For Daniel's birthday, from joint money"
        self.book.transaction(day, "Third Coast Credit Union", title, *legs, marks="^birthday-2025")

    def _transfer_comes_back(self, day: Date) -> None:
        number = Decimal("300.00")
        legs = (Leg(CHECKING, number), Leg(GIFTS, -number))
        title = "Sent back: a digit of the account number was wrong"
        meta = {"compensates": '"birthday-2025"'}
        self.book.transaction(day, "Third Coast Credit Union", title, *legs, marks="^birthday-2025", meta=meta)

    def _deposit_returned(self, day: Date) -> None:
        self.book.transaction(
            day,
            "Oakline Property",
            "Deposit back, less cleaning",
            Leg(CHECKING, Decimal("1660.00")),
            Leg("Expenses:Home:Moving", Decimal("120.00")),
            Leg("Assets:Deposit:Landlord", Decimal("-1780.00")),
            marks="#new-home",
        )

    def _shelves_ordered(self, day: Date) -> None:
        self.book.transaction(
            day,
            "Elm & Oak Joinery",
            "Bookshelves made to measure, invoice 17",
            Leg("Expenses:Home:Furniture", Decimal("1480.00")),
            Leg("Liabilities:Payable", Decimal("-1480.00")),
            marks="#new-home ^invoice-17",
            meta={"invoice": '"17"', "due": "2024-11-10"},
        )

    def _shelves_half_paid(self, day: Date) -> None:
        self.book.move(
            day, "Elm & Oak Joinery", "Bookshelves, half in advance", CHECKING, "Liabilities:Payable",
            Decimal("740.00"), marks="^invoice-17",
        )  # fmt: skip
