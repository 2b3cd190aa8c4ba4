"""The ledger: booked directives and what is derived from them, each thing once and only when asked for.

Balances are never stored as properties of accounts: every figure here is a sum over postings.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from pfin.model.account import is_within
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.diagnostics import Diagnostic, Place, Severity
from pfin.model.directives import Close, Directive, Open, Posting, Status, Transaction
from pfin.model.inventory import Inventory
from pfin.model.options import Options
from pfin.model.resolution import Resolution
from pfin.model.sources import Sources

from .account import Account, find_accounts
from .columns import Cell, Columns
from .condensed import Condensed
from .digits import usual_digits
from .entries import Entries
from .prices import Prices
from .valuation import at_cost, at_market

Leg = tuple[Transaction, Posting]
D = TypeVar("D", bound=Directive)
NO_RESOLUTIONS: Mapping[Place, Sequence[Resolution]] = MappingProxyType({})


class BalanceKind(Enum):
    """Which legs a balance counts; the value is the word for people.

    Posted ones are settled. The pending balance counts pending legs too. The available balance counts, of the pending
    legs, those against the account's normal side only: money that is on its way out is not there to be spent any more,
    money that is on its way in is not there yet.
    """

    POSTED = "posted"
    PENDING = "pending"
    AVAILABLE = "available"


class Ledger:
    """All that a journal means.

    Its ``entries`` are booked and in chronological order, pads' transactions and what plugins made included;
    ``diagnostics`` are in the order of files and lines. Figures of a ledger with errors are doubtful: look at
    ``has_errors`` before showing any.

    What fell away of pending transactions is in no figure: ``discarded`` are these transactions with only such legs,
    and ``resolutions`` say what became of the pending transaction at a file and line.

    ``counts`` says which legs it has; ``origin`` is the ledger that it was derived from by taking legs away or adding
    some, None for one that was loaded.
    """

    def __init__(
        self,
        entry: str,
        files: Sequence[str],
        options: Options,
        entries: Entries,
        diagnostics: Sequence[Diagnostic],
        sources: Sources,
        *,
        discarded: Sequence[Transaction] = (),
        resolutions: Mapping[Place, Sequence[Resolution]] = NO_RESOLUTIONS,
        counts: BalanceKind = BalanceKind.PENDING,
        origin: "Ledger | None" = None,
    ) -> None:
        self.entry = entry
        self.files = tuple(files)
        self.options = options
        self.entries = entries
        self.diagnostics = tuple(diagnostics)
        self.sources = sources
        self.discarded = tuple(discarded)
        self.resolutions = resolutions
        self.counts = counts
        self.origin = origin

    @property
    def written(self) -> "Ledger":
        """The ledger as it was loaded, without what was derived from it since."""
        return self if self.origin is None else self.origin.written

    @property
    def whole(self) -> "Ledger":
        """The ledger with all live legs, the pending ones too."""
        return self if self.origin is None or self.counts is BalanceKind.PENDING else self.origin.whole

    @property
    def directives(self) -> Sequence[Directive]:
        """All directives."""
        return self.entries.directives

    @property
    def columns(self) -> Columns:
        """The figures of all transactions; reports that only add up work on these."""
        return self.entries.columns

    @cached_property
    def months(self) -> Condensed:
        """The months of the columns, for questions about whole months and what lasts."""
        return self.entries.months(self.options.roots)

    @cached_property
    def days(self) -> Condensed:
        """The days of the columns, for questions about what there is at the ends of days."""
        return self.entries.days(self.options.roots)

    @property
    def span(self) -> tuple[Date, Date] | None:
        """The days of the first and of the last transaction; None where there is none."""
        return self.entries.span

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error (warnings do not count)."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)

    @cached_property
    def accounts(self) -> Mapping[str, Account]:
        """Every account opened or used, by type and then by name."""
        entries = self.entries
        roots = self.options.roots
        return find_accounts(entries.used_accounts(roots), entries.of_type(Open), entries.of_type(Close), roots)

    @cached_property
    def prices(self) -> Prices:
        """All price quotes."""
        return Prices(self.entries.quotes)

    @cached_property
    def digits(self) -> Mapping[str, int]:
        """The usual number of fractional digits of each commodity in the journal as it is written, for display."""
        if self.origin is not None:
            return self.origin.digits
        return usual_digits(self.entries.digits(self.options.roots), self.options.display_precision)

    def transactions(self) -> Iterator[Transaction]:
        """All transactions in chronological order."""
        return iter(self.entries.transactions)

    def of_type(self, kind: type[D]) -> Sequence[D]:
        """The directives of one type, in chronological order."""
        return self.entries.of_type(kind)

    def postings(
        self, account: str, *, children: bool = True, begin: Date | None = None, end: Date | None = None
    ) -> Iterator[Leg]:
        """The legs in an account (and below it) with their transactions, from ``begin`` up to but not on ``end``."""
        columns, transactions = self.columns, self.entries.transactions
        first = 0 if begin is None else bisect_left(columns.day, begin.toordinal())
        last = len(columns.day) if end is None else bisect_left(columns.day, end.toordinal())
        for leg in columns.legs_where([self._is_of(cell.account, account, children) for cell in columns.cells]):
            if leg >= last:
                return
            if leg >= first:
                index = bisect_right(columns.start, leg) - 1
                transaction = transactions[index]
                yield transaction, transaction.postings[leg - columns.start[index]]

    @cached_property
    def pending_legs(self) -> Sequence[Leg]:
        """The legs that are pending, in chronological order."""
        if not self.has_pending:
            return ()
        columns, transactions = self.columns, self.entries.transactions
        found = []
        for leg in columns.pending:
            index = bisect_right(columns.start, leg) - 1
            transaction = transactions[index]
            found.append((transaction, transaction.postings[leg - columns.start[index]]))
        return found

    @property
    def has_pending(self) -> bool:
        """Whether any leg is pending."""
        return self.entries.has_pending

    def counting(self, balance: BalanceKind) -> "Ledger":
        """The same ledger with the legs that one kind of balance counts, and all else as it is."""
        if balance is BalanceKind.PENDING or not self.has_pending:
            return self
        found: list[Directive] = []
        for directive in self.directives:
            if isinstance(directive, Transaction):
                legs = tuple(posting for posting in directive.postings if self._counts(posting, balance))
                if not legs:
                    continue
                directive = directive if len(legs) == len(directive.postings) else replace(directive, postings=legs)
            found.append(directive)
        return self.derived(found, balance)

    def derived(self, directives: Sequence[Directive], counts: BalanceKind) -> "Ledger":
        """The ledger of the same journal with other directives, which have the legs that a kind of balance counts."""
        return Ledger(
            self.entry,
            self.files,
            self.options,
            Entries(directives),
            self.diagnostics,
            self.sources,
            discarded=self.discarded,
            resolutions=self.resolutions,
            counts=counts,
            origin=self,
        )

    def _counts(self, posting: Posting, balance: BalanceKind) -> bool:
        if posting.status is Status.POSTED:
            return True
        kind = self.options.roots.type_of(posting.account)
        # What goes out counts at once, what comes in does not yet.
        return balance is BalanceKind.AVAILABLE and kind is not None and posting.number * kind.sign < 0

    @computing_in(EXACT)
    def inventory(self, account: str, at: Date | None = None, *, children: bool = True) -> Inventory:
        """What an account (and those below it) holds at the end of a day, or after everything where ``at`` is None."""
        held = Inventory()
        for cell, number in self._held(at):
            if self._is_of(cell.account, account, children):
                held.add(number, cell.commodity, cell.cost)
        return held

    @computing_in(EXACT)
    def inventories(self, at: Date | None = None) -> dict[str, Inventory]:
        """What each account itself holds at the end of a day; accounts that hold nothing are left out."""
        held: dict[str, Inventory] = {}
        for cell, number in self._held(at):
            held.setdefault(cell.account, Inventory()).add(number, cell.commodity, cell.cost)
        return {account: inventory for account, inventory in held.items() if inventory}

    @computing_in(EXACT)
    def value(self, inventory: Inventory, currency: str, at: Date | None = None) -> list[Amount]:
        """What an inventory is worth in ``currency`` on a date; units without a price stay as they are."""
        return at_market(inventory, currency, self.prices, at)

    @computing_in(EXACT)
    def cost(self, inventory: Inventory) -> list[Amount]:
        """What an inventory cost, by commodity."""
        return at_cost(inventory)

    def _held(self, at: Date | None) -> Iterator[tuple[Cell, Decimal]]:
        """What there is at the end of a day, by cells in the order in which they first occur."""
        columns = self.columns
        legs = columns.legs_until(at)
        totals = columns.totals(legs)
        for index in columns.occurring(legs):
            if totals[index]:
                cell = columns.cells[index]
                yield cell, cell.number(totals[index])

    @staticmethod
    def _is_of(name: str, account: str, children: bool) -> bool:
        return is_within(name, account) if children else name == account
