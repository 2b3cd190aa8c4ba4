"""The currency groups of a transaction: which legs must balance with each other, and in what.

A leg weighs in the currency of its cost, else of its price, else in its own commodity. Legs that weigh in the same
currency form a group, and each group balances and is interpolated on its own. A journal may leave commodities out::

    Assets:Broker   10 HOOL {}            the currency of the cost is not written
    Assets:Cash     -1000 USD

What was left out is found in three ways, tried in this order:

1. If one leg alone is undecided and all others are in one group, it belongs to that group.
2. The account holds only one commodity, or lots with costs in only one currency: then that is meant.
3. A leg of an account alone (an auto leg) takes part in every group, and becomes one posting in each.

Cost and price of one leg are in the same currency, so either tells the other.
"""

from collections.abc import Sequence

from pfin.model.diagnostics import Place, Problems
from pfin.model.lot import CostSpec
from pfin.model.parsed import ParsedPosting, ParsedTransaction, PriceSpec

from .holdings import Holdings
from .legs import Group, Leg, UnitPrice


class _Draft:
    """The commodities of one leg as far as they are known. What is None was left out, or is not there at all."""

    __slots__ = ("cost", "has_cost", "has_price", "index", "parsed", "price", "price_number", "units")

    def __init__(self, index: int, parsed: ParsedPosting, price: PriceSpec | None) -> None:
        self.index = index
        self.parsed = parsed
        self.units = parsed.commodity
        self.has_cost = parsed.cost is not None
        self.has_price = price is not None
        cost_currency = None if parsed.cost is None else parsed.cost.commodity
        price_currency = None if price is None else price.commodity
        self.cost = (cost_currency or price_currency) if self.has_cost else None
        self.price = (price_currency or cost_currency) if self.has_price else None
        self.price_number = None if price is None else price.number

    @property
    def group(self) -> str | None:
        """The currency in which the leg weighs, or None while that is unknown."""
        if self.cost is not None or self.price is not None:
            return self.cost or self.price
        return None if self.has_cost or self.has_price else self.units

    def weigh_in(self, currency: str) -> None:
        """Fill in what is unknown and decides the group."""
        if not self.has_cost and not self.has_price:
            self.units = currency
        if self.has_cost and self.cost is None:
            self.cost = currency
        if self.has_price and self.price is None:
            self.price = currency

    def leg(self, units: str) -> Leg:
        """The leg with all its commodities."""
        price = None if self.price is None else UnitPrice(self.price_number, self.price)
        return Leg(self.parsed, self.parsed.number, units, self.parsed.cost, None, price)


def group_by_currency(
    transaction: ParsedTransaction, prices: Sequence[PriceSpec | None], holdings: Holdings, problems: Problems
) -> list[Group] | None:
    """The groups in the order of the first legs found to be theirs, legs in the order of the journal.

    ``prices`` are the prices of one unit, by posting. Where a commodity cannot be found, or two legs are auto legs,
    errors are added at those legs and the answer is None: nothing can be said of such a transaction.
    """
    autos: list[_Draft] = []
    undecided: list[_Draft] = []
    grouped: dict[str, list[_Draft]] = {}
    for index, parsed in enumerate(transaction.postings):
        draft = _Draft(index, parsed, prices[index])
        if parsed.is_auto:
            autos.append(draft)
        elif not _put(draft, grouped):
            undecided.append(draft)

    if len(undecided) == 1 and len(grouped) == 1:
        undecided[0].weigh_in(next(iter(grouped)))
        _put(undecided.pop(), grouped)
    failed = [draft for draft in undecided if not _decided_by_holdings(draft, grouped, holdings)]
    failed += [draft for drafts in grouped.values() for draft in drafts if not _has_units(draft, holdings)]
    for draft in failed:
        _report_unknown(transaction, draft, holdings, problems)
    if len(autos) > 1:
        _report_autos(transaction, autos, problems)
    if failed or len(autos) > 1:
        return None

    in_order = sorted(grouped.items(), key=lambda item: item[1][0].index)
    return [_group(currency, drafts, autos) for currency, drafts in in_order]


def _put(draft: _Draft, grouped: dict[str, list[_Draft]]) -> bool:
    currency = draft.group
    if currency is None:
        return False
    grouped.setdefault(currency, []).append(draft)
    return True


def _decided_by_holdings(draft: _Draft, grouped: dict[str, list[_Draft]], holdings: Holdings) -> bool:
    held = holdings.of(draft.parsed.account)
    if draft.units is None:
        draft.units = held.only_commodity()
    currency = held.only_cost_currency()
    if currency is not None and (draft.has_cost or draft.has_price):
        draft.weigh_in(currency)
    return _put(draft, grouped)


def _has_units(draft: _Draft, holdings: Holdings) -> bool:
    if draft.units is None:
        draft.units = holdings.of(draft.parsed.account).only_commodity()
    return draft.units is not None


def _group(currency: str, drafts: list[_Draft], autos: list[_Draft]) -> Group:
    # Only an auto leg, one that has no units of its own, takes the currency of the group.
    members = sorted([*drafts, *autos], key=lambda draft: draft.index)
    return Group(currency, [draft.leg(draft.units or currency) for draft in members])


def _report_unknown(transaction: ParsedTransaction, draft: _Draft, holdings: Holdings, problems: Problems) -> None:
    units, account, spec = draft.units, draft.parsed.account, draft.parsed.cost
    if units is None:
        message = "the commodity of the units is left out, and nothing else tells it"
        hint = "write the commodity"
    elif spec is not None and _states_no_cost(spec) and not holdings.of(account).of(units):
        message = f"{account} holds no {units}, so there is no lot whose cost the braces could mean"
        hint = "write the cost of one unit inside the braces, as in {100 USD}"
    else:
        message = "the commodity of the cost or price is left out, and nothing else tells it"
        hint = "write the commodity" + (" inside the braces" if spec is not None else "")
    problems.error(
        "unknown-currency", message, Place(transaction.file, transaction.line + draft.parsed.line), hint=hint
    )


def _states_no_cost(spec: CostSpec) -> bool:
    return spec.per is None and not spec.has_total


def _report_autos(transaction: ParsedTransaction, autos: list[_Draft], problems: Problems) -> None:
    first = Place(transaction.file, transaction.line + autos[0].parsed.line)
    problems.error(
        "missing-numbers",
        f"{len(autos)} postings have no amount; only one can be inferred",
        Place(transaction.file, transaction.line + autos[-1].parsed.line),
        related=[(first, "this one has no amount either")],
        hint="write the amounts of all postings but one",
    )
