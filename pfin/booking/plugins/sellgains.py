"""beancount.plugins.sellgains: what a sale at a price brings in is what the price says.

In a transaction whose lots at cost all have a price, the units sold times their prices must come to the same, commodity
by commodity, as the postings to accounts other than income; the income account then holds the gain. Twice the usual
tolerance is allowed.
"""

from collections.abc import Mapping
from decimal import Decimal

from pfin.model.account import SEPARATOR
from pfin.model.amount import ZERO, plain
from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Posting, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..tolerance import tolerances_of_booked
from ..wording import listed

_EXTRA = 2


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report the sales that differ; the directives stay as they are."""
    for directive in directives:
        if isinstance(directive, Transaction) and _is_priced(directive):
            _check(directive, options, problems)
    return directives


def _is_priced(transaction: Transaction) -> bool:
    at_cost = [posting for posting in transaction.postings if posting.cost is not None]
    return bool(at_cost) and all(posting.price is not None for posting in at_cost)


def _check(transaction: Transaction, options: Options, problems: Problems) -> None:
    by_price, proceeds = _totals(transaction, options)
    tolerances = tolerances_of_booked(transaction.postings, options)
    agree = proceeds.keys() <= by_price.keys() and all(
        abs(total - proceeds.get(commodity, ZERO)) <= tolerances.of(commodity) * _EXTRA
        for commodity, total in by_price.items()
    )
    if not agree:
        problems.error(
            "sale-proceeds",
            f"the prices come to {_list(by_price)}, but the postings outside income to {_list(proceeds)}",
            transaction,
            label="price or proceeds are wrong",
            hint="compare the price after @ and the amounts received with the statement of the sale",
        )


def _totals(transaction: Transaction, options: Options) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What the units sold are worth at their prices, and what the accounts other than income get; no zeros."""
    by_price: dict[str, Decimal] = {}
    proceeds: dict[str, Decimal] = {}
    for posting in transaction.postings:
        if posting.cost is not None and posting.price is not None:
            _add(by_price, posting.price.commodity, posting.price.number * -posting.number)
        elif _is_proceeds(posting, options):
            _add(proceeds, posting.weight.commodity, posting.weight.number)
    return _without_zeros(by_price), _without_zeros(proceeds)


def _is_proceeds(posting: Posting, options: Options) -> bool:
    roots = options.roots
    return posting.account.partition(SEPARATOR)[0] in (roots.assets, roots.liabilities, roots.equity, roots.expenses)


def _add(totals: dict[str, Decimal], commodity: str, number: Decimal) -> None:
    totals[commodity] = totals.get(commodity, ZERO) + number


def _without_zeros(totals: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {commodity: number for commodity, number in totals.items() if number}


def _list(totals: Mapping[str, Decimal]) -> str:
    return listed([f"{plain(number)} {commodity}" for commodity, number in totals.items()]) or "nothing"
