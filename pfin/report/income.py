"""The income statement: what came from income and what went to expenses in adjacent periods, and what that leaves.

It is the statement of the boundary of all accounts that are neither: what flows into it from income and out of it to
expenses. Transactions count even where no account inside takes part, as when tax is withheld from a salary. What equity
gave or took is no part of it.
"""

from collections.abc import Mapping, Sequence
from datetime import date as Date

from msgspec import Struct
from msgspec.structs import replace

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, computing_in
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.statement import ConservationError, Flow, Statement, statements
from pfin.systems.stocks import stocks_before

from .columns import (
    USUAL_DEPTH,
    Layout,
    Line,
    Section,
    courses,
    folded,
    folding_note,
    is_rounded,
    long_table,
    parts,
    section_lines,
    table,
)
from .figures import ROUNDED_NOTE, Sums, added, counted, few, negative, said, sum_of
from .moments import column_name
from .system import StatedBoundary, stated, titled
from .system_drawings import main_commodity
from .table import Page, RowKind, Text, Tone

_FLOWS = (AccountType.INCOME, AccountType.EXPENSES)


class IncomePeriod(Struct, frozen=True):
    """Income and expenses from ``begin`` up to but not on ``end``, by account, in normal direction.

    ``net_result`` is income less expenses.
    """

    name: str
    begin: Date
    end: Date
    income: Mapping[str, Sums]
    expenses: Mapping[str, Sums]
    total_income: Sums
    total_expenses: Sums
    net_result: Sums


class IncomeReport(Struct, frozen=True):
    """Income and expenses from ``begin`` up to but not on ``end``, by period.

    Figures are units by commodity, or where there is a ``valuation`` in that currency, at the prices of the day of each
    flow; those of ``unpriced`` commodities stay as they are. ``main`` is the commodity of most figures. ``roots`` are
    the first components of the accounts of either kind. ``boundary`` is what the flows go into and come out of.
    ``balanced`` says that the net result is what income and expenses changed by; there is no report of which that is
    not true.
    """

    boundary: StatedBoundary
    begin: Date
    end: Date
    period: str
    valuation: str | None
    depth: int | None
    roots: tuple[str, str]
    periods: tuple[IncomePeriod, ...]
    total_income: Sums
    total_expenses: Sums
    net_result: Sums
    unpriced: tuple[str, ...]
    main: str | None
    postings: int
    balanced: bool


@computing_in(EXACT)
def income(
    ledger: Ledger,
    periods: Sequence[Period],
    *,
    currency: str | None = None,
    depth: int | None = None,
    name: str = "",
) -> IncomeReport:
    """The income statement of adjacent periods with two limits, accounts deeper than ``depth`` with their parent.

    ``name`` is how the calendar calls all of the periods together.

    Raises ConservationError where the net result is not what income and expenses changed by.
    """
    begin, end = periods[0].begin, periods[-1].end
    assert begin is not None and end is not None, "a flow states its period"
    roots = ledger.options.roots
    boundary = _all_but_flows(ledger)
    found = statements(ledger, boundary, periods, touching=False)
    _prove(ledger, found)
    if currency is not None:
        found = statements(ledger, boundary, periods, currency=currency, touching=False)
    earnings = _earnings(ledger, found)
    shown = [_period(ledger, each.period, flows, depth) for each, flows in zip(found, earnings, strict=True)]
    flows = [flow for by_account in earnings for flow in by_account.values()]
    commodities = {commodity for flow in flows for commodity in (*flow.inflow, *flow.outflow)}
    return IncomeReport(
        boundary=stated(boundary),
        begin=begin,
        end=end,
        period=str(Period(begin, end, name)),
        valuation=currency,
        depth=depth,
        roots=(roots.income, roots.expenses),
        periods=tuple(shown),
        total_income=sum_of([each.total_income for each in shown]),
        total_expenses=sum_of([each.total_expenses for each in shown]),
        net_result=sum_of([each.net_result for each in shown]),
        unpriced=() if currency is None else tuple(sorted(commodities - {currency})),
        main=main_commodity((), flows, currency, ledger.options.operating_currencies),
        postings=sum(flow.postings for flow in flows),
        balanced=True,
    )


def _all_but_flows(ledger: Ledger) -> Boundary:
    roots = ledger.options.roots
    accounts = tuple(name for name, account in ledger.accounts.items() if account.type not in _FLOWS)
    return Boundary("all but income and expenses", f"world - {roots.income} - {roots.expenses}", accounts)


def _earnings(ledger: Ledger, found: Sequence[Statement]) -> list[dict[str, Flow]]:
    """The flows of each statement by account, in the order of the ledger's accounts."""
    order = {account: index for index, account in enumerate(ledger.accounts)}
    return [
        {account: each.flows[account] for account in sorted(order.keys() & each.flows.keys(), key=order.__getitem__)}
        for each in found
    ]


def _prove(ledger: Ledger, found: Sequence[Statement]) -> None:
    """Compare the net flow in units with what income and expenses hold, which is counted another way."""
    accounts = tuple(name for name, account in ledger.accounts.items() if account.type in _FLOWS)
    other = Boundary("income and expenses", "", accounts)
    last = found[-1].period
    days = [*(each.period.begin for each in found), last.end]
    stocks = stocks_before(ledger, other, [day for day in days if day is not None])
    for index, statement in enumerate(found):
        net = added(flow.net for account, flow in statement.flows.items() if account in ledger.accounts)
        change = added([net, stocks[index + 1], negative(stocks[index])])
        if any(change.values()):
            raise ConservationError(f"net result of {statement.period}: off by {change}")


def _period(ledger: Ledger, period: Period, flows: Mapping[str, Flow], depth: int | None) -> IncomePeriod:
    begin, end = period.begin, period.end
    assert begin is not None and end is not None
    sides: dict[AccountType, dict[str, Sequence[Sums]]] = {kind: {} for kind in _FLOWS}
    for account, flow in flows.items():
        kind = ledger.accounts[account].type
        assert kind is not None
        sides[kind][account] = (flow.net if kind is AccountType.INCOME else negative(flow.net),)
    earned, spent = (
        {account: sums[0] for account, sums in folded(sides[kind], depth).items() if sums[0]} for kind in _FLOWS
    )
    total_earned, total_spent = sum_of(earned.values()), sum_of(spent.values())
    return IncomePeriod(
        name=column_name(period),
        begin=begin,
        end=end,
        income=earned,
        expenses=spent,
        total_income=total_earned,
        total_expenses=total_spent,
        net_result=sum_of([total_earned, negative(total_spent)]),
    )


@computing_in(EXACT)
def page(report: IncomeReport, digits: Mapping[str, int], *, full: bool = False, notes: Sequence[str] = ()) -> Page:
    """The report for people: a tree of income, one of expenses, and what is left; ``notes`` come first below.

    Several columns have accounts of the usual depth, unless another was asked for. ``full`` gives every account and
    period a row of its own, as for a spreadsheet.
    """
    title = titled("Income and expenses", report.valuation)
    sections = _sections(report)
    if full:
        periods = [Period(each.begin, each.end, each.name) for each in report.periods]
        kinds = zip(("income", "expenses"), sections, strict=True)
        found = (part for kind, section in kinds for part in parts(kind, section.flows))
        return Page(title, report.period, (long_table(periods, found),), digits)
    main = report.main
    layout = Layout(tuple(each.name for each in report.periods), main, exact=report.valuation is None)
    before = [account for section in sections for account in section.flows]
    if report.depth is None and len(report.periods) > 1:
        sections = [replace(section, flows=folded(section.flows, USUAL_DEPTH)) for section in sections]
    after = [account for section in sections for account in section.flows]
    lines = [line for section in sections for line in section_lines(section, len(report.periods))]
    # A net result of nothing is worth saying; a category without flows is not.
    net = tuple(said(each.net_result, main) for each in report.periods)
    lines.append(Line(Text("Net result", Tone.STRONG), net, RowKind.TOTAL, Tone.STRONG, direction=1))
    tables = (table(layout, lines),) if report.postings else ()
    all_notes = (*notes, *_notes(report, rounded=is_rounded(layout, tables, digits)), *folding_note(before, after))
    return Page(title, report.period, tables, digits, all_notes)


def _sections(report: IncomeReport) -> list[Section]:
    earned, spent = report.roots
    return [
        Section(earned, courses([each.income for each in report.periods]), rooted=True, direction=1),
        Section(spent, courses([each.expenses for each in report.periods]), rooted=True, direction=-1),
    ]


def _notes(report: IncomeReport, *, rounded: bool) -> tuple[str, ...]:
    if not report.postings:
        return ("There is no income and there are no expenses in this period.",)
    notes = [
        f"Net result: income less expenses, in {counted(report.postings, 'posting')}; it is what these accounts "
        "changed by, to the last digit."
    ]
    if len(report.periods) > 1:
        notes.append(f"Averages are totals divided by {len(report.periods)}, the number of columns.")
    if report.valuation is not None:
        notes.append(f"Figures are valued in {report.valuation} at the prices of the day of each flow.")
    if report.unpriced:
        notes.append(f"No price in {report.valuation} by then: {few(report.unpriced)}. Such amounts stay as they are.")
    elif report.valuation is None and len({*report.total_income, *report.total_expenses}) > 1:
        notes.append("Different commodities are not added up; --value CURRENCY shows all of them in one.")
    if rounded:
        notes.append(ROUNDED_NOTE)
    return tuple(notes)
