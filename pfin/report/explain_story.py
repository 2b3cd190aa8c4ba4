"""The story of a pending transaction: how it was expected, and what became of it, step by step in order of days.

Problem. The ledger has the result: what is left of a pending transaction, what fell away, and a list of the directives
that resolved it. A story goes back in time: it wants the legs as they stood before and after every step, also between
two parts of one hold, and tells what each step did to the three balances of every account.

Algorithm. A hold is put together again from what is left and what fell away of it. The legs after a part was posted are
found by the rules that booking has, applied to the hold and to the parts up to then. A step changes a balance by what
the legs after it count for, less what those before it did. Which steps belong to a story is found by going from holds
to what resolved them and back, and from a compensation to what compensates it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from pfin.booking.lifecycle import Event, resolve
from pfin.booking.pending import event_leg
from pfin.ledger.as_written import as_written
from pfin.ledger.ledger import Ledger
from pfin.model.account import Roots
from pfin.model.amount import EXACT, ZERO, Amount, computing_in
from pfin.model.diagnostics import Place
from pfin.model.directives import Directive, Posting, Status, Transaction
from pfin.model.resolution import Outcome

from .explain_story_words import Change, Sentences
from .explain_words import Wording
from .figures import sign_of
from .moments import day_after


class Effect(Struct, frozen=True):
    """What a step adds to the posted, pending and available balance of an account, in its normal direction."""

    account: str
    posted: Amount
    pending: Amount
    available: Amount


class StoryStep(Struct, frozen=True):
    """What happened on a day, by the directive at ``file`` and ``line``.

    ``what`` is ``pending`` where a transaction is expected, ``posted`` where one is entered that resolves nothing,
    else the word of the outcome.
    """

    date: Date
    what: str
    file: str
    line: int
    sentence: str
    effects: tuple[Effect, ...]


class Story(Struct, frozen=True):
    """The steps in order of days, what all of them come to, and what is still ``open``, in sentences."""

    steps: tuple[StoryStep, ...]
    together: tuple[Effect, ...]
    open: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The whole story."""
        return (*(step.sentence for step in self.steps), *self.open)


class Told(Struct, frozen=True):
    """A story with the transactions in it that count, in chronological order."""

    story: Story
    transactions: tuple[Transaction, ...]


@computing_in(EXACT)
def tell(ledger: Ledger, chosen: Iterable[Directive | Place], *, whole: bool = False) -> Told | None:
    """The story that the chosen places belong to; None where nothing in it is or was pending.

    With ``whole``, chosen transactions that have no part in any hold are steps of it too. The story is that of the
    whole journal, whichever postings the ledger counts.
    """
    journal = _Journal(ledger.written)
    places = [each if isinstance(each, Place) else _place(each) for each in chosen]
    involved = journal.involved(places)
    if not involved:
        return None
    shown = involved.union(place for place in places if whole and place in journal.transactions)
    changes = sorted(_changes(journal, shown), key=_order)
    words = Sentences(ledger.options.roots, Wording(ledger.digits))
    steps = tuple(
        StoryStep(
            change.date,
            change.what,
            change.place.file,
            change.place.line,
            words.step(change),
            _effects(change.before, change.legs, ledger.options.roots),
        )
        for change in changes
    )
    before = [posting for change in changes for posting in change.before]
    after = [posting for change in changes for posting in change.legs]
    last = {_place(change.hold): (change.hold, change.after) for change in changes if change.hold is not None}
    still_open = tuple(
        words.still_open(hold, legs)
        for hold, legs in last.values()
        if any(leg.status is Status.PENDING for leg in legs)
    )
    told = Story(steps, _effects(before, after, ledger.options.roots), still_open)
    return Told(told, tuple(each for each in ledger.transactions() if _place(each) in shown))


def _place(directive: Directive) -> Place:
    return Place(directive.file, directive.line)


class _Journal:
    """The transactions of a ledger as they were written, by their places, and how they hang together."""

    def __init__(self, ledger: Ledger) -> None:
        self.resolutions = ledger.resolutions
        self.transactions = {_place(each): as_written(each) for each in ledger.transactions()}
        live = {_place(each): each for each in ledger.transactions()}
        for gone in ledger.discarded:
            self.transactions[_place(gone)] = as_written(gone, live.get(_place(gone)))
        # What each directive resolved, and what each compensation undoes that was not pending.
        self.resolved: dict[Place, list[Place]] = {}
        self.undone: dict[Place, list[Place]] = {}
        for place, steps in self.resolutions.items():
            found = self.resolved if self.is_hold(place) else self.undone
            for step in steps:
                if step.outcome is not Outcome.EXPIRED:
                    found.setdefault(Place(step.file, step.line), []).append(place)

    def is_hold(self, place: Place) -> bool:
        """Whether the transaction there is pending as it is written."""
        transaction = self.transactions.get(place)
        return transaction is not None and transaction.status is Status.PENDING

    def involved(self, places: Iterable[Place]) -> set[Place]:
        """All places that hang together with these, where any of them is a hold or resolves one."""
        undoing: dict[Place, list[Place]] = {}
        for place, undone in self.undone.items():
            for each in undone:
                undoing.setdefault(each, []).append(place)
        found: set[Place] = set()
        ahead = list(places)
        while ahead:
            place = ahead.pop()
            is_part = self.is_hold(place) or place in self.resolved or place in self.undone or place in undoing
            if place in found or not is_part:
                continue
            found.add(place)
            ahead += (Place(step.file, step.line) for step in self.resolutions.get(place, ()))
            ahead += (*self.resolved.get(place, ()), *self.undone.get(place, ()), *undoing.get(place, ()))
        return found


# Steps


def _changes(journal: _Journal, places: Collection[Place]) -> Iterator[Change]:
    """What happened, in no order."""
    for place in places:
        transaction = journal.transactions.get(place)
        if transaction is None:
            continue
        if journal.is_hold(place):
            yield from _hold_changes(journal, place, transaction)
        elif place not in journal.resolved:
            undone = next((journal.transactions[each] for each in journal.undone.get(place, ())), None)
            yield Change(transaction.date, place, entered=transaction, undone=undone)


def _hold_changes(journal: _Journal, place: Place, hold: Transaction) -> Iterator[Change]:
    course = _course(journal, place)
    yield Change(hold.date, place, hold=hold, after=course[0])
    for index, step in enumerate(journal.resolutions.get(place, ())):
        before, after = course[index : index + 2]
        if step.outcome is Outcome.EXPIRED:
            yield Change(day_after(step.date), place, hold=hold, outcome=step.outcome, before=before, after=after)
            continue
        by = Place(step.file, step.line)
        # One transaction may resolve several holds, and counts once.
        entered = journal.transactions.get(by) if journal.resolved[by][0] == place else None
        yield Change(
            step.date, by, hold=hold, outcome=step.outcome, entered=entered, before=before, after=after, step=index
        )


def _course(journal: _Journal, place: Place) -> list[tuple[Posting, ...]]:
    """The legs of a hold as they were written, and after each of its resolutions."""
    hold = journal.transactions[place]
    course = [hold.postings]
    events = [Event(0, hold.date, hold.links, tuple(map(event_leg, hold.postings)))]
    for index, step in enumerate(journal.resolutions.get(place, ()), 1):
        legs = course[-1]
        match step.outcome:
            case Outcome.POSTED_IN_PART:
                part = journal.transactions[Place(step.file, step.line)]
                events.append(Event(index, step.date, legs=tuple(map(event_leg, part.postings)), posts_part=step.link))
                remaining = resolve(events, Date.min).states[0].remaining
                course.append(
                    tuple(replace(leg, number=left) for leg, left in zip(hold.postings, remaining, strict=True))
                )
            case Outcome.COMPENSATED:
                course.append(tuple(replace(leg, status=Status.POSTED) for leg in legs))
            case _:
                course.append(tuple(leg for leg in legs if leg.status is not Status.PENDING))
    return course


def _order(change: Change) -> tuple[Date, int, int, bool, int]:
    """By day; on each what fell away before it began, what is pending from then on, and what resolves.

    Of several that one transaction resolves, that with which it is counted comes first.
    """
    rank = 0 if change.outcome is Outcome.EXPIRED else 1 if change.opens else 2
    first_line = change.place.line if change.hold is None else change.hold.line
    return change.date, rank, change.place.line, change.entered is None, first_line


def _effects(before: Iterable[Posting], after: Iterable[Posting], roots: Roots) -> tuple[Effect, ...]:
    """What the three balances of each account changed by; accounts that did not change are left out."""
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for legs, way in ((before, -1), (after, 1)):
        for leg in legs:
            sign = sign_of(roots.type_of(leg.account), signed=False)
            number = leg.number * sign
            is_posted = leg.status is Status.POSTED
            counted = (is_posted, True, is_posted or number < 0)
            found = sums.setdefault((leg.account, leg.commodity), [ZERO, ZERO, ZERO])
            for index, counts in enumerate(counted):
                found[index] += number * way if counts else ZERO
    return tuple(
        Effect(account, *(Amount(number, commodity) for number in found))
        for (account, commodity), found in sorted(sums.items())
        if any(found)
    )
