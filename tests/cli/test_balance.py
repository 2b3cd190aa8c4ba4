import json
from pathlib import Path

import pytest

LOTS = """\
2024-01-01 open Assets:Bank
2024-01-01 open Assets:Broker
2024-01-01 open Equity:Opening-Balances
2024-01-02 * "Opening"
  Assets:Bank  1000 USD
  Equity:Opening-Balances
2024-01-03 * "Buy"
  Assets:Broker  2 HOOL {100 USD, "first"}
  Assets:Bank  -200 USD
2024-02-01 price HOOL 150 USD
"""


def test_a_tree_at_an_instant(pfin) -> None:
    ended = pfin("balance", "-f", "good.beancount", "--at", "2024-02-29")
    assert (ended.code, ended.err) == (0, "")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "at the end of 2024-02-29" in lines
    assert "Bank 88.00 USD" in lines
    assert "Net worth 88.00 USD" in lines


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        ("2024-06-30", "at the end of 2024-06-30, today"),
        ("2024-01-15", "at the end of 2024-02-01, the day of the last transaction (after today)"),
    ],
)
def test_without_a_day_all_transactions_have_happened(pfin, today: str, moment: str) -> None:
    ended = pfin("balance", "-f", "good.beancount", "--today", today)
    assert moment in ended.out
    assert "88.00" in ended.out


def test_json_with_lots_and_signs(pfin, tmp_path: Path) -> None:
    (tmp_path / "lots.beancount").write_text(LOTS)
    ended = pfin("balance", "-f", "lots.beancount", "--lots", "--signed", "--force", "--format", "json")
    said = json.loads(ended.out)
    assert {row["account"]: row["lots"] for row in said["accounts"]} == {
        "Assets:Bank": [{"number": "800", "commodity": "USD", "cost": None}],
        "Assets:Broker": [
            {
                "number": "2",
                "commodity": "HOOL",
                "cost": {"number": "100", "commodity": "USD", "date": "2024-01-03", "label": "first"},
            }
        ],
        "Equity:Opening-Balances": [{"number": "-1000", "commodity": "USD", "cost": None}],
    }


def test_value_and_cost(pfin, tmp_path: Path) -> None:
    (tmp_path / "lots.beancount").write_text(LOTS)
    valued = pfin("balance", "broker", "-f", "lots.beancount", "--value", "usd")
    assert "valued in USD" in valued.out
    assert "300.00 USD" in valued.out or "300 USD" in valued.out
    assert "200 USD" in pfin("balance", "broker", "-f", "lots.beancount", "--cost").out


def test_a_commodity_that_is_only_declared_is_known(pfin, tmp_path: Path) -> None:
    (tmp_path / "declared.beancount").write_text(LOTS + "2024-01-01 commodity EUR\n")
    ended = pfin("balance", "-f", "declared.beancount", "--value", "eur")
    assert ended.code == 0
    assert "No price in EUR on or before" in ended.out


def test_csv_has_whole_names_and_nothing_twice(pfin, tmp_path: Path) -> None:
    (tmp_path / "lots.beancount").write_text(LOTS)
    assert pfin("balance", "-f", "lots.beancount", "--format", "csv").out.splitlines() == [
        "account,balance,balance_commodity,mark,posted,posted_commodity,available,available_commodity",
        "Assets:Bank,800,USD,,800,USD,800,USD",
        "Assets:Broker,2,HOOL,,2,HOOL,2,HOOL",
        "Equity:Opening-Balances,1000,USD,,1000,USD,1000,USD",
    ]


def test_figures_of_a_journal_with_errors_need_force(pfin) -> None:
    refused = pfin("balance", "-f", "bad.beancount")
    assert (refused.code, refused.out) == (1, "")
    assert "--force" in refused.err
    forced = pfin("balance", "-f", "bad.beancount", "--force")
    assert forced.code == 0
    assert "89.00 USD" in forced.out
    assert "warning" in forced.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bnak"], ["no account matches 'bnak'", "did you mean Assets:Bank?"]),
        (["--value", "USX"], ["no commodity 'USX'", "did you mean USD?"]),
        (["--cost", "--lots"], ["exclude each other"]),
        (["--at", "someday"], ["--at"]),
    ],
)
def test_wrong_usage(pfin, arguments: list[str], said: list[str]) -> None:
    ended = pfin("balance", "-f", "good.beancount", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert all(words in ended.err for words in said)
