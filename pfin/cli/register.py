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
    from pfin.report.register import register as report
    from pfin.report.register import register_period
    from pfin.report.register_page import page

    from .choice import chosen_accounts, chosen_commodity, chosen_filters

    days = context.period(period, begin, end)
    ledger = context.ledger()
    named = chosen_commodity(context, ledger, commodity)
    accounts = chosen_accounts(context, ledger, [account]) or []
    known = (*ledger.transactions(), *ledger.discarded)
    filters = chosen_filters(context, known, payee=payee, tag=tag, link=link, text=text, commodity=named)
    span = register_period(ledger, days, context.today)
    found = report(ledger, account, accounts, span, filters=filters, signed=signed, discarded=everything)
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))
