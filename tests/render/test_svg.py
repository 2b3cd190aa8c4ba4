import re
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from pfin.render.flow_diagram import MOST_STREAMS, flow_svg, flow_words, gathered
from pfin.render.stock_chart import round_ticks, stock_svg, stock_words
from pfin.render.svg import NARROW, WIDE, Form, fitting, text_width
from pfin.report.drawing import FlowDiagram, Point, StockChart, Stream

SVG = "{http://www.w3.org/2000/svg}"
FORMS = [WIDE, NARROW]
TICKS = [
    ("0", "1416", "0 500 1000 1500"),
    ("-464", "1416", "-500 0 500 1000 1500"),
    ("0", "0", "0 0.25 0.50 0.75 1"),
    ("-3", "0", "-3 -2 -1 0"),
    ("0", "0.07", "0.00 0.02 0.04 0.06 0.08"),
    ("0", "100", "0 25.0 50.0 75.0 100.0"),
    ("0", "1E+40", "0E+39 2.5E+39 5.0E+39 7.5E+39 10.0E+39"),
]


@pytest.mark.parametrize(("low", "high", "expected"), TICKS)
def test_an_axis_has_a_few_round_numbers(low: str, high: str, expected: str) -> None:
    assert list(round_ticks(Decimal(low), Decimal(high))) == [Decimal(tick) for tick in expected.split()]


def stock(*numbers: str, days: int = 1) -> StockChart:
    points = (Point(date(2024, 1, 1) + timedelta(index * days), Decimal(n)) for index, n in enumerate(numbers))
    return StockChart("Cash", "EUR", tuple(points))


def texts(drawing: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


WORDS = [
    (stock("1"), "1.00 EUR throughout"),
    (stock("2", "2"), "2.00 EUR throughout"),
    (stock("2", "-1.5", "3"), "lowest -1.50 EUR on 2024-01-02, highest 3.00 EUR on 2024-01-03"),
]


@pytest.mark.parametrize(("chart", "expected"), WORDS)
def test_a_chart_names_its_extremes_in_words(chart: StockChart, expected: str) -> None:
    assert stock_words(chart, {"EUR": 2}) == expected
    said = ElementTree.fromstring(stock_svg(chart, WIDE, "x", {"EUR": 2})).findtext(f"{SVG}desc") or ""
    assert said.endswith(f"; {expected}.")


def test_a_line_goes_across_and_then_up_or_down() -> None:
    drawing = stock_svg(stock("1", "3", "0", days=10), WIDE, "x", {})
    line = re.search(r'<path d="([^"]*)" class="line">', drawing)
    assert line and re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+V[\d.]+H[\d.]+V[\d.]+H[\d.]+V[\d.]+H[\d.]+", line[1])


@pytest.mark.parametrize("form", FORMS)
def test_many_points_are_thinned_and_no_extreme_is_lost(form: Form) -> None:
    numbers = ["5"] * 20_000
    numbers[7_777], numbers[13_333] = "-3", "12"
    drawing = stock_svg(stock(*numbers), form, "x", {})
    line = re.search(r'<path d="([^"]*)" class="line">', drawing)
    assert line and line[1].count("V") <= 4 * form.width
    heights = [float(height) for height in re.findall(r"V([\d.]+)", line[1])]
    marks = [float(mark.attrib["cy"]) for mark in ElementTree.fromstring(drawing).iter(f"{SVG}circle")]
    assert (min(heights), max(heights)) == (min(marks), max(marks))


SPANS = [
    (1, [], ["2024-01-01"]),
    (2, ["2024-01-02"], ["2024-01-01"]),
    (40, ["2024-01-15", "2024-01-29"], ["2024-02-09"]),
    (366, ["2024-03", "2024-07", "2024-11"], ["2024-12-31"]),
    (3653, ["2026", "2030", "2032"], ["2033-12-31"]),
    (2_000_000, [], ["7499-10-24"]),
]


@pytest.mark.parametrize(("days", "between", "ends"), SPANS)
def test_dates_stand_at_the_ends_and_round_ones_between(days: int, between: list[str], ends: list[str]) -> None:
    first = Point(date(2024, 1, 1), Decimal(1))
    last = Point(first.date + timedelta(days - 1), Decimal(2))
    chart = StockChart("", "EUR", (first, last) if days > 1 else (first,))
    for form in FORMS:
        assert {"2024-01-01", *ends} <= set(texts(stock_svg(chart, form, "x", {})))
    assert set(between) <= set(texts(stock_svg(chart, WIDE, "x", {})))


def diagram(sources: list[str], sinks: list[str]) -> FlowDiagram:
    made = [
        tuple(Stream(f"Side:{name}:{index}", Decimal(number)) for index, number in enumerate(numbers))
        for name, numbers in (("In", sources), ("Out", sinks))
    ]
    return FlowDiagram("Flows", "cash", "EUR", Decimal(10), Decimal(20), *made)


def bands(drawing: str) -> list[tuple[str, float, float]]:
    """The look of each stream, and how thick its ribbon is at either end."""
    found = []
    for group in ElementTree.fromstring(drawing).iter(f"{SVG}g"):
        path = next(group.iter(f"{SVG}path")).attrib["d"]
        near, far, far_low, near_low = (
            float(number) for number in re.findall(r"M\S+ (\S+?)C.* (\S+?)V(\S+?)C.* (\S+?)Z", path)[0]
        )
        found.append((group.attrib["class"], near_low - near, far_low - far))
    return found


@pytest.mark.parametrize("form", FORMS)
def test_ribbons_are_as_wide_as_their_amounts_on_both_sides(form: Form) -> None:
    found = bands(flow_svg(diagram(["300", "100"], ["150", "50", "1"]), form, "x", {}))
    unit = found[0][1] / 300
    for (look, near, far), number in zip(found, (300, 100, 150, 50, 1), strict=True):
        assert look == ("stream in" if number in (300, 100) else "stream out")
        assert near == pytest.approx(number * unit, abs=0.2)
        assert far == pytest.approx(number * unit, abs=0.2)


def test_the_boundary_says_what_it_had_and_has() -> None:
    shown = texts(flow_svg(diagram(["300", "100"], ["1"]), WIDE, "x", {"EUR": 2}))
    assert {"cash", "opening 10.00 EUR", "closing 20.00 EUR", "inflows", "400.00 EUR", "outflows"} <= set(shown)


def test_words_name_what_is_neither_inflow_nor_outflow() -> None:
    made = diagram(["12"], [])
    assert flow_words(made, {"EUR": 2}) == (
        "cash: opening 10.00 EUR, inflows 12.00 EUR, no outflows, closing 20.00 EUR"
    )
    assert flow_words(replace(made, other=Decimal(-2)), {"EUR": 2}) == (
        "cash: opening 10.00 EUR, inflows 12.00 EUR, no outflows, other changes -2.00 EUR, closing 20.00 EUR"
    )


def test_many_streams_are_gathered_and_the_sum_stays() -> None:
    streams = diagram([str(100 - index) for index in range(40)], []).sources
    shown = gathered(streams)
    assert len(shown) == MOST_STREAMS
    assert shown[-1].name == "29 others"
    assert sum(stream.number for stream in shown) == sum(stream.number for stream in streams)
    assert gathered(streams[:MOST_STREAMS]) == streams[:MOST_STREAMS]


@pytest.mark.parametrize(
    ("sources", "sinks", "words"),
    [([], ["1"], {"no inflows", "outflows"}), (["1"], [], {"inflows", "no outflows"}), ([], [], {"no inflows"})],
)
def test_a_side_without_streams_says_so(sources: list[str], sinks: list[str], words: set[str]) -> None:
    for form in FORMS:
        assert words <= set(texts(flow_svg(diagram(sources, sinks), form, "x", {})))


def test_numbers_beyond_what_a_screen_can_show_do_no_harm() -> None:
    for form in FORMS:
        for drawing in (
            stock_svg(stock("1E+400", "-1E-400"), form, "x", {}),
            flow_svg(diagram(["1E+400", "1"], ["1E-400"]), form, "x", {}),
        ):
            assert not re.search(r"\b(?:nan|inf)\b", drawing)


NAMES = [
    ("Expenses:Food:Groceries", "E:Food:Groceries"),
    ("Assets:Bank | Assets:Wallet", "Assets:Bank | A…"),
    ("x", "x"),
    ("資産:銀行:普通預金:長い名前の口座", "資:銀:普:長い名…"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names_fit_their_rooms(name: str, expected: str) -> None:
    shown = fitting(name, 120, 12)
    assert shown == expected
    assert text_width(shown, 12) <= 120
