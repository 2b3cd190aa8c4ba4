"""Balancing: the weights of every transaction come to zero in each currency, within tolerance."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pfin.model.amount import ZERO, plain
from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Posting, Transaction
from pfin.model.options import Options

from .tolerance import tolerances_of_booked
from .wording import enumerated, first

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
        f"{plain(abs(number))} {currency} too much on the {'debit' if number > 0 else 'credit'} side"
        for currency, number in off.items()
    ]
    problems.error(
        "unbalanced",
        f"transaction does not balance: {enumerated(excess)}",
        transaction,
        label="; ".join(_totals(transaction, first(off))),
        hint=_hint(off),
    )


def _hint(off: Mapping[str, Decimal]) -> str:
    if all(abs(number) < _LEAST_WRITTEN for number in off.values()):
        return "the price of one unit is rounded; write the amounts with decimals, as in 100.00, to allow for it"
    if len(off) == 2 and min(off.values()) < 0 < max(off.values()):
        (bought, received), (paid, given) = sorted(off.items(), key=lambda item: item[1], reverse=True)
        return (
            f"if {paid} were exchanged for {bought}, add the price after the amount: "
            f"{plain(received)} {bought} @@ {plain(-given)} {paid}"
        )
    return "change one amount, or leave one blank and it is inferred"


def _totals(transaction: Transaction, currencies: Iterable[str]) -> list[str]:
    """The sums of either side, by currency."""
    debits = dict.fromkeys(currencies, ZERO)
    credits = debits.copy()
    for posting in transaction.postings:
        weight = posting.weight
        if weight.commodity in debits:
            if weight.number > 0:
                debits[weight.commodity] += weight.number
            else:
                credits[weight.commodity] -= weight.number
    return [
        f"debits {plain(debit)} {currency}, credits {plain(credits[currency])} {currency}"
        for currency, debit in debits.items()
    ]
