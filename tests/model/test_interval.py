from datetime import date as Date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfin.model.interval import Interval, containing, cut, named, usual_interval, widened
from pfin.model.period import Period, parse_period

TODAY = Date(2025, 11, 5)
LAST = Date.max

DAY, WEEK, MONTH, QUARTER, YEAR = Interval


def period_of(words: str) -> Period:
    """The days ``first..last``, without a name."""
    first, _, last = words.partition("..")
    return Period(Date.fromisoformat(first), Date.fromisoformat(last or first) + timedelta(1))


WHOLE = [
    ("2024-02-29", DAY, "2024-02-29 (2024-02-29)"),
    ("2024-12-31", DAY, "2024-12-31 (2024-12-31)"),
    ("2024-02-29", MONTH, "2024-02-01 to 2024-02-29 (2024-02)"),
    ("2024-12-31", MONTH, "2024-12-01 to 2024-12-31 (2024-12)"),
    ("2024-01-01", QUARTER, "2024-01-01 to 2024-03-31 (2024-Q1)"),
    ("2024-06-30", QUARTER, "2024-04-01 to 2024-06-30 (2024-Q2)"),
    ("2024-07-01", QUARTER, "2024-07-01 to 2024-09-30 (2024-Q3)"),
    ("2024-12-31", QUARTER, "2024-10-01 to 2024-12-31 (2024-Q4)"),
    ("2024-12-31", YEAR, "2024-01-01 to 2024-12-31 (2024)"),
    ("0033-05-05", YEAR, "0033-01-01 to 0033-12-31 (0033)"),
    # Weeks of ISO 8601 belong to the year of their Thursday; 2020 had 53, 2021 and 2024 had 52.
    ("2020-12-31", WEEK, "2020-12-28 to 2021-01-03 (2020-W53)"),
    ("2021-01-03", WEEK, "2020-12-28 to 2021-01-03 (2020-W53)"),
    ("2021-01-04", WEEK, "2021-01-04 to 2021-01-10 (2021-W01)"),
    ("2022-01-01", WEEK, "2021-12-27 to 2022-01-02 (2021-W52)"),
    ("2024-12-30", WEEK, "2024-12-30 to 2025-01-05 (2025-W01)"),
    ("2024-12-29", WEEK, "2024-12-23 to 2024-12-29 (2024-W52)"),
    # The ends of the calendar: it begins on a Monday and ends on a Friday.
    ("0001-01-01", WEEK, "0001-01-01 to 0001-01-07 (0001-W01)"),
    ("9999-12-26", WEEK, "9999-12-20 to 9999-12-26 (9999-W51)"),
    ("9999-11-30", MONTH, "9999-11-01 to 9999-11-30 (9999-11)"),
    ("9999-09-30", QUARTER, "9999-07-01 to 9999-09-30 (9999-Q3)"),
    ("9998-12-31", YEAR, "9998-01-01 to 9998-12-31 (9998)"),
    ("9999-12-30", DAY, "9999-12-30 (9999-12-30)"),
]


@pytest.mark.parametrize(("day", "interval", "expected"), WHOLE)
def test_a_day_lies_in_one_interval(day: str, interval: Interval, expected: str) -> None:
    assert str(containing(Date.fromisoformat(day), interval)) == expected


@pytest.mark.parametrize("interval", Interval)
def test_an_interval_that_the_calendar_does_not_finish_is_an_error(interval: Interval) -> None:
    with pytest.raises((OverflowError, ValueError)):
        containing(LAST, interval)


PIECES = [
    ("2024-02-10", MONTH, ["2024-02-10"]),
    ("2024-02-10", DAY, ["2024-02-10 (2024-02-10)"]),
    ("2024-02-01..2024-02-29", MONTH, ["2024-02-01 to 2024-02-29 (2024-02)"]),
    ("2023-02-01..2023-02-28", MONTH, ["2023-02-01 to 2023-02-28 (2023-02)"]),
    ("2024-02-01..2024-02-28", MONTH, ["2024-02-01 to 2024-02-28"]),
    (
        "2023-12-15..2024-02-28",
        MONTH,
        ["2023-12-15 to 2023-12-31", "2024-01-01 to 2024-01-31 (2024-01)", "2024-02-01 to 2024-02-28"],
    ),
    ("2023-12-31..2024-01-01", DAY, ["2023-12-31 (2023-12-31)", "2024-01-01 (2024-01-01)"]),
    ("2023-12-31..2024-01-01", YEAR, ["2023-12-31", "2024-01-01"]),
    (
        "2020-12-25..2021-01-04",
        WEEK,
        ["2020-12-25 to 2020-12-27", "2020-12-28 to 2021-01-03 (2020-W53)", "2021-01-04"],
    ),
    (
        "2023-11-01..2024-06-30",
        QUARTER,
        ["2023-11-01 to 2023-12-31", "2024-01-01 to 2024-03-31 (2024-Q1)", "2024-04-01 to 2024-06-30 (2024-Q2)"],
    ),
    (
        "2022-07-01..2025-01-01",
        YEAR,
        [
            "2022-07-01 to 2022-12-31",
            "2023-01-01 to 2023-12-31 (2023)",
            "2024-01-01 to 2024-12-31 (2024)",
            "2025-01-01",
        ],
    ),
    ("0001-01-01..0001-01-08", WEEK, ["0001-01-01 to 0001-01-07 (0001-W01)", "0001-01-08"]),
    # No period reaches over the last day of the calendar, and no interval that would is whole.
    ("9999-12-29..9999-12-30", DAY, ["9999-12-29 (9999-12-29)", "9999-12-30 (9999-12-30)"]),
    ("9999-12-25..9999-12-30", WEEK, ["9999-12-25 to 9999-12-26", "9999-12-27 to 9999-12-30"]),
    ("9999-11-01..9999-12-30", MONTH, ["9999-11-01 to 9999-11-30 (9999-11)", "9999-12-01 to 9999-12-30"]),
    ("9999-09-30..9999-12-30", QUARTER, ["9999-09-30", "9999-10-01 to 9999-12-30"]),
    ("9998-01-01..9999-12-30", YEAR, ["9998-01-01 to 9998-12-31 (9998)", "9999-01-01 to 9999-12-30"]),
]


@pytest.mark.parametrize(("period", "interval", "expected"), PIECES)
def test_a_period_is_cut_where_intervals_end(period: str, interval: Interval, expected: list[str]) -> None:
    assert [str(piece) for piece in cut(period_of(period), interval)] == expected


WIDENED = [
    ("2024-02-10", DAY, "2024-02-10"),
    ("2024-02-10", WEEK, "2024-02-05 to 2024-02-11"),
    ("2024-02-10..2024-03-01", MONTH, "2024-02-01 to 2024-03-31"),
    ("2024-02-01..2024-02-29", MONTH, "2024-02-01 to 2024-02-29"),
    ("2023-12-31..2024-01-01", QUARTER, "2023-10-01 to 2024-03-31"),
    ("2023-12-31..2024-01-01", YEAR, "2023-01-01 to 2024-12-31"),
    ("2021-01-01", WEEK, "2020-12-28 to 2021-01-03"),
    ("0001-01-01", YEAR, "0001-01-01 to 0001-12-31"),
    # What cannot be widened at its end stays as it is.
    ("9999-12-10..9999-12-30", MONTH, "9999-12-10 to 9999-12-30"),
]


@pytest.mark.parametrize(("period", "interval", "expected"), WIDENED)
def test_a_period_is_widened_to_whole_intervals(period: str, interval: Interval, expected: str) -> None:
    assert str(widened(period_of(period), interval)) == expected


USUAL = [
    ("2024-02-10", MONTH),
    ("2024-01-01..2024-12-31", MONTH),
    ("2024-01-31..2025-01-01", MONTH),
    ("2024-01-31..2025-02-01", QUARTER),
    ("2024-01-01..2027-03-31", QUARTER),
    ("2024-01-01..2027-04-01", YEAR),
    ("0001-01-01..9999-12-30", YEAR),
]


@pytest.mark.parametrize(("period", "expected"), USUAL)
def test_nobody_asked_for_more_than_thirteen_columns_or_for_days(period: str, expected: Interval) -> None:
    assert usual_interval(period_of(period)) is expected


def test_a_period_that_is_one_piece_keeps_its_name() -> None:
    quarter = parse_period("2024-Q3", TODAY)
    assert cut(quarter, Interval.YEAR) == (quarter,)
    assert [piece.name for piece in cut(quarter, Interval.MONTH)] == ["2024-07", "2024-08", "2024-09"]


@pytest.mark.parametrize("name", ["2024", "2024-Q3", "2024-07", "2024-W07"])
def test_the_calendar_has_names(name: str) -> None:
    period = parse_period(name, TODAY)
    assert period.begin is not None and period.end is not None
    assert named(period.begin, period.end).name == name
    assert named(period.begin, period.end + timedelta(1)).name == ""


days = st.dates(min_value=Date(1900, 1, 1), max_value=Date(2200, 12, 31))


@settings(deadline=None)
@given(days, st.integers(1, 800), st.sampled_from(Interval))
def test_pieces_cover_a_period_and_each_is_an_interval_or_a_part_of_one(
    begin: Date, length: int, interval: Interval
) -> None:
    period = Period(begin, begin + timedelta(length))
    pieces = cut(period, interval)
    assert (pieces[0].begin, pieces[-1].end) == (period.begin, period.end)
    for one, following in pairwise(pieces):
        assert one.end == following.begin
    for piece in pieces:
        assert piece.begin is not None and piece.last is not None
        whole = containing(piece.begin, interval)
        assert whole == containing(piece.last, interval)
        assert (piece == whole) if piece.name else (piece.begin, piece.end) != (whole.begin, whole.end)
    assert not any(not piece.name for piece in pieces[1:-1])


@settings(deadline=None)
@given(days, st.sampled_from(Interval))
def test_the_name_of_an_interval_means_it(day: Date, interval: Interval) -> None:
    whole = containing(day, interval)
    meant = parse_period(whole.name, TODAY)
    assert (meant.begin, meant.end) == (whole.begin, whole.end)


@settings(deadline=None)
@given(days, st.integers(1, 800), st.sampled_from(Interval))
def test_a_widened_period_is_cut_into_whole_intervals_only(begin: Date, length: int, interval: Interval) -> None:
    period = Period(begin, begin + timedelta(length))
    pieces = cut(widened(period, interval), interval)
    assert all(piece.name for piece in pieces)
    assert len(pieces) == len(cut(period, interval))
