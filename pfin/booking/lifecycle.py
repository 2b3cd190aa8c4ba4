"""The lifecycle of pending transactions: which of them are resolved, by what, and what of them is left.

Problem. A posting marked ``!`` is expected, not settled. It never changes, but for one thing: it may fall away, usually
because a posted one with the true amount takes its place. The words of the journal for that are::

    posts: "LINK"               a posted transaction takes the place of the pending one with that link
    posts-part: "LINK"          it takes the place of a part; the remainder stays pending
    custom "discard" "LINK"     the pending one falls away, and nothing takes its place
    expires: DATE               it falls away by itself, on the day after that date
    compensates: "LINK"         a posted transaction undoes a pending one that went half-way; both count whole. It may
                                undo a posted one too, such as an earlier compensation that was a mistake itself

A pending transaction is resolved at most once, not before its date, and what is left of it must balance: where some of
its legs are posted already, these alone would leave money that came from nowhere. Such a transaction cannot be
discarded, only compensated.

Algorithm. Events are taken day by day, on each day first what is pending, then what is posted, and what resolves last,
so that the order of lines within a day counts only among resolutions of the same thing. A resolution looks up the
events with its link that have pending legs. What is pending when it comes is resolved; where nothing is, the mistake
says why: no such link, nothing pending, resolved before, or a later date. Expiry needs a day that counts as today,
because a hold that runs out tomorrow still holds today.

A part is measured in the first account that it shares with what is pending: what it posts there, of what is pending
there on the same side. It is taken from all pending legs in proportion: if 30 of 100 are posted, every pending leg
keeps 70 in 100. Numbers keep their digits. The legs by which the part is measured keep exactly what it leaves of them,
and the last of the others in each currency takes what rounding leaves, so that the remainder balances as the whole
does: to its last digit where the journal writes the number of that leg, and exactly where it leaves it out. What is
compensated then is what remains.

The events here are neither pfin's transactions nor Beancount's, so that both can be read by the same rules.
"""

from collections.abc import Iterable, Sequence
from datetime import date as Date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum

from msgspec import Struct

from pfin.model.amount import ARITHMETIC, ONE, ZERO, computing_in
from pfin.model.resolution import Outcome


class EventLeg(Struct, frozen=True):
    """One posting: signed ``number`` of ``commodity``, each counting for ``rate`` of ``currency`` in its transaction.

    ``inferred`` says that the journal leaves the number out.
    """

    account: str
    number: Decimal
    commodity: str
    rate: Decimal
    currency: str
    pending: bool
    inferred: bool = False

    @property
    def weight(self) -> Decimal:
        """What it counts for in its transaction."""
        return self.rate * self.number


class Event(Struct, frozen=True):
    """A transaction, or a directive that discards, as far as the lifecycle goes.

    ``index`` is its place in the journal's order. Links stand without their ``^``; None where the word is not there.
    """

    index: int
    date: Date
    links: frozenset[str] = frozenset()
    legs: tuple[EventLeg, ...] = ()
    posts: str | None = None
    posts_part: str | None = None
    compensates: str | None = None
    discards: str | None = None
    expires: Date | None = None

    @property
    def is_pending(self) -> bool:
        """Whether any leg is pending as the journal writes it."""
        return any(leg.pending for leg in self.legs)

    @property
    def resolves(self) -> bool:
        """Whether it says what becomes of another."""
        return not (self.posts is self.posts_part is self.compensates is self.discards is None)


class Step(Struct, frozen=True):
    """A resolution of a pending event by the event ``by`` (itself, where it expired). ``share`` as in Resolution."""

    outcome: Outcome
    date: Date
    by: int
    link: str
    share: Decimal = ONE


class State(Struct):
    """What became of one pending event so far, or of a posted one that was compensated.

    ``remaining`` has for each leg what is still there of its number: of a pending leg less with each part that was
    posted, and nothing once it is resolved. ``settled`` says that its pending legs came to count as posted.
    """

    event: Event
    remaining: list[Decimal]
    steps: list[Step]
    settled: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still pending."""
        return not self.steps or self.steps[-1].outcome is Outcome.POSTED_IN_PART

    def keeps(self, index: int) -> bool:
        """Whether there is still something of a leg; one of zero stays as long as what is pending does."""
        leg = self.event.legs[index]
        return not leg.pending or bool(self.remaining[index]) or (not leg.number and (self.is_open or self.settled))


class MistakeKind(Enum):
    """What is wrong with a resolution; the value is the code of its diagnostic."""

    UNKNOWN = "unknown-pending"
    NOT_PENDING = "not-pending"
    ITSELF_PENDING = "pending-resolution"
    TWICE = "resolved-twice"
    TOO_EARLY = "resolved-early"
    UNBALANCED = "unbalanced-rest"
    NO_PART = "no-part"
    SEVERAL = "ambiguous-part"
    NOT_REVERSE = "not-compensating"
    NEVER_HOLDS = "expires-early"


class ResolutionMistake(Struct, frozen=True):
    """The event ``at`` cannot resolve what its ``link`` names, because of the ``others``.

    Where that is resolved already, these are the pending event and what resolved it, or the first alone if it expired.
    """

    kind: MistakeKind
    at: int
    link: str
    others: tuple[int, ...] = ()

    @property
    def of_expired(self) -> bool:
        """Whether what is named fell away by itself before."""
        return self.kind is MistakeKind.TWICE and len(self.others) == 1

    def message(self, began: Date | None) -> str:
        """What is wrong, in a sentence. ``began`` is the date of the first of the others, where there are any."""
        link = f"^{self.link}"
        match self.kind:
            case MistakeKind.UNKNOWN:
                return f"no pending transaction has the link {link}"
            case MistakeKind.NOT_PENDING:
                return f"nothing with the link {link} is pending"
            case MistakeKind.ITSELF_PENDING:
                return f"a pending transaction cannot resolve {link}"
            case MistakeKind.TWICE:
                return f"{link} has expired already" if self.of_expired else f"{link} is resolved already"
            case MistakeKind.TOO_EARLY:
                return f"{link} is pending only from {began} on"
            case MistakeKind.UNBALANCED:
                what = link if self.link else "what expires"
                return f"{what} cannot fall away: its posted legs would not balance without the pending ones"
            case MistakeKind.NO_PART:
                return f"this is no part of what is pending in {link}"
            case MistakeKind.SEVERAL:
                return f"several transactions are pending with the link {link}"
            case MistakeKind.NOT_REVERSE:
                return f"this does not undo {link}"
            case MistakeKind.NEVER_HOLDS:
                return "this expires before its own day"


class Resolved(Struct, frozen=True):
    """The states of all events that were pending, or compensated, by their indices, and what is wrong."""

    states: dict[int, State]
    mistakes: tuple[ResolutionMistake, ...]


@computing_in(ARITHMETIC)
def resolve(events: Iterable[Event], today: Date) -> Resolved:
    """Follow all pending events to where they stand on a day."""
    lifecycle = _Lifecycle()
    for event in sorted(events, key=lambda event: (event.date, not event.is_pending, event.resolves, event.index)):
        lifecycle.take(event)
    lifecycle.expire(today)
    return Resolved(lifecycle.states, tuple(lifecycle.mistakes))


class _Lifecycle:
    """Events so far, by link."""

    def __init__(self) -> None:
        self.states: dict[int, State] = {}
        self.mistakes: list[ResolutionMistake] = []
        self._linked: dict[str, list[Event]] = {}
        self._unfound: list[tuple[Event, str]] = []
        self._cannot_expire: set[int] = set()

    def take(self, event: Event) -> None:
        """Take the next event in order of days."""
        for link in event.links:
            self._linked.setdefault(link, []).append(event)
        if event.is_pending:
            self.states[event.index] = State(event, [leg.number for leg in event.legs], [])
            if event.expires is not None and event.expires < event.date:
                self._cannot_expire.add(event.index)
                self._refuse(MistakeKind.NEVER_HOLDS, event, "")
        for named, outcome in (
            (event.posts, Outcome.POSTED),
            (event.posts_part, Outcome.POSTED_IN_PART),
            (event.compensates, Outcome.COMPENSATED),
            (event.discards, Outcome.DISCARDED),
        ):
            if named is not None:
                self._resolve(event, named, outcome)

    def expire(self, today: Date) -> None:
        """End what ran out before today, and look once more at resolutions that found nothing: it may come later."""
        for state in self.states.values():
            self._expire(state, today)
        for event, link in self._unfound:
            others = [other.index for other in self._linked.get(link, ()) if other.index != event.index]
            later = [index for index in others if index in self.states and self.states[index].event.is_pending]
            if later:
                self._refuse(MistakeKind.TOO_EARLY, event, link, tuple(later))
            else:
                kind = MistakeKind.NOT_PENDING if others else MistakeKind.UNKNOWN
                self._refuse(kind, event, link, tuple(others))

    def _expire(self, state: State, today: Date) -> None:
        expires = state.event.expires
        if expires is None or not state.is_open or expires >= today or state.event.index in self._cannot_expire:
            return
        if self._rest_balances(state):
            self._drop(state, Step(Outcome.EXPIRED, expires, state.event.index, ""))
        else:
            self._cannot_expire.add(state.event.index)
            self._refuse(MistakeKind.UNBALANCED, state.event, "", (state.event.index,))

    def _resolve(self, event: Event, link: str, outcome: Outcome) -> None:
        if event.is_pending:
            self._refuse(MistakeKind.ITSELF_PENDING, event, link)
            return
        found = [self.states[each.index] for each in self._linked.get(link, ()) if each.index in self.states]
        for state in found:
            self._expire(state, event.date)
        pending = [state for state in found if state.is_open]
        if outcome is Outcome.COMPENSATED and not pending and self._undo_posted(event, link):
            return
        if not found:
            self._unfound.append((event, link))
        elif not pending:
            last = found[-1]
            # What expired is its own end.
            places = dict.fromkeys((last.event.index, last.steps[-1].by))
            self._refuse(MistakeKind.TWICE, event, link, tuple(places))
        elif outcome is Outcome.POSTED_IN_PART:
            self._post_part(event, link, pending)
        elif outcome is Outcome.COMPENSATED:
            self._compensate(event, link, pending)
        else:
            for state in pending:
                if self._rest_balances(state):
                    self._drop(state, Step(outcome, event.date, event.index, link))
                else:
                    self._refuse(MistakeKind.UNBALANCED, event, link, (state.event.index,))

    def _post_part(self, event: Event, link: str, pending: Sequence[State]) -> None:
        if len(pending) > 1:
            self._refuse(MistakeKind.SEVERAL, event, link, tuple(state.event.index for state in pending))
            return
        (state,) = pending
        part = _part(event, state)
        if part is None or abs(part.posted) > abs(part.whole) or not self._rest_balances(state):
            self._refuse(MistakeKind.NO_PART, event, link, (state.event.index,))
        elif part.posted == part.whole:
            self._drop(state, Step(Outcome.POSTED, event.date, event.index, link))
        else:
            state.remaining = _less(state, part)
            share = part.posted / part.whole
            state.steps.append(Step(Outcome.POSTED_IN_PART, event.date, event.index, link, share))

    def _compensate(self, event: Event, link: str, pending: Sequence[State]) -> None:
        if not _reverses(event, pending):
            self._refuse(MistakeKind.NOT_REVERSE, event, link, tuple(state.event.index for state in pending))
            return
        for state in pending:
            state.settled = True
            state.steps.append(Step(Outcome.COMPENSATED, event.date, event.index, link))

    def _undo_posted(self, event: Event, link: str) -> bool:
        """Undo a posted transaction, such as an earlier compensation; False where there is none to undo."""
        for other in reversed(self._linked.get(link, ())):
            if other.index == event.index or other.index in self.states:
                continue
            step = Step(Outcome.COMPENSATED, event.date, event.index, link)
            state = State(other, [leg.number for leg in other.legs], [step], settled=True)
            if _reverses(event, [state]):
                self.states[other.index] = state
                return True
        return False

    def _rest_balances(self, state: State) -> bool:
        """Whether what is pending balances by itself, so that the rest does too without it, or there is no rest."""
        legs = state.event.legs
        return all(leg.pending for leg in legs) or balance(leg for leg in legs if leg.pending)

    def _drop(self, state: State, step: Step) -> None:
        state.remaining = [
            ZERO if leg.pending else number for leg, number in zip(state.event.legs, state.remaining, strict=True)
        ]
        state.steps.append(step)

    def _refuse(self, kind: MistakeKind, event: Event, link: str, others: tuple[int, ...] = ()) -> None:
        self.mistakes.append(ResolutionMistake(kind, event.index, link, others))


def balance(legs: Iterable[EventLeg]) -> bool:
    """Whether legs balance by themselves, but for half of the last digit that is written."""
    sums: dict[str, Decimal] = {}
    slack: dict[str, Decimal] = {}
    for leg in legs:
        sums[leg.currency] = sums.get(leg.currency, ZERO) + leg.weight
        exponent = leg.weight.as_tuple().exponent
        half = Decimal(5).scaleb(min(int(exponent), 0) - 1)
        slack[leg.currency] = max(slack.get(leg.currency, ZERO), half)
    return all(abs(number) <= slack[currency] for currency, number in sums.items())


def _reverses(event: Event, states: Sequence[State]) -> bool:
    """Whether the legs of an event undo, account by account, what is there of some others together."""
    sums: dict[tuple[str, str], Decimal] = {}
    for state in states:
        for leg, number in zip(state.event.legs, state.remaining, strict=True):
            key = (leg.account, leg.commodity)
            sums[key] = sums.get(key, ZERO) + number
    for leg in event.legs:
        key = (leg.account, leg.commodity)
        sums[key] = sums.get(key, ZERO) + leg.number
    return not any(sums.values())


class _Part(Struct, frozen=True):
    """The part that a transaction posts: ``posted`` of the ``whole`` that the legs at ``indices`` come to."""

    indices: tuple[int, ...]
    posted: Decimal
    whole: Decimal


def _part(event: Event, state: State) -> _Part | None:
    """How much of what is pending a transaction posts, by the first account that both have; None where they have none.

    Debits and credits of an account are two things here.
    """
    legs = state.event.legs
    for leg, number in zip(legs, state.remaining, strict=True):
        if not leg.pending or not number:
            continue
        key = (leg.account, leg.commodity, number < 0)
        posted = [each.number for each in event.legs if (each.account, each.commodity, each.number < 0) == key]
        if any(posted):
            indices = tuple(
                index
                for index, (each, left) in enumerate(zip(legs, state.remaining, strict=True))
                if each.pending and left and (each.account, each.commodity, left < 0) == key
            )
            return _Part(indices, sum(posted, ZERO), sum((state.remaining[index] for index in indices), ZERO))
    return None


def _less(state: State, part: _Part) -> list[Decimal]:
    """What remains of each leg when a part of all pending ones is posted."""
    legs = state.event.legs
    remaining = list(state.remaining)
    left = part.whole - part.posted
    for index, leg in enumerate(legs):
        if leg.pending:
            # The division comes last, so that a half of the last digit is a half and not nearly one.
            remaining[index] = _rounded(remaining[index] * left / part.whole, leg)
    *measured, last_measured = part.indices
    remaining[last_measured] = _rounded(left - sum((remaining[i] for i in measured), ZERO), legs[last_measured])
    last: dict[str, int] = {}
    # A leg in the currency itself, where there is one, takes the rest without a division.
    for index in sorted(range(len(legs)), key=lambda index: (legs[index].rate == ONE, index not in part.indices)):
        if legs[index].pending and legs[index].weight:
            last[legs[index].currency] = index
    for currency, index in last.items():
        others = (
            leg.rate * number
            for other, (leg, number) in enumerate(zip(legs, remaining, strict=True))
            if leg.pending and leg.currency == currency and other != index
        )
        exact = -sum(others, ZERO) / legs[index].rate
        remaining[index] = exact if legs[index].inferred else _rounded(exact, legs[index])
    return remaining


def _rounded(number: Decimal, leg: EventLeg) -> Decimal:
    """A number with the digits that a leg is written with; whole numbers are kept to hundredths."""
    return number.quantize(Decimal(1).scaleb(min(int(leg.number.as_tuple().exponent), -2)), ROUND_HALF_EVEN)
