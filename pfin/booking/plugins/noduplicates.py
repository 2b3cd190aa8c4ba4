"""beancount.plugins.noduplicates: no two directives are the same but for their metadata.

Postings may come in any order, but numbers must be written with the same digits to be the same. Prices may repeat.
"""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Posting, PriceQuote, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

_COMMON = Directive.__struct_fields__


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report every directive that repeats another; the directives stay as they are."""
    seen: dict[object, Directive] = {}
    for directive in directives:
        if isinstance(directive, PriceQuote):
            continue
        content = _content(directive)
        if content in seen:
            problems.error(
                "duplicate-directive",
                "this repeats another directive",
                directive,
                related=[(seen[content], "the first is here")],
                hint="remove one of them, or tell them apart, by a link or the narration for instance",
            )
        seen[content] = directive
    return directives


def _content(directive: Directive) -> object:
    """What makes a directive the same as another: its kind and its fields as text, in which 1.0 is not 1.00."""
    own = tuple(field for field in directive.__struct_fields__ if field not in _COMMON and field != "postings")
    postings = sorted(map(_posting, directive.postings)) if isinstance(directive, Transaction) else ()
    return (type(directive), directive.date, *(_text(getattr(directive, field)) for field in own), *postings)


def _posting(posting: Posting) -> str:
    price = "" if posting.price is None else f"{posting.price.number:f} {posting.price.commodity}"
    return repr((posting.account, f"{posting.number:f}", posting.commodity, posting.cost, price, posting.flag))


def _text(value: object) -> str:
    """The representation of a field, in which tags and values come in one order."""
    return repr(sorted(map(repr, value)) if isinstance(value, tuple | frozenset) else value)
