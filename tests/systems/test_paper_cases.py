"""Statements worked out on paper, against the flow engine.

Each file of ``paper_cases`` is a small journal, and after it, in comments, statements of boundaries with the working in
words. A line of a statement begins with two semicolons; an empty one ends it:

    ;; NAME = ACCOUNT | ACCOUNT, PERIOD[, in CURRENCY]       an account stands for those below it too
    ;; opening AMOUNT, AMOUNT                                or ``nothing``, and so the closing
    ;; in ACCOUNT AMOUNT [of N]                              N postings, where it is not one
    ;; out ACCOUNT AMOUNT [of N]
    ;; conversions AMOUNT, AMOUNT
    ;; price COMMODITY AMOUNT                                the price gain of a commodity
    ;; conversion AMOUNT                                     the conversion difference
    ;; closing AMOUNT, AMOUNT
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date as Date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

import pfin
from pfin.cli.main import main
from pfin.ledger.ledger import Ledger
from pfin.model.account import is_within
from pfin.model.period import Period, parse_period
from pfin.systems.boundary import Boundary
from pfin.systems.statement import Statement, statements

FOLDER = Path(__file__).parent / "paper_cases"
UNUSED_TODAY = Date(2000, 1, 1)

Amounts = dict[str, Decimal]


class Figures(msgspec.Struct):
    """All figures of a statement, in a form in which paper, engine and JSON can be compared."""

    opening: Amounts
    inflows: dict[str, Amounts]
    outflows: dict[str, Amounts]
    postings: dict[str, int]
    conversions: Amounts
    price_gains: Amounts
    conversion_gain: Decimal
    closing: Amounts


class Paper(msgspec.Struct, frozen=True):
    """A statement on paper: of what, and its figures."""

    file: str
    name: str
    expression: str
    period: Period
    period_text: str
    currency: str | None
    figures: Figures

    @property
    def title(self) -> str:
        """How the test is called."""
        valued = f"-{self.currency}" if self.currency else ""
        return f"{self.file}-{self.name}-{self.period_text}{valued}".replace(" ", "_")

    @property
    def series(self) -> tuple[str, str, str | None]:
        """What statements that may follow on each other have in common."""
        return self.file, self.expression, self.currency


def matched(pattern: str, text: str) -> re.Match[str]:
    """The match of a whole text, which there must be."""
    found = re.fullmatch(pattern, text)
    assert found, text
    return found


def parse_amounts(text: str) -> Amounts:
    """``5 USD, -1 EUR``, each commodity once, or ``nothing``."""
    if text.strip() == "nothing":
        return {}
    pairs = [amount.split() for amount in text.split(",")]
    assert len({commodity for _, commodity in pairs}) == len(pairs), text
    return {commodity: Decimal(number) for number, commodity in pairs}


def parse_figures(lines: list[str], currency: str | None) -> Figures:
    """The lines of a statement below its title; gains are in the currency of valuation."""
    single: dict[str, Amounts] = {}
    flows: dict[str, dict[str, Amounts]] = {"in": {}, "out": {}}
    postings: Counter[str] = Counter()
    price_gains: Amounts = {}
    for line in lines:
        word, rest = line.split(None, 1)
        match word:
            case "in" | "out":
                account, amounts, count = matched(r"(\S+)\s+(.+?)(?:\s+of (\d+))?", rest).groups("1")
                assert account not in flows[word], line
                flows[word][account] = parse_amounts(amounts)
                postings[account] += int(count)
            case "price":
                commodity, number, of = rest.split()
                assert commodity not in price_gains and of == currency, line
                price_gains[commodity] = Decimal(number)
            case "opening" | "conversions" | "conversion" | "closing":
                assert word not in single, line
                single[word] = parse_amounts(rest)
            case _:
                raise AssertionError(f"what is {line!r}?")
    conversion = single.get("conversion", {})
    assert not conversion or set(conversion) == {currency}, conversion
    return Figures(
        opening=single["opening"],
        inflows=flows["in"],
        outflows=flows["out"],
        postings=dict(postings),
        conversions=single.get("conversions", {}),
        price_gains=price_gains,
        conversion_gain=sum(conversion.values(), Decimal(0)),
        closing=single["closing"],
    )


def read_papers() -> Iterator[Paper]:
    """Every statement of every file."""
    for path in sorted(FOLDER.glob("*.beancount")):
        for found in re.finditer(r"(?:^;;.*\n)+", path.read_text(encoding="utf-8"), re.MULTILINE):
            title, *lines = [line.removeprefix(";;").strip() for line in found[0].splitlines()]
            name, expression, period, currency = matched(r"(.+?) = (.+?), (\S+?)(?:, in (\w+))?", title).groups()
            yield Paper(
                file=path.stem,
                name=name,
                expression=expression,
                period=parse_period(period, UNUSED_TODAY),
                period_text=period,
                currency=currency,
                figures=parse_figures(lines, currency),
            )


PAPERS = list(read_papers())


@cache
def ledger_of(file: str) -> Ledger:
    """The ledger of a case's journal, which is without errors."""
    ledger = pfin.load(FOLDER / f"{file}.beancount")
    assert not ledger.diagnostics, ledger.diagnostics
    return ledger


def boundary_of(paper: Paper) -> Boundary:
    """The boundary of a statement, made by hand."""
    words = paper.expression.split(" | ")
    accounts = list(ledger_of(paper.file).accounts)
    for word in words:
        # Only a root may have no account.
        assert ":" not in word or any(is_within(account, word) for account in accounts), word
    inside = tuple(account for account in accounts if any(is_within(account, word) for word in words))
    return Boundary(paper.name, paper.expression, inside)


def figures_of(statement: Statement) -> Figures:
    """What the engine says."""
    return Figures(
        opening=dict(statement.opening),
        inflows={account: dict(flow.inflow) for account, flow in statement.flows.items() if flow.inflow},
        outflows={account: dict(flow.outflow) for account, flow in statement.flows.items() if flow.outflow},
        postings={account: flow.postings for account, flow in statement.flows.items()},
        conversions=dict(statement.conversions),
        price_gains=dict(statement.gains.price),
        conversion_gain=statement.gains.conversion,
        closing=dict(statement.closing),
    )


def computed(paper: Paper, *periods: Period) -> list[Figures]:
    """The engine's figures for the boundary of a paper."""
    found = statements(ledger_of(paper.file), boundary_of(paper), periods, currency=paper.currency)
    return [figures_of(statement) for statement in found]


def parse_json(said: Mapping[str, Any]) -> Figures:
    """What a statement in JSON says."""

    def amounts(found: Mapping[str, str]) -> Amounts:
        assert all(isinstance(number, str) for number in found.values()), found
        return {commodity: Decimal(number) for commodity, number in found.items()}

    return Figures(
        opening=amounts(said["opening"]),
        inflows={flow["account"]: amounts(flow["in"]) for flow in said["flows"] if flow["in"]},
        outflows={flow["account"]: amounts(flow["out"]) for flow in said["flows"] if flow["out"]},
        postings={flow["account"]: flow["postings"] for flow in said["flows"]},
        conversions=amounts(said["conversions"]),
        price_gains=amounts(said["gains"]["price"]),
        conversion_gain=Decimal(said["gains"]["conversion"]),
        closing=amounts(said["closing"]),
    )


every_paper = pytest.mark.parametrize("paper", PAPERS, ids=[paper.title for paper in PAPERS])


@every_paper
def test_the_engine_agrees_with_paper(paper: Paper) -> None:
    assert computed(paper, paper.period) == [paper.figures]


@every_paper
def test_paper_adds_up(paper: Paper) -> None:
    """What was worked out by hand obeys the law, whatever the engine says."""
    figures = paper.figures
    gains = figures.conversion_gain + sum(figures.price_gains.values())
    terms = [figures.opening, *figures.inflows.values(), figures.conversions, {paper.currency or "": gains}]
    reached: defaultdict[str, Decimal] = defaultdict(Decimal)
    for amounts in terms:
        for commodity, number in amounts.items():
            reached[commodity] += number
    for amounts in [*figures.outflows.values(), figures.closing]:
        for commodity, number in amounts.items():
            reached[commodity] -= number
    assert not any(reached.values()), reached


VIA_JSON = [paper for paper in PAPERS if paper.file in ("pay_slip", "shares")]


@pytest.mark.parametrize("paper", VIA_JSON, ids=[paper.title for paper in VIA_JSON])
def test_json_agrees_with_paper(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    valued = ["--value", paper.currency] if paper.currency else []
    journal = str(FOLDER / f"{paper.file}.beancount")
    wanted = ["statement", paper.expression, "--period", paper.period_text, *valued]
    assert main([*wanted, "-f", journal, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert parse_json(said) == paper.figures
    assert said["boundary"]["expression"] == paper.expression
    assert tuple(said["boundary"]["accounts"]) == boundary_of(paper).accounts
    assert (said["begin"], said["end"]) == (str(paper.period.begin), str(paper.period.end))
    assert said["valuation"] == paper.currency
    assert said["balanced"] is True


def adjacent() -> Iterator[tuple[Paper, Paper]]:
    """Statements of the same boundary of which the second follows on the first."""
    for first in PAPERS:
        for second in PAPERS:
            if first.series == second.series and first.period.end == second.period.begin:
                yield first, second


ADJACENT = list(adjacent())


@pytest.mark.parametrize(("first", "second"), ADJACENT, ids=[second.title for _, second in ADJACENT])
def test_adjacent_periods_chain(first: Paper, second: Paper) -> None:
    assert first.figures.closing == second.figures.opening
    assert computed(first, first.period, second.period) == [first.figures, second.figures]


def test_the_folder_is_read() -> None:
    """Each case has several boundaries, and statements that follow on each other are among them."""
    boundaries = Counter(file for file, _ in {(paper.file, paper.expression) for paper in PAPERS})
    assert len(boundaries) >= 15
    assert min(boundaries.values()) >= 2
    assert len({paper.title for paper in PAPERS}) == len(PAPERS)
    assert any(second.currency for _, second in ADJACENT)
