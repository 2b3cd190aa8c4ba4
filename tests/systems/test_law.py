"""The law of stocks and flows on random journals, boundaries and periods, and against a naive reading of its terms."""

from array import array
from collections.abc import Callable, Mapping
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from naive import Naive, Reading, as_reading
from random_journals import Case, Journal, cases, drawn_around, intervals, journals, ledger_of, periods, valuations

from pfin.ledger.columns import Columns
from pfin.ledger.ledger import Ledger
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.flows import Category, by_account, by_metadata, by_payee, by_tags
from pfin.systems.statement import ConservationError, Flow, Gains, Statement, prove, statements

often = settings(max_examples=200, deadline=None)
brief = settings(max_examples=100, deadline=None)

Sums = dict[str, Fraction]

CATEGORIES: Mapping[str, tuple[Category, Category]] = {
    "account": (by_account, lambda transaction, posting: posting.account),
    "payee": (by_payee, lambda transaction, posting: transaction.payee or ""),
    "tag": (by_tags, lambda transaction, posting: " ".join(sorted(f"#{tag}" for tag in transaction.tags))),
    "metadata": (
        by_metadata("kind"),
        lambda transaction, posting: str(posting.meta.get("kind") or transaction.meta.get("kind") or ""),
    ),
}
"""What a flow is counted under, as the engine has it and read anew."""


def statement_of(case: Case, boundary: Boundary | None = None) -> Statement:
    (found,) = statements(case.journal.ledger(), boundary or case.one, [case.period], currency=case.currency)
    return found


def total(*many: Mapping[str, Fraction]) -> Sums:
    """Sums added up, without those that come to nothing."""
    added: Sums = {}
    for sums in many:
        for key, number in sums.items():
            added[key] = added.get(key, Fraction(0)) + number
    return {key: number for key, number in added.items() if number}


def less(sums: Mapping[str, Fraction]) -> Sums:
    return {key: -number for key, number in sums.items()}


def gross(flows: Mapping[tuple[str, str], Fraction]) -> Sums:
    """Flows of one direction by commodity, whatever their category."""
    return total(*({commodity: number} for (_, commodity), number in flows.items()))


def net(reading: Reading) -> Sums:
    return total(gross(reading.inflow), less(gross(reading.outflow)))


def gains(reading: Reading, currency: str | None) -> Sums:
    """All gains in the currency of valuation; without one there are none."""
    if currency is None:
        assert not reading.price_gains and not reading.conversion_gain
        return {}
    return total({currency: sum(reading.price_gains.values(), reading.conversion_gain)})


def obeys(statement: Statement) -> bool:
    """Whether opening + inflows - outflows + conversions + gains = closing, for each commodity."""
    said = as_reading(statement)
    return total(said.opening, net(said), said.conversions, gains(said, statement.currency)) == said.closing


def flows_at(flows: Mapping[tuple[str, str], Fraction], at: Callable[[str], bool]) -> dict[tuple[str, str], Fraction]:
    return {key: number for key, number in flows.items() if at(key[0])}


def merged(
    one: Mapping[tuple[str, str], Fraction], other: Mapping[tuple[str, str], Fraction], sign: int = 1
) -> dict[tuple[str, str], Fraction]:
    """The flows of one and the other by category and commodity, or of one less the other where the sign is -1."""
    found = dict(one)
    for key, number in other.items():
        found[key] = found.get(key, Fraction(0)) + sign * number
    return {key: number for key, number in found.items() if number}


@often
@given(cases(), intervals, st.sampled_from(sorted(CATEGORIES)))
def test_statements_are_what_a_naive_reading_finds(case: Case, interval: Interval, category: str) -> None:
    ledger, columns = case.journal.ledger(), cut(case.period, interval)
    by_engine, anew = CATEGORIES[category]
    found = statements(ledger, case.one, columns, category=by_engine, currency=case.currency)
    naive = Naive(ledger, case.currency)
    assert [statement.period for statement in found] == list(columns)
    for statement in found:
        first, last = statement.period.begin, statement.period.last
        assert first is not None and last is not None
        assert as_reading(statement) == naive.reading(case.one.inside, first, last, anew), statement.period
        assert list(statement.flows) == sorted(statement.flows)


@often
@given(cases(), intervals)
def test_the_law_holds(case: Case, interval: Interval) -> None:
    for statement in statements(case.journal.ledger(), case.one, cut(case.period, interval), currency=case.currency):
        assert obeys(statement), statement
        for flow in statement.flows.values():
            assert all(number > 0 for number in (*flow.inflow.values(), *flow.outflow.values()))
            assert flow.postings > 0


@often
@given(cases(), intervals)
def test_adjacent_periods_chain_and_add_up_to_the_whole(case: Case, interval: Interval) -> None:
    ledger = case.journal.ledger()
    columns = cut(case.period, interval)
    parts = [as_reading(each) for each in statements(ledger, case.one, columns, currency=case.currency)]
    whole = as_reading(statement_of(case))
    assert parts[0].opening == whole.opening
    assert parts[-1].closing == whole.closing
    for earlier, later in pairwise(parts):
        assert earlier.closing == later.opening
    for part in parts:
        whole.inflow = merged(whole.inflow, part.inflow, -1)
        whole.outflow = merged(whole.outflow, part.outflow, -1)
    assert not whole.inflow and not whole.outflow
    assert total(*(part.conversions for part in parts)) == whole.conversions
    assert total(*(part.price_gains for part in parts)) == whole.price_gains
    assert sum(part.conversion_gain for part in parts) == whole.conversion_gain
    for name, count in whole.postings.items():
        assert sum(part.postings.get(name, 0) for part in parts) == count
    assert {name for part in parts for name in part.postings} == set(whole.postings)


@often
@given(cases())
def test_two_disjoint_boundaries_add_up_to_their_union_less_what_moved_between_them(case: Case) -> None:
    """Let *both* be what the transactions that touch both boundaries say, and A and B share no account. Then

        stock(A|B)       = stock(A) + stock(B)
        price gains(A|B) = price gains(A) + price gains(B)
        flows(A|B)       = flows(A) outside B + flows(B) outside A - flows of both outside A and B
        conversions(A|B) = conversions(A) + conversions(B) - conversions of both

    because each transaction of *both* is counted by A and by B with all its flows beyond and its whole conversion. For
    the same reason what moved between them does not simply cancel out: it comes to less than nothing by the conversion

        flows(A) in B + flows(B) in A + flows of both outside A and B + conversions of both = 0

    so that net flows add up where the transactions of *both* exchange nothing: net(A|B) = net(A) + net(B) + conversions
    of both. In value, conversions here are conversions and gains of conversion.
    """
    union = drawn_around([*case.one.accounts, *case.other.accounts])
    a, b, joined = (as_reading(statement_of(case, boundary)) for boundary in (case.one, case.other, union))
    both = moved_by_both(case, union)

    assert joined.opening == total(a.opening, b.opening)
    assert joined.closing == total(a.closing, b.closing)
    assert joined.price_gains == total(a.price_gains, b.price_gains)
    assert joined.conversions == total(a.conversions, b.conversions, less(both.conversions))
    assert joined.conversion_gain == a.conversion_gain + b.conversion_gain - both.conversion_gain

    beyond = lambda name: name not in union.inside  # noqa: E731
    for direction in ("inflow", "outflow"):
        of_a, of_b, of_both = (flows_at(getattr(each, direction), beyond) for each in (a, b, both))
        assert getattr(joined, direction) == merged(merged(of_a, of_b), of_both, -1)

    between = total(
        net_at(a, case.other.inside.__contains__), net_at(b, case.one.inside.__contains__), net_at(both, beyond)
    )
    converted = total(both.conversions, in_currency(both.conversion_gain, case.currency))
    assert not total(between, converted)
    assert net(joined) == total(net(a), net(b), converted)


def net_at(reading: Reading, at: Callable[[str], bool]) -> Sums:
    return total(gross(flows_at(reading.inflow, at)), less(gross(flows_at(reading.outflow, at))))


def in_currency(number: Fraction, currency: str | None) -> Sums:
    return {} if currency is None else {currency: number}


def moved_by_both(case: Case, union: Boundary) -> Reading:
    """The flows and conversions of the transactions that touch both boundaries of a case, seen from their union."""
    naive = Naive(case.journal.ledger(), case.currency)
    both = [
        transaction
        for transaction in naive.transactions
        if all({posting.account for posting in transaction.postings} & each.inside for each in (case.one, case.other))
    ]
    assert case.period.begin is not None and case.period.last is not None
    return naive.moved(both, union.inside, case.period.begin, case.period.last)


@brief
@given(journals(), periods, valuations, intervals)
def test_the_world_has_no_flows(journal: Journal, period: Period, currency: str | None, interval: Interval) -> None:
    ledger = journal.ledger()
    world = drawn_around(list(ledger.accounts))
    for touching in (True, False):
        for statement in statements(ledger, world, cut(period, interval), currency=currency, touching=touching):
            assert not statement.flows
            assert obeys(statement)


@brief
@given(cases(), intervals)
def test_counting_what_happens_wholly_outside_changes_no_sum(case: Case, interval: Interval) -> None:
    """Flows of a transaction wholly outside come to nothing but for what it converts, and that is a conversion."""
    ledger, columns = case.journal.ledger(), cut(case.period, interval)
    touching = statements(ledger, case.one, columns, currency=case.currency)
    all_of_them = statements(ledger, case.one, columns, currency=case.currency, touching=False)
    for fewer, more in zip(touching, all_of_them, strict=True):
        assert obeys(more)
        assert (fewer.opening, fewer.closing, fewer.gains.price) == (more.opening, more.closing, more.gains.price)
        one, other = as_reading(fewer), as_reading(more)
        converted = [
            total(each.conversions, in_currency(each.conversion_gain, case.currency), net(each))
            for each in (one, other)
        ]
        assert converted[0] == converted[1]
        assert all(other.postings[name] >= count for name, count in one.postings.items())


@brief
@given(cases())
def test_every_category_gives_the_same_totals(case: Case) -> None:
    ledger = case.journal.ledger()
    found = set()
    for category, _ in CATEGORIES.values():
        (statement,) = statements(ledger, case.one, [case.period], category=category, currency=case.currency)
        reading = as_reading(statement)
        found.add(
            (
                frozenset(gross(reading.inflow).items()),
                frozenset(gross(reading.outflow).items()),
                sum(reading.postings.values()),
            )
        )
    assert len(found) == 1


@brief
@given(cases(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_directives_and_files_changes_nothing(case: Case, chance: Random, count: int) -> None:
    blocks = list(case.journal.blocks)
    chance.shuffle(blocks)
    parts = ["\n\n".join(blocks[number::count]) for number in range(count)]
    before, after = (
        statements(ledger, case.one, cut(case.period, Interval.MONTH), currency=case.currency)
        for ledger in (case.journal.ledger(), ledger_of(parts))
    )
    assert before == after


TAMPERED: Mapping[str, Callable[[Statement], Statement]] = {
    "opening": lambda each: msgspec.structs.replace(each, opening={"USD": Decimal("11.01"), "OIL": Decimal(2)}),
    "opening left out": lambda each: msgspec.structs.replace(each, opening={"USD": Decimal(11)}),
    "inflow": lambda each: with_flow(each, Flow({"USD": Decimal("100.01")}, {"USD": Decimal(30)}, 2)),
    "inflow in another commodity": lambda each: with_flow(
        each, Flow({"USD": Decimal(100), "CHF": Decimal(1)}, {"USD": Decimal(30)}, 2)
    ),
    "outflow": lambda each: with_flow(each, Flow({"USD": Decimal(100)}, {"USD": Decimal("29.99")}, 2)),
    "no flows": lambda each: msgspec.structs.replace(each, flows={}),
    "conversions": lambda each: msgspec.structs.replace(each, conversions={"OIL": Decimal(-1)}),
    "no conversions": lambda each: msgspec.structs.replace(each, conversions={}),
    "price gains": lambda each: msgspec.structs.replace(each, gains=Gains({"OIL": Decimal(8)}, Decimal(3))),
    "conversion gain": lambda each: msgspec.structs.replace(each, gains=Gains({"OIL": Decimal(7)}, Decimal("3.001"))),
    "gains without a currency": lambda each: msgspec.structs.replace(each, currency=None),
    "closing": lambda each: msgspec.structs.replace(each, closing={"USD": Decimal("90.99")}),
    "closing in another commodity": lambda each: msgspec.structs.replace(
        each, closing={"USD": Decimal(91), "CHF": Decimal(1)}
    ),
    "no closing": lambda each: msgspec.structs.replace(each, closing={}),
}


def with_flow(statement: Statement, flow: Flow) -> Statement:
    return msgspec.structs.replace(statement, flows={"Income:Pay": flow})


# 11 + 100 - 30 + 7 + 3 = 91 USD, and 2 OIL that leave as units on the day of their first price.
LAWFUL = Statement(
    boundary=drawn_around(["Assets:Bank"]),
    period=Period(Date(2024, 1, 1), Date(2024, 2, 1)),
    currency="USD",
    opening={"USD": Decimal(11), "OIL": Decimal(2)},
    flows={"Income:Pay": Flow({"USD": Decimal(100)}, {"USD": Decimal(30)}, 2)},
    conversions={"OIL": Decimal(-2)},
    gains=Gains({"OIL": Decimal(7)}, Decimal(3)),
    closing={"USD": Decimal("91.00")},
)


def test_a_statement_that_obeys_the_law_is_proved() -> None:
    prove(LAWFUL)
    assert obeys(LAWFUL)


@pytest.mark.parametrize("term", TAMPERED)
def test_no_term_can_be_off_without_the_proof_failing(term: str) -> None:
    with pytest.raises(ConservationError, match=r"Assets:Bank, 2024-01-01 to 2024-01-31"):
        prove(TAMPERED[term](LAWFUL))


class Twisted(Ledger):
    """A ledger whose columns change while it is read, as no ledger's do: they are others from the second time on."""

    twist: Callable[[Columns], Columns]
    times = 0

    @property
    def columns(self) -> Columns:
        self.times += 1
        return super().columns if self.times == 1 else self.twist(super().columns)


TWISTS: Mapping[str, Callable[[Columns], Columns]] = {
    "numbers": lambda columns: replace(columns, number=[number + 1 for number in columns.number]),
    "signs": lambda columns: replace(columns, number=[-number for number in columns.number]),
    "cells": lambda columns: replace(columns, cell=array("i", reversed(columns.cell))),
    "accounts": lambda columns: replace(columns, cells=columns.cells[::-1]),
    "exponents": lambda columns: replace(columns, cells=[replace(cell, exponent=-1) for cell in columns.cells]),
    "commodities": lambda columns: replace(columns, cells=[replace(cell, commodity="EUR") for cell in columns.cells]),
    "days": lambda columns: replace(
        columns, **{name: array("i", [1, 1])[: len(getattr(columns, name))] for name in ("day", "date")}
    ),
}


@pytest.mark.parametrize("twist", TWISTS)
@pytest.mark.parametrize("currency", [None, "USD"])
def test_statements_are_proved_where_they_are_made(twist: str, currency: str | None) -> None:
    text = "2024-01-01 open Assets:Bank\n2024-01-01 open Equity:Opening\n"
    text += '2024-01-02 * "x"\n  Assets:Bank  5 USD\n  Equity:Opening\n'
    ledger = ledger_of([text])
    twisted = Twisted(ledger.entry, ledger.files, ledger.options, ledger.entries, (), ledger.sources)
    twisted.twist = TWISTS[twist]
    period = Period(Date(2024, 1, 1), Date(2024, 1, 1) + timedelta(30))
    with pytest.raises(ConservationError, match="stocks and flows come to"):
        statements(twisted, drawn_around(["Assets:Bank"]), [period], currency=currency)
