import json
from pathlib import Path

import pytest

OFF = """
2024-02-02 * "Shop" "A little"
  Expenses:Food  1.00 USD
  Assets:Bank  -1.003 USD

2024-03-02 * "Shop" "A little less"
  Expenses:Food  1.00 USD
  Assets:Bank  -1.001 USD
"""
OPTION = 'option "account_rounding" "Rounding"\n'


@pytest.fixture(autouse=True)
def journals(pfin) -> None:
    good = Path("good.beancount").read_text()
    Path("off.beancount").write_text(good + OFF)
    Path("booked.beancount").write_text(OPTION + good + OFF)


def test_every_transaction_that_is_off_zero(pfin) -> None:
    ended = pfin("cents", "-f", "off.beancount")
    assert (ended.code, ended.err) == (0, "")
    rows = [line.split("  ") for line in ended.out.splitlines() if "off.beancount:" in line]
    assert [(row[0], row[-1]) for row in rows] == [
        ("2024-02-02", "off.beancount:14"),
        ("2024-03-02", "off.beancount:18"),
    ]
    total = next(line for line in ended.out.splitlines() if line.startswith("Total"))
    assert total.split() == ["Total", "-0.004", "USD"]


def test_a_period(pfin) -> None:
    said = json.loads(pfin("cents", "-f", "off.beancount", "-p", "2024-03", "--format", "json").out)
    assert [(each["date"], each["residue"]["number"]) for each in said["residues"]] == [("2024-03-02", "-0.001")]
    assert said["totals"] == [{"number": "-0.001", "commodity": "USD"}]


def test_csv_has_words_for_programs_and_no_total(pfin) -> None:
    assert pfin("cents", "-f", "off.beancount", "--format", "csv").out.splitlines() == [
        "date,narration,residue,residue_commodity,tolerance,tolerance_commodity,cause,place",
        "2024-02-02,Shop | A little,-0.003,USD,0.005,USD,written,off.beancount:14",
        "2024-03-02,Shop | A little less,-0.001,USD,0.005,USD,written,off.beancount:18",
    ]


def test_what_is_beyond_tolerance_is_not_among_them(pfin) -> None:
    ended = pfin("cents", "-f", "bad.beancount", "--force")
    assert "1 transaction beyond tolerance: see `pfin check`." in ended.out
    assert not any(line.startswith("2024") for line in ended.out.splitlines())
    assert pfin("cents", "-f", "bad.beancount").code == 1


def test_where_the_journal_books_them_every_report_has_the_account(pfin) -> None:
    assert "booked to Equity:Rounding" in pfin("cents", "-f", "booked.beancount").out
    for command in ("trial", "balance", "sheet"):
        assert "0.004 USD" in pfin(command, "-f", "booked.beancount").out
    trial = pfin("trial", "-f", "booked.beancount").out
    assert any(line.split() == ["Equity:Rounding", "0.004", "USD"] for line in trial.splitlines())
    assert "Residue" not in trial
    register = pfin("register", "Equity:Rounding", "-f", "booked.beancount", "--signed", "--format", "csv").out
    assert [line.split(",")[0] for line in register.splitlines()[1:]] == ["2024-02-02", "2024-03-02"]


def test_what_is_printed_reads_the_same(pfin) -> None:
    printed = pfin("print", "-f", "booked.beancount").out
    assert "Equity:Rounding" not in printed
    Path("again.beancount").write_text(printed)
    reports = [pfin("trial", "-f", name, "--format", "csv").out for name in ("booked.beancount", "again.beancount")]
    assert reports[0] == reports[1]
