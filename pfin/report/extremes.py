"""The extremes report: how low and how high stocks went in a period, when, and which of them passed an amount.

Rows are commodities of boundaries, or of accounts by themselves. Figures are in normal direction, as balances show
them: a debt is positive. A boundary with accounts of several types has no such direction, so there its signed sum
counts, in which debts are negative.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import UNSET, Struct, UnsetType

from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.period import Period, evening_before
from pfin.systems.boundary import Boundary
from pfin.systems.extremes import Beyond, Extreme, Extremes, Passed, Threshold, account_extremes, boundary_extremes
from pfin.systems.stocks import Sums, daily_stocks

from .drawing import StockChart
from .figures import ROUNDED_NOTE, few, is_exact, is_rounded, sign_of, unpriced, wrong_way_marks
from .moments import first_transaction
from .system import StatedBoundary, stated, titled
from .system_drawings import main_commodity, stock_chart
from .table import AccountName, Cell, Column, Count, Day, Money, Page, Row, Table, Text, Tone, Trend

_FLOWS = (AccountType.INCOME, AccountType.EXPENSES)
# How many stretches of time a course in a row is drawn with.
_STRETCHES = 12

Course = Sequence[tuple[Date, Sums]]
"""Signed stocks at the ends of days, from the first day of a period to its last, on days when they change."""


class StockExtremes(Struct, frozen=True):
    """One commodity of a ``boundary`` or of an ``account`` through a period.

    ``type`` is that of the accounts, None where they are of several: then figures are signed, debits positive.
    ``opening`` is the stock at the end of the day before the period and ``closing`` at the end of its last day.
    ``lowest`` and ``highest`` are those at the ends of ``days`` days, the ``first`` of which is not before the account
    opens, or the first of the boundary. In the value of a currency only those days count on which anything is shown in
    this commodity. ``passed`` is there where a threshold was given.
    """

    boundary: str | UnsetType
    account: str | UnsetType
    type: AccountType | None
    commodity: str
    opening: Decimal
    lowest: Extreme
    highest: Extreme
    closing: Decimal
    first: Date
    days: int
    passed: Passed | UnsetType = UNSET

    @property
    def name(self) -> str:
        """The boundary or the account."""
        return self.account or self.boundary or ""


class ExtremesReport(Struct, frozen=True):
    """Extremes from ``begin`` up to but not on ``end``, in units or where there is a ``valuation`` in that currency.

    ``stocks`` are those of the ``boundaries``; where ``each_account``, those of every account inside them, or of all
    accounts where there are none. Where there is a ``threshold``, they are those that passed it. What stands in income
    and expenses came together since the journal's first transaction, on the day ``since``. ``unpriced`` commodities
    had no price on some day and stayed as they are; ``main`` is the commodity of most stocks.
    """

    boundaries: tuple[StatedBoundary, ...]
    each_account: bool
    begin: Date
    end: Date
    period: str
    since: Date | None
    valuation: str | None
    threshold: Threshold | None
    stocks: tuple[StockExtremes, ...]
    unpriced: tuple[str, ...]
    main: str | None


def courses(ledger: Ledger, boundaries: Iterable[Boundary], period: Period, currency: str | None) -> dict[str, Course]:
    """The course of each boundary by its name, in a period with two limits."""
    return {boundary.name: daily_stocks(ledger, boundary, period, currency) for boundary in boundaries}


@computing_in(EXACT)
def extremes(
    ledger: Ledger,
    boundaries: Sequence[Boundary],
    period: Period,
    course_of: Mapping[str, Course],
    *,
    currency: str | None = None,
    threshold: Threshold | None = None,
) -> ExtremesReport:
    """The extremes of boundaries in a period with two limits, from their ``courses`` in the same."""
    found = []
    for boundary in boundaries:
        kind = _type(ledger, boundary)
        course, sign = course_of[boundary.name], sign_of(kind, signed=False)
        for each in boundary_extremes(
            ledger, boundary, period, course, sign=sign, currency=currency, threshold=threshold
        ):
            found.append(_stock(each, kind, boundary=boundary.name))
    systems = tuple(stated(boundary) for boundary in boundaries)
    held = [sums for course in course_of.values() for _, sums in course]
    return _report(ledger, systems, period, found, currency, threshold, each_account=False, course=held)


@computing_in(EXACT)
def extremes_of_accounts(
    ledger: Ledger,
    boundaries: Sequence[Boundary],
    period: Period,
    *,
    currency: str | None = None,
    threshold: Threshold | None = None,
) -> ExtremesReport:
    """The extremes of each account in any of the boundaries, or of all where there are none, without those below it."""
    accounts = {account for boundary in boundaries for account in boundary.accounts} if boundaries else None
    found = account_extremes(ledger, accounts, period, currency=currency, threshold=threshold)
    order = {name: index for index, name in enumerate(ledger.accounts)}
    type_of = ledger.options.roots.type_of
    stocks = [
        _stock(each, type_of(account), account=account)
        for account in sorted(found, key=lambda account: order.get(account, len(order)))
        for each in found[account]
    ]
    systems = tuple(stated(boundary) for boundary in boundaries)
    return _report(ledger, systems, period, stocks, currency, threshold, each_account=True)


def _type(ledger: Ledger, boundary: Boundary) -> AccountType | None:
    """The type that all accounts inside have, None where they have several."""
    kinds = {ledger.options.roots.type_of(account) for account in boundary.accounts}
    return kinds.pop() if len(kinds) == 1 else None


def _stock(found: Extremes, kind: AccountType | None, **whose: str) -> StockExtremes:
    return StockExtremes(
        boundary=whose.get("boundary", UNSET),
        account=whose.get("account", UNSET),
        type=kind,
        commodity=found.commodity,
        opening=found.opening,
        lowest=found.lowest,
        highest=found.highest,
        closing=found.closing,
        first=found.first,
        days=found.days,
        passed=UNSET if found.passed is None else found.passed,
    )


def _report(
    ledger: Ledger,
    boundaries: tuple[StatedBoundary, ...],
    period: Period,
    stocks: Iterable[StockExtremes],
    currency: str | None,
    threshold: Threshold | None,
    *,
    each_account: bool,
    course: Iterable[Sums] | None = None,
) -> ExtremesReport:
    assert period.begin is not None and period.end is not None, "the period of extremes has two limits"
    shown = tuple(stock for stock in stocks if threshold is None or stock.passed is not UNSET)
    held = [{stock.commodity: stock.closing} for stock in shown]
    return ExtremesReport(
        boundaries=boundaries,
        each_account=each_account,
        begin=period.begin,
        end=period.end,
        period=str(period),
        since=first_transaction(ledger),
        valuation=currency,
        threshold=threshold,
        stocks=shown,
        unpriced=unpriced(held, currency),
        main=main_commodity(held if course is None else course, (), currency, ledger.options.operating_currencies),
    )


@computing_in(EXACT)
def page(
    report: ExtremesReport,
    digits: Mapping[str, int],
    *,
    course_of: Mapping[str, Course] | None = None,
    full: bool = False,
    notes: Sequence[str] = (),
) -> Page:
    """The report for people, with drawings of the courses it is given; ``notes`` come first below.

    ``full`` is one table with every field, as for a spreadsheet. Otherwise of stocks that passed a threshold only the
    extreme on its side is shown, and what there was at the ends of the period is a table of its own, for boundaries.
    """
    course_of = {} if course_of is None or full else course_of
    tables = [_full_table(report) if full else _table(report, course_of)]
    if not full and not report.each_account and report.threshold is None:
        tables.append(_ends(report))
    said = (*notes, *_notes(report, digits))
    return Page(_title(report), report.period, tuple(tables), digits, said, _drawings(report, course_of))


def _title(report: ExtremesReport) -> str:
    names = few([boundary.name for boundary in report.boundaries])
    if report.each_account:
        names = f"every account in {names}" if names else "every account"
    title = f"Lowest and highest of {names}"
    if report.threshold is not None:
        beyond = _beyond(report.threshold)
        title = f"{beyond[0].upper()}{beyond[1:]} on any day: {names}"
    return titled(title, report.valuation)


def _beyond(threshold: Threshold) -> str:
    """``above 10,000 EUR``."""
    return " ".join(filter(None, (threshold.beyond.value, f"{threshold.number:,f}", threshold.commodity)))


def _table(report: ExtremesReport, course_of: Mapping[str, Course]) -> Table:
    beyond = None if report.threshold is None else report.threshold.beyond
    columns = [_name_column(report), *_passed_columns(report)]
    if beyond is not Beyond.ABOVE:
        columns += [Column("lowest", "Lowest", money=True), Column("lowest_on", "Lowest on")]
    if beyond is not Beyond.BELOW:
        columns += [Column("highest", "Highest", money=True), Column("highest_on", "Highest on")]
    # One course is drawn larger, above the table.
    if len(report.stocks) > 1 and course_of:
        columns.append(Column("course", "Course", drawn=True))
    rows = []
    for stock in report.stocks:
        cells = _cells(report, stock, full=False)
        if course := course_of.get(stock.name):
            cells["course"] = Trend(_stretches(report, stock, course))
        rows.append(_row(columns, cells))
    return Table(tuple(columns), tuple(rows))


def _ends(report: ExtremesReport) -> Table:
    """What there was at the ends of the period."""
    columns = (
        _name_column(report),
        Column("opening", f"Opening, {evening_before(report.begin)}", money=True),
        Column("closing", f"Closing, {evening_before(report.end)}", money=True),
    )
    rows = (_row(columns, _cells(report, stock, full=False)) for stock in report.stocks)
    return Table(columns, tuple(rows), "At the ends of the period")


def _full_table(report: ExtremesReport) -> Table:
    columns = (
        Column("begin", "Begin"),
        Column("end", "End"),
        _name_column(report),
        Column("opening", "Opening", money=True),
        Column("opening_on", "Opening on"),
        Column("lowest", "Lowest", money=True, marked=True),
        Column("lowest_on", "Lowest on"),
        Column("highest", "Highest", money=True),
        Column("highest_on", "Highest on"),
        Column("closing", "Closing", money=True),
        Column("closing_on", "Closing on"),
        *_passed_columns(report),
    )
    return Table(columns, tuple(_row(columns, _cells(report, stock, full=True)) for stock in report.stocks))


def _row(columns: Iterable[Column], cells: Mapping[str, Cell]) -> Row:
    return Row(tuple(cells.get(column.key) for column in columns))


def _passed_columns(report: ExtremesReport) -> list[Column]:
    if report.threshold is None:
        return []
    word = report.threshold.beyond.value
    return [Column(f"days_{word}", f"Days {word}"), Column(f"first_{word}", "First on")]


def _name_column(report: ExtremesReport) -> Column:
    key = "account" if report.each_account else "boundary"
    return Column(key, key.capitalize(), flexible=True)


def _cells(report: ExtremesReport, stock: StockExtremes, *, full: bool) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "account": AccountName(stock.name, stock.name),
        "boundary": Text(stock.name),
        "lowest_on": Day(stock.lowest.instant),
        "highest_on": Day(stock.highest.instant),
        "begin": Day(report.begin),
        "end": Day(report.end),
        "opening_on": Day(evening_before(report.begin)),
        "closing_on": Day(evening_before(report.end)),
    }
    figures = {
        "opening": stock.opening,
        "lowest": stock.lowest.number,
        "highest": stock.highest.number,
        "closing": stock.closing,
    }
    for key, number in figures.items():
        shown = (Amount(number, stock.commodity),)
        # The sign says it too, and remarks beside it would make the table too wide for many terminals.
        wrong = number < 0 and stock.type is not None
        cells[key] = Money(
            shown,
            exact=is_exact(shown, report.valuation),
            marks=wrong_way_marks(stock.type, [stock.commodity]) if wrong and full else {},
            tone=Tone.WRONG if wrong else Tone.PLAIN,
        )
    if stock.passed is not UNSET and report.threshold is not None:
        word = report.threshold.beyond.value
        cells |= {f"days_{word}": Count(stock.passed.days), f"first_{word}": Day(stock.passed.first)}
    return cells


def _length(report: ExtremesReport) -> int:
    """How many days count."""
    return evening_before(report.end).toordinal() + 1 - report.begin.toordinal()


def _stretches(report: ExtremesReport, stock: StockExtremes, course: Course) -> tuple[Decimal, ...]:
    """The stock at the ends of equally long stretches of the period, or the extreme that falls into one."""
    days = [day.toordinal() for day, _ in course]
    first, length = report.begin.toordinal(), _length(report)
    count = min(_STRETCHES, length)
    ends = (first + length * (index + 1) // count for index in range(count))
    sign = sign_of(stock.type, signed=False)
    numbers = [course[bisect_right(days, end - 1) - 1][1].get(stock.commodity, ZERO) * sign for end in ends]
    for extreme in (stock.lowest, stock.highest):
        after = extreme.instant.toordinal() - first + 1
        numbers[-(-after * count // length) - 1] = extreme.number
    return tuple(numbers)


def _drawings(report: ExtremesReport, course_of: Mapping[str, Course]) -> tuple[StockChart, ...]:
    """The course of a single boundary, in the main commodity."""
    if len(course_of) != 1 or not report.stocks:
        return ()
    ((name, course),) = course_of.items()
    stock = next((stock for stock in report.stocks if stock.commodity == report.main), report.stocks[0])
    sign = sign_of(stock.type, signed=False)
    # From the first day that counts up to the last, whether or not anything changes on them.
    first = stock.first
    numbers = {first: ZERO} | {max(day, first): sums.get(stock.commodity, ZERO) * sign for day, sums in course}
    daily = [(day, {stock.commodity: number}) for day, number in numbers.items()]
    return (stock_chart(name, stock.commodity, daily, evening_before(report.end)),)


def _notes(report: ExtremesReport, digits: Mapping[str, int]) -> Iterable[str]:
    stocks, threshold = report.stocks, report.threshold
    if not stocks:
        yield _nothing(report)
    mixed = list(dict.fromkeys(stock.name for stock in stocks if stock.type is None))
    if mixed:
        yield (
            f"Accounts of several types are in {few(mixed)}, so figures are signed sums: debits are positive, credits "
            "such as debts negative."
        )
    if any(stock.type in _FLOWS for stock in stocks):
        only = "" if report.boundaries else " `--each-account networth` leaves them out."
        yield f"Income and expenses are sums since the first transaction, on {report.since}.{only}"
    if any(stock.days < _length(report) for stock in stocks):
        only = "" if report.valuation is None else ", and only for what a stock is shown in on them"
        yield f"Days count from the day on which an account opens{only}."
    if threshold is not None and threshold.commodity is None and len({stock.commodity for stock in stocks}) > 1:
        amount = f"{threshold.number:f}"
        one = f"--{threshold.beyond.value} {amount}{stocks[0].commodity}"
        yield f"The amount is {amount} of each commodity; {one} asks for one of them."
    if report.valuation is not None:
        yield from _value_notes(report, digits)


def _value_notes(report: ExtremesReport, digits: Mapping[str, int]) -> Iterable[str]:
    if report.unpriced:
        missing = few(report.unpriced)
        yield f"No price in {report.valuation} on some or all days: {missing}. Such amounts stay as they are then."
    figures = (
        (Amount(number, stock.commodity),)
        for stock in report.stocks
        for number in (stock.opening, stock.lowest.number, stock.highest.number, stock.closing)
    )
    if is_rounded(figures, digits, exact=False):
        yield ROUNDED_NOTE


def _nothing(report: ExtremesReport) -> str:
    many = "No account" if report.each_account else "None of them" if len(report.boundaries) > 1 else ""
    if report.threshold is not None:
        return f"{many or 'It'} was {'' if many else 'not '}{_beyond(report.threshold)} at the end of any day."
    return f"{many} held anything at the end of any day." if many else "It held nothing at the end of any day."
