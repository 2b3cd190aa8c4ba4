"""Which accounts directives name, where accounts open, and what makes an account name."""

from collections.abc import Iterable

from pfin.model.account import SEPARATOR, is_component, is_root
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
    """Whether a text has the form of an account name of two components or more, whatever its root."""
    root, *rest = text.split(SEPARATOR)
    return bool(rest) and is_root(root) and all(map(is_component, rest))
