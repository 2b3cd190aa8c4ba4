from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfin.model.period import Period, PeriodError, evening_before, parse_day, parse_period

TODAY = date(2025, 11, 5)  # a Wednesday

NAMED = [
    ("2025", "2025-01-01 to 2025-12-31 (2025)"),
    ("2025-10", "2025-10-01 to 2025-10-31 (2025-10)"),
    ("2025/2", "2025-02-01 to 2025-02-28 (2025-02)"),
    ("2024-02", "2024-02-01 to 2024-02-29 (2024-02)"),
    ("2025-Q3", "2025-07-01 to 2025-09-30 (2025-Q3)"),
    ("2025q4", "2025-10-01 to 2025-12-31 (2025-Q4)"),
    ("2025-W07", "2025-02-10 to 2025-02-16 (2025-W07)"),
    ("2025W1", "2024-12-30 to 2025-01-05 (2025-W01)"),
    ("2025-10-31", "2025-10-31"),
    (" 2025-1-5 ", "2025-01-05"),
    ("today", "2025-11-05"),
    ("Yesterday", "2025-11-04"),
    ("tomorrow", "2025-11-06"),
    ("this week", "2025-11-03 to 2025-11-09 (2025-W45)"),
    ("last week", "2025-10-27 to 2025-11-02 (2025-W44)"),
    ("last month", "2025-10-01 to 2025-10-31 (2025-10)"),
    ("last-month", "2025-10-01 to 2025-10-31 (2025-10)"),
    ("LastMonth", "2025-10-01 to 2025-10-31 (2025-10)"),
    ("next month", "2025-12-01 to 2025-12-31 (2025-12)"),
    ("this quarter", "2025-10-01 to 2025-12-31 (2025-Q4)"),
    ("next quarter", "2026-01-01 to 2026-03-31 (2026-Q1)"),
    ("this year", "2025-01-01 to 2025-12-31 (2025)"),
    ("last  year", "2024-01-01 to 2024-12-31 (2024)"),
    ("ytd", "2025-01-01 to 2025-11-05 (year to date)"),
    ("qtd", "2025-10-01 to 2025-11-05 (quarter to date)"),
    ("MTD", "2025-11-01 to 2025-11-05 (month to date)"),
    ("2024-07..2025-06", "2024-07-01 to 2025-06-30"),
    ("2025-01-15 .. 2025-01-15", "2025-01-15"),
    ("2025..", "from 2025-01-01"),
    ("..2024", "up to 2024-12-31"),
    ("last year..today", "2024-01-01 to 2025-11-05"),
]


@pytest.mark.parametrize(("words", "expected"), NAMED)
def test_words_mean_a_period_that_prints_in_full(words: str, expected: str) -> None:
    assert str(parse_period(words, TODAY)) == expected


REFUSED = [
    ("2025-13", "there is no 2025-13 in the calendar"),
    ("2025-Q5", "there is no 2025-Q5 in the calendar"),
    ("2025-Q0", "there is no 2025-Q0 in the calendar"),
    ("2025-W54", "there is no 2025-W54 in the calendar"),
    ("2025-02-29", "there is no 2025-02-29 in the calendar"),
    ("0000", "there is no 0000 in the calendar"),
    ("9999", "there is no 9999 in the calendar"),
    ("", "'' is no period or day"),
    ("..", "a period needs a day on at least one side of .."),
    ("lunch", "'lunch' is no period or day"),
    ("last", "'last' is no period or day"),
    ("25-10", "'25-10' is no period or day"),
    ("2025-06..2024-07", "the period '2025-06..2024-07' ends before it begins"),
    ("2024..lunch", "'lunch' is no period or day"),
    ("2024..2025..2026", "'2025..2026' is no period or day"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_other_words_are_refused_with_what_is_understood(words: str, message: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(words, TODAY)
    assert str(caught.value) == message
    assert "2025-Q3" in caught.value.hint


DAYS = [
    ("2025-10-31", date(2025, 10, 31)),
    ("today", TODAY),
    ("yesterday", date(2025, 11, 4)),
    ("2025", date(2025, 12, 31)),
    ("last month", date(2025, 10, 31)),
    ("ytd", TODAY),
]


@pytest.mark.parametrize(("words", "expected"), DAYS)
def test_a_day_is_the_last_of_the_period_named(words: str, expected: date) -> None:
    assert parse_day(words, TODAY) == expected


def test_a_range_is_no_day() -> None:
    with pytest.raises(PeriodError, match="is a range"):
        parse_day("2024..2025", TODAY)


def test_limits_that_leave_no_day_are_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="has no days"):
        Period(TODAY, TODAY)


def test_a_period_without_limits_is_all_time() -> None:
    assert str(Period(None, None)) == "all time"


DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


@given(DATES, st.sampled_from(["week", "month", "quarter", "year"]))
def test_neighbours_chain_and_this_one_holds_today(today: date, unit: str) -> None:
    last, this, following = (parse_period(f"{word} {unit}", today) for word in ("last", "this", "next"))
    assert last.end == this.begin
    assert this.end == following.begin
    assert this.begin is not None and this.last is not None
    assert this.begin <= today <= this.last


@given(DATES, st.sampled_from(["week", "month", "quarter", "year"]))
def test_a_name_means_the_period_that_bears_it_whatever_the_day(today: date, unit: str) -> None:
    period = parse_period(f"this {unit}", today)
    assert parse_period(period.name, TODAY) == period


@given(DATES, DATES)
def test_a_range_of_days_holds_both(first: date, second: date) -> None:
    begin, last = sorted((first, second))
    period = parse_period(f"{begin}..{last}", TODAY)
    assert (period.begin, period.last) == (begin, last)


@given(st.integers(1900, 2200))
def test_months_quarters_and_a_year_cover_the_same_days(year: int) -> None:
    whole = parse_period(f"{year}", TODAY)
    for parts in ([f"{year}-{month:02}" for month in range(1, 13)], [f"{year}-Q{quarter}" for quarter in range(1, 5)]):
        periods = [parse_period(part, TODAY) for part in parts]
        assert periods[0].begin == whole.begin
        assert periods[-1].end == whole.end
        assert all(one.end == next_one.begin for one, next_one in pairwise(periods))


@given(DATES)
def test_year_to_date_ends_today(today: date) -> None:
    period = parse_period("ytd", today)
    assert period.end == today + timedelta(days=1)
    assert period.begin == date(today.year, 1, 1)


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_a_period_error(text: str) -> None:
    try:
        period = parse_period(text, TODAY)
    except PeriodError as error:
        assert error.hint
    else:
        assert str(period)


@pytest.mark.parametrize(
    ("begin", "end", "day", "held", "after"),
    [
        (date(2025, 1, 1), date(2025, 2, 1), date(2024, 12, 31), False, False),
        (date(2025, 1, 1), date(2025, 2, 1), date(2025, 1, 1), True, False),
        (date(2025, 1, 1), date(2025, 2, 1), date(2025, 1, 31), True, False),
        (date(2025, 1, 1), date(2025, 2, 1), date(2025, 2, 1), False, True),
        (None, date(2025, 2, 1), date.min, True, False),
        (date(2025, 1, 1), None, date.max, True, False),
        # No day comes after the calendar's last, so that belongs to what ends there.
        (date(2025, 1, 1), date.max, date.max, True, False),
    ],
)
def test_the_days_of_a_period(begin: date | None, end: date | None, day: date, *, held: bool, after: bool) -> None:
    period = Period(begin, end)
    assert (period.holds(day), period.ends_before(day)) == (held, after)


@pytest.mark.parametrize(
    ("end", "evening"),
    [(date(2025, 3, 1), date(2025, 2, 28)), (date.max, date.max), (date.min, date.min)],
)
def test_the_evening_before_an_end(end: date, evening: date) -> None:
    assert evening_before(end) == evening
