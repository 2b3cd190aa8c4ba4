"""Residues: by how much transactions are off zero, why, and how they are booked.

Problem. The language lets a transaction be off zero by a tolerance, half of the last digit it is written in. Each such
rest is small, but a ledger that loses no cent has to know every one of them: their sum is what debits and credits lack.

Three things bring them about, and they mean different things to the reader:

- *Written.* All amounts are stated, and they do not come to zero: 1.001 shares at 99.99 cost 100.08999, the bank took
  100.09.
- *Rounded.* The journal leaves an amount out, and booking rounds what it works out to the digits of the transaction,
  as Beancount does. The rounding is the program's, not the writer's. Sums are exact but for that, so that a residue
  in a currency in which a number was inferred has no other cause.
- *Divided.* A total divided by units, or an amount by a price, may have no end of digits, and is cut off after 28. No
  amount is off: three shares for 100.00 cost 33.33333333333333333333333333 each. Such a rest is smaller
  than any that people can write.

Sums and products here are exact, and a total price counts as stated.
"""

from decimal import Decimal
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from pfin.booking.tolerance import tolerances_of_booked
from pfin.model.amount import ARITHMETIC, EXACT, ZERO, Amount, computing_in
from pfin.model.directives import NO_META, Directive, Posting, Status, Transaction
from pfin.model.options import Options

from .ledger import Ledger

# The code of the diagnostic about a transaction that is beyond its tolerance.
_UNBALANCED = "unbalanced"
# What 28 digits cannot hold is smaller than this share of the weights that were added up, by orders of magnitude; and
# an amount of so many digits is written by nobody.
_CUT_OFF = Decimal("1E-24")
# Tolerances may be worked out from costs, and are then numbers of 28 digits as those in booking are.
_tolerances = computing_in(ARITHMETIC)(tolerances_of_booked)


class Cause(Enum):
    """Why a transaction is off zero; the value is the word for people."""

    WRITTEN = "written"
    ROUNDED = "rounded"
    DIVIDED = "divided"


class Rest(Struct, frozen=True, gc=False):
    """What the weights of a transaction come to in one commodity, debits positive; never zero."""

    amount: Amount
    tolerance: Decimal
    cause: Cause


class Residue(Struct, frozen=True, gc=False):
    """A transaction that is off zero, with what it is off in each commodity, in order of their names.

    Unless ``within_tolerance``, it is an error of the journal.
    """

    transaction: Transaction
    rests: tuple[Rest, ...]
    within_tolerance: bool


def weight(posting: Posting) -> Amount:
    """What a posting counts for in its transaction, exactly; a price stated in total counts as stated."""
    cost, price = posting.cost, posting.price
    if cost is not None:
        return Amount(posting.number * cost.number, cost.commodity)
    if price is None:
        return posting.units
    if price.total is not None:
        return Amount(price.total.copy_sign(posting.number), price.commodity)
    return Amount(posting.number * price.number, price.commodity)


@computing_in(EXACT)
def residues(ledger: Ledger) -> list[Residue]:
    """Every transaction that is off zero, in chronological order.

    Of a ledger that does not count all legs nothing can be said: ask its ``whole`` or ``written`` one.
    """
    unbalanced = {(each.span.file, each.span.line) for each in ledger.diagnostics if each.code == _UNBALANCED}
    found = []
    for transaction in ledger.transactions():
        off: dict[str, Decimal] = {}
        for posting in transaction.postings:
            if posting.cost is None and posting.price is None:
                number, commodity = posting.number, posting.commodity
            else:
                counted = weight(posting)
                number, commodity = counted.number, counted.commodity
            off[commodity] = off.get(commodity, ZERO) + number
        if any(off.values()):
            rests = _rests(transaction, off, ledger.options)
            # Two halves of a pending transaction stand in the same place, and may differ in this.
            is_error = (transaction.file, transaction.line) in unbalanced and any(
                abs(rest.amount.number) > rest.tolerance for rest in rests
            )
            found.append(Residue(transaction, rests, not is_error))
    return found


def _rests(transaction: Transaction, off: dict[str, Decimal], options: Options) -> tuple[Rest, ...]:
    tolerances = _tolerances(transaction.postings, options)
    return tuple(
        Rest(Amount(number, commodity), tolerances.of(commodity), _cause(transaction, number, commodity))
        for commodity, number in sorted(off.items())
        if number
    )


def _cause(transaction: Transaction, number: Decimal, commodity: str) -> Cause:
    legs = [
        (posting, counted) for posting in transaction.postings if (counted := weight(posting)).commodity == commodity
    ]
    if abs(number) < sum((abs(counted.number) for _, counted in legs), ZERO) * _CUT_OFF:
        return Cause.DIVIDED
    return Cause.ROUNDED if any(posting.inferred for posting, _ in legs) else Cause.WRITTEN


def rounding_account(options: Options) -> str | None:
    """The account that the option ``account_rounding`` names, or None without it."""
    return None if options.rounding is None else f"{options.roots.equity}:{options.rounding}"


def with_booked_residues(ledger: Ledger) -> Ledger:
    """The ledger with each residue booked to the rounding account, where the journal's option names one.

    Every transaction within tolerance then comes to zero, by a leg in its own place. Beancount knows the option and
    does nothing with it, so that no assertion, pad or lot may depend on these legs: they are added to a whole ledger,
    after all of that.
    """
    account = rounding_account(ledger.options)
    if account is None:
        return ledger
    booked = {
        id(residue.transaction): _booked(residue, account) for residue in residues(ledger) if residue.within_tolerance
    }
    directives: list[Directive] = [booked.get(id(directive), directive) for directive in ledger.directives]
    return ledger.derived(directives, ledger.counts)


def _booked(residue: Residue, account: str) -> Transaction:
    transaction = residue.transaction
    # What is pending in part is complete, to the last digit, only with its pending legs.
    status = Status.PENDING if transaction.status is Status.PENDING else Status.POSTED
    legs = tuple(
        Posting(
            account,
            rest.amount.number.copy_negate(),
            rest.amount.commodity,
            None,
            None,
            None,
            status,
            NO_META,
            transaction.line,
            inferred=True,
        )
        for rest in residue.rests
    )
    return replace(transaction, postings=(*transaction.postings, *legs))
