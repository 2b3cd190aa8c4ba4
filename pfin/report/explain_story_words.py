"""The steps of a pending transaction's story as plain sentences.

What a transaction holds is told by its legs in accounts that one has or owes: money on its way out is held, money on
its way in is expected. Amounts are those of these legs, so that a hold and what is posted instead can be compared.
"""

from collections.abc import Iterable, Sequence
from datetime import date as Date

from msgspec import Struct

from pfin.model.account import AccountType, Roots
from pfin.model.diagnostics import Place
from pfin.model.directives import Posting, Status, Transaction
from pfin.model.resolution import COMPENSATES, POSTS, Outcome

from .explain_fate import expiry
from .explain_role import summed
from .explain_words import Phrase, Wording, named
from .figures import Sums

_HOLD = "hold"
_OWN = (AccountType.ASSETS, AccountType.LIABILITIES)


class Change(Struct, frozen=True):
    """What happened on a day, by the directive at a place.

    Where it is about a ``hold``, ``before`` and ``after`` are the legs of it, and ``step`` counts its resolutions from
    zero. ``entered`` is the transaction that came by it, ``undone`` the posted one that this compensates.
    """

    date: Date
    place: Place
    hold: Transaction | None = None
    outcome: Outcome | None = None
    entered: Transaction | None = None
    undone: Transaction | None = None
    before: tuple[Posting, ...] = ()
    after: tuple[Posting, ...] = ()
    step: int = 0

    @property
    def opens(self) -> bool:
        """Whether a transaction is pending from here on."""
        return self.hold is not None and self.outcome is None

    @property
    def what(self) -> str:
        """What happened, in a word."""
        if self.outcome is not None:
            return self.outcome.value
        if self.undone is not None:
            return Outcome.COMPENSATED.value
        return Status.PENDING.value if self.opens else Status.POSTED.value

    @property
    def legs(self) -> tuple[Posting, ...]:
        """All legs that are there after it."""
        return self.after if self.entered is None else (*self.after, *self.entered.postings)


class _Held(Struct, frozen=True):
    """What is pending in a hold: the accounts it is seen by, and whether money goes ``out`` there or comes in."""

    accounts: tuple[str, ...]
    goes_out: bool
    reached: tuple[str, ...]

    @property
    def noun(self) -> str:
        """What to call it."""
        return _HOLD if self.goes_out and not self.reached else "pending transaction"

    def sums(self, legs: Iterable[Posting]) -> Sums:
        """What legs have of it, unsigned."""
        return summed(leg for leg in legs if leg.account in self.accounts and (leg.number < 0) is self.goes_out)


class Sentences:
    """One sentence after the other: what was just spoken of is called ``it``."""

    def __init__(self, roots: Roots, words: Wording) -> None:
        self._roots = roots
        self._words = words
        self._spoken_of: Transaction | None = None

    def step(self, change: Change) -> str:
        """The next step as a sentence."""
        if change.hold is None:
            assert change.entered is not None
            said = self._entered(change.entered, change.undone)
        elif change.opens:
            said = self._opened(change.hold)
        else:
            said = self._resolved(change, change.hold)
        self._spoken_of = change.hold
        return f"On {change.date} {said}."

    def still_open(self, hold: Transaction, legs: Sequence[Posting]) -> str:
        """What is left of a hold, and what it waits for."""
        held = self._held(hold)
        amount = self._amount(held, _pending(legs))
        of = "" if self._spoken_of == hold else f" of {_name(hold, held)}"
        said = f"{amount.does('is', 'are')} still pending{of}"
        self._spoken_of = hold
        links, last = sorted(hold.links), expiry(hold)
        if links:
            wanted = " or ".join(f'{POSTS}: "{link}"' for link in links)
            said += f", until a transaction says {wanted}"
        if last is not None:
            said += f", and falls away after {last}"
        return f"{said[0].upper()}{said[1:]}."

    def _opened(self, hold: Transaction) -> str:
        held = self._held(hold)
        amount = self._amount(held, _pending(hold.postings))
        who = hold.payee or ""
        last = expiry(hold)
        pending = "(pending)" if last is None else f"(pending until {last})"
        accounts = named(held.accounts)
        if held.reached:
            said = f"{amount.does('was', 'were')} on the way from {accounts} to {named(held.reached)} {pending}"
        elif not held.goes_out:
            said = f"{amount.does('was', 'were')} expected in {accounts}{who and f' from {who}'} {pending}"
        elif who:
            said = f"{who} held {amount.text} {self._at(held)} {accounts} {pending}"
        else:
            said = f"{amount.does('was', 'were')} held {self._at(held)} {accounts} {pending}"
        at_once = [leg.account for leg in hold.postings if leg.status is Status.POSTED]
        return f"{said}, while what it did to {named(at_once)} was posted at once" if at_once else said

    def _resolved(self, change: Change, hold: Transaction) -> str:
        held = self._held(hold)
        was = self._amount(held, _pending(change.before))
        it = "it" if self._spoken_of == hold else _name(hold, held)
        rest = f"the remaining {was.text} of {it}" if change.step else it
        fell = f"the {'rest' if change.step else held.noun} fell away"
        match change.outcome:
            case Outcome.POSTED_IN_PART:
                left = self._amount(held, _pending(change.after))
                part = self._entered_amount(held, change.entered)
                more = "another " if change.step else ""
                verb = "were" if part.plural else "was"
                return f"{more}{part.text} of {it} {verb} posted, and {left.does('stays', 'stay')} pending"
            case Outcome.DISCARDED:
                return f"{rest} was discarded: nothing was posted for it, and {fell}"
            case Outcome.EXPIRED:
                return f"{rest} had expired, because nothing was posted for it by {expiry(hold)}, and {fell}"
            case Outcome.COMPENSATED:
                return f"{rest} was compensated: its opposite was posted, so that both count and come to nothing"
        if change.entered is None:
            return f"{rest} fell away with it, by the same posting"
        if held.sums(change.entered.postings) == held.sums(_pending(change.before)):
            return f"{rest} was posted with the same amount, in the place of the {held.noun}"
        return f"{rest} was posted with {self._entered_amount(held, change.entered).text} instead; {fell}"

    def _entered(self, entered: Transaction, undone: Transaction | None) -> str:
        if undone is None:
            held = self._held(entered)
            own = named(held.accounts)
            rest = [leg.account for leg in entered.postings if leg.account not in held.accounts]
            others = named(held.reached or rest)
            way = f"from {own} to {others}" if held.goes_out else f"to {own} from {others}"
            return f"{_called(entered)} was posted: {self._amount(held, entered.postings).text} {way}"
        if COMPENSATES in undone.meta:
            words = f"the compensation of {undone.date} was itself compensated"
            return f"{words}: its opposite was posted, so that what it undid counts again"
        words = f"{_called(undone)}, posted on {undone.date}, was compensated"
        return f"{words}: its opposite was posted, so that both count and come to nothing"

    def _entered_amount(self, held: _Held, entered: Transaction | None) -> Phrase:
        """What was posted of a hold: in the same accounts, or else from or to the others that it names."""
        legs = () if entered is None else entered.postings
        if entered is None or held.sums(legs):
            return self._amount(held, legs)
        other = self._held(entered)
        amount = self._amount(other, legs)
        where = self._at(other) if other.goes_out else "in"
        return Phrase(f"{amount.text} {where} {named(other.accounts)}", amount.plural)

    def _at(self, held: _Held) -> str:
        """Money is held of what one has, and on a card."""
        is_debt = bool(held.accounts) and self._roots.type_of(held.accounts[0]) is AccountType.LIABILITIES
        return "on" if is_debt else "of"

    def _amount(self, held: _Held, legs: Iterable[Posting]) -> Phrase:
        sums = held.sums(legs)
        return self._words.sums(sums) if sums else Phrase("nothing")

    def _held(self, transaction: Transaction) -> _Held:
        """What is seen of a transaction: of its pending legs, where it has any."""
        legs = [leg for leg in _pending(transaction.postings) or transaction.postings if leg.number]
        own = [leg for leg in legs if self._roots.type_of(leg.account) in _OWN] or legs
        given = tuple(leg.account for leg in own if leg.number < 0)
        taken = tuple(leg.account for leg in own if leg.number > 0)
        return _Held(given, True, taken) if given else _Held(taken, False, ())


def _pending(legs: Iterable[Posting]) -> list[Posting]:
    return [leg for leg in legs if leg.status is Status.PENDING]


def _name(hold: Transaction, held: _Held) -> str:
    """What to call a hold that was not just spoken of."""
    return f"the {held.noun} of {hold.date}" + (f" by {hold.payee}" if hold.payee and held.noun == _HOLD else "")


def _called(transaction: Transaction) -> str:
    words = " | ".join(filter(None, (transaction.payee, transaction.narration)))
    return f'"{words}"' if words else "a transaction"
