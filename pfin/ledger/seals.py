"""Seals: months that are closed, and what was changed in them since.

Problem. Once a month is done (reconciled, declared, shown to somebody) nothing in it should change unnoticed. A seal
is a directive that says what the months up to one were::

    2025-10-03 custom "seal" "2025-09" "DIGEST"
      month-2025-08: "DIGEST 01:9a3c 02:77b1e02f"
      month-2025-09: "DIGEST 03:00d1"

Algorithm. Every directive has a line of text that says what it means (:mod:`pfin.ledger.seal_text`). The digest of a
month is that of the sorted lines of all that is dated in it. Behind it stand marks, the first letters of the digest of
each single line, by day. The digest proves, the marks find: what has no mark is new or changed, a mark that nothing has
is of something changed or gone. A mark costs four letters, a few percent of what a journal writes for a directive.

A seal says nothing of months that seals before it say rightly already, or else the seals of a long journal would grow
with its square. The last seal that names a month counts for it, so that a month can be sealed anew after a correction
by another directive, and what was sealed before stays to be read. A month up to the last one sealed that no seal names
was sealed as empty. The digest in the seal itself covers the digests of all months up to it: it is what one would write
down elsewhere, and it shows where seals themselves were changed.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from hashlib import sha256

from msgspec import Struct

from pfin.model.diagnostics import Placed, Problems
from pfin.model.directives import SEAL, Custom, Directive, Meta, is_seal
from pfin.model.journal import Journal
from pfin.model.sources import Sources
from pfin.syntax.journal import read_journal

from .ledger import Ledger
from .seal_text import Writer

_KEY = "month-"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CONTENT = re.compile(r"([0-9a-f]{64})((?: \d\d:(?:[0-9a-f]{4})+)*)")
_MARK = 4
_NOTHING = sha256().hexdigest()
_MOST_DAYS = 5
_MOST_PLACES = 8
_MOST_MONTHS = 12


class Content(Struct, frozen=True):
    """What was in a month when it was sealed; ``marks`` by day of the month, or None where the seal has none."""

    digest: str
    marks: Mapping[int, Sequence[str]] | None


class Seal(Struct, frozen=True):
    """A seal of all months up to ``month`` (2025-09), with the digest over all and the contents of some months."""

    directive: Custom
    month: str
    digest: str
    contents: Mapping[str, Content]


class _Fact(Struct, frozen=True, gc=False):
    """Something that is dated in a month, with its mark."""

    directive: Directive
    mark: str


class _Month(Struct, frozen=True):
    """What is dated in a month now, in the order of the journal."""

    digest: str
    facts: Sequence[_Fact]


_EMPTY = Content(_NOTHING, {})
_NO_MONTH = _Month(_NOTHING, ())


def seal_directive(ledger: Ledger, month: Date, day: Date) -> Custom | None:
    """The directive that seals, on a day, all months up to the one which ``month`` is in.

    It is for the entry file. None says that these months are sealed already as they are. A day before the last one of
    the month is a ValueError. The journal is read again from the texts of which the ledger was made.
    """
    last = _name(month)
    if day < _last_day(last):
        raise ValueError(f"{last} is not over on {day}")
    texts = {name: ledger.sources.text(name).encode("utf-8", "surrogateescape") for name in ledger.files}
    journal = read_journal(ledger.entry, Problems(Sources()), texts)
    seals = _seals(journal.directives, Problems(Sources()))
    months = _months(journal, last)
    sealed = _governing(seals)
    names = sorted({*months, *(name for name in sealed if name <= last)})
    changed = [
        name
        for name in names
        if months.get(name, _NO_MONTH).digest != (sealed[name][1] if name in sealed else _EMPTY).digest
    ]
    fits = all(_overall(months, seal.month) == seal.digest for seal in _last_words(seals) if seal.month <= last)
    if not changed and fits and any(seal.month >= last for seal in seals):
        return None
    meta: Meta = {f"{_KEY}{name}": _described(months.get(name, _NO_MONTH)) for name in changed}
    return Custom(day, ledger.entry, 0, meta, SEAL, (last, _overall(months, last)))


def check_seals(journal: Journal, problems: Problems, until: Date | None = None) -> None:
    """Add an error for each month that is not what was sealed, at the seal that counts for it.

    The journal is as it was read, before booking and with all its seals, since a seal is about the text as it is now:
    who looks back at a day before a correction was sealed sees the corrected text too. Months that begin after
    ``until`` are passed over.
    """
    seals = _seals(journal.directives, problems)
    if not seals:
        return
    latest = max(seal.month for seal in seals)
    last = latest if until is None else min(latest, _name(until))
    months = _months(journal, last)
    sealed = {name: by for name, by in _governing(seals).items() if name <= last}
    for name in months:
        if name not in sealed:
            sealed[name] = (next(seal for seal in seals if seal.month >= name), _EMPTY)
    broken = [name for name in sorted(sealed) if months.get(name, _NO_MONTH).digest != sealed[name][1].digest]
    hint = f"bring back what was there, or seal what is there now: pfin seal {latest}"
    for name in broken[:_MOST_MONTHS]:
        seal, content = sealed[name]
        _report_month(name, seal, content, months.get(name, _NO_MONTH), hint, problems)
    if rest := broken[_MOST_MONTHS:]:
        message = f"{len(rest)} more months have changed since they were sealed: {', '.join(rest)}"
        seal = sealed[rest[0]][0]
        problems.error("broken-seal", message, seal.directive, focus=_focus(seal), hint=hint)
    _check_overall([seal for seal in _last_words(seals) if seal.month <= last], months, broken, problems)


def _name(day: Date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _last_day(name: str) -> Date:
    # From the 28th of any month it is less than four days to the next one.
    late = Date.fromisoformat(f"{name}-28").toordinal()
    return max(Date.fromordinal(late + more) for more in range(4) if _name(Date.fromordinal(late + more)) == name)


def _months(journal: Journal, last: str) -> dict[str, _Month]:
    """What is dated in each month up to a last one, where there is anything."""
    found: dict[str, list[Directive]] = {}
    until = _last_day(last)
    for directive in journal.directives:
        if directive.date > until:
            break
        if not is_seal(directive):
            found.setdefault(_name(directive.date), []).append(directive)
    writer = Writer(journal.options, os.path.dirname(journal.entry))
    return {name: _month(directives, writer) for name, directives in found.items()}


def _month(directives: Sequence[Directive], writer: Writer) -> _Month:
    lines = writer.lines(directives)
    digest = sha256(b"".join(line + b"\n" for line in sorted(lines))).hexdigest()
    marks = (sha256(line).hexdigest()[:_MARK] for line in lines)
    return _Month(digest, tuple(map(_Fact, directives, marks)))


def _described(month: _Month) -> str:
    """The text of a month in a seal: its digest, then the marks of each day."""
    days: dict[int, list[str]] = {}
    for fact in month.facts:
        days.setdefault(fact.directive.date.day, []).append(fact.mark)
    return " ".join([month.digest, *(f"{day:02}:{''.join(sorted(days[day]))}" for day in sorted(days))])


def _overall(months: Mapping[str, _Month], last: str) -> str:
    lines = (f"{name} {months[name].digest}\n" for name in sorted(months) if name <= last)
    return sha256("".join(lines).encode()).hexdigest()


def _governing(seals: Iterable[Seal]) -> dict[str, tuple[Seal, Content]]:
    """The last seal that names each month, with what it says of it."""
    return {name: (seal, content) for seal in seals for name, content in seal.contents.items()}


# Seals as they are written


def _seals(directives: Iterable[Directive], problems: Problems) -> list[Seal]:
    """The seals of a journal in chronological order; a wrong one is an error and is left out."""
    found = []
    for directive in directives:
        if is_seal(directive):
            seal = _read(directive)
            if isinstance(seal, Seal):
                found.append(seal)
            else:
                hint = "take it away, and let pfin write one: pfin seal MONTH"
                problems.error("seal-form", f"this seal cannot be checked: {seal}", directive, hint=hint)
    return found


def _read(directive: Custom) -> Seal | str:
    """A seal, or what is wrong with it."""
    if len(directive.values) != 2:
        return "it takes a month and a digest, both in quotes"
    month, digest = directive.values
    if not isinstance(month, str) or not _is_month(month):
        return 'the first value is no month in quotes, such as "2025-09"'
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        return "the second value is no SHA-256 digest, which has 64 digits from 0 to f, in quotes"
    if directive.date < _last_day(month):
        return f"on {directive.date} {month} is not over"
    contents: dict[str, Content] = {}
    for key, value in directive.meta.items():
        name = key.removeprefix(_KEY)
        if name == key:
            continue
        matched = _CONTENT.fullmatch(value) if isinstance(value, str) else None
        if not _is_month(name) or name > month:
            return f"{key} is no month up to {month}"
        if matched is None:
            return f"{key} has no digest, or what follows it are no marks"
        contents[name] = Content(matched[1], _marks(matched[2]) if matched[2] or matched[1] == _NOTHING else None)
    return Seal(directive, month, digest, contents)


def _is_month(text: str) -> bool:
    return _MONTH.fullmatch(text) is not None and text >= "0001"


def _marks(text: str) -> dict[int, list[str]]:
    days: dict[int, list[str]] = {}
    for word in text.split():
        day, _, marks = word.partition(":")
        days.setdefault(int(day), []).extend(marks[at : at + _MARK] for at in range(0, len(marks), _MARK))
    return days


# What was changed


class _Day(Struct, frozen=True):
    """A day on which something was changed: what is there without having been sealed, and how much is gone."""

    day: int
    added: Sequence[Directive]
    gone: int

    def described(self, month: str) -> str:
        """The day with what happened to it, in words."""
        changed = min(len(self.added), self.gone)
        counts = ((changed, "changed"), (len(self.added) - changed, "new"), (self.gone - changed, "gone"))
        return f"{month}-{self.day:02} ({', '.join(f'{count} {word}' for count, word in counts if count)})"

    @property
    def label(self) -> str:
        """What can be said of each thing that was not sealed."""
        if not self.gone:
            return "new"
        return "changed" if self.gone >= len(self.added) else "changed or new"


def _changed_days(month: _Month, marks: Mapping[int, Sequence[str]]) -> list[_Day]:
    left = {day: Counter(of_day) for day, of_day in marks.items()}
    added: dict[int, list[Directive]] = {}
    for fact in month.facts:
        day = fact.directive.date.day
        expected = left.get(day)
        if expected is not None and expected[fact.mark]:
            expected[fact.mark] -= 1
        else:
            added.setdefault(day, []).append(fact.directive)
    gone = {day: sum(counts.values()) for day, counts in left.items()}
    days = sorted({*added, *(day for day, count in gone.items() if count)})
    return [_Day(day, added.get(day, ()), gone.get(day, 0)) for day in days]


def _report_month(name: str, seal: Seal, content: Content, month: _Month, hint: str, problems: Problems) -> None:
    days = [] if content.marks is None else _changed_days(month, content.marks)
    message = f"{name} has changed since it was sealed"
    if content is _EMPTY:
        message = f"{name} was empty when it was sealed, or the seal that named it was taken away since"
    elif days:
        more = f" and {len(days) - _MOST_DAYS} more days" if len(days) > _MOST_DAYS else ""
        message += f": {', '.join(day.described(name) for day in days[:_MOST_DAYS])}{more}"
    related: list[tuple[Placed, str]] = [(directive, day.label) for day in days for directive in day.added]
    problems.error(
        "broken-seal", message, seal.directive, focus=_focus(seal), related=related[:_MOST_PLACES], hint=hint
    )


def _focus(seal: Seal) -> str:
    return f'"{seal.month}"'


def _last_words(seals: Sequence[Seal]) -> Iterator[Seal]:
    """The seals whose digest over all months still counts: nothing of theirs was sealed again by a later one."""
    first_named, last_month = "9999-13", ""
    for seal in reversed(seals):
        if last_month < seal.month < first_named:
            yield seal
        first_named = min([first_named, *seal.contents])
        last_month = max(last_month, seal.month)


def _check_overall(
    seals: Iterable[Seal], months: Mapping[str, _Month], broken: Sequence[str], problems: Problems
) -> None:
    """Add an error where a seal's digest over all months does not fit; with one of them broken that is no news."""
    for seal in seals:
        if not any(name <= seal.month for name in broken) and _overall(months, seal.month) != seal.digest:
            problems.error(
                "broken-seal",
                f"the digest of all months up to {seal.month} is not the one that was sealed, though each month fits",
                seal.directive,
                focus=f'"{seal.digest}"',
                hint=f"a seal was changed or taken away since: bring it back, or seal anew: pfin seal {seal.month}",
            )
