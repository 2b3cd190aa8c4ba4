from pathlib import Path

PRICES = """\
2024-01-01 price HOOL 100.00 USD
2024-02-01 price HOOL 110.00 USD
2024-01-15 price EUR 1.0825 USD
"""


def test_latest_prices(pfin, tmp_path: Path) -> None:
    (tmp_path / "prices.beancount").write_text(PRICES)
    ended = pfin("prices", "-f", "prices.beancount", "--at", "2024-01-31", "--format", "csv")
    assert ended.out.splitlines() == [
        "commodity,price,price_commodity,date,quotes",
        "EUR,1.0825,USD,2024-01-15,1",
        "HOOL,100.00,USD,2024-01-01,1",
    ]


def test_history(pfin, tmp_path: Path) -> None:
    (tmp_path / "prices.beancount").write_text(PRICES)
    ended = pfin("prices", "hool", "-f", "prices.beancount", "-b", "2024-02-01", "--today", "2024-03-01")
    assert "2024-02-01 to 2024-03-01" in ended.out
    assert "110.00 USD" in ended.out
    assert "100.00 USD" not in ended.out


def test_wrong_usage(pfin, tmp_path: Path) -> None:
    (tmp_path / "prices.beancount").write_text(PRICES)
    ended = pfin("prices", "HOOK", "-f", "prices.beancount")
    assert (ended.code, "did you mean HOOL?" in ended.err) == (2, True)
    assert pfin("prices", "-f", "prices.beancount", "-p", "2024").code == 2
    assert pfin("prices", "HOOL", "-f", "prices.beancount", "--at", "2024").code == 2
