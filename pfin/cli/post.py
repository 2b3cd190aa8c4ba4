"""``pfin post``: what was pending is settled."""

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from .completion import complete_pending, complete_period
from .context import Context
from .writing import Print, Yes, add_directive

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.model.directives import Directive

Link = Annotated[
    str,
    Argument(
        metavar="LINK",
        help="The link of the pending transaction, with or without ^.",
        autocompletion=complete_pending,
        show_default=False,
    ),
]
Day = Annotated[
    str | None,
    Option("--date", metavar="DATE", help="The day it happened; today if left out.", autocompletion=complete_period),
]


def post(
    context: Context,
    link: Link,
    amount: Annotated[
        str | None,
        Argument(
            metavar="[AMOUNT]",
            help="What it came to, such as 41.20; all that is pending if left out.",
            show_default=False,
        ),
    ] = None,
    part: Annotated[bool, Option("--part", help="AMOUNT is a part: the rest stays pending.")] = False,
    date: Day = None,
    yes: Yes = False,
    printed: Print = False,
) -> None:
    """Post a pending transaction: add the posted one that takes its place to the journal.

    It has the payee, narration, accounts and amounts of the pending one, and goes to the end of the file that holds
    that one. The change is shown and asked for, and tried in memory before: the journal gets no errors that it did not
    have. `pfin guide writing` tells more.
    """
    from pfin.edit.resolving import posting

    from .choice import typed_amount

    day = context.day(date, "--date") or context.today
    number, commodity = None, None
    if amount is not None:
        typed = typed_amount(amount)
        if typed is None or typed[0] < 0:
            context.usage_error(f"'{amount}' is no amount to post", "write it as 41.20, 41.20EUR or '41.20 EUR'")
        number, commodity = typed

    def plan(ledger: "Ledger") -> "Directive":
        return posting(ledger, link.removeprefix("^"), day, number, commodity, part=part)

    add_directive(context, day, plan, yes=yes, printed=printed)
