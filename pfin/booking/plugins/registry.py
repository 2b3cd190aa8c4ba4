"""The plugins by name, and what each runs."""

from pfin.model.journal import Journal

from . import (
    auto,
    auto_accounts,
    check_average_cost,
    check_closing,
    check_commodity,
    check_drained,
    close_tree,
    coherent_cost,
    commodity_attr,
    currency_accounts,
    implicit_prices,
    leafonly,
    noduplicates,
    nounused,
    onecommodity,
    own,
    pedantic,
    sellgains,
    unique_prices,
)
from .inert import INERT
from .run import Run
from .stages import stages

SHIPPED: dict[str, tuple[Run, ...]] = {
    "beancount.plugins.auto": auto.PARTS,
    "beancount.plugins.auto_accounts": (auto_accounts.run,),
    "beancount.plugins.check_average_cost": (check_average_cost.run,),
    "beancount.plugins.check_closing": (check_closing.run,),
    "beancount.plugins.check_commodity": (check_commodity.run,),
    "beancount.plugins.check_drained": (check_drained.run,),
    "beancount.plugins.close_tree": (close_tree.run,),
    "beancount.plugins.coherent_cost": (coherent_cost.run,),
    "beancount.plugins.commodity_attr": (commodity_attr.run,),
    "beancount.plugins.currency_accounts": (currency_accounts.run,),
    "beancount.plugins.implicit_prices": (implicit_prices.run,),
    "beancount.plugins.leafonly": (leafonly.run,),
    "beancount.plugins.noduplicates": (noduplicates.run,),
    "beancount.plugins.nounused": (nounused.run,),
    "beancount.plugins.onecommodity": (onecommodity.run,),
    "beancount.plugins.pedantic": pedantic.PARTS,
    "beancount.plugins.sellgains": (sellgains.run,),
    "beancount.plugins.unique_prices": (unique_prices.run,),
    own.NAME: (own.run,),
}
"""The plugins that come with Beancount, and pfin's; each part works on what the one before gives back."""

CONFIGURED: frozenset[Run] = frozenset(
    {
        check_average_cost.run,
        check_commodity.run,
        commodity_attr.run,
        currency_accounts.run,
        onecommodity.run,
        own.run,
    }
)
"""The plugins that read a configuration; for the others to get one is an error."""


def parts_of(name: str, journal: Journal) -> tuple[Run, ...] | None:
    """What the plugin of a name runs, which may be nothing, or None where pfin does not have it."""
    if name in INERT:
        return ()
    return SHIPPED.get(name) or stages(journal).get(name)
