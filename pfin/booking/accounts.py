"""Which accounts directives name, where accounts open, and what makes an account name."""

import unicodedata
from collections.abc import Iterable

from pfin.model.account import SEPARATOR
from pfin.model.directives import Balance, Close, Directive, Document, Note, Open, Pad, Transaction


def accounts_of(directive: Directive) -> tuple[str, ...]:
    """The accounts a directive uses, posting by posting; those that a ``custom`` merely mentions are not used by it."""
    if isinstance(directive, Transaction):
        return tuple(posting.account for posting in directive.postings)
    if isinstance(directive, Pad):
        return (directive.account, directive.source)
    if isinstance(directive, Open | Close | Balance | Note | Document):
        return (directive.account,)
    return ()


def first_opens(directives: Iterable[Directive]) -> dict[str, Open]:
    """The first ``open`` of every account that has one; the directives are in chronological order."""
    opens: dict[str, Open] = {}
    for directive in directives:
        if isinstance(directive, Open):
            opens.setdefault(directive.account, directive)
    return opens


def is_account_name(text: str) -> bool:
    """Whether a text has the form of an account name, whatever its root.

    It has two components or more, of letters, digits and hyphens; the first begins with a capital letter, the others
    with a capital letter or a digit.
    """
    root, *rest = text.split(SEPARATOR)
    return bool(rest) and _is_component(root, ("Lu",)) and all(_is_component(part, ("Lu", "Nd")) for part in rest)


def _is_component(text: str, first: tuple[str, ...]) -> bool:
    """Whether a component begins with a character of one of the Unicode categories and has none it must not have."""
    categories = [unicodedata.category(character) for character in text]
    return (
        bool(text)
        and categories[0] in first
        and all(
            category[0] == "L" or category == "Nd" or character == "-"
            for character, category in zip(text, categories, strict=True)
        )
    )
