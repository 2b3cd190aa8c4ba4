"""Journals of twice the size take about twice the work, counted in calls and lines: no square of anything."""

import sys
from collections.abc import Callable
from datetime import date as Date
from types import FrameType
from typing import Any

import pytest
from two_bookings import FILE, read

from pfin.booking.stages import book_journal
from pfin.model.diagnostics import Problems
from pfin.model.sources import Sources

HEAD = "2000-01-01 open Assets:A {method}\n2000-01-01 open Equity:E\n"


def buys(n: int) -> str:
    return "".join(f'2001-01-01 * "buy"\n  Assets:A  1 HOOL {{{price} USD}}\n  Equity:E\n' for price in range(1, n + 1))


def lots(method: str, sale: str, legs: int = 1) -> Callable[[int], str]:
    """So many lots, and as many sales of each of which ``{price}`` and ``{n}`` are filled in."""

    def text(n: int) -> str:
        postings = "".join(f"  Assets:A  {sale}\n" for _ in range(legs))
        sales = "".join(
            '2002-01-01 * "sell"\n' + postings.format(price=price, n=n) + "  Equity:E\n" for price in range(1, n + 1)
        )
        return HEAD.format(method=f'"{method}"') + buys(n) + sales

    return text


def forbidden(n: int) -> str:
    allowed = ",".join(f"C{i}X" for i in range(n))
    wrong = "".join(f'2001-01-01 * "t"\n  Assets:A  0 D{i}X\n' for i in range(n))
    return HEAD.format(method=allowed) + wrong


def unbalanced(n: int) -> str:
    return HEAD.format(method="") + '2001-01-01 * "t"\n' + "".join(f"  Assets:A  1 C{i}X\n" for i in range(n))


def one_sale(n: int) -> str:
    return (
        HEAD.format(method='"FIFO"')
        + buys(n)
        + '2002-01-01 * "sell"\n'
        + "  Assets:A  -1 HOOL {}\n" * n
        + "  Equity:E\n"
    )


def padded(n: int) -> str:
    pad = "2000-01-01 pad Assets:A Equity:E\n"
    return HEAD.format(method="") + pad + "".join(f"2001-01-01 balance Assets:A 1 C{i}X\n" for i in range(n))


def average(n: int) -> str:
    legs = "  Assets:A  3 HOOL {{{price} USD}}\n  Assets:A  -1 HOOL {{1 USD, 2003-01-01}}\n  Equity:E\n"
    return (
        'plugin "beancount.plugins.check_average_cost" "9.9"\n'
        + HEAD.format(method='"NONE"')
        + "".join('2001-01-01 * "t"\n' + legs.format(price=price) for price in range(2, n + 2))
    )


CASES: dict[str, Callable[[int], str]] = {
    "purchases": lambda n: HEAD.format(method="") + buys(n),
    "FIFO": lots("FIFO", "-1 HOOL {{}}"),
    "LIFO in two legs": lots("LIFO", "-0.5 HOOL {{}}", legs=2),
    "HIFO": lots("HIFO", "-1 HOOL {{}}"),
    "FIFO of more than there is": lots("FIFO", "-{n}0 HOOL {{}}"),
    "by cost": lots("STRICT", "-1 HOOL {{{price} USD}}"),
    "by size": lots("STRICT_WITH_SIZE", "-1 HOOL {{{price} USD}}"),
    "no such lot": lots("STRICT", "-1 HOOL {{9{price}.5 USD}}"),
    "ambiguous": lots("STRICT", "-1.5 HOOL {{}}"),
    "many legs": one_sale,
    "commodities that are not allowed": forbidden,
    "currencies that do not balance": unbalanced,
    "pads": padded,
    "average costs": average,
}


@pytest.mark.parametrize("journal", CASES.values(), ids=CASES)
def test_work_grows_with_the_journal(journal: Callable[[int], str]) -> None:
    once, twice = work(journal(300)), work(journal(600))
    assert twice < 2.4 * once


def work(text: str) -> int:
    """How many functions booking calls, Python's own included, and how many lines it runs."""
    journal = read(text)
    steps = 0

    def count_calls(frame: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    def count_lines(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count_lines

    sources = Sources()
    sources.add(FILE, text)
    problems = Problems(sources)
    tracing = sys.gettrace()
    sys.setprofile(count_calls)
    sys.settrace(count_lines)
    try:
        book_journal(journal, problems, Date.max)
    finally:
        sys.settrace(tracing)
        sys.setprofile(None)
    return steps
