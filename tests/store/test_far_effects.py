"""Directives that have an effect on others far away: one that is added or taken away changes all that it has to.

Each case is a journal with something in it, and a block that comes and goes. Whether an edit is carried into what was
kept, or the journal is booked again, the ledger is that of a load from nothing.
"""

from pathlib import Path

import pytest
from comparison import differences

from pfin.loader import load
from pfin.store.folder import CacheFolder
from pfin.syntax.reading import Reading

ENTRY, OTHER = "main.beancount", "other.beancount"
# Without it there would be a warning about it wherever something falls away, which an edit may not move.
BEAN = 'plugin "pfin.beancount"\n'
LEGS = "  Assets:A  1 USD\n  Assets:B\n\n"
HOLD = f'2024-01-09 ! "Hold" ^h\n{LEGS}'
BUY = '2024-01-0{} * "Buy"\n  Assets:Lots  2 HOOL {{{}.00 USD}}\n  Assets:B\n\n'
SELL = '2024-01-09 * "Sell"\n  Assets:Lots  -1 HOOL {}\n  Assets:B  12 USD\n  Income:Gains\n\n'
BALANCE = "2024-01-20 balance {} {} USD\n"


def plain(day: str, account: str = "Assets:A", amount: str = "1 USD", rest: str = "") -> str:
    return f'{day} * "Shop" "Plain"{rest}\n  {account}  {amount}\n  Assets:B\n\n'


def plugin(name: str, config: str = "") -> str:
    return f'plugin "beancount.plugins.{name}"{config and f" {config!r}".replace(chr(39), chr(34))}\n'


CASES = {
    "the last day decides what has expired": (
        f'2024-01-02 ! "Hold" ^h\n  expires: 2024-02-10\n{LEGS}',
        plain("2024-03-20"),
    ),
    "the last day, with a price": (
        f'2024-01-02 ! "Hold" ^h\n  expires: 2024-02-10\n{LEGS}',
        "2024-03-20 price EUR 1 USD\n",
    ),
    "posts what was never pending": (f'2024-01-20 * "Post" ^h\n  posts: "h"\n{LEGS}', plain("2024-01-02", rest=" ^h")),
    "posts a part": (f'2024-01-20 * "Post" ^h\n  posts-part: "h"\n{LEGS}', HOLD),
    "compensates": (f'2024-01-20 * "Back" ^h\n  compensates: "h"\n{LEGS}', plain("2024-01-02", rest=" ^h")),
    "discards what was never pending": ('2024-01-20 custom "discard" "h"\n', plain("2024-01-02", rest=" ^h")),
    "discards": ('2024-01-20 custom "discard" "h"\n', HOLD),
    "is discarded": (HOLD, '2024-01-20 custom "discard" "h"\n'),
    "is posted": (HOLD, f'2024-01-20 * "Post" ^h\n  posts: "h"\n{LEGS}'),
    "lines of what was settled": (HOLD + f'2024-01-20 * "Post" ^h\n  posts: "h"\n{LEGS}', plain("2024-01-02")),
    "lines of what is pending": (HOLD, plain("2024-01-02")),
    "a pad": ("2024-01-02 pad Assets:P Equity:E\n2024-01-20 balance Assets:P 9 USD\n", plain("2024-01-03", "Assets:P")),
    "a pad of an account above": (
        "2024-01-02 pad Assets:P Equity:E\n2024-01-20 balance Assets:P 9 USD\n",
        plain("2024-01-03", "Assets:P:Sub"),
    ),
    "a pad before its day": (
        "2024-01-10 pad Assets:P Equity:E\n2024-01-20 balance Assets:P 9 USD\n",
        plain("2024-01-03", "Assets:P"),
    ),
    "an unused pad": ("2024-01-10 pad Assets:P Equity:E\n", "2024-01-20 balance Assets:P 9 USD\n"),
    "an assertion that held": (BALANCE.format("Assets:P", 0), plain("2024-01-03", "Assets:P")),
    "an assertion that failed": (BALANCE.format("Assets:P", 1), plain("2024-01-03", "Assets:P")),
    "an assertion that fails by another sum": (BALANCE.format("Assets:P", 9), plain("2024-01-03", "Assets:P")),
    "an assertion on that day": (BALANCE.format("Assets:P", 0), plain("2024-01-20", "Assets:P")),
    "an assertion above": (BALANCE.format("Assets:P", 0), plain("2024-01-03", "Assets:P:Sub")),
    "an assertion below": (BALANCE.format("Assets:P:Sub", 0), plain("2024-01-03", "Assets:P")),
    "an assertion within its tolerance": (BALANCE.format("Assets:P", "0 ~ 2"), plain("2024-01-03", "Assets:P")),
    "an assertion within inferred tolerance": (
        BALANCE.format("Assets:P", "0.00"),
        plain("2024-01-03", "Assets:P", "0.005 USD"),
    ),
    "an assertion of another commodity": (BALANCE.format("Assets:P", 0), plain("2024-01-03", "Assets:P", "1 EUR")),
    "an assertion of what is posted": (
        HOLD + '2024-01-20 balance Assets:A 0 ~ 30 USD\n  status: "posted"\n',
        plain("2024-01-03", amount="50 USD"),
    ),
    "an assertion with children by an account of its own": (
        "2023-12-31 open Assets:P:Own\n" + BALANCE.format("Assets:P:Own", 0),
        plain("2024-01-03", "Assets:P:Own"),
    ),
    "an assertion is added that holds": ("", BALANCE.format("Assets:P", 0)),
    "an assertion is added that fails": ("", BALANCE.format("Assets:P", 5)),
    "an assertion is added twice": (BALANCE.format("Assets:P", 0), BALANCE.format("Assets:P", 0)),
    "an assertion on an account that is not open": ("", BALANCE.format("Assets:Nowhere", 0)),
    "a limit": ("2024-01-01 open Assets:L\n  limit: 5 USD\n", plain("2024-01-02", "Assets:L", "-6 USD")),
    "a limit without its commodity": (
        f"2024-01-01 open Assets:L\n  limit: 5\n{plain('2024-01-02', 'Assets:L', '-6 USD')}",
        plain("2024-01-03", "Assets:L", "1 EUR"),
    ),
    "a limit above": (
        "2024-01-01 open Assets:L\n  limit: 5 USD\n2024-01-01 open Assets:L:S\n",
        plain("2024-01-02", "Assets:L:S", "-6 USD"),
    ),
    "a limit that was exceeded": (
        f"2024-01-01 open Assets:L\n  limit: 5 USD\n{plain('2024-01-05', 'Assets:L', '-6 USD')}",
        plain("2024-01-03", "Assets:L", "-9 USD"),
    ),
    "what it may hold": ("2024-01-01 open Assets:L EUR\n", plain("2024-01-02", "Assets:L")),
    "before it opens": ("2024-01-05 open Assets:L\n", plain("2024-01-02", "Assets:L")),
    "after it closes": ("2024-01-01 open Assets:L\n2024-01-10 close Assets:L\n", plain("2024-01-12", "Assets:L")),
    "on the day it closes": ("2024-01-01 open Assets:L\n2024-01-10 close Assets:L\n", plain("2024-01-10", "Assets:L")),
    "never opened": (plain("2024-01-05", "Assets:Nowhere"), plain("2024-01-02", "Assets:Nowhere")),
    "never opened before": ("", plain("2024-01-02", "Assets:Nowhere")),
    "opened": (plain("2024-01-05", "Assets:Nowhere"), "2024-01-02 open Assets:Nowhere\n"),
    "opened twice": ("2024-01-02 open Assets:L\n", "2024-01-02 open Assets:L\n"),
    "a name that a mistake may mean": (plain("2024-01-05", "Assets:Walet"), "2024-01-02 open Assets:Wallet\n"),
    "closed": (plain("2024-01-12", "Assets:P"), "2024-01-10 close Assets:P\n"),
    "an earlier lot": (BUY.format(5, 11) + SELL.format("{}"), BUY.format(3, 10)),
    "the same lot": (BUY.format(5, 11) + SELL.format("{11 USD}"), BUY.format(3, 11)),
    "the lot that is sold": (SELL.format("{10 USD}"), BUY.format(3, 10)),
    "a sale": (BUY.format(5, 11), SELL.format("{}")),
    "units without a cost beside lots": (
        BUY.format(5, 11) + SELL.format("{}"),
        plain("2024-01-02", "Assets:Lots", "3 HOOL"),
    ),
    "another commodity beside lots": (BUY.format(5, 11), plain("2024-01-02", "Assets:Lots", "3 EUR")),
    "money for lots": (BUY.format(5, 11), plain("2024-01-02", "Assets:B", "3 USD")),
    "a price by a transaction": (plugin("implicit_prices"), plain("2024-01-02", amount="3 EUR @ 1.10 USD")),
    "a price that is there": (
        plugin("implicit_prices") + plain("2024-01-02", amount="3 EUR @ 1.10 USD"),
        "2024-01-02 price EUR 1.10 USD\n",
    ),
    "two prices of a day": ("2024-01-02 price EUR 1.10 USD\n", "2024-01-02 price EUR 1.20 USD\n"),
    "prices that must be unique": (
        plugin("unique_prices") + "2024-01-02 price EUR 1.10 USD\n",
        "2024-01-02 price EUR 1.20 USD\n",
    ),
    "duplicates": (plugin("noduplicates") + plain("2024-01-02"), plain("2024-01-02")),
    "leaves only": (plugin("leafonly"), plain("2024-01-02", "Assets:P:Sub")),
    "one commodity": (plugin("onecommodity"), plain("2024-01-02", amount="1 EUR")),
    "accounts that nobody uses": (plugin("nounused") + "2024-01-01 open Assets:L\n", plain("2024-01-02", "Assets:L")),
    "accounts that open by themselves": (plugin("auto_accounts"), plain("2024-01-02", "Assets:Nowhere")),
    "an earlier first use": (
        plugin("auto_accounts") + plain("2024-01-05", "Assets:Nowhere"),
        plain("2024-01-02", "Assets:Nowhere"),
    ),
    "drained when closed": (plugin("check_drained") + "2024-01-10 close Assets:P\n", plain("2024-01-02", "Assets:P")),
    "closed with all below": (
        plugin("close_tree") + "2024-01-10 close Assets:P\n",
        plain("2024-01-02", "Assets:P:Sub"),
    ),
    "commodities declared": (plugin("check_commodity"), plain("2024-01-02", amount="1 CHF")),
    "accounts of currencies": (
        plugin("currency_accounts", "Equity:Conv"),
        plain("2024-01-02", amount="3 EUR @ 1.10 USD"),
    ),
    "gains": (plugin("sellgains") + BUY.format(5, 11), SELL.format("{} @ 12 USD")),
    "all that is pedantic": (plugin("pedantic"), plain("2024-01-02", "Assets:L")),
    "an opening balance": (
        plain("2024-01-05", "Equity:Opening-Balances"),
        plain("2024-01-02", "Equity:Opening-Balances"),
    ),
    "an opening balance of another day": ("", plain("2024-01-02", "Equity:Opening-Balances")),
    "usual digits": ("", plain("2024-01-02", amount="1.00000 USD") * 70),
    "a commodity of one transaction": ("", plain("2024-01-02", amount="1.0 CHF")),
    "a number that is long": ("", plain("2024-01-02", amount="123456789012345678901234567890.12 USD")),
    "a commodity declared twice": ("2024-01-02 commodity EUR\n", "2024-01-02 commodity EUR\n"),
    "a boundary": ('2024-01-02 custom "boundary" "x" "Assets:A"\n', '2024-01-02 custom "boundary" "x" "Assets:B"\n'),
    "a note": ("", '2024-01-02 note Assets:Nowhere "x"\n'),
    "a note on an account that is open": ("", '2024-01-02 note Assets:A "x" #t ^l\n  k: 1.0\n'),
    "an event": ("", '2024-01-02 event "a" "b"\n'),
    "a document": ("", '2024-01-02 document Assets:A "missing.pdf"\n'),
    "a document that is there": ("", f'2024-01-02 document Assets:A "{ENTRY}"\n'),
    "it does not balance": ("", '2024-01-02 * "x"\n  Assets:A  1 USD\n  Assets:B  -2 USD\n\n'),
    "it does not balance but within tolerance": (
        "",
        '2024-01-02 * "x"\n  Assets:A  1.00 USD\n  Assets:B  -1.005 USD\n\n',
    ),
    "a rounding account": (
        'option "account_rounding" "Rounding"\n',
        '2024-01-02 * "x"\n  Assets:A  1.00 USD\n  Assets:B  -1.004 USD\n\n',
    ),
    "a tag for the rest": ("", "pushtag #t\n"),
    "the end of a tag": ("pushtag #t\n", "poptag #t\n"),
    "metadata for the rest": ("", 'pushmeta posts: "h"\n'),
    "a tolerance": (plain("2024-01-02", amount="1.00 USD"), 'option "tolerance_multiplier" "1.2"\n'),
    "a pipe": (f'2024-01-05 * "Payee" | "Pipe"\n{LEGS}', 'option "allow_pipe_separator" "TRUE"\n'),
    "names of roots": ("", 'option "name_assets" "Vermoegen"\n'),
    "a transaction without legs": ("", '2024-01-02 * "x"\n'),
    "a leg of zero": ("", plain("2024-01-02", amount="0 USD")),
    "the same account twice": ("", plain("2024-01-02", "Assets:B")),
    "a blank line": ("", "\n"),
    "an unclosed text": ("", '2024-01-02 * "x\n'),
    "an indented line": ("", "  Assets:A  1 USD\n"),
    "a seal": ('2024-02-02 custom "seal" "2024-01" "00"\n', plain("2024-01-02")),
}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of a few thousand characters have many pieces."""
    defaults = Reading.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "piece_size", 250)


ACCOUNTS = ("A", "B", "P", "P:Sub", 'Lots "FIFO"')
OPENS = [f"2023-12-31 open Assets:{name}\n" for name in ACCOUNTS] + [
    f"2023-12-31 open {name}\n" for name in ("Income:Gains", "Equity:E", "Equity:Opening-Balances")
]


def journal(extra: str, added: str, place: int) -> str:
    """A journal in which something is added, at its beginning (0), behind it (1) or at its end (2)."""
    blocks = [*OPENS, *(plain(f"2024-01-{day:02}") for day in range(2, 22))]
    blocks.insert(len(blocks) // 2, extra)
    blocks.insert((0, len(blocks) // 4, len(blocks))[place], added)
    return "".join([BEAN, *blocks, f'include "{OTHER}"\n'])


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("name", CASES)
def test_an_edit_changes_all_that_it_has_to(tmp_path: Path, name: str, place: int):
    extra, added = CASES[name]
    told: list[str] = []
    cache = CacheFolder(tmp_path / "cache", tell=told.append)
    # The block comes and goes; then it moves from one file to the other and back.
    for block, other in (("", ""), (added, ""), ("", ""), ("", added), (added, "")):
        (tmp_path / ENTRY).write_text(journal(extra, block, place))
        (tmp_path / OTHER).write_text(plain("2024-01-11") + other)
        found = differences(load(tmp_path / ENTRY, cache=cache), load(tmp_path / ENTRY))
        assert not found, "\n".join([*found, *told])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pushmeta count: 1.0", "pushmeta count: 1.00"),
        ("pushmeta sure: TRUE", "pushmeta sure: 1"),
        ('pushmeta when: "2024-01-01"', "pushmeta when: 2024-01-01"),
        ("pushtag #a\npushtag #b", "pushtag #b\npushtag #a"),
        ('option "tolerance_multiplier" "0.5"', 'option "tolerance_multiplier" "1.2"'),
    ],
)
def test_what_changes_all_that_follows_is_seen(tmp_path: Path, old: str, new: str):
    cache = CacheFolder(tmp_path / "cache")
    (tmp_path / OTHER).write_text("")
    for line in (old, new, old):
        (tmp_path / ENTRY).write_text(f"{line}\n" + journal(plain("2024-01-05", amount="1.00 USD"), "", 0))
        assert differences(load(tmp_path / ENTRY, cache=cache), load(tmp_path / ENTRY)) == []


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('option "documents" "docs"', "docs/"),
        ('option "documents" "docs"', "docs/Assets/A/2024-01-05.x.pdf"),
        ('option "documents" "docs"\n2024-01-05 event "x" "y"', "docs/Assets/P/Sub/2024-01-05.x.pdf"),
        ('2024-01-05 document Assets:A "x.pdf"', "x.pdf"),
        ('include "more.beancount"', "more.beancount"),
        ('include "more/*.beancount"', "more/a.beancount"),
        ('include "**/*.bean"', "deep/down/a.bean"),
    ],
)
def test_what_comes_and_goes_beside_the_journal_is_seen(tmp_path: Path, line: str, path: str):
    cache = CacheFolder(tmp_path / "cache")
    folder = tmp_path / "journal"
    folder.mkdir()
    (folder / ENTRY).write_text(f"{line}\n" + journal("", "", 0))
    (folder / OTHER).write_text("")

    def look() -> list[str]:
        return differences(load(folder / ENTRY, cache=cache), load(folder / ENTRY))

    assert look() == look() == []
    # Each part of the path by itself, then all of them again in the other order.
    parts = [folder / Path(*Path(path).parts[: index + 1]) for index in range(len(Path(path).parts))]
    for part in parts:
        if part is parts[-1] and not path.endswith("/"):
            part.write_text("")
        else:
            part.mkdir()
        assert look() == look() == [], f"{part} appeared"
    for part in reversed(parts):
        if part.is_dir():
            part.rmdir()
        else:
            part.unlink()
        assert look() == look() == [], f"{part} is gone"
