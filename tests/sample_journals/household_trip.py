"""The household's ten days in Lisbon: a currency of its own, from the card and from the cash machine."""

from datetime import date as Date
from decimal import Decimal

from book import Book, Leg
from dice import cents

CHECKING = "Assets:Bank:Checking"
WALLET = "Assets:Wallet"
CARD = "Liabilities:Cards:Travel"
RATE = Decimal("1.0836")  # the card's rate on the first day, near the price of that month; it moves a little each day
DAILY = Decimal("0.0002")

# Day of May 2025, payee, narration, expense, euros, and how it was paid.
EVENTS = """
10 | Metropolitano | Two cards with ten rides | Transport | 17.20 | card
10 | Casa do Largo | Room for eight nights, half in advance | Travel:Lodging | 412.00 | card
10 | Café Azul | Coffee and custard tarts | Food:Coffee | 7.40 | cash
11 | Tasca da Esquina | Grilled sardines | Food:Restaurants | 38.50 | cash
11 | Museu do Azulejo | Two tickets | Travel:Sights | 16.00 | card
12 | Eléctrico | Tram up the hill | Transport | 6.20 | cash
12 | Quiosque do Jardim | Lemonade and toast | Food:Coffee | 9.80 | cash
12 | Cantinho da Rosa | Dinner with a view | Food:Restaurants | 64.20 | card
13 | Comboios do Norte | Train to Sintra | Transport | 9.60 | card
13 | Palácio da Serra | Palace and gardens | Travel:Sights | 40.00 | card
13 | Pastelaria Alba | Two travesseiros | Food:Coffee | 5.20 | cash
14 | Mercado da Ribeira | Lunch at the market | Food:Restaurants | 29.00 | cash
14 | Livraria Velha | Illustrated map | Travel:Sights | 24.00 | card
15 | Barco do Tejo | Boat on the river | Travel:Sights | 50.00 | card
15 | Casa de Fado Lua | Dinner and fado | Food:Restaurants | 92.00 | card
16 | Café Azul | Breakfast | Food:Coffee | 11.60 | cash
16 | Loja das Conservas | Tinned fish to take home | Food:Restaurants | 33.90 | cash
16 | Praia Sul | Bus to the beach and back | Transport | 8.40 | cash
17 | O Último Prato | Last evening | Food:Restaurants | 57.30 | cash
18 | Casa do Largo | Room, the other half | Travel:Lodging | 412.00 | card
18 | Metropolitano | To the airport | Transport | 3.60 | cash
"""


class Trip:
    """Planned on the first day, written into a section of its own under its tag."""

    def __init__(self, book: Book) -> None:
        self.book = book
        book.plan(Date(2025, 5, 10), lambda day: self._withdraw(day, Decimal(200), Decimal("1.0863")))
        book.plan(Date(2025, 5, 16), lambda day: self._withdraw(day, Decimal(60), Decimal("1.0871")))
        for line in EVENTS.strip().splitlines():
            self._plan(*(cell.strip() for cell in line.split("|")))

    def _withdraw(self, day: Date, euros: Decimal, rate: Decimal) -> None:
        dollars, fee = cents(euros * rate), Decimal("5.00")
        self.book.transaction(
            day,
            "Cash machine",
            "Euros",
            Leg(WALLET, cents(euros), "EUR", f"@ {rate} USD", dollars),
            Leg("Expenses:Bank:Fees", fee),
            Leg(CHECKING, -dollars - fee),
            section="trip",
        )

    def _plan(self, of_may: str, payee: str, title: str, account: str, price: str, paid_by: str) -> None:
        expense, euros = f"Expenses:{account}", Decimal(price)

        def spend(day: Date) -> None:
            dollars = cents(euros * (RATE + DAILY * (day.day - 10)))
            if paid_by == "cash":
                legs = (Leg(expense, euros, "EUR"), Leg(WALLET, -euros, "EUR"))
            else:
                legs = (Leg(expense, euros, "EUR", f"@@ {dollars} USD", dollars), Leg(CARD, -dollars))
            self.book.transaction(day, payee, title, *legs, section="trip")

        self.book.plan(Date(2025, 5, int(of_may)), spend)
