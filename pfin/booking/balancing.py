"""Balancing: the weights of every transaction come to zero in each currency, within tolerance."""

from collections.abc import Iterable
from decimal import Decimal

from pfin.model.amount import ZERO
from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Posting, Transaction
from pfin.model.options import Options

from .tolerance import tolerances_of_booked

# No amount that people write is so small; what is off by less comes from dividing a total price by its units.
_LEAST_WRITTEN = Decimal("1E-15")


def check_balancing(directives: Iterable[Directive], options: Options, problems: Problems) -> None:
    """Add an error at each transaction that does not balance."""
    for directive in directives:
        if isinstance(directive, Transaction):
            residue = _residue(directive.postings)
            if residue:
                tolerances = tolerances_of_booked(directive.postings, options)
                off = {name: number for name, number in residue.items() if abs(number) > tolerances.of(name)}
                if off:
                    _report(directive, off, problems)


def _residue(postings: Iterable[Posting]) -> dict[str, Decimal]:
    """The sum of weights by currency, without those that are zero: in most transactions nothing."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        currency = posting.commodity
        weight = posting.number
        if posting.cost is not None:
            currency = posting.cost.commodity
            weight = posting.cost.number * weight
        elif posting.price is not None:
            currency = posting.price.commodity
            weight = posting.price.number * weight
        sums[currency] = sums[currency] + weight if currency in sums else weight
    return {currency: number for currency, number in sums.items() if number}


def _report(transaction: Transaction, off: dict[str, Decimal], problems: Problems) -> None:
    excess = [
        f"{abs(number):f} {currency} too much on the {'debit' if number > 0 else 'credit'} side"
        for currency, number in off.items()
    ]
    totals = [_totals(transaction, currency) for currency in off]
    hint = "change one amount, or leave one blank and it is inferred"
    if all(abs(number) < _LEAST_WRITTEN for number in off.values()):
        hint = "the price of one unit is rounded; write the amounts with decimals, as in 100.00, to allow for it"
    problems.error(
        "unbalanced",
        f"transaction does not balance: {' and '.join(excess)}",
        transaction,
        label="; ".join(totals),
        hint=hint,
    )


def _totals(transaction: Transaction, currency: str) -> str:
    debits = credits = ZERO
    for posting in transaction.postings:
        weight = posting.weight
        if weight.commodity == currency:
            if weight.number > 0:
                debits += weight.number
            else:
                credits -= weight.number
    return f"debits {debits:f} {currency}, credits {credits:f} {currency}"
