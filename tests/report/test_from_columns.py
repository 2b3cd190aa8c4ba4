"""Reports that only add up work on the columns of a ledger, and leave its directives alone."""

from collections.abc import Callable, Sequence
from datetime import date as Date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

from pfin.ledger.entries import Entries
from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.model.directives import Directive, Transaction
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.report import (
    accounts,
    balance,
    balance_page,
    cashflow,
    extremes,
    income,
    networth,
    networth_page,
    sheet,
    sheet_page,
    statement,
)
from pfin.report.journal_notes import journal_notes
from pfin.report.moments import columns, flow_period, instant, transaction_period
from pfin.report.selection import commodity_named
from pfin.report.table import Page
from pfin.systems.boundaries import Boundaries
from pfin.systems.extremes import Beyond, Threshold

Read = Callable[[str], Ledger]
D = TypeVar("D", bound=Directive)

TODAY = Date(2025, 4, 1)
NO_DIRECTIVES = "a report that only adds up asked for directives"


class Sealed(Entries):
    """Entries that have their columns, as those from the cache do, and nothing that says more of transactions."""

    def __init__(self, entries: Entries) -> None:
        self.columns = entries.columns
        self.quotes = entries.quotes
        self._others = [directive for directive in entries.directives if not isinstance(directive, Transaction)]

    @property
    def directives(self) -> NoReturn:
        raise AssertionError(NO_DIRECTIVES)

    @property
    def transactions(self) -> NoReturn:
        raise AssertionError(NO_DIRECTIVES)

    def of_type(self, kind: type[D]) -> Sequence[D]:
        assert kind is not Transaction, NO_DIRECTIVES
        return [directive for directive in self._others if type(directive) is kind]


def ledger_with(ledger: Ledger, entries: Entries) -> Ledger:
    return Ledger(ledger.entry, ledger.files, ledger.options, entries, ledger.diagnostics, ledger.sources)


def of_balance(ledger: Ledger, currency: str | None) -> Page:
    basis = balance.Basis.UNITS if currency is None else balance.Basis.VALUE
    found = balance.balance(ledger, instant(ledger, None, TODAY), measure=balance.Measure(basis, currency))
    return balance_page.page(found, ledger.digits)


def of_cashflow(ledger: Ledger, currency: str | None) -> Page:
    boundary = Boundaries(ledger).find("cash")
    whole = flow_period(ledger, None, TODAY)
    found = cashflow.cashflow(ledger, boundary, columns(whole, Interval.MONTH, chosen=False), currency=currency)
    page = cashflow.page(found, ledger.digits, notes=journal_notes(ledger, [boundary], whole))
    return cashflow.drawn(page, found, ledger, boundary, diagram=True)


def of_networth(ledger: Ledger, currency: str | None) -> Page:
    boundary = Boundaries(ledger).find("networth")
    period = networth.known_period(ledger, None, TODAY)
    assert period is not None
    found = networth.networth(ledger, boundary, networth.instants(period, Interval.MONTH), currency=currency)
    return networth_page.page(found, ledger.digits, notes=journal_notes(ledger, [boundary], None))


def of_income(ledger: Ledger, currency: str | None) -> Page:
    whole = flow_period(ledger, None, TODAY)
    return income.page(income.income(ledger, cut(whole, Interval.MONTH), currency=currency), ledger.digits)


def of_sheet(ledger: Ledger, currency: str | None) -> Page:
    found = sheet.sheet(ledger, [instant(ledger, None, TODAY)], currency=currency)
    return sheet_page.page(found, ledger.digits)


def of_statement(ledger: Ledger, currency: str | None) -> Page:
    boundary, period = Boundaries(ledger).find("currency=USD - Assets:Broker"), flow_period(ledger, None, TODAY)
    found = statement.statement(ledger, boundary, period, currency=currency)
    page = statement.page(found, ledger.digits, notes=journal_notes(ledger, [boundary], period))
    return statement.drawn(page, found, ledger, boundary)


def of_extremes(ledger: Ledger, currency: str | None) -> Page:
    whole = transaction_period(ledger, None, TODAY)
    threshold = Threshold(Beyond.ABOVE, Decimal(100), commodity_named(ledger, "usd"))
    found = extremes.extremes_of_accounts(ledger, [], whole, currency=currency, threshold=threshold)
    return extremes.page(found, ledger.digits)


def of_extremes_of_a_boundary(ledger: Ledger, currency: str | None) -> Page:
    whole, boundary = transaction_period(ledger, None, TODAY), Boundaries(ledger).find("declared")
    course_of = extremes.courses(ledger, [boundary], whole, currency)
    found = extremes.extremes(ledger, [boundary], whole, course_of, currency=currency)
    return extremes.page(found, ledger.digits, course_of=course_of)


def of_accounts(ledger: Ledger, _currency: str | None) -> Page:
    return accounts.page(accounts.accounts(ledger, instant(ledger, None, TODAY)), ledger.digits)


REPORTS = [
    of_balance,
    of_cashflow,
    of_networth,
    of_income,
    of_sheet,
    of_statement,
    of_extremes,
    of_extremes_of_a_boundary,
    of_accounts,
]


@pytest.mark.parametrize("currency", [None, "USD"])
@pytest.mark.parametrize("report", REPORTS)
def test_a_report_asks_for_no_directives(
    household: Ledger, read: Read, report: Callable[[Ledger, str | None], Page], currency: str | None
) -> None:
    text = Path(household.entry).read_text(encoding="utf-8").replace(" ! ", " * ")
    ledger = read(text + '\n2025-01-01 custom "boundary" "declared" "Assets | Liabilities"\n')
    sealed = ledger_with(ledger, Sealed(ledger.entries)).counting(BalanceKind.POSTED)
    assert report(sealed, currency) == report(ledger, currency)


def test_a_sealed_ledger_has_no_transactions_to_go_through(household: Ledger) -> None:
    sealed = ledger_with(household, Sealed(household.entries))
    with pytest.raises(AssertionError, match=NO_DIRECTIVES):
        list(sealed.transactions())


def test_periods_without_transactions_are_told_from_columns(household: Ledger) -> None:
    sealed = ledger_with(household, Sealed(household.entries))
    empty = Period(Date(2030, 1, 1), Date(2031, 1, 1))
    (note,) = journal_notes(sealed, [], empty)
    assert "No transaction is in this period" in note
