"""``pfin explain``: what made a figure, and what a transaction means."""

import os
import re
from typing import TYPE_CHECKING, Annotated, NoReturn

from msgspec import Struct
from typer import Argument, Option

from pfin.model.period import Period

from .completion import complete_account, complete_boundary, complete_period
from .context import Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfin.ledger.ledger import Ledger
    from pfin.model.directives import Transaction
    from pfin.report.explain_places import Spot
    from pfin.report.explain_story import Story
    from pfin.systems.boundaries import Boundaries
    from pfin.systems.boundary import Boundary

# A column may follow, as messages of `pfin check` have it.
_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?::\d+)?")
_FORMS = (
    "TARGET is FILE:LINE; ^LINK or '#TAG'; an account or a boundary, with a day; or a category, with a period and "
    "--boundary"
)
_STOCKS = ("opening", "closing")


class _Found(Struct, frozen=True):
    """The transactions that a target means: one at a place, or several; and what became of those that were pending."""

    transactions: "Sequence[Transaction]"
    story: "Story | None" = None
    is_place: bool = False


def explain(
    context: Context,
    target: Annotated[
        str,
        Argument(
            metavar="TARGET",
            help="FILE:LINE, ^LINK, '#TAG', an account, a boundary, or a category of a flow report.",
            autocompletion=complete_account,
            show_default=False,
        ),
    ],
    when: Annotated[
        str | None,
        Argument(
            metavar="WHEN",
            help="The day of a stock, or the period of a flow.",
            autocompletion=complete_period,
            show_default=False,
        ),
    ] = None,
    boundary: Annotated[
        list[str] | None,
        Option(
            "--boundary",
            metavar="BOUNDARY",
            help="As seen from here: an account, a name, or an expression. May be repeated for transactions.",
            autocompletion=complete_boundary,
        ),
    ] = None,
    by: Annotated[
        str | None,
        Option("--by", metavar="WHAT", help="The category is a payee, tag, account, or a value of this metadata."),
    ] = None,
    everything: Annotated[bool, Option("--all", help="Show all postings of a stock, not only the last ones.")] = False,
) -> None:
    """Explain a transaction, or what made a figure, with file and line.

    A transaction (FILE:LINE), or all with a link or tag, is shown as a flow from sources to sinks, with what it is for
    cash, for net worth, for each boundary of the journal that it touches, and for each --boundary. Where it is or was
    pending, its story is told from hold to posting. An account or a
    boundary is explained by the postings that made its stock on a day. A category of a flow report, such as
    Expenses:Food, with a period and --boundary, is explained by the postings that make up that figure.
    """
    given = boundary or []
    ledger = context.ledger()
    if by is None and target[:1] in ("^", "#"):
        found = _marked(context, ledger, target)
    elif by is None and (place := _at_place(context, ledger, target)) is not None:
        found = place
    else:
        _explain_figure(context, ledger, target, when, given, by, everything=everything)
        return
    if when is not None:
        context.usage_error(f"{when}: there is no WHEN for transactions", "it belongs to an account or a category")
    _explain_transactions(context, ledger, target, found, given)


# Transactions


def _marked(context: Context, ledger: "Ledger", target: str) -> _Found:
    """The transactions with a link or tag, and the story of those that are or were pending."""
    from pfin.report.explain_story import tell
    from pfin.report.selection import nearest

    sign, name = target[0], target[1:]
    noun = "link" if sign == "^" else "tag"
    known = (*ledger.written.transactions(), *ledger.discarded)
    marks = [(each.links if sign == "^" else each.tags, each) for each in known]
    transactions = [transaction for names, transaction in marks if name in names]
    if not transactions:
        names = sorted({name for names, _ in marks for name in names})
        like = nearest(names, name)
        hint = f"did you mean {sign}{like}?" if like else f"the journal has no {noun}s" if not names else ""
        context.usage_error(f"no transaction has the {noun} {target}", hint)
    told = tell(ledger, transactions, whole=sign == "^")
    if told is None:
        return _Found([each for each in ledger.transactions() if name in (each.links if sign == "^" else each.tags)])
    # What resolves a hold may name its link without having it.
    chosen = {(each.file, each.line) for each in (*transactions, *told.transactions)}
    return _Found([each for each in ledger.transactions() if (each.file, each.line) in chosen], told.story)


def _at_place(context: Context, ledger: "Ledger", target: str) -> _Found | None:
    """The transactions at a line of a file, with their story; None where the words mean no place at all.

    Where nothing there counts, or a directive discards, they are the transactions of the story.
    """
    from pfin.report.explain_places import at_line, files_named, names_of_files
    from pfin.report.explain_story import tell

    place = _PLACE.fullmatch(target)
    if place is None:
        return None
    names = names_of_files(ledger.files)
    typed = os.path.expanduser(place["file"])
    files = files_named(ledger.files, typed, os.path.abspath(typed))
    if not files:
        # Components of accounts may be numbers too.
        if ledger.options.roots.type_of(target) is not None:
            return None
        _refuse_file(context, place["file"], list(names.values()))
    if len(files) > 1:
        found = ", ".join(names[file] for file in files)
        context.usage_error(f"'{place['file']}' may be several files of the journal: {found}", "write more of the path")
    line = int(place["line"])
    spot = at_line(ledger, files[0], line)
    told = None if spot.place is None else tell(ledger, [spot.place])
    if spot.transactions:
        return _Found(spot.transactions, None if told is None else told.story, is_place=True)
    if told is None:
        _refuse_line(context, names[files[0]], line, spot)
    return _Found(told.transactions, told.story)


def _refuse_line(context: Context, name: str, line: int, spot: "Spot") -> NoReturn:
    """Say what is there instead of a transaction, and where the nearest one is."""
    hint = ""
    if spot.nearest is not None:
        words = " | ".join(filter(None, (spot.nearest.payee, spot.nearest.narration)))
        hint = f"the nearest transaction is {name}:{spot.nearest.line}, of {spot.nearest.date}: {words}"
    if not spot.exists:
        context.usage_error(f"{name} has no line {line}: {spot.words}", hint)
    context.usage_error(f"{name}:{line} is no transaction: {spot.words}", hint)


def _refuse_file(context: Context, typed: str, names: list[str]) -> NoReturn:
    from pfin.model.nearest import nearest
    from pfin.report.figures import few

    like = nearest(typed, names, 0.6)
    hint = f"did you mean {like}?" if like else f"the journal is {few(names)}"
    context.usage_error(f"'{typed}' is no file of the journal", hint)


def _explain_transactions(context: Context, ledger: "Ledger", target: str, found: _Found, given: list[str]) -> None:
    from pfin.report import explain_group, explain_transaction
    from pfin.systems.boundaries import Boundaries
    from pfin.systems.boundary import CASH

    known = Boundaries(ledger)
    cash = _drawn(known, CASH)
    money = None if cash is None else cash.inside
    transactions, story = found.transactions, found.story
    lines = _boundaries(context, ledger, known, transactions, given)
    full = context.format == "csv"
    if found.is_place and len(transactions) == 1:
        single = explain_transaction.explain_transaction(ledger, transactions[0], lines, money, story)
        context.show(single, lambda: explain_transaction.page(single, ledger.digits, full=full))
    else:
        group = explain_group.explain_group(ledger, target, transactions, lines, money, story)
        context.show(group, lambda: explain_group.page(group, ledger.digits, full=full))


def _boundaries(
    context: Context, ledger: "Ledger", known: "Boundaries", transactions: "Sequence[Transaction]", given: list[str]
) -> "list[Boundary]":
    """Cash and net worth, declared boundaries that any of the transactions touches, and those that were named."""
    from pfin.systems.boundary import CASH, NETWORTH

    from .choice import chosen_boundary

    touched = {posting.account for transaction in transactions for posting in transaction.postings}
    lines = [_drawn(known, CASH), _drawn(known, NETWORTH)]
    for name in known.names():
        if known.declaration(name) is not None:
            line = _drawn(known, name)
            lines.append(line if line is not None and not touched.isdisjoint(line.inside) else None)
    lines += [chosen_boundary(context, ledger, text) for text in given]
    return list({line.name: line for line in lines if line is not None}.values())


def _drawn(known: "Boundaries", name: str) -> "Boundary | None":
    """A boundary that nobody asked for; None where it cannot be drawn."""
    from pfin.systems.declarations import BoundaryError

    try:
        return known.find(name)
    except BoundaryError:
        return None


# Figures


def _explain_figure(
    context: Context,
    ledger: "Ledger",
    target: str,
    when: str | None,
    given: list[str],
    by: str | None,
    *,
    everything: bool,
) -> None:
    """Explain a stock, or what crossed a boundary under a category."""
    from pfin.model.account import AccountType

    from .choice import chosen_boundary

    if len(given) > 1:
        context.usage_error("--boundary is given twice, and a figure is that of one boundary", "leave one out")
    days = context.period(when, None, None, option="WHEN")
    if target in _STOCKS:
        system = chosen_boundary(context, ledger, given[0] if given else "cash")
        _explain_stock(context, ledger, system, days, is_opening=target == "opening", everything=everything)
    elif given or by is not None:
        system = chosen_boundary(context, ledger, given[0] if given else "cash")
        _explain_cell(context, ledger, target, system, days, by)
    else:
        system = _target_system(context, ledger, target)
        kinds = {ledger.options.roots.type_of(account) for account in system.accounts}
        is_day = days is not None and days.begin == days.last
        if is_day or not kinds <= {AccountType.INCOME, AccountType.EXPENSES}:
            _explain_stock(context, ledger, system, days, is_opening=False, everything=everything)
        else:
            _explain_earnings(context, ledger, system, days)


def _target_system(context: Context, ledger: "Ledger", target: str) -> "Boundary":
    """The boundary that a target means; else the accounts of one type that have it in their names."""
    from pfin.report.figures import few
    from pfin.report.selection import matching
    from pfin.systems.boundaries import Boundaries
    from pfin.systems.boundary import Boundary
    from pfin.systems.declarations import SYNTAX, UNKNOWN, BoundaryError

    from .choice import chosen_boundary

    try:
        return Boundaries(ledger).find(target)
    except BoundaryError as error:
        if error.declaration is not None or error.code not in (SYNTAX, UNKNOWN):
            return chosen_boundary(context, ledger, target)
        hint = error.hint if error.hint.startswith("did you mean") else ""
    accounts = matching(ledger.accounts, target) if target.strip() else []
    if not accounts:
        context.usage_error(f"there is nothing called '{target}' to explain", " ".join(filter(None, (hint, _FORMS))))
    if len({ledger.options.roots.type_of(account) for account in accounts}) > 1:
        context.usage_error(f"'{target}' means accounts of several types: {few(accounts)}", "name one of them in full")
    label = _label(target, accounts)
    return Boundary(label, label, tuple(accounts))


def _label(target: str, accounts: "Sequence[str]") -> str:
    """What to call the accounts that a pattern means: the account or parent itself, else the pattern and them."""
    from pfin.model.account import ancestry
    from pfin.report.figures import few

    if len(accounts) == 1:
        return accounts[0]
    own = (name for name in ancestry(accounts[0]) if name.casefold() == target.casefold())
    return next(own, f"{target} ({few(accounts)})")


def _explain_stock(
    context: Context,
    ledger: "Ledger",
    system: "Boundary",
    days: Period | None,
    *,
    is_opening: bool,
    everything: bool,
) -> None:
    from pfin.report.explain_stock import SHOWN, explain_stock, page
    from pfin.report.moments import Instant, day_before, instant, recorded_period

    whole = recorded_period(ledger, days) if is_opening else days
    if is_opening and whole is not None and whole.begin is not None:
        at = Instant(day_before(whole.begin))
    else:
        at = instant(ledger, None if whole is None else whole.last, context.today)
    found = explain_stock(ledger, system, at)
    full, last = context.format == "csv", None if everything else SHOWN
    context.show(found, lambda: page(found, ledger.digits, full=full, last=last))


def _explain_earnings(context: Context, ledger: "Ledger", system: "Boundary", days: Period | None) -> None:
    """What was earned or spent, wherever it was paid."""
    from pfin.report.explain_flow import explain_flow, page

    from .choice import chosen_boundary

    networth = chosen_boundary(context, ledger, "networth")
    note = "No --boundary was given, so this is what net worth sees: all that was earned and spent, paid or not."
    period = _whole(context, ledger, days)
    found = explain_flow(ledger, system.name, system.accounts, networth, period, touching=False, notes=(note,))
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))


def _explain_cell(
    context: Context, ledger: "Ledger", target: str, system: "Boundary", days: Period | None, by: str | None
) -> None:
    from pfin.report.explain_flow import explain_flow, page

    from .choice import chosen_accounts

    if by is None or by == "account":
        accounts = chosen_accounts(context, ledger, [target]) or []
        label, categories = _label(target, accounts), accounts
        if system.inside.issuperset(accounts):
            words = f"{label} lies inside of {system.name}, so nothing crosses the line under that name"
            context.usage_error(words, f"`pfin explain {target}` explains its stock")
    else:
        label = _category(context, ledger, target, system, by)
        categories = ["" if label == _nameless(by) else label]
    found = explain_flow(
        ledger, label, categories, system, _whole(context, ledger, days), by="account" if by is None else by
    )
    context.show(found, lambda: page(found, ledger.digits, full=context.format == "csv"))


def _category(context: Context, ledger: "Ledger", target: str, system: "Boundary", by: str) -> str:
    """The category of that name, whatever the capitals."""
    from pfin.model.nearest import nearest
    from pfin.report.explain_flow import categories_of

    known = {name or _nameless(by): None for name in categories_of(ledger, system, by)}
    folded = {name.casefold(): name for name in known}
    wanted = target.casefold()
    found = next((folded[each] for each in (wanted, f"#{wanted}") if each in folded), None)
    if found is None:
        like = nearest(wanted, folded, 0.6)
        hint = f"did you mean '{folded[like]}'?" if like else f"`pfin cashflow --by {by}` lists what crosses it"
        context.usage_error(f"nothing with the {by} '{target}' ever crosses {system.name}", hint)
    return found


def _nameless(by: str) -> str:
    """What flow reports call what has no such category."""
    return f"(no {by})"


def _whole(context: Context, ledger: "Ledger", days: Period | None) -> Period:
    from pfin.report.moments import flow_period

    return flow_period(ledger, days, context.today)
