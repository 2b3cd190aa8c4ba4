from collections.abc import Callable
from datetime import date as Date

from pfin.ledger.ledger import Ledger
from pfin.model.period import Period
from pfin.report.moments import Instant
from pfin.report.prices import latest_prices, page, price_history

TODAY = Date(2025, 6, 30)

Read = Callable[[str], Ledger]


def test_the_latest_price_of_each_pair(household: Ledger) -> None:
    report = latest_prices(household, Instant(Date(2025, 2, 28)))
    assert [(row.commodity, str(row.price), str(row.date), row.quotes) for row in report.prices] == [
        ("HOOL", "120.00 USD", "2025-02-20", 2)
    ]


def test_all_prices_of_one(household: Ledger) -> None:
    report = price_history(household, "HOOL", None, TODAY)
    assert [str(row.price) for row in report.prices] == ["90.00 USD", "120.00 USD", "150.00 USD"]
    assert report.period == "2025-01-15 to 2025-06-30"


def test_prices_of_a_period(household: Ledger) -> None:
    report = price_history(household, "HOOL", Period(Date(2025, 2, 1), Date(2025, 3, 1)), TODAY)
    assert [str(row.price) for row in report.prices] == ["120.00 USD"]


def test_a_later_price_of_the_same_day_is_the_latest(read: Read) -> None:
    ledger = read("""
        2025-01-01 price HOOL 1 USD
        2025-01-01 price HOOL 2 USD
    """)
    assert str(latest_prices(ledger, Instant(TODAY)).prices[0].price) == "2 USD"


def test_where_there_are_no_prices_the_page_says_how_to_have_some(read: Read) -> None:
    ledger = read("2025-01-01 open Assets:Bank\n")
    assert any("`price`" in note for note in page(latest_prices(ledger, Instant(TODAY)), {}).notes)
    assert any("`price`" in note for note in page(price_history(ledger, "USD", None, TODAY), {}).notes)
