"""The cash flow: statements of a boundary over adjacent periods, with flows by category.

Opening and closing stocks chain from column to column: what one period ends with the next begins with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from pfin.ledger.ledger import Ledger
from pfin.model.amount import ARITHMETIC, EXACT, ZERO, computing_in
from pfin.model.interval import named
from pfin.model.period import Period, evening_before
from pfin.systems.boundary import Boundary
from pfin.systems.flows import Category, category_named
from pfin.systems.rates import dropping_zeros
from pfin.systems.statement import Flow, Gains, Statement, statements
from pfin.systems.stocks import Sums, daily_stocks

from .changes import CONVERSIONS_NOTE, changes, value_notes
from .columns import (
    USUAL_DEPTH,
    Layout,
    Line,
    Part,
    Section,
    at_depth,
    folded,
    folding_note,
    is_rounded,
    long_table,
    parts,
    section_lines,
    table,
)
from .drawing import FlowDiagram
from .figures import NOTHING, ROUNDED_NOTE, added, said, unpriced
from .moments import column_name
from .system import StatedBoundary, stated, titled
from .system_drawings import flow_diagram, main_commodity, stock_chart
from .table import Page, RowKind, Text, Tone

_ACCOUNT = "account"


class Grouping(Struct, frozen=True):
    """What the rows of a cash flow are: ``by`` account, payee, tag or a key of metadata.

    Accounts stand in a tree unless ``flat``; those deeper than ``depth`` components are counted with their parent.
    Where that is None, people are shown all in a single column, and those of the usual depth in several columns.
    """

    by: str = _ACCOUNT
    flat: bool = False
    depth: int | None = None

    @property
    def category(self) -> Category:
        """What a flow is counted under."""
        if self.by != _ACCOUNT or self.depth is None:
            return category_named(self.by)
        depth = self.depth
        return lambda _transaction, posting: at_depth(posting.account, depth)


class PeriodFlow(Struct, frozen=True):
    """The statement of one period, its flows in sum: ``net`` is inflow less outflow."""

    name: str
    begin: Date
    end: Date
    opening: Sums
    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")
    net: Sums
    conversions: Sums
    gains: Gains
    closing: Sums


class CategoryFlow(Struct, frozen=True):
    """What crossed the boundary under one category: unsigned sums for each period, and in all of them.

    ``net`` is inflow less outflow of all periods, and ``average`` that divided by the number of periods.
    """

    category: str
    inflow: tuple[Sums, ...] = field(name="in")
    outflow: tuple[Sums, ...] = field(name="out")
    net: Sums
    average: Sums
    postings: int


class CashflowReport(Struct, frozen=True):
    """The flows through a boundary from ``begin`` up to but not on ``end``, by period and by category.

    Figures are units by commodity, or in the currency of ``valuation``; see :class:`.statement.StatementReport`.
    """

    boundary: StatedBoundary
    begin: Date
    end: Date
    period: str
    valuation: str | None
    by: str
    periods: tuple[PeriodFlow, ...]
    categories: tuple[CategoryFlow, ...]
    balanced: bool
    unpriced: tuple[str, ...]
    main: str | None


@computing_in(EXACT)
def cashflow(
    ledger: Ledger,
    boundary: Boundary,
    periods: Sequence[Period],
    *,
    grouping: Grouping | None = None,
    currency: str | None = None,
    name: str = "",
) -> CashflowReport:
    """The flows through a boundary in adjacent periods with two limits, by category.

    ``name`` is how the calendar calls all of the periods together.
    """
    grouping = Grouping() if grouping is None else grouping
    begin, end = periods[0].begin, periods[-1].end
    assert begin is not None and end is not None, "a flow states its period"
    found = statements(ledger, boundary, periods, category=grouping.category, currency=currency)
    accounts = (at_depth(name, grouping.depth) for name in ledger.accounts) if grouping.by == _ACCOUNT else ()
    order = {name: index for index, name in enumerate(dict.fromkeys(accounts))}
    categories = _categories(found, order)
    stocks = [found[0].opening, *(each.closing for each in found)]
    flows = [flow for each in found for flow in each.flows.values()]
    crossed = (sums for flow in flows for sums in (flow.inflow, flow.outflow))
    conversions = (each.conversions for each in found)
    return CashflowReport(
        boundary=stated(boundary),
        begin=begin,
        end=end,
        period=str(Period(begin, end, name)),
        valuation=currency,
        by=grouping.by,
        periods=tuple(map(_period, found)),
        categories=tuple(categories),
        balanced=True,
        unpriced=unpriced((*stocks, *crossed, *conversions), currency),
        main=main_commodity(stocks, flows, currency, ledger.options.operating_currencies),
    )


def _categories(found: Sequence[Statement], order: Mapping[str, int]) -> Iterator[CategoryFlow]:
    """What is counted under each category, in an order, and what that does not have by name behind it."""
    flows: dict[str, dict[int, Flow]] = {}
    for index, statement in enumerate(found):
        for name, flow in statement.flows.items():
            flows.setdefault(name, {})[index] = flow
    for name in sorted(flows, key=lambda name: (order.get(name, len(order)), name)):
        crossed = flows[name]
        inflow, outflow = [NOTHING] * len(found), [NOTHING] * len(found)
        for index, flow in crossed.items():
            inflow[index], outflow[index] = flow.inflow, flow.outflow
        net = _net(crossed.values())
        yield CategoryFlow(
            category=name,
            inflow=tuple(inflow),
            outflow=tuple(outflow),
            net=net,
            average=_divided(net, len(found)),
            postings=sum([flow.postings for flow in crossed.values()]),
        )


def _period(statement: Statement) -> PeriodFlow:
    period, flows = statement.period, statement.flows.values()
    assert period.begin is not None and period.end is not None
    return PeriodFlow(
        name=column_name(period),
        begin=period.begin,
        end=period.end,
        opening=statement.opening,
        inflow=added([flow.inflow for flow in flows]),
        outflow=added([flow.outflow for flow in flows]),
        net=_net(flows),
        conversions=statement.conversions,
        gains=statement.gains,
        closing=statement.closing,
    )


def _net(flows: Iterable[Flow]) -> dict[str, Decimal]:
    """Inflow less outflow of all flows together."""
    net: dict[str, Decimal] = {}
    for flow in flows:
        # Most flows only go out.
        if flow.inflow:
            for commodity, number in flow.net.items():
                net[commodity] = net.get(commodity, ZERO) + number
        else:
            for commodity, number in flow.outflow.items():
                net[commodity] = net.get(commodity, ZERO) - number
    return dropping_zeros(net)


@computing_in(ARITHMETIC)
def _divided(sums: Sums, count: int) -> Sums:
    return {commodity: number / count for commodity, number in sums.items()}


@computing_in(EXACT)
def page(
    report: CashflowReport,
    digits: Mapping[str, int],
    *,
    grouping: Grouping | None = None,
    net: bool = False,
    full: bool = False,
    notes: Sequence[str] = (),
) -> Page:
    """The report for people; ``net`` shows inflow less outflow of each category instead of both.

    ``full`` gives every category and period a row of its own, as for a spreadsheet. ``notes`` come first below. Where
    nothing happened in several periods, people are shown them as one.
    """
    grouping = Grouping() if grouping is None else grouping
    if full:
        periods = tuple(Period(each.begin, each.end, _given_name(each)) for each in report.periods)
        whole = long_table(periods, _parts(report, _sections(report, grouping, net=net), net=net), "category")
        return Page(_title(report), report.period, (whole,), digits)
    if _is_still(report):
        report = _as_one(report)
    all_sections = _sections(report, grouping, net=net)
    sections = all_sections
    if grouping.depth is None and len(report.periods) > 1:
        sections = _sections(report, grouping, net=net, usual=USUAL_DEPTH)
    layout = Layout(tuple(each.name for each in report.periods), report.main, exact=report.valuation is None)
    lines = list(_lines(report, sections))
    title = "Account" if grouping.by == _ACCOUNT else grouping.by.capitalize()
    tables = (table(layout, lines, title),) if layout.main is not None else ()
    all_notes = [*notes, *_notes(report, grouping), *folding_note(_named(all_sections), _named(sections))]
    if is_rounded(layout, tables, digits):
        all_notes.append(ROUNDED_NOTE)
    return Page(_title(report), report.period, tables, digits, tuple(all_notes))


def _is_still(report: CashflowReport) -> bool:
    """Whether nothing happened in any of the periods."""
    return not report.categories and not any(changes(report.periods, report.valuation))


def _as_one(report: CashflowReport) -> CashflowReport:
    """A report of periods in which nothing happened, with one period."""
    whole = named(report.begin, report.end)
    first, last = report.periods[0], report.periods[-1]
    return replace(report, periods=(replace(first, name=column_name(whole), end=report.end, closing=last.closing),))


def _named(sections: Iterable[Section]) -> set[str]:
    """The categories of all sections."""
    return {name for section in sections for name in section.flows}


@computing_in(EXACT)
def drawn(page: Page, report: CashflowReport, ledger: Ledger, boundary: Boundary, *, diagram: bool) -> Page:
    """The page with its drawings: the stock over time, and as a ``diagram`` what came in and went out."""
    main = report.main
    if main is None:
        return page
    daily = daily_stocks(ledger, boundary, Period(report.begin, report.end), report.valuation)
    chart = stock_chart(boundary.name, main, daily, evening_before(report.end))
    return replace(page, drawings=(chart, _diagram(report, main)) if diagram else (chart,))


def _diagram(report: CashflowReport, main: str) -> FlowDiagram:
    """What came in and went out of the commodity that is drawn."""
    flows = {each.category: Flow(added(each.inflow), added(each.outflow), each.postings) for each in report.categories}
    opening, closing = report.periods[0].opening, report.periods[-1].closing
    other = (sums for change in changes(report.periods, report.valuation) for sums in change.sums)
    return flow_diagram(report.boundary.name, main, opening, flows, other, closing)


def _given_name(period: PeriodFlow) -> str:
    # Only whole intervals have names of their own; the days of others are their names.
    return "" if ".." in period.name else period.name


def _title(report: CashflowReport) -> str:
    return titled(f"Cash flow of {report.boundary.name}", report.valuation, report.boundary)


def _sections(report: CashflowReport, grouping: Grouping, *, net: bool, usual: int | None = None) -> list[Section]:
    """The flows; where accounts stand in a tree, those deeper than a ``usual`` depth are counted with their parent."""
    tree = grouping.by == _ACCOUNT and not grouping.flat
    main = report.main or ""
    nameless = f"(no {grouping.by})"

    def section(title: str, flows: Mapping[str, Sequence[Sums]], direction: int = 1) -> Section:
        flows = {name: sums for name, sums in flows.items() if any(sums)}
        if tree:
            shown = folded(flows, usual, report.boundary.accounts) if usual else flows
            return Section(title, shown, direction=direction)
        sizes = {name: abs(added(sums).get(main, ZERO)) for name, sums in flows.items()}
        ordered = sorted(flows, key=lambda name: (-sizes[name], name))
        kept = {name: tuple(flows[name]) for name in ordered}
        return Section(title, kept, tree=False, nameless=nameless, direction=direction)

    if net:
        found = {
            each.category: [
                Flow(inflow, outflow, 0).net if inflow or outflow else NOTHING
                for inflow, outflow in zip(each.inflow, each.outflow, strict=True)
            ]
            for each in report.categories
        }
        return [section("Net flows", found)]
    return [
        section("Inflows", {each.category: each.inflow for each in report.categories}),
        section("Outflows", {each.category: each.outflow for each in report.categories}, -1),
    ]


def _lines(report: CashflowReport, sections: Sequence[Section]) -> Iterator[Line]:
    periods = report.periods
    main = report.main
    yield _stocks("Opening", [each.opening for each in periods], main, RowKind.BODY)
    for section in sections:
        if section.flows:
            yield from section_lines(section, len(periods))
    if len(sections) > 1:
        net = tuple(said(each.net, main) for each in periods)
        yield Line(Text("Net flow", Tone.STRONG), net, tone=Tone.STRONG, direction=1)
    for change in changes(periods, report.valuation):
        yield Line(Text(change.words), change.sums, direction=change.direction)
    yield _stocks("Closing", [each.closing for each in periods], main, RowKind.TOTAL)


def _stocks(words: str, stocks: Sequence[Sums], main: str | None, kind: RowKind) -> Line:
    shown = tuple(said(stock, main) for stock in stocks)
    return Line(Text(words, Tone.STRONG), shown, kind, Tone.STRONG, summed=False)


def _parts(report: CashflowReport, sections: Sequence[Section], *, net: bool) -> Iterator[Part]:
    yield Part("opening", "", [each.opening for each in report.periods])
    for name, section in zip(("net",) if net else ("in", "out"), sections, strict=True):
        yield from parts(name, section.flows)
    for change in changes(report.periods, report.valuation):
        yield Part(change.section, "", change.sums)
    yield Part("closing", "", [each.closing for each in report.periods])


def _notes(report: CashflowReport, grouping: Grouping) -> Iterator[str]:
    if not report.categories:
        yield "Nothing crossed this boundary in this period."
    if any(each.conversions for each in report.periods):
        yield CONVERSIONS_NOTE
    if grouping.by == "tag" and any(" " in each.category for each in report.categories):
        yield "What has several tags stands under all of them together, so that nothing is counted twice."
    stocks = (stock for each in report.periods for stock in (each.opening, each.closing))
    flows = (sums for each in report.categories for course in (each.inflow, each.outflow) for sums in course)
    conversion = sum((each.gains.conversion for each in report.periods), ZERO)
    yield from value_notes(report.valuation, conversion, chain(stocks, flows))
