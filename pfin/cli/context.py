"""What a command has of the world outside: the shared options, the journal they name, the clock and the two streams.

A command is one module that holds one function of the same name, listed in :data:`pfin.cli.main.COMMANDS`. The
function takes a :class:`Context` first; its other parameters are its own arguments and options, and its docstring is
its help. The shared options are added to its signature when it is listed. It imports its report inside, so that
other commands start soon. A short example is :mod:`pfin.cli.trial`.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date as Date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct
from msgspec.structs import asdict, replace
from typer import Exit

from pfin.model.period import Period, PeriodError, parse_day, parse_period

from .output import COLORS, Output
from .progress import progress

if TYPE_CHECKING:
    from pfin.ledger.ledger import Ledger
    from pfin.model.diagnostics import Diagnostic
    from pfin.report.table import Page
    from pfin.store.folder import CacheFolder

JOURNAL_VARIABLES = ("PFIN_FILE", "BEANCOUNT_FILE", "LEDGER_FILE")
REPORT_FORMATS = ("text", "json", "csv", "markdown", "html")
STATUSES = ("posted", "pending", "available")
# How a report says what it counts; that it counts everything goes without saying.
_STATUS_WORDS = {"posted": "posted only", "available": "available only"}
_FORMAT_OF_SUFFIX = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
# A journal with more errors than this is shown by `pfin check`; a report names only the first ones.
_ERRORS_IN_FULL = 10
STANDARD_INPUT = "/dev/stdin"
# Days and months first, as many countries write dates.
_OTHER_DATE = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
PERIOD_WORDS = (
    *("today", "yesterday", "tomorrow", "ytd", "qtd", "mtd"),
    *(f"{which} {unit}" for which in ("last", "this", "next") for unit in ("week", "month", "quarter", "year")),
)
_LIKENESS = 0.7
_DAYS_UNDERSTOOD = (
    "understood are days (2025-10-31, yesterday), and periods, of which the last day counts (2025-10, last month)"
)
# Codes of diagnostics about an entry file of which not a byte could be had.
_UNOPENED = ("missing-file", "unreadable-file")


class UsageError(Exception):
    """The command line asks for what cannot be done; nothing is wrong with the journal. Ends in exit code 2."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Shared(Struct, frozen=True):
    """The shared options as they were typed, on either side of the command's name; None where one was not."""

    file: str | None = None
    format: str | None = None
    output: str | None = None
    color: str | None = None
    today: str | None = None
    as_of: str | None = None
    status: str | None = None
    force: bool = False
    no_cache: bool = False
    verbose: bool = False


class Context:
    """One run of one command.

    ``formats`` are those its output can take (the first is the default), ``words`` what was typed as its arguments, and
    ``statuses`` the balances that its figures can be counted by.
    """

    def __init__(
        self,
        shared: Shared,
        formats: tuple[str, ...] = REPORT_FORMATS,
        words: Sequence[str] = (),
        statuses: tuple[str, ...] = STATUSES,
    ) -> None:
        if shared.color not in (None, *COLORS):
            raise UsageError(f"--color: '{shared.color}' is not known", f"it takes {', '.join(COLORS)}")
        if shared.status is not None:
            _check_status(shared.status, statuses)
        # A hyphen is the standard output, as it is the standard input of --file.
        self._written = None if shared.output in (None, "-") else os.path.expanduser(shared.output)
        self.output = Output(shared.color or "auto", self._written)
        self.force = shared.force
        self.format = shared.format or _format_of(self._written, formats)
        if self.format not in formats and shared.format:
            wanted = f"this command has no format '{shared.format}'"
            raise UsageError(wanted, f"it has {', '.join(formats)}" if formats else "leave --format out")
        self.chosen_status = shared.status
        self._statuses = statuses
        self._errors = 0
        self._notes: tuple[str, ...] = ()
        self._words = words
        self._file = shared.file
        self._today = shared.today
        self._as_of = shared.as_of
        self._no_cache = shared.no_cache
        self._verbose = shared.verbose

    @property
    def today(self) -> Date:
        """The day that counts as today: that of ``--as-of``, or else of ``--today``, or the clock's."""
        return self.as_of or self._clock

    @cached_property
    def as_of(self) -> Date | None:
        """The day of ``--as-of``, on which the journal is to be read as it was known then."""
        return self._day(self._as_of, "--as-of", self._clock)

    @cached_property
    def _clock(self) -> Date:
        if self._today is None:
            return Date.today()
        try:
            return Date.fromisoformat(self._today)
        except ValueError as error:
            raise UsageError(f"--today: '{self._today}' is no date", "write it as 2025-10-31") from error

    def day(self, text: str | None, option: str) -> Date | None:
        """The day that an option's words mean, the last one where they name a longer period."""
        return self._day(text, option, self.today)

    def _day(self, text: str | None, option: str, today: Date) -> Date | None:
        if text is None:
            return None
        try:
            return parse_day(text, today)
        except PeriodError as error:
            raise UsageError(f"{option}: {error}", _period_hint(text, _DAYS_UNDERSTOOD)) from error

    def period(
        self, period: str | None, begin: str | None, end: str | None, *, option: str = "--period"
    ) -> Period | None:
        """The period of ``--period``, or of ``--begin`` (inclusive) and ``--end`` (exclusive); None where all are."""
        if period is not None:
            if begin is not None or end is not None:
                raise UsageError("--period goes alone, without --begin and --end")
            return self._parse_period(period, option)
        first = self._first_day(begin, "--begin")
        after = self._first_day(end, "--end")
        if first is None and after is None:
            return None
        if after == Date.min:
            raise UsageError(f"no day is before {after} (--end)", "--end is exclusive")
        if first is not None and after is not None and first >= after:
            raise UsageError(
                f"no day is on or after {first} (--begin) and before {after} (--end)", "--end is exclusive"
            )
        return Period(first, after)

    def journal(self) -> str:
        """The path of the journal that ``--file`` or else the environment names."""
        if named := named_journal(self._file):
            return named
        variables = f"{', '.join(JOURNAL_VARIABLES[:-1])} or {JOURNAL_VARIABLES[-1]}"
        if (file := next(filter(os.path.isfile, self._words), None)) is not None:
            raise UsageError("no journal is named", f"did you mean -f {file}?")
        raise UsageError(
            "no journal is named",
            f"name one by --file, or in the variable {variables}; `pfin init` writes a first one",
        )

    def read(self, path: str, *, today: Date | None = None) -> "Ledger":
        """Load a journal as known on ``--as-of``, whatever its errors; one that cannot be opened is a usage error.

        The path ``-`` is the standard input. ``today`` may be another day than that of the run.
        """
        from pfin import load

        file = STANDARD_INPUT if path == "-" else path
        today, as_of, cache = today or self.today, self.as_of, self._cache(path)
        # Whoever types the journal, or is told more, sees that something goes on.
        quiet = self._verbose or path == "-"
        with nullcontext() if quiet else progress(f"reading {os.path.basename(path)}", self.output):
            ledger = load(file, today=today, as_of=as_of, cache=cache)
        unreadable = None if ledger.files else ledger.diagnostics[0]
        if unreadable is not None and unreadable.code in _UNOPENED:
            variable = None if self._file else naming_variable()
            named = f"{variable} names this file" if variable and os.environ[variable] == path else ""
            raise UsageError(unreadable.message, "; ".join(filter(None, (named, unreadable.hint))))
        if self._written is not None and os.path.realpath(self._written) in map(os.path.realpath, ledger.files):
            raise UsageError(f"--output: '{self._written}' is a file of the journal", "name another file")
        return ledger

    def _cache(self, path: str) -> "CacheFolder | None":
        """Where a journal is kept from one run to the next; None where it is not to be, or there is no place."""
        unwanted = {
            "of --no-cache": self._no_cache,
            "the journal comes from the standard input": path == "-",
            "of --as-of": self.as_of is not None,
        }
        reason = next((reason for reason, holds in unwanted.items() if holds), None)
        if reason is not None:
            self._tell_of_cache(f"not used, because {reason}")
            return None
        from .cache_folder import cache_folder

        return cache_folder(self._tell_of_cache)

    def _tell_of_cache(self, text: str) -> None:
        if self._verbose:
            self.message(f"cache: {text}")

    def ledger(self, *, of_boundary: bool = False) -> "Ledger":
        """The ledger of the journal, for figures: where it has errors, they are shown and the run ends with 1.

        With ``--force`` it goes on under a warning. Warnings of the journal are counted in a line. The ledger has the
        postings that ``--status`` counts, and residues booked where the journal says so; its ``written`` one is as it
        was loaded. What is available depends on the boundary where the report is ``of_boundary``, and is counted by
        :func:`.choice.counted` when that is known.
        """
        from pfin.ledger.ledger import BalanceKind
        from pfin.ledger.residues import with_booked_residues
        from pfin.model.diagnostics import Severity
        from pfin.report.figures import counted

        ledger = self.read(self.journal())
        errors = [diagnostic for diagnostic in ledger.diagnostics if diagnostic.severity is Severity.ERROR]
        warnings = len(ledger.diagnostics) - len(errors)
        if errors and not self.force:
            self._refuse(ledger, errors)
        self._errors = len(errors)
        if errors:
            self.message(f"warning: the journal has {counted(len(errors), 'error')}, so these figures may be wrong")
        if warnings:
            self.message(f"{counted(warnings, 'warning')}: see `pfin check`")
        if self.chosen_status == "posted" and "available" not in self._statuses:
            self._notes = _half_posted(ledger)
        booked = with_booked_residues(ledger)
        if of_boundary and self.chosen_status == "available":
            return booked
        return booked.counting(BalanceKind(self.chosen_status or "pending"))

    def show(self, report: Struct, page: Callable[[], "Page"]) -> None:
        """Write a report: the struct itself as JSON, in the other formats the page made of it.

        JSON also says how many errors the journal has, for whoever reads only that, which postings count, and as of
        which day the journal was read. Pages say so beside their moment, unless it is everything and today.
        """

        def stated() -> "Page":
            found = page()
            known = f"as known on {self.as_of}" if self.as_of else ""
            words = (found.moment, _STATUS_WORDS.get(self.chosen_status or "", ""), known)
            return replace(found, moment=", ".join(filter(None, words)), notes=(*found.notes, *self._notes))

        counted_by = {"status": self.chosen_status or "pending"} if self._statuses else {}
        said = {"journal_errors": self._errors, **counted_by, "as_of": self.as_of}
        self.write({**asdict(report), **said}, stated)

    def write(self, report: Mapping[str, object], page: Callable[[], "Page"]) -> None:
        """Write what is no report on the journal: the names and values as JSON, in the other formats the page."""
        if self.format == "json":
            from pfin.render.json import to_json

            self.output.write_data(to_json(report))
        elif self.format == "csv":
            from pfin.render.csv import to_csv

            self.output.write_data(to_csv(page()))
        elif self.format == "markdown":
            from pfin.render.markdown import to_markdown

            self.output.write_data(to_markdown(page()))
        elif self.format == "html":
            from pfin.render.html import to_html

            self.output.write(to_html(page()))
        else:
            from pfin.render.terminal import to_text

            output = self.output
            output.write(to_text(page(), width=output.width, color=output.color, ascii=output.ascii))

    def message(self, text: str) -> None:
        """A line for the person, on stderr."""
        self.output.message(text)

    def usage_error(self, message: str, hint: str = "") -> NoReturn:
        """End the run with exit code 2 and say why."""
        raise UsageError(message, hint)

    def _refuse(self, ledger: "Ledger", errors: "list[Diagnostic]") -> NoReturn:
        from pfin.render.diagnostics import to_text
        from pfin.report.figures import counted

        shown = errors[:_ERRORS_IN_FULL]
        self.message(
            to_text(
                shown,
                ledger.sources,
                folder=str(Path.cwd()),
                width=self.output.message_width,
                color=self.output.message_color,
            )
            + "\n"
        )
        rest = len(errors) - len(shown)
        more = f", {rest} more than shown here (see `pfin check`)" if rest else ""
        self.message(f"{counted(len(errors), 'error')}{more}: no figures are shown; --force shows them all the same")
        raise Exit(1)

    def _parse_period(self, text: str, option: str) -> Period:
        try:
            return parse_period(text, self.today)
        except PeriodError as error:
            raise UsageError(f"{option}: {error}", _period_hint(text, error.hint)) from error

    def _first_day(self, text: str | None, option: str) -> Date | None:
        if text is None:
            return None
        if ".." in text:
            raise UsageError(f"{option}: '{text}' is a range, and one day is wanted", "--period takes ranges")
        return self._parse_period(text, option).begin


def _check_status(status: str, statuses: tuple[str, ...]) -> None:
    """End the run where no report, or not this one, can count postings so."""
    if status not in STATUSES:
        raise UsageError(f"--status: '{status}' is not known", f"it takes {', '.join(statuses or STATUSES)}")
    if not statuses:
        raise UsageError("this command has no --status", "reports that show balances or flows have it")
    if status not in statuses:
        raise UsageError(
            f"this report has no --status {status}",
            f"what is {status} depends on what counts as going out: of an account, or of one boundary; `pfin balance`, "
            "`register`, `extremes`, `statement`, `cashflow` and `networth` have it",
        )


def _half_posted(ledger: "Ledger") -> tuple[str, ...]:
    """A note about the transactions of which only some legs are posted, where there are any."""
    from pfin.model.directives import Status
    from pfin.report.figures import counted

    statuses = ({posting.status for posting in each.postings} for each in ledger.transactions())
    found = sum(1 for each in statuses if each == {Status.POSTED, Status.PENDING})
    if not found:
        return ()
    have = "has" if found == 1 else "have"
    return (
        f"{counted(found, 'transaction')} {have} posted and pending postings. Without the pending ones such a "
        "transaction does not balance; what is missing counts as a conversion or as a residue.",
    )


def _format_of(file: str | None, formats: tuple[str, ...]) -> str:
    """The format that a file's name asks for, or else the first there is."""
    asked = _FORMAT_OF_SUFFIX.get(os.path.splitext(file or "")[1].casefold())
    return asked if asked in formats else formats[0] if formats else ""


def named_journal(file: str | None) -> str | None:
    """The path that was given, or else the first that a variable of the environment holds."""
    variable = naming_variable()
    return file or (None if variable is None else os.environ[variable])


def naming_variable() -> str | None:
    """The variable of the environment that names the journal where no option does."""
    return next(filter(os.environ.get, JOURNAL_VARIABLES), None)


def _period_hint(text: str, understood: str) -> str:
    """What someone may have meant who wrote no period or day."""
    if re.fullmatch(_OTHER_DATE, text.strip()):
        return "dates are written as year-month-day: 2025-10-31"
    from difflib import get_close_matches

    near = get_close_matches(text.casefold(), PERIOD_WORDS, n=1, cutoff=_LIKENESS)
    return f"did you mean '{near[0]}'?" if near else understood
