"""The boundaries that a journal declares by ``custom "boundary" NAME EXPRESSION``, and what can be wrong with them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from pfin.model.account import SEPARATOR, Roots
from pfin.model.boundary import BoundaryMistake, Expression
from pfin.model.diagnostics import Diagnostic, Related, Severity
from pfin.model.directives import AccountRef, Custom
from pfin.model.sources import Sources, Span

DIRECTIVE = "boundary"

SYNTAX = "boundary-syntax"
UNKNOWN = "unknown-boundary"
CYCLE = "boundary-cycle"
EMPTY = "empty-boundary"
DUPLICATE = "duplicate-boundary"
NAME = "boundary-name"

_USAGE = 'write custom "boundary" "NAME" "EXPRESSION"'


class Declaration(Struct, frozen=True):
    """A name and the text of the expression that it stands for, which may be wrong."""

    name: str
    text: str
    directive: Custom

    def expression(self) -> Expression:
        """What the text says.

        Raises BoundaryError where it is no expression.
        """
        return parsed(self.text, self)


class BoundaryError(Exception):
    """A boundary that cannot be drawn. A message without a final period, and a hint, which may be empty.

    ``declaration`` is the one that is wrong, or None where it is the text that was asked for. ``start`` and ``end``
    are the offsets in its text of what is wrong; both are 0 where that is the whole.
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        declaration: Declaration | None = None,
        start: int = 0,
        end: int = 0,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.declaration = declaration
        self.start = start
        self.end = end

    def diagnostic(self, sources: Sources, severity: Severity = Severity.WARNING) -> Diagnostic:
        """The error as a diagnostic of the declaration: a warning, since for Beancount such a journal is fine."""
        assert self.declaration is not None
        span = _span(sources, self.declaration, self.start, self.end)
        return Diagnostic(severity, self.code, self.message, span, hint=self.hint or None)


class Declarations:
    """The declarations of a journal by name, and the diagnostics of directives that declare nothing usable."""

    def __init__(self, directives: Iterable[Custom], roots: Roots, sources: Sources) -> None:
        self._roots = roots
        self._sources = sources
        self._by_name: dict[str, Declaration] = {}
        self.problems: list[Diagnostic] = []
        for directive in directives:
            if directive.type == DIRECTIVE:
                self._add(directive)

    @property
    def by_name(self) -> Mapping[str, Declaration]:
        """The declarations that count, in the order of the journal."""
        return self._by_name

    def _add(self, directive: Custom) -> None:
        match directive.values:
            case (str() as name, str() as text) | (str() as name, AccountRef(text)):
                pass
            case (str() as name,):
                self._warn(directive, SYNTAX, f"the boundary '{name}' is declared without an expression", _USAGE)
                return
            case (str(), str() | AccountRef(), *_):
                hint = f"put the whole expression between two quotes: {_USAGE}"
                self._warn(directive, SYNTAX, "a boundary has a name and one expression, and here is more", hint)
                return
            case _:
                self._warn(directive, SYNTAX, "a boundary has a name and an expression, both in quotes", _USAGE)
                return
        if wrong := self._name_problem(name):
            self._warn(directive, NAME, *wrong, focus=name.strip())
            return
        earlier = self._by_name.pop(name, None)
        self._by_name[name] = Declaration(name, text, directive)
        if earlier is not None:
            place = self._sources.span(earlier.directive.file, earlier.directive.line)
            message = f"the boundary '{name}' is declared a second time, and the later declaration counts"
            related = (Related(place, "declared here first"),)
            self._warn(directive, DUPLICATE, message, "give one of them another name", focus=name, related=related)

    def _name_problem(self, name: str) -> tuple[str, str] | None:
        """Why a name cannot be one, and what to do."""
        if not name.strip() or name != name.strip():
            return "the name of a boundary is blank, or begins or ends with a space", _USAGE
        if SEPARATOR in name or name in self._roots.names():
            return f"'{name}' is the name of accounts, and a boundary needs another", "leave colons out: my-bank"
        if '"' in name or not name.isprintable():
            return "the name of a boundary has a quote or a line break in it", "leave it out"
        return None

    def _warn(
        self,
        directive: Custom,
        code: str,
        message: str,
        hint: str,
        *,
        focus: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        span = self._sources.span(directive.file, directive.line, focus)
        self.problems.append(Diagnostic(Severity.WARNING, code, message, span, "", related, hint))


def parsed(text: str, declaration: Declaration | None = None) -> Expression:
    """The expression that a text is; raises BoundaryError where it is none."""
    from pfin.syntax.boundary import read_expression  # a name alone needs no grammar

    found = read_expression(text)
    if isinstance(found, BoundaryMistake):
        raise BoundaryError(
            SYNTAX, found.message, found.hint, declaration=declaration, start=found.start, end=found.end
        )
    return found


def _span(sources: Sources, declaration: Declaration, start: int, end: int) -> Span:
    """Where a part of a declaration's text stands in its file, else the whole line (as where a string has several)."""
    file, line = declaration.directive.file, declaration.directive.line
    text, written = declaration.text, sources.line(file, line)
    # An account may stand without quotes; strings may have quotes in them.
    after_name = written.find(f'"{declaration.name}"') + len(declaration.name) + 2
    for quote in ('"', ""):
        at = written.find(f"{quote}{_escaped(text)}{quote}", after_name)
        if at >= 0 and start < end:
            begin = at + len(quote) + len(_escaped(text[:start])) + 1
            return Span(file, line, begin, line, begin + len(_escaped(text[start:end])))
    return sources.span(file, line)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
