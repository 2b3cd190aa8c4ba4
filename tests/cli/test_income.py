import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample-journals"
HOUSEHOLD = str(SAMPLES / "household.beancount")


def test_a_first_journal_needs_no_option(pfin) -> None:
    assert pfin("init", "x.beancount").code == 0
    ended = pfin("income", "-f", "x.beancount")
    assert (ended.code, ended.err) == (0, "")
    lines = [" ".join(line.split()[:4]).rstrip(" █▏▎▍▌▋▊▉") for line in ended.out.splitlines()]
    assert "Income 2,908.35 USD" in lines
    assert "Expenses 1,037.70 USD" in lines
    assert "Net result 1,870.65 USD" in lines


def test_json(pfin) -> None:
    ended = pfin("income", "-f", "good.beancount", "--format", "json", "--monthly")
    said = json.loads(ended.out)
    assert [(each["name"], each["expenses"], each["net_result"]) for each in said["periods"]] == [
        ("2024-01", {}, {}),
        ("2024-02", {"Expenses:Food": {"USD": "12.00"}}, {"USD": "-12.00"}),
    ]
    assert (said["begin"], said["end"], said["balanced"]) == ("2024-01-01", "2024-03-01", True)


def test_a_period_that_is_asked_for_is_not_widened(pfin) -> None:
    ended = pfin("income", "-f", "good.beancount", "-p", "2024-01-15..2024-02-10", "--monthly", "--format", "csv")
    assert ended.out.splitlines() == [
        "period,begin,end,section,account,amount,amount_commodity",
        "2024-02-01..2024-02-10,2024-02-01,2024-02-11,expenses,Expenses:Food,12.00,USD",
    ]


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("words", [(), ("--depth", "2", "--yearly"), ("--value", "USD"), ("-p", "2025", "--quarterly")])
def test_a_household(pfin, form: str, words: tuple[str, ...]) -> None:
    ended = pfin("income", *words, "-f", HOUSEHOLD, "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert "Salary" in ended.out or "Income" in ended.out


def test_a_household_earns_what_its_accounts_say(pfin) -> None:
    said = json.loads(pfin("income", "-f", HOUSEHOLD, "--yearly", "--format", "json").out)
    balance = json.loads(pfin("balance", "-f", HOUSEHOLD, "--at", "2025-12-31", "--format", "json").out)
    totals = {each["type"]: each["balance"] for each in balance["totals"]}
    assert {each["commodity"]: each["number"] for each in totals["income"]} == said["total_income"]
    assert {each["commodity"]: each["number"] for each in totals["expenses"]} == said["total_expenses"]


def test_an_unknown_commodity_is_wrong_usage(pfin) -> None:
    ended = pfin("income", "-f", "good.beancount", "--value", "USDX")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean USD?" in ended.err
