"""The accounts and commodities of a journal that the words of a command line mean."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .context import Context

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger


def chosen_accounts(context: Context, ledger: "Ledger", patterns: Sequence[str] | None) -> list[str] | None:
    """The accounts that any of the patterns means, or None (all) where there is no pattern.

    A pattern that means no account is wrong usage, and leaves with the nearest account as a hint.
    """
    from pfin.report.selection import matching, nearest

    if not patterns:
        return None
    found: dict[str, None] = {}
    for pattern in patterns:
        accounts = matching(ledger.accounts, pattern)
        if not accounts:
            like = nearest(ledger.accounts, pattern)
            hint = f"did you mean {like}?" if like else "`pfin accounts` lists the accounts of the journal"
            context.usage_error(f"no account matches '{pattern}'", hint)
        found.update(dict.fromkeys(accounts))
    return list(found)


def chosen_commodity(context: Context, ledger: "Ledger", wanted: str | None) -> str | None:
    """The commodity of that name, whatever the capitals; None where none is wanted.

    A name that the journal has nowhere is wrong usage, and leaves with the nearest one as a hint.
    """
    from pfin.report.selection import commodities, nearest

    if wanted is None:
        return None
    known = commodities(ledger)
    found = next((name for name in (wanted, wanted.upper()) if name in known), None)
    if found is None:
        like = nearest(known, wanted)
        context.usage_error(f"the journal has no commodity '{wanted}'", f"did you mean {like}?" if like else "")
    return found


def warn_of_unknown(context: Context, noun: str, wanted: str, known: Iterable[str]) -> None:
    """Say on stderr where no transaction has a tag or link of that name: nothing to see may be a slip of the pen."""
    from pfin.report.selection import nearest

    names = set(known)
    if wanted not in names:
        like = nearest(sorted(names), wanted)
        hint = f"; did you mean {like}?" if like else ""
        context.message(f"warning: no transaction of the journal has the {noun} {wanted}{hint}")
