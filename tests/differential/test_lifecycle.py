"""Beancount with pfin's plugin counts what pfin counts, and accepts what pfin accepts."""

import tempfile
from datetime import date as Date
from pathlib import Path

import lifecycles
import oracle
import pytest
from hypothesis import HealthCheck, given, settings
from lifecycles import Ask, Lifecycle

from pfin import load
from pfin.model.amount import ZERO
from pfin.model.directives import Status

QUICK = settings(
    max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
LONG = settings(max_examples=10_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def check(folder: Path, text: str, today: str) -> None:
    """The two must agree on every directive but the assertions that the plugin takes out, on lots and on errors."""
    path = oracle.write(folder, text)
    theirs = oracle.by_beancount(path)
    ours = oracle.by_pfin(path, Date.fromisoformat(today))
    assert not theirs.crashed, theirs.messages
    counted = tuple(text for text in ours.directives if " Balance " not in text or "status: 'posted'" not in text)
    found = oracle.compare(theirs, ours._replace(directives=counted), folder.resolve())
    assert not found, "\n".join([text, *found])


def asserted(folder: Path, journal: Lifecycle, asks: list[Ask]) -> str:
    """The journal with assertions, right or off by so much, of what pfin finds in it."""
    ledger = load(oracle.write(folder, journal.text), today=Date.fromisoformat(journal.today))
    lines = [journal.text]
    for ask in asks:
        number = sum(
            (
                posting.number
                for transaction in ledger.transactions()
                for posting in transaction.postings
                if transaction.date < Date.fromisoformat(ask.day)
                and f"{posting.account}:".startswith(f"{ask.account}:")
                and posting.commodity == ask.commodity
                and not (ask.of_posted and posting.status is Status.PENDING)
            ),
            ZERO,
        )
        lines.append(f"{ask.day} balance {ask.account}  {number + ask.off:f} {ask.commodity}\n")
        lines += ['  status: "posted"\n'] * ask.of_posted
    return "".join(lines)


@QUICK
@given(lifecycles.journals(), lifecycles.asks())
def test_journal(journal: Lifecycle, asks: list[Ask]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(Path(folder), asserted(Path(folder), journal, asks), journal.today)


@pytest.mark.long
@LONG
@given(lifecycles.journals(), lifecycles.asks())
def test_many_journals(journal: Lifecycle, asks: list[Ask]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(Path(folder), asserted(Path(folder), journal, asks), journal.today)
