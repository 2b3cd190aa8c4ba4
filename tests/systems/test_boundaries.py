"""Which accounts boundaries mean in a small ledger, and what is said of those that mean none."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pfin
from pfin.ledger.ledger import Ledger
from pfin.systems.account_tree import AccountTree
from pfin.systems.boundaries import Boundaries
from pfin.systems.boundary import Origin
from pfin.systems.declarations import BoundaryError

Read = Callable[[str], Ledger]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The ledger of a journal's text."""

    def from_text(text: str) -> Ledger:
        journal = tmp_path / "journal.beancount"
        journal.write_text(dedent(text), encoding="utf-8")
        return pfin.load(journal)

    return from_text


HOUSE = """
    2025-01-01 open Assets:Bank
      bank: "A & B"
      joint: FALSE
    2025-01-01 open Assets:Bank:Checking    USD
      liquidity: "Cash"
    2025-01-01 open Assets:Bank:Checking:Joint
      joint: TRUE
    2025-01-01 open Assets:Bank:Savings     EUR, USD
      rate: 3.50
    2025-01-01 open Assets:Bank-Two:Checking
    2025-01-01 open Assets:Gold
      bank: NULL
      bought: 2024-05-01
    2025-01-01 open Liabilities:Card
    2025-01-01 open Equity:Opening
    2025-01-01 * "Opening"
      Assets:Gold        2 EUR
      Equity:Opening
    2025-01-01 custom "boundary" "spend" "cash - Assets:Bank:Checking:Joint"
    2025-01-01 custom "boundary" "my gold" Assets:Gold
    2025-01-01 custom "boundary" "rich" "\\"my gold\\" | spend"
"""


@pytest.fixture
def house(read: Read) -> Ledger:
    ledger = read(HOUSE)
    assert not ledger.diagnostics
    return ledger


# An expression, and the last letters of the accounts that it means, in the order of the ledger. The accounts are
# Bank, Bank-Two:Checking, Bank:Checking, Bank:Checking:Joint, Bank:Savings, Gold, Card and Opening.
MEANT = [
    ("Assets:Bank", "Bank Checking Joint Savings"),
    ("Assets:Bank:Checking", "Checking Joint"),
    ("Assets", "Bank Two:Checking Checking Joint Savings Gold"),
    ("Liabilities", "Card"),
    ("Assets:*:Checking", "Two:Checking Checking Joint"),
    ("Assets:B*k:*", "Checking Joint Savings"),
    ("Assets:Bank*", "Bank Two:Checking Checking Joint Savings"),
    ("Assets:**:Joint", "Joint"),
    ("Assets:**:Gold", "Gold"),
    ("**:Checking:**", "Two:Checking Checking Joint"),
    ("**", "Bank Two:Checking Checking Joint Savings Gold Card Opening"),
    ("*:*n*k:*", "Checking Joint Savings"),
    ("cash", "Checking Joint"),
    ("liquidity=CASH", "Checking Joint"),
    ('bank="a & b"', "Bank Checking Joint Savings"),
    ("joint=true", "Joint"),
    ("joint=False", "Bank Checking Savings"),
    ("rate=3.5", "Savings"),
    ("bought=2024-05-01", "Gold"),
    ("currency=EUR", "Savings Gold Opening"),
    ("currency=usd", "Checking Savings"),
    ("spend", "Checking"),
    ('"my gold"', "Gold"),
    ("my gold", "Gold"),
    ("rich | Liabilities", "Checking Gold Card"),
    ("networth - rich", "Bank Two:Checking Joint Savings Card"),
    ("world & Equity", "Opening"),
    ("Assets - Assets:Bank | Assets:Bank:Savings", "Two:Checking Savings Gold"),
    ("Assets - (Assets:Bank | Assets:Bank:Savings)", "Two:Checking Gold"),
    ("Assets:Gold | Assets:Bank & cash", "Checking Joint Gold"),
    ("Income | Assets:Gold", "Gold"),
]


@pytest.mark.parametrize(("text", "expected"), MEANT)
def test_expressions_mean_accounts(house: Ledger, text: str, expected: str) -> None:
    accounts = Boundaries(house).find(text).accounts
    ends = expected.split()
    if "Two:Checking" not in ends:
        assert "Assets:Bank-Two:Checking" not in accounts
    assert len(accounts) == len(ends)
    # The ledger's order is that of the table but for Bank-Two, which sorts before Bank's children.
    assert all(account.endswith(end) for account, end in zip(accounts, ends, strict=True)), accounts


def test_boundaries_have_names_expressions_and_origins(house: Ledger) -> None:
    boundaries = Boundaries(house)
    assert boundaries.names() == ("spend", "my gold", "rich", "networth", "cash", "world")
    known = {name: boundaries.find(name) for name in boundaries.names()}
    assert {name: (each.name, each.expression, each.origin) for name, each in known.items()} == {
        "spend": ("spend", "cash - Assets:Bank:Checking:Joint", Origin.DECLARED),
        "my gold": ("my gold", "Assets:Gold", Origin.DECLARED),
        "rich": ("rich", '"my gold" | spend', Origin.DECLARED),
        "networth": ("networth", "Assets | Liabilities", Origin.BUILT_IN),
        "cash": ("cash", "liquidity=cash", Origin.BUILT_IN),
        "world": ("world", "**", Origin.BUILT_IN),
    }
    drawn = boundaries.find(" rich   | Equity")
    assert (drawn.name, drawn.expression, drawn.origin) == ("rich | Equity", "rich | Equity", Origin.EXPRESSION)
    for each in known.values():
        assert boundaries.find(f"({each.expression})").accounts == each.accounts


def test_roots_may_have_other_names(read: Read) -> None:
    boundaries = Boundaries(
        read("""
        option "name_assets" "Aktiva"
        option "name_liabilities" "Passiva"
        2025-01-01 open Aktiva:Girokonto
        2025-01-01 open Passiva:Karte
        """)
    )
    assert boundaries.find("networth").expression == "Aktiva | Passiva"
    assert boundaries.find("networth").accounts == ("Aktiva:Girokonto", "Passiva:Karte")
    assert boundaries.find("cash").accounts == ("Aktiva:Girokonto",)


def test_the_journal_may_give_a_built_in_name_its_own_meaning(read: Read) -> None:
    boundaries = Boundaries(
        read("""
        2025-01-01 open Assets:Cash
        2025-01-01 open Assets:Gold
        2025-01-01 custom "boundary" "cash" "Assets:Gold"
        """)
    )
    assert boundaries.find("cash").accounts == ("Assets:Gold",)
    assert boundaries.names() == ("cash", "networth", "world")


def test_cash_is_recognised_by_names_where_nothing_is_marked(read: Read) -> None:
    ledger = read("""
        2025-01-01 open Assets:Bank
        2025-01-01 open Assets:Bank:Checking
        2025-01-01 open Assets:Bank:Gifts
          liquidity: "none"
        2025-01-01 open Assets:Bank:Savings
        2025-01-01 open Assets:FR:Caisse
        2025-01-01 open Liabilities:Bank
        """)
    boundaries = Boundaries(ledger)
    cash = boundaries.find("cash")
    assert cash.accounts == ("Assets:Bank", "Assets:Bank:Checking", "Assets:FR:Caisse")
    assert cash.origin is Origin.RECOGNISED
    assert cash.expression == "Assets:Bank - Assets:Bank:Gifts - Assets:Bank:Savings | Assets:FR:Caisse"
    assert boundaries.find(cash.expression).accounts == cash.accounts
    words = {"Assets:Bank": "Bank", "Assets:Bank:Checking": "Checking", "Assets:FR:Caisse": "Caisse"}
    assert boundaries.recognised() == words


# What is asked for, the words it is refused with, what is marked in it, and the hint.
REFUSED = [
    ("Assets:Bnak", "there is no account 'Assets:Bnak'", "Assets:Bnak", "did you mean Assets:Bank?"),
    ("assets:bank", "there is no account 'assets:bank'", "assets:bank", "did you mean Assets:Bank?"),
    ("rich | CASH", "there is no boundary or account 'CASH'", "CASH", "did you mean cash?"),
    ("cash-Assets", "there is no boundary or account 'cash-Assets'", "cash-Assets", "did you mean cash - Assets?"),
    ("savings", "there is no boundary or account 'savings'", "savings", "did you mean Assets:Bank:Savings?"),
    ("spent", "there is no boundary or account 'spent'", "spent", "did you mean spend?"),
    ("qqqq", "there is no boundary or account 'qqqq'", "qqqq", "boundaries are spend, my gold, rich"),
    ("Assets:Gold:", "there is no account 'Assets:Gold:'", "Assets:Gold:", "did you mean Assets:Gold?"),
    ("Assets:*:Gold", "no account fits Assets:*:Gold", "Assets:*:Gold", "** any number of parts"),
    ("Assets:go*", "no account fits Assets:go*", "Assets:go*", "capital letters matter"),
    ("cash - currency=EUX", "no account is in EUX", "currency=EUX", "did you mean EUR?"),
    ("liquidity=csh", "no account has liquidity=csh", "liquidity=csh", "did you mean cash?"),
    ("liqidity=cash", "no account has the metadata liqidity", "liqidity=cash", "did you mean liquidity?"),
    ("cash & Equity", "no account lies in 'cash & Equity'", "", "& keeps only"),
    ("cash - Assets", "no account lies in 'cash - Assets'", "", "takes away all"),
    ("Income", "no account lies in 'Income'", "", "no account is opened below it yet"),
    ("a -b", "the minus has no space on both sides", "-", "write a - b"),
]


@pytest.mark.parametrize(("text", "message", "marked", "hint"), REFUSED)
def test_what_means_nothing_is_refused(house: Ledger, text: str, message: str, marked: str, hint: str) -> None:
    with pytest.raises(BoundaryError) as raised:
        Boundaries(house).find(text)
    error = raised.value
    assert (error.message, text[error.start : error.end]) == (message, marked)
    assert hint in error.hint
    assert error.declaration is None


WRONG = r"""
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Gold
2025-01-01 custom "boundary" "bnak" "Assets:Gold | Assets:Bnak" ; Assets:Bnak
2025-01-01 custom "boundary" "user" "bnak - Assets:Gold"
2025-01-01 custom "boundary" "one" "two | Assets:Gold"
2025-01-01 custom "boundary" "two" "Assets:Bank | three"
2025-01-01 custom "boundary" "three" "one"
2025-01-01 custom "boundary" "self" "Assets:Gold | self"
2025-01-01 custom "boundary" "half" "\"fine\" | Assets:Gold |"
2025-01-01 custom "boundary" "none" "Assets:Bank & Assets:Gold"
2025-01-01 custom "boundary" "lines" "Assets:Bank |
  Assets:Godl"
2025-01-01 custom "boundary" "fine" Assets:Gold
2025-01-01 custom "boundary" "fine" Assets:Bank
2025-01-01 custom "boundary" "gone" Assets:Cash
2025-01-01 custom "boundary" "Assets" "Assets:Gold"
2025-01-01 custom "boundary" "a:b" "Assets:Gold"
2025-01-01 custom "boundary" " " "Assets:Gold"
2025-01-01 custom "boundary" "empty"
2025-01-01 custom "boundary" "more" "Assets:Gold" "Assets:Bank"
2025-01-01 custom "boundary" 12 TRUE
2025-01-01 custom "budget" "cash"
"""

# The line, the code, what is marked, and words of the message.
FOUND = [
    (15, "duplicate-boundary", "fine", "declared a second time"),
    (17, "boundary-name", "Assets", "'Assets' is the name of accounts"),
    (18, "boundary-name", "a:b", "'a:b' is the name of accounts"),
    (19, "boundary-name", None, "blank"),
    (20, "boundary-syntax", None, "'empty' is declared without an expression"),
    (21, "boundary-syntax", None, "here is more"),
    (22, "boundary-syntax", None, "both in quotes"),
    (4, "unknown-boundary", "Assets:Bnak", "there is no account 'Assets:Bnak'"),
    (8, "boundary-cycle", "one", "one -> two -> three -> one"),
    (9, "boundary-cycle", "self", "self -> self"),
    (10, "boundary-syntax", "|", "a boundary is missing after |"),
    (11, "empty-boundary", "Assets:Bank & Assets:Gold", "no account lies in the boundary 'none'"),
    (12, "unknown-boundary", None, "there is no account 'Assets:Godl'"),
    (16, "unknown-boundary", "Assets:Cash", "there is no account 'Assets:Cash'"),
]


def test_everything_wrong_with_declarations_is_a_warning_at_its_place(read: Read) -> None:
    ledger = read(WRONG)
    found = Boundaries(ledger).problems()
    shown = []
    for problem in found:
        line = ledger.sources.line(problem.span.file, problem.span.line)
        marked = line[problem.span.column - 1 : problem.span.end_column - 1]
        shown.append((problem.span.line, problem.code, None if marked == line else marked))
    assert shown == [each[:3] for each in FOUND]
    assert [message in problem.message for (*_, message), problem in zip(FOUND, found, strict=True)] == [True] * 14
    assert {problem.severity.value for problem in found} == {"warning"}
    # What is marked is a word of the expression, not the same word in the name before it or in the comment behind.
    columns = {problem.span.line: problem.span.column for problem in found}
    assert (columns[4], columns[9], columns[10]) == (52, 52, 61)


def test_an_error_is_that_of_the_declaration_which_is_wrong(read: Read) -> None:
    boundaries = Boundaries(read(WRONG))
    for _ in range(2):
        with pytest.raises(BoundaryError, match="Assets:Bnak") as raised:
            boundaries.find("user | Assets:Bank")
        assert raised.value.declaration is not None
        assert raised.value.declaration.name == "bnak"
    for name in ("one", "two", "three"):
        with pytest.raises(BoundaryError, match="one -> two -> three -> one"):
            boundaries.find(name)
    assert boundaries.find("fine").accounts == ("Assets:Bank",)


def test_a_declaration_that_needs_cash_says_where_there_is_none(read: Read) -> None:
    boundaries = Boundaries(
        read("""
        2025-01-01 open Assets:Gold
        2025-01-01 custom "boundary" "all" "cash | Assets:Gold"
        """)
    )
    with pytest.raises(BoundaryError, match="no name under Assets says that it is cash") as raised:
        boundaries.find("cash")
    assert raised.value.declaration is None
    (problem,) = boundaries.problems()
    assert (problem.span.line, problem.code) == (3, "empty-boundary")


def test_a_built_in_name_cannot_be_declared_by_itself(read: Read) -> None:
    boundaries = Boundaries(
        read("""
        2025-01-01 open Assets:Cash
        2025-01-01 custom "boundary" "cash" "cash - Assets:Gifts"
        """)
    )
    with pytest.raises(BoundaryError, match="a boundary is made of itself: cash -> cash") as raised:
        boundaries.find("cash")
    assert raised.value.hint.startswith("give it a name of its own")


def test_a_boundary_needs_only_its_own_declaration(house: Ledger) -> None:
    program = (
        "import sys, pfin; from pfin.systems.boundaries import Boundaries; b = Boundaries(pfin.load(sys.argv[1])); "
    )
    # Journals of plain lines are read without lark, and so are names and accounts; only `custom` lines are not plain.
    journal = Path(house.entry)
    lines = [line for line in journal.read_text().splitlines() if " custom " not in line and "NULL" not in line]
    plain = [line for line in lines if not line.startswith("  ") or '"' in line or " EUR" in line or "Equity" in line]
    journal.write_text("\n".join(plain) + "\n")
    program += "assert b.find('cash').accounts and b.find('networth') and b.find('Assets:*:Checking'); "
    done = subprocess.run([sys.executable, "-c", f"{program}sys.exit('lark' in sys.modules)", journal], check=False)
    assert done.returncode == 0


def test_long_chains_of_names_and_many_accounts_are_no_trouble(read: Read) -> None:
    accounts = [f"Assets:Bank{n % 100}:Checking{n}" for n in range(10_000)]
    lines = [f"2025-01-01 open {account}" for account in accounts]
    lines += [f'2025-01-01 custom "boundary" "n{n}" "n{n + 1}"' for n in range(3000)]
    lines += ['2025-01-01 custom "boundary" "n3000" "cash - Assets:Bank1"']
    ledger = read("\n".join(lines) + "\n")
    assert len(ledger.accounts) == 10_000
    words = " | ".join(f"Assets:Bank{n % 100}:*{n}" for n in range(300))
    started = time.perf_counter()
    boundaries = Boundaries(ledger)
    assert len(boundaries.find("n0").accounts) == 9900
    assert len(boundaries.find(words).accounts) > 300
    assert boundaries.problems() == []
    assert time.perf_counter() - started < 10


# Laws

_TREE = """
2025-01-01 open Assets:A
2025-01-01 open Assets:A:X
2025-01-01 open Assets:A:X:Y
2025-01-01 open Assets:B:X
2025-01-01 open Assets:B:Y
2025-01-01 open Liabilities:A
2025-01-01 open Equity:X
2025-01-01 custom "boundary" "some" "Assets:A - Assets:A:X"
"""
_WORDS = ("Assets", "Assets:A", "Assets:B", "Assets:A:X", "Liabilities", "**:X", "Assets:*:X", "world", "some", "*:A")
expressions = st.recursive(
    st.sampled_from(_WORDS).map(lambda word: (word, word)),
    lambda parts: st.tuples(parts, st.sampled_from("|&-"), parts).map(
        lambda made: (f"({made[0][0]} {made[1]} {made[2][0]})", (made[0][1], made[1], made[2][1]))
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Boundaries:
    journal = tmp_path_factory.mktemp("laws") / "journal.beancount"
    journal.write_text(_TREE)
    return Boundaries(pfin.load(journal))


def as_set(boundaries: Boundaries, made: object) -> frozenset[str]:
    """What an expression should mean, by the sets of Python."""
    if isinstance(made, str):
        return boundaries.find(made).inside
    assert isinstance(made, tuple)
    left, operator, right = made
    one, other = as_set(boundaries, left), as_set(boundaries, right)
    return {"|": one | other, "&": one & other, "-": one - other}[operator]


@settings(max_examples=200, deadline=None)
@given(expressions)
def test_operators_are_those_of_sets(tree: Boundaries, made: tuple[str, object]) -> None:
    text, parts = made
    expected = as_set(tree, parts)
    try:
        assert tree.find(text).inside == expected
    except BoundaryError as error:
        assert (expected, error.code) == (frozenset(), "empty-boundary")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_WORDS), st.lists(st.tuples(st.sampled_from("|-&"), st.sampled_from(_WORDS)), max_size=6))
def test_and_binds_tighter_and_the_others_go_from_left_to_right(
    tree: Boundaries, first: str, rest: list[tuple[str, str]]
) -> None:
    # Python's & and - bind the other way round, so the sums are made by hand from products.
    products: list[tuple[str, frozenset[str]]] = [("|", tree.find(first).inside)]
    for operator, word in rest:
        accounts = tree.find(word).inside
        if operator == "&":
            products[-1] = (products[-1][0], products[-1][1] & accounts)
        else:
            products.append((operator, accounts))
    expected: frozenset[str] = frozenset()
    for operator, accounts in products:
        expected = expected | accounts if operator == "|" else expected - accounts
    text = " ".join([first, *(part for pair in rest for part in pair)])
    try:
        assert tree.find(text).inside == expected
    except BoundaryError:
        assert not expected


@given(st.text(alphabet='Assets:B*XY |&-()="\n', max_size=20) | st.text(max_size=20))
def test_any_text_is_a_boundary_or_an_error(tree: Boundaries, text: str) -> None:
    try:
        assert tree.find(text).accounts
    except BoundaryError as error:
        assert error.message.isprintable() or not text.isprintable()


components = st.lists(st.sampled_from("ABab"), min_size=1, max_size=3).map("".join)
accounts = st.lists(components, min_size=1, max_size=4).map(":".join)


@settings(max_examples=300, deadline=None)
@given(st.sets(accounts, max_size=12), st.data())
def test_the_expression_of_any_set_of_accounts_means_that_set(known: set[str], data: st.DataObject) -> None:
    tree = AccountTree(known)
    wanted = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    words = f"| {tree.expression(wanted)}".split()
    found: set[str] = set()
    for operator, word in zip(words[::2], words[1::2], strict=False):
        node = tree.find(word)
        assert node is not None
        found = found | {*node.accounts()} if operator == "|" else found - {*node.accounts()}
    assert found == wanted


def fits(parts: list[str], glob: list[str]) -> bool:
    """Whether the beginning of an account fits a glob: the definition, at any cost."""
    if not glob:
        return True
    if glob[0] == "**":
        return fits(parts, glob[1:]) or (bool(parts) and fits(parts[1:], glob))
    return bool(parts) and within(parts[0], glob[0]) and fits(parts[1:], glob[1:])


def within(component: str, pattern: str) -> bool:
    if not pattern:
        return not component
    if pattern[0] == "*":
        return within(component, pattern[1:]) or (bool(component) and within(component[1:], pattern))
    return component[:1] == pattern[0] and within(component[1:], pattern[1:])


globs = st.lists(st.text(alphabet="ABab*", min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.sets(accounts, max_size=12), globs)
def test_globs_fit_what_they_should(known: set[str], glob: list[str]) -> None:
    expected = {account for account in known if fits(account.split(":"), glob)}
    assert AccountTree(known).fitting(":".join(glob)) == expected
