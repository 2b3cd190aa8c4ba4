"""Reductions: postings that take units held at cost out of an account, and the lots they take.

A leg with a cost is a reduction when its account holds units of the same commodity with the opposite sign; otherwise
it adds a lot. What a reduction says in braces is a constraint: number, currency, date and label each narrow down the
lots that match, and empty braces match all. Which of several matching lots are taken, the account's booking method
decides. A reduction over several lots becomes several postings.

Reductions are booked before missing numbers are inferred, as the cost of what is sold is what makes the gain known.
Legs of one transaction do not reduce each other, but two reductions never take the same units.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from pfin.model.amount import ZERO
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import BookingMethod
from pfin.model.inventory import Inventory
from pfin.model.lot import Cost, CostSpec, Lot
from pfin.model.parsed import ParsedTransaction

from .holdings import Holdings
from .legs import Group, Leg, unit_cost
from .methods import MatchedLot, Refusal, matched, take

_LOTS_SHOWN = 5


class Reductions(Struct, frozen=True):
    """The accounts against which a journal's reductions are booked."""

    holdings: Holdings
    methods: Mapping[str, BookingMethod]
    default: BookingMethod
    problems: Problems

    def book(self, transaction: ParsedTransaction, group: Group) -> list[Leg] | None:
        """The legs of a group with the lots of its reductions.

        Where no lots match, too many do, or they hold too few units, an error is added at the transaction and the
        answer is None: the group is to be left out.
        """
        left: dict[str, Inventory] = {}
        legs: list[Leg] = []
        for leg in group.legs:
            account = leg.parsed.account
            method = self.methods.get(account, self.default)
            if leg.spec is None or leg.number is None or method is BookingMethod.NONE:
                legs.append(leg)
                continue
            inventory = left[account] if account in left else self.holdings.of(account)
            if not _is_reduced(inventory, leg):
                legs.append(leg)
                continue
            reduced = self._reduce(transaction, group.currency, leg, method, list(inventory))
            if reduced is None:
                return None
            legs += reduced
            remaining = inventory.copy()
            for part in reduced:
                if part.number is not None:
                    remaining.add(part.number, part.commodity, part.cost)
            left[account] = remaining
        return legs

    def _reduce(
        self, transaction: ParsedTransaction, currency: str, leg: Leg, method: BookingMethod, held: Sequence[Lot]
    ) -> list[Leg] | None:
        assert leg.spec is not None and leg.number is not None, "only such legs reduce"
        constraint = _Constraint(leg.spec, unit_cost(leg.spec, leg.number), currency)
        lots = matched(held, constraint.fits, leg.commodity)
        if not lots:
            at_cost = [lot for lot in held if lot.commodity == leg.commodity]
            self._report(
                transaction,
                leg,
                "no-matching-lot",
                f"{leg.parsed.account} holds no lot that matches {_described(leg)}",
                at_cost,
                "correct the cost, date or label in the braces to that of a lot held, or empty them to match any"
                if any(lot.cost is not None for lot in at_cost)
                else "the units held have no cost, so write the posting without braces",
            )
            return None
        answer = take(method, leg.number, lots)
        if isinstance(answer, Refusal):
            self._report_refusal(transaction, leg, answer, lots)
            return None
        return [replace(leg, number=part.number, spec=None, cost=part.cost) for part in answer]

    def _report_refusal(
        self, transaction: ParsedTransaction, leg: Leg, refusal: Refusal, matched_lots: Sequence[MatchedLot]
    ) -> None:
        lots = [Lot(lot.number, leg.commodity, lot.cost) for lot in matched_lots]
        account = leg.parsed.account
        if refusal is Refusal.AMBIGUOUS:
            code = "ambiguous-lots"
            message = f"{len(lots)} lots of {account} match {_described(leg)}"
            hint = _hint_to_choose(lots)
        elif refusal is Refusal.TOO_FEW:
            code = "not-enough-lots"
            message = f"the lots of {account} that match hold too few units for {_described(leg)}"
            hint = "take fewer units, or spread them over postings for several lots"
        else:
            code = "average-booking"
            message = f"booking method AVERAGE of {account} cannot book {_described(leg)}"
            hint = 'open the account with another method, such as "STRICT", "FIFO" or "NONE"'
        self._report(transaction, leg, code, message, lots, hint)

    def _report(
        self, transaction: ParsedTransaction, leg: Leg, code: str, message: str, lots: Sequence[Lot], hint: str
    ) -> None:
        place = Place(transaction.file, transaction.line + leg.parsed.line)
        self.problems.error(
            code,
            f"{message}; held: {_listed(lots)}",
            transaction,
            related=[(place, "this posting takes the units")],
            hint=hint,
        )


class _Constraint(Struct, frozen=True):
    """What the braces of a reduction demand of a lot. ``number`` is the unit cost, or None for any."""

    spec: CostSpec
    number: Decimal | None
    currency: str

    def fits(self, cost: Cost) -> bool:
        spec = self.spec
        return (
            (self.number is None or cost.number == self.number)
            and cost.commodity == self.currency
            and (spec.date is None or cost.date == spec.date)
            and (not spec.label or cost.label == spec.label)
        )


def _is_reduced(inventory: Inventory, leg: Leg) -> bool:
    """Whether units of the opposite sign are held, at whatever cost or at none."""
    if not leg.number:
        return False
    commodity, adds = leg.commodity, leg.number > ZERO
    return any(lot.commodity == commodity and (lot.number > ZERO) is not adds for lot in inventory)


def _described(leg: Leg) -> str:
    spec = leg.spec
    assert spec is not None, "only legs with a constraint are described"
    opening, closing = ("{{", "}}") if spec.has_total and spec.per == ZERO else ("{", "}")
    numbers = [] if spec.per is None or opening == "{{" else [str(spec.per)]
    if spec.has_total:
        numbers += [*(["#"] if opening == "{" else []), *([] if spec.total is None else [str(spec.total)])]
    parts = [" ".join([*numbers, *([spec.commodity] if spec.commodity else [])])]
    parts.append("" if spec.date is None else str(spec.date))
    parts.append(f'"{spec.label}"' if spec.label else "")
    return f"{leg.number} {leg.commodity} {opening}{', '.join(part for part in parts if part)}{closing}"


def _listed(lots: Sequence[Lot]) -> str:
    shown = ", ".join(str(lot) for lot in lots[:_LOTS_SHOWN])
    return f"{shown} and {len(lots) - _LOTS_SHOWN} more" if len(lots) > _LOTS_SHOWN else shown or "none"


def _hint_to_choose(lots: Sequence[Lot]) -> str:
    cost = lots[0].cost
    return f'name the lot, for example {cost}, or open the account with a method that chooses, such as "FIFO"'
