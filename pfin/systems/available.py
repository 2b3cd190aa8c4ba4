"""What is available of a boundary: its accounts counted as one, without what is only expected to come in.

Of one account, money on its way out is not available any more, and money on its way in is not yet. A boundary is
counted in the same way as a whole: a transfer that is pending between two accounts inside changes nothing, and a
pending transaction counts, commodity by commodity, where it takes more out of the boundary than it brings in.
"""

from collections.abc import Collection
from decimal import Decimal

from msgspec.structs import replace

from pfin.ledger.ledger import BalanceKind, Ledger, Leg
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.directives import Directive, Status, Transaction

from .boundary import Boundary


def normal_sign(ledger: Ledger, boundary: Boundary) -> int:
    """-1 where credits increase all accounts inside, as with debts; else 1, because a boundary then is what one has."""
    kinds = [ledger.options.roots.type_of(account) for account in boundary.accounts]
    return -1 if kinds and all(kind is not None and kind.sign < 0 for kind in kinds) else 1


@computing_in(EXACT)
def coming_in(ledger: Ledger, inside: Collection[str], sign: int) -> list[Leg]:
    """The pending legs inside that are not available, in chronological order.

    They are those of a transaction and a commodity that together do not make the stock inside smaller; ``sign`` is that
    of :func:`normal_sign`.
    """
    net: dict[tuple[int, str], Decimal] = {}
    legs = [(transaction, posting) for transaction, posting in ledger.pending_legs if posting.account in inside]
    for transaction, posting in legs:
        key = (id(transaction), posting.commodity)
        net[key] = net.get(key, ZERO) + posting.number
    return [leg for leg in legs if net[id(leg[0]), leg[1].commodity] * sign >= 0]


def available_in(ledger: Ledger, boundary: Boundary) -> Ledger:
    """The ledger as a boundary counts it that looks at what is available only.

    What comes in is left out on both sides, inside and outside, so that flows go with stocks.
    """
    waiting = coming_in(ledger, boundary.inside, normal_sign(ledger, boundary))
    if not waiting:
        return ledger
    commodities: dict[int, set[str]] = {}
    for transaction, posting in waiting:
        commodities.setdefault(id(transaction), set()).add(posting.commodity)
    directives: list[Directive] = []
    for directive in ledger.directives:
        left_out = commodities.get(id(directive))
        if left_out is None or not isinstance(directive, Transaction):
            directives.append(directive)
            continue
        legs = tuple(
            posting
            for posting in directive.postings
            if posting.status is not Status.PENDING or posting.commodity not in left_out
        )
        if legs:
            directives.append(replace(directive, postings=legs))
    return ledger.derived(directives, BalanceKind.AVAILABLE)
