"""Blocks of journals, at random: what people write, and what they write by mistake.

The blocks are such that they often meet: few accounts, few days, few numbers.
"""

from enum import Enum
from random import Random

ENTRY = "main.beancount"
# The accounts of plain transactions; few meet in a journal that is calm or wild, and more in a plain one.
PLAIN = ("Assets:Bank", "Assets:Bank:Sub", "Assets:Cash", "Liabilities:Card", "Expenses:Food", "Expenses:Büro")
MORE = (*PLAIN, "Expenses:Miete", "Expenses:Food:Out", "Assets:Wallet", "Assets:Wallet:Coins", "Income:Other")
SINGLE = ("Income:Pay", "Equity:Opening", "Income:Gains")
LOTS = {"Assets:Strict": "STRICT", "Assets:Fifo": "FIFO", "Assets:Lifo": "LIFO", "Assets:Any": "NONE"}
METHODS = ("STRICT", "STRICT_WITH_SIZE", "FIFO", "LIFO", "HIFO", "NONE", "AVERAGE")
UNKNOWN = ("Assets:Unknown", "Expenses:Never:Opened", "Wrong:Root")
NUMBERS = ("1", "2", "3", "5", "10", "10.00", "12.50", "99.99", "7.125", "1,234.56", "0.00", "(1 + 2) * 3", "-4")
LONG_NUMBER = "10 / 3"
CURRENCIES = ("USD", "USD", "USD", "EUR")
STOCKS = ("HOOL", "HOOL", "UBER")
NARRATIONS = ("Lunch", "Miete", "株式会社", 'with \\"quotes\\"', "", "two\nlines", "#notatag ; no comment")
OPTIONS = (
    'option "title" "Bücher"',
    'option "title" "Other"',
    'option "operating_currency" "USD"',
    'option "operating_currency" "EUR"',
    'option "booking_method" "FIFO"',
    'option "booking_method" "NONE"',
    'option "inferred_tolerance_default" "*:0.5"',
    'option "inferred_tolerance_default" "USD:0.005"',
    'option "tolerance_multiplier" "1.2"',
    'option "tolerance_multiplier" "0.6"',
    'option "infer_tolerance_from_cost" "TRUE"',
    'option "account_rounding" "Rounding"',
    'option "name_income" "Ertrag"',
    'option "name_expenses" "Ausgaben"',
    'option "display_precision" "USD:0.001"',
    'option "render_commas" "TRUE"',
    'option "documents" "docs"',
    'option "no_such_option" "1"',
    'option "allow_pipe_separator" "TRUE"',
)
PLUGINS = (
    'plugin "beancount.plugins.auto_accounts"',
    'plugin "beancount.plugins.implicit_prices"',
    'plugin "beancount.plugins.leafonly"',
    'plugin "beancount.plugins.check_commodity"',
    'plugin "beancount.plugins.noduplicates"',
    'plugin "beancount.plugins.onecommodity" "Assets"',
    'plugin "pfin.beancount"',
    'plugin "no.such.plugin"',
)
MISTAKES = (
    '2024-01-09 * "never closed\n  Assets:Cash  1 USD\n',
    "2024-02-30 open Assets:NoSuchDay\n",
    "this is no directive\n",
    "2024-01-05 opne Assets:Cash\n",
    '2024-01-05 * "One leg"\n  Assets:Cash  1 USD\n',
    '2024-01-05 * "Two blanks"\n  Assets:Cash\n  Assets:Bank\n  Expenses:Food  1 USD\n',
    '2024-01-05 * "Bad amount"\n  Assets:Cash  1..2 USD\n  Assets:Bank\n',
    "  an indented line\n",
    "  Assets:Cash  1 USD\n",
    '2024-01-05 * "caf\udce9" "not UTF-8"\n  Assets:Cash  1 USD\n  Assets:Bank\n',
    "; a comment that is not UTF-8: \udce9\n",
    '2024-01-06 * "Carriage returns"\r\n  Assets:Cash  1 USD\r\n  Assets:Bank\r\n',
    "poptag #never\n",
    "popmeta never:\n",
    "pushtag #ends-nowhere\n",
    'include "missing.beancount"\n',
    'include "none/*.beancount"\n',
    '2024-01-07 document Assets:Bank "docs/missing.pdf"\n',
    '2024-01-20 custom "seal" "2024-01" "0000"\n',
    "2024-01-05 open Assets:Bank\n",
    "2024-01-05 close Assets:Bank:Sub\n",
    "2024-02-20 close Assets:Lifo\n",
    '2024-01-05 * "Payee" | "Pipe"\n  Assets:Cash  1 USD\n  Assets:Bank\n',
    '"a string by itself\n',
    '2024-01-08 custom "discard" "nothing-of-that-name"\n',
    '2024-01-08 custom "boundary" "pocket" "Assets:Cash + Assets:("\n',
)


class Style(Enum):
    """What a journal is like.

    *Plain* ones have plain transactions and prices, and a few things that these may touch. *Calm* ones have everything
    and few mistakes. *Wild* ones have everything, mistakes too.
    """

    PLAIN = "plain"
    CALM = "calm"
    WILD = "wild"


class Blocks:
    """Blocks by chance, for a journal of a style."""

    def __init__(self, chance: Random, style: Style) -> None:
        self.chance = chance
        self.style = style
        self.wild = style is Style.WILD
        self.accounts = MORE if style is Style.PLAIN else PLAIN
        # A plain journal has few of these, or none: an edit would have effects on them.
        rare = [self.trade, self.hold, self.hold, self.resolving, self.pad, self.limited, self.closed, self.other]
        self._rare = chance.sample(rare, chance.randrange(3))

    def day(self) -> str:
        """A day, now and then one after all others: until then holds expire, where no day is given as today."""
        month = 3 if self.chance.random() < 0.04 else self.chance.choice((1, 1, 2))
        return f"2024-{month:02}-{self.chance.randrange(1, 29):02}"

    def number(self) -> str:
        return self.chance.choice((*NUMBERS, LONG_NUMBER) if self.wild else NUMBERS)

    def plain(self) -> str:
        chance = self.chance
        flag, payee = chance.choice("****!" if self.wild else "*"), chance.choice(("Shop", "Bäcker"))
        links = ("", "", f" ^{self.link()}") if self.style is Style.PLAIN else (" ^link", f" #a #b ^{self.link()}")
        head = f'{self.day()} {flag} "{payee}" "{chance.choice(NARRATIONS)}"{chance.choice(("", "", " #trip", *links))}'
        lines = [head]
        if chance.random() < 0.2:
            lines.append(
                chance.choice(('  note: "x"', "  when: 2024-01-05", "  count: 3.10", "  sure: TRUE", "  none:"))
            )
        number, currency = self.number(), chance.choice(CURRENCIES)
        accounts = chance.sample(self.accounts, 2)
        lines.append(f"  {accounts[0]}  {number} {currency}")
        if chance.random() < 0.1:
            lines.append('    receipt: "of the leg"')
        # A change of the one amount would be a mistake where the other is written.
        is_whole = number[0].isdigit() and self.wild and chance.random() < 0.3
        lines.append(f"  {accounts[1]}" + f"  -{number} {currency}" * is_whole)
        return "\n".join(lines) + "\n" + chance.choice(("", "\n", "\n", "; a comment\n", "\n\n* Überschrift\n"))

    def any_block(self) -> str:
        """A block of any kind, of those that are rarely right too where the journal is wild."""
        if self.style is Style.PLAIN:
            likely = [self.plain] * 12 + [self.price] * 4 + [self.tight_assertion] * 2
            return self.chance.choice([*likely, *self._rare])()
        calm = [
            self.plain,
            self.limited,
            self.closed,
            self.trade,
            self.trade,
            self.hold,
            self.safe_assertion,
            self.pad,
            self.price,
            self.other,
        ]
        wild = [
            self.plain,
            self.lots,
            self.pending,
            self.resolving,
            self.assertion,
            self.lone_pad,
            self.unusual,
            self.document,
        ]
        return self.chance.choice([*calm, *wild] if self.wild else calm)()

    def trade(self) -> str:
        """Lots that are bought, mostly, and partly sold again."""
        chance, stock, account = self.chance, self.chance.choice(STOCKS), self.chance.choice(list(LOTS))
        day = chance.randrange(1, 29)
        bought = (
            f'2024-01-{day:02} * "Buy"\n  {account}  5 {stock} {{{chance.choice((10, 11.5))}0 USD}}\n  Assets:Bank\n\n'
        )
        if account == "Assets:Any" or chance.random() < 0.5:
            return bought
        cost = "{}" if account == "Assets:Fifo" else f"{{2024-01-{day:02}}}"
        sold = f"  {account}  -1 {stock} {cost} @ 13 USD\n  Assets:Cash  13 USD\n  Income:Gains\n"
        return f'{bought}2024-02-{day:02} * "Sell"\n{sold}'

    def hold(self) -> str:
        """A pending transaction under a name of its own, and what became of it."""
        chance, name = self.chance, f"hold-{self.chance.randrange(10**6)}"
        hold = f'2024-01-{chance.randrange(1, 29):02} ! "Pump" "Hold" ^{name}\n'
        legs = "  Liabilities:Card  -100.00 USD\n  Expenses:Food\n\n"
        end = f"2024-02-{chance.randrange(1, 29):02}"
        posting = f'{end} * "Pump" "Fuel" ^{name}\n  posts: "{name}"\n  Liabilities:Card  -43.10 USD\n  Expenses:Food\n'
        return chance.choice(
            (
                hold + legs,
                f"{hold}  expires: {end}\n{legs}",
                f"{hold}  expires: 2024-03-{chance.randrange(1, 20):02}\n{legs}",
                hold + legs + posting,
                hold + legs + f'{end} custom "discard" "{name}"\n',
            )
        )

    def safe_assertion(self) -> str:
        return f"{self.day()} balance {self.chance.choice(PLAIN)}  5 ~ 1000000 USD\n"

    def tight_assertion(self) -> str:
        """An assertion that a change of one amount may break."""
        return f"{self.day()} balance {self.chance.choice(self.accounts)}  5 ~ {self.chance.choice((60, 200))} USD\n"

    def limited(self) -> str:
        """An account with a limit, or which may hold one commodity only, and what is in it."""
        chance, account = self.chance, f"Assets:Limited{self.chance.randrange(10**6)}"
        limit = chance.choice((" USD\n", " USD,EUR\n", "\n  limit: 5.00 USD\n"))
        return (
            f"2023-12-31 open {account}{limit}"
            f'{self.day()} * "Spend"\n  {account}  -{chance.choice((4, 4, 4, 6))} USD\n  Expenses:Food\n\n'
        )

    def closed(self) -> str:
        """An account that is closed, mostly after its last use."""
        account = f"Assets:Closed{self.chance.randrange(10**6)}"
        return (
            f"2023-12-31 open {account}\n2024-02-{self.chance.choice((25, 28))} close {account}\n"
            f'{self.day()} * "Last"\n  {account}  1 USD\n  Assets:Cash\n'
        )

    def lone_pad(self) -> str:
        return f"{self.day()} pad {self.chance.choice(PLAIN)} Equity:Opening\n"

    def document(self) -> str:
        return f'{self.day()} document Assets:Bank "{self.chance.choice((ENTRY, "missing.pdf"))}"\n'

    def lots(self) -> str:
        chance, stock = self.chance, self.chance.choice(STOCKS)
        account, number = chance.choice(list(LOTS)), chance.choice(("1", "2", "3", "5"))
        if chance.random() < 0.6:
            cost = chance.choice(
                ("{10 USD}", "{11.00 USD}", '{12 USD, "lot"}', "{{30 USD}}", "{10 # 1 USD}", "{9 EUR}")
            )
            return f'{self.day()} * "Buy"\n  {account}  {number} {stock} {cost}\n  Assets:Bank\n\n'
        cost = chance.choice(("{}", "{}", "{10 USD}", '{"lot"}', "{2024-01-05}"))
        price = chance.choice(("@ 13 USD", "@@ 40 USD", "", "@"))
        legs = f"  {account}  -{number} {stock} {cost} {price}\n  Assets:Cash  13 USD\n  Income:Gains\n"
        return f'{self.day()} * "Sell"\n{legs}'

    def link(self) -> str:
        return f"hold-{self.chance.randrange(4)}"

    def pending(self) -> str:
        chance = self.chance
        expires = f"  expires: 2024-02-{chance.randrange(1, 28):02}\n" * (chance.random() < 0.3)
        head = f'{self.day()} ! "Pump" "Hold" ^{self.link()}\n{expires}'
        if chance.random() < 0.3:
            head = f'{self.day()} * "Half-way" ^{self.link()}\n'
            return f"{head}  Assets:Bank  -30.00 USD\n  ! Assets:Cash  30.00 USD\n\n"
        return f"{head}  Liabilities:Card  -{chance.choice(('10', '100.00'))} USD\n  Expenses:Food\n\n"

    def resolving(self) -> str:
        chance, link = self.chance, self.link()
        if chance.random() < 0.3:
            return f'{self.day()} custom "discard" "{link}"\n'
        key = chance.choice(("posts", "posts", "posts-part", "compensates"))
        return f'{self.day()} * "Shell" ^{link}\n  {key}: "{link}"\n  Liabilities:Card  -8.10 USD\n  Expenses:Food\n'

    def assertion(self) -> str:
        status = '  status: "posted"\n' * (self.chance.random() < 0.3)
        number = self.chance.choice(("0", "10.00", "-12.50", "5 ~ 100"))
        return f"{self.day()} balance {self.chance.choice(PLAIN)}  {number} USD\n{status}"

    def pad(self) -> str:
        """A pad that is used, in an account of its own."""
        account = f"Assets:Padded{self.chance.randrange(10**6)}"
        return (
            f"2023-12-31 open {account}\n2024-01-{self.chance.randrange(1, 9):02} pad {account} Equity:Opening\n"
            f"2024-01-{self.chance.randrange(9, 29):02} balance {account}  {self.chance.choice(('40.00', '7'))} USD\n"
        )

    def price(self) -> str:
        base = self.chance.choice((*STOCKS, "EUR"))
        return f"{self.day()} price {base}  {self.chance.choice(('1.10', '13', '1 / 3', '0'))} USD\n"

    def other(self) -> str:
        return f"{self.day()} " + self.chance.choice(
            (
                'note Assets:Bank "Anruf beim Büro" #trip ^link\n',
                'event "location" "Zürich"\n',
                'query "q" "SELECT account\nWHERE x"\n',
                'commodity HOOL\n  name: "Hool"\n  since: 2020-01-01\n  weight: 1.50 USD\n',
                'custom "boundary" "pocket" "Assets:Cash"\n',
                'custom "boundary" "home" "Assets + Liabilities"\n  note: #tag\n',
                'custom "budget" Expenses:Food "monthly" 100.00 USD TRUE 2024-01-01 3 + 4\n',
                f"open Assets:Late{self.chance.randrange(999)} USD,EUR\n  limit: 10.00 USD\n  of: Assets:Bank\n",
            )
        )

    def unusual(self) -> str:
        """What is not a mistake of language, but of booking, or rarely written."""
        day, account = self.day(), self.chance.choice((*PLAIN, *UNKNOWN))
        return self.chance.choice(
            (
                f'{day} * "Unbalanced"\n  {account}  10 USD\n  Assets:Bank  -9.99 USD\n',
                f'{day} * "Unknown account"\n  {self.chance.choice(UNKNOWN)}  10 USD\n  Assets:Bank\n',
                f'{day} * "No number"\n  {account}  USD\n  Assets:Bank  -9 USD\n',
                f'{day} * "No commodity"\n  {account}  5\n  Assets:Bank  -5 USD\n',
                f'{day} * "At a price"\n  {account}  5 EUR @ 1.10 USD\n  Assets:Bank\n',
                f'{day} * "At a total"\n  {account}  3 EUR @@ 10 USD\n  Assets:Bank\n',
                f'{day} * "Two currencies"\n  {account}  3 EUR\n  {account}  4 USD\n  Assets:Bank\n',
                f'{day} txn "No legs"\n',
                f'{day} P "Flag" "of a pad"\n  {account}  1 USD\n  Assets:Bank\n',
                f'{day} * "Large"\n  {account}  123456789012345678901234567890.12 USD\n  Assets:Bank\n',
                f'{day} * "Small"\n  {account}  0.00000000000000000000000000012 USD\n  Assets:Bank\n',
                f'{day} * "In a tag"\n  #more ^links\n  {account}  1 USD\n    status: "x"\n  Assets:Bank\n',
            )
        )
