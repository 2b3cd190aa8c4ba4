"""Pads: transactions that make up what a balance assertion lacks.

A ``pad`` of an account waits for the assertions that follow. The first one for each commodity that fails is made
true by a transaction, dated and placed like the pad, which moves the difference from the pad's source account; after
an assertion of a commodity the pad is spent for it. The balance of the padded account includes its children, and
assertions of its children count like its own, as in Beancount. What other pads bring in is not seen. Assertions of what
is posted (``status: "posted"``) fill no pad: a pad makes up for what was never written, not for what is still pending.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pfin.model.account import ancestry
from pfin.model.amount import ZERO, Amount
from pfin.model.diagnostics import Problems
from pfin.model.directives import (
    EMPTY,
    Balance,
    Directive,
    Pad,
    Posting,
    Status,
    Transaction,
    chronological,
)
from pfin.model.inventory import Inventory
from pfin.model.lot import Cost
from pfin.model.options import Options

from .tolerance import assertion_tolerance

_FLAG = "P"


def insert_pads(
    directives: Sequence[Directive], options: Options, problems: Problems, *, cut: bool = False
) -> list[Directive]:
    """The directives with the transactions of pads among them, in chronological order.

    Errors: a pad that no assertion needed (unless the journal is ``cut`` at a day), at the pad; a pad for units held at
    cost, at the assertion.
    """
    pads = [directive for directive in directives if isinstance(directive, Pad)]
    if not pads:
        return list(directives)
    made = _make_transactions(directives, pads, options, problems)
    of_posted = {each.account for each in directives if isinstance(each, Balance) and each.of_posted}
    for pad in pads:
        if not made[id(pad)] and not cut:
            hint = "remove it, or assert a balance on a later date"
            if pad.account in of_posted:
                hint += ' without status: "posted", which fills no pad'
            problems.error(
                "unused-pad",
                f"no balance of {pad.account} needs this pad",
                pad,
                hint=hint,
            )
    result: list[Directive] = []
    for directive in directives:
        result.append(directive)
        if isinstance(directive, Pad):
            result += made[id(directive)]
    return sorted(result, key=chronological)


class _Padded:
    """The running state of one padded account: what it holds with its children, and the pad that waits.

    Units are added up beside the lots, by commodity, as there may be many lots and many assertions.
    """

    def __init__(self) -> None:
        self.units: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.held: defaultdict[str, Inventory] = defaultdict(Inventory)
        self.pad: Pad | None = None
        self.spent: set[str] = set()

    def start(self, pad: Pad) -> None:
        self.pad = pad
        self.spent = set()

    def add(self, number: Decimal, commodity: str, cost: Cost | None = None) -> None:
        self.units[commodity] += number
        self.held[commodity].add(number, commodity, cost)


def _make_transactions(
    directives: Iterable[Directive], pads: Sequence[Pad], options: Options, problems: Problems
) -> dict[int, list[Transaction]]:
    """The transactions of each pad, by the pad's identity."""
    # Two pads may be equal, and are two nevertheless.
    made: dict[int, list[Transaction]] = {id(pad): [] for pad in pads}
    padded = {pad.account: _Padded() for pad in sorted(pads, key=lambda pad: pad.account)}
    containing: dict[str, list[_Padded]] = {}

    def all_of(account: str) -> list[_Padded]:
        if account not in containing:
            containing[account] = [padded[name] for name in ancestry(account) if name in padded]
        return containing[account]

    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                for state in all_of(posting.account):
                    state.add(posting.number, posting.commodity, posting.cost)
        elif isinstance(directive, Pad):
            padded[directive.account].start(directive)
        elif isinstance(directive, Balance) and not directive.of_posted:
            for state in all_of(directive.account):
                transaction = _fill(state, directive, options, problems)
                if transaction is not None:
                    made[id(state.pad)].append(transaction)
    return made


def _fill(state: _Padded, balance: Balance, options: Options, problems: Problems) -> Transaction | None:
    """The transaction that an assertion needs, if its pad still waits for the commodity."""
    expected = balance.amount
    actual = state.units.get(expected.commodity, ZERO)
    tolerance = balance.tolerance
    if tolerance is None:
        tolerance = assertion_tolerance(expected.number, options)
    fails = abs(actual - expected.number) > tolerance
    waits = state.pad is not None and expected.commodity not in state.spent
    state.spent.add(expected.commodity)
    if not fails or not waits or state.pad is None:
        return None
    pad = state.pad
    held = state.held[expected.commodity]
    if any(lot.cost is not None for lot in held):
        problems.error(
            "pad-at-cost",
            f"{pad.account} holds {expected.commodity} at cost, which a pad cannot make up",
            balance,
            related=[(pad, "the pad")],
            hint="write a transaction that says at what cost the units came or went",
        )
    # Added up by lots, as Beancount does it, the units have no more digits than the lots that are left.
    missing = Amount(expected.number - held.units(expected.commodity), expected.commodity)
    state.add(missing.number, missing.commodity)
    return _transaction(pad, balance, missing)


def _transaction(pad: Pad, balance: Balance, missing: Amount) -> Transaction:
    legs = ((pad.account, missing), (pad.source, -missing))
    # The legs are made for the assertion, so what is said of it is said of them; a line is one of the pad's file.
    line = balance.line if balance.file == pad.file else pad.line
    return Transaction(
        pad.date,
        pad.file,
        pad.line,
        pad.meta,
        _FLAG,
        None,
        f"Padding for the balance of {balance.amount} on {balance.date}",
        EMPTY,
        EMPTY,
        tuple(
            Posting(account, units.number, units.commodity, None, None, None, Status.POSTED, balance.meta, line)
            for account, units in legs
        ),
    )
