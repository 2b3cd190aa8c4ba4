"""Transactions that belong together by a link or a tag: each explained in short, and what they come to together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date

from msgspec import Struct, field

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, computing_in
from pfin.model.directives import Transaction
from pfin.systems.boundary import Boundary

from .compare import Effect
from .explain_places import names_of_files
from .explain_role import Flow, Role
from .explain_story import Story
from .explain_story_page import story_notes, story_table
from .explain_transaction import Explained, Leg, accounts_in_short, explained, long_table, sentences, sums_money
from .explain_words import Wording
from .figures import Sums, added, counted
from .moments import day_after, day_before
from .system import StatedBoundary, boundary_notes, stated
from .table import Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone


class Together(Struct, frozen=True):
    """What several transactions come to for one boundary: all inflows, all outflows, and what they change."""

    boundary: str
    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")
    conversions: Sums
    change: Sums
    sentence: str


class GroupReport(Struct, frozen=True):
    """The transactions with a link or tag, in the order of their days, seen from ``boundaries``.

    ``begin`` and ``end`` are the first day and the day after the last; ``target`` is the link or tag as it is written,
    or a place. Where any of them is or was pending, ``story`` tells what became of it; those that fell away are only
    there.
    """

    target: str
    begin: Date
    end: Date
    boundaries: tuple[StatedBoundary, ...]
    transactions: tuple[Explained, ...]
    together: tuple[Together, ...]
    story: Story | None
    notes: tuple[str, ...]


@computing_in(EXACT)
def explain_group(
    ledger: Ledger,
    target: str,
    transactions: Sequence[Transaction],
    boundaries: Sequence[Boundary],
    money: frozenset[str] | None,
    story: Story | None = None,
) -> GroupReport:
    """Explain transactions in chronological order; there is at least one, or a story of what fell away."""
    found = tuple(explained(ledger, transactions, boundaries, money))
    words = Wording(ledger.digits)
    together = tuple(
        _together([each.roles[index] for each in found], words, boundary.name)
        for index, boundary in enumerate(boundaries)
    )
    notes = tuple(note for boundary in boundaries for note in boundary_notes(boundary)) if found else ()
    days = [each.date for each in transactions]
    days += (step.date for step in (() if story is None else story.steps))
    return GroupReport(
        target=target,
        begin=min(days),
        end=day_after(max(days)),
        boundaries=tuple(map(stated, boundaries)),
        transactions=found,
        together=together if found else (),
        story=story,
        notes=notes,
    )


def _together(roles: Sequence[Role], words: Wording, boundary: str) -> Together:
    inflow = _summed(flow for role in roles for flow in role.inflows)
    outflow = _summed(flow for role in roles for flow in role.outflows)
    conversions = _nonzero(added(role.conversions for role in roles))
    change = _nonzero(added(role.change for role in roles))
    seen = [role for role in roles if role.kind is not Effect.NOT_SEEN]
    if not seen:
        said = "nothing happens: none of its accounts takes part"
    elif not inflow and not outflow and not conversions:
        said = "nothing comes in and nothing goes out"
    else:
        said = _sum_in_words(inflow, outflow, conversions, change, words)
    return Together(boundary, inflow, outflow, conversions, change, f"For {boundary}, {said}.")


def _sum_in_words(inflow: Sums, outflow: Sums, conversions: Sums, change: Sums, words: Wording) -> str:
    came, went = words.sums(inflow), words.sums(outflow)
    said = []
    if inflow:
        said.append(f"{came.does('comes', 'come')} in")
    if outflow:
        said.append(f"{went.does('goes', 'go')} out")
    flows = f"in all, {' and '.join(said) or 'nothing comes in and nothing goes out'}"
    if not change:
        return f"{flows}, which leaves as much as before"
    if not conversions and not (inflow and outflow):
        return flows
    more, less = ({name: n for name, n in change.items() if (n > 0) is is_more} for is_more in (True, False))
    changed = [f"{words.sums(sums).text} {word}" for sums, word in ((more, "more"), (less, "less")) if sums]
    return f"{flows}, which leaves {' and '.join(changed)} than before"


def _summed(flows: Iterator[Flow]) -> Sums:
    return added({flow.amount.commodity: flow.amount.number} for flow in flows)


def _nonzero(sums: Sums) -> Sums:
    return {name: number for name, number in sorted(sums.items()) if number}


def page(report: GroupReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The transactions for people; ``full`` has a row for each posting and boundary, as for a spreadsheet."""
    count = counted(len(report.transactions), "transaction")
    title = f"{report.target}: {count}"
    found = report.transactions
    if not found:
        title = f"{report.target}: nothing is left of it"
    first, last = report.begin, day_before(report.end)
    moment = f"on {first}" if first == last else f"{first} to {last}"
    story = report.story
    told = () if story is None else (story_table(story),)
    if full:
        return Page(title, moment, (long_table(report.transactions, report.boundaries),) if found else told, digits)
    tables = (_flow_table(report), _change_table(report), _together_table(report), *told) if found else told
    notes = [] if story is None else story_notes(story)
    notes += [*sentences((each.boundary, each.sentence) for each in report.together)]
    names = names_of_files(each.file for each in report.transactions)
    if len(names) == 1:
        notes.append(f"Lines are those of {next(iter(names.values()))}; `pfin explain FILE:LINE` explains one.")
    return Page(title, moment, tables, digits, (*notes, *report.notes))


def _flow_table(report: GroupReport) -> Table:
    names = names_of_files(each.file for each in report.transactions)
    columns = (
        Column("date", "Date"),
        Column("description", "Description", flexible=True),
        Column("from", "From", flexible=True),
        Column("to", "To", flexible=True),
        Column("amount", "Amount", money=True),
        *((Column("file", "File", flexible=True),) if len(names) > 1 else ()),
        Column("line", "Line"),
    )
    rows = []
    for each in report.transactions:
        file: tuple[Cell, ...] = (Text(names[each.file]),) if len(names) > 1 else ()
        cells = (Day(each.date), Text(each.description), accounts_in_short(each.sources), accounts_in_short(each.sinks))
        rows.append(Row((*cells, _given(each.sources), *file, Text(str(each.line)))))
    return Table(columns, tuple(rows))


def _given(sources: Sequence[Leg]) -> Money:
    """What all sources give, counted as it balances."""
    counted_as = (leg.counts_as or leg.amount for leg in sources)
    return sums_money(added({amount.commodity: amount.number} for amount in counted_as))


def _change_table(report: GroupReport) -> Table:
    """What each transaction changes inside of each boundary; divided where there are many."""
    columns = (
        Column("date", "Date"),
        Column("line", "Line"),
        *(Column(each.name, each.name, money=True) for each in report.boundaries),
    )
    rows = [
        Row((Day(each.date), Text(str(each.line)), *(_effect(role) for role in each.roles)))
        for each in report.transactions
    ]
    sums = (sums_money(each.change, Tone.STRONG) if each.change else _UNCHANGED for each in report.together)
    rows.append(Row((Text("Together", Tone.STRONG), None, *sums), RowKind.TOTAL))
    return Table(columns, tuple(rows), "What each changes", divided=True)


def _together_table(report: GroupReport) -> Table:
    exchanged = any(each.conversions for each in report.together)
    columns = (
        Column("boundary", "Boundary", flexible=True),
        Column("in", "In", money=True),
        Column("out", "Out", money=True),
        *((Column("conversions", "Exchanged", money=True),) if exchanged else ()),
        Column("change", "Change", money=True),
    )
    rows = []
    for each in report.together:
        sums = (each.inflow, each.outflow, *((each.conversions,) if exchanged else ()))
        change = sums_money(each.change, Tone.STRONG) if each.change else _UNCHANGED
        rows.append(Row((Text(each.boundary), *map(sums_money, sums), change)))
    return Table(columns, tuple(rows), "Together")


_UNCHANGED = Text("unchanged")


def _effect(role: Role) -> Cell:
    """What a transaction changes inside, or a word where that is nothing."""
    if role.kind is Effect.NOT_SEEN:
        return Text("not seen", Tone.FAINT)
    if role.change:
        return sums_money(role.change)
    return Text("internal" if role.kind is Effect.INTERNAL else "in and out")
