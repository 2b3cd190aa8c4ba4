"""Extremes against what an oracle finds that looks at every day, and by hand."""

from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_journals import FIRST, Case, cases, drawn_around, ledger_of

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.systems.extremes import Beyond, Extremes, Passed, Threshold, account_extremes, boundary_extremes
from pfin.systems.stocks import daily_stocks

brief = settings(max_examples=60, deadline=None)
thresholds = st.one_of(
    st.none(),
    st.builds(
        Threshold,
        st.sampled_from(Beyond),
        st.sampled_from(["-10", "0", "0.01", "10", "100", "1000"]).map(Decimal),
        st.sampled_from([None, None, "USD", "HOOL"]),
    ),
)


def naive(
    ledger: Ledger,
    accounts: Iterable[str],
    period: Period,
    sign: int,
    currency: str | None,
    threshold: Threshold | None,
) -> list[dict[str, object]]:
    """The extremes of some accounts together, from what they hold at the end of each day."""
    assert period.begin is not None and period.last is not None

    def held(day: Date | None) -> dict[str, Fraction]:
        """What there is at the end of a day, none of it without a day."""
        total: dict[str, Fraction] = {}
        for account in accounts if day else ():
            inventory = ledger.inventory(account, day, children=False)
            units: Mapping[str, Decimal] = inventory.totals()
            if currency is not None:
                units = {amount.commodity: amount.number for amount in ledger.value(inventory, currency, day)}
            for commodity, number in units.items():
                total[commodity] = total.get(commodity, Fraction(0)) + Fraction(number) * sign
        return {commodity: number for commodity, number in total.items() if number}

    opening = held(period.begin - timedelta(1))
    length = (period.last - period.begin).days + 1

    def shown(day: Date) -> set[str]:
        """What units are shown in at the end of a day, of all that is ever held by the end."""
        kinds = {
            (posting.commodity, None if posting.cost is None else posting.cost.commodity)
            for transaction in ledger.transactions()
            for posting in transaction.postings
            if posting.account in accounts and transaction.date <= period.last
        }
        return {name if ledger.prices.convert(name, currency, day, via) is None else currency for name, via in kinds}

    course = {day: held(day) for day in (period.begin + timedelta(index) for index in range(length)) if day >= FIRST}
    found = []
    for commodity in sorted({*opening, *(name for stocks in course.values() for name in stocks)}):
        numbers = {
            day: stocks.get(commodity, Fraction(0))
            for day, stocks in course.items()
            if currency is None or commodity in shown(day)
        }
        if not numbers:
            continue
        beyond = [day for day, number in numbers.items() if is_beyond(number, commodity, threshold)]
        low, high = min(numbers.values()), max(numbers.values())
        found.append(
            {
                "commodity": commodity,
                "opening": opening.get(commodity, Fraction(0)),
                "lowest": (low, next(day for day in numbers if numbers[day] == low)),
                "highest": (high, next(day for day in numbers if numbers[day] == high)),
                "closing": course[period.last].get(commodity, Fraction(0)),
                "first": min(numbers),
                "days": len(numbers),
                "passed": Passed(len(beyond), beyond[0]) if beyond else None,
            }
        )
    return found


def is_beyond(number: Fraction, commodity: str, threshold: Threshold | None) -> bool:
    if threshold is None or threshold.commodity not in (None, commodity):
        return False
    limit = Fraction(threshold.number)
    return number > limit if threshold.beyond is Beyond.ABOVE else number < limit


def as_naive(found: Iterable[Extremes]) -> list[dict[str, object]]:
    return [
        {
            "commodity": each.commodity,
            "opening": Fraction(each.opening),
            "lowest": (Fraction(each.lowest.number), each.lowest.instant),
            "highest": (Fraction(each.highest.number), each.highest.instant),
            "closing": Fraction(each.closing),
            "first": each.first,
            "days": each.days,
            "passed": each.passed,
        }
        for each in found
    ]


@brief
@given(cases(), thresholds)
def test_each_account_against_the_oracle(case: Case, threshold: Threshold | None) -> None:
    ledger = case.journal.ledger()
    found = account_extremes(ledger, None, case.period, currency=case.currency, threshold=threshold)
    for name, account in ledger.accounts.items():
        expected = naive(ledger, [name], case.period, account.type.sign, case.currency, threshold)
        # Where a threshold is asked for, there is only what passed it.
        assert as_naive(found.get(name, ())) == [each for each in expected if threshold is None or each["passed"]]


@brief
@given(cases(), thresholds, st.sampled_from([1, -1]))
def test_a_boundary_against_the_oracle(case: Case, threshold: Threshold | None, sign: int) -> None:
    ledger = case.journal.ledger()
    daily = daily_stocks(ledger, case.one, case.period, case.currency)
    found = boundary_extremes(
        ledger, case.one, case.period, daily, sign=sign, currency=case.currency, threshold=threshold
    )
    expected = naive(ledger, case.one.accounts, case.period, sign, case.currency, threshold)
    assert as_naive(found) == expected


@brief
@given(cases(), thresholds)
def test_a_boundary_of_one_account_is_that_account(case: Case, threshold: Threshold | None) -> None:
    ledger = case.journal.ledger()
    found = account_extremes(ledger, None, case.period, currency=case.currency, threshold=threshold)
    for name, account in ledger.accounts.items():
        boundary = drawn_around([name])
        daily = daily_stocks(ledger, boundary, case.period, case.currency)
        alone = boundary_extremes(
            ledger,
            boundary,
            case.period,
            daily,
            sign=account.type.sign,
            currency=case.currency,
            threshold=threshold,
        )
        assert found.get(name, ()) == tuple(each for each in alone if threshold is None or each.passed)


MOVES = """
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Clearing
2025-01-20 open Assets:New
2025-01-01 open Liabilities:Card
2025-01-01 open Equity:Opening
2025-01-05 * "Opening"
  Assets:Bank  100 USD
  Equity:Opening
2025-01-10 * "In at noon"
  Assets:Bank  900 USD
  Liabilities:Card
2025-01-10 * "Out at night"
  Assets:Bank  -950 USD
  Assets:Clearing
2025-01-10 * "On the same day"
  Assets:Clearing  -950 USD
  Liabilities:Card
2025-01-20 * "A new account"
  Assets:New  30 USD
  Assets:Bank
2025-01-25 * "And back"
  Assets:New  -10 USD
  Assets:Bank
"""
"""Bank: 100 from the 5th, 50 from the 10th, 20 from the 20th, 30 from the 25th. Card: 900 - 950 = -50 from the 10th."""


@pytest.mark.parametrize(
    ("account", "period", "expected"),
    [
        # opening, lowest and its day, highest and its day, closing, days
        ("Assets:Bank", (1, 31), "0 | 0 on 1 | 100 on 5 | 30 | 31"),
        # What came in and went out within a day is not seen.
        ("Liabilities:Card", (1, 31), "0 | -50 on 10 | 0 on 1 | -50 | 31"),
        # What was there before counts on the first day, unless it changes on that day.
        ("Assets:Bank", (8, 9), "100 | 100 on 8 | 100 on 8 | 100 | 2"),
        ("Assets:Bank", (10, 12), "100 | 50 on 10 | 50 on 10 | 50 | 3"),
        # The last day counts, and nothing after it.
        ("Assets:Bank", (6, 20), "100 | 20 on 20 | 100 on 6 | 20 | 15"),
        # Days before an account opens do not count.
        ("Assets:New", (1, 31), "0 | 20 on 25 | 30 on 20 | 20 | 12"),
    ],
)
def test_by_hand(account: str, period: tuple[int, int], expected: str) -> None:
    days = Period(Date(2025, 1, period[0]), Date(2025, 1, period[1]) + timedelta(1))
    (found,) = account_extremes(ledger_of([MOVES]), None, days)[account]
    lowest, highest = (f"{each.number} on {each.instant.day}" for each in (found.lowest, found.highest))
    assert f"{found.opening} | {lowest} | {highest} | {found.closing} | {found.days}" == expected


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        # From the 5th to the 9th it is 100; reaching an amount is not passing it.
        (Threshold(Beyond.ABOVE, Decimal(99)), (5, 5)),
        (Threshold(Beyond.ABOVE, Decimal(100)), None),
        # Twenty until the 24th, and nothing until the 4th.
        (Threshold(Beyond.BELOW, Decimal("20.01")), (9, 1)),
        (Threshold(Beyond.BELOW, Decimal(0)), None),
        (Threshold(Beyond.ABOVE, Decimal(1), "EUR"), None),
    ],
)
def test_days_beyond_a_threshold(threshold: Threshold, expected: tuple[int, int] | None) -> None:
    days = Period(Date(2025, 1, 1), Date(2025, 2, 1))
    found = account_extremes(ledger_of([MOVES]), ["Assets:Bank"], days, threshold=threshold)
    wanted = {} if expected is None else {"Assets:Bank": [Passed(expected[0], Date(2025, 1, expected[1]))]}
    assert {account: [each.passed for each in of_account] for account, of_account in found.items()} == wanted


FIRST_PRICE = """
2025-01-01 open Liabilities:Loan
2025-01-01 open Expenses:Car
2025-01-01 * "A debt"
  Liabilities:Loan  -100 EUR
  Expenses:Car
2025-01-05 price EUR 1.10 USD
2025-01-08 * "Paid off in part"
  Liabilities:Loan  40 EUR
  Expenses:Car
"""
"""In USD it is 100 EUR until the 4th, 110.00 USD from the 5th, 66.00 USD from the 8th."""


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        # That it was not shown in a commodity does not mean that there was none of it.
        (1, ["EUR 0 | 100 on 1 | 100 on 1 | 0 | 4 from 1", "USD 0 | 66.00 on 8 | 110.00 on 5 | 66.00 | 6 from 5"]),
        (4, ["EUR 100 | 100 on 4 | 100 on 4 | 0 | 1 from 4", "USD 0 | 66.00 on 8 | 110.00 on 5 | 66.00 | 6 from 5"]),
        # What was shown in units before the period only has no row.
        (5, ["USD 0 | 66.00 on 8 | 110.00 on 5 | 66.00 | 6 from 5"]),
    ],
)
def test_a_first_price_within_the_period(first: int, expected: list[str]) -> None:
    ledger = ledger_of([FIRST_PRICE])
    days = Period(Date(2025, 1, first), Date(2025, 1, 11))
    found = account_extremes(ledger, ["Liabilities:Loan"], days, currency="USD")["Liabilities:Loan"]
    assert [in_words(each) for each in found] == expected
    loan = drawn_around(["Liabilities:Loan"])
    daily = daily_stocks(ledger, loan, days, "USD")
    assert boundary_extremes(ledger, loan, days, daily, sign=-1, currency="USD") == found


def in_words(found: Extremes) -> str:
    lowest, highest = (f"{each.number} on {each.instant.day}" for each in (found.lowest, found.highest))
    ends = f"{found.commodity} {found.opening} | {lowest} | {highest} | {found.closing}"
    return f"{ends} | {found.days} from {found.first.day}"


def test_what_is_used_up_is_nothing_also_without_a_price() -> None:
    text = FIRST_PRICE.replace("2025-01-05 price", "2025-01-09 price").replace("40 EUR", "100 EUR")
    days = Period(Date(2025, 1, 1), Date(2025, 1, 9))
    (found,) = account_extremes(ledger_of([text]), ["Liabilities:Loan"], days, currency="USD")["Liabilities:Loan"]
    assert in_words(found) == "EUR 0 | 0 on 8 | 100 on 1 | 0 | 8 from 1"


def test_what_holds_nothing_at_the_end_of_any_day_is_left_out() -> None:
    days = Period(Date(2025, 1, 1), Date(2025, 2, 1))
    found = account_extremes(ledger_of([MOVES]), None, days)
    assert set(found) == {"Assets:Bank", "Assets:New", "Liabilities:Card", "Equity:Opening"}
    assert account_extremes(ledger_of([MOVES]), None, Period(Date(2024, 1, 1), Date(2024, 2, 1))) == {}


@pytest.mark.parametrize("currency", [None, "USD"])
def test_the_ends_of_the_calendar(currency: str | None) -> None:
    ledger = ledger_of(
        ['0001-01-01 open Assets:A\n9999-12-31 * "Last day"\n  Assets:A  1 USD\n  Assets:A  2 USD\n  Assets:A']
    )
    assert account_extremes(ledger, None, Period(Date.min, Date.max), currency=currency) == {}
    ledger = ledger_of(
        [
            "0001-01-01 open Assets:A\n0001-01-01 open Equity:E\n"
            '0001-01-01 * "a"\n  Assets:A  1 USD\n  Equity:E\n9999-12-31 * "z"\n  Assets:A  1 USD\n  Equity:E'
        ]
    )
    (found,) = account_extremes(ledger, ["Assets:A"], Period(Date.min, Date.max), currency=currency)["Assets:A"]
    assert (found.lowest.instant, found.highest.instant) == (Date.min, Date.max)
    assert (found.opening, found.lowest.number, found.highest.number, found.closing) == (0, 1, 2, 2)
    assert found.days == Date.max.toordinal()
