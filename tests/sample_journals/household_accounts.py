"""The household's head of file: options, boundaries, budgets, accounts, and what was there at the start."""

from datetime import date as Date
from decimal import Decimal

from book import Book, Leg

START = Date(2023, 1, 1)

HEAD = """\
; The money of Nora and Daniel, who live in Chicago with a cat: three years, from January 2023 to December 2025.
; They rent a flat and then buy one, drive a car on a loan, pay two cards in full each month (but for one time),
; save, invest, and put money into pensions that they cannot touch before they retire.
;
; Made by a script, for trying things out: the people, firms and funds in it are invented.

option "title" "Nora and Daniel"
option "operating_currency" "USD"

; For Beancount and Fava: they count pending transactions for ever otherwise, also what has long been posted.
plugin "pfin.beancount"

* Commodities

2023-01-01 commodity USD
  name: "US dollar"
2023-01-01 commodity EUR
  name: "Euro"
2023-01-01 commodity WIDE
  name: "Wide World Shares, an index fund"
2023-01-01 commodity BNDS
  name: "Plain Bonds, a fund"
2023-01-01 commodity RET50
  name: "Retire in 2050, the fund of Nora's pension plan"

* Boundaries: lines drawn around accounts, to ask what crosses them

2023-01-01 custom "boundary" "everyday" "Assets:Bank:Checking | Assets:Wallet"
2023-01-01 custom "boundary" "reserves" "Assets:Bank:Savings | Assets:Brokerage"
2023-01-01 custom "boundary" "spendable" "cash - Assets:Bank:Gifts"

* Budgets

2023-01-01 custom "budget" Expenses:Food:Groceries "monthly" 620.00 USD
2023-01-01 custom "budget" Expenses:Food:Restaurants "monthly" 320.00 USD
2023-01-01 custom "budget" Expenses:Food:Coffee "weekly" 9.00 USD
2023-01-01 custom "budget" Expenses:Leisure "monthly" 150.00 USD
2025-01-01 custom "budget" Expenses:Food:Groceries "monthly" 680.00 USD
2025-01-01 custom "budget" Expenses:Travel "yearly" 5000.00 USD

2023-01-01 query "groceries-by-year" "SELECT year, sum(position) WHERE account ~ 'Groceries' GROUP BY year"

* Accounts

** Money at hand

2023-01-01 open Assets:Bank:Checking USD
  liquidity: "cash"
  bank: "Third Coast Credit Union"
2023-01-01 open Assets:Bank:Gifts USD
  liquidity: "cash"
  earmark: "presents, and what grandmother gives"
2023-01-01 open Assets:Bank:Savings USD
  liquidity: "liquid"
  earmark: "a flat of our own, and six months of expenses"
2023-01-01 open Assets:Wallet USD, EUR
  liquidity: "cash"
2023-01-01 open Assets:Transit USD                  ; transfers that have left one bank and not reached the other

** What others owe us

2023-01-01 open Assets:Receivable:Employer USD
2023-01-01 open Assets:Receivable:Friends USD
2023-01-01 open Assets:Deposit:Landlord USD
  liquidity: "term"

** Investments and pensions

2023-01-01 open Assets:Brokerage:Cash USD
  liquidity: "liquid"
2023-01-01 open Assets:Brokerage:Shares WIDE, BNDS "FIFO"
  liquidity: "liquid"
2023-01-01 open Assets:Pension:Nora USD, RET50
  liquidity: "locked"
2023-01-01 open Assets:Pension:Daniel USD
  liquidity: "locked"

** Things

2023-01-01 open Assets:Car USD
  liquidity: "term"

** Debts

2023-01-01 open Liabilities:Cards:Everyday USD
  limit: 9000.00 USD
  apr: 22.49
2023-01-01 open Liabilities:Cards:Travel USD
  limit: 12000.00 USD
  apr: 24.99
2023-01-01 open Liabilities:CarLoan USD
  apr: 5.40
  instalment: 500.00 USD
2023-01-01 open Liabilities:Payable USD

** Where money comes from

2023-01-01 open Equity:Opening-Balances
2023-01-01 open Income:Salary:Nora USD
2023-01-01 open Income:Salary:Daniel USD
2023-01-01 open Income:Employer-Match:Nora USD
2023-01-01 open Income:Employer-Match:Daniel USD
2023-01-01 open Income:Interest USD
2023-01-01 open Income:Dividends USD
2023-01-01 open Income:Capital-Gains USD
2023-01-01 open Income:Gifts USD

** What it goes to

2023-01-01 open Expenses:Tax:Federal USD
2023-01-01 open Expenses:Tax:State USD
2023-01-01 open Expenses:Tax:Social-Security USD
2023-01-01 open Expenses:Tax:Medicare USD
2023-01-01 open Expenses:Tax:Property USD
2023-01-01 open Expenses:Home:Rent USD
2023-01-01 open Expenses:Home:Association USD
2023-01-01 open Expenses:Home:Mortgage-Interest USD
2023-01-01 open Expenses:Home:Purchase-Costs USD
2023-01-01 open Expenses:Home:Electricity USD
2023-01-01 open Expenses:Home:Gas USD
2023-01-01 open Expenses:Home:Internet USD
2023-01-01 open Expenses:Home:Phones USD
2023-01-01 open Expenses:Home:Insurance USD
2023-01-01 open Expenses:Home:Furniture USD
2023-01-01 open Expenses:Home:Repairs USD
2023-01-01 open Expenses:Home:Supplies USD
2023-01-01 open Expenses:Home:Moving USD
2023-01-01 open Expenses:Food:Groceries USD
2023-01-01 open Expenses:Food:Restaurants USD, EUR
2023-01-01 open Expenses:Food:Coffee USD, EUR
2023-01-01 open Expenses:Car:Fuel USD
2023-01-01 open Expenses:Car:Insurance USD
2023-01-01 open Expenses:Car:Service USD
2023-01-01 open Expenses:Car:Registration USD
2023-01-01 open Expenses:Car:Parking USD
2023-01-01 open Expenses:Car:Tolls USD
2023-01-01 open Expenses:Car:Fines USD
2023-01-01 open Expenses:Car:Interest USD
2023-01-01 open Expenses:Car:Depreciation USD
2023-01-01 open Expenses:Transport USD, EUR
2023-01-01 open Expenses:Health:Insurance USD
2023-01-01 open Expenses:Health:Doctor USD
2023-01-01 open Expenses:Health:Pharmacy USD
2023-01-01 open Expenses:Cat USD
2023-01-01 open Expenses:Clothing USD
2023-01-01 open Expenses:Hair USD
2023-01-01 open Expenses:Leisure USD
2023-01-01 open Expenses:Subscriptions USD
2023-01-01 open Expenses:Presents USD
2023-01-01 open Expenses:Donations USD
2023-01-01 open Expenses:Travel:Getting-There USD
2023-01-01 open Expenses:Travel:Lodging USD, EUR
2023-01-01 open Expenses:Travel:Sights USD, EUR
2023-01-01 open Expenses:Bank:Fees USD
2023-01-01 open Expenses:Bank:Card-Interest USD
2023-01-01 open Expenses:Investing USD
2023-01-01 open Expenses:Unknown USD                 ; cash that left the wallet and nobody remembers how

* Opening balances: what was there on the first day, one transaction an account

"""

BALANCES = (
    ("Assets:Bank:Checking", "4182.37"),
    ("Assets:Bank:Gifts", "640.00"),
    ("Assets:Bank:Savings", "18350.12"),
    ("Assets:Wallet", "85.00"),
    ("Assets:Deposit:Landlord", "1780.00"),
    ("Assets:Brokerage:Cash", "212.64"),
    ("Assets:Pension:Daniel", "18433.90"),
    ("Assets:Car", "19500.00"),
    ("Liabilities:Cards:Everyday", "-1036.18"),
    ("Liabilities:Cards:Travel", "-412.55"),
    ("Liabilities:CarLoan", "-17777.78"),
)
OPENING_LOTS = (
    ("Assets:Brokerage:Shares", "WIDE", (("60", "71.20", "2020-05-18"), ("45", "88.64", "2021-11-08"))),
    ("Assets:Brokerage:Shares", "BNDS", (("80", "52.15", "2021-02-22"),)),
    ("Assets:Pension:Nora", "RET50", (("512.4075", "41.3800", "2021-06-30"), ("96.2210", "43.0500", "2022-06-30"))),
)
EQUITY = "Equity:Opening-Balances"


def open_accounts(book: Book) -> None:
    """The opening transactions, in a section of their own."""
    for account, number in BALANCES:
        title = f"Opening balance of {account.partition(':')[2]}"
        legs = (Leg(account, Decimal(number)), Leg(EQUITY, -Decimal(number)))
        book.transaction(START, "", title, *legs, section="opening")
    for account in dict.fromkeys(account for account, _, _ in OPENING_LOTS):
        legs_of_lots = [
            Leg(account, Decimal(units), commodity, f"{{{cost} USD, {day}}}", Decimal(units) * Decimal(cost))
            for owner, commodity, lots in OPENING_LOTS
            if owner == account
            for units, cost, day in lots
        ]
        title = f"Opening balance of {account.partition(':')[2]}"
        book.transaction(START, "", title, *legs_of_lots, Leg(EQUITY), section="opening")
