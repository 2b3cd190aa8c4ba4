"""Flows by category over adjacent periods: the lines of a tree beside a column for each period, total and average.

A :class:`Section` is flows of one kind (inflows, expenses): signed sums by category, one for each period. It becomes
:class:`Line` values: one for the section, and below it one for each line of the tree of its categories, or for each
category of a list. What stands above, below and between sections (opening and closing stocks, a net result) are lines
made by hand. :func:`table` puts lines into columns for people, :func:`long_table` makes the tidy form for CSV: a row
for each category and period.

Most cells of a wide table are empty: ten thousand accounts over ten years have millions. So nothing is one value,
:data:`.NOTHING`, no work is done on it, and what adds up sums looks at those that are there.

Lines add up: a parent is the sum of the lines below it, the line of a section the sum of its categories, and the total
of a line the sum of its columns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import TypeVar

from msgspec import Struct

from pfin.model.account import SEPARATOR, ancestry
from pfin.model.amount import ARITHMETIC, EXACT, ZERO, computing_in
from pfin.model.period import Period
from pfin.systems.rates import dropping_zeros

from . import figures
from .figures import NOTHING, SHORT, Sums, added, all_short, amounts, counted, every_amount, more_or_less
from .moments import column_name
from .table import (
    AccountName,
    Bar,
    Cell,
    Column,
    Day,
    Money,
    Row,
    RowKind,
    Table,
    Text,
    Tone,
    Trend,
)
from .tree import branches

USUAL_DEPTH = 2
"""How deep accounts are in several columns where nobody asks for a depth: more of them would be hard to read."""


_EMPTY = Money(())
_Of = TypeVar("_Of")


class Section(Struct, frozen=True):
    """Flows of one kind. ``flows`` has for each category as many sums as there are periods; they are shown as they are.

    ``tree`` arranges categories, which are accounts then, as a tree; otherwise they are a list in the order they come,
    and ``nameless`` is shown for the empty category. Where ``rooted``, all categories are below the one account that
    ``title`` names, and the root of their tree is the section's line; otherwise the trees stand one deeper, below it.
    ``wrong`` is said of negative figures, such as ``overdrawn``; where it is empty, being negative is nothing special.
    ``direction`` is 1 where a stock grows by positive figures, -1 where it shrinks by them, and else 0.
    """

    title: str
    flows: Mapping[str, Sequence[Sums]]
    tree: bool = True
    rooted: bool = False
    nameless: str = "(not said)"
    wrong: str = ""
    direction: int = 0


class Line(Struct, frozen=True):
    """A line of a report: its name, and as many signed sums as there are periods, none for a heading.

    ``summed`` is false for stocks, whose sum over periods means nothing. Sums of zero are shown, so that a line can say
    that there is nothing. ``wrong`` is said of negative figures, and ``direction`` of all, as in a :class:`Section`.
    """

    name: Cell
    sums: tuple[Sums, ...]
    kind: RowKind = RowKind.BODY
    tone: Tone = Tone.PLAIN
    summed: bool = True
    wrong: str = ""
    direction: int = 0


class Layout(Struct, frozen=True):
    """What the lines of one table share.

    ``names`` are those of the columns, which are periods, or instants where no line is ``summed``. ``main`` is the
    commodity of the drawn column, None for none. ``exact`` shows figures of units to the last digit, as far as people
    want to see it; those that rest on prices are rounded for display.
    """

    names: tuple[str, ...]
    main: str | None = None
    exact: bool = True


def folded(
    flows: Mapping[str, Sequence[Sums]], depth: int | None, inside: Iterable[str] = ()
) -> dict[str, tuple[Sums, ...]]:
    """Flows by account, accounts of more than ``depth`` components counted with their parent of that depth.

    Where accounts ``inside`` a boundary are below that parent too, it is the next one below it that has none of them.
    """
    crossed = {parent for account in inside for parent in ancestry(account)}
    found: dict[str, list[Sequence[Sums]]] = {}
    for account, sums in flows.items():
        deeper = depth
        while deeper is not None and (parent := at_depth(account, deeper)) != account and parent in crossed:
            deeper += 1
        found.setdefault(at_depth(account, deeper), []).append(sums)
    return {account: totals(together) for account, together in found.items()}


def folding_note(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """That accounts are counted with their parents which nobody asked for, where there are any.

    ``before`` are all accounts, ``after`` those and the parents that have lines.
    """
    deeper = {*before}.difference(after)
    if not deeper:
        return ()
    deepest = max(account.count(SEPARATOR) for account in deeper) + 1
    count = f"{counted(len(deeper), 'deeper account')} {'is' if len(deeper) == 1 else 'are'} counted with"
    return (f"{count} {'its parent' if len(deeper) == 1 else 'their parents'}; --depth {deepest} shows all.",)


def at_depth(account: str, depth: int | None) -> str:
    """The account, or its parent of so many components where it has more."""
    return account if depth is None else SEPARATOR.join(account.split(SEPARATOR)[:depth])


@computing_in(EXACT)
def totals(several: Iterable[Sequence[Sums]]) -> tuple[Sums, ...]:
    """Sums period by period; nothing at all where there is nothing to add."""
    found: list[dict[str, Decimal]] | None = None
    for course in several:
        if found is None:
            found = [{} for _ in course]
        assert len(course) == len(found), "all have the same periods"
        for total, sums in _filled(found, course):
            for commodity, number in sums.items():
                total[commodity] = total.get(commodity, ZERO) + number
    return tuple(dropping_zeros(total) or NOTHING for total in found or ())


def _filled(beside: Iterable[_Of], course: Sequence[Sums]) -> Iterator[tuple[_Of, Sums]]:
    """The sums that are not empty, each with what stands beside it."""
    return compress(zip(beside, course, strict=True), course)


def courses(columns: Sequence[Mapping[str, Sums]]) -> dict[str, tuple[Sums, ...]]:
    """Sums by name for each column as the sums of each name in all columns, in the order in which names come."""
    found: dict[str, list[Sums]] = {}
    for index, column in enumerate(columns):
        for name, sums in column.items():
            if name not in found:
                found[name] = [NOTHING] * len(columns)
            found[name][index] = sums
    return {name: tuple(course) for name, course in found.items()}


@computing_in(EXACT)
def section_lines(section: Section, count: int) -> list[Line]:
    """The lines of a section over ``count`` periods: its own with its total first, then its categories."""
    total = totals(section.flows.values()) or (NOTHING,) * count
    wrong, direction = section.wrong, section.direction
    first = Line(Text(section.title, Tone.STRONG), total, tone=Tone.STRONG, wrong=wrong, direction=direction)
    if section.tree:
        lines = list(_tree(section))
        return lines if section.rooted and lines else [first, *lines]
    rows = (
        Line(AccountName(category, category or section.nameless, depth=1), tuple(sums), direction=direction)
        for category, sums in section.flows.items()
    )
    return [first, *rows]


def _tree(section: Section) -> Iterator[Line]:
    flows = section.flows
    deeper = 0 if section.rooted else 1
    lines = branches(flows, with_roots=section.rooted)
    # A parent's sums are those of the lines below it, which stand between it and the next line no deeper than it.
    below: list[list[Sequence[Sums]]] = [[] for _ in lines]
    above: list[int] = []
    for index, line in enumerate(lines):
        del above[line.depth :]
        if line.total:
            above.append(index)
        else:
            for parent in above:
                below[parent].append(flows[line.account])
    for line, under in zip(lines, below, strict=True):
        tone = Tone.PLAIN if line.depth + deeper else Tone.STRONG
        name = AccountName(line.account, line.label, line.depth + deeper, tone)
        sums = totals(under) if line.total else tuple(flows[line.account])
        yield Line(name, sums, tone=tone, wrong=section.wrong, direction=section.direction)


@computing_in(EXACT)
def table(layout: Layout, lines: Sequence[Line], title: str = "Account") -> Table:
    """The lines as a table: a column for each name, and where there are several a trend, and a total and an average.

    A single column has bars instead. An average is the total divided by the number of columns, short ones included.
    """
    several = len(layout.names) > 1
    over_all = several and any(line.summed for line in lines)
    columns = [Column("account", title, flexible=True)]
    columns += [Column(f"column_{number}", name, money=True) for number, name in enumerate(layout.names, 1)]
    if over_all:
        columns += [Column("total", "Total", money=True), Column("average", "Average", money=True)]
    longest = ZERO
    sums_over_all = [added(line.sums) for line in lines]
    if layout.main is not None:
        columns.append(Column("trend", _drawn_title(layout.main, sums_over_all) if several else "", drawn=True))
        if not several:
            lengths = (abs(number) for line in lines if line.summed for number in _course(line, layout.main))
            longest = max(lengths, default=ZERO)
    rows = []
    for line, total in zip(lines, sums_over_all, strict=True):
        course = line.sums or (NOTHING,) * len(layout.names)
        short = layout.exact and _is_short(total)
        cells = [line.name, *[_money(sums, layout, line, short=short) if sums else _EMPTY for sums in course]]
        if over_all:
            cells += _over_all(total, layout, line) if line.summed else (None, None)
        if layout.main is not None:
            # A stock and a flow have no common length.
            cells.append(_drawn(_course(line, layout.main), longest) if several or line.summed else None)
        rows.append(Row(tuple(cells), line.kind))
    return Table(tuple(columns), tuple(rows), divided=True)


def _drawn_title(main: str, sums_of_lines: Iterable[Sums]) -> str:
    return "Trend" if all(sums.keys() <= {main} for sums in sums_of_lines) else f"Trend, {main}"


def _is_short(total: Sums) -> bool:
    """Whether all that was added to this exact total is short: it has no fewer digits than any number in it."""
    return all(-int(number.as_tuple().exponent) <= SHORT for number in total.values())


def _course(line: Line, commodity: str) -> tuple[Decimal, ...]:
    course = [ZERO] * len(line.sums)
    for index, sums in _filled(range(len(course)), line.sums):
        course[index] = sums.get(commodity, ZERO)
    return tuple(course)


def _over_all(total: Sums, layout: Layout, line: Line) -> tuple[Cell, Cell]:
    average = every_amount(_average(total, len(layout.names)))
    tones = more_or_less(average, line.direction)
    return _money(total, layout, line), Money(average, tone=line.tone, tones=tones)


def _drawn(course: tuple[Decimal, ...], longest: Decimal) -> Cell:
    if not any(course):
        return None
    return Trend(course) if len(course) > 1 else Bar(float(share(course[0], longest)))


@computing_in(ARITHMETIC)
def share(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole that is not zero, as a number from -1 to 1 where it is no greater."""
    return part / whole


@computing_in(ARITHMETIC)
def _average(total: Sums, count: int) -> dict[str, Decimal]:
    return {commodity: number / count for commodity, number in total.items()}


def _money(sums: Sums, layout: Layout, line: Line, *, short: bool = False) -> Money:
    """A figure of a line, of which it may be known already that it is ``short`` enough to be shown exactly."""
    shown = every_amount(sums)
    exact = short or (layout.exact and all_short(shown))
    marks = {amount.commodity: line.wrong for amount in shown if amount.number < 0} if line.wrong else {}
    tones = more_or_less(shown, line.direction)
    return Money(shown, exact=exact, marks=marks, tone=line.tone, tones=tones)


def is_rounded(layout: Layout, tables: Iterable[Table], digits: Mapping[str, int]) -> bool:
    """Whether figures of periods have more digits than people are shown (averages always may)."""
    cells = (cell for each in tables for row in each.rows for cell in row.cells[1 : len(layout.names) + 1])
    shown = [cell.amounts for cell in cells if type(cell) is Money and not cell.exact]
    return figures.is_rounded(shown, digits, exact=False)


class Part(Struct, frozen=True):
    """What the tidy form states of one category, or of a stock that has none: signed sums, one for each period.

    ``section`` is one of the words that all reports have in common, as the guide's page on scripts lists them.
    """

    section: str
    category: str
    sums: Sequence[Sums]


def parts(name: str, flows: Mapping[str, Sequence[Sums]]) -> Iterator[Part]:
    """The categories of a section for the tidy form."""
    return (Part(name, category, sums) for category, sums in flows.items())


def long_table(periods: Sequence[Period], found: Iterable[Part], category: str = "account") -> Table:
    """A row for each period, category and commodity, in this order; ``category`` is the header of its column."""
    columns = (
        Column("period", "Period"),
        Column("begin", "Begin"),
        Column("end", "End"),
        Column("section", "Section"),
        Column(category, category.capitalize()),
        Column("amount", "Amount", money=True),
    )
    whole = tuple(found)
    rows = []
    for index, period in enumerate(periods):
        assert period.begin is not None and period.end is not None
        days = (Text(column_name(period)), Day(period.begin), Day(period.end))
        for part in whole:
            if (sums := part.sums[index]) and (shown := amounts(sums)):
                rows.append(Row((*days, Text(part.section), Text(part.category), Money(shown, exact=True))))
    return Table(columns, tuple(rows))
