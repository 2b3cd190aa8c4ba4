"""Accounts: their five types, the side on which they normally stand, and names as paths."""

import unicodedata
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

SEPARATOR = ":"


class Side(Enum):
    """The two sides of a posting, and of a normal balance."""

    DEBIT = "debit"
    CREDIT = "credit"


class AccountType(Enum):
    """The five types of account; the value is the word for people, not the root in the journal (see Roots)."""

    ASSETS = "assets"
    LIABILITIES = "liabilities"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSES = "expenses"

    @property
    def normal(self) -> Side:
        """The side that increases an account of this type: debit for assets and expenses, credit for the rest."""
        return Side.DEBIT if self in (AccountType.ASSETS, AccountType.EXPENSES) else Side.CREDIT

    @property
    def sign(self) -> int:
        """+1 for debit-normal types, -1 for credit-normal ones: a signed amount times it is in normal direction."""
        return 1 if self.normal is Side.DEBIT else -1


class Roots(Struct, frozen=True):
    """The first component of account names by type, as the journal's options ``name_*`` set it."""

    assets: str = "Assets"
    liabilities: str = "Liabilities"
    equity: str = "Equity"
    income: str = "Income"
    expenses: str = "Expenses"

    def names(self) -> tuple[str, str, str, str, str]:
        """The five roots in the order of AccountType."""
        return (self.assets, self.liabilities, self.equity, self.income, self.expenses)

    def type_of(self, account: str) -> AccountType | None:
        """The type of an account by its first component; None where that is none of the roots."""
        root = account.partition(SEPARATOR)[0]
        for kind in AccountType:
            if root == getattr(self, kind.value):
                return kind
        return None


def is_root(name: str) -> bool:
    """Whether a word can be the first component of accounts: an upper-case letter, then letters, digits, hyphens."""
    return bool(name) and unicodedata.category(name[0]) == "Lu" and all(map(_is_account_character, name))


def is_component(name: str) -> bool:
    """Whether a word can be a later component of an account: as a root, but it may begin with a digit."""
    return bool(name) and unicodedata.category(name[0]) in ("Lu", "Nd") and all(map(_is_account_character, name))


def _is_account_character(character: str) -> bool:
    kind = unicodedata.category(character)
    return character == "-" or kind[0] == "L" or kind == "Nd"


def parent(account: str) -> str | None:
    """The account one level up, or None for a root."""
    head, separator, _ = account.rpartition(SEPARATOR)
    return head if separator else None


def ancestry(account: str) -> Iterator[str]:
    """The account itself, its parent, and so on up to the root."""
    current: str | None = account
    while current is not None:
        yield current
        current = parent(current)


def is_within(account: str, ancestor: str) -> bool:
    """Whether an account is the ancestor itself or lies below it."""
    return account == ancestor or account.startswith(ancestor + SEPARATOR)
