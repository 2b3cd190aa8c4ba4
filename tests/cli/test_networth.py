import json
from pathlib import Path

import pytest

HOUSEHOLD = str(Path(__file__).parents[2] / "sample-journals" / "household.beancount")

TWO = """\
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:Broker
2024-01-01 open Equity:Opening-Balances
2024-01-01 * "Opening"
  Assets:Bank  1000 USD
  Equity:Opening-Balances
2024-01-10 * "Buy"
  Assets:Broker  2 HOOL {100 USD}
  Assets:Bank  -200 USD
2024-01-09 price HOOL 90 USD
2024-01-20 price HOOL 150 USD
2024-06-20 price HOOL 10 USD
"""


def test_a_first_journal_needs_no_option(pfin) -> None:
    assert pfin("init", "x.beancount").code == 0
    ended = pfin("networth", "-f", "x.beancount")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Net worth\nfrom the end of ")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    # 1800 + 5000 + 60 - 240 at the beginning, and then 2900 + 8.35 - 950 - 64.20 - 23.50.
    rows = [line for line in lines if line[:4].isdigit()]
    assert "6,860.00 USD -240.00 USD 6,620.00 USD" in rows[0]
    assert "8,554.85 USD -64.20 USD 8,490.65 USD" in rows[-1]
    assert any(line.startswith("Savings 5,008.35 USD 58.5%") for line in lines)
    assert len(rows) >= 3


def test_several_commodities_are_valued_where_nobody_says_how(pfin, tmp_path: Path) -> None:
    (tmp_path / "two.beancount").write_text(TWO)
    ended = pfin("networth", "-f", "two.beancount", "--today", "2024-03-01", "--format", "json")
    said = json.loads(ended.out)
    assert (said["valuation"], said["by_default"], said["balanced"]) == ("USD", True, True)
    # The price of June is not known in March.
    assert said["stocks"][0] == {
        "instant": "2024-01-01",
        "parts": {"Assets": {"USD": "1000"}},
        "total": {"USD": "1000"},
    }
    assert (said["stocks"][-1]["instant"], said["stocks"][-1]["total"]) == ("2024-01-20", {"USD": "1100"})
    # Two were bought for 100 when they were worth 90, and rose to 150.
    gains = [change["gains"] for change in said["changes"]]
    assert [each["price"].get("HOOL", "0") for each in gains] == ["0", "0", "120"]
    assert [each["conversion"] for each in gains] == ["0", "-20", "0"]
    text = pfin("networth", "-f", "two.beancount", "--today", "2024-03-01").out
    assert text.startswith("Net worth, valued in USD\n")
    assert "the journal's operating currency" in text
    units = pfin("networth", "-f", "two.beancount", "--today", "2024-03-01", "--units").out
    assert units.startswith("Net worth\n")
    assert "2 HOOL" in units


def test_another_boundary(pfin, tmp_path: Path) -> None:
    (tmp_path / "two.beancount").write_text(TWO)
    ended = pfin("networth", "Assets:Bank", "-f", "two.beancount", "--monthly", "-p", "2024")
    assert ended.code == 0
    assert ended.out.startswith("Stock of Assets:Bank\nfrom the end of 2023-12-31 to the end of 2024-12-31\n")
    assert "800 USD" in ended.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--units", "--value", "USD"), "--value and --units exclude each other"),
        (("--monthly", "--yearly"), "--monthly and --yearly exclude each other"),
        (("--value", "US"), "the journal has no commodity 'US'"),
    ],
)
def test_wrong_usage(pfin, arguments: tuple[str, ...], message: str) -> None:
    ended = pfin("networth", "-f", "good.beancount", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("words", [(), ("--depth", "2"), ("cash", "--units"), ("--value", "EUR", "--weekly")])
def test_a_household(pfin, form: str, words: tuple[str, ...]) -> None:
    ended = pfin("networth", *words, "-f", HOUSEHOLD, "--today", "2026-01-15", "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert "2025-12-31" in ended.out


def test_the_net_worth_of_a_household(pfin) -> None:
    ended = pfin("networth", "-f", HOUSEHOLD, "--today", "2026-01-15")
    # Debts and assets are those of `pfin balance --value USD --at 2025-12-31`.
    balance = pfin("balance", "-f", HOUSEHOLD, "--at", "2025-12-31", "--value", "USD").out
    (total,) = [line.split()[-2] for line in balance.splitlines() if line.startswith("Net worth")]
    assert [line.split()[2] for line in ended.out.splitlines() if line.startswith("Net worth  ")] == [total]
