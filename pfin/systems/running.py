"""Running sums: what accounts hold of each commodity after each of their legs.

Legs come in chronological order in the columns of a ledger. So they are dealt out to their accounts and commodities in
one pass, and each of these is then added up by itself. To find only those whose sums ever go beyond an amount, nothing
has to be dealt out: one pass that keeps the latest sum of each is several times as fast.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, compress
from math import floor, inf

from msgspec import Struct

from pfin.ledger.columns import Cell, Columns

Number = int | Decimal

Name = tuple[str, str]
"""An account and a commodity."""


class Running(Struct):
    """The sums of one account in one commodity after each of its legs, with their days in order.

    They are multiples of ten to the power of ``exponent``, in the account's normal direction.
    """

    account: str
    commodity: str
    days: Sequence[int]
    sums: Sequence[Number]
    exponent: int


def name_of(cell: Cell) -> Name:
    """The account and the commodity of a cell; there may be several of the same."""
    return cell.account, cell.commodity


def running_sums(columns: Columns, legs: int, signs: Mapping[str, int], asked: Sequence[bool]) -> Iterator[Running]:
    """The sums of the first legs, by account and commodity, where the cells are ``asked`` for.

    ``signs`` turn the signed numbers of accounts into their normal direction.
    """
    wanted = {index: cell for index, cell in enumerate(columns.cells) if asked[index]}
    exponents: dict[Name, set[int]] = {}
    for cell in wanted.values():
        exponents.setdefault(name_of(cell), set()).add(cell.exponent)
    dealt: dict[Name, tuple[list[int], list[Number]]] = {name: ([], []) for name in exponents}
    to = {
        index: _dealer(cell, *dealt[name_of(cell)], is_mixed=len(exponents[name_of(cell)]) > 1)
        for index, cell in wanted.items()
    }
    cells = columns.cell[:legs]
    is_asked = bytes([asked[cell] for cell in cells])
    found = (compress(column, is_asked) for column in (cells, columns.day[:legs], columns.number[:legs]))
    for index, day, number in zip(*found, strict=True):
        to_days, to_numbers = to[index]
        to_days(day)
        to_numbers(number)
    for (account, commodity), (days, numbers) in sorted(dealt.items(), key=lambda item: item[0]):
        if days:
            sums = list(accumulate(numbers if signs[account] > 0 else [-number for number in numbers]))
            exponent, *more = exponents[account, commodity]
            yield Running(account, commodity, days, sums, 0 if more else exponent)


def _dealer(
    cell: Cell, days: list[int], numbers: list[Number], *, is_mixed: bool
) -> tuple[Callable[[int], None], Callable[[int], None]]:
    """What takes the day and the number of a leg of a cell, which is decimal where there are other exponents too."""
    return days.append, (lambda number: numbers.append(cell.number(number))) if is_mixed else numbers.append


def beyond_limits(
    columns: Columns, legs: int, signs: Mapping[str, int], limits: Mapping[str, Decimal | None], *, above: bool
) -> set[Name]:
    """Those that are beyond the limit of their commodity, ``above`` or below it, after any of the first legs.

    So are all that are with nothing at all. Where a commodity has no limit, none is beyond it.

    Each sum is a multiple of the smallest unit that any of its legs is counted in. It is turned round where that is the
    account's normal direction, and again where beyond is below, so that one comparison is enough for all.
    """
    exponents: dict[Name, int] = {}
    for cell in columns.cells:
        exponents[name_of(cell)] = min(exponents.get(name_of(cell), cell.exponent), cell.exponent)
    places = {name: place for place, name in enumerate(exponents)}
    direction = 1 if above else -1
    highest: list[float] = [
        inf if (limit := limits[commodity]) is None else floor(direction * limit.scaleb(-exponent))
        for (_, commodity), exponent in exponents.items()
    ]
    place_of = [places[name_of(cell)] for cell in columns.cells]
    factors = [
        direction * signs[cell.account] * 10 ** (cell.exponent - exponents[name_of(cell)]) for cell in columns.cells
    ]
    sums = [0] * len(places)
    beyond = {place for place, limit in enumerate(highest) if limit < 0}
    for index, number in zip(columns.cell[:legs], columns.number[:legs], strict=True):
        place = place_of[index]
        now = sums[place] = sums[place] + number * factors[index]
        if now > highest[place]:
            beyond.add(place)
    return {name for name, place in places.items() if place in beyond}
