"""The statement of a boundary: what was inside, what came in, what went out, and what is inside now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.statement import Flow, Statement, statements
from pfin.systems.stocks import Sums, daily_stocks

from .figures import added, all_short, amounts, counted
from .moments import day_before
from .system import System, flow_diagram, main_commodity, stock_chart, system
from .table import AccountName, Bar, Cell, Column, Money, Page, Row, RowKind, Table, Text, Tone

CONVERSIONS_NOTE = (
    "Conversions: the change inside beyond what came in and went out. Exchanges of one commodity for another make it, "
    "rounding within tolerances, and in value also commodities that get their first price."
)


class AccountFlow(Struct, frozen=True):
    """What crossed the boundary from and to one account outside: unsigned sums, and how many postings."""

    account: str
    inflow: Sums = field(name="in")
    outflow: Sums = field(name="out")
    postings: int


class GainsReport(Struct, frozen=True):
    """Changes of value without a flow: by the commodity whose price changed, and by exchanges off the day's price."""

    price: Sums
    conversion: Decimal


class StatementReport(Struct, frozen=True):
    """The statement of a boundary from ``begin`` up to but not on ``end``.

    ``opening`` and ``closing`` are the stocks at the end of the day before either. Figures are units by commodity, or
    where there is a ``valuation`` in that currency (units without a price stay as they are), and then there are
    ``gains`` too. ``balanced`` says that opening, inflows less outflows, conversions and gains come to closing: no
    statement is made of which that is not true.
    """

    boundary: System
    begin: Date
    end: Date
    period: str
    valuation: str | None
    opening: Sums
    flows: tuple[AccountFlow, ...]
    conversions: Sums
    gains: GainsReport
    closing: Sums
    balanced: bool


def statement(ledger: Ledger, boundary: Boundary, period: Period, *, currency: str | None = None) -> StatementReport:
    """The statement of a boundary for a period with two limits, in units or in the value of a currency."""
    assert period.begin is not None and period.end is not None, "a flow states its period"
    (found,) = statements(ledger, boundary, [period], currency=currency)
    return StatementReport(
        boundary=system(boundary),
        begin=period.begin,
        end=period.end,
        period=str(period),
        valuation=currency,
        opening=found.opening,
        flows=_flows(found),
        conversions=found.conversions,
        gains=GainsReport(found.gains.price, found.gains.conversion),
        closing=found.closing,
        balanced=True,
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
    main = main_commodity((report.opening, report.closing), map(_flow, report.flows)) or report.valuation
    columns = (
        (Column("term", "Term"), Column("account", "Account"), Column("amount", "Amount", money=True))
        if full
        else (
            Column("account", "Account", flexible=True),
            Column("amount", "Amount", money=True),
            Column("bar", "", drawn=True),
        )
    )
    rows = _full_rows(report) if full else _rows(report, main)
    title = f"Statement of {report.boundary.name}"
    if report.boundary.expression != report.boundary.name:
        title += f" ({report.boundary.expression})"
    if report.valuation is not None:
        title += f", valued in {report.valuation}"
    return Page(title, report.period, (Table(columns, tuple(rows)),), digits, (*notes, *_notes(report)))


def drawn(page: Page, report: StatementReport, ledger: Ledger, boundary: Boundary) -> Page:
    """The page with its drawings: the stock over time, and what came in and went out."""
    flows = {flow.account: _flow(flow) for flow in report.flows}
    main = main_commodity((report.opening, report.closing), flows.values())
    if main is None:
        return page
    daily = daily_stocks(ledger, boundary, Period(report.begin, report.end), report.valuation)
    chart = stock_chart(boundary.name, main, daily)
    return replace(page, drawings=(chart, flow_diagram(boundary.name, main, report.opening, flows, report.closing)))


def _flow(flow: AccountFlow) -> Flow:
    return Flow(flow.inflow, flow.outflow, flow.postings)


def _rows(report: StatementReport, main: str | None) -> list[Row]:
    largest = max((abs(n) for flow in report.flows for n in _directions(flow, main)), default=ZERO)
    rows: list[Row] = [
        _stock(report, f"Opening, end of {day_before(report.begin)}", report.opening, main, RowKind.BODY)
    ]
    for heading, inward in (("Inflows", True), ("Outflows", False)):
        found = [(flow.account, flow.inflow if inward else flow.outflow) for flow in report.flows]
        found = [(account, sums) for account, sums in found if sums]
        if not found:
            continue
        found.sort(key=lambda each: (-each[1].get(main or "", ZERO), each[0]))
        rows.append(Row((Text(heading), None, None), RowKind.HEADING))
        for account, sums in found:
            bar = Bar(float(sums.get(main or "", ZERO)) / float(largest)) if largest else None
            rows.append(Row((AccountName(account, account, 1), _money(report, sums), bar)))
        total = added(sums for _, sums in found)
        rows.append(Row((Text(f"All {heading.lower()}", Tone.STRONG), _money(report, total, Tone.STRONG), None)))
    for words, sums in _changes(report):
        rows.append(Row((Text(words), _money(report, sums), None)))
    rows.append(_stock(report, f"Closing, end of {day_before(report.end)}", report.closing, main, RowKind.TOTAL))
    return rows


def _directions(flow: AccountFlow, main: str | None) -> tuple[Decimal, ...]:
    return () if main is None else (flow.inflow.get(main, ZERO), flow.outflow.get(main, ZERO))


def _stock(report: StatementReport, words: str, stock: Sums, main: str | None, kind: RowKind) -> Row:
    # An empty cell would leave open whether there was nothing.
    shown = stock or ({} if main is None else {main: ZERO})
    figures = tuple(Amount(number, commodity) for commodity, number in sorted(shown.items()))
    exact = report.valuation is None and all_short(figures)
    return Row((Text(words, Tone.STRONG), Money(figures, exact=exact, tone=Tone.STRONG), None), kind)


def _changes(report: StatementReport) -> Iterable[tuple[str, Sums]]:
    """The terms of the law that are neither stocks nor flows, where there are any."""
    if report.conversions:
        yield "Conversions", report.conversions
    if report.valuation is not None:
        for commodity, number in sorted(report.gains.price.items()):
            yield f"Price gains of {commodity}", {report.valuation: number}
        if report.gains.conversion:
            yield "Conversion differences", {report.valuation: report.gains.conversion}


def _money(report: StatementReport, sums: Sums, tone: Tone = Tone.PLAIN) -> Money:
    shown = amounts(sums)
    return Money(shown, exact=report.valuation is None and all_short(shown), tone=tone)


def _full_rows(report: StatementReport) -> list[Row]:
    def row(term: str, account: str, sums: Sums) -> Row:
        cell: Cell = AccountName(account, account) if account else None
        return Row((Text(term), cell, Money(amounts(sums), exact=True)))

    rows = [row("opening", "", report.opening)]
    rows += [row("in", flow.account, flow.inflow) for flow in report.flows if flow.inflow]
    rows += [row("out", flow.account, flow.outflow) for flow in report.flows if flow.outflow]
    rows += [row(words[0].lower() + words[1:], "", sums) for words, sums in _changes(report)]
    rows.append(row("closing", "", report.closing))
    return rows


def _notes(report: StatementReport) -> tuple[str, ...]:
    notes = []
    if not report.flows:
        notes.append("Nothing crossed this boundary in this period.")
    if report.conversions:
        notes.append(CONVERSIONS_NOTE)
    notes += gain_notes(report.valuation, report.gains.conversion)
    postings = counted(sum(flow.postings for flow in report.flows), "posting")
    notes.append(
        f"Opening, flows and changes come to the closing stock to the last digit; {postings} crossed the line."
    )
    return tuple(notes)


def gain_notes(currency: str | None, conversion: Decimal) -> list[str]:
    """What must be said of figures in the value of a currency."""
    if currency is None:
        return []
    notes = ["Stocks are valued at the prices of their evenings, flows at those of their days."]
    if conversion:
        notes.append(
            "Conversion differences: what was exchanged at other prices than those of the day. A sale that books a "
            "gain as income takes back here what was a price gain before."
        )
    return notes
