"""``pfin register``: the postings of an account."""

from typing import Annotated

from typer import Option

from .completion import complete_commodity
from .context import Context
from .options import AccountPattern, Begin, End, PeriodText


def register(
    context: Context,
    account: AccountPattern,
    period: PeriodText = None,
    begin: Begin = None,
    end: End = None,
    payee: Annotated[str | None, Option("--payee", metavar="TEXT", help="Only payees with this text.")] = None,
    tag: Annotated[str | None, Option("--tag", metavar="TAG", help="Only transactions with this tag.")] = None,
    link: Annotated[str | None, Option("--link", metavar="LINK", help="Only transactions with this link.")] = None,
    commodity: Annotated[
        str | None,
        Option(
            "--commodity",
            metavar="NAME",
            help="Only postings of this commodity.",
            autocompletion=complete_commodity,
        ),
    ] = None,
    text: Annotated[
        str | None, Option("--text", metavar="TEXT", help="Only with this text in payee, narration or metadata.")
    ] = None,
    signed: Annotated[bool, Option("--signed", help="Show the journal's signs: credits are negative.")] = False,
    everything: Annotated[
        bool, Option("--all", help="Show discarded postings too, with when and why they fell away.")
    ] = False,
) -> None:
    """Show the postings of an account.

    Each posting of the account, or of accounts below it, comes with the balance that it leaves. The running balance
    begins with what the account held before the period. With --payee, --tag, --link or --text it is the sum of the
    postings shown instead, and is called so. Discarded postings, which --all shows, change no balance.
    """
    from pfin.report.register import Filters, register_period
    from pfin.report.register import register as report
    from pfin.report.register_page import page

    from .choice import chosen_accounts, chosen_commodity, warn_of_unknown

    days = context.period(period, begin, end)
    ledger = context.ledger()
    filters = Filters(
        payee=payee,
        tag=None if tag is None else tag.removeprefix("#"),
        link=None if link is None else link.removeprefix("^"),
        commodity=chosen_commodity(context, ledger, commodity),
        text=text,
    )
    found = report(
        ledger,
        account,
        chosen_accounts(context, ledger, [account]) or [],
        register_period(ledger, days, context.today),
        filters=filters,
        signed=signed,
        discarded=everything,
    )
    known = (*ledger.transactions(), *ledger.discarded)
    if filters.tag is not None:
        warn_of_unknown(context, "tag", filters.tag, (tag for each in known for tag in each.tags))
    if filters.link is not None:
        warn_of_unknown(context, "link", filters.link, (link for each in known for link in each.links))
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))
