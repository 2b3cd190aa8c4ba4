"""A transaction explained: a flow from sources to sinks, and what it is from each boundary."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.directives import Posting, Status, Transaction
from pfin.systems.boundary import Boundary

from .compare import Effect
from .explain_places import names_of_files
from .explain_role import Role, Setting, crossing, role, setting
from .explain_sentence import sentence
from .explain_story import Story
from .explain_story_page import story_notes, story_table
from .explain_words import Wording, joined
from .figures import Sums, all_short, every_amount, few
from .system import StatedBoundary, boundary_notes, stated
from .table import AccountName, Cell, Column, Money, Page, Row, Table, Text, Tone


class Leg(Struct, frozen=True):
    """A posting as a source, which gives, or a sink, which takes: an unsigned amount.

    ``counts_as`` is what it counts for in its transaction where that is something else than its units: shares count
    as what they cost. ``meaning`` says it in a few words.
    """

    account: str
    amount: Amount
    counts_as: Amount | None
    meaning: str
    status: Status
    file: str
    line: int


class Explained(Struct, frozen=True):
    """A transaction: what gives and what takes, and its role for each boundary."""

    date: Date
    flag: str
    status: Status
    payee: str | None
    narration: str
    tags: tuple[str, ...]
    links: tuple[str, ...]
    file: str
    line: int
    sources: tuple[Leg, ...]
    sinks: tuple[Leg, ...]
    roles: tuple[Role, ...]

    @property
    def description(self) -> str:
        """Payee and narration."""
        return " | ".join(filter(None, (self.payee, self.narration))) or "(no description)"


class TransactionReport(Struct, frozen=True):
    """One transaction, seen from ``boundaries``. ``notes`` say what a reader must know of them.

    Where it is or was pending, or resolves what was, ``story`` tells it from hold to posting.
    """

    boundaries: tuple[StatedBoundary, ...]
    transaction: Explained
    story: Story | None
    notes: tuple[str, ...]


@computing_in(EXACT)
def explain_transaction(
    ledger: Ledger,
    transaction: Transaction,
    boundaries: Sequence[Boundary],
    money: frozenset[str] | None,
    story: Story | None = None,
) -> TransactionReport:
    """Explain a transaction from some boundaries; ``money`` are the accounts of ``cash``, None where there are none."""
    (found,) = explained(ledger, [transaction], boundaries, money)
    notes = tuple(note for boundary in boundaries for note in boundary_notes(boundary))
    return TransactionReport(tuple(map(stated, boundaries)), found, story, notes)


def explained(
    ledger: Ledger, transactions: Sequence[Transaction], boundaries: Sequence[Boundary], money: frozenset[str] | None
) -> Iterator[Explained]:
    """Each transaction with its roles."""
    known = setting(ledger, transactions, money)
    words = Wording(ledger.digits)
    for transaction in transactions:
        crossings = [crossing(transaction, boundary) for boundary in boundaries]
        legs = [(posting.number < 0, _leg(transaction, posting, known)) for posting in transaction.postings]
        yield Explained(
            date=transaction.date,
            flag=transaction.flag,
            status=transaction.status,
            payee=transaction.payee,
            narration=transaction.narration,
            tags=tuple(sorted(transaction.tags)),
            links=tuple(sorted(transaction.links)),
            file=transaction.file,
            line=transaction.line,
            sources=tuple(leg for gives, leg in legs if gives),
            sinks=tuple(leg for gives, leg in legs if not gives),
            roles=tuple(role(each, sentence(each, known, words)) for each in crossings),
        )


def _leg(transaction: Transaction, posting: Posting, known: Setting) -> Leg:
    weight = posting.weight
    if posting.cost is None and posting.price is not None and posting.price.total is not None:
        weight = Amount(posting.price.total, weight.commodity)
    return Leg(
        account=posting.account,
        amount=posting.amount,
        counts_as=Amount(abs(weight.number), weight.commodity) if weight.commodity != posting.commodity else None,
        meaning=_meaning(known.type_of(posting.account), gives=posting.number < 0),
        status=posting.status,
        file=transaction.file,
        line=posting.line,
    )


_MEANINGS = {
    (AccountType.ASSETS, True): "less is there",
    (AccountType.ASSETS, False): "more is there",
    (AccountType.LIABILITIES, True): "more is owed",
    (AccountType.LIABILITIES, False): "less is owed",
    (AccountType.INCOME, True): "earned",
    (AccountType.INCOME, False): "less is earned",
    (AccountType.EXPENSES, True): "comes back",
    (AccountType.EXPENSES, False): "expense",
}


def _meaning(kind: AccountType, *, gives: bool) -> str:
    return _MEANINGS.get((kind, gives), "neither earned nor spent")


def page(report: TransactionReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The transaction for people; ``full`` has a row for each posting and boundary, as for a spreadsheet."""
    found = report.transaction
    name = names_of_files([found.file])[found.file]
    moment = f"on {found.date}, {name}:{found.line}"
    if full:
        return Page(found.description, moment, (long_table([found], report.boundaries),), digits)
    notes = [] if report.story is None else story_notes(report.story)
    notes += sentences((each.boundary, each.sentence) for each in found.roles)
    if found.status is Status.PENDING:
        notes.append("It is pending, and counted.")
    tables = [_legs_table(found), _roles_table(found)]
    if report.story is not None:
        tables.append(story_table(report.story))
    return Page(found.description, moment, tuple(tables), digits, (*notes, *report.notes))


def sentences(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The sentences of boundaries, each given with its name; those that say the same are said once of all."""
    names: dict[str, list[str]] = {}
    for boundary, text in said:
        names.setdefault(text.removeprefix(f"For {boundary}, "), []).append(boundary)
    return (f"For {joined(own)}, {rest}" for rest, own in names.items())


def _legs_table(found: Explained) -> Table:
    legs = [*(("from", leg) for leg in found.sources), *(("to", leg) for leg in found.sinks)]
    counted = any(leg.counts_as for _, leg in legs)
    columns = (
        Column("side", ""),
        Column("account", "Account", flexible=True),
        Column("amount", "Amount", money=True),
        *((Column("counts_as", "Counts as", money=True),) if counted else ()),
        Column("meaning", "Meaning", flexible=True),
        Column("line", "Line"),
    )
    rows = []
    for side, leg in legs:
        worth = (None if leg.counts_as is None else money(leg.counts_as),) if counted else ()
        cells = (Text(side), AccountName(leg.account, leg.account), money(leg.amount), *worth)
        rows.append(Row((*cells, Text(leg.meaning, Tone.FAINT), Text(str(leg.line)))))
    return Table(columns, tuple(rows))


def _roles_table(found: Explained) -> Table:
    columns = (
        Column("boundary", "Boundary", flexible=True),
        Column("role", "Role"),
        Column("account", "Other side", flexible=True),
        Column("amount", "Amount", money=True),
    )
    rows: list[Row] = []
    for each in found.roles:
        name = each.boundary
        for cells in _role_cells(found, each):
            rows.append(Row((Text(name), *cells)))
            name = ""
    return Table(columns, tuple(rows))


def _role_cells(found: Explained, each: Role) -> Iterator[tuple[Cell, ...]]:
    for word, flows in (("inflow", each.inflows), ("outflow", each.outflows)):
        for flow in flows:
            yield Text(word), AccountName(flow.account, flow.account), money(flow.amount)
    if each.internal:
        yield Text("internal"), None, sums_money(each.internal)
    if each.conversions:
        exchanged = len(each.conversions) > 1 or any(leg.counts_as for leg in (*found.sources, *found.sinks))
        yield Text("exchange" if exchanged else "rounding"), None, sums_money(each.conversions)
    if each.kind is Effect.NOT_SEEN:
        yield Text("not seen", Tone.FAINT), None, None
    elif not (each.inflows or each.outflows or each.internal or each.conversions):
        yield Text("internal"), None, None


def long_table(found: Iterable[Explained], boundaries: Sequence[StatedBoundary]) -> Table:
    """A row for each posting and boundary: what the posting is from there."""
    keys = ("date", "description", "boundary", "role", "side", "account")
    columns = (
        *(Column(key, key.capitalize()) for key in keys),
        Column("amount", "Amount", money=True),
        Column("file", "File"),
        Column("line", "Line"),
    )
    inside = [frozenset(boundary.accounts) for boundary in boundaries]
    rows = []
    for each in found:
        for seen, accounts in zip(each.roles, inside, strict=True):
            for side, legs in (("from", each.sources), ("to", each.sinks)):
                for leg in legs:
                    words = (str(each.date), each.description, seen.boundary, _part(seen, leg, side, accounts), side)
                    cells = (AccountName(leg.account, leg.account), money(leg.amount))
                    rows.append(Row((*map(Text, words), *cells, Text(leg.file), Text(str(leg.line)))))
    return Table(columns, tuple(rows))


def _part(seen: Role, leg: Leg, side: str, inside: frozenset[str]) -> str:
    if leg.account in inside:
        return "inside"
    if seen.kind is Effect.NOT_SEEN:
        return Effect.NOT_SEEN.value
    return "inflow" if side == "from" else "outflow"


def money(*shown: Amount) -> Money:
    """Amounts to the last digit, but for those that a division has made long."""
    return Money(shown, exact=all_short(shown))


def sums_money(sums: Sums, tone: Tone = Tone.PLAIN) -> Money:
    """Sums by commodity, in the same way."""
    shown = every_amount(sums)
    return Money(shown, exact=all_short(shown), tone=tone)


def accounts_in_short(legs: Sequence[Leg]) -> Cell:
    """The accounts of some legs, as one cell."""
    names = list(dict.fromkeys(leg.account for leg in legs))
    return AccountName(names[0], names[0]) if len(names) == 1 else Text(few(names))
