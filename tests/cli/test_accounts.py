import json


def test_accounts(pfin) -> None:
    ended = pfin("accounts", "-f", "good.beancount")
    bank = next(line for line in ended.out.splitlines() if line.startswith("Assets:Bank"))
    assert bank.split() == ["Assets:Bank", "2024-01-01", "USD", "2", "2024-02-01"]


def test_a_pattern_chooses(pfin) -> None:
    said = json.loads(pfin("accounts", "food", "-f", "good.beancount", "--format", "json").out)
    assert [row["account"] for row in said["accounts"]] == ["Expenses:Food"]
    assert pfin("accounts", "nowhere", "-f", "good.beancount").code == 2
