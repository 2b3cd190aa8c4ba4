import json
from pathlib import Path

import pytest

JOURNAL = """\
2025-01-01 open Assets:Bank
2025-01-01 open Expenses:Fuel
2025-03-01 ! "Shell" "Hold" ^fuel
  Assets:Bank    -100.00 USD
  Expenses:Fuel
"""
FILE = ("-f", "journal.beancount", "--today", "2025-03-20")


@pytest.fixture(autouse=True)
def journal(tmp_path: Path) -> None:
    (tmp_path / "journal.beancount").write_text(JOURNAL)


def test_the_list_as_it_is_printed(pfin) -> None:
    ended = pfin("pending", *FILE)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Pending\n"
        "at the end of 2025-03-20, today\n"
        "\n"
        "Date        Age      Transaction    Amount\n"
        "----------  -------  -------------  ---------------------\n"
        "2025-03-01  19 days  Shell | Hold\n"
        "                     ^fuel\n"
        "                     line 3\n"
        "                       Assets:Bank  100.00 USD  held back\n"
        "\n"
        "By account\n"
        "Account      Held back      Coming in\n"
        "-----------  -------------  ---------\n"
        "Assets:Bank     100.00 USD\n"
        "\n"
        "Held back: what goes out of assets, and what adds to debts. It is not there to be spent any more.\n"
        "\n"
        "Lines are those of journal.beancount.\n"
    )


def test_overdue_is_a_warning_and_no_failure(pfin) -> None:
    ended = pfin("pending", "--overdue", "18", *FILE)
    assert (ended.code, ended.err) == (0, "")
    assert "overdue" in ended.out
    assert "Overdue: 1 transaction is pending for more than 18 days." in ended.out
    assert "verdue" not in pfin("pending", "--overdue", "19", *FILE).out


def test_a_boundary_and_the_age_on_an_earlier_day(pfin) -> None:
    assert "Nothing is pending." in pfin("pending", "Expenses:Fuel", "--as-of", "2025-02-28", *FILE).out
    said = json.loads(pfin("pending", "Expenses:Fuel", "--as-of", "2025-03-02", "--format", "json", *FILE).out)
    (found,) = said["transactions"]
    assert (said["boundary"], said["as_of"], found["age"], found["held_back"]) == ("Expenses:Fuel", "2025-03-02", 1, [])
    assert [leg["amount"] for leg in found["legs"]] == [{"number": "100.00", "commodity": "USD"}]


def test_csv_has_a_row_for_each_posting(pfin) -> None:
    said = pfin("pending", "--format", "csv", *FILE).out.splitlines()
    assert len(said) == 3
    assert said[1].startswith("2025-03-01,19,,Shell,Hold,fuel,,,Assets:Bank,-100.00,USD,100.00,USD,,,")
    assert said[1].endswith("journal.beancount,4")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--overdue", "x"), "error: --overdue: 'x' is not a whole number"),
        (("Assets:Bnak",), "did you mean Assets:Bank?"),
        (("--status", "posted"), "error: there is no option --status"),
    ],
)
def test_wrong_usage(pfin, arguments: tuple[str, ...], message: str) -> None:
    ended = pfin("pending", *arguments, *FILE)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
