from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfin.render.strokes import bar, resampled, trend
from pfin.report.drawing import Point

BARS = [
    (1.0, 0.0, 1.0, "████████", "########"),
    (0.5, 0.0, 1.0, "████", "####"),
    (0.55, 0.0, 1.0, "████▍", "####."),
    (0.001, 0.0, 1.0, "▏", "."),
    (0.0, 0.0, 1.0, "", ""),
    (0.0, 0.0, 0.0, "", ""),
    (1.0, -1.0, 1.0, "    │███", "    |###"),
    (-1.0, -1.0, 1.0, "░░░░│", "----|"),
    (-0.001, -1.0, 1.0, "   ░│", "   -|"),
    (0.001, -1.0, 1.0, "    │▏", "    |."),
    (0.0, -1.0, 1.0, "    │", "    |"),
    (-1.0, -1.0, 0.0, "░░░░░░░│", "-------|"),
    (-0.01, -0.01, 1.0, "░│", "-|"),
    (0.01, -1.0, 0.01, "      │█", "      |#"),
]


@pytest.mark.parametrize(("share", "low", "high", "blocks", "plain"), BARS)
def test_bars_are_as_long_as_their_share_and_what_is_negative_is_left_of_an_axis(
    share: float, low: float, high: float, blocks: str, plain: str
) -> None:
    assert bar(share, low, high, 8) == blocks
    assert bar(share, low, high, 8, ascii=True) == plain


@given(st.lists(st.floats(-1, 1), min_size=1), st.integers(8, 16))
def test_a_bar_is_never_wider_than_its_column(shares: list[float], width: int) -> None:
    low, high = min(0.0, *shares), max(0.0, *shares)
    for share in shares:
        drawn = bar(share, low, high, width)
        assert len(drawn) <= width
        assert bool(set(drawn) & set("░▏▎▍▌▋▊▉█")) == (share != 0)


TRENDS = [
    ("0 1 2 3 4 5 6 7", "▁▂▃▄▅▆▇█", "_.:-=+*#"),
    ("7 7 7", "███", "###"),
    ("0 0", "▁▁", "__"),
    ("-7 0 0", "▁██", "_##"),
    ("-7 0 7", "▁▅█", "_=#"),
    ("", "", ""),
    ("1E+400 0", "█▁", "#_"),
]


@pytest.mark.parametrize(("numbers", "blocks", "plain"), TRENDS)
def test_a_course_has_zero_in_its_scale(numbers: str, blocks: str, plain: str) -> None:
    made = [Decimal(number) for number in numbers.split()]
    assert trend(made) == blocks
    assert trend(made, ascii=True) == plain


def points(*days_and_numbers: tuple[int, int]) -> list[Point]:
    return [Point(date(2024, 1, 1) + timedelta(day), Decimal(number)) for day, number in days_and_numbers]


RESAMPLED = [
    (points((0, 5)), 10, [5]),
    (points((0, 5), (3, 7)), 10, [5, 5, 5, 7]),
    (points((0, 5), (1, 6), (2, 7), (3, 8)), 2, [5, 8]),
    (points((0, 5), (1, 9), (2, 7), (3, 8)), 2, [9, 8]),
    (points((0, 5), (1, 9), (2, 7), (2, 6), (9, 1)), 5, [9, 6, 6, 6, 1]),
    (points((0, 5), (4, 99), (5, 6), (99, 6)), 10, [99, 6, 6, 6, 6, 6, 6, 6, 6, 6]),
]


@pytest.mark.parametrize(("given", "most", "expected"), RESAMPLED)
def test_a_stock_is_resampled_by_time_and_keeps_its_extremes(
    given: list[Point], most: int, expected: list[int]
) -> None:
    assert resampled(given, most) == expected
