import json
from pathlib import Path

import pytest

HOUSEHOLD = str(Path(__file__).parents[2] / "sample-journals" / "household.beancount")


def test_a_first_journal_needs_no_option(pfin) -> None:
    assert pfin("init", "x.beancount").code == 0
    ended = pfin("sheet", "-f", "x.beancount")
    assert (ended.code, ended.err) == (0, "")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    for line in (
        "Assets 8,554.85 USD",
        "Liabilities 64.20 USD",
        "Net worth 8,490.65 USD",
        "Equity 6,620.00 USD",
        "Earnings to date 1,870.65 USD",
        "Liabilities and net worth 8,554.85 USD",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        ("2024-06-30", "at the end of 2024-06-30, today"),
        ("2024-01-15", "at the end of 2024-02-01, the day of the last transaction (after today)"),
    ],
)
def test_without_a_day_all_transactions_have_happened(pfin, today: str, moment: str) -> None:
    assert moment in pfin("sheet", "-f", "good.beancount", "--today", today).out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--at", "2024-01"), ["2024-01-31"]),
        # A month that is not over ends with what is known.
        (("--monthly",), ["2024-01-31", "2024-02-10"]),
        (("--monthly", "-p", "2024-01..2024-03"), ["2024-01-31", "2024-02-29", "2024-03-31"]),
        (("--yearly", "-p", "2022..2023"), ["2022-12-31", "2023-12-31"]),
    ],
)
def test_instants(pfin, words: tuple[str, ...], expected: list[str]) -> None:
    ended = pfin("sheet", "-f", "good.beancount", "--today", "2024-02-10", "--format", "json", *words)
    said = json.loads(ended.out)
    assert [each["instant"] for each in said["sheets"]] == expected
    assert said["balanced"] is True


@pytest.mark.parametrize("words", [("--monthly",), ("-p", "2024")])
def test_a_day_and_a_period_exclude_each_other(pfin, words: tuple[str, ...]) -> None:
    ended = pfin("sheet", "-f", "good.beancount", "--at", "2024-01-31", *words)
    assert (ended.code, ended.out) == (2, "")
    assert "--at is one day" in ended.err


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("words", [(), ("--depth", "2", "--yearly"), ("--value", "USD"), ("-p", "2025", "--quarterly")])
def test_a_household(pfin, form: str, words: tuple[str, ...]) -> None:
    ended = pfin("sheet", *words, "-f", HOUSEHOLD, "--today", "2025-12-31", "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert "2025-12-31" in ended.out
