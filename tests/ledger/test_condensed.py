"""Condensed columns say the same as the columns, in whole months and at the ends of days."""

from collections import defaultdict
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pfin.ledger.columns import Columns, columns_of
from pfin.ledger.condensed import days, month_around, months
from pfin.model.account import Roots
from pfin.model.directives import EMPTY, NO_META, Posting, Status, Transaction

ROOTS = Roots()
ACCOUNTS = ("Assets:Bank", "Assets:Cash", "Liabilities:Card", "Income:Pay", "Expenses:Food", "Expenses:Rent")
LASTING = ("Assets:Bank", "Assets:Cash", "Liabilities:Card")

leg = st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(["5", "-5", "2.50", "-7.25", "0"]), st.sampled_from("XY"))
journal = st.lists(st.tuples(st.integers(0, 70), st.lists(leg, max_size=4)), max_size=25)


def columns_from(found: list[tuple[int, list[tuple[str, str, str]]]]) -> Columns:
    return columns_of(
        Transaction(
            Date(2024, 1, 20) + timedelta(day),
            "f",
            line,
            NO_META,
            "*",
            None,
            "",
            EMPTY,
            EMPTY,
            tuple(
                Posting(account, Decimal(number), commodity, None, None, None, Status.POSTED, NO_META, line)
                for account, number, commodity in legs
            ),
        )
        for line, (day, legs) in enumerate(sorted(found, key=lambda each: each[0]), 1)
    )


Crossing = dict[tuple[Date, str, str, bool], tuple[Decimal, int]]


def crossing(columns: Columns, legs: list[int], inside: set[str]) -> Crossing:
    """By month, account outside, commodity and sign: what crosses a boundary and in how many legs, leg by leg."""
    found: Crossing = {}
    for begin, end in zip(columns.start, columns.start[1:], strict=False):
        cells = [columns.cells[cell] for cell in columns.cell[begin:end]]
        if not any(cell.account in inside for cell in cells):
            continue
        for cell, at in zip(cells, range(begin, end), strict=True):
            if cell.account not in inside:
                number = cell.number(columns.number[at])
                month = Date.fromordinal(columns.day[at]).replace(day=1)
                key = month, cell.account, cell.commodity, number < 0
                total, count = found.get(key, (Decimal(0), 0))
                found[key] = total + number, count + legs[at]
    return found


@settings(deadline=None)
@given(journal, st.sets(st.sampled_from(LASTING), min_size=1))
def test_what_crosses_a_lasting_boundary_in_whole_months_is_the_same(
    found: list[tuple[int, list[tuple[str, str, str]]]], inside: set[str]
) -> None:
    columns = columns_from(found)
    condensed = months(columns, ROOTS)
    assert crossing(columns, [1] * len(columns.cell), inside) == crossing(
        condensed.columns, list(condensed.legs), inside
    )
    assert sum(condensed.legs) == len(columns.cell)


@settings(deadline=None)
@given(journal)
def test_what_lasting_accounts_hold_at_the_end_of_a_day_is_the_same(
    found: list[tuple[int, list[tuple[str, str, str]]]],
) -> None:
    columns = columns_from(found)
    by_day = days(columns, ROOTS).columns

    def held(of: Columns, day: int) -> dict[tuple[str, str], Decimal]:
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for cell, on, number in zip(of.cell, of.day, of.number, strict=True):
            account = of.cells[cell].account
            if on <= day and account in LASTING:
                sums[account, of.cells[cell].commodity] += of.cells[cell].number(number)
        return sums

    assert {account.account for account in by_day.cells} <= set(ACCOUNTS)
    for day in set(columns.day):
        assert held(by_day, day) == held(columns, day)
    assert all(by_day.cells[cell].account in LASTING for cell in by_day.cell)


@settings(deadline=None)
@given(journal)
def test_a_month_and_a_day_depend_on_their_own_transactions_alone(
    found: list[tuple[int, list[tuple[str, str, str]]]],
) -> None:
    columns = columns_from(found)
    for condense, bounds in ((months, month_around), (days, lambda day: (day, day + 1))):
        whole = condense(columns, ROOTS)
        for day in set(columns.date):
            first, after = bounds(day)
            part = [index for index, date in enumerate(columns.date) if first <= date < after]
            alone = condense(columns, ROOTS, range(part[0], part[-1] + 1))
            kept = [at for at, on in enumerate(whole.columns.day) if first <= on < after]
            assert list(alone.columns.cell) == [whole.columns.cell[at] for at in kept]
            assert list(alone.columns.number) == [whole.columns.number[at] for at in kept]
            assert list(alone.legs) == [whole.legs[at] for at in kept]


def test_the_first_of_a_month_and_the_first_after_it() -> None:
    table = {
        Date(2024, 2, 29): (Date(2024, 2, 1), Date(2024, 3, 1)),
        Date(2024, 12, 31): (Date(2024, 12, 1), Date(2025, 1, 1)),
        Date(1, 1, 1): (Date(1, 1, 1), Date(1, 2, 1)),
    }
    for day, (first, after) in table.items():
        assert month_around(day.toordinal()) == (first.toordinal(), after.toordinal())
    assert month_around(Date.max.toordinal())[1] == Date.max.toordinal() + 1
