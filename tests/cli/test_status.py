"""Which postings a report counts, and as of which day the journal is read: --status and --as-of of every report."""

import json
from pathlib import Path

import pytest

JOURNAL = """\
option "operating_currency" "USD"
plugin "pfin.beancount"
2025-01-01 open Assets:Checking USD
2025-01-01 open Assets:Savings USD
2025-01-01 open Liabilities:Card USD
  limit: 500
2025-01-01 open Expenses:Fuel USD
2025-01-01 open Equity:Opening-Balances
2025-01-01 * "Opening"
  Assets:Checking   1000.00 USD
  Equity:Opening-Balances
2025-03-01 ! "Shell" "Hold" ^fuel
  Liabilities:Card  -100.00 USD
  Expenses:Fuel
2025-03-03 * "Shell" "Fuel" ^fuel
  posts: "fuel"
  Liabilities:Card   -43.10 USD
  Expenses:Fuel
2025-03-10 * "To savings" ^move
  Assets:Checking   -300.00 USD
  ! Assets:Savings   300.00 USD
"""
TODAY = ("--today", "2025-03-31")


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "journal.beancount").write_text(JOURNAL)
    monkeypatch.setenv("PFIN_FILE", "journal.beancount")


@pytest.fixture(autouse=True)
def _named(pfin, monkeypatch: pytest.MonkeyPatch) -> None:
    # The fixture pfin clears the variables that name a journal.
    monkeypatch.setenv("PFIN_FILE", "journal.beancount")


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_three_balances_stand_side_by_side(pfin) -> None:
    said = lines(pfin("balance", "assets", *TODAY).out)
    assert "Account Posted Pending Available" in said
    assert "Savings 0.00 USD 300.00 USD 0.00 USD" in said


@pytest.mark.parametrize(
    ("status", "words", "savings"),
    [("posted", ", posted only", []), ("pending", "", ["300.00"]), ("available", ", available only", [])],
)
def test_one_status_is_one_column_and_is_said(pfin, status: str, words: str, savings: list[str]) -> None:
    ended = pfin("balance", "--flat", "assets", "--status", status, *TODAY)
    said = lines(ended.out)
    assert said[1] == f"at the end of 2025-03-31, today{words}"
    assert "Assets:Checking 700.00 USD" in said
    assert [line.split()[1] for line in said if line.startswith("Assets:Savings")] == savings


def test_as_of_is_the_journal_of_that_day_and_that_day_is_today(pfin) -> None:
    said = lines(pfin("balance", "--as-of", "2025-03-02", *TODAY).out)
    assert said[1] == "at the end of 2025-03-02, today, as known on 2025-03-02"
    assert "Card 0.00 USD 100.00 USD 0.00 USD" in said
    assert "Liabilities:Card 43.10 USD" in lines(pfin("balance", "card", "--at", "2025-03-03", *TODAY).out)


def test_as_of_equals_the_journal_cut_at_that_day(pfin, tmp_path: Path) -> None:
    cut, _, _ = JOURNAL.partition("2025-03-03")
    (tmp_path / "cut.beancount").write_text(cut)
    known = json.loads(pfin("balance", "--as-of", "2025-03-02", "--format", "json").out)
    before = json.loads(pfin("balance", "-f", "cut.beancount", "--today", "2025-03-02", "--format", "json").out)
    assert (known.pop("as_of"), before.pop("as_of")) == ("2025-03-02", None)
    assert known == before


def test_words_of_as_of_go_back_from_today_and_words_of_reports_from_as_of(pfin) -> None:
    said = pfin("register", "checking", "--as-of", "2025-02", "--period", "last-month", *TODAY).out
    assert "2025-01-01 to 2025-01-31 (2025-01), as known on 2025-02-28" in said
    assert "as known on 2025-03-30" in pfin("trial", "--as-of", "yesterday", *TODAY).out


REPORTS = (
    ("balance",),
    ("cashflow",),
    ("networth",),
    ("income",),
    ("sheet",),
    ("statement", "Assets"),
    ("extremes", "Assets"),
    ("compare", "Assets", "Liabilities"),
    ("register", "Assets"),
    ("trial",),
    ("accounts",),
    ("explain", "Assets:Checking"),
)


@pytest.mark.parametrize("report", REPORTS, ids=" ".join)
def test_every_report_says_what_it_counts(pfin, report: tuple[str, ...]) -> None:
    said = pfin(*report, "--status", "posted", "--as-of", "2025-03-15")
    assert (said.code, said.err) == (0, "")
    assert "posted only, as known on 2025-03-15" in said.out.splitlines()[1]
    decoded = json.loads(pfin(*report, "--as-of", "2025-03-15", "--format", "json").out)
    assert (decoded["journal_errors"], decoded["status"], decoded["as_of"]) == (0, "pending", "2025-03-15")


def test_flows_say_that_half_posted_transactions_do_not_balance(pfin) -> None:
    assert "1 transaction has posted and pending postings." in pfin("sheet", "--status", "posted", *TODAY).out
    assert "posted and pending postings" not in pfin("sheet", "--status", "posted", "--as-of", "2025-03-09").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("trial", "--status", "available"),
            "error: this report has no --status available\nhint: what is available depends on",
        ),
        (("balance", "--status", "avail"), "--status: 'avail' is not known\nhint: it takes posted, pending, available"),
        (("trial", "--status", "avail"), "--status: 'avail' is not known\nhint: it takes posted, pending"),
        (("prices", "--status", "posted"), "error: there is no option --status"),
        (("--status", "posted", "prices"), "error: this command has no --status"),
        (("balance", "--as-of", "soon"), "error: --as-of: 'soon' is no period or day"),
        (("balance", "--as-of", "--flat"), "error: --as-of wants a value, and --flat is an option"),
    ],
)
def test_wrong_usage(pfin, arguments: tuple[str, ...], message: str) -> None:
    ended = pfin(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_check_reads_as_of_a_day(pfin, tmp_path: Path) -> None:
    (tmp_path / "journal.beancount").write_text(JOURNAL + '2025-04-01 custom "discard" "nothing"\n')
    assert pfin("check").code == 1
    assert pfin("check", "--as-of", "2025-03-31").code == 0


def test_csv_has_the_same_columns_whatever_is_pending(pfin) -> None:
    columns = "account,balance,balance_commodity,mark,posted,posted_commodity,available,available_commodity"
    said = pfin("balance", "assets", "--format", "csv", *TODAY).out.splitlines()
    assert said == [
        columns,
        "Assets:Checking,700.00,USD,,700.00,USD,700.00,USD",
        "Assets:Savings,300.00,USD,,0,USD,0,USD",
    ]
    assert pfin("balance", "--format", "csv", "--as-of", "2025-01-31").out.startswith(columns)
