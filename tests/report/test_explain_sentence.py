"""What transactions are said to be, from two boundaries each: sentences for readers who know no accounting."""

from textwrap import dedent, indent

import pytest

from pfin.ledger.ledger import Ledger
from pfin.report.explain_role import crossing, setting
from pfin.report.explain_sentence import sentence
from pfin.report.explain_words import Wording, clauses, joined, named
from pfin.systems.boundary import Boundary

# Names that say nothing: what is said must follow from types of accounts, and from what happened on them.
ACCOUNTS = """
    2025-01-01 open Assets:A
    2025-01-01 open Assets:B
    2025-01-01 open Assets:Thing
    2025-01-01 open Assets:Fund
    2025-01-01 open Assets:Locked
    2025-01-01 open Liabilities:C
    2025-01-01 open Liabilities:L
    2025-01-01 open Liabilities:M
    2025-01-01 open Equity:Start
    2025-01-01 open Income:Work
    2025-01-01 open Income:Gain
    2025-01-01 open Expenses:X
    2025-01-01 open Expenses:Y
    2025-01-01 open Expenses:Z

    2025-01-01 * "What was owed at the beginning"
      Liabilities:L           -9000.00 USD
      Equity:Start
    2025-01-02 * "A purchase makes C a debt that purchases make"
      Expenses:X                 10.00 USD
      Liabilities:C
"""
CASH = Boundary("cash", "Assets:A | Assets:B", ("Assets:A", "Assets:B"))
OWN = ("A", "B", "Fund", "Locked", "Thing")
NETWORTH = Boundary(
    "networth",
    "Assets | Liabilities",
    (*(f"Assets:{name}" for name in OWN), *(f"Liabilities:{name}" for name in "CLM")),
)
UNSEEN = "For cash, nothing happens: none of its accounts takes part"


def last_said(ledger: Ledger, *boundaries: Boundary) -> list[str]:
    transaction = list(ledger.transactions())[-1]
    known = setting(ledger, [transaction], CASH.inside)
    return [sentence(crossing(transaction, each), known, Wording(ledger.digits)) for each in boundaries]


CASES = {
    "a card payment": (
        """
        Liabilities:C  10.00 USD
        Assets:A
        """,
        "For cash, 10.00 USD leaves: it pays back debt (Liabilities:C), for purchases that did not touch cash when "
        "they "
        "were made.",
        "For networth, nothing comes in and nothing goes out: 10.00 USD pays for purchases that were counted when they "
        "were made, and the debt (Liabilities:C) gets smaller by as much as the account (Assets:A).",
    ),
    "a purchase on a card": (
        """
        Expenses:X  10.00 USD
        Liabilities:C
        """,
        UNSEEN + "; what is spent is owed for now (Liabilities:C), and paid with that debt.",
        "For networth, 10.00 USD is spent (Expenses:X): nothing is paid yet, but the debt (Liabilities:C) grows by as "
        "much.",
    ),
    "a refund to a card": (
        """
        Liabilities:C  4.00 USD
        Expenses:X
        """,
        UNSEEN + ".",
        "For networth, 4.00 USD comes back from what was spent (Expenses:X): the debt (Liabilities:C) gets smaller "
        "by as "
        "much.",
    ),
    "a refund in cash, of two kinds of expenses": (
        """
        Assets:A  6.00 USD
        Expenses:X  -4.00 USD
        Expenses:Y  -2.00 USD
        """,
        "For cash, 6.00 USD comes in: it comes back from what was spent (Expenses:X and Expenses:Y).",
        "For networth, 6.00 USD comes in: it comes back from what was spent (Expenses:X and Expenses:Y).",
    ),
    "a loan's instalment": (
        """
        Liabilities:L  420.00 USD
        Expenses:X  80.00 USD
        Assets:A  -500.00 USD
        """,
        "For cash, all 500.00 USD leaves: 420.00 USD pays back debt (Liabilities:L), and 80.00 USD is spent "
        "(Expenses:X).",
        "For networth, only 80.00 USD is spent (Expenses:X); the other 420.00 USD pays back debt: what leaves Assets:A "
        "makes Liabilities:L smaller.",
    ),
    "a debt paid back that purchases did not make": (
        """
        Liabilities:L  420.00 USD
        Assets:A
        """,
        "For cash, 420.00 USD leaves: it pays back debt (Liabilities:L).",
        "For networth, nothing comes in and nothing goes out: 420.00 USD pays back debt: what leaves Assets:A makes "
        "Liabilities:L smaller.",
    ),
    "a house, a mortgage and what it costs to buy": (
        """
        Assets:Thing  1000.00 USD
        Expenses:X  50.00 USD
        Liabilities:M  -800.00 USD
        Assets:A  -250.00 USD
        """,
        "For cash, what is there shrinks by 250.00 USD: 800.00 USD is borrowed (Liabilities:M), but 1,000.00 USD "
        "moves to "
        "Assets:Thing, and 50.00 USD is spent (Expenses:X).",
        "For networth, only 50.00 USD is spent (Expenses:X); the other 1,000.00 USD stays inside: 1,000.00 USD more "
        "is in "
        "Assets:Thing, 250.00 USD less is in Assets:A, and 800.00 USD more is owed (Liabilities:M).",
    ),
    "a loan taken out": (
        """
        Assets:A  800.00 USD
        Liabilities:M
        """,
        "For cash, 800.00 USD comes in: it is borrowed (Liabilities:M).",
        "For networth, nothing comes in and nothing goes out: 800.00 USD is owed from now on (Liabilities:M), and "
        "Assets:A holds as much more.",
    ),
    "a pay slip": (
        """
        Income:Work  -5000.00 USD
        Expenses:X  1200.00 USD
        Assets:Locked  500.00 USD
        Assets:A  3300.00 USD
        """,
        "For cash, what is there grows by 3,300.00 USD: 5,000.00 USD is earned (Income:Work), but 500.00 USD moves to "
        "Assets:Locked, and 1,200.00 USD is spent (Expenses:X).",
        "For networth, what is there grows by 3,800.00 USD: 5,000.00 USD is earned (Income:Work), but 1,200.00 USD is "
        "spent (Expenses:X).",
    ),
    "shares bought, with a fee": (
        """
        Assets:Fund  11 WIDE {94.94 USD}
        Expenses:X  1.00 USD
        Assets:A  -1045.34 USD
        """,
        "For cash, all 1,045.34 USD leaves: 1,044.34 USD buys 11 WIDE (Assets:Fund), and 1.00 USD is spent "
        "(Expenses:X).",
        "For networth, 1,044.34 USD buys 11 WIDE, which stays inside; only 1.00 USD is spent (Expenses:X).",
    ),
    "shares bought, without one": (
        """
        Assets:Fund  10 WIDE {90.00 USD}
        Assets:A
        """,
        "For cash, 900.00 USD leaves: it buys 10 WIDE (Assets:Fund).",
        "For networth, nothing comes in and nothing goes out: 900.00 USD buys 10 WIDE, which stays inside.",
    ),
    "shares that move to another account": (
        """
        Assets:Fund  10 WIDE {90.00 USD}
        Assets:Locked  -10 WIDE {90.00 USD}
        """,
        UNSEEN + ".",
        "For networth, nothing comes in and nothing goes out: 10 WIDE moves from Assets:Locked to Assets:Fund, all "
        "inside.",
    ),
    "depreciation": (
        """
        Expenses:X  224.25 USD
        Assets:Thing
        """,
        UNSEEN + ".",
        "For networth, 224.25 USD is gone (Expenses:X): Assets:Thing counts for as much less.",
    ),
    "a transfer": (
        """
        Assets:B  60.00 USD
        Assets:A
        """,
        "For cash, nothing comes in and nothing goes out: 60.00 USD moves from Assets:A to Assets:B, all inside.",
        "For networth, nothing comes in and nothing goes out: 60.00 USD moves from Assets:A to Assets:B, all inside.",
    ),
    "a transfer across the line": (
        """
        Assets:Locked  60.00 USD
        Assets:A
        """,
        "For cash, 60.00 USD leaves: it moves to Assets:Locked.",
        "For networth, nothing comes in and nothing goes out: 60.00 USD moves from Assets:A to Assets:Locked, all "
        "inside.",
    ),
    "an exchange of currencies, with a fee": (
        """
        Assets:B  200.00 EUR @ 1.10 USD
        Expenses:X  5.00 USD
        Assets:A  -225.00 USD
        """,
        "For cash, 220.00 USD buys 200.00 EUR, which stays inside; only 5.00 USD is spent (Expenses:X).",
        "For networth, 220.00 USD buys 200.00 EUR, which stays inside; only 5.00 USD is spent (Expenses:X).",
    ),
    "an expense in another currency, for a price in total": (
        """
        Expenses:X  17.20 EUR @@ 18.64 USD
        Liabilities:C  -18.64 USD
        """,
        UNSEEN + "; what is spent is owed for now (Liabilities:C), and paid with that debt.",
        "For networth, 18.64 USD (17.20 EUR) is spent (Expenses:X): nothing is paid yet, but the debt (Liabilities:C) "
        "grows by as much.",
    ),
    "amounts of two commodities": (
        """
        Expenses:X  3.00 EUR
        Assets:A  -3.00 EUR
        Expenses:Y  5.00 USD
        Assets:A  -5.00 USD
        """,
        "For cash, 3.00 EUR and 5.00 USD leave: they are spent (Expenses:X and Expenses:Y).",
        "For networth, 3.00 EUR and 5.00 USD leave: they are spent (Expenses:X and Expenses:Y).",
    ),
    "a split payment": (
        """
        Expenses:X  3.00 USD
        Expenses:Y  5.00 USD
        Expenses:Z  2.00 USD
        Assets:A
        """,
        "For cash, 10.00 USD leaves: it is spent (Expenses:X, Expenses:Y and Expenses:Z).",
        "For networth, 10.00 USD leaves: it is spent (Expenses:X, Expenses:Y and Expenses:Z).",
    ),
    "what was there before": (
        """
        Assets:A  60.00 USD
        Equity:Start
        """,
        "For cash, 60.00 USD comes in: it comes from Equity:Start, neither earned nor spent.",
        "For networth, 60.00 USD comes in: it comes from Equity:Start, neither earned nor spent.",
    ),
    "what is rounded": (
        """
        Expenses:X  10.001 USD
        Assets:A  -10.00 USD
        """,
        "For cash, 10.00 USD leaves: 10.001 USD is spent (Expenses:X); 0.001 USD is rounding that the journal lets "
        "pass.",
        "For networth, 10.00 USD leaves: 10.001 USD is spent (Expenses:X); 0.001 USD is rounding that the journal lets "
        "pass.",
    ),
    "a share for nothing": (
        """
        Assets:Fund  10 WIDE {0.00 USD}
        Assets:A  0.00 USD
        """,
        "For cash, what is there stays as it is: 10 WIDE moves to Assets:Fund.",
        "For networth, nothing comes in and nothing goes out; 10 WIDE is had or given away for nothing.",
    ),
    "nothing at all": (
        """
        Expenses:X  0.00 USD
        Assets:A  0.00 USD
        """,
        "For cash, nothing comes in and nothing goes out.",
        "For networth, nothing comes in and nothing goes out.",
    ),
    "what pays back one debt comes from another": (
        """
        Liabilities:C  70.00 USD
        Liabilities:M
        """,
        UNSEEN + ".",
        "For networth, nothing comes in and nothing goes out: 70.00 USD of debt moves from Liabilities:C to "
        "Liabilities:M, all inside.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_sentences(read, name: str) -> None:
    postings, cash, networth = CASES[name]
    ledger = read(dedent(ACCOUNTS) + '2025-02-01 * "It"' + indent(dedent(postings), "  "))
    assert last_said(ledger, CASH, NETWORTH) == [cash, networth]


SOLD = """
    2025-01-03 * "Bought"
      Assets:Fund     30 BNDS {52.15 USD}
      Assets:A
    2025-02-01 * "Sold"
      Assets:Fund    -30 BNDS {52.15 USD} @ %s USD
      Expenses:X       4.95 USD
      Assets:A         %s USD
      Income:Gain
"""


@pytest.mark.parametrize(
    ("price", "received", "cash", "networth"),
    [
        (
            "49.32",
            "1474.65",
            "For cash, what is there grows by 1,474.65 USD: 30 BNDS that cost 1,564.50 USD is sold (Assets:Fund), but "
            "4.95 USD is gone (Expenses:X), and 84.90 USD less is earned (Income:Gain).",
            "For networth, 30 BNDS that cost 1,564.50 USD is sold, and 1,474.65 USD comes in its place; 4.95 USD is "
            "gone "
            "(Expenses:X), and 84.90 USD less is earned (Income:Gain).",
        ),
        (
            "55.00",
            "1645.05",
            "For cash, what is there grows by 1,645.05 USD: 85.50 USD is earned (Income:Gain), and 30 BNDS that cost "
            "1,564.50 USD is sold (Assets:Fund), but 4.95 USD is spent (Expenses:X).",
            "For networth, 30 BNDS that cost 1,564.50 USD is sold, and 1,645.05 USD comes in its place; 85.50 USD is "
            "earned (Income:Gain), and 4.95 USD is spent (Expenses:X).",
        ),
    ],
    ids=["at a loss", "with a gain"],
)
def test_shares_sold(read, price: str, received: str, cash: str, networth: str) -> None:
    assert last_said(read(ACCOUNTS + SOLD % (price, received)), CASH, NETWORTH) == [cash, networth]


def test_boundaries_of_other_types_use_no_words_for_what_one_has_or_owes(read) -> None:
    ledger = read(ACCOUNTS)
    expenses = Boundary("Expenses", "Expenses", ("Expenses:X", "Expenses:Y", "Expenses:Z"))
    assert last_said(ledger, expenses) == ["For Expenses, 10.00 USD comes in: it comes from Liabilities:C."]


def test_a_boundary_of_debts_speaks_of_the_debt(read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-02-01 * "Instalment"
      Liabilities:L  420.00 USD
      Expenses:X  80.00 USD
      Assets:A
    """
    )
    loan = Boundary("loan", "Liabilities:L", ("Liabilities:L",))
    assert last_said(ledger, loan) == [
        "For loan, the debt shrinks by 420.00 USD: 500.00 USD comes from Assets:A, but 80.00 USD is spent (Expenses:X)."
    ]


def test_an_exchange_across_the_line_says_what_becomes_of_it(read) -> None:
    ledger = read(
        ACCOUNTS
        + """
    2025-02-01 * "Exchange"
      Assets:B  200.00 EUR @ 1.10 USD
      Assets:A  -220.00 USD
    """
    )
    wallet, bank = Boundary("wallet", "Assets:B", ("Assets:B",)), Boundary("bank", "Assets:A", ("Assets:A",))
    assert last_said(ledger, wallet, bank) == [
        "For wallet, 200.00 EUR comes in: 220.00 USD comes from Assets:A; 220.00 USD becomes 200.00 EUR.",
        "For bank, 220.00 USD leaves: it buys 200.00 EUR (Assets:B).",
    ]


def test_lists_in_words() -> None:
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [clauses(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a, and b", "a, b, and c"]
    assert named(["a", "a", "b", "c", "d"]) == "a, b, c and d"
    assert named(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
