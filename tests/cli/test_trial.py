import json


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


def test_what_an_erroneous_transaction_is_off_is_residue(pfin) -> None:
    ended = pfin("trial", "-f", "bad.beancount", "--force", "--residues")
    assert "Residue" in ended.out
    assert "bad.beancount:10" in ended.out
