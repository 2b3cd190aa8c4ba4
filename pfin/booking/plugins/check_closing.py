"""beancount.plugins.check_closing: a posting with metadata ``closing: TRUE`` leaves none of its commodity.

The plugin asserts it: a balance of zero on the next day.
"""

from datetime import date as Date
from datetime import timedelta

from msgspec.structs import replace

from pfin.model.amount import ZERO, Amount
from pfin.model.diagnostics import Place, Problems
from pfin.model.directives import NO_META, Balance, Directive, Posting, Transaction
from pfin.model.options import Options
from pfin.model.parsed import Plugin

_KEY = "closing"


def run(directives: list[Directive], options: Options, plugin: Plugin, problems: Problems) -> list[Directive]:
    """Add the assertions, which stand at the lines of the postings, and take the metadata away."""
    after: list[Directive] = []
    for directive in directives:
        if not isinstance(directive, Transaction) or not any(map(_closes, directive.postings)):
            after.append(directive)
            continue
        if directive.date == Date.max:
            problems.error(
                "plugin-failed",
                f"{plugin.name} cannot assert a balance after {Date.max}",
                plugin,
                related=[(Place(directive.file, directive.line), "closed here")],
                hint="correct the date of the transaction",
            )
            return directives
        postings = []
        for posting in directive.postings:
            if _closes(posting):
                after.append(
                    Balance(
                        directive.date + timedelta(days=1),
                        directive.file,
                        posting.line,
                        NO_META,
                        posting.account,
                        Amount(ZERO, posting.commodity),
                        None,
                    )
                )
                posting = replace(posting, meta={key: value for key, value in posting.meta.items() if key != _KEY})
            postings.append(posting)
        after.append(replace(directive, postings=tuple(postings)))
    return after


def _closes(posting: Posting) -> bool:
    return bool(posting.meta.get(_KEY))
