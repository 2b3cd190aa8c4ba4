"""The order of the stages, where it shows."""

from two_bookings import check, held, legs


def test_plugins_come_before_validation_and_pads() -> None:
    booked = check(
        """plugin "beancount.plugins.auto_accounts"
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 10 USD
2024-01-04 * "t"
  Assets:A  5 USD
  Income:C
"""
    )
    assert booked.codes == []
    assert held(booked, "Assets:A") == ["15 USD"]


def test_booking_comes_before_pads() -> None:
    booked = check(
        """2024-01-01 open Assets:A
2024-01-01 open Equity:E
2024-01-02 pad Assets:A Equity:E
2024-01-03 balance Assets:A 10 USD
2024-01-04 * "the account holds what the pad brought, but booking does not know"
  Assets:A  5
  Equity:E
"""
    )
    assert booked.codes == [("unknown-currency", 6)]


def test_everything_wrong_is_found_at_once() -> None:
    booked = check(
        """2024-01-01 open Assets:A "FIFO"
2024-01-01 open Assets:A
2024-01-02 * "no such lot"
  Assets:A  -5 HOOL {}
  Assets:A  5 HOOL {1 USD}
  Assets:A
2024-01-03 balance Assets:A 1 USD
2024-01-04 * "off"
  Assets:A  1 USD
  Assets:Nowhere  -2 USD
"""
    )
    assert sorted(line for _, line in booked.codes) == [2, 4, 7, 8, 8]
    assert legs(booked) == ["Assets:A 1 USD", "Assets:Nowhere -2 USD"]
