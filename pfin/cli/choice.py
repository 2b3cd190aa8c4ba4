"""The accounts, commodities and amounts of a journal that the words of a command line mean."""

import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from typer import Exit

from pfin.model.interval import Interval
from pfin.model.period import Period

from .context import Context

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.model.directives import Transaction
    from pfin.report.register import Filters
    from pfin.systems.boundary import Boundary


_AMOUNT = r"([-+]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+|\.?)\s*([^\W\d]\S*)?"


def typed_amount(text: str) -> tuple[Decimal, str | None] | None:
    """The number and, where it is said, the commodity of an amount such as ``1,000.50EUR``; None where it is none."""
    found = re.fullmatch(_AMOUNT, text.strip())
    return found and (Decimal(f"{found[1]}{found[2].replace(',', '')}{found[3]}"), found[4])


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
    from pfin.report.selection import commodities, commodity_named, nearest

    if wanted is None:
        return None
    found = commodity_named(ledger, wanted)
    if found is None:
        like = nearest(commodities(ledger), wanted)
        context.usage_error(f"the journal has no commodity '{wanted}'", f"did you mean {like}?" if like else "")
    return found


def chosen_filters(
    context: Context,
    known: "Collection[Transaction]",
    *,
    payee: str | None,
    tag: str | None,
    link: str | None,
    text: str | None,
    commodity: str | None = None,
) -> "Filters":
    """The filters of transactions that options ask for; a tag or a link of none of the ``known`` ones is said."""
    from pfin.report.register import Filters

    tag = None if tag is None else tag.removeprefix("#")
    link = None if link is None else link.removeprefix("^")
    if tag is not None:
        _warn_of_unknown(context, "tag", tag, (name for each in known for name in each.tags))
    if link is not None:
        _warn_of_unknown(context, "link", link, (name for each in known for name in each.links))
    return Filters(payee=payee, tag=tag, link=link, commodity=commodity, text=text)


def _warn_of_unknown(context: Context, noun: str, wanted: str, known: Iterable[str]) -> None:
    """Say on stderr where no transaction has a tag or link of that name: nothing to see may be a slip of the pen."""
    from pfin.report.selection import nearest

    names = set(known)
    if wanted not in names:
        like = nearest(sorted(names), wanted)
        hint = f"; did you mean {like}?" if like else ""
        context.message(f"warning: no transaction of the journal has the {noun} {wanted}{hint}")


def warn_of_unknown_key(context: Context, ledger: "Ledger", key: str) -> None:
    """Say on stderr where no transaction and no posting has metadata of the key that is to be the category."""
    from pfin.report.selection import nearest
    from pfin.systems.flows import is_metadata

    if not is_metadata(key):
        return
    keys = {key for transaction in ledger.transactions() for key in transaction.meta}
    keys.update(
        key for transaction in ledger.transactions() for posting in transaction.postings for key in posting.meta
    )
    if key not in keys:
        like = nearest(["payee", "tag", "account", *sorted(keys)], key)
        hint = f"; did you mean {like}?" if like else ""
        context.message(f"warning: no transaction and no posting has the metadata {key}{hint}")


def chosen_interval(
    context: Context, *, daily: bool, weekly: bool, monthly: bool, quarterly: bool, yearly: bool
) -> Interval | None:
    """The interval that one of the options names, or None where none was given; two of them are wrong usage."""
    given = (daily, weekly, monthly, quarterly, yearly)
    wanted = [interval for interval, is_given in zip(Interval, given, strict=True) if is_given]
    if len(wanted) > 1:
        context.usage_error(f"--{wanted[0].value} and --{wanted[1].value} exclude each other")
    return wanted[0] if wanted else None


def counted(context: Context, ledger: "Ledger", boundary: "Boundary") -> "Ledger":
    """The ledger as a report on a boundary counts it: of what is pending only what is ``available`` where so wanted."""
    if context.chosen_status != "available":
        return ledger
    from pfin.systems.available import available_in

    return available_in(ledger, boundary)


def chosen_columns(
    context: Context, ledger: "Ledger", days: Period | None, interval: Interval | None
) -> tuple[Period, tuple[Period, ...]]:
    """The period of a report on flows, where ``days`` are those that someone named, and what its columns are."""
    from pfin.report.moments import columns, flow_period

    whole = flow_period(ledger, days, context.today)
    return whole, columns(whole, interval, chosen=days is not None)


def chosen_boundary(context: Context, ledger: "Ledger", text: str) -> "Boundary":
    """The boundary that a name or an expression means, or else a part of the name of one account or parent.

    One that means none, or a part of several names, is wrong usage; where the mistake is in a declaration of the
    journal, it is shown there.
    """
    from pfin.report.figures import few
    from pfin.systems.boundaries import Boundaries
    from pfin.systems.declarations import SYNTAX, UNKNOWN, BoundaryError

    boundaries = Boundaries(ledger)
    try:
        return boundaries.find(text)
    except BoundaryError as error:
        if error.declaration is None:
            if error.code == UNKNOWN and (found := boundaries.named_like(text)):
                if len(found) == 1:
                    return boundaries.find(found[0])
                context.usage_error(f"'{text}' is a part of several names", f"write one of them: {few(found)}")
            place = f"boundary, character {error.start + 1}: " if error.code == SYNTAX and text.strip() else ""
            context.usage_error(place + error.message, error.hint)
        from pfin.model.diagnostics import Severity
        from pfin.render.diagnostics import to_text

        diagnostic = error.diagnostic(ledger.sources, Severity.ERROR)
        width, color = context.output.message_width, context.output.message_color
        context.message(to_text([diagnostic], ledger.sources, folder=str(Path.cwd()), width=width, color=color))
        raise Exit(1) from error
