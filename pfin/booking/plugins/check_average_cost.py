"""beancount.plugins.check_average_cost: reductions in accounts booked NONE are near the average cost.

Where nothing matches reductions with lots, the cost of what is sold is whatever the journal says. This checks that it
is the average cost of what the account holds just before, within a share of it: one per cent, or the configuration.
"""

from decimal import Decimal

from pfin.model.amount import ZERO, plain
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import BookingMethod, Directive, Posting, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..accounts import first_opens
from .config import literal

_USUAL = 0.01
_EXAMPLE = "0.02"
# What Python reads as infinite is not, so that it can be reckoned with.
_MOST = 1e300


class _Held:
    """The units of a commodity in an account, and what they cost altogether."""

    __slots__ = ("cost", "units")

    def __init__(self) -> None:
        self.units = ZERO
        self.cost = ZERO


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report reductions whose cost is too far from the average; the directives stay as they are."""
    share = _share(plugin, problems)
    if share is None:
        return directives
    # Beancount subtracts and adds in binary floating point. So do we: 1 - 0.1 is a little more than 0.9 there, and
    # decides whether a cost of exactly nine tenths passes.
    least, most = Decimal.from_float(1 - share), Decimal.from_float(1 + share)
    unbooked = {name for name, opened in first_opens(directives).items() if opened.booking is BookingMethod.NONE}
    held: dict[tuple[str, str, str | None], _Held] = {}
    far: list[tuple[Transaction, Posting, Decimal]] = []
    for transaction in directives:
        if not isinstance(transaction, Transaction):
            continue
        for posting in transaction.postings:
            if posting.account not in unbooked:
                continue
            cost = posting.cost
            before = held.setdefault(
                (posting.account, posting.commodity, None if cost is None else cost.commodity), _Held()
            )
            if posting.number < 0 and before.units:
                if cost is None:
                    _refuse_without_cost(transaction, posting, plugin, problems)
                    return directives
                average = before.cost / before.units
                if not average * least <= cost.number <= average * most:
                    far.append((transaction, posting, average))
            before.units += posting.number
            if cost is not None:
                before.cost += cost.number * posting.number
    for transaction, posting, average in far:
        _report(transaction, posting, average, problems)
    return directives


def _share(plugin: Plugin, problems: Problems) -> float | None:
    """How far from the average a cost may be, as a share of it; None where the configuration is bad."""
    if not plugin.config or not plugin.config.strip():
        return _USUAL
    share = literal(plugin, float, _EXAMPLE, problems)
    return None if share is None else min(max(share, -_MOST), _MOST)


def _report(transaction: Transaction, posting: Posting, average: Decimal, problems: Problems) -> None:
    cost = posting.cost
    assert cost is not None
    problems.error(
        "not-average-cost",
        f"{posting.amount} leave {posting.account} at a cost of {plain(cost.number)} {cost.commodity} each, "
        f"but cost {plain(average)} {cost.commodity} on average",
        transaction,
        related=[(Place(transaction.file, posting.line), "reduced here")],
        hint="reduce the lot at about its average cost, or widen the share that plugin check_average_cost allows",
    )


def _refuse_without_cost(transaction: Transaction, posting: Posting, plugin: Plugin, problems: Problems) -> None:
    problems.error(
        "not-average-cost",
        f"{plugin.name} cannot check {posting.account}, which has booking NONE and from which units without a cost go",
        plugin,
        related=[(Place(transaction.file, posting.line), "no cost here")],
        hint="open the account with another booking method, or remove the plugin",
    )
