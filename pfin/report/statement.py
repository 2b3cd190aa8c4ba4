"""The statement of a boundary: what was inside, what came in, what went out, and what is inside now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.interval import named
from pfin.model.period import Period, evening_before
from pfin.systems.boundary import Boundary
from pfin.systems.statement import Flow, Gains, Statement, statements
from pfin.systems.stocks import Sums, daily_stocks

from .changes import CONVERSIONS_NOTE, changes, value_notes
from .columns import Part, long_table
from .figures import (
    ROUNDED_NOTE,
    amounts,
    counted,
    every_amount,
    is_exact,
    is_rounded,
    more_or_less,
    said,
    sum_of,
    unpriced,
)
from .system import StatedBoundary, stated, titled
from .system_drawings import flow_diagram, main_commodity, stock_chart
from .table import AccountName, Bar, Column, Money, Page, Row, RowKind, Table, Text, Tone


class AccountFlow(Struct, frozen=True):
    """What crossed the boundary from and to one account outside: unsigned sums, and how many postings."""

    account: str
    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")
    postings: int


class StatementReport(Struct, frozen=True):
    """The statement of a boundary from ``begin`` up to but not on ``end``.

    ``opening`` and ``closing`` are the stocks at the end of the day before either. Figures are units by commodity, or
    where there is a ``valuation`` in that currency (units without a price stay as they are), and then there are
    ``gains`` too. ``balanced`` says that opening, inflows less outflows, conversions and gains come to closing: no
    statement is made of which that is not true. ``unpriced`` commodities had no price on some day and stayed as they
    are; ``main`` is the commodity of most figures.
    """

    boundary: StatedBoundary
    begin: Date
    end: Date
    period: str
    valuation: str | None
    opening: Sums
    flows: tuple[AccountFlow, ...]
    conversions: Sums
    gains: Gains
    closing: Sums
    balanced: bool
    unpriced: tuple[str, ...]
    main: str | None


def statement(ledger: Ledger, boundary: Boundary, period: Period, *, currency: str | None = None) -> StatementReport:
    """The statement of a boundary for a period with two limits, in units or in the value of a currency."""
    assert period.begin is not None and period.end is not None, "a flow states its period"
    (found,) = statements(ledger, boundary, [period], currency=currency)
    stocks = (found.opening, found.closing)
    return StatementReport(
        boundary=stated(boundary),
        begin=period.begin,
        end=period.end,
        period=str(period),
        valuation=currency,
        opening=found.opening,
        flows=_flows(found),
        conversions=found.conversions,
        gains=found.gains,
        closing=found.closing,
        balanced=True,
        unpriced=unpriced(_figures(found), currency),
        main=main_commodity(stocks, found.flows.values(), currency, ledger.options.operating_currencies),
    )


def _flows(statement: Statement) -> tuple[AccountFlow, ...]:
    return tuple(
        AccountFlow(account, flow.inflow, flow.outflow, flow.postings) for account, flow in statement.flows.items()
    )


@computing_in(EXACT)
def page(report: StatementReport, digits: Mapping[str, int], *, full: bool = False, notes: Sequence[str] = ()) -> Page:
    """The report for people: opening, inflows and outflows from the largest on, closing; ``notes`` come first below.

    ``full`` gives every term of the law a row of its own with its account, as for a spreadsheet.
    """
    title = titled(f"Statement of {report.boundary.name}", report.valuation, report.boundary)
    if full:
        whole = long_table([named(report.begin, report.end)], _parts(report))
        return Page(title, report.period, (whole,), digits)
    columns = (
        Column("account", "Account", flexible=True),
        Column("amount", "Amount", money=True),
        Column("bar", "", drawn=True),
    )
    rows = _rows(report, report.main or report.valuation) if _is_anything(report) else []
    tables = (Table(columns, tuple(rows)),) if rows else ()
    return Page(title, report.period, tables, digits, (*notes, *_notes(report, digits)))


def _is_anything(report: StatementReport) -> bool:
    return bool(report.flows or report.opening or report.closing)


@computing_in(EXACT)
def drawn(page: Page, report: StatementReport, ledger: Ledger, boundary: Boundary) -> Page:
    """The page with its drawings: the stock over time, and what came in and went out."""
    flows = {flow.account: _flow(flow) for flow in report.flows}
    main = report.main
    if main is None:
        return page
    daily = daily_stocks(ledger, boundary, Period(report.begin, report.end), report.valuation)
    chart = stock_chart(boundary.name, main, daily, evening_before(report.end))
    other = (change.sums[0] for change in changes([report], report.valuation))
    diagram = flow_diagram(boundary.name, main, report.opening, flows, other, report.closing)
    return replace(page, drawings=(chart, diagram))


def _flow(flow: AccountFlow) -> Flow:
    return Flow(flow.inflow, flow.outflow, flow.postings)


def _rows(report: StatementReport, main: str | None) -> list[Row]:
    largest = max((abs(n) for flow in report.flows for n in _directions(flow, main)), default=ZERO)
    rows: list[Row] = [_stock(report, f"{evening_before(report.begin)} Opening", report.opening, main, RowKind.BODY)]
    for heading, direction in (("Inflows", 1), ("Outflows", -1)):
        found = [(flow.account, flow.inflow if direction > 0 else flow.outflow) for flow in report.flows]
        found = [(account, sums) for account, sums in found if sums]
        if not found:
            continue
        found.sort(key=lambda each: (-each[1].get(main or "", ZERO), each[0]))
        rows.append(Row((Text(heading), None, None), RowKind.HEADING))
        for account, sums in found:
            bar = Bar(float(sums.get(main or "", ZERO)) / float(largest)) if largest else None
            rows.append(Row((AccountName(account, account, 1), _money(report, sums, direction), bar)))
        total = sum_of(sums for _, sums in found)
        money = _money(report, total, direction, Tone.STRONG)
        rows.append(Row((Text(f"All {heading.lower()}", Tone.STRONG), money, None)))
    for change in changes([report], report.valuation):
        rows.append(Row((Text(change.words), _money(report, change.sums[0], change.direction), None)))
    rows.append(_stock(report, f"{evening_before(report.end)} Closing", report.closing, main, RowKind.TOTAL))
    return rows


def _directions(flow: AccountFlow, main: str | None) -> tuple[Decimal, ...]:
    return () if main is None else (flow.inflow.get(main, ZERO), flow.outflow.get(main, ZERO))


def _stock(report: StatementReport, words: str, stock: Sums, main: str | None, kind: RowKind) -> Row:
    return Row((Text(words, Tone.STRONG), _money(report, said(stock, main), 0, Tone.STRONG), None), kind)


def _money(report: StatementReport, sums: Sums, direction: int, tone: Tone = Tone.PLAIN) -> Money:
    shown = every_amount(sums)
    exact = is_exact(shown, report.valuation)
    return Money(shown, exact=exact, tone=tone, tones=more_or_less(shown, direction))


def _parts(report: StatementReport) -> Iterator[Part]:
    """Every term of the law for the tidy form."""
    yield Part("opening", "", [report.opening])
    yield from (Part("in", flow.account, [flow.inflow]) for flow in report.flows)
    yield from (Part("out", flow.account, [flow.outflow]) for flow in report.flows)
    yield from (Part(change.section, "", change.sums) for change in changes([report], report.valuation))
    yield Part("closing", "", [report.closing])


def _figures(found: Statement) -> Iterator[Sums]:
    """All figures of a statement that are by commodity."""
    yield from (found.opening, found.conversions, found.closing)
    yield from (sums for flow in found.flows.values() for sums in (flow.inflow, flow.outflow))


def _notes(report: StatementReport, digits: Mapping[str, int]) -> tuple[str, ...]:
    notes = []
    if not report.flows:
        notes.append("Nothing crossed this boundary in this period.")
    if not _is_anything(report):
        return tuple(notes)
    if report.conversions:
        notes.append(CONVERSIONS_NOTE)
    flows = (sums for flow in report.flows for sums in (flow.inflow, flow.outflow))
    other = (change.sums[0] for change in changes([report], report.valuation))
    figures = [report.opening, *flows, *other, report.closing]
    notes += value_notes(report.valuation, report.gains.conversion, figures)
    if is_rounded(map(amounts, figures), digits, exact=report.valuation is None):
        notes.append(ROUNDED_NOTE)
    postings = counted(sum(flow.postings for flow in report.flows), "posting")
    notes.append(
        f"Opening, flows and changes come to the closing stock to the last digit; {postings} crossed the line."
    )
    return tuple(notes)
