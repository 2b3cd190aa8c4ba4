"""``pfin seal``: months are closed."""

from datetime import date as Date
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit

from .completion import complete_period
from .context import Context
from .writing import Print, Yes, add_directive

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.model.directives import Directive

# What a seal says of months that were changed is no reason not to seal them anew.
_BROKEN = "broken-seal"


def seal(
    context: Context,
    period: Annotated[
        str,
        Argument(
            metavar="PERIOD",
            help="The last month to seal, such as 2025-09, last-month, or a year.",
            autocompletion=complete_period,
            show_default=False,
        ),
    ],
    yes: Yes = False,
    printed: Print = False,
) -> None:
    """Seal all months up to the end of a period: `pfin check` then tells what is changed in them.

    The directive that is added to the journal's entry file has a digest of what the months mean, so that comments,
    layout and the files may change. It is shown and asked for. To seal months anew after a correction, seal them
    again. `pfin guide seals` tells more.
    """
    month = _last_month(context, period)

    def plan(ledger: "Ledger") -> "Directive":
        from pfin.edit.mistakes import EditError
        from pfin.ledger.seals import seal_directive
        from pfin.model.diagnostics import Severity

        errors = {each.code for each in ledger.diagnostics if each.severity is Severity.ERROR}
        if errors - {_BROKEN}:
            raise EditError("a journal with errors is not sealed", "`pfin check` shows them")
        directive = seal_directive(ledger, month, context.today)
        if directive is None:
            context.message(f"{month:%Y-%m} and what was before it are sealed already, as they are")
            raise Exit(0)
        return directive

    add_directive(context, context.today, plan, yes=yes, printed=printed)


def _last_month(context: Context, text: str) -> Date:
    """The last day of a period, which must end with a month that is over."""
    period = context.period(text, None, None, option="PERIOD")
    end = None if period is None else period.end
    if end is None or end.day != 1:
        context.usage_error(f"PERIOD: '{text}' does not end with a month", "write it as 2025-09, last-month or 2025")
    last = end - timedelta(1)
    if last >= context.today:
        context.usage_error(f"{last:%Y-%m} is not over yet", "only what is past can be sealed: pfin seal last-month")
    return last
