"""Balance sheets for people: a column for each instant, with trees of assets, liabilities and equity."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from pfin.model.account import AccountType
from pfin.model.amount import EXACT, computing_in
from pfin.systems.stocks import Sums

from .changes import changes
from .columns import Layout, Line, Section, courses, is_rounded, section_lines, table
from .figures import ROUNDED_NOTE, added, amounts, few, said, wrong_way_word
from .moments import Instant
from .price_age import FRESH
from .sheet import Sheet, SheetReport
from .system import titled
from .table import Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone


@computing_in(EXACT)
def page(report: SheetReport, digits: Mapping[str, int], *, full: bool = False, notes: Sequence[str] = ()) -> Page:
    """The report for people; ``notes`` come first below.

    ``full`` gives every figure a row of its own, as for a spreadsheet.
    """
    title = titled("Balance sheet", report.valuation)
    if full:
        return Page(title, _moment(report), (_long_table(report),), digits)
    names = tuple(str(each.instant) for each in report.sheets)
    layout = Layout(names, report.main, exact=report.valuation is None)
    lines = list(_lines(report))
    tables = (table(layout, lines),) if _is_anything(report) else ()
    all_notes = (*notes, *_notes(report, rounded=is_rounded(layout, tables, digits)))
    return Page(title, _moment(report), tables, digits, all_notes)


def _is_anything(report: SheetReport) -> bool:
    """Whether the journal begins by the last of the instants."""
    return report.since is not None and report.since <= report.sheets[-1].instant


def _moment(report: SheetReport) -> str:
    first, last = report.sheets[0], report.sheets[-1]
    if first is last:
        return str(Instant(last.instant, report.instant_chosen))
    return f"at the ends of {len(report.sheets)} days from {first.instant} to {last.instant}"


def _lines(report: SheetReport) -> Iterator[Line]:
    assets, liabilities, equity = report.roots
    yield from _section(report, assets, lambda each: each.assets, AccountType.ASSETS)
    yield from _section(report, liabilities, lambda each: each.liabilities, AccountType.LIABILITIES)
    yield _line(report, "Net worth", [each.net_worth for each in report.sheets], RowKind.TOTAL)
    yield from _section(report, equity, lambda each: each.equity, AccountType.EQUITY)
    yield _line(report, "Earnings to date", [each.earnings for each in report.sheets])
    for change in changes(report.sheets, report.valuation):
        yield replace(_line(report, change.words, change.sums), direction=change.direction)
    both = [added([each.total_liabilities, each.net_worth]) for each in report.sheets]
    yield _line(report, "Liabilities and net worth", both, RowKind.TOTAL)


def _section(
    report: SheetReport, title: str, side: Callable[[Sheet], Mapping[str, Sums]], kind: AccountType
) -> Iterator[Line]:
    """The lines of one side of all sheets."""
    columns = [side(each) for each in report.sheets]
    section = Section(title, courses(columns), rooted=True, wrong=wrong_way_word(kind))
    for index, line in enumerate(section_lines(section, len(columns))):
        sums = line.sums if index else tuple(said(each, report.main) for each in line.sums)
        yield replace(line, sums=sums, summed=False)


def _line(report: SheetReport, words: str, several: Sequence[Sums], kind: RowKind = RowKind.BODY) -> Line:
    shown = tuple(said(sums, report.main) for sums in several)
    return Line(Text(words, Tone.STRONG), shown, kind, Tone.STRONG, summed=False)


def _long_table(report: SheetReport) -> Table:
    """Every figure of each sheet that is not a sum of others."""
    columns = (
        Column("instant", "Instant"),
        Column("section", "Section"),
        Column("account", "Account"),
        Column("amount", "Amount", money=True),
    )
    rows = []
    rest = list(changes(report.sheets, report.valuation))
    for index, each in enumerate(report.sheets):
        found = [
            (side, account, sums)
            for side, stocks in (("assets", each.assets), ("liabilities", each.liabilities), ("equity", each.equity))
            for account, sums in stocks.items()
        ]
        found.append(("earnings", "", each.earnings))
        found += [(change.section, "", change.sums[index]) for change in rest]
        for section, account, sums in found:
            if shown := amounts(sums):
                cells: tuple[Cell, ...] = (Day(each.instant), Text(section), Text(account), Money(shown, exact=True))
                rows.append(Row(cells))
    return Table(columns, tuple(rows))


def _notes(report: SheetReport, *, rounded: bool) -> Iterator[str]:
    if report.since is None:
        yield "The journal has no transactions."
        return
    if not _is_anything(report):
        yield f"The journal has no transactions by then: its first is of {report.since}."
        return
    last = report.sheets[-1]
    yield "Assets equal liabilities and net worth, and net worth is the sum of what stands below it, to the last digit."
    yield f"Earnings to date: income less expenses since the first transaction, on {report.since}."
    if any(each.conversions for each in report.sheets):
        yield "Conversions: what exchanges of one commodity for another, such as purchases of shares, changed in units."
    if report.valuation is not None:
        yield "Stocks are valued at the prices of the instant, equity and earnings at those of their days."
    if any(each.gains.conversion for each in report.sheets):
        yield "Conversion differences: what was exchanged at other prices than those of the day."
    if report.unpriced:
        yield f"No price in {report.valuation} by then: {few(report.unpriced)}. Such amounts stay as they are."
    if report.oldest_price is not None and last.instant - report.oldest_price > FRESH:
        yield f"The last values are at the latest prices by that day; the oldest used is of {report.oldest_price}."
    if report.valuation is None and len({commodity for each in report.sheets for commodity in each.net_worth}) > 1:
        yield "Different commodities are not added up; --value CURRENCY shows all of them in one."
    if rounded:
        yield ROUNDED_NOTE
