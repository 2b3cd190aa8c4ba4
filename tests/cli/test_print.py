from pathlib import Path

import pfin as package


def test_reading_the_output_again_gives_the_same_output(pfin, tmp_path: Path) -> None:
    first = pfin("print", "-f", "good.beancount")
    assert first.code == 0
    (tmp_path / "again.beancount").write_text(first.out)
    assert pfin("print", "-f", "again.beancount").out == first.out
    ledger = package.load(tmp_path / "again.beancount")
    assert str(ledger.inventory("Assets:Bank")) == "(88.00 USD)"


def test_what_fell_away_is_printed_and_falls_away_again(pfin, tmp_path: Path) -> None:
    (tmp_path / "hold.beancount").write_text(
        "2025-01-01 open Assets:Bank\n2025-01-01 open Expenses:Fuel\n"
        '2025-03-01 ! "Hold" ^fuel\n  Assets:Bank  -100 USD\n  Expenses:Fuel\n'
        '2025-03-02 * "Fuel" ^fuel\n  posts: "fuel"\n  Assets:Bank  -43 USD\n  Expenses:Fuel\n'
    )
    first = pfin("print", "-f", "hold.beancount").out
    assert first.startswith('plugin "pfin.beancount"\n')
    assert '2025-03-01 ! "Hold" ^fuel\n  Assets:Bank    -100 USD\n' in first
    (tmp_path / "again.beancount").write_text(first)
    assert pfin("print", "-f", "again.beancount").out == first
    ledger = package.load(tmp_path / "again.beancount")
    assert (ledger.diagnostics, str(ledger.inventory("Assets:Bank"))) == ((), "(-43 USD)")


def test_a_period_and_accounts_make_an_extract(pfin) -> None:
    lunch = pfin("print", "-f", "good.beancount", "Food", "--begin", "2024-02").out
    assert '2024-02-01 * "Cafe" "Lunch"' in lunch
    assert "Opening" not in lunch
    opened = pfin("print", "-f", "good.beancount", "--end", "2024-02-01", "Food").out
    assert "open Expenses:Food" in opened
    assert "open Assets:Bank" not in opened
    assert "Lunch" not in opened


def test_a_journal_with_errors_is_not_printed_unasked(pfin) -> None:
    assert pfin("print", "-f", "bad.beancount").out == ""
    assert pfin("print", "-f", "bad.beancount", "--force").code == 0


def test_an_account_that_is_not_there_is_wrong_usage(pfin) -> None:
    ended = pfin("print", "-f", "good.beancount", "Expenses:Foot")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean Expenses:Food?" in ended.err
