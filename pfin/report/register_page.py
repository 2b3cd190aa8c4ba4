"""The register on a page: its postings, and below them what became of those that were pending."""

from collections.abc import Iterable, Iterator, Mapping

from pfin.model.amount import Amount
from pfin.model.directives import Status

from .explain_fate import fate_words, files_of
from .explain_places import names_of_files
from .figures import all_short, counted, few, marked_money
from .moments import day_before
from .register import Entry, RegisterReport
from .table import AccountName, Cell, Column, Day, Money, Page, Row, RowKind, Table, Text, Tone

_SETTLED = "*"
_PENDING = "!"


def page(report: RegisterReport, digits: Mapping[str, int], *, full: bool = False) -> Page:
    """The report for people; ``full`` gives every field a column of its own, as for a spreadsheet."""
    columns = _full_columns(report) if full else _columns(report)
    if full:
        rows = [_row(columns, _full_cells(report, entry, words)) for entry, words in _told(report.entries)]
    else:
        rows = [_row(columns, _cells(report, entry)) for entry in report.entries]
    if not full:
        if report.opening is not None:
            before: dict[str, Cell] = {
                "date": Day(day_before(report.begin)),
                "description": Text("Opening", Tone.STRONG),
            }
            rows.insert(0, _row(columns, {**before, "balance": _balance(report, report.opening)}))
        words = "Sum" if report.partial else "Closing"
        after: dict[str, Cell] = {"date": Day(day_before(report.end)), "description": Text(words, Tone.STRONG)}
        rows.append(_row(columns, {**after, "balance": _balance(report, report.closing)}, RowKind.TOTAL))
    tables = [Table(columns, tuple(rows))]
    if not full and (told := [entry for entry in report.entries if entry.fate and entry.fate.says_something]):
        tables.append(_fate_table(told))
    return Page(_title(report), report.period, tuple(tables), digits, _notes(report))


def _title(report: RegisterReport) -> str:
    # What a pattern took in must not be missed where it mixes accounts of different kinds.
    mixed = f" ({few(report.accounts)})" if report.type is None else ""
    return f"Register of {report.account}{mixed}" + (f", only {report.filters}" if report.filters else "")


def _columns(report: RegisterReport) -> tuple[Column, ...]:
    return (
        Column("date", "Date"),
        *((Column("flag", ""),) if any(map(_flag, report.entries)) else ()),
        Column("description", "Description", flexible=True),
        *((Column("account", "Account", flexible=True),) if len(report.accounts) > 1 else ()),
        Column("counterparts", "Other accounts", flexible=True),
        Column("amount", "Amount", money=True),
        _balance_column(report),
    )


def _full_columns(report: RegisterReport) -> tuple[Column, ...]:
    plain = ("date", "flag", "status", "payee", "narration", "account", "counterparts", "fate")
    columns = [Column(key, key.capitalize()) for key in plain]
    columns += [
        Column("amount", "Amount", money=True),
        _balance_column(report),
        Column("file", "File"),
        Column("line", "Line"),
    ]
    return tuple(columns)


def _balance_column(report: RegisterReport) -> Column:
    if report.partial:
        return Column("sum", "Sum of shown", money=True)
    return Column("balance", "Balance" if report.type is not None else "Sum", money=True, marked=True)


def _balance(report: RegisterReport, shown: tuple[Amount, ...], tone: Tone = Tone.STRONG) -> Money:
    exact = all_short(shown)
    if report.partial:
        return Money(shown, exact=exact, tone=tone)
    return marked_money(shown, report.type, report.signed, tone, exact=exact)


def _cells(report: RegisterReport, entry: Entry) -> dict[str, Cell]:
    gone = entry.status is Status.DISCARDED
    return {
        "date": Day(entry.date),
        "flag": Text(_flag(entry)),
        "description": Text(_description(entry), _tone(entry)),
        "account": AccountName(entry.account, entry.account),
        "counterparts": _counterparts(entry.counterparts),
        "amount": _amount(entry),
        # A word in the place of a balance, because it leaves none, and struck-through text is not seen everywhere.
        "balance": Text(entry.status.value) if gone else _balance(report, (entry.balance,), Tone.PLAIN),
    }


def _flag(entry: Entry) -> str:
    """What is not simply settled: a flag of the journal's, but that of what is pending only as long as it is."""
    if entry.status is Status.PENDING:
        return _PENDING
    return "" if entry.flag in (_SETTLED, _PENDING) else entry.flag


def _description(entry: Entry) -> str:
    return " | ".join(filter(None, (entry.payee, entry.narration)))


def _tone(entry: Entry) -> Tone:
    return Tone.STRUCK if entry.status is Status.DISCARDED else Tone.PLAIN


def _amount(entry: Entry) -> Money:
    return Money((entry.amount,), exact=all_short((entry.amount,)), tone=_tone(entry))


def _fate_table(told: Iterable[Entry]) -> Table:
    """What became of postings that were pending, and what others wait for."""
    columns = (
        Column("date", "Date"),
        Column("description", "Description", flexible=True),
        Column("amount", "Amount", money=True),
        Column("fate", "What became of it"),
    )
    rows = []
    for entry, words in _told(told):
        description = Text(_description(entry), _tone(entry))
        rows.append(Row((Day(entry.date), description, _amount(entry), Text(words))))
    return Table(columns, tuple(rows), "Pending and resolved")


def _told(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    known = [(entry, entry.fate) for entry in entries]
    names = names_of_files(files_of(found for _, found in known))
    return ((entry, "" if found is None else fate_words(found, entry.status, names)) for entry, found in known)


def _counterparts(names: tuple[str, ...]) -> Cell:
    # A single one is shortened as accounts are, which leaves its last part.
    return AccountName(names[0], names[0], tone=Tone.FAINT) if len(names) == 1 else Text(few(names), Tone.FAINT)


def _full_cells(report: RegisterReport, entry: Entry, words: str) -> dict[str, Cell]:
    return {
        "date": Day(entry.date),
        "flag": Text(entry.flag),
        "status": Text(entry.status.value),
        "payee": Text(entry.payee or ""),
        "narration": Text(entry.narration),
        "account": AccountName(entry.account, entry.account),
        "counterparts": Text(", ".join(entry.counterparts)),
        "fate": Text(words),
        "amount": Money((entry.amount,), exact=all_short((entry.amount,))),
        "balance": _balance(report, (entry.balance,), Tone.PLAIN),
        "file": Text(entry.file),
        "line": Text(str(entry.line)),
    }


def _row(columns: tuple[Column, ...], cells: Mapping[str, Cell], kind: RowKind = RowKind.BODY) -> Row:
    """The cells in the order of the columns; the running figure stands in the last money column, whatever its name."""
    return Row(tuple(cells.get("balance" if column.key == "sum" else column.key) for column in columns), kind)


def _notes(report: RegisterReport) -> tuple[str, ...]:
    notes = []
    if not report.entries:
        notes.append("No postings in this period" + (" meet the conditions." if report.filters else "."))
    if report.partial and report.entries:
        notes.append("The running figure is the sum of the postings shown, not the account's balance.")
    if report.type is None:
        notes.append(
            f"{report.account} means accounts of several types. Amounts have therefore the journal's signs: debits are "
            "positive, credits negative."
        )
    elif report.signed:
        notes.append("Signs are the journal's: debits are positive, credits negative.")
    if any(entry.status is Status.PENDING for entry in report.entries):
        notes.append("! marks pending postings; they are counted.")
    if any(entry.status is Status.DISCARDED for entry in report.entries):
        notes.append("Discarded postings change no balance.")
    if report.hidden:
        is_one = report.hidden == 1
        words = f"{counted(report.hidden, 'discarded posting')} {'is' if is_one else 'are'} hidden"
        notes.append(f"{words}; --all shows {'it' if is_one else 'them'}.")
    return tuple(notes)
