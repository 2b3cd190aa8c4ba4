from decimal import Decimal

import pytest

from pfin.model.amount import Amount
from pfin.report.columns import Layout, Line, Section, folded, is_rounded, long_table, parts, section_lines, table
from pfin.report.table import AccountName, Bar, Money, Text, Trend


def usd(*numbers: str) -> tuple[dict[str, Decimal], ...]:
    return tuple({"USD": Decimal(number)} if number else {} for number in numbers)


FLOWS = {
    "Expenses:Food": usd("1", "2"),
    "Expenses:Food:Out": usd("10", ""),
    "Expenses:Rent": usd("100", "100"),
    "Assets:Savings": usd("", "50"),
}


def shown(lines: list[Line]) -> list[str]:
    found = []
    for line in lines:
        name = line.name
        words = name.text if isinstance(name, Text) else "  " * name.depth + name.label  # type: ignore[union-attr]
        numbers = " ".join(str(sums.get("USD", "-")) for sums in line.sums)
        found.append(f"{words} {numbers}")
    return found


def test_a_section_is_its_total_and_the_trees_below_it() -> None:
    assert shown(section_lines(Section("Outflows", FLOWS), 2)) == [
        "Outflows 111 152",
        "  Expenses 111 102",
        "    Food 11 2",
        "      (itself) 1 2",
        "      Out 10 -",
        "    Rent 100 100",
        "  Assets:Savings - 50",
    ]


def test_a_rooted_section_has_the_root_for_its_line() -> None:
    flows = {account: sums for account, sums in FLOWS.items() if account.startswith("Expenses")}
    assert shown(section_lines(Section("Expenses", flows, rooted=True), 2))[:2] == ["Expenses 111 102", "  Food 11 2"]
    assert shown(section_lines(Section("Expenses", {}, rooted=True), 2)) == ["Expenses - -"]


def test_a_list_has_categories_in_their_order() -> None:
    lines = section_lines(Section("In", {"Bank": usd("2"), "": usd("3")}, tree=False, nameless="(no payee)"), 1)
    assert shown(lines) == ["In 5", "  Bank 2", "  (no payee) 3"]


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (1, {"Expenses": usd("111", "102"), "Assets": usd("", "50")}),
        (2, {"Expenses:Food": usd("11", "2"), "Expenses:Rent": usd("100", "100"), "Assets:Savings": usd("", "50")}),
        (None, FLOWS),
    ],
)
def test_deeper_accounts_are_counted_with_their_parents(depth: int | None, expected: object) -> None:
    assert folded(FLOWS, depth) == expected


def test_several_columns_have_a_total_an_average_and_a_trend() -> None:
    lines = [
        Line(Text("Opening"), usd("7", "8"), summed=False),
        Line(Text("Food"), usd("10", "1")),
        Line(Text("Nothing"), ({}, {})),
    ]
    found = table(Layout(("A", "B"), "USD"), lines)
    assert [column.title for column in found.columns] == ["Account", "A", "B", "Total", "Average", "Trend"]
    stock, flow, nothing = (row.cells for row in found.rows)
    assert stock[3:5] == (None, None)
    assert flow[3] == Money((Amount(Decimal(11), "USD"),), exact=True)
    assert flow[4] == Money((Amount(Decimal("5.5"), "USD"),))
    assert flow[5] == Trend((Decimal(10), Decimal(1)))
    assert nothing[1:] == (Money(()), Money(()), Money((), True), Money(()), None)


def test_an_average_without_end_is_no_error() -> None:
    (row,) = table(Layout(("A", "B", "C")), [Line(Text("x"), usd("1", "", ""))]).rows
    average = row.cells[-1]
    assert isinstance(average, Money)
    assert average.amounts[0].number == Decimal("0.3333333333333333333333333333")


def test_one_column_has_bars_as_long_as_its_flows() -> None:
    lines = [Line(Text("Stock"), usd("900"), summed=False), Line(Text("a"), usd("3")), Line(Text("b"), usd("-1"))]
    found = table(Layout(("A",), "USD"), lines)
    assert [column.title for column in found.columns] == ["Account", "A", ""]
    stock, longest, other = (row.cells[-1] for row in found.rows)
    assert (stock, longest) == (None, Bar(1.0))
    assert isinstance(other, Bar)
    assert other.share == pytest.approx(-1 / 3)


def test_negative_figures_of_what_cannot_be_negative_are_marked() -> None:
    section = Section("Assets", {"Assets:A": usd("-5"), "Assets:B": usd("2")}, rooted=True, wrong="overdrawn")
    marks = [dict(row.cells[1].marks) for row in table(Layout(("A",)), section_lines(section, 1)).rows]  # type: ignore[union-attr]
    assert marks == [{"USD": "overdrawn"}, {"USD": "overdrawn"}, {}]


def test_the_tidy_form_has_a_row_for_each_figure() -> None:
    from datetime import date as Date

    from pfin.model.period import Period

    periods = [Period(Date(2025, 1, 1), Date(2025, 2, 1), "2025-01"), Period(Date(2025, 2, 1), Date(2025, 2, 9))]
    rows = long_table(periods, parts("in", {"Assets:A": usd("1", ""), "Assets:B": usd("2", "3")})).rows
    words = [" ".join(cell.text for cell in row.cells if isinstance(cell, Text)) for row in rows]
    assert words == ["2025-01 in Assets:A", "2025-01 in Assets:B", "2025-02-01..2025-02-08 in Assets:B"]


def test_figures_that_rest_on_prices_are_rounded_and_others_are_not() -> None:
    lines = [Line(AccountName("A", "A"), usd("1.234"))]
    exact, rounded = Layout(("A",)), Layout(("A",), exact=False)
    assert not is_rounded(exact, [table(exact, lines)], {"USD": 2})
    assert is_rounded(rounded, [table(rounded, lines)], {"USD": 2})
    assert not is_rounded(rounded, [table(rounded, lines)], {"USD": 3})


def test_each_figure_of_a_line_is_exact_as_far_as_it_is_short() -> None:
    lines = [Line(AccountName("A", "A"), usd("1.234", "0.123456789012", "", "5.000000000000"))]
    found = table(Layout(("A", "B", "C", "D")), lines)
    figures = [cell for cell in found.rows[0].cells[1:5] if isinstance(cell, Money)]
    assert [figure.exact for figure in figures] == [True, False, False, True]
    assert is_rounded(Layout(("A", "B", "C", "D")), [found], {"USD": 2})


def test_an_average_may_be_rounded_without_a_note() -> None:
    lines = [Line(AccountName("A", "A"), usd("1", "1", "0"))]
    layout = Layout(("A", "B", "C"))
    assert not is_rounded(layout, [table(layout, lines)], {"USD": 2})
