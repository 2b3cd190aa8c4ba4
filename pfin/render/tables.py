"""Tables as forms without pictures have them."""

from msgspec.structs import replace

from pfin.report.table import Table


def without_drawn(table: Table) -> Table:
    """The table without the columns that only repeat others for the eye."""
    kept = [index for index, column in enumerate(table.columns) if not column.drawn]
    if len(kept) == len(table.columns):
        return table
    rows = tuple(replace(row, cells=tuple(row.cells[index] for index in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[index] for index in kept), rows=rows)
