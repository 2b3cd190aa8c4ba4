"""The grammar describes plain lines twice; both readings of a line must give the same directive."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark

from pfin.syntax.grammar import grammar_text, terminal
from pfin.syntax.lines import read_plain
from pfin.syntax.parser import parse_block

SPACE = st.sampled_from([" ", "  ", "\t", " \t "])
GAP = st.sampled_from(["", " ", "\t"])
END = st.builds(
    lambda gap, comment, ending: gap + comment + ending,
    GAP,
    st.sampled_from(["", ";", '; a "comment', "; 1 USD"]),
    st.sampled_from(["\n", "\r\n"]),
)
DATE = st.sampled_from(["2024-01-31", "2024-02-30", "2024-2-3", "2024/02/03", "0001-01-01", "0000-01-01", "9999-12-31"])
COMPONENT = st.sampled_from(["A", "Bank", "Bank-2", "2nd", "中文", "Épargne", "X1-", "lower", "Zürich"])
ACCOUNT = st.builds(
    lambda root, parts: ":".join([root, *parts]),
    st.sampled_from(["Assets", "Income", "TRUE", "A", "Активы"]),
    st.lists(COMPONENT, min_size=0, max_size=3),
)
NUMBER = st.sampled_from(
    [
        "0",
        "-0",
        "-0.00",
        "1",
        "1.",
        "1.50",
        "-1.50",
        "+1",
        "- 1",
        "1,000.00",
        "007",
        "12345678901234567890",
        "(1)",
        "1+1",
        ".5",
    ]
)
CURRENCY = st.sampled_from(["USD", "EUR", "V", "TRUE", "NULL", "NT.TO", "C_", "/6J", "A'B", "usd", "USD2", "US-D"])
STRING = st.sampled_from(['""', '"a"', '"a \\" b"', '"two\nlines"', '"; no comment"', '"é"', '"{} @ #"', '"unclosed'])
MARK = st.sampled_from(["#tag", "^link", "#a/b.c-d_e", "# ", "^", "#é"])


def words(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The parts with one kind of space between them."""
    return st.builds(lambda space, *said: space.join(word for word in said if word), SPACE, *parts)


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy)


FLAG = st.sampled_from(["*", "!", "txn", "?", "P", "#"])
COST = st.builds(
    lambda gap, inner: "{" + gap + inner + gap + "}",
    GAP,
    maybe(words(NUMBER, CURRENCY, maybe(st.sampled_from([", 2024-01-01", ',"l"', "# 3 USD"])))),
)
PRICE = words(st.sampled_from(["@", "@@"]), maybe(NUMBER), maybe(CURRENCY))
POSTING = words(maybe(FLAG), ACCOUNT, maybe(words(maybe(NUMBER), maybe(CURRENCY), maybe(COST), maybe(PRICE))))
META = st.builds(
    lambda key, gap, value: f"{key}:{gap}{value}",
    st.sampled_from(["k", "key", "a-b", "Key"]),
    GAP,
    st.one_of(STRING, NUMBER, DATE),
)
INDENTED = st.builds(
    lambda space, body, end: space + body + end, SPACE, st.one_of(POSTING, POSTING, META, MARK, st.just("; note")), END
)
TRANSACTION = words(DATE, FLAG, maybe(STRING), maybe(STRING), maybe(MARK), maybe(MARK))
OTHERS = st.one_of(
    words(
        DATE,
        st.just("open"),
        ACCOUNT,
        maybe(st.one_of(CURRENCY, words(CURRENCY, st.just(","), CURRENCY))),
        maybe(st.one_of(STRING, st.just('"FIFO"'))),
    ),
    words(DATE, st.just("balance"), ACCOUNT, NUMBER, maybe(st.just("~ 0.1")), CURRENCY),
    words(DATE, st.just("price"), CURRENCY, NUMBER, CURRENCY),
    words(st.just("option"), STRING, STRING),
    words(st.just("include"), STRING),
    words(st.just("plugin"), STRING, maybe(STRING)),
)
BLOCK = st.builds(
    lambda header, end, lines: header + end + "".join(lines),
    st.one_of(TRANSACTION, TRANSACTION, OTHERS),
    END,
    st.lists(INDENTED, max_size=4),
)


def check(text: str) -> bool:
    """Whether the block is plain; if so, the parser must have made the same of it, without complaint."""
    plain = read_plain(text, "f", 7)
    if plain is None:
        return False
    parsed = parse_block(text, "f", 7)
    assert not parsed.mistakes
    assert parsed.statement == plain
    return True


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(BLOCK)
def test_plain_reading_equals_parsing(text: str) -> None:
    check(text)


def test_common_blocks_are_plain() -> None:
    """The property above would hold of a reader that never calls a block plain."""
    blocks = [
        '2024-01-31 * "Shop" "Bread" #food ^r1 ; why\n  Assets:Cash  -1.50 EUR\n  Expenses:Food\n',
        '2024-01-31 ! "Bread"\r\n\tAssets:Cash  -1.50 EUR\r\n\tExpenses:Food  1.50 EUR ; c\r\n',
        '2024-01-31 txn\n  key: "v"\n  Assets:X  2 HOOL {3.00 USD, 2024-01-01} @ 4 USD\n    why: "x"\n',
        '2024-01-31 * "n"\n  ! Assets:C  -6 USD\n',
        '2024-01-31 * "n"\n  Assets:X  2 HOOL @@ 8 USD\n  Assets:Cash\n',
        '2024-01-31 * "n"\n  Assets:X  -2 HOOL {} @ 4 USD\n  Assets:Cash\n',
        '2024-01-31 open Assets:Cash "FIFO"\n',
        "2024-01-31 open Assets:Épargne:中文  EUR, USD\n  liquidity: \"cash\"\n",
        "2024-01-31 balance Assets:X  -1.00 USD\n",
        "2024-01-31 price HOOL  1.00 USD\n",
        'option "title" "x"\n',
        'include "2024/*.beancount"\n',
        'plugin "beancount.plugins.auto"\n',
    ]  # fmt: skip
    for text in blocks:
        assert check(text), text


def test_terminals_mean_the_same_read_here_and_by_lark() -> None:
    lark = Lark(grammar_text(), parser="lalr", lexer="basic", maybe_placeholders=False)
    theirs = {definition.name: re.compile(definition.pattern.value) for definition in lark.terminals}
    samples = ['"a \\" b"', "Assets:Épargne:中文", "assets:x", "NT.TO", "/6J", "C_", "2024/1/2", "1,000.", "#a/b", "^c"]
    for name in ("STRING", "ACCOUNT", "CURRENCY", "DATE", "NUMBER", "TAG", "LINK"):
        for sample in samples:
            assert bool(terminal(name).fullmatch(sample)) == bool(theirs[name].fullmatch(sample)), (name, sample)
