"""The page of a comparison: a column for each boundary, what they see differently first, and the law below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from itertools import combinations, islice, permutations
from pathlib import PurePath

from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.interval import named
from pfin.model.period import evening_before

from .changes import CONVERSIONS_NOTE, changes, value_notes
from .compare import CompareReport, Counterpart, Effect, Event, Seen, View
from .figures import (
    ROUNDED_NOTE,
    Sums,
    amounts,
    counted,
    every_amount,
    few,
    is_exact,
    is_rounded,
    more_or_less,
    said,
)
from .moments import column_name
from .system import titled
from .table import AccountName, Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone

_WORDS = {Effect.INTERNAL: "internal", Effect.NOT_SEEN: "not seen"}
_GAINS = "Gains"
# Longer names of boundaries would make their columns wider than the figures in them.
_LONGEST_TITLE = 20


@computing_in(EXACT)
def page(report: CompareReport, digits: Mapping[str, int], *, full: bool = False, notes: Sequence[str] = ()) -> Page:
    """The comparison for people; ``notes`` come first below.

    ``full`` gives every figure a row of its own with its boundary and its section, as for a spreadsheet.
    """
    table = _full_table(report) if full else _table(report)
    names = [_titled(report, index) for index in range(len(report.views))]
    title = " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) + ", side by side"
    if report.conditions:
        title += f", only {report.conditions}"
    tables = (table,) if full or _is_anything(report) else ()
    return Page(titled(title, report.valuation), report.period, tables, digits, (*notes, *_notes(report, digits)))


def _is_anything(report: CompareReport) -> bool:
    lines = report.counterparts if report.events is None else report.events
    return bool(lines or any(view.opening or view.closing for view in report.views))


def _titled(report: CompareReport, index: int) -> str:
    """What stands over the column of a boundary, and what is behind it."""
    boundary, short = report.views[index].boundary, _short(report, index)
    if short != boundary.name:
        return f"{short} {boundary.name}"
    return short if short == boundary.expression else f"{short} ({boundary.expression})"


def _table(report: CompareReport) -> Table:
    views = (Column(f"view_{index + 1}", _short(report, index), money=True) for index in range(len(report.views)))
    rows = list(_event_rows(report) if report.counterparts is None else _counterpart_rows(report))
    if not report.is_partial:
        rows += _law(report)
    return Table((*_line_columns(report), *views), tuple(rows), divided=True)


def _line_columns(report: CompareReport) -> tuple[Column, ...]:
    if report.counterparts is not None:
        return (Column("account", "Account", flexible=True),)
    several = len(_files(report)) > 1
    place = Column("place", "Place", flexible=True) if several else Column("place", "Line")
    return (Column("date", "Date"), Column("description", "Description", flexible=True), place)


def _files(report: CompareReport) -> set[str]:
    return {event.file for event in report.events or ()}


def _counterpart_rows(report: CompareReport) -> Iterator[Row]:
    lines = report.counterparts or ()
    different = [line for line in lines if line.differs]
    alike = [line for line in lines if not line.differs]
    for heading, found in (("Different", different), ("The same", alike)):
        if found and different and alike:
            yield Row((Text(heading), *(None for _ in report.views)), RowKind.HEADING)
        for line in found:
            yield Row((AccountName(line.account, line.account), *(_cell(report, seen) for seen in line.seen)))


def _event_rows(report: CompareReport) -> Iterator[Row]:
    several = len(_files(report)) > 1
    for event in report.events or ():
        place = f"{PurePath(event.file).name}:{event.line}" if several else str(event.line)
        words = Text(_description(event))
        yield Row((Day(event.date), words, Text(place, Tone.FAINT), *(_cell(report, seen) for seen in event.seen)))


def _description(event: Event) -> str:
    return " | ".join(filter(None, (event.payee, event.narration)))


def _cell(report: CompareReport, seen: Seen) -> Cell:
    if seen.kind in _WORDS:
        return Text(_WORDS[seen.kind], Tone.FAINT)
    inward, outward = amounts(seen.inflow), amounts(seen.outflow)
    shown = (*inward, *outward)
    exact = is_exact(shown, report.valuation)
    tones = (*more_or_less(inward, 1), *more_or_less(outward, -1))
    return Money(shown, exact=exact, words=("in",) * len(inward) + ("out",) * len(outward), tones=tones)


def _law(report: CompareReport) -> Iterator[Row]:
    """Opening, inflows, outflows and what else there is come to closing: a row for each term."""
    opening, closing = evening_before(report.begin), evening_before(report.end)
    yield _law_row(report, "Opening", [view.opening for view in report.views], at=opening)
    yield _law_row(report, "All inflows", [view.inflow for view in report.views], word="in")
    yield _law_row(report, "All outflows", [view.outflow for view in report.views], word="out")
    for name, sums in _changes(report):
        yield _law_row(report, name, sums)
    yield _law_row(report, "Closing", [view.closing for view in report.views], at=closing)


def _changes(report: CompareReport) -> Iterator[tuple[str, list[Sums]]]:
    """The terms of the law that are neither stocks nor flows, where a boundary has any."""
    if any(view.conversions for view in report.views):
        yield "Conversions", [view.conversions for view in report.views]
    if report.valuation is not None:
        gains = [view.gains.total for view in report.views]
        if any(gains):
            yield _GAINS, [{report.valuation: gain} for gain in gains]


def _law_row(report: CompareReport, name: str, terms: Iterable[Sums], *, at: Date | None = None, word: str = "") -> Row:
    cells: list[Cell] = []
    direction = {"in": 1, "out": -1}.get(word, int(name == _GAINS))
    for sums in terms:
        shown = every_amount(said(sums, report.main))
        exact = is_exact(shown, report.valuation)
        tones = more_or_less(shown, direction)
        cells.append(Money(shown, exact=exact, words=(word,) * len(shown) if word else (), tones=tones))
    if report.events is None:
        return Row((Text(name if at is None else f"{at} {name}"), *cells), RowKind.TOTAL)
    return Row((None if at is None else Day(at), Text(name), None, *cells), RowKind.TOTAL)


def _full_table(report: CompareReport) -> Table:
    rows: list[Row] = []
    keys = ("account",) if report.events is None else ("date", "payee", "narration", "file", "line")

    period = named(report.begin, report.end)
    days = (Text(column_name(period)), Day(report.begin), Day(report.end))

    def add(cells: Sequence[Cell], view: View, section: str, sums: Sums) -> None:
        where = (Text(view.boundary.name), Text(section))
        rows.append(Row((*days, *where, *cells, Money(amounts(sums), exact=True))))

    lines = report.counterparts if report.events is None else report.events
    for line in lines or ():
        for view, seen in zip(report.views, line.seen, strict=True):
            if seen.kind in _WORDS:
                add(_full_cells(line), view, seen.kind.value, {})
            if seen.inflow:
                add(_full_cells(line), view, "in", seen.inflow)
            if seen.outflow:
                add(_full_cells(line), view, "out", seen.outflow)
    if not report.is_partial:
        none = (None,) * len(keys)
        for view in report.views:
            add(none, view, "opening", view.opening)
            for change in changes([view], report.valuation):
                add(none, view, change.section, change.sums[0])
            add(none, view, "closing", view.closing)
    columns = [Column(key, key.capitalize()) for key in ("period", "begin", "end", "boundary", "section", *keys)]
    return Table((*columns, Column("amount", "Amount", money=True)), tuple(rows))


def _full_cells(line: Counterpart | Event) -> tuple[Cell, ...]:
    if isinstance(line, Counterpart):
        return (AccountName(line.account, line.account),)
    return (Day(line.date), Text(line.payee or ""), Text(line.narration), Text(line.file), Text(str(line.line)))


def _notes(report: CompareReport, digits: Mapping[str, int]) -> Iterator[str]:
    if not (report.counterparts or report.events):
        yield "Nothing to show." if report.conditions else "Nothing touched any of these boundaries in this period."
    yield from _twins(report)
    yield from _insights(report)
    if report.left_out:
        yield f"Left out: {counted(report.left_out, 'earlier transaction')}."
    if report.is_partial:
        yield "As some lines are not shown, neither are the sums of the period."
    elif any(view.conversions for view in report.views):
        yield CONVERSIONS_NOTE
    figures = list(_figures(report))
    if report.counterparts is not None or report.events or figures:
        yield from value_notes(report.valuation, ZERO, figures)
    if not report.is_partial and any(name == _GAINS for name, _ in _changes(report)):
        yield (
            "Gains: what changing prices made of what was inside, and exchanges at other prices than those of the day."
        )
    if is_rounded(map(amounts, figures), digits, exact=report.valuation is None):
        yield ROUNDED_NOTE


def _figures(report: CompareReport) -> Iterator[Sums]:
    """Everything that the table shows."""
    lines: Sequence[Counterpart | Event] = (*(report.counterparts or ()), *(report.events or ()))
    yield from (sums for line in lines for seen in line.seen for sums in (seen.inflow, seen.outflow))
    if not report.is_partial:
        yield from (sums for view in report.views for sums in (view.opening, view.inflow, view.outflow, view.closing))
        yield from (sums for _, several in _changes(report) for sums in several)


def _twins(report: CompareReport) -> Iterator[str]:
    for one, other in combinations(range(len(report.views)), 2):
        if _inside(report, one) == _inside(report, other):
            same = f"{_short(report, one)} and {_short(report, other)}"
            yield f"{same} are the same accounts, so all looks the same from both."


def _insights(report: CompareReport) -> Iterator[str]:
    """Two instructive things at most, each of the first pair of boundaries that it can be said of."""
    pairs = list(permutations(range(len(report.views)), 2))
    sayings = (_internal_events,) if report.counterparts is None else (_transfers, _other_amounts, _between)
    said = (next(filter(None, (saying(report, *pair) for pair in pairs)), "") for saying in sayings)
    yield from islice(filter(None, said), 2)


def _internal_events(report: CompareReport, one: int, other: int) -> str:
    """Transactions that cross the line of one boundary and happen within the other."""
    events = report.events or ()
    found = [event for event in events if event.seen[one].crosses and event.seen[other].is_internal]
    if not found:
        return ""
    name, whole = _short(report, one), _short(report, other)
    cross, these = ("crosses", "it only moves") if len(found) == 1 else ("cross", "they only move")
    many = counted(len(found), "transaction")
    return f"{many} {cross} the line of {name} and not that of {whole}: seen from {whole} {these} money inside."


def _transfers(report: CompareReport, one: int, other: int) -> str:
    """Accounts beyond the line of a boundary that a larger one has inside."""
    found = _across(report, one, other)
    if not found or not _inside(report, one) < _inside(report, other):
        return ""
    kinds = {line.seen[one].kind for line in found}
    them = "it" if len(found) == 1 else "them"
    moves, meaning = f"goes to {them} or comes from {them}", "neither income nor expense"
    if kinds == {Effect.OUTFLOW}:
        moves, meaning = f"goes to {them}", "no expense"
    elif kinds == {Effect.INFLOW}:
        moves, meaning = f"comes from {them}", "no income"
    small, large = _short(report, one), _short(report, other)
    return (
        f"Outside {small} and inside {large}: {_few(found)}. Seen from {large}, what {moves} is a transfer, {meaning}."
    )


def _other_amounts(report: CompareReport, one: int, other: int) -> str:
    """Accounts beyond the lines of a boundary and a larger one, with figures that are not the same from both."""
    if not _inside(report, one) < _inside(report, other):
        return ""
    found = [
        line
        for line in report.counterparts or ()
        if line.seen[one] != line.seen[other] and not (line.seen[one].is_internal or line.seen[other].is_internal)
    ]
    small, large = _short(report, one), _short(report, other)
    if not found:
        return ""
    return (
        f"Not the same from {small} and from {large}: {_few(found)}. That is because {small} sees only what went "
        f"through its own accounts, {large} also what went through the others inside it."
    )


def _between(report: CompareReport, one: int, other: int) -> str:
    """Accounts of one boundary that another deals with which has no account in common with it."""
    found = _across(report, one, other)
    if not found or _inside(report, one) & _inside(report, other):
        return ""
    first, second = _short(report, one), _short(report, other)
    return (
        f"Outside {first} and inside {second}: {_few(found)}. What goes there is an outflow of {first} and an inflow "
        f"of {second}; what comes from there is the other way round."
    )


def _across(report: CompareReport, one: int, other: int) -> list[Counterpart]:
    """Counterparts of one boundary that lie inside another."""
    lines = report.counterparts or ()
    return [line for line in lines if line.seen[one].crosses and line.seen[other].is_internal]


def _inside(report: CompareReport, index: int) -> frozenset[str]:
    return frozenset(report.views[index].boundary.accounts)


def _short(report: CompareReport, index: int) -> str:
    """What stands over the column of a boundary: its name, unless that is too long."""
    name = report.views[index].boundary.name
    return name if len(name) <= _LONGEST_TITLE else f"({index + 1})"


def _few(lines: Sequence[Counterpart]) -> str:
    return few([line.account for line in lines])
