"""The ledger as its readers see it: stocks at the end of a day, legs in order, prices, values."""

import decimal
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType, Side
from pfin.model.amount import Amount
from pfin.model.directives import Status

JOURNAL = """
option "name_income" "Revenue"
2024-01-01 open Assets:Bank:Checking  EUR
  liquidity: "cash"
2024-01-01 open Assets:Bank:Savings  EUR
2024-01-01 open Assets:Broker
2024-01-01 open Revenue:Salary
2024-01-01 open Expenses:Food
2024-01-01 open Liabilities:Card  EUR
2024-06-30 close Liabilities:Card

2024-01-31 * "Employer" "Salary"
  Assets:Bank:Checking  1000.00 EUR
  Revenue:Salary
2024-02-01 * "To savings"
  Assets:Bank:Savings  300.00 EUR
  Assets:Bank:Checking
2024-02-01 ! "Shop" "Food"
  Expenses:Food  12.34 EUR
  Liabilities:Card
2024-02-10 * "Shares"
  Assets:Broker  10 HOOL {20.00 USD}
  Assets:Bank:Checking  -180.00 EUR @@ 200.00 USD
2024-02-11 * "More shares"
  Assets:Broker  5 HOOL {22.00 USD}
  Assets:Bank:Checking  -100.00 EUR @ 1.1 USD

2024-02-10 price EUR  1.10 USD
2024-02-10 price HOOL  20.00 USD
2024-03-01 price HOOL  25.00 USD
2024-03-01 price HOOL  26.00 USD
"""


@pytest.fixture(name="ledger", scope="module")
def _ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    path = tmp_path_factory.mktemp("ledger") / "j.beancount"
    path.write_text(JOURNAL)
    ledger = pfin.load(path)
    assert [d.message for d in ledger.diagnostics] == []
    return ledger


def test_accounts_come_by_type_and_name_with_what_their_open_says(ledger: Ledger) -> None:
    assert [account.name for account in ledger.accounts.values()] == [
        "Assets:Bank:Checking",
        "Assets:Bank:Savings",
        "Assets:Broker",
        "Liabilities:Card",
        "Revenue:Salary",
        "Expenses:Food",
    ]
    checking, card = ledger.accounts["Assets:Bank:Checking"], ledger.accounts["Liabilities:Card"]
    assert (checking.type, checking.normal, checking.meta) == (AccountType.ASSETS, Side.DEBIT, {"liquidity": "cash"})
    assert (card.normal, card.opened, card.closed) == (Side.CREDIT, date(2024, 1, 1), date(2024, 6, 30))
    assert ledger.accounts["Revenue:Salary"].type is AccountType.INCOME


@pytest.mark.parametrize(
    ("account", "day", "expected"),
    [
        ("Assets:Bank", date(2024, 1, 30), {}),
        ("Assets:Bank", date(2024, 1, 31), {"EUR": "1000.00"}),
        ("Assets:Bank:Checking", date(2024, 2, 1), {"EUR": "700.00"}),
        ("Assets:Bank", date(2024, 2, 1), {"EUR": "1000.00"}),
        ("Assets", None, {"EUR": "720.00", "HOOL": "15"}),
        ("Liabilities", None, {"EUR": "-12.34"}),
        ("Assets:Ban", None, {}),
    ],
)
def test_a_stock_is_that_of_the_end_of_the_day(
    ledger: Ledger, account: str, day: date | None, expected: dict[str, str]
) -> None:
    assert ledger.inventory(account, day).totals() == {name: Decimal(number) for name, number in expected.items()}


def test_an_account_alone_is_without_its_children(ledger: Ledger) -> None:
    assert not ledger.inventory("Assets:Bank", children=False)


def test_stocks_of_all_accounts_agree_with_each_one_alone(ledger: Ledger) -> None:
    for day in (date(2024, 1, 15), date(2024, 2, 1), date(2024, 2, 10), None):
        alone = {name: ledger.inventory(name, day, children=False) for name in ledger.accounts}
        assert ledger.inventories(day) == {name: held for name, held in alone.items() if held}


def test_legs_come_in_order_and_the_end_is_exclusive(ledger: Ledger) -> None:
    legs = list(ledger.postings("Assets:Bank", begin=date(2024, 2, 1), end=date(2024, 2, 11)))
    assert [(t.date.day, p.account, str(p.number)) for t, p in legs] == [
        (1, "Assets:Bank:Savings", "300.00"),
        (1, "Assets:Bank:Checking", "-300.00"),
        (10, "Assets:Bank:Checking", "-180.00"),
    ]


def test_a_posting_has_a_side_an_unsigned_amount_and_a_status(ledger: Ledger) -> None:
    (transaction, card), *_ = ledger.postings("Liabilities:Card")
    assert (card.side, card.amount) == (Side.CREDIT, Amount(Decimal("12.34"), "EUR"))
    assert (card.status, transaction.status) == (Status.PENDING, Status.PENDING)
    assert card.inferred
    assert ledger.sources.line(transaction.file, card.line) == "  Liabilities:Card"


@pytest.mark.parametrize(
    ("base", "quote", "day", "expected"),
    [
        ("HOOL", "USD", date(2024, 2, 9), None),
        ("HOOL", "USD", date(2024, 2, 10), "20.00"),
        ("HOOL", "USD", date(2024, 2, 29), "20.00"),
        ("HOOL", "USD", date(2024, 3, 1), "26.00"),
        ("HOOL", "USD", None, "26.00"),
        ("USD", "USD", None, "1"),
        ("HOOL", "EUR", None, None),
        ("USD", "EUR", None, "0.9090909090909090909090909091"),
    ],
)
def test_rates(ledger: Ledger, base: str, quote: str, day: date | None, expected: str | None) -> None:
    assert ledger.prices.rate(base, quote, day) == (None if expected is None else Decimal(expected))


def test_value_goes_through_one_other_commodity_and_leaves_what_has_no_price(ledger: Ledger) -> None:
    held = ledger.inventory("Assets")
    assert ledger.value(held, "USD", date(2024, 2, 29)) == [Amount(Decimal("1092.00"), "USD")]
    (euros,) = ledger.value(held, "EUR", date(2024, 2, 29))
    assert abs(euros.number - (Decimal(720) + Decimal(300) / Decimal("1.1"))) < Decimal("1e-20")
    assert [amount.commodity for amount in ledger.value(held, "GBP")] == ["EUR", "HOOL"]


def test_cost_is_the_basis_of_the_lots(ledger: Ledger) -> None:
    assert ledger.cost(ledger.inventory("Assets:Broker")) == [Amount(Decimal("310.00"), "USD")]


def test_digits_are_those_most_numbers_have(ledger: Ledger) -> None:
    assert ledger.digits == {"EUR": 2, "HOOL": 0}


def test_a_missing_file_is_a_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "main.beancount").touch()
    ledger = pfin.load(tmp_path / "mian.beancount")
    assert ledger.has_errors
    (diagnostic,) = ledger.diagnostics
    assert (diagnostic.code, diagnostic.span.line) == ("missing-file", 0)
    assert diagnostic.hint == f"did you mean {tmp_path / 'main.beancount'}?"


@pytest.mark.parametrize(
    "context",
    [
        decimal.Context(prec=6),
        decimal.Context(prec=50),
        decimal.Context(traps=[decimal.Inexact, decimal.FloatOperation]),
    ],
)
def test_figures_do_not_depend_on_the_decimal_context_of_the_caller(context: decimal.Context, tmp_path: Path) -> None:
    path = tmp_path / "j.beancount"
    path.write_text(JOURNAL + '2024-03-02 * "more"\n  Assets:Broker  3 HOOL {{100.00 USD}}\n  Assets:Bank:Checking\n')
    expected = pfin.load(path)
    held = expected.inventories()
    worth = expected.value(expected.inventory("Assets"), "USD")
    with decimal.localcontext(context):
        ledger = pfin.load(path)
        assert ledger.diagnostics == expected.diagnostics
        assert ledger.directives == expected.directives
        assert ledger.inventories() == held
        assert ledger.value(ledger.inventory("Assets"), "USD") == worth


def test_sums_keep_every_digit(tmp_path: Path) -> None:
    path = tmp_path / "j.beancount"
    path.write_text(
        "2024-01-01 open Assets:A\n2024-01-01 open Equity:B\n"
        '2024-01-02 * "a"\n  Assets:A  12345678901.123456789012345678 SHIB\n  Equity:B\n'
        '2024-01-03 * "b"\n  Assets:A  0.000000000000000001 SHIB\n  Equity:B  -0.000000000000000001 SHIB\n'
    )
    ledger = pfin.load(path)
    assert str(ledger.inventory("Assets:A")) == "(12345678901.123456789012345679 SHIB)"
    assert str(ledger.inventories()["Assets:A"]) == "(12345678901.123456789012345679 SHIB)"


def test_journals_may_be_loaded_in_several_threads_at_once(tmp_path: Path) -> None:
    def journal(name: str) -> Path:
        path = tmp_path / f"{name}.beancount"
        path.write_text(
            "".join(f'2024-01-01 * "{name} {n}"\n  Assets:A  {n} + 1 USD\n  Assets:A  wrong\n' for n in range(200))
        )
        return path

    paths = [journal(name) for name in ("a", "b", "c")]
    with ThreadPoolExecutor(3) as pool:
        ledgers = list(pool.map(pfin.load, paths))
    for path, ledger in zip(paths, ledgers, strict=True):
        assert {diagnostic.span.file for diagnostic in ledger.diagnostics} == {str(path)}
        assert len(ledger.diagnostics) == 200


def test_a_path_need_not_be_readable_or_sensible(tmp_path: Path) -> None:
    huge = tmp_path / "huge.beancount"
    with huge.open("wb") as file:
        file.truncate(1 << 42)
    for path in (huge, tmp_path, "~no-such-user/x", "\0", tmp_path / ("x" * 300), "/dev/zero"):
        (diagnostic,) = pfin.load(path).diagnostics
        assert diagnostic.code in ("missing-file", "unreadable-file"), path
