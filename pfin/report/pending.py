"""What is pending: money that is expected to move, and what it holds back until it does.

Held back is what pending postings take from what can be spent: they take money out of an asset, or add to a debt. In
assets that is what the available balance is less than the posted one, in debts it is credit that is used up. Coming in
is the other way round, and does not count before it is posted. Postings to income, expenses and equity say only where
money goes to or comes from.
"""

from collections.abc import Iterable, Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.diagnostics import Place
from pfin.model.directives import Posting, Status, Transaction
from pfin.model.resolution import EXPIRES, Outcome
from pfin.systems.boundary import Boundary

from .explain_places import names_of_files
from .figures import added, all_short, amounts, counted
from .moments import Chosen, Instant
from .table import AccountName, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone

_MONEY = (AccountType.ASSETS, AccountType.LIABILITIES)


class PendingLeg(Struct, frozen=True):
    """A pending posting. ``amount`` has the journal's sign: debits are positive, credits negative.

    ``held_back`` and ``coming_in`` are unsigned, and None where money is not held back, or is not to come in.
    """

    account: str
    amount: Amount
    held_back: Amount | None
    coming_in: Amount | None
    line: int

    @property
    def moves_money(self) -> bool:
        """Whether the posting changes what can be spent, now or once it is posted."""
        return self.held_back is not None or self.coming_in is not None


class PendingTransaction(Struct, frozen=True):
    """A transaction with pending postings, or what remains of one that was posted in part.

    ``age`` is in days, and negative where it is dated after today. ``parts_posted`` are the days on which a part of it
    was posted. ``expires`` is the last day on which it holds, if it says one; then it is never ``overdue``.
    """

    date: Date
    age: int
    overdue: bool
    payee: str | None
    narration: str
    links: tuple[str, ...]
    expires: Date | None
    parts_posted: tuple[Date, ...]
    legs: tuple[PendingLeg, ...]
    held_back: tuple[Amount, ...]
    coming_in: tuple[Amount, ...]
    file: str
    line: int

    @property
    def description(self) -> str:
        """Payee and narration."""
        return " | ".join(filter(None, (self.payee, self.narration)))


class PendingAccount(Struct, frozen=True):
    """What all pending postings of an account hold back together, and what they are to bring in."""

    account: str
    held_back: tuple[Amount, ...]
    coming_in: tuple[Amount, ...]


class PendingReport(Struct, frozen=True):
    """What is pending at the end of the day ``instant``, the oldest first; ages are those on the day ``today``.

    ``boundary`` is the boundary whose postings are listed, None where all are. Overdue is what is pending for more days
    than ``overdue_after``.
    """

    instant: Date
    instant_chosen: Chosen
    today: Date
    boundary: str | None
    overdue_after: int
    transactions: tuple[PendingTransaction, ...]
    accounts: tuple[PendingAccount, ...]
    held_back: tuple[Amount, ...]
    coming_in: tuple[Amount, ...]


@computing_in(EXACT)
def pending(
    ledger: Ledger, at: Instant, today: Date, *, boundary: Boundary | None = None, overdue_after: int = 30
) -> PendingReport:
    """The pending transactions up to an instant, with the postings that are inside ``boundary``."""
    found = []
    for transaction in ledger.transactions():
        if transaction.date > at.date:
            break
        legs = tuple(
            _leg(ledger, posting)
            for posting in transaction.postings
            if posting.status is Status.PENDING and (boundary is None or posting.account in boundary.inside)
        )
        if legs:
            found.append(_transaction(ledger, transaction, legs, today, overdue_after))
    legs_of: dict[str, list[PendingLeg]] = {}
    for each in found:
        for leg in each.legs:
            if leg.moves_money:
                legs_of.setdefault(leg.account, []).append(leg)
    return PendingReport(
        instant=at.date,
        instant_chosen=at.chosen,
        today=today,
        boundary=None if boundary is None else boundary.name,
        overdue_after=overdue_after,
        transactions=tuple(found),
        accounts=tuple(
            PendingAccount(name, _held_back(legs_of[name]), _coming_in(legs_of[name]))
            for name in ledger.accounts
            if name in legs_of
        ),
        held_back=_held_back(leg for each in found for leg in each.legs),
        coming_in=_coming_in(leg for each in found for leg in each.legs),
    )


def _leg(ledger: Ledger, posting: Posting) -> PendingLeg:
    moves = ledger.options.roots.type_of(posting.account) in _MONEY
    return PendingLeg(
        account=posting.account,
        amount=posting.units,
        held_back=posting.amount if moves and posting.number < 0 else None,
        coming_in=posting.amount if moves and posting.number > 0 else None,
        line=posting.line,
    )


def _transaction(
    ledger: Ledger, transaction: Transaction, legs: tuple[PendingLeg, ...], today: Date, overdue_after: int
) -> PendingTransaction:
    age = (today - transaction.date).days
    expires = transaction.meta.get(EXPIRES)
    steps = ledger.resolutions.get(Place(transaction.file, transaction.line), ())
    return PendingTransaction(
        date=transaction.date,
        age=age,
        overdue=age > overdue_after and not isinstance(expires, Date),
        payee=transaction.payee,
        narration=transaction.narration,
        links=tuple(sorted(transaction.links)),
        expires=expires if isinstance(expires, Date) else None,
        parts_posted=tuple(step.date for step in steps if step.outcome is Outcome.POSTED_IN_PART),
        legs=legs,
        held_back=_held_back(legs),
        coming_in=_coming_in(legs),
        file=transaction.file,
        line=transaction.line,
    )


def _held_back(legs: Iterable[PendingLeg]) -> tuple[Amount, ...]:
    return _together(leg.held_back for leg in legs)


def _coming_in(legs: Iterable[PendingLeg]) -> tuple[Amount, ...]:
    return _together(leg.coming_in for leg in legs)


def _together(found: Iterable[Amount | None]) -> tuple[Amount, ...]:
    return amounts(added({each.commodity: each.number} for each in found if each is not None))


def page(report: PendingReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The report for people: the transactions, and what each account has pending; ``full`` has a row for each leg."""
    title = "Pending" if report.boundary is None else f"Pending in {report.boundary}"
    moment = str(Instant(report.instant, report.instant_chosen))
    if full:
        return Page(title, moment, (_full_table(report),), digits)
    names = names_of_files(each.file for each in report.transactions)
    tables = [_table(report, names)]
    if report.accounts:
        tables.append(_account_table(report))
    return Page(title, moment, tuple(tables), digits, _notes(report, names))


def _table(report: PendingReport, names: Mapping[str, str]) -> Table:
    """A few rows for each transaction: what it is, where it stands, and its postings below."""
    columns = (
        Column("date", "Date"),
        Column("age", "Age"),
        Column("transaction", "Transaction", flexible=True),
        Column("amount", "Amount", money=True),
    )
    rows = []
    for each in report.transactions:
        rows.append(Row((Day(each.date), Text(_age(each.age)), Text(each.description), None)))
        state = Text("overdue", Tone.WRONG) if each.overdue else Text("remainder" if each.parts_posted else "")
        # One a row, so that none of it is cut off where a terminal is narrow: the link is what one has to type.
        file = f"{names[each.file]}:" if len(names) > 1 else "line "
        for said in (*(f"^{link}" for link in each.links), f"{file}{each.line}"):
            rows.append(Row((None, state, Text(said, Tone.FAINT), None)))
            state = Text("")
        if each.expires is not None:
            rows.append(Row((None, Text("until", Tone.FAINT), Text(str(each.expires), Tone.FAINT), None)))
        # Where money goes to or comes from is left out beside the accounts that hold it.
        for leg in [leg for leg in each.legs if leg.moves_money] or each.legs:
            rows.append(Row((None, None, AccountName(leg.account, leg.account, 1), _leg_money(leg))))
    return Table(columns, tuple(rows))


def _age(days: int) -> str:
    if days == 0:
        return "today"
    return counted(days, "day") if days > 0 else f"in {counted(-days, 'day')}"


def _leg_money(leg: PendingLeg) -> Money:
    """The unsigned amount of a posting, and what it means for the money of its account."""
    word = "held back" if leg.held_back is not None else "coming in" if leg.coming_in is not None else ""
    shown = (Amount(abs(leg.amount.number), leg.amount.commodity),)
    return Money(shown, exact=all_short(shown), words=(word,) if word else ())


def _account_table(report: PendingReport) -> Table:
    rows = [
        Row((AccountName(each.account, each.account), _money(each.held_back), _money(each.coming_in)))
        for each in report.accounts
    ]
    if len(rows) > 1:
        totals = (_money(report.held_back, Tone.STRONG), _money(report.coming_in, Tone.STRONG))
        rows.append(Row((Text("Total"), *totals), RowKind.TOTAL))
    columns = (
        Column("account", "Account", flexible=True),
        Column("held_back", "Held back", money=True),
        Column("coming_in", "Coming in", money=True),
    )
    return Table(columns, tuple(rows), "By account")


def _money(shown: tuple[Amount, ...], tone: Tone = Tone.PLAIN) -> Money:
    return Money(shown, exact=all_short(shown), tone=tone)


def _full_table(report: PendingReport) -> Table:
    plain = ("date", "age", "overdue", "payee", "narration", "links", "expires", "parts_posted", "account")
    columns = [Column(key, key.replace("_", " ").capitalize()) for key in plain]
    columns += [
        Column("amount", "Amount", money=True),
        Column("held_back", "Held back", money=True),
        Column("coming_in", "Coming in", money=True),
        Column("file", "File"),
        Column("line", "Line"),
    ]
    rows = []
    for each in report.transactions:
        for leg in each.legs:
            moved = (leg.amount, leg.held_back, leg.coming_in)
            cells = (
                Day(each.date),
                Text(str(each.age)),
                Text("overdue" if each.overdue else ""),
                Text(each.payee or ""),
                Text(each.narration),
                Text(" ".join(each.links)),
                None if each.expires is None else Day(each.expires),
                Text(" ".join(map(str, each.parts_posted))),
                AccountName(leg.account, leg.account),
                *(_money(() if amount is None else (amount,)) for amount in moved),
                Text(each.file),
                Text(str(leg.line)),
            )
            rows.append(Row(cells))
    return Table(tuple(columns), tuple(rows))


def _notes(report: PendingReport, names: Mapping[str, str]) -> tuple[str, ...]:
    if not report.transactions:
        return ("Nothing is pending.",)
    notes = []
    if overdue := [each for each in report.transactions if each.overdue]:
        are = "is" if len(overdue) == 1 else "are"
        notes.append(
            f"Overdue: {counted(len(overdue), 'transaction')} {are} pending for more than "
            f"{counted(report.overdue_after, 'day')}. Each is to be posted or discarded: see `pfin guide pending`."
        )
    if any(each.parts_posted for each in report.transactions):
        notes.append("A remainder is what is left of a transaction that was posted in part.")
    if report.held_back:
        notes.append(
            "Held back: what goes out of assets, and what adds to debts. It is not there to be spent any more."
        )
    if report.coming_in:
        notes.append("Coming in: what is not there to be spent before it is posted.")
    if len(names) == 1:
        notes.append(f"Lines are those of {next(iter(names.values()))}.")
    return tuple(notes)
