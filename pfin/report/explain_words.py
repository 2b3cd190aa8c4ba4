"""Amounts and names as words of a sentence: so many units of this and that, this account and that one."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pfin.model.amount import Amount

from .figures import Sums, fractional_digits, is_short
from .table import USUAL_DIGITS

# More accounts than these are counted, not named: nobody reads a sentence with ten of them.
_MOST_NAMED = 3


class Phrase(Struct, frozen=True):
    """The subject of a sentence; several amounts are ``plural``, and ``pronoun`` says that it names none itself."""

    text: str
    plural: bool = False
    pronoun: bool = False

    def does(self, singular: str, plural: str) -> str:
        """The phrase with the form of a verb that fits it."""
        return f"{self.text} {plural if self.plural else singular}"


class Wording:
    """Amounts in words; ``digits`` maps commodities to the fractional digits that their amounts usually have."""

    def __init__(self, digits: Mapping[str, int]) -> None:
        self._digits = digits

    def amount(self, amount: Amount) -> str:
        """``1,045.34 USD``: to the last digit, but for numbers that a division has made long."""
        usual = self._digits.get(amount.commodity, USUAL_DIGITS)
        shown = max(usual, fractional_digits(amount.number)) if is_short(amount.number) else usual
        return f"{amount.number:,.{shown}f} {amount.commodity}"

    def sums(self, sums: Sums) -> Phrase:
        """Unsigned sums by commodity: ``17.20 EUR and 5.00 USD``."""
        texts = [self.amount(Amount(abs(number), name)) for name, number in sorted(sums.items()) if number]
        return Phrase(joined(texts), len(texts) > 1)


def joined(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def clauses(parts: Sequence[str]) -> str:
    """Parts of a sentence that may have commas in them, one after the other."""
    if len(parts) < 3:
        return ", and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def named(accounts: Sequence[str]) -> str:
    """The accounts in words, the first ones where there are many."""
    names = list(dict.fromkeys(accounts))
    if len(names) <= _MOST_NAMED + 1:
        return joined(names)
    return joined([*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED} more"])
