"""What people are shown adds up to the last digit, and says when it is a part."""

from pathlib import Path

from typer.testing import CliRunner

from pfin.cli.main import application

CENTS = """
2024-01-01 open Assets:A
2024-01-01 open Assets:Bank:Deep
2024-01-01 open Assets:Bank:Main
2024-01-01 open Income:I
2024-01-02 * "a"
  Assets:A  100 USD
  Income:I
2024-01-03 * "b"
  Assets:A  20 USD
  Income:I
2024-01-04 * "c"
  Assets:A  0.50 USD
  Income:I
2024-01-05 * "d"
  Assets:Bank:Deep  -30 USD
  Assets:Bank:Main  1020 USD
  Income:I
"""


def shown(folder: Path, journal: str, *words: str) -> str:
    path = folder / "j.beancount"
    path.write_text(journal)
    ended = CliRunner().invoke(application(), ["-f", str(path), "--today", "2024-06-01", *words])
    assert ended.exit_code == 0, ended.output
    return ended.output


def test_units_are_not_rounded_to_the_usual_digits(tmp_path: Path) -> None:
    assert "120.5 USD" in shown(tmp_path, CENTS, "balance", "Assets:A")
    register = shown(tmp_path, CENTS, "register", "Assets:A")
    assert [line.split()[-2] for line in register.splitlines() if "Closing" in line] == ["120.5"]
    assert "0.5 USD" in register


def test_a_part_of_a_parent_is_said_to_be_one(tmp_path: Path) -> None:
    text = shown(tmp_path, CENTS, "balance", "Deep", "--depth", "2")
    assert "-30 USD" in text
    assert "Totals count the accounts that match Deep only." in text
    assert "-30 USD  overdrawn\n" not in text


def test_days_at_the_ends_of_the_calendar(tmp_path: Path) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        journal = f'0001-01-01 open Assets:A\n{day} * "t"\n  Assets:A  1 USD\n  Assets:A  -1 USD\n'
        register = shown(tmp_path, journal, "register", "Assets:A")
        assert "1 USD" in register
    assert "Register" in shown(tmp_path, CENTS, "register", "Assets:A", "--begin", "0001-01-01")
