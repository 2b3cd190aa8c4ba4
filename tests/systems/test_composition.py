"""Stocks in parts, and the reports that are more boundaries on the same engine, on random journals."""

from collections.abc import Iterable, Mapping
from datetime import date as Date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_journals import Case, cases, intervals

from pfin.ledger.entries import Entries
from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.amount import EXACT, computing_in
from pfin.model.interval import Interval, cut
from pfin.model.options import Options
from pfin.model.period import Period
from pfin.model.sources import Sources
from pfin.report.columns import at_depth
from pfin.report.income import income
from pfin.report.moments import Instant, day_before
from pfin.report.networth import networth
from pfin.report.sheet import sheet
from pfin.systems.boundary import Boundary
from pfin.systems.composition import compositions
from pfin.systems.statement import ConservationError, statements

brief = settings(max_examples=60, deadline=None)

Sums = Mapping[str, Decimal]


@computing_in(EXACT)
def total(several: Iterable[Sums]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for sums in several:
        for commodity, number in sums.items():
            found[commodity] = found.get(commodity, Decimal(0)) + number
    return {commodity: number for commodity, number in found.items() if number}


def of_type(ledger: Ledger, *kinds: AccountType) -> Boundary:
    return Boundary("b", "b", tuple(name for name, account in ledger.accounts.items() if account.type in kinds))


def pieces(case: Case, interval: Interval) -> tuple[Period, ...]:
    return cut(case.period, interval)


@brief
@given(cases(), intervals, st.integers(1, 4))
def test_parts_are_the_stocks_of_smaller_boundaries(case: Case, interval: Interval, depth: int) -> None:
    ledger = case.journal.ledger()
    periods = pieces(case, interval)
    found = statements(ledger, case.one, periods, currency=case.currency)
    parts = compositions(ledger, found, lambda account: at_depth(account, depth))
    for name in {at_depth(account, depth) for account in case.one.accounts}:
        inside = tuple(account for account in case.one.accounts if at_depth(account, depth) == name)
        alone = statements(ledger, Boundary(name, name, inside), periods, currency=case.currency)
        assert [part.get(name, {}) for part in parts] == [alone[0].opening, *(each.closing for each in alone)]


def test_parts_that_do_not_add_up_are_raised() -> None:
    ledger = Ledger("j", ["j"], Options(), Entries([]), [], Sources())
    (statement,) = statements(ledger, Boundary("b", "b", ()), [Period(Date(2025, 1, 1), Date(2025, 2, 1))])
    with pytest.raises(ConservationError):
        compositions(ledger, [replace(statement, closing={"USD": Decimal(1)})], str)


@brief
@given(cases(), intervals)
def test_net_worth_changes_by_what_is_saved_and_gained(case: Case, interval: Interval) -> None:
    ledger = case.journal.ledger()
    report = networth(ledger, case.one, pieces(case, interval), currency=case.currency)
    for stock, change in zip(report.stocks[1:], report.changes, strict=True):
        gains = {case.currency or "": total([{"": n} for n in (*change.gains.price.values(), change.gains.conversion)])}
        gained = {currency: sums[""] for currency, sums in gains.items() if sums}
        assert total([change.opening, change.net_flow, change.conversions, gained]) == stock.total == change.closing
    assert total(report.composition.values()) == report.stocks[-1].total


@brief
@given(cases(), intervals)
def test_the_net_result_is_what_income_and_expenses_changed_by(case: Case, interval: Interval) -> None:
    ledger = case.journal.ledger()
    report = income(ledger, pieces(case, interval))
    (earned,) = statements(ledger, of_type(ledger, AccountType.INCOME), [case.period])
    (spent,) = statements(ledger, of_type(ledger, AccountType.EXPENSES), [case.period])
    grown = total([earned.closing, spent.closing])
    assert total([report.net_result, grown]) == total([earned.opening, spent.opening])
    assert total([report.total_expenses, spent.opening]) == spent.closing
    valued = income(ledger, pieces(case, interval), currency=case.currency)
    assert valued.postings == report.postings


@brief
@given(cases(), intervals)
@computing_in(EXACT)
def test_a_balance_sheet_holds_what_accounts_hold(case: Case, interval: Interval) -> None:
    ledger = case.journal.ledger()
    days = [day_before(period.end) for period in pieces(case, interval) if period.end is not None]
    # Both sides are compared by the report itself, in units and in value.
    sheet(ledger, [Instant(day) for day in days], currency=case.currency)
    report = sheet(ledger, [Instant(day) for day in days])
    for each in report.sheets:
        held = ledger.inventories(each.instant)
        for side, sign in ((each.assets, 1), (each.liabilities, -1), (each.equity, -1)):
            for account, sums in side.items():
                found = {commodity: number * sign for commodity, number in held[account].totals().items()}
                assert total([found]) == sums
        earnings = (
            held[name].totals()
            for name in held
            if ledger.options.roots.type_of(name) in (AccountType.INCOME, AccountType.EXPENSES)
        )
        assert total([each.earnings, *earnings]) == {}
