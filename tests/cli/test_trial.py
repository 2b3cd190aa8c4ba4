import json
from pathlib import Path


def test_totals_agree(pfin) -> None:
    ended = pfin("trial", "-f", "good.beancount", "--today", "2024-03-01")
    assert ended.code == 0
    total = next(line for line in ended.out.splitlines() if line.startswith("Total"))
    assert total.split() == ["Total", "100.00", "USD", "100.00", "USD"]
    assert "Debits equal credits" in ended.out


def test_at_a_day(pfin) -> None:
    said = json.loads(pfin("trial", "-f", "good.beancount", "--at", "2024-01-31", "--format", "json").out)
    assert said["instant"] == "2024-01-31"
    assert [row["account"] for row in said["accounts"]] == ["Assets:Bank", "Equity:Opening-Balances"]
    assert said["totals"]["debit"] == said["totals"]["credit"] == [{"number": "100.00", "commodity": "USD"}]


def test_a_journal_out_of_balance_is_not_said_to_agree(pfin) -> None:
    ended = pfin("trial", "-f", "bad.beancount", "--force", "--residues")
    assert "Debits equal credits" not in ended.out
    assert "Debits and credits do NOT agree: 1.00 USD too much on the debit side at bad.beancount:10." in ended.out
    assert any(line.split()[:3] == ["Out", "of", "balance"] for line in ended.out.splitlines())
    said = json.loads(pfin("trial", "-f", "bad.beancount", "--force", "--format", "json").out)
    assert said["balanced"] is False
    assert [each["within_tolerance"] for each in said["residues"]] == [False]


def test_what_is_beyond_tolerance_has_a_line_of_its_own(pfin) -> None:
    small = '\n2024-02-02 * "A little"\n  Expenses:Food  1.00 USD\n  Assets:Bank  -1.003 USD\n'
    Path("both.beancount").write_text(Path("bad.beancount").read_text() + small)
    ended = pfin("trial", "-f", "both.beancount", "--force")
    lines = {line.split("  ")[0]: line.split()[-2:] for line in ended.out.splitlines() if "USD" in line}
    assert lines["Residue"] == ["0.003", "USD"]
    assert lines["Out of balance"] == ["1.00", "USD"]
    assert "Debits and credits do NOT agree: 1.00 USD too much on the debit side" in ended.out
    assert "Residue: rounding within tolerance, in 1 transaction, most at both.beancount:14." in ended.out


def test_the_other_side_of_what_is_posted_in_part_has_a_line_of_its_own(pfin) -> None:
    half = '\n2024-02-02 * "Half"\n  Expenses:Food  5.00 USD\n  ! Assets:Bank\n'
    Path("half.beancount").write_text(Path("good.beancount").read_text() + half)
    said = json.loads(pfin("trial", "-f", "half.beancount", "--status", "posted", "--format", "json").out)
    assert said["pending"] == {"debit": [], "credit": [{"number": "5.00", "commodity": "USD"}]}
    assert said["residues"] == []
    assert said["totals"]["debit"] == said["totals"]["credit"]
    ended = pfin("trial", "-f", "half.beancount", "--status", "posted")
    assert any(line.split() == ["Pending", "5.00", "USD"] for line in ended.out.splitlines())
    assert "Pending" not in pfin("trial", "-f", "half.beancount").out


def test_residues_are_one_table_in_csv(pfin) -> None:
    listed = pfin("trial", "-f", "bad.beancount", "--force", "--residues", "--format", "csv").out.splitlines()
    assert listed == [
        "date,narration,residue,residue_commodity,place",
        "2024-02-01,Cafe | Lunch,1.00,USD,bad.beancount:10",
    ]


def test_no_residues_are_said_to_be_none(pfin) -> None:
    assert "No transaction is off zero." in pfin("trial", "-f", "good.beancount", "--residues").out
