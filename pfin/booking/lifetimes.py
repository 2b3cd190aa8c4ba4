"""Lifetimes of accounts: every account is opened once, closed at most once, and used only in between."""

from collections.abc import Iterator, Sequence

from pfin.model.diagnostics import Place, Placed, Problems
from pfin.model.directives import Balance, Close, Directive, Document, Note, Open, Transaction
from pfin.model.nearest import Nearest

from .accounts import accounts_of

# Statements and remarks may come after the end of an account.
_AFTER_CLOSE = (Balance, Document, Note)


def check_opens_and_closes(directives: Sequence[Directive], problems: Problems) -> None:
    """Add an error at each second open or close of an account, and at a close without an open before."""
    opened: dict[str, Open] = {}
    closed: dict[str, Close] = {}
    unopened: list[Close] = []
    for directive in directives:
        if isinstance(directive, Open):
            first = opened.setdefault(directive.account, directive)
            if first is not directive:
                _report_again("open", "opened", directive, first, problems)
        elif isinstance(directive, Close):
            if directive.account in closed:
                _report_again("close", "closed", directive, closed[directive.account], problems)
                continue
            closed[directive.account] = directive
            if directive.account not in opened:
                unopened.append(directive)
    for close in unopened:
        later = opened.get(close.account)
        problems.error(
            "unopened-close",
            f"{close.account} is closed {'but never opened' if later is None else 'before it is opened'}",
            close,
            focus=close.account,
            related=[] if later is None else [(later, f"opened here, on {later.date}")],
            hint="correct the name or the date, or remove the close directive",
        )


def _report_again(verb: str, done: str, again: Open | Close, first: Placed, problems: Problems) -> None:
    problems.error(
        f"duplicate-{verb}",
        f"{again.account} is {done} a second time",
        again,
        focus=again.account,
        related=[(first, f"{done} here")],
        hint="remove one of the two; an account has one lifetime",
    )


def check_active_accounts(directives: Sequence[Directive], problems: Problems) -> None:
    """Add an error at each directive for each account that it uses before its open or after its close.

    Balances, documents and notes may follow a close.
    """
    opens: dict[str, Open] = {}
    closes: dict[str, Close] = {}
    active: set[str] = set()
    wrong: list[tuple[str, Directive]] = []
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                if posting.account not in active:
                    wrong += [(name, directive) for name in dict.fromkeys(accounts_of(directive)) if name not in active]
                    break
        elif isinstance(directive, Open):
            active.add(directive.account)
            opens.setdefault(directive.account, directive)
        elif isinstance(directive, Close):
            active.discard(directive.account)
            closes[directive.account] = directive
        else:
            late = isinstance(directive, _AFTER_CLOSE)
            wrong += [
                (name, directive)
                for name in dict.fromkeys(accounts_of(directive))
                if name not in active and not (late and name in opens)
            ]
    nearest = Nearest(opens)
    for account, directive in wrong:
        if account in opens:
            _report_inactive(account, directive, opens[account], closes.get(account), problems)
        else:
            _report_unknown(account, directive, nearest, problems)


def _report_inactive(
    account: str, directive: Directive, opened: Open, closed: Close | None, problems: Problems
) -> None:
    early = closed is None or directive.date < opened.date
    bound: Open | Close = opened if early or closed is None else closed
    problems.error(
        "inactive-account",
        f"{account} is used {'before it is opened' if early else 'after it is closed'}",
        directive,
        focus=account,
        related=[
            *_uses(account, directive),
            (bound, f"{'opened' if early else 'closed'} here, on {bound.date}"),
        ],
        hint=f"correct a date, or {'open the account earlier' if early else 'close the account later'}",
    )


def _report_unknown(account: str, directive: Directive, nearest: Nearest, problems: Problems) -> None:
    like = nearest.to(account)
    hint = f"did you mean {like}?" if like else f"open it: {directive.date} open {account}"
    invisible = [character for character in account if not character.isprintable()]
    if invisible:
        hint = f"remove the invisible character U+{ord(invisible[0]):04X} from the name" + (f"; {hint}" if like else "")
    problems.error(
        "unknown-account",
        f"{account} is never opened",
        directive,
        focus=account,
        related=list(_uses(account, directive)),
        hint=hint,
    )


def _uses(account: str, directive: Directive) -> Iterator[tuple[Placed, str]]:
    """The first posting of a transaction that uses the account."""
    if isinstance(directive, Transaction):
        for posting in directive.postings:
            if posting.account == account:
                yield Place(directive.file, posting.line), "used here"
                return
