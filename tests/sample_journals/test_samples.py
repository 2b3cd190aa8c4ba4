"""The sample journals are what the script makes, Beancount takes them, and a person would believe them."""

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date as Date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from beancount.parser import parser

import pfin
from pfin.ledger.ledger import BalanceKind
from pfin.model.resolution import Outcome

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample-journals"
NAMES = ("starter", "household", "nomad")
Balances = dict[tuple[str, str], Decimal]


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Any]]:
    directives = {}
    for name in NAMES:
        directives[name], errors, _ = loader.load_file(str(SAMPLES / f"{name}.beancount"))
        assert errors == []
    return directives


def transactions(directives: list[Any]) -> list[Any]:
    return [directive for directive in directives if isinstance(directive, data.Transaction)]


def days(directives: list[Any]) -> Iterator[tuple[Date, Balances]]:
    """The balances at the end of each day on which something moved."""
    balances: Balances = defaultdict(Decimal)
    by_day: dict[Date, list[Any]] = defaultdict(list)
    for transaction in transactions(directives):
        by_day[transaction.date].append(transaction)
    for day in sorted(by_day):
        for transaction in by_day[day]:
            for posting in transaction.postings:
                balances[(posting.account, posting.units.currency)] += posting.units.number
        yield day, balances


def test_the_script_makes_exactly_these_files(tmp_path: Path) -> None:
    script = Path(__file__).with_name("generate.py")
    subprocess.run([sys.executable, str(script), "--output", str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.beancount" for name in NAMES)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SAMPLES / path.name).read_bytes()


@pytest.mark.parametrize(
    ("name", "least", "most"), [("starter", 10, 10), ("household", 1800, 2400), ("nomad", 270, 350)]
)
def test_number_of_transactions(loaded: dict[str, list[Any]], name: str, least: int, most: int) -> None:
    assert least <= len(transactions(loaded[name])) <= most


def test_the_starter_needs_no_configuration() -> None:
    text = (SAMPLES / "starter.beancount").read_text()
    assert "option" not in text
    assert "plugin" not in text
    assert "custom" not in text


def test_the_nomad_lives_in_four_currencies(loaded: dict[str, list[Any]]) -> None:
    used = Counter(posting.units.currency for entry in transactions(loaded["nomad"]) for posting in entry.postings)
    assert set(used) == {"EUR", "GBP", "THB", "USD"}
    assert min(used.values()) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_assets_are_never_overdrawn_but_once(loaded: dict[str, list[Any]], name: str) -> None:
    overdrawn = [
        (day, account, number)
        for day, balances in days(loaded[name])
        for (account, _), number in balances.items()
        if account.startswith("Assets:") and number < 0
    ]
    expected = [(Date(2024, 8, 14), "Assets:Bank:Checking"), (Date(2024, 8, 15), "Assets:Bank:Checking")]
    assert [(day, account) for day, account, _ in overdrawn] == (expected if name == "household" else [])
    assert all(number > -150 for _, _, number in overdrawn)


@pytest.mark.parametrize("name", NAMES)
def test_opening_balances_are_at_most_one_for_an_account_on_its_first_day(
    loaded: dict[str, list[Any]], name: str
) -> None:
    opened = {entry.account: entry.date for entry in loaded[name] if isinstance(entry, data.Open)}
    seen: list[str] = []
    for entry in transactions(loaded[name]):
        if any(posting.account.startswith("Equity:") for posting in entry.postings):
            accounts = {posting.account for posting in entry.postings} - {"Equity:Opening-Balances"}
            assert all(entry.date == opened[account] for account in accounts)
            seen += accounts
    assert seen
    assert len(seen) == len(set(seen))


def test_card_payments_are_what_the_statement_says(loaded: dict[str, list[Any]]) -> None:
    """A payment is what was owed on the 20th before; only the forgotten one is missing."""
    owed: dict[tuple[str, int, int], Decimal] = {}
    paid = []
    # As they are written: the plugin takes those of posted balances out.
    written, _, _ = parser.parse_file(str(SAMPLES / "household.beancount"))
    for entry in written:
        if isinstance(entry, data.Balance) and entry.account.startswith("Liabilities:Cards:") and entry.date.day == 21:
            day, number = entry.date, entry.amount.number
            assert number is not None
            owed[(entry.account, day.year + day.month // 12, day.month % 12 + 1)] = -number
    for entry in transactions(loaded["household"]):
        if (entry.narration or "").startswith("Card payment"):
            card = entry.postings[0]
            paid.append((card.account, entry.date.year, entry.date.month))
            if (entry.date.year, entry.date.month) != (2023, 1):
                assert card.units.number == owed[paid[-1]]
    forgotten = set(owed) - set(paid) - {key for key in owed if key[1] == 2026}
    assert forgotten == {("Liabilities:Cards:Travel", 2024, 3)}


def test_loans_are_repaid_to_the_cent(loaded: dict[str, list[Any]]) -> None:
    """Interest is the month's share of what is owed, and the rest of the level payment is principal."""
    terms = {
        "Liabilities:Mortgage": (Decimal("0.065"), Decimal("1355.15")),
        "Liabilities:CarLoan": (Decimal("0.054"), 500),
    }
    balances: dict[str, Decimal] = defaultdict(Decimal)
    payments: Counter[str] = Counter()
    for entry in transactions(loaded["household"]):
        legs = {posting.account: posting.units.number for posting in entry.postings}
        for loan, (rate, instalment) in terms.items():
            if legs.get(loan, 0) > 0:
                (interest,) = (number for account, number in legs.items() if account.endswith("Interest"))
                assert interest == (-balances[loan] * rate / 12).quantize(Decimal("0.01"))
                assert legs[loan] + interest == instalment == -legs["Assets:Bank:Checking"]
                payments[loan] += 1
            balances[loan] += legs.get(loan, 0)
    assert payments == {"Liabilities:Mortgage": 16, "Liabilities:CarLoan": 36}


def test_what_was_pending_met_every_fate(loaded: dict[str, list[Any]]) -> None:
    path = SAMPLES / "household.beancount"
    ledger = pfin.load(path)
    assert ledger.diagnostics == ()
    assert {each.outcome for found in ledger.resolutions.values() for each in found} == set(Outcome)
    *_, (_, last) = days(loaded["household"])
    held = ledger.inventories()
    for (account, commodity), number in last.items():
        assert (held[account].units(commodity) if account in held else 0) == number
    card = "Liabilities:Cards:Travel"
    assert last[card, "USD"] == held[card].units("USD") == Decimal("-1397.97")
    assert ledger.counting(BalanceKind.POSTED).inventory(card).units("USD") == Decimal("-1003.97")


@pytest.mark.parametrize("day", ["2023-08-11", "2024-06-21", "2024-08-21", "2025-07-10", "2025-12-31"])
def test_statements_were_right_when_they_came(day: str) -> None:
    """Also those that came while something was pending."""
    ledger = pfin.load(SAMPLES / "household.beancount", as_of=Date.fromisoformat(day))
    assert ledger.diagnostics == ()
    assert ledger.has_pending


def test_the_household_has_what_its_purpose_asks_for(loaded: dict[str, list[Any]]) -> None:
    entries = loaded["household"]
    moves = transactions(entries)
    assert {entry.values[0].value for entry in entries if isinstance(entry, data.Custom) and entry.type == "boundary"}
    assert {entry.meta.get("liquidity") for entry in entries if isinstance(entry, data.Open)} >= {"cash", "locked"}
    assert any(isinstance(entry, data.Pad) for entry in entries)
    assert [entry.date.month for entry in moves if entry.flag == "!"][-3:] == [12, 12, 12]
    assert sum("trip-lisbon" in entry.tags for entry in moves) > 20
    assert sum("invoice-17" in entry.links for entry in moves) == 3
    sold = {
        posting.units.currency
        for entry in moves
        for posting in entry.postings
        if posting.cost and posting.units.number < 0
    }
    assert sold == {"BNDS", "WIDE"}
    *_, (_, last) = days(entries)
    assert last[("Assets:Wallet", "EUR")] > 0
    assert last[("Assets:Receivable:Employer", "USD")] == 0
    assert last[("Assets:Transit", "USD")] == 0
    assert last[("Liabilities:Payable", "USD")] == 0


@pytest.mark.parametrize(
    ("name", "accounts", "any_day"),
    [
        (
            "household",
            ("Assets:Bank:", "Assets:Brokerage:", "Assets:Transit", "Assets:Pension:", "Liabilities:Mortgage"),
            ("Opening", "Interest", "Cash for", "Euros", "Present", "Concert tickets", "Sleeping bag"),
        ),
        ("nomad", ("Assets:DE:", "Assets:UK:", "Assets:US:", "Assets:TH:"), ("Opening", "Top up", " to ")),
    ],
)
def test_banks_brokers_and_employers_keep_working_days(
    loaded: dict[str, list[Any]], name: str, accounts: tuple[str, ...], any_day: tuple[str, ...]
) -> None:
    """Interest, cash, and presents bought in a shop may fall on any day; so may what the nomad does by telephone."""
    free = [
        (entry.date, entry.narration)
        for entry in transactions(loaded[name])
        if any(posting.account.startswith(accounts) for posting in entry.postings)
        and (entry.date.weekday() > 4 or (entry.date.month, entry.date.day) in ((1, 1), (12, 25)))
        and not any(words in entry.narration for words in any_day)
    ]
    assert free == []


def test_checking_is_overdrawn_by_the_movers_alone_line_by_line(loaded: dict[str, list[Any]]) -> None:
    """Not even within a day is money spent before it came."""
    balance, below = Decimal(0), []
    for entry in transactions(loaded["household"]):
        for posting in entry.postings:
            if posting.account == "Assets:Bank:Checking":
                balance += posting.units.number
                below += [entry.payee] if balance < 0 and posting.units.number < 0 else []
    assert below == ["Strong Back Movers"]


def test_euros_cost_about_what_the_journal_says(loaded: dict[str, list[Any]]) -> None:
    """The trip's rates are within one percent of the euro's prices before and after it."""
    prices = {
        entry.date: entry.amount.number
        for entry in loaded["household"]
        if isinstance(entry, data.Price) and entry.currency == "EUR"
    }
    low, high = sorted((prices[Date(2025, 4, 30)], prices[Date(2025, 5, 31)]))
    paid = [
        posting.price.number
        for entry in transactions(loaded["household"])
        for posting in entry.postings
        if posting.price and posting.units.currency == "EUR"
    ]
    assert len(paid) > 8
    assert low * Decimal("0.99") < min(paid) <= max(paid) < high * Decimal("1.01")


def test_property_tax_is_paid_for_the_months_of_owning(loaded: dict[str, list[Any]]) -> None:
    """The flat is theirs from August 2024: the first bill, for July to December, is shared with the seller."""
    taxes = {
        entry.date: posting.units.number
        for entry in transactions(loaded["household"])
        for posting in entry.postings
        if posting.account == "Expenses:Tax:Property"
    }
    assert list(taxes) == [Date(2025, 3, 3), Date(2025, 8, 4)]
    assert taxes[Date(2025, 3, 3)] == (Decimal("2640.18") * 153 / 184).quantize(Decimal("0.01"))
