"""The directives that resolve a pending transaction: a posted one that takes its place, or a discard."""

import os
from collections.abc import Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec.structs import replace

from pfin.booking.lifecycle import balance
from pfin.booking.pending import event_leg
from pfin.ledger.ledger import Ledger
from pfin.model.amount import EXACT, Amount, computing_in
from pfin.model.diagnostics import Place
from pfin.model.directives import Custom, Posting, Status, Transaction
from pfin.model.nearest import nearest
from pfin.model.resolution import DISCARD, POSTS, POSTS_PART, Outcome, Resolution

from .mistakes import EditError

_MOST_NAMED = 5


@computing_in(EXACT)
def posting(
    ledger: Ledger, link: str, day: Date, number: Decimal | None = None, commodity: str | None = None, *, part: bool
) -> Transaction:
    """The posted transaction of a day that takes the place of the pending one with a link.

    It has what is pending, or ``number`` (positive, of ``commodity``, if that is said) in each of two legs. With
    ``part`` the rest stays pending. Its file is that of the pending one. ``ledger`` is the journal as it stands on that
    day. Raises EditError where that cannot be.
    """
    pending = pending_with(ledger, link, day)
    if len(pending) > 1:
        raise EditError(
            f"several transactions are pending with the link ^{link}: {_places(pending)}", "give each its own link"
        )
    (transaction,) = pending
    legs = [leg for leg in transaction.postings if leg.status is Status.PENDING]
    if len(legs) < len(transaction.postings) and not balance(map(event_leg, legs)):
        raise EditError(
            f"^{link} cannot be posted by another transaction: only some of its legs are pending, which do not balance"
            " without the others",
            f"take the ! away from these legs, at {_place(transaction)}",
        )
    if number is not None:
        legs = _with_number(legs, link, number, commodity, part=part)
    elif part:
        raise EditError("a part needs an amount", f"write how much is posted: pfin post {link} AMOUNT --part")
    return replace(
        transaction,
        date=day,
        line=0,
        flag="*",
        meta={POSTS_PART if part else POSTS: link},
        postings=tuple(replace(leg, status=Status.POSTED, flag=None, meta={}) for leg in legs),
    )


def discarding(ledger: Ledger, link: str, day: Date) -> Custom:
    """The directive by which all that is pending with a link falls away on a day; otherwise as :func:`posting`."""
    return Custom(day, pending_with(ledger, link, day)[-1].file, 0, {}, DISCARD, (link,))


def pending_with(ledger: Ledger, link: str, day: Date) -> list[Transaction]:
    """The transactions with a link that are pending on a day, at least one; an EditError says why there is none."""
    everything = [each for each in ledger.transactions() if each.status is Status.PENDING]
    pending = [each for each in everything if link in each.links]
    found = [each for each in pending if each.date <= day]
    if found:
        return found
    if pending:
        begins = min(each.date for each in pending)
        raise EditError(
            f"^{link} is pending only from {begins} on, and this would be of {day}", f"--date {begins}, or a later day"
        )
    raise _nothing_pending(ledger, link, everything)


def _nothing_pending(ledger: Ledger, link: str, everything: Sequence[Transaction]) -> EditError:
    linked = [each for each in (*ledger.transactions(), *ledger.discarded) if link in each.links]
    for transaction in linked:
        if resolutions := ledger.resolutions.get(Place(transaction.file, transaction.line)):
            return _resolved_already(link, resolutions[-1])
    if linked:
        return EditError(f"nothing with the link ^{link} is pending", f"{_places(linked)} is posted")
    message = f"no transaction has the link ^{link}"
    links = sorted({each for transaction in everything for each in transaction.links})
    known = {each for transaction in (*ledger.transactions(), *ledger.discarded) for each in transaction.links}
    if near := nearest(link, links, 0.6) or nearest(link, known, 0.6):
        return EditError(message, f"did you mean {near}?")
    if not everything:
        return EditError(message, "nothing is pending in this journal")
    if not links:
        return EditError(message, "no pending transaction has a link: give it one, such as ^fuel-0301, to name it by")
    more = f" and {len(links) - _MOST_NAMED} more" if len(links) > _MOST_NAMED else ""
    return EditError(message, f"pending are {', '.join(links[:_MOST_NAMED])}{more}")


def _resolved_already(link: str, by: Resolution) -> EditError:
    if by.outcome is Outcome.EXPIRED:
        return EditError(f"^{link} expired on {by.date}", "--date with a day up to then resolves it before")
    return EditError(
        f"^{link} is {by.outcome.value} already, on {by.date} by {_place(by)}",
        "take that away first, in an editor, if it is wrong",
    )


def _with_number(
    legs: Sequence[Posting], link: str, number: Decimal, commodity: str | None, *, part: bool
) -> list[Posting]:
    """Two legs with another number, which keeps the digits of theirs."""
    if len(legs) != 2 or len({leg.commodity for leg in legs}) > 1 or any(leg.cost or leg.price for leg in legs):
        raise EditError(
            f"what an amount would mean is clear only with two legs of one commodity, unlike those of ^{link}",
            f"`pfin post {link} --print` writes the text, to be changed in an editor",
        )
    pending = legs[0].amount
    if commodity not in (None, pending.commodity):
        raise EditError(f"^{link} is in {pending.commodity}, not in {commodity}", f"pending are {pending}")
    if not number:
        raise EditError("an amount of nothing cannot be posted", f"`pfin discard {link}` lets all of it fall away")
    if part and number > pending.number:
        amount = Amount(number, pending.commodity)
        raise EditError(f"{amount} is no part of the {pending} that are pending", "leave --part out to post it all")
    exponents = (each.as_tuple().exponent for each in (number, pending.number))
    written = number.quantize(Decimal(1).scaleb(min(int(exponent) for exponent in exponents)))
    return [replace(leg, number=written.copy_sign(leg.number)) for leg in legs]


def _places(transactions: Sequence[Transaction]) -> str:
    more = f" and {len(transactions) - _MOST_NAMED} more" if len(transactions) > _MOST_NAMED else ""
    return ", ".join(map(_place, transactions[:_MOST_NAMED])) + more


def _place(at: Transaction | Resolution) -> str:
    return f"{os.path.basename(at.file)}:{at.line}"
