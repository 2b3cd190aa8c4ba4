"""The stage of booking that lets pending postings fall away, and says what is wrong with a resolution."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from pfin.model.amount import EXACT, ONE, Amount, computing_in
from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import Custom, Directive, Posting, Status, Transaction
from pfin.model.nearest import nearest
from pfin.model.resolution import COMPENSATES, DISCARD, EXPIRES, POSTS, POSTS_PART, Resolution
from pfin.syntax.printer import directive_text

from .lifecycle import Event, EventLeg, MistakeKind, ResolutionMistake, State, resolve

_WORDS = (POSTS, POSTS_PART, COMPENSATES)
_PENDING = "!"
_MOST_SHOWN = 4


class Settled(Struct, frozen=True):
    """The directives without what fell away, and the history of what did.

    ``discarded`` are transactions with only the legs, or parts of legs, that fell away. ``resolutions`` say what became
    of the pending transaction at a file and line, in order of days.
    """

    directives: list[Directive]
    discarded: list[Transaction]
    resolutions: Mapping[Place, tuple[Resolution, ...]]


def settle(directives: Sequence[Directive], today: Date, problems: Problems) -> Settled:
    """Let fall away what is resolved by ``today``. Every mistake is an error; what it is about stays pending."""
    if not _is_needed(directives):
        return Settled(list(directives), [], {})
    events = list(_events(directives, problems))
    found = resolve(events, today)
    for mistake in found.mistakes:
        _report(mistake, directives, events, found.states, problems)
    live: list[Directive] = []
    discarded: list[Transaction] = []
    resolutions: dict[Place, tuple[Resolution, ...]] = {}
    for index, directive in enumerate(directives):
        state = found.states.get(index)
        if state is None or not state.steps or not isinstance(directive, Transaction):
            live.append(directive)
            continue
        kept, gone = _parted(directive, state)
        if kept:
            live.append(replace(directive, postings=kept))
        if gone:
            discarded.append(replace(directive, postings=gone))
        resolutions[Place(directive.file, directive.line)] = tuple(
            Resolution(
                step.outcome, step.date, step.link, directives[step.by].file, directives[step.by].line, step.share
            )
            for step in state.steps
        )
    return Settled(live, discarded, resolutions)


def _is_needed(directives: Iterable[Directive]) -> bool:
    """Whether anything is pending or resolves something; one plain loop, as most journals are long and have none."""
    for directive in directives:
        if type(directive) is Transaction:
            if directive.flag == _PENDING or (directive.meta and not directive.meta.keys().isdisjoint(_WORDS)):
                return True
            for posting in directive.postings:
                if posting.flag == _PENDING:
                    return True
        elif type(directive) is Custom and directive.type == DISCARD:
            return True
    return False


def _resolves(transaction: Transaction) -> bool:
    return not transaction.meta.keys().isdisjoint(_WORDS)


def _is_pending(transaction: Transaction) -> bool:
    return any(posting.status is Status.PENDING for posting in transaction.postings)


def _events(directives: Iterable[Directive], problems: Problems) -> Iterable[Event]:
    for index, directive in enumerate(directives):
        if isinstance(directive, Transaction):
            if directive.links or _resolves(directive) or _is_pending(directive):
                yield _event(index, directive, problems)
        elif isinstance(directive, Custom) and directive.type == DISCARD:
            value = directive.values[0] if len(directive.values) == 1 else None
            if isinstance(value, str) and value:
                yield Event(index, directive.date, discards=_link(value))
            else:
                problems.error(
                    "discard-form",
                    "a discard names one link, in quotes",
                    directive,
                    hint=f'write it like this: {directive.date} custom "{DISCARD}" "LINK"',
                )


def _event(index: int, transaction: Transaction, problems: Problems) -> Event:
    said: dict[str, str | None] = {}
    for word in _WORDS:
        value = transaction.meta.get(word)
        said[word] = _link(value) if isinstance(value, str) and value else None
        if word in transaction.meta and said[word] is None:
            problems.error(
                "resolution-form",
                f"{word}: names a link, in quotes",
                transaction,
                hint=f'write it like this: {word}: "LINK", where the pending transaction has ^LINK',
            )
    expires = transaction.meta.get(EXPIRES)
    if EXPIRES in transaction.meta and not isinstance(expires, Date) and _is_pending(transaction):
        problems.error(
            "resolution-form",
            f"{EXPIRES}: takes the last day on which this still holds, without quotes",
            transaction,
            hint=f"write it like this: {EXPIRES}: {transaction.date}",
        )
    return Event(
        index,
        transaction.date,
        frozenset(transaction.links),
        tuple(map(event_leg, transaction.postings)),
        said[POSTS],
        said[POSTS_PART],
        said[COMPENSATES],
        expires=expires if isinstance(expires, Date) else None,
    )


def event_leg(posting: Posting) -> EventLeg:
    """A booked posting as the lifecycle sees it."""
    each = posting.cost or posting.price or Amount(ONE, posting.commodity)
    return EventLeg(
        posting.account,
        posting.number,
        posting.commodity,
        each.number,
        each.commodity,
        posting.status is Status.PENDING,
        posting.inferred,
    )


def _link(text: str) -> str:
    return text.strip().removeprefix("^")


@computing_in(EXACT)
def _parted(transaction: Transaction, state: State) -> tuple[tuple[Posting, ...], tuple[Posting, ...]]:
    """The legs that are still there, and those that fell away; a leg that fell away in part is in both."""
    kept: list[Posting] = []
    gone: list[Posting] = []
    for index, (posting, remaining) in enumerate(zip(transaction.postings, state.remaining, strict=True)):
        if posting.status is not Status.PENDING:
            kept.append(posting)
            continue
        if state.keeps(index):
            left = _with_number(posting, remaining)
            kept.append(replace(left, status=Status.POSTED) if state.settled else left)
        if remaining != posting.number or not (state.is_open or state.settled):
            gone.append(replace(_with_number(posting, posting.number - remaining), status=Status.DISCARDED))
    return tuple(kept), tuple(gone)


def _with_number(posting: Posting, number: Decimal) -> Posting:
    if number == posting.number:
        return posting
    # A price stated for all units does not hold for a part of them.
    price = None if posting.price is None else replace(posting.price, total=None)
    return replace(posting, number=number, price=price)


def _report(
    mistake: ResolutionMistake,
    directives: Sequence[Directive],
    events: Sequence[Event],
    states: Mapping[int, State],
    problems: Problems,
) -> None:
    at = directives[mistake.at]
    others = [directives[index] for index in mistake.others]
    link = mistake.link
    label, hint = _advice(mistake, at, [_left(directives[index], states.get(index)) for index in mistake.others])
    if mistake.kind is MistakeKind.UNKNOWN:
        # It may have the link itself, as what belongs together has.
        near = nearest(link, {known for event in events for known in event.links} - {link})
        hint = f"did you mean {near}?" if near else f"give the pending transaction the link ^{link}"
    related: list[tuple[Placed, str]] = [
        (other, _said(mistake, position, other))
        for position, other in enumerate(others[:_MOST_SHOWN])
        if other is not at
    ]
    message = mistake.message(others[0].date if others else None)
    focus = link if isinstance(at, Custom) else f"^{link}"
    problems.error(mistake.kind.value, message, at, focus=focus, label=label, related=related, hint=hint)


def _left(directive: Directive, state: State | None) -> Directive:
    """A pending transaction without the parts that are posted already: what it takes to undo it."""
    if state is None or not state.is_open or not isinstance(directive, Transaction):
        return directive
    return replace(directive, postings=_parted(directive, state)[0])


def _said(mistake: ResolutionMistake, position: int, other: Directive) -> str:
    match mistake.kind:
        case MistakeKind.TWICE if mistake.of_expired:
            return f"was pending here until the end of {other.meta[EXPIRES]}"
        case MistakeKind.TWICE:
            return "resolved here first" if position else "was pending here"
        case MistakeKind.NOT_PENDING:
            return "has the link, and is posted"
        case MistakeKind.TOO_EARLY:
            return "is pending from here on"
        case _:
            return "pending here"


def _advice(mistake: ResolutionMistake, at: Directive, others: Sequence[Directive]) -> tuple[str, str]:
    """Label and hint of a mistake."""
    link = mistake.link
    match mistake.kind:
        case MistakeKind.UNKNOWN:
            return "", ""
        case MistakeKind.NOT_PENDING:
            return "", "mark what is expected with !, or take this away"
        case MistakeKind.ITSELF_PENDING:
            return "", "mark it with * once it is settled; until then what it stands for stays pending"
        case MistakeKind.TWICE if mistake.of_expired:
            word = next((f"{word}:" for word in (POSTS, POSTS_PART) if word in at.meta), "this")
            return "", f"what expired needs nothing else to end it: take {word} away, or correct {EXPIRES}: there"
        case MistakeKind.TWICE:
            return "", "take one of the two away; posts-part posts one part of several"
        case MistakeKind.TOO_EARLY:
            hint = f"date it {others[0].date} or later, or correct the date of the pending one"
            return f"is of {at.date}", hint
        case MistakeKind.UNBALANCED:
            last = at.meta.get(EXPIRES)
            day = at.date if link or not isinstance(last, Date) else last
            hint = "undo it by a transaction instead of discarding it:\n" + "\n".join(
                _compensating(other, link, day) for other in others if isinstance(other, Transaction)
            )
            return "", hint
        case MistakeKind.NO_PART:
            return "", "post less than is pending in the same account, or use posts: for all of it"
        case MistakeKind.SEVERAL:
            return "", "give each a link of its own"
        case MistakeKind.NOT_REVERSE:
            hint = "turn every leg round:\n" + "\n".join(
                _compensating(other, link, at.date) for other in others if isinstance(other, Transaction)
            )
            return "", hint
        case MistakeKind.NEVER_HOLDS:
            return "", f"correct {EXPIRES}: to the last day on which it holds, {at.date} or later"


def _compensating(transaction: Transaction, link: str, day: Date) -> str:
    """The transaction that undoes another, as text to paste."""
    legs = [
        replace(_with_number(posting, -posting.number), status=Status.POSTED, flag=None, meta={})
        for posting in transaction.postings
    ]
    return directive_text(
        replace(
            transaction,
            date=day,
            flag="*",
            narration=f"Undone: {transaction.narration}",
            meta={COMPENSATES: link or next(iter(sorted(transaction.links)), "LINK")},
            postings=tuple(legs),
        )
    ).rstrip()
