"""The law of stocks and flows on the journals of others, kept beside the project where Beancount accepts them."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.model.account import is_within
from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.model.interval import Interval, cut
from pfin.model.period import Period
from pfin.systems.boundary import Boundary
from pfin.systems.statement import Statement, statements
from pfin.systems.stocks import Sums

COMPAT = Path(__file__).parents[3] / "shared" / "compat"


def accepted() -> Sequence[object]:
    """The journals that are accepted, by the name of what Beancount said of them."""
    found = []
    for said in sorted(COMPAT.glob("golden/*.json")):
        golden = json.loads(said.read_text(encoding="utf-8"))
        if golden.get("passes"):
            found.append(pytest.param(COMPAT / "journals" / golden["file"], id=said.stem))
    skipped = pytest.mark.skip(reason=f"there are no journals of others in {COMPAT}")
    return found or [pytest.param(COMPAT, marks=skipped)]


@pytest.mark.parametrize("journal", accepted())
def test_the_law_holds_by_year(journal: Path) -> None:
    ledger = pfin.load(journal)
    assert not ledger.has_errors, "the journal is not accepted any more"
    years = years_of(ledger)
    for boundary in boundaries_of(ledger) if years else ():
        for currency in (None, *currencies_of(ledger)):
            found = statements(ledger, boundary, years, currency=currency)
            wrong = [str(statement.period) for statement in found if not obeys(statement)]
            assert not wrong, f"{boundary.name} in {currency or 'units'}"
            assert chained(found)


def years_of(ledger: Ledger) -> tuple[Period, ...]:
    """Every year from the first transaction to the last."""
    days = [transaction.date for transaction in ledger.transactions()]
    if not days:
        return ()
    end = Date.max if days[-1].year == Date.max.year else Date(days[-1].year + 1, 1, 1)
    return cut(Period(Date(days[0].year, 1, 1), end), Interval.YEAR)


def boundaries_of(ledger: Ledger) -> list[Boundary]:
    """Assets, net worth, the world, and every account at the top."""
    roots = ledger.options.roots
    tops = sorted({account.partition(":")[0] for account in ledger.accounts})
    wanted = {"networth": [roots.assets, roots.liabilities], "world": tops, **{top: [top] for top in tops}}
    return [
        Boundary(name, name, tuple(name for name in ledger.accounts if any(is_within(name, root) for root in inside)))
        for name, inside in wanted.items()
    ]


def currencies_of(ledger: Ledger) -> Sequence[str]:
    """The operating currencies, or else the commodity that most postings are in."""
    if ledger.options.operating_currencies:
        return ledger.options.operating_currencies
    counted = Counter(posting.commodity for each in ledger.transactions() for posting in each.postings)
    return [commodity for commodity, _ in counted.most_common(1)]


@computing_in(EXACT)
def obeys(statement: Statement) -> bool:
    """Whether opening + inflows - outflows + conversions + gains is the closing stock, for each commodity."""
    flows = statement.flows.values()
    added = [statement.opening, statement.conversions, *(flow.inflow for flow in flows)]
    taken = [statement.closing, *(flow.outflow for flow in flows)]
    gains = [*statement.gains.price.values(), statement.gains.conversion]
    if statement.currency is None:
        assert not any(gains)
    else:
        added += [{statement.currency: gain} for gain in gains]
    left: dict[str, Decimal] = {}
    for sign, many in ((1, added), (-1, taken)):
        for sums in many:
            for commodity, number in sums.items():
                left[commodity] = left.get(commodity, ZERO) + sign * number
    return not any(left.values())


def chained(found: Sequence[Statement]) -> bool:
    """Whether each opening stock is the closing one before, and nothing was there before the first transaction."""
    openings: list[Sums] = [{}, *(statement.closing for statement in found)]
    return all(statement.opening == before for statement, before in zip(found, openings, strict=False))
