import csv
import io
import json
from pathlib import Path

import pytest

JOURNAL = """\
2025-01-02 open Assets:Bank
2025-01-02 open Assets:Bank:Savings
2025-01-02 open Liabilities:Card
2025-01-02 open Equity:Opening
2025-01-02 open Expenses:Food
2025-01-02 open Income:Gift
2025-01-02 * "Opening"
  Assets:Bank          200.00 EUR
  Assets:Bank:Savings  20,000.00 EUR
  Assets:Bank          5 HOOL
  Equity:Opening
2025-01-10 * "Shop"
  Expenses:Food        250.00 EUR
  Assets:Bank
2025-01-12 * "Shop"
  Expenses:Food        30.00 EUR
  Liabilities:Card
2025-01-20 * "Back to what was there"
  Assets:Bank          250.00 EUR
  Income:Gift
2025-01-15 price HOOL 10 EUR
"""


@pytest.fixture
def run(pfin, tmp_path: Path):
    (tmp_path / "j.beancount").write_text(JOURNAL)
    return lambda *words: pfin("extremes", "-f", "j.beancount", "--today", "2025-01-31", *words)


def stocks(ended) -> list[dict]:
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)["stocks"]


def test_a_boundary_as_json(run) -> None:
    said = json.loads(run("Assets:Bank:Savings", "--format", "json").out)
    assert (said["begin"], said["end"], said["valuation"], said["threshold"]) == (
        "2025-01-02",
        "2025-02-01",
        None,
        None,
    )
    assert said["boundaries"][0]["accounts"] == ["Assets:Bank:Savings"]
    assert said["stocks"] == [
        {
            "boundary": "Assets:Bank:Savings",
            "type": "assets",
            "commodity": "EUR",
            "opening": "0",
            "lowest": {"number": "20000.00", "instant": "2025-01-02"},
            "highest": {"number": "20000.00", "instant": "2025-01-02"},
            "closing": "20000.00",
            "first": "2025-01-02",
            "days": 30,
        }
    ]


def test_an_account_is_counted_without_those_below_it_and_a_boundary_with_them(run) -> None:
    own = stocks(run("Assets", "--each-account", "--format", "json"))
    assert [(each["account"], each["commodity"], each["highest"]["number"]) for each in own] == [
        ("Assets:Bank", "EUR", "200.00"),
        ("Assets:Bank", "HOOL", "5"),
        ("Assets:Bank:Savings", "EUR", "20000.00"),
    ]
    tree = stocks(run("Assets:Bank", "--format", "json"))
    assert [(each["commodity"], each["highest"]["number"]) for each in tree] == [("EUR", "20200.00"), ("HOOL", "5")]


def test_a_debt_is_positive_and_a_sum_of_types_signed(run) -> None:
    said = stocks(run("Liabilities", "networth", "--format", "json", "--below", "19,990.00 EUR"))
    assert [(each["boundary"], each["lowest"]["number"], each["passed"]) for each in said] == [
        ("Liabilities", "0", {"days": 30, "first": "2025-01-02"}),
        ("networth", "19920.00", {"days": 10, "first": "2025-01-10"}),
    ]
    assert "debits are positive, credits such as debts negative" in " ".join(run("networth").out.split())


def test_who_passed_an_amount(run) -> None:
    ended = run("--each-account", "--above", "200")
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert ["Above", "200", "on", "any", "day:", "every", "account"] in lines
    assert ["Assets:Bank:Savings", "30", "2025-01-02", "20,000.00", "EUR", "2025-01-02"] in lines
    assert not any(line[:1] == ["Assets:Bank"] for line in lines)
    assert (
        "It was not above 200 EUR at the end of any day."
        in run("Assets:Bank:Savings - Assets:Bank:Savings | Liabilities", "--above", "200EUR").out
    )


def test_values_follow_prices(run) -> None:
    (said,) = stocks(
        run("Assets:Bank - Assets:Bank:Savings", "--value", "EUR", "--format", "json", "-p", "2025-01-14..2025-01-31")
    )[:1]
    assert (said["commodity"], said["opening"], said["lowest"]["number"]) == ("EUR", "-50.00", "-50.00")
    assert said["highest"] == {"number": "250.00", "instant": "2025-01-20"}


def test_csv_is_one_table_in_full(run) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("--each-account", "Assets:Bank", "--format", "csv", "--below", "0").out))
    )
    assert rows == [
        {
            "begin": "2025-01-02",
            "end": "2025-02-01",
            "account": "Assets:Bank",
            "opening": "0",
            "opening_commodity": "EUR",
            "opening_on": "2025-01-01",
            "lowest": "-50.00",
            "lowest_commodity": "EUR",
            "mark": "overdrawn",
            "lowest_on": "2025-01-10",
            "highest": "200.00",
            "highest_commodity": "EUR",
            "highest_on": "2025-01-02",
            "closing": "200.00",
            "closing_commodity": "EUR",
            "closing_on": "2025-01-31",
            "days_below": "10",
            "first_below": "2025-01-10",
        }
    ]


@pytest.mark.parametrize("columns", ["40", "60", "80", "120"])
def test_no_line_is_wider_than_the_terminal(run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for words in (["Assets", "Liabilities"], ["networth"], ["--each-account"], ["--each-account", "--above", "1"]):
        ended = run(*words)
        assert ended.code == 0
        assert max(map(len, ended.out.splitlines())) <= int(columns)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ([], "extremes of what?", "name a boundary such as networth, or write --each-account"),
        (["Assets", "--above", "1", "--below", "2"], "--above and --below exclude each other", ""),
        (["Assets", "--above", "much"], "--above: 'much' is no amount", "write it as 10000"),
        (["Assets", "--below", "1,00"], "--below: '1,00' is no amount", "write it as 10000"),
        (["Assets", "--above", "EUR 10"], "--above: 'EUR 10' is no amount", "write it as 10000"),
        (["Assets", "--above", "10 EUT"], "--above '10 EUT': the journal has no commodity 'EUT'", "did you mean EUR?"),
        (["Assets", "--above", "10k"], "--above '10k': the journal has no commodity 'k'", "write it as 10000"),
        (["Assets", "--above", "10", "EUR"], "EUR is a commodity, no boundary", "--above 10EUR"),
        (["Assets", "--value", "EUR", "--above", "1 HOOL"], "HOOL is not what figures are valued in", "in EUR"),
        (["Asets"], "there is no boundary or account 'Asets'", "did you mean Assets?"),
    ],
)
def test_wrong_usage(run, words: list[str], message: str, hint: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert hint in ended.err


@pytest.mark.parametrize("text", ["10000", "+10,000", "10000.", "10,000.00EUR", "10000 eur", "-10000"])
def test_amounts_are_read_as_people_write_them(run, text: str) -> None:
    said = json.loads(run("Assets", "--above", text, "--format", "json").out)["threshold"]
    assert abs(float(said["number"])) == 10000
    assert said["number"].startswith("-") == text.startswith("-")
    assert said["commodity"] == ("EUR" if "e" in text.casefold() else None)
