"""Accounts by what their ``open`` directives say of them: metadata, which children inherit, and currencies."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cached_property

from pfin.ledger.ledger import Ledger
from pfin.model.amount import plain
from pfin.model.directives import TagRef, Value, value_text

from .account_tree import AccountTree

# What values are compared by: numbers as numbers, everything else as text whatever the capitals.
_Key = str | Decimal


class Marks:
    """An index of accounts by predicates, made of each key when it is first asked for."""

    def __init__(self, ledger: Ledger, tree: AccountTree) -> None:
        self._ledger = ledger
        self._tree = tree
        self._by_key: dict[str, dict[_Key, set[str]]] = {}
        self._by_currency: dict[str, set[str]] | None = None

    def keys(self) -> Iterable[str]:
        """The keys that any ``open`` directive has."""
        return self._owners

    def having(self, key: str, value: str) -> frozenset[str]:
        """The accounts whose own metadata, or that of the nearest ancestor with such a key, is this value."""
        values = self._values(key)
        found = values.get(value.casefold(), set())
        if (number := _number(value)) is not None:
            found = found | values.get(number, set())
        return frozenset(found)

    def values(self, key: str) -> list[str]:
        """The values that accounts have, as text in small letters."""
        return [plain(each) if isinstance(each, Decimal) else each for each in self._values(key)]

    def in_currency(self, currency: str) -> frozenset[str]:
        """The accounts whose ``open`` lists a currency or, where it lists none, that have a posting in it."""
        return frozenset(self._currencies().get(currency.casefold(), ()))

    def currencies(self) -> Iterable[str]:
        """The currencies that accounts are in, in small letters."""
        return self._currencies()

    def inherited(self, key: str) -> dict[str, Value]:
        """The value that each account has or inherits; those that have none are left out."""
        found: dict[str, Value] = {}
        # In the order of the ledger parents come before what is below them, so the nearest one overrides the others.
        for name in self._owners.get(key, ()):
            node, value = self._tree.find(name), self._ledger.accounts[name].meta[key]
            for account in node.accounts() if node else ():
                found[account] = value
        return {account: value for account, value in found.items() if value is not None}

    @cached_property
    def _owners(self) -> dict[str, list[str]]:
        """The accounts whose own ``open`` directives have a key."""
        found: dict[str, list[str]] = {}
        for name, account in self._ledger.accounts.items():
            for key in account.meta:
                found.setdefault(key, []).append(name)
        return found

    def _values(self, key: str) -> dict[_Key, set[str]]:
        if key not in self._by_key:
            found = self._by_key[key] = {}
            for account, value in self.inherited(key).items():
                found.setdefault(_comparable(value), set()).add(account)
        return self._by_key[key]

    def _currencies(self) -> dict[str, set[str]]:
        if self._by_currency is None:
            columns = self._ledger.columns
            used = (columns.cells[index] for index in columns.occurring(len(columns.cell)))
            posted = {(cell.account, cell.commodity) for cell in used}
            listed = self._ledger.accounts
            pairs = [(name, currency) for name, account in listed.items() for currency in account.commodities]
            pairs += [(name, currency) for name, currency in posted if name in listed and not listed[name].commodities]
            self._by_currency = {}
            for name, currency in pairs:
                self._by_currency.setdefault(currency.casefold(), set()).add(name)
        return self._by_currency


def _comparable(value: Value) -> _Key:
    return value if isinstance(value, Decimal) else as_text(value).casefold()


def as_text(value: Value) -> str:
    """A value as a predicate may write it: in words, and a tag without its sign."""
    return value.name if isinstance(value, TagRef) else value_text(value)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
