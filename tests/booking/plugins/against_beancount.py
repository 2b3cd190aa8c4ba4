"""Load a journal with its plugins in Beancount and in pfin, and put side by side what comes out.

Three things must agree: the directives, whatever order plugins made them in; the lines and the order of those that
stand on lines of the journal; the lines of errors. What Beancount reports on no line pfin reports at the plugin, or
where a test says. What a plugin makes stands nowhere in Beancount ("<auto_accounts>:3"), and in pfin at the line that
is to blame for it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

from beancount import loader
from beancount.core import data

from pfin import load
from pfin.model import directives as d
from pfin.model.amount import Amount
from pfin.model.diagnostics import Diagnostic, Severity

loader.initialize(use_cache=False)


class Made(NamedTuple):
    """A directive as text, and its line, which is None where it is not the journal's."""

    text: str
    line: int | None


def check(folder: Path, journal: str, unplaced_at: Sequence[int] = (), grouped: bool = False) -> list[Diagnostic]:
    """Fail where the two differ; answer pfin's diagnostics.

    The journal may be indented, and begins with its first line that is not empty. ``unplaced_at`` are pfin's lines of
    the errors that Beancount does not place, by default that of the first plugin for each. With ``grouped`` several
    errors on one line may be one.
    """
    path = folder / "main.beancount"
    journal = dedent(journal).lstrip("\n")
    path.write_text(journal)
    entries, errors, _ = loader.load_file(str(path))
    ledger = load(path)
    theirs = [Made(_theirs(entry), _line(entry.meta, path)) for entry in entries]
    ours = [Made(_ours(each), each.line) for each in ledger.directives if not _is_taken_out(each)]
    assert sorted(made.text for made in ours) == sorted(made.text for made in theirs)
    placed = Counter(made for made in theirs if made.line)
    assert not placed - Counter(ours)
    assert [made.line for made in ours if made in placed] == [made.line for made in theirs if made.line]

    lines = [_line(error.source, path) for error in errors]
    unplaced = unplaced_at or [_plugin_line(journal) for line in lines if line is None]
    expected = sorted([line for line in lines if line] + list(unplaced))
    found = sorted(found.span.line for found in ledger.diagnostics if found.severity is Severity.ERROR)
    of: Callable[[list[int]], Any] = set if grouped else list
    assert of(found) == of(expected), [error.message for error in errors]
    return list(ledger.diagnostics)


def _is_taken_out(directive: d.Directive) -> bool:
    """Whether pfin's plugin for Beancount checks the directive in Beancount's place."""
    return isinstance(directive, d.Balance) and directive.of_posted


def _line(meta: dict[str, Any], path: Path) -> int | None:
    return meta["lineno"] or None if meta["filename"] == str(path) else None


def _plugin_line(journal: str) -> int:
    return next(number for number, line in enumerate(journal.split("\n"), 1) if line.startswith("plugin "))


def _theirs(entry: Any) -> str:
    meta = {key: value for key, value in entry.meta.items() if key not in ("filename", "lineno") and "__" not in key}
    return f"{entry.date} {_head_of_theirs(entry)} {meta}"


def _head_of_theirs(entry: Any) -> str:
    match entry:
        case data.Open():
            return f"open {entry.account} {tuple(entry.currencies or ())} {entry.booking and entry.booking.name}"
        case data.Balance():
            return f"balance {entry.account} {entry.amount} {entry.tolerance}"
        case data.Price():
            return f"price {entry.currency} {entry.amount}"
        case data.Document():
            return f"document {entry.account} {entry.filename}"
        case data.Transaction():
            postings = " | ".join(map(_their_posting, entry.postings))
            return f"{entry.flag} {_said(entry)} {sorted(entry.tags)} | {postings}"
        case data.Close() | data.Note():
            return f"{type(entry).__name__.lower()} {entry.account}"
        case data.Pad():
            return f"pad {entry.account} {entry.source_account}"
        case data.Commodity() | data.Custom() | data.Event():
            return type(entry).__name__.lower()
    raise TypeError(entry)


def _said(transaction: data.Transaction | d.Transaction) -> str | None:
    """The narration; not that of a pad, for which each has its own words."""
    return None if transaction.flag == "P" else transaction.narration


def _their_posting(posting: data.Posting) -> str:
    cost, meta = posting.cost, posting.meta or {}
    closing = f" closing: {meta['closing']}" if "closing" in meta else ""
    held = f" {{{cost.number} {cost.currency} {cost.date} {cost.label}}}" if cost else ""
    price = f" @ {posting.price}" if posting.price is not None else ""
    return f"{posting.flag or ''}{posting.account} {posting.units}{held}{price}{closing}"


def _ours(directive: d.Directive) -> str:
    return f"{directive.date} {_head_of_ours(directive)} {dict(directive.meta)}"


def _head_of_ours(directive: d.Directive) -> str:
    match directive:
        case d.Open():
            return f"open {directive.account} {directive.commodities} {directive.booking and directive.booking.name}"
        case d.Balance():
            return f"balance {directive.account} {_amount(directive.amount)} {directive.tolerance}"
        case d.PriceQuote():
            return f"price {directive.commodity} {_amount(directive.amount)}"
        case d.Document():
            return f"document {directive.account} {directive.path}"
        case d.Transaction():
            postings = " | ".join(map(_our_posting, directive.postings))
            return f"{directive.flag} {_said(directive)} {sorted(directive.tags)} | {postings}"
        case d.Close() | d.Note():
            return f"{type(directive).__name__.lower()} {directive.account}"
        case d.Pad():
            return f"pad {directive.account} {directive.source}"
        case d.Commodity() | d.Custom() | d.Event():
            return type(directive).__name__.lower()
    raise TypeError(directive)


def _amount(amount: Amount) -> str:
    """An amount as Beancount shows it, which does not tell 0E+1 from 0."""
    return f"{amount.number:f} {amount.commodity}"


def _our_posting(posting: d.Posting) -> str:
    cost = posting.cost
    closing = f" closing: {posting.meta['closing']}" if "closing" in posting.meta else ""
    held = f" {{{cost.number} {cost.commodity} {cost.date} {cost.label}}}" if cost else ""
    price = f" @ {posting.price.number:f} {posting.price.commodity}" if posting.price is not None else ""
    return f"{posting.flag or ''}{posting.account} {_amount(posting.units)}{held}{price}{closing}"
