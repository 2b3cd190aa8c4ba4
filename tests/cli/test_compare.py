import csv
import io
import json
from pathlib import Path

import pytest

CARD = """
2024-01-01 open Assets:Bank
2024-01-01 open Liabilities:Card
2024-01-01 open Expenses:Food
2024-01-01 open Expenses:Rent

2024-01-03 * "Shop" "Groceries" #home ^slip-1
  Expenses:Food       80.00 USD
  Liabilities:Card
2024-01-05 * "Landlord" "Rent"
  Expenses:Rent      700.00 USD
  Assets:Bank
2024-01-31 * "Card payment"
  Liabilities:Card    80.00 USD
  Assets:Bank
"""


@pytest.fixture(autouse=True)
def journal(pfin, tmp_path: Path) -> None:
    (tmp_path / "card.beancount").write_text(CARD)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_cash_and_net_worth_unless_others_are_named(pfin) -> None:
    found = lines(pfin("compare", "-f", "card.beancount").out)
    assert "Liabilities:Card 80.00 USD out internal" in found
    assert "Expenses:Food not seen 80.00 USD out" in found
    assert "Expenses:Rent 700.00 USD out 700.00 USD out" in found
    assert (
        pfin("compare", "cash", "networth", "-f", "card.beancount").out == pfin("compare", "-f", "card.beancount").out
    )


def test_boundaries_are_names_accounts_and_expressions(pfin) -> None:
    ended = pfin("compare", "Liabilities:Card", "cash | Liabilities", "world", "-f", "card.beancount")
    assert (ended.code, ended.err) == (0, "")
    assert "Assets:Bank 80.00 USD in internal internal" in lines(ended.out)


def test_events(pfin) -> None:
    run = ("compare", "--events", "-f", "card.beancount")
    assert "2024-01-31 Card payment 13 80.00 USD out internal" in lines(pfin(*run).out)
    for options in (["--payee", "shop"], ["--tag", "#home"], ["--link", "^slip-1"], ["--text", "GROCERIES"]):
        found = pfin(*run, *options).out
        assert "Groceries" in found and "Rent" not in found and "Card payment" not in found
    last = pfin(*run, "--limit", "1").out
    assert "Card payment" in last and "Rent" not in last and "Left out: 2 earlier transactions." in last
    assert "side by side, only the last 1\n" in last
    assert "only" not in pfin(*run, "--limit", "3").out.splitlines()[0]
    different = pfin(*run, "--differing").out
    assert "Card payment" in different and "Rent" not in different


def test_a_tag_that_no_transaction_has_is_said(pfin) -> None:
    ended = pfin("compare", "--events", "--tag", "hoem", "-f", "card.beancount")
    assert ended.code == 0
    assert "no transaction of the journal has the tag hoem; did you mean home?" in ended.err


def test_depth_and_differing_accounts(pfin) -> None:
    assert "Expenses 700.00 USD out 780.00 USD out" in lines(
        pfin("compare", "--depth", "1", "-f", "card.beancount").out
    )
    assert "Expenses:Rent" not in pfin("compare", "--differing", "-f", "card.beancount").out


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["cash"], "'cash' is to be compared with what?", "`pfin statement cash`"),
        (["cash", "cash"], "'cash' is compared with itself", "`pfin statement 'cash'` shows one alone"),
        (["networth", "bank", "Assets:Bank"], "'Assets:Bank' is compared with itself", ""),
        (["cash", "networht"], "networht", "did you mean networth?"),
        (["--limit", "3"], "--limit choose transactions", "add --events"),
        (["--tag", "home"], "--tag, --link, --text and --limit choose transactions", "add --events"),
        (["--events", "--depth", "2"], "--depth is for accounts", ""),
        (["--events", "--limit", "0"], "--limit", ""),
        (["--value", "XYZ"], "the journal has no commodity 'XYZ'", ""),
    ],
)
def test_wrong_usage(pfin, arguments: list[str], message: str, hint: str) -> None:
    ended = pfin("compare", *arguments, "-f", "card.beancount")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err and hint in ended.err


def test_json(pfin) -> None:
    found = json.loads(pfin("compare", "-f", "card.beancount", "-p", "2024-01", "--format", "json").out)
    assert (found["begin"], found["end"], found["valuation"], found["events"]) == (
        "2024-01-01",
        "2024-02-01",
        None,
        None,
    )
    cash, networth = found["views"]
    assert (cash["boundary"]["name"], cash["boundary"]["accounts"]) == ("cash", ["Assets:Bank"])
    assert (cash["in"], cash["out"], cash["closing"]) == ({}, {"USD": "780.00"}, {"USD": "-780.00"})
    assert networth["out"] == {"USD": "780.00"}
    card = next(line for line in found["counterparts"] if line["account"] == "Liabilities:Card")
    assert card["differs"] is True
    assert card["seen"] == [
        {"kind": "outflow", "in": {}, "out": {"USD": "80.00"}},
        {"kind": "internal", "in": {}, "out": {}},
    ]
    events = json.loads(pfin("compare", "--events", "-f", "card.beancount", "--format", "json").out)
    assert events["counterparts"] is None
    assert [(event["date"], event["line"]) for event in events["events"]] == [
        ("2024-01-03", 7),
        ("2024-01-05", 10),
        ("2024-01-31", 13),
    ]


def test_csv_of_events_leads_to_the_line(pfin) -> None:
    out = pfin("compare", "--events", "-f", "card.beancount", "--format", "csv").out
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["narration"] == "Card payment"]
    assert [(row["boundary"], row["section"], row["amount"], row["amount_commodity"], row["line"]) for row in rows] == [
        ("cash", "out", "80.00", "USD", "13"),
        ("networth", "internal", "", "", "13"),
    ]


def test_directions_are_words_in_every_form_for_people(pfin) -> None:
    run = ("compare", "-f", "card.beancount", "--format")
    assert "| Liabilities:Card | 80.00 USD out | internal |" in pfin(*run, "markdown").out
    assert ">out</span>" in pfin(*run, "html").out


def test_a_journal_without_transactions(pfin, tmp_path: Path) -> None:
    (tmp_path / "empty.beancount").write_text("2024-01-01 open Assets:Bank\n")
    ended = pfin("compare", "-f", "empty.beancount", "--today", "2024-02-01")
    assert (ended.code, ended.err) == (0, "")
    assert "Nothing touched any of these boundaries in this period." in ended.out
