"""The register: the postings of an account one by one, each with the balance it leaves.

A posting is a flow, the running balance a stock: it begins with what the account held before the period, and what it
ends with is what the account holds at the end of the period. It runs commodity by commodity, so looking at one
commodity only leaves it whole. Other filters hide postings: what runs beside filtered ones is not the account's
balance, it is the sum of the postings shown, begins with nothing, and is called so.

What fell away of pending transactions never changes a balance. It is shown only where everything is asked for, struck
through, at the dates on which it was expected.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date as Date
from decimal import Decimal
from heapq import merge

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.directives import Posting, Status, Transaction, chronological
from pfin.model.period import Period

from .explain_fate import Fate, fate
from .figures import Sums, sign_of
from .moments import day_after, transaction_period


class Filters(Struct, frozen=True):
    """Which postings to show: those that meet every condition given.

    ``payee`` and ``text`` are looked for anywhere, whatever the capitals: ``text`` in payee, narration and the
    string values of metadata. ``tag``, ``link`` and ``commodity`` are whole names.
    """

    payee: str | None = None
    tag: str | None = None
    link: str | None = None
    commodity: str | None = None
    text: str | None = None

    def words(self) -> str:
        """The conditions in words, or nothing where there is none."""
        given = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return ", ".join(f"{name} {value}" for name, value in given if value is not None)

    @property
    def partial(self) -> bool:
        """Whether the postings shown of a commodity may be less than all of it."""
        return any(condition is not None for condition in (self.payee, self.tag, self.link, self.text))

    def fit(self, transaction: Transaction, posting: Posting) -> bool:
        """Whether a posting is to be shown."""
        if self.commodity is not None and posting.commodity != self.commodity:
            return False
        if self.tag is not None and self.tag not in transaction.tags:
            return False
        if self.link is not None and self.link not in transaction.links:
            return False
        if self.payee is not None and self.payee.casefold() not in (transaction.payee or "").casefold():
            return False
        return self.text is None or _says(transaction, posting, self.text.casefold())


def _says(transaction: Transaction, posting: Posting, wanted: str) -> bool:
    values = (transaction.payee, transaction.narration, *transaction.meta.values(), *posting.meta.values())
    return any(isinstance(value, str) and wanted in value.casefold() for value in values)


class Entry(Struct, frozen=True):
    """One posting. ``balance`` is what it leaves of its commodity (with filters: the sum so far of those shown).

    ``counterparts`` are the accounts of the transaction's other legs, ``file`` and ``line`` the place of this leg.
    ``wrong_way`` is a balance against the normal side of the account; a sum of filtered postings never is. A
    discarded posting leaves the balance as it was. ``fate`` tells what a posting that is or was pending waits for, and
    what became of it.
    """

    date: Date
    flag: str
    status: Status
    payee: str | None
    narration: str
    account: str
    counterparts: tuple[str, ...]
    amount: Amount
    balance: Amount
    wrong_way: bool
    file: str
    line: int
    fate: Fate | None


class RegisterReport(Struct, frozen=True):
    """The postings of ``accounts``, which the pattern ``account`` chose, from ``begin`` up to but not on ``end``.

    ``opening`` and ``closing`` are the stocks at the end of the day before ``begin`` and of the day before ``end``,
    in every commodity that the entries have. Where ``partial``, filters hide postings: there is no opening, and
    ``closing`` is the sum of those shown. Figures are in the accounts' normal direction unless ``signed``. ``hidden``
    is how many discarded postings of the period are not among the entries.
    """

    account: str
    accounts: tuple[str, ...]
    type: AccountType | None
    begin: Date
    end: Date
    period: str
    signed: bool
    filters: str
    partial: bool
    opening: tuple[Amount, ...] | None
    entries: tuple[Entry, ...]
    closing: tuple[Amount, ...]
    hidden: int


def register_period(ledger: Ledger, period: Period | None, today: Date) -> Period:
    """The period with both limits, those left open far enough apart for all postings, discarded ones included."""
    found = transaction_period(ledger, period, today)
    if not ledger.discarded:
        return found
    assert found.begin is not None and found.end is not None
    days = [transaction.date for transaction in ledger.discarded]
    begin = min(found.begin, *days) if period is None or period.begin is None else found.begin
    end = max(found.end, *map(day_after, days)) if period is None or period.end is None else found.end
    return Period(begin, end, found.name)


@computing_in(EXACT)
def register(
    ledger: Ledger,
    account: str,
    accounts: Collection[str],
    period: Period,
    *,
    filters: Filters | None = None,
    signed: bool = False,
    discarded: bool = False,
) -> RegisterReport:
    """The postings in ``accounts`` during a period with two limits, with ``discarded`` also those that fell away.

    Accounts of several types have no common normal direction: their figures have the journal's signs.
    """
    assert period.begin is not None and period.end is not None, "a register states its period in full"
    filters = Filters() if filters is None else filters
    kinds = {ledger.options.roots.type_of(name) for name in accounts}
    kind = kinds.pop() if len(kinds) == 1 else None
    signed = signed or kind is None
    sign = sign_of(kind, signed)
    running: dict[str, Decimal] = {}
    inside = frozenset(accounts)
    legs = [leg for leg in _legs(ledger.transactions(), inside, period.end) if filters.fit(*leg)]
    shown = [leg for leg in legs if leg[0].date >= period.begin]
    gone = [
        leg for leg in _legs(ledger.discarded, inside, period.end) if leg[0].date >= period.begin and filters.fit(*leg)
    ]
    if not filters.partial:
        for _, posting in legs[: len(legs) - len(shown)]:
            running[posting.commodity] = running.get(posting.commodity, ZERO) + posting.number
    occurring = {posting.commodity for _, posting in shown}
    opening = None if filters.partial else _stock(running, occurring, sign)
    entries = []
    for transaction, posting in merge(shown, gone if discarded else (), key=lambda leg: chronological(leg[0])):
        commodity = posting.commodity
        left = running.get(commodity, ZERO)
        counts = posting.status is not Status.DISCARDED
        if counts:
            left = running[commodity] = left + posting.number
        wrong_way = counts and kind is not None and not filters.partial and left * kind.sign < 0
        entries.append(_entry(ledger, transaction, posting, inside, _turned(left, commodity, sign), wrong_way, sign))
    return RegisterReport(
        account=account,
        accounts=tuple(accounts),
        type=kind,
        begin=period.begin,
        end=period.end,
        period=str(period),
        signed=signed,
        filters=filters.words(),
        partial=filters.partial,
        opening=opening,
        entries=tuple(entries),
        closing=_stock(running, occurring, sign),
        hidden=0 if discarded else len(gone),
    )


def _legs(
    transactions: Iterable[Transaction], accounts: frozenset[str], end: Date
) -> Iterator[tuple[Transaction, Posting]]:
    for transaction in transactions:
        if transaction.date >= end and end != Date.max:
            return
        for posting in transaction.postings:
            if posting.account in accounts:
                yield transaction, posting


def _stock(running: Sums, occurring: Iterable[str], sign: int) -> tuple[Amount, ...]:
    """What there is of each commodity, nothing included of those that occur in the entries."""
    held = {commodity for commodity, number in running.items() if number}
    return tuple(_turned(running.get(name, ZERO), name, sign) for name in sorted(held.union(occurring)))


def _turned(number: Decimal, commodity: str, sign: int) -> Amount:
    """A figure in the direction that is shown; nothing has no direction, as decimals would have it."""
    return Amount(number * sign + ZERO, commodity)


def _entry(
    ledger: Ledger,
    transaction: Transaction,
    posting: Posting,
    accounts: frozenset[str],
    balance: Amount,
    wrong_way: bool,
    sign: int,
) -> Entry:
    others = dict.fromkeys(leg.account for leg in transaction.postings if leg is not posting)
    outside = tuple(name for name in others if name not in accounts)
    return Entry(
        date=transaction.date,
        flag=posting.flag or transaction.flag,
        status=posting.status,
        payee=transaction.payee,
        narration=transaction.narration,
        account=posting.account,
        counterparts=outside or tuple(name for name in others if name != posting.account),
        amount=Amount(posting.number * sign, posting.commodity),
        balance=balance,
        wrong_way=wrong_way,
        file=transaction.file,
        line=posting.line,
        fate=fate(ledger, transaction, posting),
    )
