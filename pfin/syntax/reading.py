"""Reading one file: its blocks, and the state that runs from one to the next.

A block is parsed by itself. What a file's earlier lines do to it (pushed tags and metadata, options, renamed roots) is
applied here afterwards, so that the parse of a block depends on its own text alone.

The blocks are gathered in pieces (see :mod:`pfin.syntax.pieces`). A piece that is known from an earlier reading is
taken as it is: of all its statements only the commands are looked at, as they change the state.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from pfin.model.account import SEPARATOR, Roots, is_component
from pfin.model.diagnostics import Diagnostic, Place, Placed, Problems, Severity
from pfin.model.directives import (
    AccountRef,
    Balance,
    Close,
    Custom,
    Directive,
    Document,
    Note,
    Open,
    Pad,
    Value,
)
from pfin.model.nearest import nearest
from pfin.model.parsed import (
    Command,
    Include,
    Option,
    ParsedTransaction,
    Plugin,
    PopMeta,
    PopTag,
    PushMeta,
    PushTag,
    Statement,
)
from pfin.model.sources import Span

from .blocks import Block, Blocks
from .files import Text
from .lines import read_plain
from .mistakes import PIPE_CODE, Mistake
from .options import FIGURES, FileOptions, OptionError
from .pieces import PIECE_SIZE, KnownFile, KnownPiece, Piece, State

_LOOKS_LIKE_JOURNAL = re.compile(r"\n(?:\d{4}[-/]\d+[-/]\d+[ \t]|[ \t]+[A-Z][A-Za-z0-9-]*:[A-Z0-9])")


class Reading:
    """One file while it is read: its statements in order, and the state they leave.

    ``known`` is what an earlier reading left, and ``valid_accounts`` are names that other files were found to use
    rightly, by the roots they had there; the results are the same without. ``piece_size`` is for tests.
    """

    def __init__(
        self,
        name: str,
        content: Text,
        problems: Problems,
        *,
        known: KnownFile | None = None,
        valid_accounts: dict[Roots, set[str]] | None = None,
        piece_size: int = PIECE_SIZE,
    ) -> None:
        self.name = name
        self.content = content
        self.problems = problems
        self.pieces: list[Piece | KnownPiece] = []
        self.includes: list[Include] = []
        self.plugins: list[Plugin] = []
        self.options = FileOptions()
        self._text = content.text
        self._known = known if content.is_utf8 else None
        self._piece_size = piece_size
        self._settings: list[Option] = []
        self._tags: list[PushTag] = []
        self._metas: list[PushMeta] = []
        # What the pushed tags and metadata, and the options, amount to; None where it is to be made anew.
        self._state: State | None = None
        self._valid_by_roots = {} if valid_accounts is None else valid_accounts
        self._valid_accounts = self._valid_by_roots.setdefault(self.options.roots, set())
        self._blocks = Blocks(content.text)
        # Where the last block ends that could not be understood.
        self._spoiled_until = -1
        # Of the piece that is being read.
        self._statements: list[Statement] = []
        self._commands: list[Command] = []
        self._parsed: dict[str, Statement] = {}

    def read(self) -> None:
        """Read all pieces, then say what was pushed and never popped."""
        position, line = 0, 1
        while position < len(self._text):
            known = self._known_at(position)
            if known is None:
                piece = self._read_piece(position, line)
                self.pieces.append(piece)
                position, line = position + piece.characters, line + piece.lines
            else:
                self.pieces.append(known)
                for command in known.commands:
                    self._obey(replace(command, line=command.line - known.line + line))
                position, line = position + known.characters, line + known.lines
        self._report_unpopped()

    def placed(self) -> Iterator[tuple[Piece | KnownPiece, int]]:
        """The pieces in order, each with the line where it begins now, counted from 1."""
        line = 1
        for piece in self.pieces:
            yield piece, line
            line += piece.lines

    def directives(self) -> list[Directive]:
        """All directives in the order of the file; this decodes the pieces that were known before."""
        found: list[Directive] = []
        for piece, line in self.placed():
            statements = piece.statements if isinstance(piece, Piece) else piece.statements(line)
            found += [statement for statement in statements if isinstance(statement, Directive)]
        return found

    def warn_of_no_effect(self) -> None:
        """Say which lines of an included file change nothing, though their author may think they do."""
        for option in self._settings:
            if option.name in FIGURES:
                self.problems.warning(
                    "no-effect",
                    f"the option '{option.name}' has no effect in an included file",
                    option,
                    hint="move it to the entry file",
                )
        for plugin in self.plugins:
            self.problems.warning(
                "no-effect",
                f"the plugin '{plugin.name}' does not run, because this file is included by another",
                plugin,
                hint="move the line to the entry file",
            )

    # Pieces

    def _read_piece(self, start: int, first_line: int) -> Piece:
        """Read blocks until the piece that begins here is large enough, or another follows that is known."""
        text, name, blocks, plain = self._text, self.name, self._blocks, self.content.exact
        self._statements, self._commands, self._parsed = [], [], {}
        state, problems_before = self._state_now(), len(self.problems)
        full = start + self._piece_size
        # The first place where the piece might end.
        earliest = full if self._known is None else start
        position, line = start, first_line
        while found := blocks.next(position, line):
            block, position = found
            block_start = position - len(block.text)
            if block.indented and block_start == self._spoiled_until:
                # The lines below a directive that was misread are part of the same mistake.
                line = block.line + block.text.count("\n")
                continue
            statement = read_plain(block.text, name, block.line) if plain and not block.indented else None
            if statement is None:
                statement, position = self._parse(block, position)
            line = block.line + text.count("\n", block_start, position)
            if type(statement) is ParsedTransaction:
                self._take_transaction(statement)
            elif statement is not None:
                self._take(statement)
            if position >= earliest and self._may_end_at(position, full):
                break
        else:
            line += text.count("\n", position)
            position = len(text)
        size, length, lines = self._size(start, position), position - start, line - first_line
        clean = self._is_whole(position) and len(self.problems) == problems_before
        commands, parsed = self._commands, self._parsed
        return Piece(size, length, lines, first_line, state, self._statements, commands, parsed, clean)

    def _may_end_at(self, position: int, full: int) -> bool:
        """Whether the piece that is being read can end at the end of a block, and has a reason to."""
        if self._blocks.is_indented(position):
            return False
        return position >= full or self._known_at(position) is not None

    def _known_at(self, position: int) -> KnownPiece | None:
        """The known piece that can be taken at the end of a block."""
        known = None if self._known is None else self._known.piece_at(position)
        if known is None or not known.state.same(self._state_now()):
            return None
        # The next piece mostly has the same one, which is then told at once.
        self._state = known.state
        end = position + known.characters
        return known if self._is_whole(end) and not self._blocks.is_indented(end) else None

    def _is_whole(self, end: int) -> bool:
        """Whether a piece that ends here has all its bytes in the file as they are in the text."""
        return self.content.is_utf8 and (self.content.ended or end < len(self._text))

    def _size(self, start: int, end: int) -> int:
        text = self._text
        size = end - start if text.isascii() else len(text[start:end].encode("utf-8", "surrogateescape"))
        return size if self.content.ended or end < len(text) else size - 1

    def _state_now(self) -> State:
        if self._state is None:
            options = self.options
            self._state = State(tuple(self._tags), tuple(self._metas), options.roots, options.allow_pipe)
        return self._state

    # Parsing

    def _parse(self, block: Block, end: int) -> tuple[Statement | None, int]:
        """The statement of a block that is not plain, if it can be understood, and where the block ends."""
        if block.indented:
            self.problems.error(
                "syntax",
                "syntax error: an indented line that belongs to no directive",
                Place(self.name, block.line),
                hint="a blank line, or a comment in the first column, ends a directive: remove it, or the indent",
            )
            return None, end
        if self._known is not None and (known := self._known.statement(block.text, self.name, block.line)) is not None:
            self._parsed[block.text] = known
            return known, end
        # A journal of plain lines is read without the time it takes to load lark.
        from .parser import parse_block

        start = end - len(block.text)
        whole, across = self._blocks.complete(start, end)
        parsed = parse_block(self._text[start:whole], self.name, block.line)
        if across is not None and parsed.statement is None and self._is_unclosed(*across):
            self._report_unclosed(across[0], block.line + self._text.count("\n", start, across[0]))
            self._spoiled_until = end
            return None, end
        for mistake in parsed.mistakes:
            if mistake.code != PIPE_CODE or not self.options.allow_pipe:
                self._report(mistake, block.line)
        if parsed.statement is None:
            self._spoiled_until = whole
        elif whole == end and not parsed.mistakes:
            self._parsed[block.text] = parsed.statement
        return parsed.statement, whole

    def _is_unclosed(self, opening: int, closing: int) -> bool:
        """Whether a string of several lines has lost its end, and so taken the beginning of another for it.

        It then holds lines of a journal, and an odd quote stands behind it.
        """
        rest = self._text.count('"', closing, self._text.index("\n", closing))
        return rest % 2 == 1 and _LOOKS_LIKE_JOURNAL.search(self._text, opening, closing) is not None

    def _report(self, mistake: Mistake, first_line: int) -> None:
        line = first_line + mistake.row
        if mistake.column:
            span = Span(self.name, line, mistake.column, line, mistake.end_column)
        else:
            span = self.problems.sources.span(self.name, line)
        self.problems.add(
            Diagnostic(Severity.ERROR, mistake.code, mistake.message, span, mistake.label, (), mistake.hint)
        )

    def _report_unclosed(self, opening: int, line: int) -> None:
        column = opening - self._text.rfind("\n", 0, opening)
        end = self._text.index("\n", opening) - opening + column
        span = Span(self.name, line, column, line, end)
        message = "the string that begins here is not closed on its line"
        self.problems.add(Diagnostic(Severity.ERROR, "syntax", message, span, hint='end it with a quote: "'))

    # The state that runs through the file

    def _take(self, statement: Statement) -> None:
        if isinstance(statement, Directive):
            self._take_directive(statement)
        else:
            self._statements.append(statement)
            self._commands.append(statement)
            self._obey(statement)

    def _obey(self, statement: Command) -> None:
        self._state = None
        if isinstance(statement, Option):
            if statement.name == "include":
                # An undocumented spelling that Beancount accepts, and that journals use.
                self.includes.append(Include(statement.file, statement.line, statement.value))
            else:
                self._set_option(statement)
        elif isinstance(statement, Include):
            self.includes.append(statement)
        elif isinstance(statement, Plugin):
            self.plugins.append(statement)
        elif isinstance(statement, PushTag):
            self._tags.append(statement)
        elif isinstance(statement, PopTag):
            pushed = next((tag for tag in self._tags if tag.tag == statement.tag), None)
            self._pop(self._tags, pushed, statement, f"the tag #{statement.tag}")
        elif isinstance(statement, PushMeta):
            self._check_references((statement.value,), statement)
            self._metas.append(statement)
        elif isinstance(statement, PopMeta):
            latest = next((meta for meta in reversed(self._metas) if meta.key == statement.key), None)
            self._pop(self._metas, latest, statement, f"the metadata key '{statement.key}'")

    def _pop(self, pushed: list[Any], found: Command | None, at: Command, what: str) -> None:
        if found is None:
            self.problems.error("pop", f"{what} was not pushed before", at, hint="push it first, or remove this line")
        else:
            pushed.remove(found)

    def _report_unpopped(self) -> None:
        for tag in self._tags:
            hint = f"end it with: poptag #{tag.tag}"
            self.problems.error("push", f"the tag #{tag.tag} is pushed and never popped", tag, hint=hint)
        for meta in self._metas:
            hint = f"end it with: popmeta {meta.key}:"
            self.problems.error("push", f"the metadata key '{meta.key}' is pushed and never popped", meta, hint=hint)

    def _set_option(self, option: Option) -> None:
        self._settings.append(option)
        roots = self.options.roots
        try:
            outdated = self.options.set(option)
        except OptionError as error:
            self.problems.error("option", str(error), option, hint=error.hint)
            return
        if outdated:
            self.problems.error("option", f"the option '{option.name}' is outdated", option, hint=outdated)
        if self.options.roots != roots:
            self._valid_accounts = self._valid_by_roots.setdefault(self.options.roots, set())

    def _take_transaction(self, transaction: ParsedTransaction) -> None:
        valid = self._valid_accounts
        for posting in transaction.postings:
            if posting.account not in valid:
                self._check_account(posting.account, Place(self.name, transaction.line + posting.line))
            if posting.meta:
                self._check_references(posting.meta.values(), Place(self.name, transaction.line + posting.line))
        if transaction.meta:
            self._check_references(transaction.meta.values(), transaction)
        if self._metas:
            pushed = {meta.key: meta.value for meta in self._metas}
            transaction = replace(transaction, meta={**pushed, **transaction.meta})
        if self._tags:
            transaction = replace(transaction, tags=transaction.tags.union(tag.tag for tag in self._tags))
        self._statements.append(transaction)

    def _take_directive(self, directive: Directive) -> None:
        if isinstance(directive, Open | Close | Pad | Balance | Note | Document):
            self._check_account(directive.account, directive)
        if isinstance(directive, Pad):
            self._check_account(directive.source, directive)
        if isinstance(directive, Custom):
            self._check_references(directive.values, directive)
        if directive.meta:
            self._check_references(directive.meta.values(), directive)
        if isinstance(directive, Note | Document) and self._tags:
            directive = replace(directive, tags=directive.tags.union(tag.tag for tag in self._tags))
        if isinstance(directive, Document):
            directive = replace(
                directive, path=os.path.abspath(os.path.join(os.path.dirname(self.name), directive.path))
            )
        self._statements.append(directive)

    # Account names

    def _check_references(self, values: Iterable[Value], at: Placed) -> None:
        row = at.line
        for value in values:
            if isinstance(value, AccountRef) and value.name not in self._valid_accounts:
                row = self._row_with(value.name, row)
                self._check_account(value.name, Place(self.name, row))

    def _row_with(self, word: str, row: int) -> int:
        """The first line from ``row`` on, within a directive, that has the word: metadata does not keep its lines."""
        sources, first = self.problems.sources, row
        while word not in sources.line(self.name, row):
            row += 1
            if not sources.line(self.name, row)[:1].isspace():
                return first
        return row

    def _check_account(self, account: str, at: Placed) -> None:
        if account in self._valid_accounts:
            return
        roots = self.options.roots.names()
        root, _, rest = account.partition(SEPARATOR)
        # Of what follows the root Beancount checks the first letter only, and so accepts more than it says.
        if root in roots and is_component(rest[:1]):
            self._valid_accounts.add(account)
            return
        if root in roots:
            hint = "the part after the root begins with a capital letter or a digit"
        else:
            near = nearest(root, roots, 0.7)
            hint = f"did you mean {near}:{rest}?" if near else f"accounts begin with {', '.join(roots)}"
        self.problems.error("account-name", f"'{account}' is no account name", at, focus=account, hint=hint)
