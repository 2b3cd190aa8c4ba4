"""beancount.plugins.currency_accounts: transactions between currencies go through an account for each currency.

A transaction with a price and postings in several currencies loses its prices, and gets for each of its currencies
that does not balance by itself a posting to ``BASE:CURRENCY`` that makes it so. ``BASE`` is the configuration. See
Peter Selinger, *Tutorial on multiple currency accounting*.
"""

from decimal import Decimal

from msgspec.structs import replace

from pfin.model.account import SEPARATOR
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import NO_META, Directive, Open, Posting, Transaction
from pfin.model.inventory import Inventory
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..accounts import is_account_name
from ..legs import status_of
from .config import refuse

_USUAL_BASE = "Equity:CurrencyAccounts"
_MARK = "currency_accounts_processed"


class _MixedPostingError(Exception):
    """A posting has its cost in one currency and its price in another."""

    def __init__(self, posting: Posting) -> None:
        self.posting = posting


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Neutralise the transactions, and open the accounts they need on the first day of the journal."""
    if plugin.config is None:
        refuse(plugin, "is missing; it is an account", _USUAL_BASE, problems)
        return directives
    if not directives:
        problems.error(
            "plugin-failed",
            f"{plugin.name} needs a directive to work on",
            plugin,
            hint="remove the plugin from this empty journal",
        )
        return directives
    base = plugin.config.strip()
    if not is_account_name(base):
        base = _USUAL_BASE
    needed: set[str] = set()
    after: list[Directive] = []
    for directive in directives:
        try:
            after.append(_neutral(directive, base, needed) if isinstance(directive, Transaction) else directive)
        except _MixedPostingError as mixed:
            problems.error(
                "plugin-failed",
                f"{plugin.name} cannot handle a cost and a price in two currencies",
                plugin,
                related=[(Place(directive.file, mixed.posting.line), "two currencies here")],
                hint="state the price in the currency of the cost, or remove the plugin",
            )
            return directives
    return _opens(needed, directives, plugin) + _without_opens(after, needed, plugin, problems)


def _neutral(transaction: Transaction, base: str, needed: set[str]) -> Transaction:
    """The transaction in postings that balance currency by currency; ``needed`` gathers the accounts added to it."""
    by_currency: dict[str, list[Posting]] = {}
    for posting in transaction.postings:
        by_currency.setdefault(_currency(posting), []).append(posting)
    priced = any(posting.price is not None and posting.price.number for posting in transaction.postings)
    if not priced or len(by_currency) < 2:
        return transaction
    postings: list[Posting] = []
    for currency, group in by_currency.items():
        excess = _excess(currency, group)
        if not excess:
            postings.extend(group)
            continue
        postings.extend(replace(posting, price=None) for posting in group)
        account = base + SEPARATOR + currency
        needed.add(account)
        status = status_of(transaction.flag, None)
        # Not marked as inferred: the digits of the posting count when the transaction's tolerance is inferred.
        postings.append(Posting(account, -excess, currency, None, None, None, status, NO_META, transaction.line))
    return replace(transaction, postings=tuple(postings), meta={**transaction.meta, _MARK: True})


def _currency(posting: Posting) -> str:
    """The currency in which a posting is held: that of its cost, else its commodity."""
    if posting.cost is None:
        return posting.commodity
    price = posting.price
    if price is not None and price.number and price.commodity != posting.cost.commodity:
        raise _MixedPostingError(posting)
    return posting.cost.commodity


def _excess(currency: str, group: list[Posting]) -> Decimal:
    """What postings held in a currency come to, with the digits that Beancount gives it: those of an inventory."""
    held = Inventory()
    for posting in group:
        held.add(posting.number if posting.cost is None else posting.cost.number * posting.number, currency)
    return held.units(currency)


def _opens(needed: set[str], directives: list[Directive], plugin: Plugin) -> list[Directive]:
    first = directives[0].date
    return [Open(first, plugin.file, plugin.line, NO_META, account, (), None) for account in sorted(needed)]


def _without_opens(
    directives: list[Directive], needed: set[str], plugin: Plugin, problems: Problems
) -> list[Directive]:
    """The directives but those that open what the plugin opens too, which are errors at their own lines."""
    kept: list[Directive] = []
    for directive in directives:
        if isinstance(directive, Open) and directive.account in needed:
            problems.error(
                "duplicate-open",
                f"{directive.account} is opened by {plugin.name} too",
                directive,
                focus=directive.account,
                related=[(plugin, "by this plugin")],
                hint="remove this line",
            )
        else:
            kept.append(directive)
    return kept
