"""Arguments and options that several commands have, each declared once.

A command writes ``at: At = None``. Days and periods stay text until the command asks its context to read them,
because what ``today`` is may be said after them.
"""

from typing import Annotated

from typer import Argument, Option

from .completion import complete_account, complete_boundary, complete_commodity, complete_period

AccountPattern = Annotated[
    str,
    Argument(
        metavar="ACCOUNT",
        help="An account or parent account, a part of its name, or a pattern with *.",
        autocompletion=complete_account,
        show_default=False,
    ),
]
AccountPatterns = Annotated[
    list[str] | None,
    Argument(
        metavar="ACCOUNT",
        help="Only these: accounts or parent accounts, parts of names, or patterns with *.",
        autocompletion=complete_account,
        show_default=False,
    ),
]
BoundaryText = Annotated[
    str,
    Argument(
        metavar="BOUNDARY",
        help="An account, a name such as cash or networth, or an expression such as 'cash - Assets:Bank:Gifts'.",
        autocompletion=complete_boundary,
        show_default=False,
    ),
]
At = Annotated[
    str | None,
    Option(
        "--at",
        metavar="DATE",
        help="At the end of this day, such as 2025-10-31, yesterday or 2025-Q3.",
        autocompletion=complete_period,
    ),
]
Begin = Annotated[
    str | None,
    Option("--begin", "-b", metavar="DATE", help="From this day on (inclusive).", autocompletion=complete_period),
]
End = Annotated[
    str | None,
    Option(
        "--end", "-e", metavar="DATE", help="Up to but not on this day (exclusive).", autocompletion=complete_period
    ),
]
PeriodText = Annotated[
    str | None,
    Option(
        "--period",
        "-p",
        metavar="PERIOD",
        help="Such as 2025, 2025-Q3, 'last month', ytd or 2024-07..2025-06.",
        autocompletion=complete_period,
    ),
]
ValueIn = Annotated[
    str | None,
    Option(
        "--value",
        metavar="CURRENCY",
        help="Show market values in this currency.",
        autocompletion=complete_commodity,
    ),
]
Daily = Annotated[bool, Option("--daily", help="Day by day.")]
Weekly = Annotated[bool, Option("--weekly", help="Week by week, Monday to Sunday.")]
Monthly = Annotated[bool, Option("--monthly", "-M", help="Month by month.")]
Quarterly = Annotated[bool, Option("--quarterly", help="Quarter by quarter.")]
Yearly = Annotated[bool, Option("--yearly", "-Y", help="Year by year.")]
Depth = Annotated[
    int | None, Option("--depth", min=1, metavar="N", help="Count deeper accounts with their parent at level N.")
]
