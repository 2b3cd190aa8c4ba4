"""How far from zero a transaction may be, which follows from the digits that it is written in.

An amount such as ``12.50 USD`` says that its writer thinks in hundredths: the tolerance of USD is a hundredth times
the multiplier of the journal's options, half by default. Whole numbers say nothing. Over the postings of a
transaction the loosest tolerance counts; interpolation can be told to take the tightest. Three things refine this.

* The option ``inferred_tolerance_default`` gives tolerances to the commodities of the transaction, ``*`` to all that
  are left without.
* With ``infer_tolerance_from_cost`` units at a cost or price also blur the currency of that: the tolerance of the
  units times the unit cost, but at most half a unit of currency, added up over the postings.
* Numbers that booking inferred do not count.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import ONE, ZERO
from pfin.model.directives import Posting
from pfin.model.lot import CostSpec
from pfin.model.options import Options
from pfin.model.parsed import ParsedPosting, PriceSpec

_MOST_FROM_COST = Decimal("0.5")
_MOST_DIGITS_OF_A_QUANTUM = 4


class Tolerances(Struct, frozen=True):
    """The tolerance of each commodity in one transaction, in units of the commodity."""

    known: dict[str | None, Decimal]
    others: Decimal

    def of(self, commodity: str) -> Decimal:
        """How far the sum of weights in a commodity may be from zero."""
        return self.known.get(commodity, self.others)

    def quantise(self, number: Decimal, commodity: str) -> Decimal:
        """Round an inferred number to the digits that the tolerance stands for.

        A tolerance of many digits was computed from costs and stands for none: the number stays as it is.
        Raises decimal.InvalidOperation where the rounded number would need more than 28 digits.
        """
        tolerance = self.of(commodity)
        if not tolerance:
            return number
        quantum = (tolerance * 2).normalize()
        if len(quantum.as_tuple().digits) > _MOST_DIGITS_OF_A_QUANTUM:
            return number
        return number.quantize(quantum)


NO_TOLERANCES = Tolerances({}, ZERO)


class _Witness(Struct, frozen=True, gc=False):
    """What one posting says about tolerances. ``number`` is None where its digits do not count."""

    number: Decimal | None
    commodity: str | None
    costs: tuple[Decimal, ...] = ()
    cost_commodity: str | None = None
    at_cost: bool = False
    price: Decimal | None = None
    price_commodity: str | None = None
    at_price: bool = False


def tolerances_of_parsed(
    postings: Sequence[ParsedPosting], prices: Sequence[PriceSpec | None], options: Options
) -> Tolerances:
    """The tolerances of a transaction before booking, to which interpolated numbers are rounded."""
    witnesses = [
        _witness_of_parsed(posting, price)
        for posting, price in zip(postings, prices, strict=True)
        if not posting.is_auto
    ]
    return _infer(witnesses, options, min if options.precise_interpolation else max)


def tolerances_of_booked(postings: Iterable[Posting], options: Options) -> Tolerances:
    """The tolerances within which a booked transaction must balance."""
    return _infer([_witness_of_booked(posting) for posting in postings], options, max)


def assertion_tolerance(expected: Decimal, options: Options) -> Decimal:
    """How far a balance may be from what is asserted of it: by the last digit, twice what a transaction gets."""
    exponent = expected.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return ZERO
    return ONE.scaleb(exponent) * (options.multiplier * 2)


def _witness_of_parsed(posting: ParsedPosting, price: PriceSpec | None) -> _Witness:
    cost: CostSpec | None = posting.cost
    costs: tuple[Decimal, ...] = ()
    if cost is not None:
        stated = (cost.total if cost.has_total else None, cost.per)
        costs = tuple(number for number in stated if number is not None)
    return _Witness(
        posting.number,
        posting.commodity,
        costs,
        None if cost is None else cost.commodity,
        cost is not None,
        None if price is None else price.number,
        None if price is None else price.commodity,
        price is not None,
    )


def _witness_of_booked(posting: Posting) -> _Witness:
    cost, price = posting.cost, posting.price
    return _Witness(
        None if posting.inferred else posting.number,
        posting.commodity,
        () if cost is None else (cost.number,),
        None if cost is None else cost.commodity,
        cost is not None,
        None if price is None else price.number,
        None if price is None else price.commodity,
        price is not None,
    )


def _infer(
    witnesses: Sequence[_Witness], options: Options, choose: Callable[[Decimal, Decimal], Decimal]
) -> Tolerances:
    known = _defaults(witnesses, options)
    from_costs: dict[str | None, Decimal] = {}
    for witness in witnesses:
        tolerance = _of_last_digit(witness.number, options.multiplier)
        if tolerance is None:
            continue
        _choose(known, witness.commodity, tolerance, choose)
        if not options.tolerance_from_cost:
            continue
        if witness.at_cost:
            blur = min([_MOST_FROM_COST, *(tolerance * cost for cost in witness.costs)])
            from_costs[witness.cost_commodity] = from_costs.get(witness.cost_commodity, ZERO) + blur
        if witness.price is not None:
            blur = min(tolerance * witness.price, _MOST_FROM_COST)
            from_costs[witness.price_commodity] = from_costs.get(witness.price_commodity, ZERO) + blur
    for commodity, tolerance in from_costs.items():
        _choose(known, commodity, tolerance, choose)
    return Tolerances(known, options.tolerances.get("*", ZERO))


def _defaults(witnesses: Sequence[_Witness], options: Options) -> dict[str | None, Decimal]:
    if not options.tolerances:
        return {}
    present: set[str | None] = set()
    for witness in witnesses:
        present.add(witness.commodity)
        if witness.at_cost:
            present.add(witness.cost_commodity)
        # A price of zero does not make its currency present: so it is in Beancount.
        if witness.at_price and (witness.price is None or witness.price):
            present.add(witness.price_commodity)
    return {name: tolerance for name, tolerance in options.tolerances.items() if name in present}


def _of_last_digit(number: Decimal | None, multiplier: Decimal) -> Decimal | None:
    if number is None:
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return None
    return ONE.scaleb(exponent) * multiplier


def _choose(
    known: dict[str | None, Decimal],
    commodity: str | None,
    tolerance: Decimal,
    choose: Callable[[Decimal, Decimal], Decimal],
) -> None:
    present = known.get(commodity)
    known[commodity] = tolerance if present is None else choose(tolerance, present)
