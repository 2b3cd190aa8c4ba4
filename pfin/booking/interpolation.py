"""Interpolation: the one number that a currency group may leave out.

The weights of a group must come to zero. With one number missing, the weight w that the other legs lack determines
it, whichever it is:

===========================  ============================  =================================
what is missing              example                       inferred
===========================  ============================  =================================
units                        ``Assets:Cash`` (alone)       w
units at a price             ``EUR @ 1.10 USD``            w / price
units at a cost              ``HOOL {100 USD}``            (w - total cost) / unit cost
cost of one unit             ``10 HOOL {USD}``             (w - total cost) / units
total cost                   ``10 HOOL {100 # USD}``       w - unit cost x units
price of one unit            ``10 EUR @ USD``              abs(w / units)
===========================  ============================  =================================

Inferred units are rounded to the digits of the transaction. A leg that is left with nothing to post disappears.
Legs that still state a cost as a constraint get their cost here, since its last number is known only now.
"""

import decimal
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from pfin.model.amount import ZERO, plain
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import Posting
from pfin.model.lot import Cost
from pfin.model.parsed import ParsedTransaction

from .legs import Leg, UnitPrice, booked, unit_cost
from .tolerance import Tolerances
from .wording import first


class _Gap(Enum):
    """Which number of a leg is missing."""

    UNITS = "units"
    UNIT_COST = "cost of one unit"
    TOTAL_COST = "total cost"
    PRICE = "price"


class _Refusal(Struct, frozen=True):
    """Why a number cannot be inferred."""

    reason: str
    hint: str


class Interpolation:
    """The circumstances of one transaction in which its groups are interpolated."""

    def __init__(self, transaction: ParsedTransaction, tolerances: Tolerances, problems: Problems) -> None:
        self._transaction = transaction
        self._tolerances = tolerances
        self._problems = problems

    def complete(self, currency: str, legs: Sequence[Leg]) -> list[Posting]:
        """The postings that the legs of a group become, in the same order.

        Where more than one number is missing an error is added at the first such leg and the group has no postings;
        where the one cannot be found, an error is added at its leg and the other legs are kept.
        """
        gaps = [(index, gap) for index, leg in enumerate(legs) for gap in _gaps(leg)]
        if len(gaps) > 1:
            self._report_gaps(currency, legs, gaps)
            return []
        if gaps and gaps[0][1] is _Gap.PRICE and _is_at_cost(legs[gaps[0][0]]):
            index = gaps.pop()[0]
            self._report(legs[index], "the price of units held at cost cannot be inferred", "write the price")
            legs = [*legs[:index], replace(legs[index], price=None), *legs[index + 1 :]]

        open_index = gaps[0][0] if gaps else None
        postings: list[Posting] = []
        for index, leg in enumerate(legs):
            if index == open_index:
                continue
            posting = self._settle(currency, leg, inferred=False)
            if posting is None:
                return []
            postings.append(posting)
        if open_index is not None:
            weight = -_sum_of_weights(postings)
            filled = self._fill(legs[open_index], gaps[0][1], weight)
            if isinstance(filled, _Refusal):
                self._report(legs[open_index], filled.reason, filled.hint)
            elif filled is not None:
                posting = self._settle(currency, filled, inferred=True)
                if posting is None:
                    return []
                postings.insert(open_index, posting)
        self._check_costs(postings)
        return postings

    def _fill(self, leg: Leg, gap: _Gap, weight: Decimal) -> Leg | _Refusal | None:
        """The leg with its missing number, or None where there is nothing to post."""
        if gap is _Gap.UNITS:
            return self._with_units(leg, weight)
        if gap is _Gap.PRICE and leg.price is not None:
            if not leg.number:
                return _Refusal("the price of no units cannot be inferred", "write the price or the units")
            return replace(leg, price=UnitPrice(abs(weight / leg.number), leg.price.commodity))
        spec, number = leg.spec, leg.number
        assert spec is not None and number is not None, "only these are left to be missing"
        if gap is _Gap.TOTAL_COST:
            assert spec.per is not None, "two numbers missing are refused before"
            return replace(leg, spec=replace(spec, total=weight - spec.per * number))
        if number == ZERO:
            return None
        return replace(leg, spec=replace(spec, per=(weight - (spec.total or ZERO)) / number))

    def _with_units(self, leg: Leg, weight: Decimal) -> Leg | _Refusal | None:
        spec, price = leg.spec, leg.price
        if spec is not None:
            if not spec.per:
                return _Refusal("units cannot be inferred from a total cost alone", "write the cost of one unit")
            number = (weight - (spec.total or ZERO)) / spec.per
        elif price is not None and price.number:
            number = weight / price.number
        elif price is not None and price.commodity != leg.commodity:
            return _Refusal("units cannot be inferred from a price of zero", "write how many units there are")
        else:
            number = weight
        if weight == ZERO:
            return None
        try:
            return replace(leg, number=self._tolerances.quantise(number, leg.commodity))
        except decimal.InvalidOperation:
            return _Refusal(f"the inferred number {plain(number)} has too many digits", "write smaller numbers")

    def _settle(self, currency: str, leg: Leg, *, inferred: bool) -> Posting | None:
        """The posting of a leg whose numbers are all known, or None with an error where its cost is of no units."""
        assert leg.number is not None, "interpolation comes first"
        cost = leg.cost
        if leg.spec is not None:
            if leg.spec.has_total and not leg.number:
                self._report_no_units(self._place(leg))
                return None
            number = unit_cost(leg.spec, leg.number)
            assert number is not None, "interpolation comes first"
            cost = Cost(number, currency, leg.spec.date or self._transaction.date, leg.spec.label)
        return booked(self._transaction, leg, leg.number, cost, inferred)

    def _check_costs(self, postings: Sequence[Posting]) -> None:
        for posting in postings:
            if posting.cost is None:
                continue
            place = Place(self._transaction.file, posting.line)
            if not posting.number:
                self._report_no_units(place)
            if posting.cost.number < ZERO:
                self._problems.error(
                    "negative-cost",
                    f"a cost cannot be negative: {posting.cost}",
                    place,
                    hint="the sign belongs to the units: a negative number of them is a sale",
                )

    def _report_gaps(self, currency: str, legs: Sequence[Leg], gaps: Sequence[tuple[int, _Gap]]) -> None:
        (index, missing), *rest = gaps
        hint = "write all of them but one"
        if any(gap is _Gap.UNIT_COST for _, gap in gaps):
            hint = "write the cost; it can be left out only where the account holds units that the posting takes away"
        self._problems.error(
            "missing-numbers",
            f"{len(gaps)} numbers are missing among the postings in {currency}; only one can be inferred",
            self._place(legs[index]),
            label=f"{missing.value} missing",
            related=[(self._place(legs[index]), f"{gap.value} missing") for index, gap in first(rest)],
            hint=hint,
        )

    def _report_no_units(self, place: Place) -> None:
        self._problems.error(
            "zero-units", "units held at cost cannot be zero", place, hint="write how many units there are"
        )

    def _report(self, leg: Leg, reason: str, hint: str) -> None:
        self._problems.error("missing-numbers", reason, self._place(leg), hint=hint)

    def _place(self, leg: Leg) -> Place:
        return Place(self._transaction.file, self._transaction.line + leg.parsed.line)


def _gaps(leg: Leg) -> list[_Gap]:
    gaps = [_Gap.UNITS] if leg.number is None else []
    if leg.spec is not None:
        if leg.spec.per is None:
            gaps.append(_Gap.UNIT_COST)
        if leg.spec.has_total and leg.spec.total is None:
            gaps.append(_Gap.TOTAL_COST)
    if leg.price is not None and leg.price.number is None:
        gaps.append(_Gap.PRICE)
    return gaps


def _is_at_cost(leg: Leg) -> bool:
    return leg.spec is not None or leg.cost is not None


def _sum_of_weights(postings: Sequence[Posting]) -> Decimal:
    # A sum that returns to zero starts anew, and forgets the digits it had: Beancount's inventories do so.
    total = ZERO
    for posting in postings:
        weight = posting.weight.number
        total = total + weight if total else weight
    return total or ZERO
