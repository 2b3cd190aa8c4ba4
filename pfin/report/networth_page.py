"""Net worth over time for people: stocks with what they are made of, what changed them, and the last one by account."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from pfin.ledger.ledger import Ledger
from pfin.model.account import SEPARATOR
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.period import Period
from pfin.systems.boundary import NETWORTH, Boundary
from pfin.systems.stocks import Sums, daily_stocks

from .changes import changes
from .columns import Line, Section, at_depth, section_lines, share
from .figures import (
    ROUNDED_NOTE,
    added,
    amounts,
    every_amount,
    few,
    is_exact,
    is_rounded,
    more_or_less,
    negative,
    said,
    sum_of,
)
from .networth import NetworthReport, StockAt
from .price_age import FRESH
from .system import titled
from .system_drawings import stock_chart
from .table import Bar, Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone


@computing_in(EXACT)
def page(report: NetworthReport, digits: Mapping[str, int], *, full: bool = False, notes: Sequence[str] = ()) -> Page:
    """The report for people; ``notes`` come first below.

    ``full`` gives every part of a stock and every term of a change a row of its own, as for a spreadsheet.
    """
    first, last = report.stocks[0].instant, report.stocks[-1].instant
    moment = f"from the end of {first} to the end of {last}"
    if full:
        return Page(_title(report), moment, (_long_table(report),), digits)
    tables = [_over_time(report)]
    if _is_told_apart(report):
        tables.append(_changes(report))
    tables.append(_composition(report))
    all_notes = (*notes, *_notes(report, digits))
    return Page(_title(report), moment, tuple(tables) if _is_anything(report) else (), digits, all_notes)


def drawn(page: Page, report: NetworthReport, ledger: Ledger, boundary: Boundary) -> Page:
    """The page with its drawing, the stock day by day."""
    if report.main is None:
        return page
    # The first stock is the end of the day before the changes begin.
    first, last = report.stocks[0].instant, report.stocks[-1].instant
    daily = daily_stocks(ledger, boundary, Period(first, report.changes[-1].end), report.valuation)
    return replace(page, drawings=(stock_chart(_name(report), report.main, daily, last),))


def _name(report: NetworthReport) -> str:
    return "Net worth" if report.boundary.name == NETWORTH else report.boundary.name


def _title(report: NetworthReport) -> str:
    if report.boundary.name == NETWORTH:
        return titled(_name(report), report.valuation)
    return titled(f"Stock of {report.boundary.name}", report.valuation, report.boundary)


def _total_title(report: NetworthReport) -> str:
    return _name(report) if report.boundary.name == NETWORTH else "Total"


def _flow_title(report: NetworthReport) -> str:
    return "Saved" if report.boundary.name == NETWORTH else "Net flow"


def _money(
    report: NetworthReport, sums: Sums, tone: Tone = Tone.PLAIN, *, nothing: bool = False, direction: int = 0
) -> Money:
    """Figures; where there are none, ``nothing`` says so. For ``direction`` see :func:`.more_or_less`."""
    shown = every_amount(said(sums, report.main)) if nothing else amounts(sums)
    exact = is_exact(shown, report.valuation)
    return Money(shown, exact=exact, tone=tone, tones=more_or_less(shown, direction))


def _parts(report: NetworthReport) -> list[str]:
    """The parts that hold something at some instant, in the order of accounts; none where one part is all there is."""
    holding = {part for stock in report.stocks for part in stock.parts}
    parts = dict.fromkeys(at_depth(account, report.depth) for account in report.boundary.accounts)
    return [part for part in parts if part in holding] if len(holding) > 1 else []


def _over_time(report: NetworthReport) -> Table:
    parts = _parts(report)
    columns = [Column("date", "End of")]
    columns += [Column(part, title, money=True) for part, title in zip(parts, _titles(parts), strict=True)]
    columns += [Column("total", _total_title(report), money=True), Column("change", "Change", money=True)]
    columns.append(Column("bar", "", drawn=True))
    longest = max((abs(stock.total.get(report.main or "", ZERO)) for stock in report.stocks), default=ZERO)
    rows = []
    before: StockAt | None = None
    for stock in report.stocks:
        cells: list[Cell] = [Day(stock.instant), *(_money(report, stock.parts.get(part, {})) for part in parts)]
        cells.append(_money(report, stock.total, Tone.STRONG, nothing=True))
        change = None if before is None else sum_of([stock.total, negative(before.total)])
        cells.append(None if change is None else _money(report, change, nothing=True, direction=1))
        cells.append(_bar(stock.total, report.main, longest))
        rows.append(Row(tuple(cells)))
        before = stock
    return Table(tuple(columns), tuple(rows), divided=True)


def _titles(parts: Sequence[str]) -> list[str]:
    """The parts without their roots, where these are not needed to tell them apart."""
    short = [part.partition(SEPARATOR)[2] for part in parts]
    return short if all(short) and len(set(short)) == len(short) else list(parts)


def _bar(sums: Sums, main: str | None, longest: Decimal) -> Cell:
    number = sums.get(main or "", ZERO)
    return Bar(float(share(number, longest))) if number else None


def _is_told_apart(report: NetworthReport) -> bool:
    """Whether values changed by more than what came in and went out."""
    return report.valuation is not None and any(changes(report.changes, report.valuation))


def _changes(report: NetworthReport) -> Table:
    """What made each change: what was saved, gains of either kind, and conversions where there are any."""
    currency = report.valuation or ""
    converted = any(change.conversions for change in report.changes)
    columns = [Column("date", "Until"), Column("net_flow", _flow_title(report), money=True)]
    columns += [Column("conversions", "Conversions", money=True)] if converted else []
    columns += [Column("gains", "Gains", money=True), Column("change", "Change", money=True)]
    rows = []
    for stock, change in zip(report.stocks[1:], report.changes, strict=True):
        cells: list[Cell] = [Day(stock.instant), _money(report, change.net_flow, nothing=True, direction=1)]
        cells += [_money(report, change.conversions, nothing=True)] if converted else []
        cells.append(_money(report, {currency: change.gains.total}, nothing=True, direction=1))
        whole = sum_of([change.closing, negative(change.opening)])
        cells.append(_money(report, whole, Tone.STRONG, nothing=True, direction=1))
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), tuple(rows), "What changed it", divided=True)


def _composition(report: NetworthReport) -> Table:
    """The last stock by account, with its share in what lies in assets."""
    flows = {account: (sums,) for account, sums in report.composition.items()}
    lines = section_lines(Section("", flows, rooted=True), 1) if flows else []
    total = report.stocks[-1].total
    lines.append(Line(Text(_total_title(report), Tone.STRONG), (total,), RowKind.TOTAL, Tone.STRONG))
    whole, words = _whole(report)
    longest = max((abs(line.sums[0].get(report.main or "", ZERO)) for line in lines), default=ZERO)
    columns = [Column("account", "Account", flexible=True), Column("stock", "Amount", money=True)]
    if whole:
        columns.append(Column("share", words))
    columns.append(Column("bar", "", drawn=True))
    rows = []
    for line in lines:
        (sums,) = line.sums
        cells: list[Cell] = [line.name, _money(report, sums, line.tone, nothing=True)]
        if whole:
            number = sums.get(report.main or "", ZERO)
            cells.append(Text(f"{share(number, whole):>{len(words)}.1%}", line.tone))
        cells.append(None if line.kind is RowKind.TOTAL else _bar(sums, report.main, longest))
        rows.append(Row(tuple(cells), line.kind))
    return Table(tuple(columns), tuple(rows), f"What it is made of at the end of {report.stocks[-1].instant}")


def _whole(report: NetworthReport) -> tuple[Decimal, str]:
    """What shares are shares of, in the one commodity that there is, and how that is called; 0 where they mean nothing.

    Shares in assets stay meaningful where debts make the total small or negative.
    """
    total = report.stocks[-1].total
    held = {commodity for sums in report.composition.values() for commodity in sums}
    if report.main is None or held != {report.main}:
        return ZERO, ""
    whole = report.assets.get(report.main, ZERO)
    if whole > 0:
        return whole, "Of assets"
    return (ZERO, "") if report.assets else (total.get(report.main, ZERO), "Of total")


def _is_anything(report: NetworthReport) -> bool:
    return any(stock.parts for stock in report.stocks)


def _long_table(report: NetworthReport) -> Table:
    """Every part of each stock, and every term of the change up to it."""
    columns = (
        Column("instant", "Instant"),
        Column("begin", "Begin"),
        Column("end", "End"),
        Column("section", "Section"),
        Column("account", "Account"),
        Column("amount", "Amount", money=True),
    )
    rows: list[Row] = []

    def add(when: tuple[Cell, Cell, Cell], section: str, account: str, sums: Sums) -> None:
        if shown := amounts(sums):
            rows.append(Row((*when, Text(section), Text(account), Money(shown, exact=True))))

    for stock, change in zip(report.stocks, (None, *report.changes), strict=True):
        for part, sums in stock.parts.items():
            add((Day(stock.instant), None, None), "stock", part, sums)
        if change is not None:
            days = (None, Day(change.begin), Day(change.end))
            add(days, "net", "", change.net_flow)
            for other in changes([change], report.valuation):
                add(days, other.section, "", other.sums[0])
    return Table(columns, tuple(rows))


def _notes(report: NetworthReport, digits: Mapping[str, int]) -> Iterator[str]:
    last = report.stocks[-1]
    if not _is_anything(report):
        yield "There is nothing in it at any of these instants."
        return
    if report.valuation is not None and report.by_default:
        yield (
            f"Valued in {report.valuation}, the journal's operating currency, at the prices of each day; --units shows "
            "units, --value CURRENCY another currency."
        )
    if _is_told_apart(report):
        yield (
            f"{_flow_title(report)} is what came in less what went out. Gains are what changing prices made of what is "
            "held, and exchanges at other prices than those of the day; a sale that books its gain as income takes it "
            "back there. Together they are the change, to the last digit."
        )
    if report.valuation is not None and any(change.conversions for change in report.changes):
        yield "Conversions: what was exchanged without a price by then, and what got its first price."
    if equity := amounts(added(change.from_equity for change in report.changes)):
        opened = few([str(amount) for amount in equity])
        yield f"The changes count {opened} from equity, such as opening balances."
    if report.unpriced:
        yield f"No price in {report.valuation} on some of these days: {few(report.unpriced)}. Such amounts stay so."
    if report.oldest_price is not None and last.instant - report.oldest_price > FRESH:
        yield f"The last values are at the latest prices by that day; the oldest used is of {report.oldest_price}."
    if report.valuation is None and len({commodity for stock in report.stocks for commodity in stock.total}) > 1:
        yield "Different commodities are not added up; --value CURRENCY shows all of them in one."
    if _is_rounded(report, digits):
        yield ROUNDED_NOTE


def _is_rounded(report: NetworthReport, digits: Mapping[str, int]) -> bool:
    """Whether figures have more digits than people are shown."""
    figures = [*report.composition.values(), *(stock.total for stock in report.stocks)]
    return is_rounded(map(amounts, figures), digits, exact=report.valuation is None)
