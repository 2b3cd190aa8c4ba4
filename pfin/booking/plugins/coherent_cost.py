"""beancount.plugins.coherent_cost: a commodity is held at cost always or never."""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Directive, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Report commodities posted both ways; the directives stay as they are."""
    with_cost: dict[str, Transaction] = {}
    without_cost: dict[str, Transaction] = {}
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                first = without_cost if posting.cost is None else with_cost
                first.setdefault(posting.commodity, directive)
    for commodity, transaction in without_cost.items():
        if commodity in with_cost:
            problems.error(
                "incoherent-cost",
                f"{commodity} is posted without a cost here, elsewhere with one",
                transaction,
                focus=commodity,
                related=[(with_cost[commodity], "with a cost here")],
                hint="add the cost in braces, as in {100 USD}, or {} to take it from the lot that is reduced",
            )
    return directives
