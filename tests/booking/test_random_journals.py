"""Journals that nobody would write: whatever Beancount books, pfin books alike, to the last digit.

The journals are small, so that what is drawn often meets: few accounts, few commodities, few numbers, with costs,
prices, omissions, pads, assertions and options in every mixture.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_bookings import check

ACCOUNTS = ("Assets:A", "Assets:B", "Assets:A:Sub", "Income:C")
METHODS = ("STRICT", "STRICT_WITH_SIZE", "FIFO", "LIFO", "HIFO", "NONE", "AVERAGE")

account = st.sampled_from(ACCOUNTS)
UNSIGNED = """
0 0.00 1 1 2 3 5 7 10 10 100 333 0.5 1.0 1.25 2.5 3.333 7.31 10.00 10.00 12.3456 99.99
"""
unsigned = st.sampled_from(UNSIGNED.split())
number = st.builds("{}{}".format, st.sampled_from(["", "", "-"]), unsigned)
currency = st.sampled_from(["USD", "USD", "USD", "EUR"])
commodity = st.sampled_from(["HOOL", "HOOL", "HOOL", "USD", "EUR"])
day = st.integers(1, 12).map("2024-01-{:02}".format)


def line(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    """The parts in a row, without those that are empty."""
    strategies = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*strategies).map(lambda drawn: " ".join(part for part in drawn if part))


def rarely(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.just(""), strategy)


amount = line(number, currency)
basis = st.one_of(
    amount,
    amount,
    amount,
    currency,
    number,
    line(number, "#", unsigned, currency),
    line("#", unsigned, currency),
    line(number, "#", currency),
)
distinction = rarely(st.one_of(day, st.sampled_from(['"a"', '"b"'])))
braced = st.tuples(basis, distinction).map(lambda parts: "{" + ", ".join(part for part in parts if part) + "}")
in_total = st.one_of(amount, currency).map("{{{{{}}}}}".format)
cost = st.one_of(st.just("{}"), braced, braced, distinction.map("{{{}}}".format), in_total)
price = line(st.sampled_from(["@", "@", "@@"]), st.one_of(amount, amount, currency, unsigned, st.just("")))

plain_leg = line(" ", account, st.one_of(amount, amount, amount, st.just("")))
odd_leg = line(
    " ",
    account,
    st.one_of(line(number, commodity), line(number, commodity), commodity, number),
    rarely(cost) | cost,
    rarely(price),
)


@st.composite
def trade(draw: st.DrawFn) -> list[str]:
    """A purchase or sale that may well balance."""
    size, each = draw(st.sampled_from([1, 2, 5, 10])), draw(st.sampled_from([10, 10, 100]))
    sign = draw(st.sampled_from(["", "", "-"]))
    spec = draw(
        st.sampled_from([f"{{{each} USD}}", "{}", f"{{{each} USD, 2024-01-03}}", f'{{{each} USD, "a"}}', "{USD}"])
    )
    sold = draw(rarely(st.sampled_from(["@ 12 USD", "@@ 99 USD"])))
    paid = "" if draw(st.booleans()) else f"{'' if sign else '-'}{size * each} USD"
    rest = ["  Income:C"] if paid and draw(st.booleans()) else []
    return [f"  Assets:A  {sign}{size} HOOL {spec} {sold}", f"  Assets:B  {paid}", *rest]


legs = st.one_of(st.lists(plain_leg, max_size=4), st.lists(plain_leg | odd_leg, max_size=4), trade(), trade())
transaction = st.tuples(day, st.sampled_from("*!"), legs).map(
    lambda parts: "\n".join([f'{parts[0]} {parts[1]} "t"', *parts[2]])
)
assertion = line(day, "balance", account, number, rarely(st.just("~ 5")), st.one_of(currency, commodity))
directive = st.one_of(
    transaction,
    transaction,
    transaction,
    transaction,
    assertion,
    line(day, "pad", account, account),
    line(day, "close", account),
    line(day, "open", account),
    line(day, "commodity", commodity),
)
option = st.one_of(
    st.sampled_from(METHODS).map('option "booking_method" "{}"'.format),
    st.sampled_from(["0", "0.25", "1", "1.1"]).map('option "tolerance_multiplier" "{}"'.format),
    st.sampled_from(["*:0.5", "*:0.001", "*:0.12345", "USD:0.5", "USD:0.005"]).map(
        'option "inferred_tolerance_default" "{}"'.format
    ),
    st.just('option "infer_tolerance_from_cost" "TRUE"'),
    st.just('option "use_precise_interpolation" "TRUE"'),
)
opening = st.tuples(
    *(
        line(
            f"2024-01-01 open {name}",
            rarely(st.sampled_from(["USD", "USD,HOOL"])),
            rarely(st.sampled_from(['"FIFO"', '"NONE"'])),
        )
        for name in ACCOUNTS
    )
).map(list)
journal = st.tuples(st.lists(option, max_size=2, unique=True), opening, st.lists(directive, max_size=12)).map(
    lambda parts: "\n".join([*parts[0], *parts[1], *parts[2], ""])
)


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(journal)
def test_random_journals(text: str) -> None:
    check(text)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journal)
def test_many_random_journals(text: str) -> None:
    check(text)
