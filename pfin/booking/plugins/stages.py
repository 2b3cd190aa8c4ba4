"""beancount.ops.*: the stages of booking that are plugins too, for journals that order them themselves.

That is of use with the option ``plugin_processing_mode`` "raw"; else such a stage runs twice.
"""

from pfin.model.diagnostics import Problems
from pfin.model.directives import Balance, Directive
from pfin.model.journal import Journal
from pfin.model.options import Options
from pfin.model.parsed import Plugin

from ..accounts import first_opens
from ..assertions import check_assertions
from ..documents import add_documents
from ..pads import insert_pads
from .run import Run


def stages(journal: Journal) -> dict[str, tuple[Run, ...]]:
    """The stages by the names of Beancount's modules."""

    def documents(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
        return add_documents(directives, journal, problems)

    return {
        "beancount.ops.documents": (documents,),
        "beancount.ops.pad": (_pads,),
        "beancount.ops.balance": (_balances,),
    }


def _pads(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    return insert_pads(directives, options, problems)


def _balances(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Check the assertions. Their accounts must be open by now, whatever plugins open later."""
    opens = first_opens(directives)
    for directive in directives:
        if isinstance(directive, Balance) and directive.account not in opens:
            problems.error(
                "unknown-account",
                f"{directive.account} is not open when balances are checked",
                directive,
                focus=directive.account,
                related=[(plugin, "checked by this plugin")],
                hint=f"open it, or name {plugin.name} after the plugins that open accounts",
            )
    check_assertions(directives, options, problems)
    return directives
