"""``pfin explain``: what a target means, what is said of the samples, and what is wrong with a target."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample-journals"
HOUSEHOLD = str(SAMPLES / "household.beancount")


@pytest.fixture
def household(pfin, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(SAMPLES)

    def run(*arguments: str):
        return pfin("explain", *arguments, "-f", "household.beancount")

    return run


def line_of(text: str) -> int:
    lines = Path(HOUSEHOLD).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def said(out: str) -> str:
    return " ".join(out.split())


def test_a_card_payment_is_an_outflow_of_cash_and_nothing_to_net_worth(household) -> None:
    out = said(household(f"household.beancount:{line_of('Card payment, statement')}").out)
    assert (
        "For cash, 1,036.18 USD leaves: it pays back debt (Liabilities:Cards:Everyday), for purchases that did not "
        "touch "
        "cash when they were made." in out
    )
    assert (
        "For networth, nothing comes in and nothing goes out: 1,036.18 USD pays for purchases that were counted when "
        "they were made, and the debt (Liabilities:Cards:Everyday) gets smaller by as much as the account "
        "(Assets:Bank:Checking)." in out
    )


@pytest.mark.parametrize(
    ("narration", "whole", "principal", "interest", "debt", "expense"),
    [
        ("Car loan January", "500.00", "420.00", "80.00", "CarLoan", "Car:Interest"),
        ("Mortgage September", "1,355.15", "193.82", "1,161.33", "Mortgage", "Home:Mortgage-Interest"),
    ],
)
def test_an_instalment_splits_into_principal_and_interest(
    household, narration: str, whole: str, principal: str, interest: str, debt: str, expense: str
) -> None:
    out = said(household(f"household.beancount:{line_of(narration) + 1}").out)
    assert (
        f"For cash, everyday and spendable, all {whole} USD leaves: {principal} USD pays back debt "
        f"(Liabilities:{debt}), "
        f"and {interest} USD is spent (Expenses:{expense})." in out
    )
    assert (
        f"For networth, only {interest} USD is spent (Expenses:{expense}); the other {principal} USD pays back debt: "
        f"what leaves Assets:Bank:Checking makes Liabilities:{debt} smaller." in out
    )


def test_a_loan_is_another_boundary(household) -> None:
    out = said(household(f"household.beancount:{line_of('Car loan January')}", "--boundary", "Liabilities:CarLoan").out)
    assert "For Liabilities:CarLoan, the debt shrinks by 420.00 USD" in out


def test_an_invoice_and_its_payments(household) -> None:
    ended = household("^invoice-17", "--format", "json")
    found = json.loads(ended.out)
    assert [each["date"] for each in found["transactions"]] == ["2024-10-05", "2024-10-11", "2024-11-08"]
    together = {each["boundary"]: each for each in found["together"]}
    assert together["cash"]["out"] == together["networth"]["out"] == {"USD": "1480.00"}
    assert [each["roles"][1]["kind"] for each in found["transactions"]] == ["outflow", "internal", "internal"]
    out = said(household("^invoice-17").out)
    assert "For cash, networth, everyday and spendable, in all, 1,480.00 USD goes out." in out


def test_a_hold_is_told_from_each_of_its_places(pfin, tmp_path: Path) -> None:
    (tmp_path / "hold.beancount").write_text(
        "2024-01-01 open Assets:Bank\n2024-01-01 open Expenses:Fuel\n"
        '2024-03-01 ! "Shell" "Hold" ^fuel\n  Assets:Bank  -100.00 USD\n  Expenses:Fuel\n'
        '2024-03-03 * "Shell" "Fuel"\n  posts: "fuel"\n  Assets:Bank  -43.10 USD\n  Expenses:Fuel\n'
        '2024-03-04 ! "Inn" "Hold" ^inn #trip\n  Assets:Bank  -7 USD\n  Expenses:Fuel\n'
        '2024-03-05 custom "discard" "inn"\nplugin "pfin.beancount"\n'
    )
    fuel = (
        "On 2024-03-01 Shell held 100.00 USD of Assets:Bank (pending). On 2024-03-03 it was posted with 43.10 USD "
        "instead; the hold fell away."
    )
    for target in ("^fuel", "hold.beancount:4", "hold.beancount:7"):
        ended = pfin("explain", target, "-f", "hold.beancount")
        assert (ended.code, ended.err) == (0, ""), target
        assert fuel in said(ended.out), target
        # What counts is explained as well.
        assert "43.10 USD" in said(ended.out).partition("What each step did")[0], target
    for target in ("^inn", "#trip", "hold.beancount:10", "hold.beancount:13"):
        out = said(pfin("explain", target, "-f", "hold.beancount").out)
        assert f"{target}: nothing is left of it 2024-03-04 to 2024-03-05" in out
        assert "On 2024-03-05 it was discarded: nothing was posted for it, and the hold fell away." in out
    found = json.loads(pfin("explain", "^fuel", "-f", "hold.beancount", "--format", "json").out)
    assert [(step["what"], step["line"]) for step in found["story"]["steps"]] == [("pending", 3), ("posted", 6)]
    assert found["story"]["steps"][1]["effects"][0] == {
        "account": "Assets:Bank",
        "posted": {"number": "-43.10", "commodity": "USD"},
        "pending": {"number": "56.90", "commodity": "USD"},
        "available": {"number": "56.90", "commodity": "USD"},
    }
    early = pfin("explain", "^fuel", "-f", "hold.beancount", "--as-of", "2024-03-02").out
    assert "On 2024-03-01 Shell held 100.00 USD of Assets:Bank (pending). 100.00 USD is still pending" in said(early)


def test_a_tag_is_explained_as_a_link_is(household) -> None:
    out = household("#conference").out
    assert re.match(r"#conference: \d+ transactions\n", out)


@pytest.mark.parametrize("columns", ["60", "80"])
@pytest.mark.parametrize(
    "target",
    [
        ("household.beancount:309",),
        ("household.beancount:446",),
        ("^invoice-17",),
        ("#conference",),
        ("everyday", "2023-02"),
        ("networth", "2025"),
        ("Liabilities:Mortgage", "2025-03"),
        ("Expenses:Food", "2025-05"),
        ("Expenses", "2025-05", "--boundary", "cash"),
    ],
    ids=" ".join,
)
def test_pages_fit_the_terminal(household, monkeypatch: pytest.MonkeyPatch, target, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = household(*target)
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) <= int(columns)


def test_the_stock_of_an_account_or_a_boundary_on_a_day(household) -> None:
    out = household("CarLoan", "2023-02").out
    assert "at the end of 2023-02-28" in out
    found = json.loads(household("Liabilities:CarLoan", "2023-02", "--format", "json").out)
    assert found["stock"] == [{"number": "-16935.89", "commodity": "USD"}]
    assert [each["amount"]["number"] for each in found["entries"]] == ["-17777.78", "420.00", "421.89"]
    assert all(each["file"] == HOUSEHOLD and each["line"] for each in found["entries"])
    assert "earlier postings" in household("cash", "2023").out
    assert "earlier postings" not in household("cash", "2023", "--all").out


def test_csv_has_all_postings_of_a_stock(household) -> None:
    rows = list(csv.DictReader(io.StringIO(household("cash", "2023", "--format", "csv").out)))
    assert len(rows) > 100
    assert rows[-1]["line"].isdigit()


def test_opening_and_closing_are_stocks(household) -> None:
    opening = json.loads(household("opening", "2023-02", "--boundary", "cash", "--format", "json").out)
    closing = json.loads(household("closing", "2023-01", "--boundary", "cash", "--format", "json").out)
    assert opening["instant"] == closing["instant"] == "2023-01-31"
    assert opening["stock"] == closing["stock"]


def test_a_cell_is_that_of_the_cash_flow(household, pfin) -> None:
    found = json.loads(household("Expenses:Food", "2025-05", "--boundary", "networth", "--format", "json").out)
    report = json.loads(pfin("cashflow", "networth", "-p", "2025-05", "-f", HOUSEHOLD, "--format", "json").out)
    cells = [each["out"][0] for each in report["categories"] if each["category"].startswith("Expenses:Food")]
    assert found["crossed"]["out"].keys() == {"EUR", "USD"}
    for commodity, number in found["crossed"]["out"].items():
        assert float(number) == pytest.approx(sum(float(cell.get(commodity, 0)) for cell in cells))


def test_expenses_need_no_boundary(household) -> None:
    out = said(household("Expenses:Cat", "2025-03").out)
    assert "Expenses:Cat across networth" in out
    assert "No --boundary was given, so this is what net worth sees" in out
    # On one day it is a stock.
    assert "How the stock of Expenses:Cat came about" in household("Expenses:Cat", "2025-03-12").out


@pytest.mark.parametrize(
    ("target", "by"), [("whiskers & paws", "payee"), ("trip-lisbon", "tag"), ("17", "invoice"), ("(no tag)", "tag")]
)
def test_a_cell_of_another_category(household, target: str, by: str) -> None:
    ended = household(target, "2024..2025", "--by", by, "--boundary", "networth")
    assert ended.code == 0
    assert "Total" in ended.out


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ["household.beancount:3"],
            "is no transaction: only a comment",
            "the nearest transaction is household.beancount:161",
        ),
        (["household.beancount:62"], "the account Assets:Receivable:Employer is opened there", "nearest transaction"),
        (["household.beancount:99999"], "household.beancount has no line 99999: it has", "the nearest transaction is"),
        (
            ["hosehold.beancount:3"],
            "'hosehold.beancount' is no file of the journal",
            "did you mean household.beancount?",
        ),
        (["^invoice-71"], "no transaction has the link ^invoice-71", "did you mean ^invoice-17?"),
        (["#confrence"], "no transaction has the tag #confrence", "did you mean #conference?"),
        (
            ["Expenses:Fod"],
            "there is nothing called 'Expenses:Fod'",
            "did you mean Expenses:Food? TARGET is FILE:LINE; ^LINK",
        ),
        (["zzz"], "there is nothing called 'zzz' to explain", "TARGET is FILE:LINE; ^LINK or '#TAG'; an account"),
        (["Assets:9"], "there is nothing called 'Assets:9' to explain", "TARGET is"),
        (["car"], "'car' means accounts of several types", "name one of them in full"),
        (["Checking", "2025-13"], "WHEN: there is no 2025-13 in the calendar", "understood are"),
        (["Checking", "2025", "--boundary", "cash"], "lies inside of cash", "explains its stock"),
        (["^invoice-17", "2025"], "2025: there is no WHEN for transactions", "an account or a category"),
        (["Expenses", "--boundary", "cash", "--boundary", "networth"], "--boundary is given twice", "leave one out"),
        (
            ["Whiskrs & Paws", "--by", "payee", "--boundary", "networth"],
            "nothing with the payee 'Whiskrs & Paws'",
            "did you mean",
        ),
        (["Expenses", "--boundary", "chash"], "there is no boundary or account 'chash'", "did you mean cash?"),
        ([""], "there is nothing called '' to explain", "TARGET is"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_targets(household, arguments: list[str], message: str, hint: str) -> None:
    ended = household(*arguments)
    assert ended.code == 2
    error, _, hinted = said(ended.err).partition(" hint: ")
    assert message in error
    assert hint in hinted


def test_a_tail_of_several_files_is_ambiguous(pfin, tmp_path: Path) -> None:
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "bank.beancount").write_text(f'{year}-01-02 * "In {year}"\n  Assets:A  1 USD\n  Equity:E\n')
    (tmp_path / "main.beancount").write_text(
        'include "202*/bank.beancount"\n2024-01-01 open Assets:A\n2024-01-01 open Equity:E\n'
    )
    ended = pfin("explain", "bank.beancount:1", "-f", "main.beancount")
    assert ended.code == 2
    assert "'bank.beancount' may be several files of the journal: 2024/bank.beancount, 2025/bank.beancount" in said(
        ended.err
    )
    assert "In 2025" in pfin("explain", "2025/bank.beancount:2", "-f", "main.beancount").out
    # Where rows are of several files, a column says which.
    assert "2024/bank.beancount" in pfin("explain", "Assets:A", "2025", "-f", "main.beancount").out


def test_a_journal_without_cash_or_declarations_is_explained(pfin, tmp_path: Path) -> None:
    (tmp_path / "odd.beancount").write_text(
        '2024-01-01 open Assets:Vault\n2024-01-01 open Equity:E\n2024-01-02 * "In"\n  Assets:Vault  1 GOLD\n  '
        "Equity:E\n"
    )
    out = said(pfin("explain", "odd.beancount:3", "-f", "odd.beancount").out)
    assert "For networth, 1 GOLD comes in: it comes from Equity:E, neither earned nor spent." in out
    assert "cash" not in out
    assert pfin("explain", "^none", "-f", "odd.beancount").err.endswith("hint: the journal has no links\n")
