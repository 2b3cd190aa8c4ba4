"""The list of accounts: what the journal declares of each, and how it is used."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date as Date

from msgspec import Struct

from pfin.ledger.account import Account
from pfin.ledger.ledger import Ledger
from pfin.model.account import AccountType
from pfin.model.directives import BookingMethod

from .moments import Chosen, Instant
from .table import AccountName, Column, Count, Day, Page, Row, Table, Text, Tone


class AccountRow(Struct, frozen=True):
    """One account. ``opened`` is None where the journal never opens it, ``closed`` while it is open.

    ``commodities`` are all that its ``open`` allows (any where empty), ``used`` those it was posted in;
    ``last_used`` is the date of the last of its ``postings``.
    """

    account: str
    type: AccountType
    opened: Date | None
    closed: Date | None
    commodities: tuple[str, ...]
    used: tuple[str, ...]
    booking: BookingMethod | None
    postings: int
    last_used: Date | None


class AccountsReport(Struct, frozen=True):
    """Accounts by type and name, with what the journal says of them up to the end of the day ``instant``."""

    instant: Date
    instant_chosen: Chosen
    patterns: tuple[str, ...]
    accounts: tuple[AccountRow, ...]


def accounts(
    ledger: Ledger, at: Instant, *, accounts: Iterable[str] | None = None, patterns: tuple[str, ...] = ()
) -> AccountsReport:
    """The accounts (those in ``accounts``, chosen by ``patterns``, or all), counting transactions up to an instant.

    Accounts that are opened after an instant that was given are left out.
    """
    wanted = set(ledger.accounts if accounts is None else accounts)
    columns = ledger.columns
    legs = columns.legs_until(at.date)
    counts: dict[str, int] = {}
    used: dict[str, dict[str, None]] = {}
    last: dict[str, Date] = {}
    # In the order of their first legs; what stands last for a cell is the day of its last leg.
    last_days = dict(zip(columns.cell[:legs], columns.day[:legs], strict=True))
    for index, count in Counter(columns.cell[:legs]).items():
        cell, day = columns.cells[index], Date.fromordinal(last_days[index])
        name = cell.account
        counts[name] = counts.get(name, 0) + count
        used.setdefault(name, {})[cell.commodity] = None
        last[name] = max(last.get(name, day), day)
    rows = tuple(
        AccountRow(
            account=name,
            type=account.type,
            opened=account.opened,
            closed=account.closed,
            commodities=account.commodities,
            used=tuple(used.get(name, ())),
            booking=account.booking,
            postings=counts.get(name, 0),
            last_used=last.get(name),
        )
        for name, account in ledger.accounts.items()
        if name in wanted and not (at.chosen is Chosen.GIVEN and _is_later(account, at.date))
    )
    return AccountsReport(at.date, at.chosen, patterns, rows)


def _is_later(account: Account, at: Date) -> bool:
    return account.opened is not None and account.opened > at


def page(report: AccountsReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The report for people; ``full`` also has the types, which people can tell by the names."""
    columns = (
        Column("account", "Account", flexible=True),
        *((Column("type", "Type"),) if full else ()),
        Column("opened", "Opened"),
        Column("closed", "Closed"),
        Column("commodities", "Commodities", flexible=True),
        Column("postings", "Postings"),
        Column("last_used", "Last used"),
    )
    rows = tuple(
        Row(
            (
                AccountName(row.account, row.account, tone=Tone.PLAIN if row.closed is None else Tone.FAINT),
                *((Text(row.type.value),) if full else ()),
                Text("never", Tone.WRONG) if row.opened is None else Day(row.opened),
                None if row.closed is None else Day(row.closed),
                Text(", ".join(row.commodities or row.used)),
                Count(row.postings),
                None if row.last_used is None else Day(row.last_used),
            )
        )
        for row in report.accounts
    )
    title = "Accounts" if not report.patterns else f"Accounts matching {', '.join(report.patterns)}"
    notes = () if rows else ("No account has been opened.",)
    return Page(title, str(Instant(report.instant, report.instant_chosen)), (Table(columns, rows),), digits, notes)
