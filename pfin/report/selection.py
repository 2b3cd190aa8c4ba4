"""Which accounts a pattern means, which commodities there are, and what someone may have meant who mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches
from fnmatch import fnmatchcase

from pfin.ledger.ledger import Ledger
from pfin.model.account import SEPARATOR, ancestry, is_within
from pfin.model.directives import Commodity

_GLOB = frozenset("*?[")
_LIKENESS = 0.6
# Nobody types longer names, and comparing them would take long.
_LONGEST = 300


def matching(accounts: Iterable[str], pattern: str) -> list[str]:
    """The accounts that a pattern means, in the order given; capitals do not matter.

    The name of an account, or of a parent of accounts, means it and all below it. A pattern with ``*``, ``?`` or
    ``[`` is a glob over whole names (``*`` also spans ``:``) and takes in what is below the accounts it fits.
    Anything else is looked for anywhere in the names.
    """
    wanted = pattern.casefold()
    folded = [(account, account.casefold()) for account in accounts]
    named = [account for account, name in folded if is_within(name, wanted)]
    if named:
        return named
    if _GLOB.intersection(wanted):
        return [account for account, name in folded if any(fnmatchcase(part, wanted) for part in ancestry(name))]
    return [account for account, name in folded if wanted in name]


def nearest(names: Iterable[str], wanted: str) -> str | None:
    """The name or parent most like what was typed, whole or in its last part; None where nothing resembles it."""
    known = dict.fromkeys(part for name in names if len(name) < _LONGEST for part in ancestry(name))
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(wanted.casefold(), by_folded, n=1, cutoff=_LIKENESS)
    if found:
        return by_folded[found[0]]
    # "chekcing" is far from "Assets:Bank:Checking" as a whole, and near to its last part.
    by_last = {name.rpartition(SEPARATOR)[2]: full for name, full in by_folded.items()}
    found = get_close_matches(wanted.casefold(), by_last, n=1, cutoff=_LIKENESS)
    return by_last[found[0]] if found else None


def commodity_named(ledger: Ledger, wanted: str) -> str | None:
    """The commodity of that name, whatever the capitals; None where the journal has it nowhere."""
    names = (wanted, wanted.upper())
    usual = _usual_commodities(ledger)
    found = next((name for name in names if name in usual), None)
    # Hardly any stands in prices of postings only, and to look there takes long.
    return found or next((name for name in names if name in commodities(ledger)), None)


def commodities(ledger: Ledger) -> list[str]:
    """The commodities that are declared, posted, stand in costs or prices, or are quoted, by name."""
    prices = (posting.price for transaction in ledger.transactions() for posting in transaction.postings)
    return sorted(_usual_commodities(ledger).union(price.commodity for price in prices if price is not None))


def _usual_commodities(ledger: Ledger) -> set[str]:
    """The commodities that are declared, posted, stand in costs or are quoted."""
    found = {directive.commodity for directive in ledger.of_type(Commodity)}
    columns = ledger.columns
    for index in columns.occurring(len(columns.cell)):
        cell = columns.cells[index]
        found.add(cell.commodity)
        if cell.cost is not None:
            found.add(cell.cost.commodity)
    for quote in ledger.prices.history():
        found.update((quote.base, quote.quote))
    return found
