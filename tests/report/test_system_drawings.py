from collections.abc import Sequence
from datetime import date as Date
from decimal import Decimal

import pytest

from pfin.report.drawing import Point
from pfin.report.system_drawings import flow_diagram, main_commodity, stock_chart
from pfin.systems.statement import Flow
from pfin.systems.stocks import Sums

ONE = Decimal(1)
EURO, DOLLAR = {"EUR": ONE}, {"USD": ONE}
MAIN: list[tuple[list[Sums], list[Flow], str | None, Sequence[str], str | None]] = [
    ([], [], None, (), None),
    ([], [], "USD", ("EUR",), None),
    # Flows count first, then stocks, then what is preferred, then the alphabet.
    ([EURO, EURO], [Flow(DOLLAR, {}, 1)], None, ("EUR",), "USD"),
    ([EURO, EURO, DOLLAR], [], None, ("USD",), "EUR"),
    ([EURO, DOLLAR], [], None, ("GBP", "USD"), "USD"),
    ([EURO, DOLLAR], [], None, (), "EUR"),
    # Values are drawn in their currency, however much stayed without a price.
    ([EURO, EURO, DOLLAR], [Flow(EURO, EURO, 5)], "USD", (), "USD"),
    ([EURO], [], "USD", (), "EUR"),
]


@pytest.mark.parametrize(("stocks", "flows", "valuation", "preferred", "expected"), MAIN)
def test_the_commodity_to_draw(
    stocks: list[Sums], flows: list[Flow], valuation: str | None, preferred: Sequence[str], expected: str | None
) -> None:
    assert main_commodity(stocks, flows, valuation, preferred) == expected


def test_a_stock_lasts_until_the_last_day() -> None:
    first, last = Date(2025, 1, 1), Date(2025, 1, 31)
    chart = stock_chart("cash", "EUR", [(first, EURO)], last)
    assert chart.points == (Point(first, ONE), Point(last, ONE))
    assert stock_chart("cash", "EUR", [(last, EURO)], last).points == (Point(last, ONE),)


def test_what_is_neither_stock_nor_flow_is_told_in_sum() -> None:
    flows = {"Income": Flow({"EUR": Decimal(5)}, {}, 1)}
    changes: list[Sums] = [{"EUR": Decimal(-3), "USD": ONE}, EURO]
    diagram = flow_diagram("cash", "EUR", EURO, flows, changes, {"EUR": Decimal(4)})
    assert diagram.other == Decimal(-2)
    assert diagram.opening + diagram.sources[0].number + diagram.other == diagram.closing
