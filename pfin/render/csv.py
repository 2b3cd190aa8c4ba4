"""Pages as CSV for spreadsheets and scripts: full precision, one number a cell, its commodity in a cell of its own."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from pfin.model.amount import Amount, plain
from pfin.report.table import AccountName, Cell, Column, Count, Day, Money, Page, Row, RowKind, Text

from .tables import without_drawn


def to_csv(page: Page) -> str:
    """The body rows of each table under a header of its own; an empty line stands between two tables.

    A column of money becomes two, its number and ``..._commodity``. A row with several commodities becomes a row for
    each. Where the column's amounts may have marks, these have a column too, ``mark``. Headings and totals are left
    out, so that adding up a column counts nothing twice, and so are columns that are drawn.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for index, table in enumerate(page.tables):
        if index:
            text.write("\n")
        table = without_drawn(table)
        money = frozenset(index for index, column in enumerate(table.columns) if column.money)
        writer.writerow(_header(table.columns, money))
        for row in table.rows:
            if row.kind is RowKind.BODY:
                writer.writerows(_rows(row, table.columns, money))
    return text.getvalue()


def _header(columns: tuple[Column, ...], money: frozenset[int]) -> Iterator[str]:
    for index, column in enumerate(columns):
        yield column.key
        if index in money:
            yield f"{column.key}_commodity"
        if column.marked:
            yield "mark"


def _rows(row: Row, columns: tuple[Column, ...], money: frozenset[int]) -> Iterator[list[str]]:
    amounts = {index: cell.amounts for index, cell in enumerate(row.cells) if isinstance(cell, Money)}
    if all(len(stacked) <= 1 for stacked in amounts.values()):
        yield _values(row, columns, money, {index: stacked[0] for index, stacked in amounts.items() if stacked})
        return
    # Amounts of one commodity share a row; a second amount of it in the same cell begins another.
    rows: dict[tuple[str, int], dict[int, Amount]] = {}
    for index, stacked in amounts.items():
        seen: Counter[str] = Counter()
        for amount in stacked:
            rows.setdefault((amount.commodity, seen[amount.commodity]), {})[index] = amount
            seen[amount.commodity] += 1
    for found in rows.values():
        yield _values(row, columns, money, found)


def _values(row: Row, columns: tuple[Column, ...], money: frozenset[int], amounts: dict[int, Amount]) -> list[str]:
    values = []
    for index, cell in enumerate(row.cells):
        if index in money:
            amount = amounts.get(index)
            values += ["", ""] if amount is None else [plain(amount.number), amount.commodity]
            if columns[index].marked:
                marks = cell.marks if isinstance(cell, Money) else {}
                values.append("" if amount is None else marks.get(amount.commodity, ""))
        else:
            values.append(_words(cell))
    return values


def _words(cell: Cell) -> str:
    match cell:
        case Text():
            return cell.text
        case AccountName():
            return cell.account
        case Day():
            return cell.date.isoformat()
        case Count():
            return str(cell.number)
        case _:
            return ""
