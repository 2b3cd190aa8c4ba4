"""A plugin for Beancount and Fava: what pfin takes as fallen away is not counted there either.

Write it into the journal, after all other plugins::

    plugin "pfin.beancount"

Pending transactions (marked ``!``) that were posted, discarded or have expired then disappear from Beancount's entries;
of one that was posted in part the remainder stays. One that was compensated stays whole, and so does its counterpart.
What pfin says of mistakes (a link that nothing has, two resolutions of one transaction) becomes Beancount's errors.

``balance`` directives with the metadata ``status: "posted"`` are checked here, against posted postings only, and
taken out, as Beancount would hold them against everything that is pending too.

A hold with ``expires: DATE`` is gone from the day after that date on. For reports of another day than today, give that
day as the plugin's configuration::

    plugin "pfin.beancount" "2025-03-01"

Beancount may keep what it read of a large journal in a cache, and then a hold that ran out since then stays until the
journal changes; ``bean-check --no-cache`` and the like read it again.

pfin must be installed where Beancount is. pfin itself needs no plugin to do all this.
"""

from collections.abc import Iterator, Sequence
from datetime import date as Date
from decimal import Decimal
from typing import Any, NamedTuple

from beancount.core import data
from beancount.core.amount import Amount
from beancount.core.interpolate import AUTOMATIC_META
from beancount.ops import balance, pad, validation

from pfin.booking.lifecycle import Event, EventLeg, ResolutionMistake, State, resolve
from pfin.model.amount import ARITHMETIC, ONE, ZERO, computing_in
from pfin.model.directives import STATUS, Status
from pfin.model.resolution import COMPENSATES, DISCARD, EXPIRES, POSTS, POSTS_PART

__plugins__ = ("settle",)

_PENDING = "!"
_WORDS = (POSTS, POSTS_PART, COMPENSATES)
_NEEDED = (data.Open, data.Close, data.Pad, data.Balance, data.Transaction)
_BALANCES, _PADS = "beancount.ops.balance", "beancount.ops.pad"


class LifecycleError(NamedTuple):
    """What is wrong with a resolution, or with an assertion of what is posted, as Beancount shows errors."""

    source: data.Meta
    message: str
    entry: data.Directive | None


@computing_in(ARITHMETIC)
def settle(
    entries: data.Directives, options: dict[str, Any], config: str | None = None
) -> tuple[data.Directives, list[LifecycleError]]:
    """Take out of booked entries what fell away by today, and check what is asserted of posted postings.

    ``config`` is the day that counts as today, by default the real one.
    """
    errors: list[LifecycleError] = []
    events = list(_events(entries, errors))
    found = resolve(events, _today(config, errors))
    errors += (_mistake(mistake, entries) for mistake in found.mistakes)
    live: data.Directives = []
    asserted: list[data.Balance] = []
    settled: set[int] = set()
    for index, entry in enumerate(entries):
        if isinstance(entry, data.Balance) and entry.meta.get(STATUS) == Status.POSTED.value:
            asserted.append(entry)
            continue
        state = found.states.get(index)
        if state is not None and state.steps and isinstance(entry, data.Transaction):
            postings = list(_kept(entry.postings, state))
            if not postings:
                continue
            entry = entry._replace(postings=postings)
            if state.settled:
                settled.add(id(entry))
        live.append(entry)
    if asserted:
        errors += _failures(live, asserted, settled, options)
    return live, errors


def _today(config: str | None, errors: list[LifecycleError]) -> Date:
    if config is not None:
        try:
            return Date.fromisoformat(config)
        except ValueError:
            message = f'the configuration of pfin.beancount is a date such as "2025-03-01", not "{config}"'
            errors.append(LifecycleError(data.new_metadata("<pfin.beancount>", 0), message, None))
    return Date.today()


def _events(entries: data.Directives, errors: list[LifecycleError]) -> Iterator[Event]:
    for index, entry in enumerate(entries):
        if isinstance(entry, data.Transaction):
            if entry.links or _may_take_part(entry):
                yield _event(index, entry, errors)
        elif isinstance(entry, data.Custom) and entry.type == DISCARD:
            texts = [value.value for value in entry.values or () if value.dtype is str and value.value]
            if len(texts) == 1 == len(entry.values):
                yield Event(index, entry.date, discards=_link(texts[0]))
            else:
                # Of no values Beancount's parser makes None, over which its printer of errors stumbles.
                shown = entry._replace(values=entry.values or [])
                errors.append(LifecycleError(entry.meta, "a discard names one link, in quotes", shown))


def _may_take_part(entry: data.Transaction) -> bool:
    words = any(word in entry.meta for word in _WORDS)
    return words or any(_is_pending(entry, posting) for posting in entry.postings)


def _event(index: int, entry: data.Transaction, errors: list[LifecycleError]) -> Event:
    said: dict[str, str | None] = {}
    for word in _WORDS:
        value = entry.meta.get(word)
        said[word] = _link(value) if isinstance(value, str) and value else None
        if word in entry.meta and said[word] is None:
            errors.append(LifecycleError(entry.meta, f"{word}: names a link, in quotes", entry))
    expires = entry.meta.get(EXPIRES)
    if (
        EXPIRES in entry.meta
        and not isinstance(expires, Date)
        and any(_is_pending(entry, leg) for leg in entry.postings)
    ):
        message = f"{EXPIRES}: takes the last day on which this still holds, without quotes"
        errors.append(LifecycleError(entry.meta, message, entry))
    return Event(
        index,
        entry.date,
        frozenset(entry.links),
        tuple(_leg(entry, posting) for posting in entry.postings),
        said[POSTS],
        said[POSTS_PART],
        said[COMPENSATES],
        expires=expires if isinstance(expires, Date) else None,
    )


def _link(text: str) -> str:
    return text.strip().removeprefix("^")


def _leg(entry: data.Transaction, posting: data.Posting) -> EventLeg:
    number, commodity = _parts(posting.units)
    # What a posting counts for in its transaction: units at cost, else at price, else units.
    each, currency = _parts(posting.cost if posting.cost is not None else posting.price)
    if not currency:
        each, currency = ONE, commodity
    inferred = AUTOMATIC_META in (posting.meta or ())
    return EventLeg(posting.account, number, commodity, each, currency, _is_pending(entry, posting), inferred)


def _parts(amount: Any) -> tuple[Decimal, str]:
    """Number and currency of an amount or a cost; nothing of no currency where Beancount left either out."""
    if amount is None or not isinstance(amount.number, Decimal):
        return ZERO, ""
    return amount.number, amount.currency


def _is_pending(entry: data.Transaction, posting: data.Posting) -> bool:
    return _PENDING in (entry.flag, posting.flag)


def _kept(postings: Sequence[data.Posting], state: State) -> Iterator[data.Posting]:
    for index, (posting, number) in enumerate(zip(postings, state.remaining, strict=True)):
        if state.keeps(index):
            if posting.units is not None and number != posting.units.number:
                posting = posting._replace(units=Amount(number, posting.units.currency))
            yield posting


def _mistake(mistake: ResolutionMistake, entries: data.Directives) -> LifecycleError:
    entry = entries[mistake.at]
    others = [entries[index] for index in mistake.others]
    message = mistake.message(others[0].date if others else None)
    places = [f"{other.meta['filename']}:{other.meta['lineno']}" for other in others if other is not entry]
    return LifecycleError(entry.meta, f"{message} (see {', '.join(places)})" if places else message, entry)


def _failures(
    live: data.Directives, asserted: Sequence[data.Balance], settled: set[int], options: dict[str, Any]
) -> Iterator[LifecycleError]:
    """The errors that Beancount itself finds in a journal of posted postings only, with these assertions.

    Pads are filled before, as Beancount does it after all plugins.
    """
    if not _runs(_BALANCES, options):
        return
    # Beancount stumbles over some custom directives here, so it gets no more than it needs.
    needed = [entry for entry in live if isinstance(entry, _NEEDED)]
    posted: data.Directives = list(asserted)
    for entry in pad.pad(needed, options)[0] if _runs(_PADS, options) else needed:
        if isinstance(entry, data.Transaction) and id(entry) not in settled:
            entry = entry._replace(postings=[posting for posting in entry.postings if not _is_pending(entry, posting)])
        if isinstance(entry, data.Transaction | data.Open | data.Close):
            posted.append(entry)
    posted.sort(key=data.entry_sortkey)
    accounts = [entry for entry in posted if not isinstance(entry, data.Transaction)]
    for error in (
        *balance.check(posted, options)[1],
        *validation.validate_active_accounts(accounts, options),
        *validation.validate_duplicate_balances(asserted, options),
    ):
        yield LifecycleError(error.source, f"of what is posted: {error.message}", error.entry)


def _runs(stage: str, options: dict[str, Any]) -> bool:
    """Whether Beancount runs a stage of its own: always, but with the mode "raw" only where the journal names it."""
    return options["plugin_processing_mode"] != "raw" or any(name == stage for name, _ in options["plugin"])
