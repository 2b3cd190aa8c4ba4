"""Condensed columns: legs that a question does not tell apart are one.

Problem. Most questions are of months, and of what lasts: what crossed a boundary around assets and liabilities, what
there was inside day by day. To answer them from single legs is to add up the same legs time and again.

Solution. Two condensations of the columns, which have the form of columns themselves, so that whoever works on these
works on those:

- *Months.* The transactions of a month that touch the same lasting accounts (all but income and expenses) are one, on
  the first day of the month. Its legs are the sums of theirs, apart for each cell and sign, but for all lots together.
  A boundary around lasting accounts is touched by all of them or by none, and debits and credits stay apart: what
  crosses it in whole months is the same as in the single legs.
- *Days.* The legs of a day in a cell of a lasting account are one, again for all lots together. What such accounts hold
  at the end of any day is the same.

Both depend, month by month and day by day, on the transactions of these alone.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from itertools import accumulate, compress, repeat

from msgspec import Struct

from pfin.model.account import AccountType, Roots

from .columns import Columns, added_up

_FLEETING = (AccountType.INCOME, AccountType.EXPENSES)


class Condensed(Struct, frozen=True):
    """Columns, and how many legs of the ledger each of their legs stands for."""

    columns: Columns
    legs: "array[int]"

    def digits(self) -> Mapping[str, Mapping[int, int]]:
        """How many legs of the ledger there are of each commodity with how many fractional digits."""
        return self.columns.digits(added_up(self.columns.cell, self.legs))

    def has_limits(self, days: Iterable[Date]) -> bool:
        """Whether no month reaches over the beginning of any of the days, if these are months."""
        last = self.columns.date[-1] if self.columns.date else 0
        return all(day.day == 1 or last + 31 <= day.toordinal() for day in days)


def is_lasting(account: str, roots: Roots) -> bool:
    """Whether an account is of another type than income and expenses."""
    return roots.type_of(account) not in _FLEETING


def months(columns: Columns, roots: Roots, within: range | None = None) -> Condensed:
    """The months of columns, or those that the transactions ``within`` them make, which are all of their months."""
    within = range(len(columns.date)) if within is None else within
    start, size = columns.start, columns.cell.itemsize
    legs = slice(start[within.start], start[within.stop])
    lasting, first_like = _told_apart(columns, legs, roots)
    cells, numbers = map(first_like.__getitem__, columns.cell[legs]), columns.number[legs]
    data = columns.cell.tobytes()
    # The lasting accounts that transactions with the same cells touch, as a number, and that of each such set.
    touched: dict[bytes, int] = {}
    sets: dict[frozenset[str], int] = {}
    firsts: dict[int, int] = {}
    # The groups of transactions by month and set, and of each leg, where the sums of its group begin.
    groups: dict[tuple[int, int], int] = {}
    begins: list[int] = []
    width = 2 * len(columns.cells)
    date = columns.date[within.start : within.stop]
    bounds = start[within.start : within.stop + 1]
    for day, first, last in zip(date, bounds, bounds[1:], strict=False):
        key = data[first * size : last * size]
        accounts = touched.get(key)
        if accounts is None:
            own = frozenset(columns.cells[cell].account for cell in columns.cell[first:last] if lasting[cell])
            accounts = touched[key] = sets.setdefault(own, len(sets))
        month = firsts.get(day)
        if month is None:
            month, _ = month_around(day)
            firsts[day] = month
        group = month, accounts
        begin = groups.get(group)
        if begin is None:
            begin = groups[group] = width * len(groups)
        begins.extend(repeat(begin, last - first))
    # Either sign has a place of its own.
    places = [begin + cell + cell + (number < 0) for begin, cell, number in zip(begins, cells, numbers, strict=True)]
    return _condensed(columns, [month for month, _ in groups], places, numbers, 2)


def days(columns: Columns, roots: Roots, within: range | None = None) -> Condensed:
    """The days of columns, or those that the transactions ``within`` them make, which are all of their days."""
    within = range(len(columns.date)) if within is None else within
    legs = slice(columns.start[within.start], columns.start[within.stop])
    lasting, first_like = _told_apart(columns, legs, roots)
    wanted = [lasting[cell] for cell in columns.cell[legs]]
    cells = map(first_like.__getitem__, compress(columns.cell[legs], wanted))
    width = len(columns.cells)
    dates: dict[int, int] = {}
    places = [
        width * dates.setdefault(day, len(dates)) + cell
        for day, cell in zip(compress(columns.day[legs], wanted), cells, strict=True)
    ]
    return _condensed(columns, list(dates), places, list(compress(columns.number[legs], wanted)), 1)


def _told_apart(columns: Columns, legs: slice, roots: Roots) -> tuple[dict[int, bool], dict[int, int]]:
    """For each cell of some legs, whether its account is lasting, and the first cell that is like it but for the lot.

    Lots of one kind are alike, whose costs are in one currency: they are worth the same.
    """
    accounts: dict[str, bool] = {}
    firsts: dict[tuple[str, str, str | None, int], int] = {}
    lasting, first_like = {}, {}
    for index in dict.fromkeys(columns.cell[legs]):
        cell = columns.cells[index]
        if cell.account not in accounts:
            accounts[cell.account] = is_lasting(cell.account, roots)
        kind = cell.account, cell.commodity, None if cell.cost is None else cell.cost.commodity, cell.exponent
        lasting[index] = accounts[cell.account]
        first_like[index] = firsts.setdefault(kind, index)
    return lasting, first_like


def month_around(day: int) -> tuple[int, int]:
    """The first day of the month of a day, and the first after it, as ordinals."""
    first = Date.fromordinal(day).replace(day=1)
    # From the first of a month it is 31 days at most to the next.
    last = first.toordinal() + 31
    after = Date.fromordinal(last).replace(day=1).toordinal() if last <= Date.max.toordinal() else last
    return first.toordinal(), after


def _condensed(
    columns: Columns, days: Sequence[int], places: Sequence[int], numbers: Iterable[int], signs: int
) -> Condensed:
    """The columns of sums: for each of the ``days`` there are as many places as cells, or with ``signs`` 2 twice."""
    width = signs * len(columns.cells)
    sums = added_up(places, numbers)
    counts = Counter(places)
    found: list[list[int]] = [[] for _ in days]
    for place in sums:
        found[place // width].append(place)
    order = [place for group in found for place in group]
    number = [sums[place] for place in order]
    try:
        numbers_found: array[int] | list[int] = array("q", number)
    except OverflowError:
        numbers_found = number
    made = Columns(
        columns.cells,
        array("i", [place % width // signs for place in order]),
        array("i", [days[place // width] for place in order]),
        numbers_found,
        array("i", days),
        array("i", accumulate(map(len, found), initial=0)),
        array("i"),
    )
    return Condensed(made, array("i", [counts[place] for place in order]))
