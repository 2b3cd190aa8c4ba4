"""Hypothesis strategies that write journals: text with costs, omissions, tolerances, pads, plugins, odd spacing.

Numbers, dates, lots and accounts come from small sets, so that transactions meet each other's lots, balances meet
pads, and now and then a transaction balances by luck or nearly so.
"""

from hypothesis import strategies as st

ACCOUNTS = (
    "Assets:Cash",
    "Assets:Stock",
    "Assets:Stock:Fund",
    "Liabilities:Card",
    "Equity:Opening",
    "Income:Gain",
    "Expenses:Food",
)
CURRENCIES = ("USD", "EUR", "HOOL")
METHODS = ("STRICT", "STRICT", "FIFO", "LIFO", "HIFO", "NONE", "STRICT_WITH_SIZE", "AVERAGE")
NUMBERS = ("1", "2", "3", "5", "10", "4", "100.00", "1.00", "2.50", "0.5", "33.333", "7.1", "0", "0.00", "1,000.00")
EXPRESSIONS = ("(1 + 2)", "10 / 3", "1 + 2 * 3", "-(4 - 1)", "100 * 1.05", "- 2", "+3", "1/8")
COSTS = ("5", "6", "10.00", "10.50", "3.333", "0", "100/3")
LABELS = ('"a"', '"b"')
OPTIONS = (
    'option "booking_method" "FIFO"',
    'option "booking_method" "LIFO"',
    'option "booking_method" "HIFO"',
    'option "booking_method" "NONE"',
    'option "booking_method" "STRICT_WITH_SIZE"',
    'option "inferred_tolerance_default" "USD:0.05"',
    'option "inferred_tolerance_default" "*:0.1"',
    'option "inferred_tolerance_default" "HOOL:2"',
    'option "tolerance_multiplier" "1.2"',
    'option "tolerance_multiplier" "0"',
    'option "inferred_tolerance_multiplier" "0.9"',
    'option "infer_tolerance_from_cost" "TRUE"',
    'option "use_precise_interpolation" "TRUE"',
    'option "plugin_processing_mode" "raw"',
    'option "account_rounding" "Rounding"',
)
PLUGINS = (
    'plugin "beancount.plugins.auto"',
    'plugin "beancount.plugins.auto_accounts"',
    'plugin "beancount.plugins.check_average_cost"',
    'plugin "beancount.plugins.check_average_cost" "0.5"',
    'plugin "beancount.plugins.check_closing"',
    'plugin "beancount.plugins.check_commodity"',
    "plugin \"beancount.plugins.check_commodity\" \"{'Assets.*': 'HOOL'}\"",
    'plugin "beancount.plugins.check_drained"',
    'plugin "beancount.plugins.close_tree"',
    'plugin "beancount.plugins.coherent_cost"',
    'plugin "beancount.plugins.commodity_attr" "{\'key\': None}"',
    "plugin \"beancount.plugins.commodity_attr\" \"{'key': ['value', 'other']}\"",
    'plugin "beancount.plugins.currency_accounts"',
    'plugin "beancount.plugins.currency_accounts" "Equity:Trading"',
    'plugin "beancount.plugins.implicit_prices"',
    'plugin "beancount.plugins.leafonly"',
    'plugin "beancount.plugins.noduplicates"',
    'plugin "beancount.plugins.nounused"',
    'plugin "beancount.plugins.onecommodity"',
    'plugin "beancount.plugins.pedantic"',
    'plugin "beancount.plugins.sellgains"',
    'plugin "beancount.plugins.unique_prices"',
)
VALUES = ('"text"', "1", "1.50 USD", "USD", "2020-01-05", "TRUE", "NULL", "", "Assets:Cash", "#tag", "1 + 1")

pick = st.sampled_from
accounts = pick(ACCOUNTS)
currencies = pick(CURRENCIES)
dates = st.integers(1, 12).map(lambda day: f"2020-01-{day:02}")
signs = pick(("", "", "-"))
numbers = st.one_of(
    st.tuples(signs, pick(NUMBERS)).map("".join),
    st.tuples(signs, pick(NUMBERS)).map("".join),
    st.decimals(-50, 50, places=2).map(str),
    st.decimals(-5, 5, places=4).map(str),
    pick(EXPRESSIONS),
)
gaps = pick((" ", "  ", " ", "\t", "    "))
ends = pick(("", "", "", "", "  ; a comment", ";c", " ", "\t"))


def often(strategy: st.SearchStrategy[str], share: int = 3) -> st.SearchStrategy[str]:
    """Mostly what the strategy draws, now and then nothing."""
    return st.one_of(*[strategy] * share, st.just(""))


def seldom(strategy: st.SearchStrategy[str], share: int = 5) -> st.SearchStrategy[str]:
    """Mostly nothing."""
    return st.one_of(*[st.just("")] * share, strategy)


@st.composite
def costs(draw: st.DrawFn) -> str:
    """A cost in braces: parts in any order, any of them left out."""
    number, currency = draw(often(pick(COSTS))), draw(often(pick(("USD", "USD", "EUR")), 6))
    total = draw(seldom(often(pick(COSTS)).map(lambda total: f" # {total}"), 8))
    amount = f"{number}{total} {currency}".strip()
    parts = [draw(often(st.just(amount))), draw(seldom(dates, 4)), draw(seldom(pick(LABELS), 4))]
    parts = draw(st.permutations([part for part in parts if part]))
    inside = draw(pick((", ", ", ", ",", " , "))).join(parts)
    return draw(pick(("{{{}}}", "{{{}}}", "{{{}}}", "{{{{{}}}}}"))).format(inside)


@st.composite
def prices(draw: st.DrawFn) -> str:
    """A price, any part of it left out, but not the currency of a zero: Beancount then leaves it out for ever."""
    currency = draw(often(currencies, 6))
    number = draw(often(pick(COSTS if currency else COSTS[:3])))
    return f"{draw(pick(('@', '@', '@@')))} {number} {currency}".rstrip()


@st.composite
def postings(draw: st.DrawFn) -> str:
    """One posting with its metadata.

    Where units are left out, the cost has a date: Beancount gives no date to a lot whose units it infers.
    """
    gap = draw(gaps)
    flag = draw(seldom(pick(("! ", "* ", "# ", "P ")), 12))
    words = [flag + draw(accounts)]
    if draw(st.integers(0, 4)):
        cost = draw(seldom(costs(), 2))
        words.append(draw(often(numbers, 6)) or ("2" if cost and "2020" not in cost else ""))
        words.append(draw(often(st.just("HOOL") if cost else currencies, 8)))
        words.append(cost)
        words.append(draw(seldom(prices(), 4)))
    line = gap + gap.join(word for word in words if word) + draw(ends)
    meta = draw(seldom(pick(VALUES).map(lambda value: f"\n    key: {value}"), 12))
    return line + meta


@st.composite
def transactions(draw: st.DrawFn) -> str:
    """A transaction of up to four postings; half of them end in one that takes what is left."""
    flag = draw(pick(("*", "*", "!", "txn", "P", "#")))
    words = draw(pick(('"x"', '"payee" "x"', "", '"x" #tag', '"x" ^link #tag', '"two\nlines"')))
    lines = [f"{draw(dates)} {flag} {words}".rstrip()]
    lines += draw(st.lists(pick(VALUES).map(lambda value: f"  name: {value}"), max_size=1))
    lines += draw(st.lists(postings(), max_size=4))
    if draw(st.booleans()):
        lines.append(f"  {draw(accounts)}")
    return "\n".join(lines)


@st.composite
def purchases(draw: st.DrawFn) -> str:
    """A purchase with a whole cost, so that there are lots."""
    stock = draw(pick(("Assets:Stock", "Assets:Stock", "Assets:Stock:Fund")))
    parts = [f"{draw(pick(COSTS))} {draw(pick(('USD', 'USD', 'USD', 'EUR')))}", draw(seldom(dates, 2))]
    parts = draw(st.permutations([part for part in (*parts, draw(seldom(pick(LABELS), 2))) if part]))
    price = draw(seldom(prices()))
    number = draw(pick(("10", "5", "10", "4.5", "-5")))
    return f'{draw(dates)} * "buy"\n  {stock}  {number} HOOL {{{", ".join(parts)}}} {price}\n  {draw(accounts)}'


@st.composite
def sales(draw: st.DrawFn) -> str:
    """A sale that says little of the lots it takes."""
    number = draw(pick(("-5", "-10", "-3", "-15", "-4.5", "-20", "5")))
    rest = draw(pick(("Income:Gain", "Income:Gain", "Assets:Cash  30.00 USD\n  Income:Gain", "Equity:Opening  50 USD")))
    stock = draw(pick(("Assets:Stock", "Assets:Stock", "Assets:Stock:Fund")))
    cost = draw(st.one_of(st.just("{}"), costs(), pick(("{5 USD}", "{10.00 USD}", '{"a"}', "{USD}", "{EUR}", "{6}"))))
    return f'{draw(dates)} * "sell"\n  {stock}  {number} HOOL {cost} {draw(seldom(prices()))}\n  {rest}'


@st.composite
def payments(draw: st.DrawFn) -> str:
    """A transaction in one or two currencies that balances, or nearly, or by what is left out."""
    first, number = draw(accounts), draw(st.decimals(1, 99, places=2))
    off = draw(pick(("0", "0", "0.004", "0.005", "0.006", "0.01", "-0.05")))
    lines = [f'{draw(dates)} * "pay"', f"  {first}  {number} USD"]
    lines.append(
        draw(
            pick(
                (
                    f"  {draw(accounts)}  {-number + type(number)(off)} USD",
                    f"  {draw(accounts)}  {-number + type(number)(off)}",
                    f"  {draw(accounts)}  USD",
                    f"  {draw(accounts)}",
                    f"  Assets:Cash  -3 EUR\n  Income:Gain  1 HOOL\n  {draw(accounts)}",
                    f"  Assets:Cash  -30 EUR @@ {number} USD",
                    "  Assets:Cash  -30 EUR @ USD",
                    f"  Assets:Cash  -30 EUR @@ {number}\n  Income:Gain  {off} USD",
                    "  Assets:Cash  EUR @ 1.5 USD",
                    f"  Assets:Stock  2 HOOL {{USD}}\n  Assets:Cash  -{2 * number} USD",
                    f"  Assets:Stock  HOOL {{3 USD, 2020-01-03}}\n  Assets:Cash  -{2 * number} USD",
                    f"  Assets:Stock  2 HOOL {{3 # USD}}\n  Assets:Cash  -{2 * number} USD",
                )
            )
        )
    )
    return "\n".join(lines)


@st.composite
def others(draw: st.DrawFn) -> str:
    """A directive that is no transaction."""
    date, account, currency = draw(dates), draw(accounts), draw(currencies)
    number = draw(numbers)
    tolerance = draw(seldom(pick(("~ 0.5", "~ 2", "~0")), 4))
    text = draw(
        pick(
            (
                f"pad {account} {draw(accounts)}",
                f"pad {account} Equity:Opening",
                f"balance {account}  {number} {tolerance} {currency}",
                f"balance {account}  0 {currency}",
                f"balance {account}  0 {currency}",
                f"balance Assets  {number} {currency}",
                f"price {currency} {number} {draw(currencies)}",
                f"commodity {currency}",
                f"close {account}",
                f"open {account} {draw(seldom(currencies))}",
                f'note {account} "text" {draw(seldom(st.just("#tag")))}',
                f'event "name" "{number}"',
                f'query "name{number}" "SELECT 1"',
                f'custom "type" {account} {number} {currency} "text"',
                f'document {account} "nowhere.pdf"',
            )
        )
    )
    meta = draw(seldom(pick(VALUES).map(lambda value: f"\n  key: {value}"), 8))
    return f"{date} {text}{draw(ends)}{meta}"


@st.composite
def pads(draw: st.DrawFn) -> str:
    """A pad and a balance assertion after it."""
    account, first = draw(accounts), draw(st.integers(1, 10))
    later = first + draw(st.integers(0, 3))
    number, currency = draw(numbers), draw(currencies)
    return (
        f"2020-01-{first:02} pad {account} {draw(pick(('Equity:Opening', 'Assets:Cash')))}\n"
        f"2020-01-{later:02} balance {account} {number} {currency}"
    )


@st.composite
def opens(draw: st.DrawFn) -> str:
    """All accounts opened; in most journals from the start and without constraints, in some late or not at all."""
    odd = draw(st.integers(0, 4)) == 0
    lines = []
    for account in ACCOUNTS:
        method = draw(seldom(pick(METHODS).map(lambda method: f' "{method}"'), 2))
        allowed = draw(seldom(pick((" USD", " USD,EUR", " HOOL")))) if odd else ""
        date = draw(seldom(dates, 8)) if odd else ""
        if not odd or draw(st.integers(0, 8)):
            lines.append(f"{date or '2020-01-01'} open {account}{allowed}{method}")
    return "\n".join(lines)


@st.composite
def blocks(draw: st.DrawFn) -> list[str]:
    """The parts of a journal, in an order that need not be that of time."""
    kinds = st.one_of(
        purchases(),
        purchases(),
        purchases(),
        sales(),
        sales(),
        payments(),
        payments(),
        transactions(),
        others(),
        pads(),
    )
    head = draw(st.lists(seldom(pick(OPTIONS), 2), max_size=2)) + draw(st.lists(seldom(pick(PLUGINS), 2), max_size=1))
    return [*head, draw(opens()), *draw(st.lists(kinds, min_size=1, max_size=8))]


@st.composite
def journals(draw: st.DrawFn) -> str:
    """A journal of one file."""
    return draw(pick(("\n", "\n\n", "\n; comment\n", "\n* heading\n"))).join(
        part for part in draw(blocks()) if part
    ) + draw(pick(("\n", "", "\n\n")))


@st.composite
def markets(draw: st.DrawFn) -> str:
    """Many lots of two commodities, bought and sold several at a time, in one account under one booking method."""
    lines = ["2020-01-01 open Assets:Stock " + draw(pick([f'"{method}"' for method in METHODS]))]
    lines += ["2020-01-01 open Assets:Cash", "2020-01-01 open Income:Gain"]
    for day in range(2, draw(st.integers(5, 14))):
        lines.append(f'2020-01-{day:02} * "trade"')
        for _ in range(draw(pick((1, 1, 1, 2, 3)))):
            number = draw(pick(("10", "5", "3", "2.5", "-5", "-10", "-3", "-2.5", "-7", "-13", "-18")))
            if number.startswith("-"):
                cost = draw(pick(("{}", "{}", "{10 USD}", '{"a"}', "{USD}", "{EUR}", f"{{{draw(dates)}}}")))
            else:
                parts = draw(pick(("10 USD", "10 USD", "11 USD", "12 EUR", "10 USD, 2020-01-05", '10.00 USD, "a"')))
                cost = f"{{{parts}}}"
            price = draw(pick(("", "", "", " @ 12 USD")))
            lines.append(f"  Assets:Stock  {number} {draw(pick(('HOOL', 'HOOL', 'HOOL', 'AAPL')))} {cost}{price}")
        cash = draw(pick(("", "", "  Assets:Cash  50 USD\n", "  Assets:Cash  7.50 EUR\n  Assets:Cash  50.00 USD\n")))
        lines.append(f"{cash}  Income:Gain")
    return "\n".join(lines) + "\n"


@st.composite
def residues(draw: st.DrawFn) -> str:
    """Transactions off by something near what their digits allow, and numbers to be inferred from odd digits."""
    options = pick(
        (
            'option "inferred_tolerance_default" "USD:0.05"',
            'option "inferred_tolerance_default" "*:0.002"',
            'option "tolerance_multiplier" "0.6"',
            'option "tolerance_multiplier" "1"',
            'option "infer_tolerance_from_cost" "TRUE"',
            'option "use_precise_interpolation" "TRUE"',
        )
    )
    lines = draw(st.lists(options, max_size=2, unique=True))
    lines += [f"2020-01-01 open {account}" for account in ACCOUNTS]
    for _ in range(draw(st.integers(1, 6))):
        lines.append(f'{draw(dates)} * "residue"')
        number = draw(st.decimals(1, 99, places=draw(st.integers(0, 4))))
        units = draw(st.decimals(1, 9, places=draw(st.integers(0, 3))))
        off = draw(
            pick(("0", "0.5", "0.05", "0.005", "0.0005", "0.0050001", "-0.5", "-0.006", "0.01", "-0.05", "0.049"))
        )
        other = -(number * units) + type(number)(off)
        shown = draw(pick((f"{other}", f"{other:.2f}", f"{other:.3f}", f"{other:.0f}", "")))
        way = draw(pick(("{{{0} USD}}", "@ {0} USD", "{{{0} USD}} @ 7.123 USD", "@@ {0} USD", "{{{{{0} USD}}}}")))
        lines.append(f"  {draw(accounts)}  {units} HOOL {way.format(number)}")
        lines.append(f"  {draw(accounts)}  {shown} USD" if shown else f"  {draw(accounts)}")
        lines += draw(
            st.lists(pick(("  Assets:Cash  1 EUR @ 1.10", "  Income:Gain", "  Expenses:Food  0.01 USD")), max_size=1)
        )
        if draw(st.integers(0, 3)) == 0:
            lines.append(f"2020-01-{draw(st.integers(10, 20))} balance {draw(accounts)} {-other:.2f} USD")
    return "\n".join(lines) + "\n"


@st.composite
def plugged(draw: st.DrawFn) -> str:
    """A journal under several plugins."""
    plugins = draw(st.lists(pick(PLUGINS), min_size=1, max_size=4))
    return "\n".join([*plugins, *draw(blocks())]) + "\n"


@st.composite
def families(draw: st.DrawFn) -> dict[str, str]:
    """A journal of three files, of which the second may include the third."""
    parts = draw(blocks())
    files: dict[str, list[str]] = {"main.beancount": [], "a.beancount": [], "sub/b.beancount": []}
    for part in parts:
        files[draw(pick(("main.beancount", *files)))].append(part)
    files["main.beancount"].insert(0, 'include "a.beancount"')
    files[draw(pick(("main.beancount", "a.beancount")))].append('include "sub/*.beancount"')
    return {name: "\n".join(texts) + "\n" for name, texts in files.items()}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A journal in which a few characters are lost or exchanged for others.

    Quotes stay as they are: behind a string that is not closed the two programs read different texts.
    """
    text = draw(journals())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        if '"' in text[start:end]:
            continue
        text = text[:start] + draw(pick(RUBBISH)) + text[end:]
    return text + "\n"


RUBBISH = (
    *("", "", " ", "\n", "\n  ", "\t", "\r\n", "'", "{", "}", "{{", "}}", "@", "@@", "#", "^", "~", ",", ":", ";"),
    *(
        "*",
        "!",
        "/",
        "(",
        ")",
        "+",
        "-",
        "|",
        "é",
        "0",
        "7",
        "A",
        "a",
        "USD",
        "TRUE",
        "2020-01-01",
        "#tag",
        "key: ",
        ".",
    ),
)
