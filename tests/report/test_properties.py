"""What holds for the figures of any ledger at all, balanced or not."""

from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pfin.ledger.entries import Entries
from pfin.ledger.ledger import Ledger
from pfin.model.account import is_within
from pfin.model.amount import EXACT, Amount, Price
from pfin.model.directives import EMPTY, NO_META, Posting, Status, Transaction
from pfin.model.lot import Cost
from pfin.model.options import Options
from pfin.model.period import Period
from pfin.model.sources import Sources
from pfin.report.balance import Basis, Measure, balance
from pfin.report.moments import Instant
from pfin.report.register import register
from pfin.report.trial import trial

brief = settings(max_examples=50, deadline=None)

FIRST = Date(2025, 1, 1)
DAYS = 20

accounts = st.sampled_from(
    [
        "Assets:A",
        "Assets:A:B",
        "Assets:A:B:C",
        "Assets:A-B",
        "Liabilities:Card",
        "Income:Pay",
        "Expenses:X:Y",
        "Equity:O",
    ]
)
commodities = st.sampled_from(["USD", "EUR", "HOOL"])
numbers = st.decimals(min_value=-9999, max_value=9999, places=2)
# Numbers as they come from divisions, with all the digits that fit.
ragged = st.one_of(numbers, st.builds(lambda a, b: a / b, numbers, st.integers(3, 999).map(Decimal)))
days = st.integers(0, DAYS - 1).map(lambda day: FIRST + timedelta(day))
costs = st.builds(Cost, ragged.map(abs), commodities, days)
prices = st.builds(Price, ragged.map(abs), commodities, st.one_of(st.none(), numbers.map(abs)))
postings = st.builds(
    lambda account, number, commodity, cost, price: Posting(
        account, number, commodity, cost, price, None, Status.POSTED, NO_META, 2
    ),
    accounts,
    ragged,
    commodities,
    st.one_of(st.none(), costs),
    st.one_of(st.none(), prices),
)
transactions = st.builds(
    lambda date, legs: Transaction(date, "any", 1, NO_META, "*", None, "any", EMPTY, EMPTY, tuple(legs)),
    days,
    st.lists(postings, max_size=4),
)


def ledger_of(found: list[Transaction]) -> Ledger:
    return Ledger("any", ["any"], Options(), Entries(sorted(found, key=lambda t: t.date)), [], Sources())


ledgers = st.lists(transactions, max_size=8).map(ledger_of)
instants = days.map(Instant)


def summed(parts: list[tuple[Amount, ...]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for amounts in parts:
        for amount in amounts:
            total[amount.commodity] = total.get(amount.commodity, Decimal(0)) + amount.number
    return {commodity: number for commodity, number in total.items() if number}


def as_sums(amounts: tuple[Amount, ...]) -> dict[str, Decimal]:
    return {amount.commodity: amount.number for amount in amounts}


@brief
@given(ledgers, instants)
def test_debits_equal_credits_to_the_last_digit(ledger: Ledger, at: Instant) -> None:
    report = trial(ledger, at)
    assert report.totals.debit == report.totals.credit
    for sides in (*report.accounts, report.conversions, report.residue):
        assert all(amount.number > 0 for amount in (*sides.debit, *sides.credit))


@brief
@given(
    st.lists(transactions.filter(lambda t: all(p.number == round(p.number, 2) for p in t.postings)), max_size=8),
    instants,
    st.one_of(st.none(), st.integers(1, 4)),
    st.booleans(),
)
def test_a_tree_adds_up(found: list[Transaction], at: Instant, depth: int | None, signed: bool) -> None:
    report = balance(ledger_of(found), at, depth=depth, measure=Measure(signed=signed))
    for subtotal in report.subtotals:
        leaves = [row.balance for row in report.accounts if is_within(row.account, subtotal.account)]
        assert as_sums(subtotal.balance) == summed(leaves)
    for total in report.totals:
        assert as_sums(total.balance) == summed([row.balance for row in report.accounts if row.type is total.type])


@brief
@given(ledgers, instants)
def test_signs_change_figures_but_not_what_is_wrong(ledger: Ledger, at: Instant) -> None:
    normal = balance(ledger, at, measure=Measure(Basis.COST))
    signed = balance(ledger, at, measure=Measure(Basis.COST, signed=True))
    for one, other in zip(normal.accounts, signed.accounts, strict=True):
        assert one.type is not None
        turned = [EXACT.multiply(amount.number, one.type.sign) for amount in one.balance]
        assert turned == [amount.number for amount in other.balance]
        assert one.wrong_way == other.wrong_way
        assert one.wrong_way == tuple(amount.commodity for amount in one.balance if amount.number < 0)


@brief
@given(st.lists(transactions, max_size=8).map(ledger_of), accounts, days, st.integers(1, DAYS))
def test_a_register_closes_with_the_balance_of_the_account(
    ledger: Ledger, account: str, begin: Date, length: int
) -> None:
    names = [name for name in ledger.accounts if is_within(name, account)]
    end = begin + timedelta(length)
    report = register(ledger, account, names, Period(begin, end), signed=True)
    held = ledger.inventory(account, end - timedelta(1)).totals()
    assert {a.commodity: round(a.number, 15) for a in report.closing if round(a.number, 15)} == {
        commodity: round(number, 15) for commodity, number in held.items() if round(number, 15)
    }
