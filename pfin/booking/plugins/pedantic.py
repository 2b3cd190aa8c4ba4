"""beancount.plugins.pedantic: all the plugins that check more than the language asks."""

from . import (
    check_commodity,
    check_drained,
    coherent_cost,
    leafonly,
    noduplicates,
    nounused,
    onecommodity,
    sellgains,
    unique_prices,
)
from .run import Run

PARTS: tuple[Run, ...] = (
    check_commodity.run,
    coherent_cost.run,
    leafonly.run,
    noduplicates.run,
    nounused.run,
    onecommodity.run,
    sellgains.run,
    unique_prices.run,
    check_drained.run,
)
