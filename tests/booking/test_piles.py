"""Piles against a plain list of lots, and reductions of many lots against Beancount."""

import random
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

import pytest
from two_bookings import check

from pfin.booking.methods import RANKS
from pfin.booking.piles import Pile, Signs
from pfin.model.directives import BookingMethod
from pfin.model.lot import Cost

DAY = Date(2024, 1, 1)

Lots = list[tuple[Decimal, Cost]]


def cost(price: int, day: int = 0, label: str | None = None) -> Cost:
    return Cost(Decimal(price), "USD", DAY + timedelta(day), label)


def lots(pile: Pile) -> Lots:
    return [(lot.number, lot.cost) for lot in pile]


def pile(*numbers_and_costs: tuple[int, Cost]) -> Pile:
    made = Pile(Signs())
    for number, of in numbers_and_costs:
        made.add(Decimal(number), of)
    return made


def test_equal_costs_are_one_lot_until_it_is_gone() -> None:
    made = pile((5, cost(1)), (3, cost(2)), (2, cost(1)), (-7, cost(1)))
    assert lots(made) == [(Decimal(3), cost(2))]
    made.add(Decimal(1), cost(1))
    assert [lot.cost for lot in made] == [cost(2), cost(1)], "what is acquired again comes last"
    assert len(made) == 2


MATCHING = {
    "anything": ((), [1, 2, 3]),
    "a number": ((("number", Decimal("2.00")),), [2]),
    "a date": ((("date", DAY),), [1, 3]),
    "a label": ((("label", "x"),), [2, 3]),
    "two of them": ((("date", DAY), ("label", "x")), [3]),
    "no such number": ((("number", Decimal(9)), ("date", DAY)), []),
}


@pytest.mark.parametrize(("stated", "prices"), MATCHING.values(), ids=MATCHING)
def test_matching(stated: tuple[tuple[str, object], ...], prices: list[int]) -> None:
    made = pile((1, cost(1)), (1, cost(2, 1, "x")), (1, cost(3, 0, "x")))
    assert [lot.cost.number for lot in made.matching(stated)] == prices
    made.add(Decimal(1), cost(4, 0, "x"))
    made.add(Decimal(-1), cost(1))
    expected = [price for price in prices if price != 1]
    matched = [lot.cost.number for lot in made.matching(stated)]
    assert [price for price in matched if price != 4] == expected, "an index is kept up to date"


def test_what_is_taken_for_the_time_being_comes_back() -> None:
    made = pile((5, cost(1)), (3, cost(2)))
    (first, second) = made.matching(())
    made.take(first, Decimal(-5))
    made.take(second, Decimal(-1))
    assert lots(made) == [(Decimal(2), cost(2))]
    assert [lot.cost for lot in made.matching((("number", Decimal(1)),))] == []
    made.restore()
    assert lots(made) == [(Decimal(5), cost(1)), (Decimal(3), cost(2))]
    assert len(made) == 2


def test_signs() -> None:
    signs = Signs()
    made = Pile(signs)
    assert not signs.any_against(Decimal(-1))
    made.add(Decimal(5), cost(1))
    assert signs.any_against(Decimal(-1))
    assert not signs.any_against(Decimal(1))
    assert not signs.any_against(Decimal(0))
    made.add(Decimal(-8), cost(1))
    assert signs.any_against(Decimal(1))
    assert not made.is_mixed
    made.add(Decimal(1), cost(2))
    assert made.is_mixed


@pytest.mark.parametrize("method", RANKS, ids=lambda method: method.name)
@pytest.mark.parametrize("seed", range(5))
def test_order_as_by_sorting(method: BookingMethod, seed: int) -> None:
    rank = RANKS[method]
    dice = random.Random(seed)
    made = pile()
    plain: dict[Cost, Decimal] = {}
    for _ in range(300):
        if dice.random() < 0.6 or not plain:
            number, of = Decimal(dice.randint(1, 9)), cost(dice.randint(1, 12), dice.randint(0, 12))
        else:
            of = dice.choice(list(plain))
            number = -dice.choice([plain[of], Decimal(1)])
        made.add(number, of)
        plain[of] = plain.get(of, Decimal(0)) + number
        if not plain[of]:
            del plain[of]
        expected = sorted(plain, key=rank)
        if dice.random() < 0.5 and expected:
            walk: Iterator[Cost] = (lot.cost for lot in made.in_order(rank))
            assert [next(walk) for _ in expected[:3]] == expected[:3]
        if dice.random() < 0.3 and expected:
            first = next(iter(made.in_order(rank)))
            made.take(first, -first.number)
            assert [lot.cost for lot in made.in_order(rank)] == expected[1:]
            made.restore()
        assert [lot.cost for lot in made.in_order(rank)] == expected


@pytest.mark.parametrize("method", ["FIFO", "LIFO", "HIFO", "STRICT", "STRICT_WITH_SIZE"])
@pytest.mark.parametrize("seed", range(6))
def test_many_reductions_as_in_beancount(method: str, seed: int) -> None:
    dice = random.Random(f"{method}{seed}")
    text = [f'2020-01-01 open Assets:A "{method}"', "2020-01-01 open Equity:E"]
    for day in range(40):
        text.append(f'{Date(2024, 1, 1) + timedelta(day)} * "t"')
        for _ in range(dice.choice([1, 1, 2, 3])):
            price, currency = dice.randint(1, 4), dice.choice(["USD", "USD", "USD", "EUR"])
            label = dice.choice(["", "", ', "x"'])
            if dice.random() < 0.5:
                text.append(f"  Assets:A  {dice.randint(1, 5)}.0 HOOL {{{price} {currency}{label}}}")
            else:
                stated = dice.choice(["", f"{price} {currency}", "2024-01-05", '"x"', currency, f"{price}.00 USD"])
                text.append(f"  Assets:A  {-dice.randint(1, 7)} HOOL {{{stated}}}")
        text.append("  Equity:E")
    check("\n".join(text) + "\n")
