import csv
import io
import json
from pathlib import Path

import pytest

JOURNAL = """\
option "operating_currency" "USD"
2024-01-01 open Assets:Bank:Checking
2024-01-01 open Assets:Bank:Savings
2024-01-01 open Liabilities:Card
2024-01-01 open Expenses:Food
2024-01-01 open Equity:Opening-Balances

2024-01-01 * "Opening"
  Assets:Bank:Checking  100.00 USD
  Equity:Opening-Balances
2024-02-01 * "Cafe" "Lunch"
  Expenses:Food  12.00 USD
  Assets:Bank:Checking
2024-02-03 * "To savings"
  Assets:Bank:Savings  30.00 USD
  Assets:Bank:Checking
"""
UNBALANCED = """\
2024-02-05 * "Cafe" "Tea"
  Expenses:Food  5.00 USD
  Assets:Bank:Checking  -4.00 USD
"""
FLOWS = ("statement", "cashflow", "networth", "income", "compare")
REPORTS = (*FLOWS, "extremes networth")
REPEATED = ("period", "begin", "end", "section", "account", "amount", "amount_commodity")


@pytest.fixture(autouse=True)
def journal(pfin, tmp_path: Path) -> None:
    (tmp_path / "a.beancount").write_text(JOURNAL)
    (tmp_path / "wrong.beancount").write_text(JOURNAL + UNBALANCED)
    (tmp_path / "empty.beancount").write_text("")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_cash_in_the_time_of_the_journal_unless_others_are_named(pfin) -> None:
    ended = pfin("statement", "-f", "a.beancount")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Statement of cash (Assets:Bank:Checking)\n2024-01-01 to 2024-02-03\n")
    assert "2023-12-31 Opening 0.00 USD" in flat(ended.out) and "2024-02-03 Closing 58.00 USD" in flat(ended.out)
    year = pfin("statement", "cash", "-p", "2024", "-f", "a.beancount").out
    assert "\n2024-01-01 to 2024-12-31 (2024)\n" in year


def test_json_has_the_law(pfin) -> None:
    said = json.loads(pfin("statement", "-p", "2024-02", "-f", "a.beancount", "--format", "json").out)
    assert (said["begin"], said["end"], said["opening"], said["closing"]) == (
        "2024-02-01",
        "2024-03-01",
        {"USD": "100.00"},
        {"USD": "58.00"},
    )
    assert said["flows"] == [
        {"account": "Assets:Bank:Savings", "in": {}, "out": {"USD": "30.00"}, "postings": 1},
        {"account": "Expenses:Food", "in": {}, "out": {"USD": "12.00"}, "postings": 1},
    ]


def test_every_report_on_flows_states_its_time_and_its_proof(pfin) -> None:
    for report in FLOWS:
        said = json.loads(pfin(report, "-p", "2024", "-f", "a.beancount", "--format", "json").out)
        assert (said["period"], said["balanced"], said["unpriced"], said["main"]) == (
            "2024-01-01 to 2024-12-31 (2024)",
            True,
            [],
            "USD",
        ), report
        assert (said["begin"], said["end"]) == ("2024-01-01", "2025-01-01"), report


WORDS = {"opening", "in", "out", "internal", "not seen", "closing", "stock", "net", "income", "expenses"}


@pytest.mark.parametrize("report", FLOWS)
def test_every_figure_of_csv_has_its_time_and_one_of_the_usual_words(pfin, report: str) -> None:
    out = pfin(report, "-p", "2024", "-f", "a.beancount", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows and {row["section"] for row in rows} <= WORDS
    assert all((row["begin"] and row["end"]) or row["instant"] for row in rows)


def test_csv_of_a_statement(pfin) -> None:
    out = pfin("statement", "-p", "2024-02", "-f", "a.beancount", "--format", "csv").out
    assert out.splitlines() == [
        ",".join(REPEATED),
        "2024-02,2024-02-01,2024-03-01,opening,,100.00,USD",
        "2024-02,2024-02-01,2024-03-01,out,Assets:Bank:Savings,30.00,USD",
        "2024-02,2024-02-01,2024-03-01,out,Expenses:Food,12.00,USD",
        "2024-02,2024-02-01,2024-03-01,closing,,58.00,USD",
    ]


MEANT = [
    ("Cash", "cash (Assets:Bank:Checking)"),
    ("NETWORTH", "networth (Assets | Liabilities)"),
    ("checking", "Assets:Bank:Checking"),
    ("Card", "Liabilities:Card"),
    ("bank", "Assets:Bank"),
    ("assets:bank:CHECKING", "Assets:Bank:Checking"),
    ("bank:sav", "Assets:Bank:Savings"),
]


@pytest.mark.parametrize(("typed", "title"), MEANT)
def test_a_part_of_a_name_means_the_account_and_the_title_says_so(pfin, typed: str, title: str) -> None:
    ended = pfin("statement", typed, "-f", "a.beancount")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == f"Statement of {title}"


WRONG = [
    ("ing", "'ing' is a part of several names", "Assets:Bank:Checking, Assets:Bank:Savings, Equity:Opening-Balances"),
    ("chekcing", "there is no boundary or account 'chekcing'", "did you mean Assets:Bank:Checking?"),
    ("cash - checking", "there is no boundary or account 'checking'", "did you mean Assets:Bank:Checking?"),
    ("cash -", "boundary, character 6", ""),
]


@pytest.mark.parametrize(("typed", "message", "hint"), WRONG)
def test_what_means_nothing_or_too_much_is_wrong_usage(pfin, typed: str, message: str, hint: str) -> None:
    ended = pfin("statement", typed, "-f", "a.beancount")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err and hint in ended.err


def test_declarations_are_read_to_the_letter(pfin, tmp_path: Path) -> None:
    (tmp_path / "b.beancount").write_text(JOURNAL + '2024-01-01 custom "boundary" "mine" "checking"\n')
    ended = pfin("statement", "mine", "-f", "b.beancount")
    assert ended.code == 1
    assert "there is no boundary or account 'checking'" in ended.err


@pytest.mark.parametrize("report", REPORTS)
def test_an_empty_period_says_where_the_journal_is(pfin, report: str) -> None:
    for period in ("2030", "2024-01-05..2024-01-20"):
        ended = pfin(*report.split(), "-p", period, "-f", "a.beancount")
        assert "No transaction is in this period: those of the journal go from 2024-01-01 to 2024-02-03." in flat(
            ended.out
        )
    assert "No transaction" not in pfin(*report.split(), "-f", "a.beancount").out


@pytest.mark.parametrize("report", ["cashflow", "statement", "compare", "networth"])
def test_a_journal_without_accounts_is_not_told_to_mark_any(pfin, report: str) -> None:
    ended = pfin(report, "-f", "empty.beancount")
    assert (ended.code, ended.out) == (2, "")
    assert "the journal opens none that could" in ended.err and "liquidity" not in ended.err


def test_a_journal_without_transactions_says_only_that(pfin, tmp_path: Path) -> None:
    (tmp_path / "new.beancount").write_text("2024-01-01 open Assets:Checking\n")
    out = pfin("cashflow", "-f", "new.beancount").out
    assert "The journal has no transactions." in out and "liquidity" not in out


@pytest.mark.parametrize("report", [*REPORTS, "sheet"])
def test_the_imbalance_of_a_journal_with_errors_is_named(pfin, report: str) -> None:
    assert pfin(*report.split(), "-f", "wrong.beancount").code == 1
    forced = pfin(*report.split(), "--force", "-f", "wrong.beancount").out
    assert "The journal has errors: some transactions do not balance. What is missing in them stands in" in flat(forced)
    assert "do not balance" not in pfin(*report.split(), "-f", "a.beancount").out


@pytest.mark.parametrize("report", ["statement", "cashflow", "compare"])
def test_an_opening_balance_is_no_income(pfin, report: str) -> None:
    note = "Equity:Opening-Balances is no income: an opening balance was there before the journal began."
    assert note in flat(pfin(report, "-f", "a.beancount").out)
    assert note not in flat(pfin(report, "-p", "2024-02", "-f", "a.beancount").out)


def test_instants_are_whole_on_narrow_terminals(pfin, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in ("30", "40", "60"):
        monkeypatch.setenv("COLUMNS", width)
        for report in ("statement", "compare"):
            out = pfin(report, "-f", "a.beancount").out
            assert "2023-12-31" in out and "2024-02-03 " in out, (report, width)


def test_colours_say_what_came_in_and_what_went_out(pfin) -> None:
    lines = pfin("statement", "-p", "2024", "-f", "a.beancount", "--color", "always").out.splitlines()
    codes = {"Expenses:Food": "33", "Equity:Opening-Balances": "32"}
    for account, code in codes.items():
        assert any(account in line and f"\x1b[{code}m" in line for line in lines)
    page = pfin("statement", "-p", "2024", "-f", "a.beancount", "--format", "html").out
    assert '<span class="less"><data value="12.00">' in page
    assert '<span class="more"><data value="100.00">' in page
