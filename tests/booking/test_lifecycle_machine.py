"""Random courses of holds, step by step against a model of four counters: whatever happens, no cent is lost.

The normal run always takes the same courses. The long one (-m long) takes new ones each time and prints its seed; give
it to pytest as ``--hypothesis-seed=N`` to see them again (which also makes the normal run take others). A failure shows
the steps and the journal that they wrote.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date as Date

import pytest
from hypothesis import HealthCheck, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from lifecycle_model import Counters, Fate, Hold, Legs, Model, measure
from lifecycle_text import Entry, date_of, leg_lines, money, reordered, text, until, without

from pfin.ledger.ledger import BalanceKind, Ledger
from pfin.loader import load
from pfin.model.directives import Status, Transaction

SEED = 4
QUICK = settings(
    max_examples=70,
    stateful_step_count=40,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(QUICK, max_examples=1_500, stateful_step_count=60)

JOURNAL = "/journal.beancount"
WALLET, UNKNOWN = "Assets:Wallet", "Expenses:Unknown"
ACCOUNTS = {
    "Assets:Bank": True,
    "Assets:Savings": True,
    "Liabilities:Card": False,
    "Expenses:Food": True,
    "Expenses:Tips": True,
    "Income:Pay": False,
}
DEBITS_ARE_NORMAL = {**ACCOUNTS, WALLET: True, UNKNOWN: True}
OPENED = "".join(f"{date_of(1)} open {account} USD\n" for account in DEBITS_ARE_NORMAL)
# Without the plugin, pfin warns that Beancount counts what fell away.
HEAD = Entry(1, 'plugin "pfin.beancount"\n' + OPENED)

account = st.sampled_from(list(ACCOUNTS))
amount = st.one_of(st.integers(1, 9), st.sampled_from([10, 100, 333, 1000, 4310, 10000]), st.integers(1, 20000))
side = st.sampled_from([-1, 1])


@st.composite
def balanced(draw: st.DrawFn) -> Legs:
    """Legs of a transaction, two or more of them, often in the same account."""
    legs = tuple(draw(st.lists(st.tuples(account, st.builds(int.__mul__, amount, side)), min_size=1, max_size=4)))
    rest = -sum(cents for _, cents in legs)
    return (*legs, (draw(account), rest)) if rest else legs


class Lifecycles(RuleBasedStateMachine):
    """A journal and the model of what it says, both written by every step."""

    @initialize()
    def begin(self) -> None:
        self.entries = [HEAD]
        self.model = Model(DEBITS_ARE_NORMAL)
        # What was known at the end of each day.
        self.known: dict[int, dict[str, tuple[int, int, int]]] = {}
        # What is posted with a link, so that it may be compensated, and was not yet.
        self.posted: list[tuple[str, Legs]] = []
        self.wallet = 0

    def teardown(self) -> None:
        if hasattr(self, "entries"):
            note(f"today is {self.today}\n{text(self.entries)}")

    # What it stands on.

    @property
    def today(self) -> Date:
        return date_of(self.model.today)

    def links(self, *, fallible: bool = True) -> list[str]:
        """Links of what is pending; with ``fallible`` false, only where it may fall away."""
        found = {hold.link for hold in self.model.holds if hold.fate is Fate.OPEN}
        return sorted(link for link in found if fallible or all(hold.may_fall_away for hold in self.model.open(link)))

    def new_link(self) -> str:
        return f"n{len(self.entries)}"

    def write(self, written: str, *links: str, resolves: str | None = None) -> None:
        self.entries.append(Entry(self.model.today, f"{self.today} {written}", links, resolves))

    def write_posted(self, words: str, link: str, legs: Legs, resolves: str | None = None) -> None:
        """A posted transaction with a link, which may be compensated one day, or with none."""
        title, _, rest = words.partition("\n")
        links = (link,) if link else ()
        self.write(f'* "{title}"{f" ^{link}" * len(links)}\n{rest}' + leg_lines(legs), *links, resolves=resolves)
        self.posted.append((link, legs))

    def undoes(self, link: str, legs: Legs) -> bool:
        """Whether the legs undo something posted with the link."""
        return any(name == link and net((*other, *legs)) == {} for name, other in self.posted)

    def read(self, journal: str, **how: Date) -> Ledger:
        return load(JOURNAL, contents={JOURNAL: journal.encode()}, **(how or {"today": self.today}))

    def now(self) -> Ledger:
        return self.read(text(self.entries))

    # What happens.

    @rule(
        legs=balanced(), settled=st.none() | balanced(), days=st.sampled_from([None, None, None, 0, 1, 3]),
        again=st.booleans(), inferred=st.booleans(), data=st.data(),
    )  # fmt: skip
    def hold(
        self, legs: Legs, settled: Legs | None, days: int | None, again: bool, inferred: bool, data: st.DataObject
    ) -> None:
        """A transaction is pending, or some legs of one that is posted; now and then under a link that was used."""
        resolved_today = {entry.resolves for entry in self.entries if entry.day == self.model.today}
        used = sorted({each.link for each in self.model.holds if each.may_fall_away} - resolved_today)
        link = data.draw(st.sampled_from(used)) if again and used else self.new_link()
        expires = None if days is None else self.model.today + days
        head = f'{"!" if settled is None else "*"} "Hold" ^{link}\n'
        if expires is not None:
            head += f"  expires: {date_of(expires)}\n"
        written = leg_lines(settled or ()) + leg_lines(legs, "" if settled is None else "! ")
        if inferred and len(legs) > 1:
            written = written[: written.rindex("  ")] + "\n"
        self.write(head + written, link)
        self.model.hold(Hold(link, self.model.today, legs, settled or (), expires))

    @rule(giver=account, receiver=account, cents=amount)
    def half_way(self, giver: str, receiver: str, cents: int) -> None:
        """One leg is posted, the other is pending: only a compensation can undo it."""
        link = self.new_link()
        self.write(f'* "Move" ^{link}\n' + leg_lines([(giver, -cents)]) + leg_lines([(receiver, cents)], "! "), link)
        self.model.hold(Hold(link, self.model.today, ((receiver, cents),), ((giver, -cents),)))

    @rule(legs=balanced())
    def spend(self, legs: Legs) -> None:
        """Something is posted that was never pending."""
        self.write_posted("Posted", self.new_link(), legs)
        self.model.post(legs)

    @precondition(lambda self: self.links(fallible=False))
    @rule(data=st.data(), legs=balanced(), carried=st.booleans())
    def post(self, data: st.DataObject, legs: Legs, carried: bool) -> None:
        """What is posted takes the place of what was pending, whatever its amounts are."""
        link = data.draw(st.sampled_from(self.links(fallible=False)))
        legs = data.draw(st.sampled_from([legs, self.model.open(link)[-1].pending]))
        self.write_posted(f'Settled\n  posts: "{link}"\n', link if carried else "", legs, link)
        self.model.drop(link)
        self.model.post(legs)

    def divisible(self) -> list[str]:
        return [link for link in self.links(fallible=False) if len(self.model.open(link)) == 1]

    def part(self, data: st.DataObject, link: str, most: int) -> Legs:
        """Legs of which the first measures a part of what is pending: of ``most`` hundredths of it, rarely all."""
        (hold,) = self.model.open(link)
        first = data.draw(st.sampled_from([index for index, cents in enumerate(hold.left) if cents]))
        name, sign = hold.pending[first][0], 1 if hold.left[first] > 0 else -1
        _, _, whole = measure(hold, ((name, sign),))
        posted = data.draw(st.integers(1, max(1, abs(whole) * most // 100))) * sign
        other = data.draw(account.filter(lambda other: all(other != each for each, _ in hold.pending)) | st.just(name))
        return ((name, posted), (other, -posted)) if other != name else ((name, posted), (UNKNOWN, -posted))

    @precondition(lambda self: any(any(self.model.open(link)[0].left) for link in self.divisible()))
    @rule(data=st.data(), most=st.sampled_from([10, 50, 100]))
    def post_part(self, data: st.DataObject, most: int) -> None:
        link = data.draw(st.sampled_from([link for link in self.divisible() if any(self.model.open(link)[0].left)]))
        legs = self.part(data, link, most)
        self.write(f'* "In part"\n  posts-part: "{link}"\n' + leg_lines(legs), resolves=link)
        self.model.post_part(link, legs)

    @precondition(lambda self: self.links(fallible=False))
    @rule(data=st.data())
    def discard(self, data: st.DataObject) -> None:
        link = data.draw(st.sampled_from(self.links(fallible=False)))
        self.write(f'custom "discard" "{link}"\n', resolves=link)
        self.model.drop(link)

    @precondition(lambda self: self.links())
    @rule(data=st.data(), carried=st.booleans())
    def compensate(self, data: st.DataObject, carried: bool) -> None:
        link = data.draw(st.sampled_from(self.links()))
        legs = self.model.undo(link)
        self.write_posted(f'Undone\n  compensates: "{link}"\n', self.new_link() if carried else "", legs, link)

    def undoable(self) -> list[tuple[str, Legs]]:
        return [(link, legs) for link, legs in self.posted if link and not self.model.open(link)]

    @precondition(lambda self: self.undoable())
    @rule(data=st.data(), again=st.booleans())
    def compensate_what_is_posted(self, data: st.DataObject, again: bool) -> None:
        """Such as another compensation, and so on."""
        link, undone = data.draw(st.sampled_from(self.undoable()))
        legs = tuple((name, -cents) for name, cents in undone)
        self.posted.remove((link, undone))
        self.model.post(legs)
        self.write_posted(f'Undone\n  compensates: "{link}"\n', self.new_link() if again else "", legs, link)

    @rule(days=st.sampled_from([1, 1, 1, 2, 5]))
    def wait(self, days: int) -> None:
        for _ in range(days):
            self.known[self.model.today] = self.model.balances()
            self.model.pass_day()

    @rule(missing=st.builds(lambda cents, sign: (cents + 1) * sign, amount, side))
    def count_the_wallet(self, missing: int) -> None:
        """A pad today, and the assertion that fills it in the morning."""
        self.write(f"pad {WALLET} {UNKNOWN}\n")
        self.wait(1)
        self.wallet += missing
        self.write(f"balance {WALLET}  {money(self.wallet)}\n")
        self.model.post([(WALLET, missing), (UNKNOWN, -missing)])

    # What must not happen: there is exactly this error then, and all figures stay.

    def refused(self, written: str, code: str, *, posted: Legs = (), pending: Legs = (), before: int = 0) -> None:
        """The entry is refused; what it posts by itself counts all the same."""
        wrong = Entry(self.model.today - before, f"{date_of(self.model.today - before)} {written}")
        journal = text([*self.entries, wrong])
        ledger = self.read(journal)
        assert said(ledger) == [code], journal
        expected = deepcopy(self.model)
        expected.post(posted)
        for name, cents in pending:
            expected.counters[name].hold(cents)
        assert balances(ledger) == expected.balances()

    def resolve_wrongly(self, link: str, code: str, legs: Legs, word: str, before: int = 0) -> None:
        """By a transaction with these legs that says the word, or by a discard."""
        if word == "discard":
            self.refused(f'custom "discard" "{link}"\n', code, before=before)
        else:
            self.refused(f'* "Wrong"\n  {word}: "{link}"\n' + leg_lines(legs), code, posted=legs, before=before)

    def of_posted(self) -> list[str]:
        """Links that only what is posted has, and that nothing resolved."""
        others = {hold.link for hold in self.model.holds} | {entry.resolves for entry in self.entries}
        return sorted({link for link, _ in self.posted if link} - others)

    def closed(self) -> list[str]:
        resolved = {hold.link for hold in self.model.holds} | {entry.resolves for entry in self.entries}
        return sorted(link for link in resolved if link and not self.model.open(link))

    def of_one_day(self) -> list[str]:
        """Links of pending transactions that nothing with the same link came before."""
        held = {hold.link for hold in self.model.holds if hold.day < self.model.today}
        return [link for link in self.links() if link not in held and self.model.today > 1]

    @rule(data=st.data(), legs=balanced(), word=st.sampled_from(["discard", "posts", "posts-part", "compensates"]))
    def nothing_is_pending(self, data: st.DataObject, legs: Legs, word: str) -> None:
        """There is no such link, or what has it is posted, resolved, or pending only later."""
        links = {
            "resolved-twice": self.closed(),
            "resolved-early": self.of_one_day(),
            "not-pending": self.of_posted(),
            "unknown-pending": ["never"],
        }
        code = data.draw(st.sampled_from([code for code, found in links.items() if found]))
        link = data.draw(st.sampled_from(links[code]))
        if not self.undoes(link, legs):
            self.resolve_wrongly(link, code, legs, word, before=1 if code == "resolved-early" else 0)

    @precondition(lambda self: any(any(self.model.open(link)[0].left) for link in self.divisible()))
    @rule(data=st.data(), more=st.integers(1, 3))
    def too_large(self, data: st.DataObject, more: int) -> None:
        link = data.draw(st.sampled_from([link for link in self.divisible() if any(self.model.open(link)[0].left)]))
        (name, posted), (other, _) = self.part(data, link, 100)
        _, _, whole = measure(self.model.open(link)[0], ((name, posted),))
        large = whole + more * (1 if posted > 0 else -1)
        self.resolve_wrongly(link, "no-part", ((name, large), (other, -large)), "posts-part")

    @precondition(lambda self: self.links())
    @rule(data=st.data(), legs=balanced())
    def while_pending(self, data: st.DataObject, legs: Legs) -> None:
        link = data.draw(st.sampled_from(self.links()))
        self.refused(f'! "Wrong"\n  posts: "{link}"\n' + leg_lines(legs), "pending-resolution", pending=legs)

    @precondition(lambda self: len(self.links()) > len(self.links(fallible=False)))
    @rule(data=st.data(), legs=balanced(), word=st.sampled_from(["discard", "posts"]))
    def what_cannot_fall_away(self, data: st.DataObject, legs: Legs, word: str) -> None:
        stuck = [link for link in self.links() if link not in self.links(fallible=False)]
        self.resolve_wrongly(data.draw(st.sampled_from(stuck)), "unbalanced-rest", legs, word)

    @precondition(lambda self: any(len(self.model.open(link)) > 1 for link in self.links()))
    @rule(data=st.data(), legs=balanced())
    def part_of_which(self, data: st.DataObject, legs: Legs) -> None:
        several = [link for link in self.links() if len(self.model.open(link)) > 1]
        self.resolve_wrongly(data.draw(st.sampled_from(several)), "ambiguous-part", legs, "posts-part")

    @precondition(lambda self: self.links())
    @rule(data=st.data(), cents=amount, giver=account, receiver=account)
    def does_not_undo(self, data: st.DataObject, cents: int, giver: str, receiver: str) -> None:
        if giver != receiver:
            link = data.draw(st.sampled_from(self.links()))
            legs = (*self.model.reverse(link), (receiver, cents), (giver, -cents))
            self.resolve_wrongly(link, "not-compensating", legs, "compensates")

    @rule(name=account, of_posted=st.booleans(), off=st.sampled_from([0, 0, 2, -100]))
    def statement(self, name: str, of_posted: bool, off: int) -> None:
        """Tomorrow morning's statement of an account: what is posted, or what is pending too.

        An assertion lets twice the tolerance of a transaction pass, which is a cent.
        """
        posted, pending, _ = self.model.balances()[name]
        cents = (posted if of_posted else pending) * (1 if DEBITS_ARE_NORMAL[name] else -1) + off
        status = '  status: "posted"\n' * of_posted
        asserted = Entry(0, f"{date_of(self.model.today + 1)} balance {name}  {money(cents)}\n{status}")
        ledger = self.read(text([*self.entries, asserted]))
        assert said(ledger) == ["failed-balance"] * (off != 0)

    # What always holds.

    @invariant()
    def figures_are_those_of_the_model(self) -> None:
        if not hasattr(self, "entries"):
            return
        ledger = self.now()
        assert said(ledger) == []
        assert counted(ledger) == {name: each for name, each in self.model.counters.items() if each != Counters()}
        assert balances(ledger) == self.model.balances()
        for posted, _, available in balances(ledger).values():
            assert available <= posted
        self.debits_equal_credits(ledger)

    def debits_equal_credits(self, ledger: Ledger) -> None:
        """In every transaction, over all its legs; over those that are pending too, unless it went half-way.

        What is posted of a transaction that went half-way is off by what is pending, and by no more.
        """
        half_way = {f"^{hold.link}" for hold in self.model.holds if hold.fate is Fate.OPEN and not hold.may_fall_away}
        for each in ledger.transactions():
            sums: dict[Status, int] = defaultdict(int)
            for posting in each.postings:
                sums[posting.status] += cents_of(posting.number)
            assert sums[Status.PENDING] + sums[Status.POSTED] == 0
            assert sums[Status.DISCARDED] == 0
            if not half_way & {f"^{link}" for link in each.links}:
                assert sums[Status.PENDING] == sums[Status.POSTED] == 0
        for each in ledger.discarded:
            assert sum(cents_of(posting.number) for posting in each.postings) == 0
            assert {posting.status for posting in each.postings} == {Status.DISCARDED}

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def as_of_a_day(self, data: st.DataObject) -> None:
        """What was known on a day is what the journal said that was cut there, and what the model said then."""
        day = data.draw(st.sampled_from(sorted(self.known)))
        known = self.read(text(self.entries), as_of=date_of(day))
        assert same(known, self.read(until(self.entries, day), today=date_of(day)))
        assert balances(known) == self.known[day]

    @rule()
    def what_fell_away_was_never_there(self) -> None:
        """Without it, and without a word of it, all balances of all days are what they are."""
        # Of a link that was used again, something may be there still.
        gone = {hold.link for hold in self.model.holds} - {
            hold.link for hold in self.model.holds if hold.fate is not Fate.GONE
        }
        there, never = self.now(), self.read(without(self.entries, gone))
        assert said(never) == []
        for kind in BalanceKind:
            one, other = there.counting(kind), never.counting(kind)
            for day in range(self.model.today + 1):
                assert one.inventories(date_of(day)) == other.inventories(date_of(day))

    @rule(shuffler=st.randoms(use_true_random=False))
    def order_within_a_day_means_nothing(self, shuffler: random.Random) -> None:
        ledger, other = self.now(), self.read(reordered(self.entries, shuffler))
        assert said(other) == []
        assert balances(other) == balances(ledger)
        for day in range(self.model.today + 1):
            assert other.inventories(date_of(day)) == ledger.inventories(date_of(day))


def net(legs: Legs) -> dict[str, int]:
    """What legs come to by account, where it is not zero."""
    sums: dict[str, int] = defaultdict(int)
    for name, cents in legs:
        sums[name] += cents
    return {name: cents for name, cents in sums.items() if cents}


def cents_of(number: object) -> int:
    found = int(number * 100)  # type: ignore[operator]
    assert found == number * 100  # type: ignore[operator]
    return found


def said(ledger: Ledger) -> list[str]:
    return [each.code for each in ledger.diagnostics]


def counted(ledger: Ledger) -> Mapping[str, Counters]:
    """The four counters of each account by the legs that are there."""
    found: dict[str, Counters] = defaultdict(Counters)
    for transaction in ledger.transactions():
        for posting in transaction.postings:
            cents = cents_of(posting.number)
            if posting.status is Status.PENDING:
                found[posting.account].hold(cents)
            else:
                found[posting.account].post(cents)
    return {name: each for name, each in found.items() if each != Counters()}


def balances(ledger: Ledger) -> dict[str, tuple[int, ...]]:
    """Posted, pending and available, in the normal direction of each account."""
    kinds = [ledger.counting(kind) for kind in (BalanceKind.POSTED, BalanceKind.PENDING, BalanceKind.AVAILABLE)]
    return {
        name: tuple(cents_of(each.inventory(name).units("USD")) * (1 if normal else -1) for each in kinds)
        for name, normal in DEBITS_ARE_NORMAL.items()
    }


def same(one: Ledger, other: Ledger) -> bool:
    """Whether two readings of a journal, of which the second knows no later day, say the same.

    Of a journal read as of a day a pad may wait for its assertion; where the text ends there, it waits in vain.
    """
    diagnostics: Iterable[object] = [each for each in other.diagnostics if each.code != "unused-pad"]
    assert one.directives == other.directives
    assert one.discarded == other.discarded
    assert dict(one.resolutions) == dict(other.resolutions)
    assert list(one.diagnostics) == diagnostics
    assert not any(isinstance(each, Transaction) and not each.postings for each in one.directives)
    return one.inventories() == other.inventories()


def run(number: int, how: settings) -> None:
    print(f"seed {number}: pytest {__file__} --hypothesis-seed={number} takes these courses again")
    run_state_machine_as_test(seed(number)(Lifecycles), settings=how)


def asked_for(request: pytest.FixtureRequest) -> int | None:
    asked = request.config.getoption("--hypothesis-seed")
    return None if asked in (None, "random") else int(asked)


def test_courses(request: pytest.FixtureRequest) -> None:
    run(asked_for(request) or SEED, QUICK)


@pytest.mark.long
def test_many_courses(request: pytest.FixtureRequest) -> None:
    run(asked_for(request) or random.SystemRandom().randrange(2**32), LONG)
