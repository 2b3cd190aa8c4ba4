"""Reductions: postings that take units held at cost out of an account, and the lots they take.

A leg with a cost is a reduction when its account holds units of the same commodity with the opposite sign; otherwise
it adds a lot. What a reduction says in braces is a constraint: number, currency, date and label each narrow down the
lots that match, and empty braces match all. Which of several matching lots are taken, the account's booking method
decides. A reduction over several lots becomes several postings.

Reductions are booked before missing numbers are inferred, as the cost of what is sold is what makes the gain known.
Legs of one transaction do not reduce each other, but two reductions never take the same units.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from pfin.model.amount import ZERO, plain
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import BookingMethod
from pfin.model.lot import CostSpec, Lot
from pfin.model.parsed import ParsedTransaction

from .holdings import Holding, Holdings
from .legs import Group, Leg, unit_cost
from .methods import RANKS, Answer, Refusal, by_choice, in_order
from .piles import HeldLot, Pile, Stated
from .wording import listed_of


class Reductions:
    """The accounts against which a journal's reductions are booked, and by which methods."""

    def __init__(
        self,
        holdings: Holdings,
        methods: Mapping[str, BookingMethod],
        default: BookingMethod,
        problems: Problems,
    ) -> None:
        self._holdings = holdings
        self._methods = methods
        self._default = default
        self._problems = problems

    def book(self, transaction: ParsedTransaction, group: Group) -> list[Leg] | None:
        """The legs of a group with the lots of its reductions.

        Where no lots match, too many do, or they hold too few units, an error is added at the transaction and the
        answer is None: the group is to be left out.
        """
        touched: list[Pile] = []
        try:
            return self._book(transaction, group, touched)
        finally:
            for pile in touched:
                pile.restore()

    def _book(self, transaction: ParsedTransaction, group: Group, touched: list[Pile]) -> list[Leg] | None:
        legs: list[Leg] = []
        for leg in group.legs:
            method = self._methods.get(leg.parsed.account, self._default)
            if leg.spec is None or leg.number is None or method is BookingMethod.NONE:
                legs.append(leg)
                continue
            holding = self._holdings.of(leg.parsed.account).of(leg.commodity)
            if not holding.signs.any_against(leg.number):
                legs.append(leg)
                continue
            pile = holding.piles.get(group.currency)
            if pile is None:
                self._report_no_match(transaction, leg, holding)
                return None
            touched.append(pile)
            parts = self._take(transaction, leg, method, holding, pile)
            if parts is None:
                return None
            legs += parts
        return legs

    def _take(
        self, transaction: ParsedTransaction, leg: Leg, method: BookingMethod, holding: Holding, pile: Pile
    ) -> list[Leg] | None:
        """The parts of one reduction, taken from the pile for the time being."""
        assert leg.spec is not None and leg.number is not None, "only such legs reduce"
        stated = tuple(_stated(leg.spec, unit_cost(leg.spec, leg.number)))
        answer = _answer(method, leg.number, pile, stated)
        if answer is None:
            self._report_no_match(transaction, leg, holding)
            return None
        if isinstance(answer, Refusal):
            self._report_refusal(transaction, leg, answer, pile.matching(stated))
            return None
        legs = [replace(leg, number=part.number, spec=None, cost=part.lot.cost) for part in answer]
        for part in answer:
            pile.take(part.lot, part.number)
        return legs

    def _report_no_match(self, transaction: ParsedTransaction, leg: Leg, holding: Holding) -> None:
        self._report(
            transaction,
            leg,
            "no-matching-lot",
            f"{leg.parsed.account} holds no lot that matches {_described(leg)}",
            "correct the cost, date or label in the braces to that of a lot held, or empty them to match any"
            if any(holding.piles.values())
            else "the units held have no cost, so write the posting without braces",
            holding.lots(leg.commodity),
            len(holding),
        )

    def _report_refusal(
        self, transaction: ParsedTransaction, leg: Leg, refusal: Refusal, matched: Collection[HeldLot]
    ) -> None:
        account = leg.parsed.account
        if refusal is Refusal.AMBIGUOUS:
            code = "ambiguous-lots"
            message = f"{len(matched)} lots of {account} match {_described(leg)}"
            cost = next(iter(matched)).cost
            hint = f'name the lot, for example {cost}, or open the account with a method that chooses, such as "FIFO"'
        elif refusal is Refusal.TOO_FEW:
            code = "not-enough-lots"
            message = f"the lots of {account} that match hold too few units for {_described(leg)}"
            hint = "take fewer units, or spread them over postings for several lots"
        else:
            code = "average-booking"
            message = f"booking method AVERAGE of {account} cannot book {_described(leg)}"
            hint = 'open the account with another method, such as "STRICT", "FIFO" or "NONE"'
        lots = (Lot(lot.number, leg.commodity, lot.cost) for lot in matched)
        self._report(transaction, leg, code, message, hint, lots, len(matched))

    def _report(
        self,
        transaction: ParsedTransaction,
        leg: Leg,
        code: str,
        message: str,
        hint: str,
        held: Iterable[Lot],
        count: int,
    ) -> None:
        place = Place(transaction.file, transaction.line + leg.parsed.line)
        self._problems.error(
            code,
            f"{message}; held: {listed_of(held, count) or 'none'}",
            transaction,
            related=[(place, "this posting takes the units")],
            hint=hint,
        )


def _stated(spec: CostSpec, number: Decimal | None) -> Iterator[tuple[str, object]]:
    """What the braces of a reduction demand of a lot's cost; ``number`` is the unit cost, or None for any."""
    if number is not None:
        yield "number", number
    if spec.date is not None:
        yield "date", spec.date
    if spec.label:
        yield "label", spec.label


def _answer(method: BookingMethod, number: Decimal, pile: Pile, stated: Stated) -> Answer | None:
    """The lots that a method takes, or None where none match."""
    rank = RANKS.get(method)
    if rank is not None and not stated and pile:
        return Refusal.TOO_FEW if pile.is_short_of(number) else in_order(number, pile.in_order(rank))
    lots = pile.matching(stated)
    if not lots:
        return None
    if rank is not None:
        return in_order(number, sorted(lots, key=lambda lot: rank(lot.cost)))
    return by_choice(method, number, lots, mixed=pile.is_mixed)


def _described(leg: Leg) -> str:
    spec = leg.spec
    assert spec is not None and leg.number is not None, "only legs with a constraint are described"
    opening, closing = ("{{", "}}") if spec.has_total and spec.per == ZERO else ("{", "}")
    numbers = [] if spec.per is None or opening == "{{" else [plain(spec.per)]
    if spec.has_total:
        numbers += [*(["#"] if opening == "{" else []), *([] if spec.total is None else [plain(spec.total)])]
    parts = [" ".join([*numbers, *([spec.commodity] if spec.commodity else [])])]
    parts.append("" if spec.date is None else str(spec.date))
    parts.append(f'"{spec.label}"' if spec.label else "")
    return f"{plain(leg.number)} {leg.commodity} {opening}{', '.join(part for part in parts if part)}{closing}"
