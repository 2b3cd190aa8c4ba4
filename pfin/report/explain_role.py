"""What a transaction is from a boundary: what comes in, what goes out, what moves inside, or nothing at all.

Each posting outside is a flow, turned round; postings inside move what they have in common among each other; what all
postings of a commodity are off zero is a conversion. So it is in every report (see :mod:`pfin.systems.statement`).
"""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType, Roots
from pfin.model.amount import ZERO, Amount
from pfin.model.directives import Posting, Transaction
from pfin.systems.boundary import Boundary

from .compare import Effect
from .figures import Sums


class Flow(Struct, frozen=True):
    """A posting outside: the unsigned amount that came from its account or went there, and its place."""

    account: str
    amount: Amount
    file: str
    line: int


class Role(Struct, frozen=True):
    """What a transaction is from one boundary.

    ``internal`` is what moves between accounts inside, ``conversions`` what exchanges (and residues) change, signed,
    ``change`` what all of it does to the stock, signed: inflows less outflows and conversions. ``sentence`` says it
    in plain words.
    """

    boundary: str
    kind: Effect
    inflows: tuple[Flow, ...] = field(name="in")
    outflows: tuple[Flow, ...] = field(name="out")
    internal: Sums
    conversions: Sums
    change: Sums
    sentence: str


class Setting(Struct, frozen=True):
    """What sentences need to know of a ledger beyond the transaction.

    ``money`` are the accounts of the boundary ``cash``: an expense paid from there, on debt or out of income is spent,
    another one is a loss of worth. It is None where there is no telling. ``charged`` are the debts that purchases
    make, such as cards.
    """

    roots: Roots
    money: frozenset[str] | None
    charged: frozenset[str]

    def type_of(self, account: str) -> AccountType:
        """The type of an account; one under no known root is as far from being had, owed, earned or spent as equity."""
        return self.roots.type_of(account) or AccountType.EQUITY


def setting(ledger: Ledger, transactions: Iterable[Transaction], money: frozenset[str] | None) -> Setting:
    """What sentences about some transactions need to know."""
    roots = ledger.options.roots
    debts = {
        posting.account
        for transaction in transactions
        for posting in transaction.postings
        if roots.type_of(posting.account) is AccountType.LIABILITIES
    }
    return Setting(roots, money, frozenset(debt for debt in debts if _is_charged(ledger, debt)))


def _is_charged(ledger: Ledger, debt: str) -> bool:
    """Whether most of what makes a debt larger is spending, so that paying it pays for purchases of before."""
    roots = ledger.options.roots
    purchases = others = 0
    for transaction, leg in ledger.postings(debt, children=False):
        if leg.number >= 0:
            continue
        spent = received = ZERO
        for posting in transaction.postings:
            kind = roots.type_of(posting.account)
            if kind is AccountType.EXPENSES:
                spent += abs(posting.weight.number)
            elif kind is AccountType.ASSETS and posting.number > 0:
                received += posting.weight.number
        if spent > received:
            purchases += 1
        elif received:
            others += 1
    return purchases > others


class Crossing(Struct, frozen=True):
    """A transaction with the line drawn through it; postings of nothing are left out."""

    transaction: Transaction
    boundary: Boundary
    inside: tuple[Posting, ...]
    outside: tuple[Posting, ...]

    @property
    def is_seen(self) -> bool:
        """Whether any posting, be it of nothing, lies inside."""
        return any(posting.account in self.boundary.inside for posting in self.transaction.postings)

    @property
    def change(self) -> dict[str, Decimal]:
        """What the stock inside changes by, signed."""
        return summed(self.inside)

    @property
    def conversions(self) -> dict[str, Decimal]:
        """What the units of all postings are off zero; nothing where the boundary has no part in it."""
        return summed((*self.inside, *self.outside)) if self.is_seen else {}

    @property
    def internal(self) -> dict[str, Decimal]:
        """What leaves accounts inside and reaches others inside, by commodity, unsigned."""
        reached = summed(posting for posting in self.inside if posting.number > 0)
        left = summed(posting for posting in self.inside if posting.number < 0)
        return {name: min(reached[name], -left[name]) for name in reached if name in left}

    @property
    def kind(self) -> Effect:
        """What the transaction is from the boundary, in one word."""
        if not self.is_seen:
            return Effect.NOT_SEEN
        directions = {posting.number < 0 for posting in self.outside}
        if not directions:
            return Effect.INTERNAL
        if len(directions) > 1:
            return Effect.BOTH
        return Effect.INFLOW if directions.pop() else Effect.OUTFLOW


def crossing(transaction: Transaction, boundary: Boundary) -> Crossing:
    """Draw the line of a boundary through a transaction."""
    inside: list[Posting] = []
    outside: list[Posting] = []
    for posting in transaction.postings:
        if posting.number:
            (inside if posting.account in boundary.inside else outside).append(posting)
    return Crossing(transaction, boundary, tuple(inside), tuple(outside))


def role(found: Crossing, sentence: str) -> Role:
    """The role of a transaction as reports state it, with the sentence that says so."""
    outside = found.outside if found.is_seen else ()
    file = found.transaction.file
    return Role(
        boundary=found.boundary.name,
        kind=found.kind,
        inflows=tuple(_flow(posting, file) for posting in outside if posting.number < 0),
        outflows=tuple(_flow(posting, file) for posting in outside if posting.number > 0),
        internal=found.internal,
        conversions=found.conversions,
        change=found.change,
        sentence=sentence,
    )


def summed(postings: Iterable[Posting]) -> dict[str, Decimal]:
    """The signed units of postings by commodity; what comes to nothing is left out."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        sums[posting.commodity] = sums.get(posting.commodity, ZERO) + posting.number
    return {name: sums[name] for name in sorted(sums) if sums[name]}


def worth(postings: Iterable[Posting]) -> dict[str, Decimal]:
    """What postings count for in their transaction, signed: units at cost, else at price, else units."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        weight = posting.weight
        number = weight.number
        if posting.cost is None and posting.price is not None and posting.price.total is not None:
            # The price of one unit is only this total divided, to 28 digits.
            number = posting.price.total.copy_sign(posting.number)
        sums[weight.commodity] = sums.get(weight.commodity, ZERO) + number
    return {name: sums[name] for name in sorted(sums) if sums[name]}


def _flow(posting: Posting, file: str) -> Flow:
    return Flow(posting.account, posting.amount, file, posting.line)
