"""One plain sentence on what a transaction is from a boundary, for a reader who knows no accounting.

Problem. A sentence must be true of every journal: of several postings and commodities, of accounts with any names, and
of boundaries that anybody may draw.

Solution. Words are derived from three things alone: the types of accounts, which side of the line they are on, and
which way amounts go. Postings outside are gathered by type and direction, and each such group has a clause of its own
("80.00 USD is spent"). What the accounts inside do among each other has another one, as does an exchange of
commodities. The shape of the sentence follows from which of these there are.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from pfin.model.account import AccountType
from pfin.model.directives import Posting

from .explain_role import Crossing, Setting, summed, worth
from .explain_words import Phrase, Wording, clauses, named

_ASSETS, _LIABILITIES, _EQUITY, _INCOME, _EXPENSES = (
    AccountType.ASSETS,
    AccountType.LIABILITIES,
    AccountType.EQUITY,
    AccountType.INCOME,
    AccountType.EXPENSES,
)
# The order in which clauses stand: first what explains most.
_ORDER_OUT = (_LIABILITIES, _ASSETS, _EXPENSES, _INCOME, _EQUITY)
_ORDER_IN = (_INCOME, _EXPENSES, _ASSETS, _LIABILITIES, _EQUITY)


def sentence(found: Crossing, known: Setting, words: Wording) -> str:
    """The sentence, with the name of the boundary at its beginning and a full stop at its end."""
    said = _Sentence(found, known, words).text()
    return f"For {found.boundary.name}, {said}."


class _Group(Struct, frozen=True):
    """Postings outside of one type of account and one direction.

    ``is_exchanged`` says that they are of commodities of which nothing moves inside, so that something else is given
    for them.
    """

    kind: AccountType
    postings: tuple[Posting, ...]
    is_exchanged: bool

    @property
    def accounts(self) -> str:
        return named([posting.account for posting in self.postings])

    @property
    def had_cost(self) -> bool:
        return any(posting.cost is not None for posting in self.postings)


class _Sentence:
    """The making of one sentence."""

    def __init__(self, found: Crossing, known: Setting, words: Wording) -> None:
        self._found = found
        self._known = known
        self._words = words
        self._inside = found.inside
        self._change = found.change
        # Words like "spent" and "borrowed" are said of someone's assets and debts. What lies inside may be anything.
        self._is_plain = bool(self._kinds(found.inside) - {_ASSETS, _LIABILITIES})
        outs = tuple(posting for posting in found.outside if posting.number > 0)
        ins = tuple(posting for posting in found.outside if posting.number < 0)
        self._outs = self._groups(outs, _ORDER_OUT)
        self._ins = self._groups(ins, _ORDER_IN)

    def text(self) -> str:
        """The sentence without its frame."""
        if not self._found.is_seen:
            return self._not_seen()
        if self._is_exchange:
            said = self._exchange()
            flows = clauses([*self._in_clauses(), *self._out_clauses()])
            if not flows:
                return f"nothing comes in and nothing goes out: {said}"
            only = "" if self._ins or self._sold else "only "
            return f"{said}; {only}{flows}"
        return self._with_flows() + self._becoming() + self._residue()

    def _with_flows(self) -> str:
        if not self._ins and not self._outs:
            moved = self._moved(self._words.sums(self._found.internal), alone=True)
            return "nothing comes in and nothing goes out" + (f": {moved}" if moved else "")
        if internal := self._found.internal:
            rest = self._moved(self._words.sums(internal))
            if not self._ins:
                return f"only {clauses(self._out_clauses())}; the other {rest}"
            return f"{clauses([*self._in_clauses(), *self._out_clauses()])}; besides, {rest}"
        if self._ins and self._outs:
            return f"{self._grows()}: {clauses(self._in_clauses())}, but {clauses(self._out_clauses())}"
        if not self._change:
            return f"what is there stays as it is: {clauses([*self._in_clauses(), *self._out_clauses()])}"
        return self._outflow() if self._outs else self._inflow()

    # What crosses the line

    def _outflow(self) -> str:
        """Only outflows, and inside only accounts that give."""
        kinds = self._kinds(self._inside)
        givers = named([posting.account for posting in self._inside])
        total = self._words.sums(self._change)
        if kinds == {_LIABILITIES}:
            unpaid = "nothing is paid yet, but " if {group.kind for group in self._outs} == {_EXPENSES} else ""
            return f"{clauses(self._out_clauses())}: {unpaid}the debt ({givers}) grows by as much"
        if _LIABILITIES in kinds and not self._is_plain:
            return f"{clauses(self._out_clauses())}: {self._changes()}"
        if {group.kind for group in self._outs} == {_EXPENSES} and not self._is_spent and not self._is_plain:
            counts = "counts" if len({posting.account for posting in self._inside}) == 1 else "count"
            return f"{clauses(self._out_clauses())}: {givers} {counts} for as much less"
        if len(self._outs) == 1:
            return f"{total.does('leaves', 'leave')}: {self._out(self._outs[0], total)}"
        return f"all {total.does('leaves', 'leave')}: {clauses(self._out_clauses())}"

    def _inflow(self) -> str:
        """Only inflows, and inside only accounts that take."""
        kinds = self._kinds(self._inside)
        total = self._words.sums(self._change)
        if kinds == {_LIABILITIES}:
            takers = named([posting.account for posting in self._inside])
            return f"{clauses(self._in_clauses())}: the debt ({takers}) gets smaller by as much"
        if _LIABILITIES in kinds and not self._is_plain:
            return f"{clauses(self._in_clauses())}: {self._changes()}"
        if len(self._ins) == 1:
            return f"{total.does('comes', 'come')} in: {self._in(self._ins[0], total)}"
        return f"all in all {total.does('comes', 'come')} in: {clauses(self._in_clauses())}"

    def _grows(self) -> str:
        if not self._change:
            return "as much comes in as goes out"
        is_more = all(number > 0 for number in self._change.values())
        if self._kinds(self._inside) == {_LIABILITIES}:
            subject, is_more = "the debt", not is_more
        else:
            subject = "what is there"
        return f"{subject} {'grows' if is_more else 'shrinks'} by {self._words.sums(self._change).text}"

    def _out_clauses(self) -> list[str]:
        return [self._out(group) for group in self._outs]

    def _in_clauses(self) -> list[str]:
        return [self._in(group) for group in self._ins]

    def _out(self, group: _Group, total: Phrase | None = None) -> str:
        """What a group of outflows is; ``total`` is the amount named before, to which it may refer."""
        subject = self._subject(group, total)
        accounts = group.accounts
        if self._is_plain:
            return f"{subject.does('goes', 'go')} to {accounts}"
        match group.kind:
            case AccountType.LIABILITIES:
                return f"{subject.does('pays', 'pay')} back debt ({accounts}){self._counted_before(group)}"
            case AccountType.ASSETS if group.is_exchanged:
                bought = self._words.sums(summed(group.postings)).text
                return f"{subject.does('buys', 'buy')} {bought} ({accounts})"
            case AccountType.ASSETS:
                return f"{subject.does('moves', 'move')} to {accounts}"
            case AccountType.EXPENSES:
                return f"{subject.does('is', 'are')} {'spent' if self._is_spent else 'gone'} ({accounts})"
            case AccountType.INCOME:
                return f"{'as much' if subject.pronoun else subject.text} less is earned ({accounts})"
            case AccountType.EQUITY:
                return f"{subject.does('goes', 'go')} to {accounts}, neither spent nor earned"

    def _in(self, group: _Group, total: Phrase | None = None) -> str:
        """What a group of inflows is."""
        subject = self._subject(group, total)
        accounts = group.accounts
        if self._is_plain:
            return f"{subject.does('comes', 'come')} from {accounts}"
        match group.kind:
            case AccountType.INCOME:
                return f"{subject.does('is', 'are')} earned ({accounts})"
            case AccountType.EXPENSES:
                return f"{subject.does('comes', 'come')} back from what was spent ({accounts})"
            case AccountType.ASSETS if group.is_exchanged:
                units, value = (self._words.sums(sums) for sums in (summed(group.postings), worth(group.postings)))
                if group.had_cost:
                    return f"{_sold(units, value)} ({accounts})"
                return f"{units.does('is', 'are')} exchanged for {value.text} ({accounts})"
            case AccountType.ASSETS:
                return f"{subject.does('comes', 'come')} from {accounts}"
            case AccountType.LIABILITIES:
                return f"{subject.does('is', 'are')} borrowed ({accounts})"
            case AccountType.EQUITY:
                return f"{subject.does('comes', 'come')} from {accounts}, neither earned nor spent"

    def _subject(self, group: _Group, total: Phrase | None) -> Phrase:
        """The amounts of a group: its units, or what it is worth in what is given for it."""
        subject = units = self._words.sums(summed(group.postings))
        if group.is_exchanged:
            value = self._words.sums(worth(group.postings))
            subject = value if group.kind is _ASSETS else Phrase(f"{value.text} ({units.text})", value.plural)
        if total is not None and subject.text == total.text:
            return Phrase("they" if total.plural else "it", total.plural, pronoun=True)
        return subject

    def _counted_before(self, group: _Group) -> str:
        """What paying such a debt is for, where spending made it."""
        inside_is_spent = any(self._known.type_of(name) is _EXPENSES for name in self._found.boundary.accounts)
        if inside_is_spent or not self._is_charged(group.postings):
            return ""
        return f", for purchases that did not touch {self._found.boundary.name} when they were made"

    # What stays inside

    def _moved(self, moved: Phrase, *, alone: bool = False) -> str:
        """What accounts inside do among each other with amounts that none outside has a part in."""
        commodities = self._found.internal
        legs = [posting for posting in self._inside if posting.commodity in commodities]
        givers = [posting for posting in legs if posting.number < 0]
        takers = [posting for posting in legs if posting.number > 0]
        giving, taking = (named([posting.account for posting in each]) for each in (givers, takers))
        given, taken = self._kinds(givers), self._kinds(takers)
        if not given:
            return ""
        if (given, taken) == ({_ASSETS}, {_LIABILITIES}):
            if alone and self._is_charged(takers):
                return (
                    f"{moved.does('pays', 'pay')} for purchases that were counted when they were made, and the debt "
                    f"({taking}) gets smaller by as much as the account ({giving})"
                )
            return f"{moved.does('pays', 'pay')} back debt: what leaves {giving} makes {taking} smaller"
        if (given, taken) == ({_LIABILITIES}, {_ASSETS}):
            holds = "holds" if len({posting.account for posting in takers}) == 1 else "hold"
            return f"{moved.does('is', 'are')} owed from now on ({giving}), and {taking} {holds} as much more"
        if (given, taken) == ({_LIABILITIES}, {_LIABILITIES}):
            verb = "move" if moved.plural else "moves"
            return f"{moved.text} of debt {verb} from {taking} to {giving}, all inside"
        if _LIABILITIES not in given | taken:
            return f"{moved.does('moves', 'move')} from {giving} to {taking}, all inside"
        return f"{moved.does('stays', 'stay')} inside: {self._changes()}"

    def _changes(self) -> str:
        """What each kind of account inside has more or less of."""
        said = []
        for taking in (True, False):
            for kind in AccountType:
                legs = [leg for leg in self._inside if self._known.type_of(leg.account) is kind]
                legs = [leg for leg in legs if (leg.number > 0) is taking]
                if not legs:
                    continue
                amount = self._words.sums(summed(legs)).text
                accounts = named([leg.account for leg in legs])
                if kind is _LIABILITIES:
                    said.append(f"{amount} {'less' if taking else 'more'} is owed ({accounts})")
                else:
                    said.append(f"{amount} {'more' if taking else 'less'} is in {accounts}")
        return clauses(said)

    @property
    def _is_exchange(self) -> bool:
        """Whether something is given inside for something else that is inside then."""
        signs = {number > 0 for number in self._change.values()}
        return len(signs) > 1

    @property
    def _sold(self) -> list[Posting]:
        return [leg for leg in self._inside if leg.cost is not None and leg.number < 0]

    def _exchange(self) -> str:
        given, got = self._by_sign(self._found.conversions)
        if not given or not got:
            given, got = self._by_sign(self._change)
        sold = self._sold
        if not sold:
            bought = self._words.sums(got)
            stays = "stay" if bought.plural else "stays"
            return f"{self._words.sums(given).does('buys', 'buy')} {bought.text}, which {stays} inside"
        came = self._words.sums(self._by_sign(self._change)[1])
        units = self._words.sums(summed(sold))
        place = "their" if units.plural else "its"
        return f"{_sold(units, self._words.sums(worth(sold)))}, and {came.does('comes', 'come')} in {place} place"

    def _becoming(self) -> str:
        """The exchange between what crosses the line and what is inside, where no flow has said it."""
        given, got = self._by_sign(self._found.conversions)
        if not given or not got or any(group.is_exchanged for group in (*self._ins, *self._outs)):
            return ""
        return f"; {self._words.sums(given).does('becomes', 'become')} {self._words.sums(got).text}"

    @staticmethod
    def _by_sign(sums: dict[str, Decimal]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        return (
            {name: number for name, number in sums.items() if number < 0},
            {name: number for name, number in sums.items() if number > 0},
        )

    def _residue(self) -> str:
        """What is had for nothing, and what tolerances let pass where no exchange hides it."""
        postings = (*self._inside, *self._found.outside)
        free = summed(leg for leg in self._inside if leg.weight.number == 0)
        if free:
            return f"; {self._words.sums(free).does('is', 'are')} had or given away for nothing"
        if not self._found.conversions or any(leg.weight.commodity != leg.commodity for leg in postings):
            return ""
        off = self._words.sums(self._found.conversions)
        return f"; {off.does('is', 'are')} rounding that the journal lets pass"

    # What is not seen

    def _not_seen(self) -> str:
        said = "nothing happens: none of its accounts takes part"
        debts = [leg for leg in self._found.outside if self._known.type_of(leg.account) is _LIABILITIES]
        bought = any(self._known.type_of(leg.account) is _EXPENSES and leg.number > 0 for leg in self._found.outside)
        paid = any(self._known.type_of(leg.account) is _ASSETS and leg.number < 0 for leg in self._found.outside)
        if bought and debts and not paid and all(leg.number < 0 for leg in debts):
            owed = named([leg.account for leg in debts])
            said += f"; what is spent is owed for now ({owed}), and paid with that debt"
        return said

    # What is known

    @property
    def _is_spent(self) -> bool:
        """Whether an expense is paid for: from money, by debt or out of income. Else something is worth less."""
        money = self._known.money
        return any(
            posting.number < 0
            and (
                self._known.type_of(posting.account) in (_LIABILITIES, _INCOME)
                or (self._known.type_of(posting.account) is _ASSETS and (money is None or posting.account in money))
            )
            for posting in self._found.transaction.postings
        )

    def _is_charged(self, postings: Sequence[Posting]) -> bool:
        debts = {leg.account for leg in postings if self._known.type_of(leg.account) is _LIABILITIES}
        return debts <= self._known.charged

    def _kinds(self, postings: Sequence[Posting]) -> set[AccountType]:
        return {self._known.type_of(posting.account) for posting in postings}

    def _groups(self, postings: Sequence[Posting], order: Sequence[AccountType]) -> list[_Group]:
        own = {posting.commodity for posting in self._inside}
        groups = []
        for kind in order:
            for is_exchanged in (False, True):
                legs = tuple(
                    leg
                    for leg in postings
                    if self._known.type_of(leg.account) is kind
                    and (leg.commodity not in own and _is_for_another(leg)) is is_exchanged
                )
                if legs:
                    groups.append(_Group(kind, legs, is_exchanged))
        return groups


def _is_for_another(posting: Posting) -> bool:
    """Whether something of another commodity is given for a posting."""
    weight = posting.weight
    return weight.commodity != posting.commodity and weight.number != 0


def _sold(units: Phrase, value: Phrase) -> str:
    return f"{units.text} that cost {value.text} {'are' if units.plural else 'is'} sold"
