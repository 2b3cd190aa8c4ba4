"""Wide tables are mostly empty: many columns take little more work than few, counted in calls and lines."""

import sys
from collections.abc import Callable, Sequence
from datetime import date as Date
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest

from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.render.terminal import to_text
from pfin.report import cashflow, income
from pfin.systems.boundary import Boundary

Read = Callable[[str], Ledger]
ACCOUNTS = 300
FIRST = Date(2020, 1, 1)


def journal() -> str:
    """Each of many accounts is paid once, on a day of its own."""
    accounts = ["Assets:Cash", *(f"Expenses:A{number}" for number in range(ACCOUNTS))]
    opened = "".join(f"{FIRST} open {account}\n" for account in accounts)
    return opened + "".join(
        f'{FIRST + timedelta(number)} * "Paid"\n  {account}  1 USD\n  Assets:Cash\n'
        for number, account in enumerate(accounts[1:])
    )


def of_cash(ledger: Ledger, periods: Sequence[Period]) -> str:
    cash = Boundary("cash", "cash", ("Assets:Cash",))
    grouping = cashflow.Grouping(depth=9)
    found = cashflow.cashflow(ledger, cash, periods, grouping=grouping)
    return to_text(cashflow.page(found, ledger.digits, grouping=grouping))


def of_income(ledger: Ledger, periods: Sequence[Period]) -> str:
    return to_text(income.page(income.income(ledger, periods, depth=9), ledger.digits))


@pytest.mark.parametrize("report", [of_cash, of_income])
def test_work_hardly_grows_with_empty_columns(read: Read, report: Callable[[Ledger, Sequence[Period]], str]) -> None:
    ledger = read(journal())
    period = Period(FIRST, FIRST + timedelta(ACCOUNTS))
    weeks, days = cut(period, Interval.WEEK), cut(period, Interval.DAY)
    # What is worked out only once is no work of either.
    report(ledger, weeks)
    few, many = steps(lambda: report(ledger, weeks)), steps(lambda: report(ledger, days))
    empty = (len(days) - len(weeks)) * ACCOUNTS
    assert (many - few) / empty < 30


def steps(work: Callable[[], object]) -> int:
    """How many functions some work calls, Python's own included, and how many lines it runs."""
    found = 0

    def count_calls(frame: FrameType, event: str, argument: object) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    def count_lines(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal found
        found += event == "line"
        return count_lines

    tracing = sys.gettrace()
    sys.setprofile(count_calls)
    sys.settrace(count_lines)
    try:
        work()
    finally:
        sys.settrace(tracing)
        sys.setprofile(None)
    return found
