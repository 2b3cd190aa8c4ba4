"""The starter journal: what a person might write in a first month. No options, no configuration."""

TEXT = """\
; A first journal: one month, ten transactions.
;
; An account comes into being with "open". Assets are what you have, Liabilities what you owe,
; Income is where money comes from, Expenses are what it goes to, and Equity is what you began with.

2025-01-01 open Assets:Checking
2025-01-01 open Assets:Savings
2025-01-01 open Assets:Cash
2025-01-01 open Liabilities:CreditCard
2025-01-01 open Equity:Opening-Balances
2025-01-01 open Income:Salary
2025-01-01 open Expenses:Rent
2025-01-01 open Expenses:Groceries
2025-01-01 open Expenses:Restaurants
2025-01-01 open Expenses:Transport

; What was there on the first day.

2025-01-01 * "Opening balance of the checking account"
  Assets:Checking                                          1250.00 EUR
  Equity:Opening-Balances

2025-01-01 * "Opening balance of the savings account"
  Assets:Savings                                           4000.00 EUR
  Equity:Opening-Balances

; A transaction moves money: its amounts add up to zero, so one of them may be left out.

2025-01-02 * "Alder Street Homes" "Rent for January"
  Expenses:Rent                                             780.00 EUR
  Assets:Checking

2025-01-04 * "Cash machine"
  Assets:Cash                                                60.00 EUR
  Assets:Checking

2025-01-07 * "Greenleaf Market" "Groceries for the week"
  Expenses:Groceries                                         54.35 EUR
  Liabilities:CreditCard

2025-01-11 * "Da Nino" "Pizza with Sam"
  Expenses:Restaurants                                       23.50 EUR
  Assets:Cash

2025-01-15 * "City Transport" "Monthly ticket"
  Expenses:Transport                                         49.00 EUR
  Liabilities:CreditCard

2025-01-28 * "Bright Bakery" "Salary for January"
  Assets:Checking                                          2140.00 EUR
  Income:Salary                                           -2140.00 EUR

2025-01-30 * "Put aside for later"
  Assets:Savings                                            300.00 EUR
  Assets:Checking                                          -300.00 EUR

; Paying the card is no new expense: the groceries and the ticket were, on the days they were bought.

2025-01-31 * "Card payment"
  Liabilities:CreditCard                                    103.35 EUR
  Assets:Checking                                          -103.35 EUR

; Does the bank say the same? "balance" is what an account holds as the day begins.

2025-02-01 balance Assets:Checking                         2146.65 EUR
2025-02-01 balance Assets:Cash                               36.50 EUR
2025-02-01 balance Liabilities:CreditCard                     0.00 EUR
"""
