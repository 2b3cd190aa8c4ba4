import csv
import io
import json
from pathlib import Path


def test_the_running_balance(pfin) -> None:
    ended = pfin("register", "bank", "-f", "good.beancount", "-p", "2024-02")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "2024-02-01 to 2024-02-29 (2024-02)" in lines
    assert "2024-01-31 Opening 100.00 USD" in lines
    assert "2024-02-01 Cafe | Lunch Expenses:Food -12.00 USD 88.00 USD" in lines
    assert "2024-02-29 Closing 88.00 USD" in lines


def test_filters(pfin) -> None:
    ended = pfin("register", "bank", "-f", "good.beancount", "--payee", "cafe")
    assert "only payee cafe" in ended.out
    assert "Sum of shown" in ended.out
    assert "Opening" not in ended.out
    for option in (["--tag", "#none"], ["--link", "^none"], ["--text", "none"]):
        assert "No postings" in pfin("register", "bank", "-f", "good.beancount", *option).out


def test_a_tag_that_no_transaction_has_is_said(pfin, tmp_path: Path) -> None:
    journal = (tmp_path / "good.beancount").read_text().replace('"Lunch"', '"Lunch" #holiday ^slip-1')
    (tmp_path / "tagged.beancount").write_text(journal)
    known = ("register", "bank", "-f", "tagged.beancount")
    assert pfin(*known, "--tag", "holiday", "--link", "slip-1").err == ""
    ended = pfin(*known, "--tag", "#hollyday")
    assert ended.code == 0
    assert ended.err == "warning: no transaction of the journal has the tag hollyday; did you mean holiday?\n"
    assert "has the link nothing\n" in pfin(*known, "--link", "nothing").err


def test_csv_marks_what_is_overdrawn(pfin, tmp_path: Path) -> None:
    journal = (tmp_path / "good.beancount").read_text().replace("12.00 USD", "120.00 USD")
    (tmp_path / "over.beancount").write_text(journal)
    out = pfin("register", "bank", "-f", "over.beancount", "--format", "csv").out
    assert [row["mark"] for row in csv.DictReader(io.StringIO(out))] == ["", "overdrawn"]
    out = pfin("balance", "-f", "over.beancount", "--format", "csv").out
    assert {row["account"]: row["mark"] for row in csv.DictReader(io.StringIO(out))} == {
        "Assets:Bank": "overdrawn",
        "Equity:Opening-Balances": "",
        "Expenses:Food": "",
    }


def test_csv_and_json_lead_to_the_line(pfin) -> None:
    rows = list(csv.DictReader(io.StringIO(pfin("register", "food", "-f", "good.beancount", "--format", "csv").out)))
    assert [(row["payee"], row["narration"], row["amount"], row["line"]) for row in rows] == [
        ("Cafe", "Lunch", "12.00", "11")
    ]
    assert rows[0]["file"].endswith("good.beancount")
    entry = json.loads(pfin("register", "food", "-f", "good.beancount", "--format", "json").out)["entries"][0]
    assert (entry["line"], entry["counterparts"]) == (11, ["Assets:Bank"])


def test_all_shows_what_fell_away_struck_through(pfin, tmp_path: Path) -> None:
    hold = '2024-01-20 ! "Inn" "Deposit" ^inn\n  Assets:Bank  -40.00 USD\n  Expenses:Food\n'
    journal = (
        (tmp_path / "good.beancount").read_text()
        + hold
        + '2024-01-22 custom "discard" "inn"\nplugin "pfin.beancount"\n'
    )
    (tmp_path / "hold.beancount").write_text(journal)
    known = ("register", "bank", "-f", "hold.beancount", "-p", "2024")
    assert "1 discarded posting is hidden; --all shows it." in pfin(*known).out
    assert pfin(*known, "--all", "--link", "^inn").err == ""
    lines = [" ".join(line.split()) for line in pfin(*known, "--all").out.splitlines()]
    assert "2024-01-20 Inn | Deposit Expenses:Food -40.00 USD discarded" in lines
    assert "2024-01-20 Inn | Deposit -40.00 USD discarded on 2024-01-22 by hold.beancount:16" in lines
    assert "\x1b[2;9m-40.00 USD\x1b[0m" in pfin(*known, "--all", "--color", "always").out
    assert "~~-40.00 USD~~ | discarded |" in pfin(*known, "--all", "--format", "markdown").out
    assert '<s><data value="-40.00">-40.00</data>' in pfin(*known, "--all", "--format", "html").out
    rows = list(csv.DictReader(io.StringIO(pfin(*known, "--all", "--format", "csv").out)))
    assert [(row["status"], row["balance"]) for row in rows] == [
        ("posted", "100.00"),
        ("discarded", "100.00"),
        ("posted", "88.00"),
    ]
    assert rows[1]["fate"] == "discarded on 2024-01-22 by hold.beancount:16"


def test_wrong_usage(pfin) -> None:
    assert pfin("register", "-f", "good.beancount").code == 2
    ended = pfin("register", "Exepnses", "-f", "good.beancount")
    assert ended.code == 2
    assert "did you mean Expenses?" in ended.err
    assert pfin("register", "bank", "-f", "good.beancount", "-p", "2024", "-b", "2024").code == 2
