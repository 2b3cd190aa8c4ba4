"""The boundaries of a ledger: those that its journal declares, those that every journal has, and expressions.

Problem. Declared boundaries refer to each other, in any order and perhaps in a circle, and a journal may declare
thousands. A report wants one of them, and shall neither read the others nor fail for what is wrong with them.

Solution. Names are read with the journal's directives, expressions only when they are needed. To work one out, the
names in it are put on a stack until all that it needs is known; a name that is met again while it is still on the
way closes a circle. So chains of names may be long, and only parentheses, which are bounded, recurse. Sets of
accounts make unions and differences, and a tree of the accounts' components finds what words mean.

Every word must mean an account: one that means none is a slip, and a boundary drawn without it would be wrong unseen.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from pfin.ledger.ledger import Ledger
from pfin.model.account import SEPARATOR, AccountType, parent
from pfin.model.boundary import CURRENCY_KEY, Chain, Expression, Glob, Operator, Predicate, Word
from pfin.model.diagnostics import Diagnostic
from pfin.model.directives import Custom
from pfin.model.nearest import Nearest, nearest

from .account_tree import AccountTree
from .boundary import BUILT_IN, CASH, NETWORTH, WORLD, Boundary, Origin
from .cash import recognised_cash
from .declarations import CYCLE, EMPTY, UNKNOWN, BoundaryError, Declaration, Declarations, parsed
from .marks import Marks, as_text

_LIQUIDITY = "liquidity"
_LIKENESS = 0.6
_MOST_NAMED = 10
_LONGEST_QUOTE = 80
_Accounts = frozenset[str]


class _Outcome(Struct, frozen=True):
    """What became of a built-in name: its accounts and how an expression says the same."""

    accounts: _Accounts
    expression: str
    origin: Origin = Origin.BUILT_IN


class Boundaries:
    """All boundaries that can be drawn in a ledger; each is worked out when it is first asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, _Accounts] = {}
        self._failed: dict[str, BoundaryError] = {}
        self._built_in: dict[str, _Outcome] = {}
        self._found_within: dict[str, _Accounts] = {}

    def names(self) -> tuple[str, ...]:
        """All names: those that the journal declares, in its order, and then those that are built in."""
        declared = self._declarations.by_name
        return (*declared, *(name for name in BUILT_IN if name not in declared))

    def declaration(self, name: str) -> Declaration | None:
        """Where and how the journal declares a name; None where it does not."""
        return self._declarations.by_name.get(name)

    def find(self, text: str) -> Boundary:
        """The boundary that a text means: a name, an account, or any other expression.

        Raises BoundaryError where it means none, or where what is wrong is the declaration of a name that it needs.
        """
        name = text.strip()
        if self._is_name(name):
            return self._named(name)
        expression = parsed(text)
        if isinstance(expression, Word) and self._is_name(expression.text):
            return self._named(expression.text)
        for each in _words(expression):
            if self._is_name(each.text):
                self._resolve(each.text)
        accounts = self._accounts(expression, None)
        words = " ".join(text.split())
        if not accounts:
            raise BoundaryError(EMPTY, f"no account lies in '{_shown(words)}'", _empty_hint(expression))
        return Boundary(words, words, self._in_order(accounts))

    def named_like(self, text: str) -> tuple[str, ...]:
        """The names that a single word may stand for where it is none itself; nothing for any other expression.

        It is a name in other capitals, or else a part of the names of accounts or parents, of which the topmost count.
        """
        expression = parsed(text)
        if not isinstance(expression, Word):
            return ()
        part = expression.text.casefold()
        nodes = [node.name for node in self._tree.top.within() if node.name]
        for known in (self.names(), nodes):
            if same := tuple(name for name in known if name.casefold() == part):
                return same
        return tuple(name for name in nodes if part in name.casefold() and part not in (parent(name) or "").casefold())

    def problems(self) -> list[Diagnostic]:
        """Everything wrong with the journal's declarations, as warnings, in the order of the journal."""
        errors: dict[int, BoundaryError] = {}
        for name in self._declarations.by_name:
            try:
                self._resolve(name)
            except BoundaryError as error:
                if error.declaration is not None:
                    errors[id(error)] = error
        return [*self._declarations.problems, *(error.diagnostic(self._ledger.sources) for error in errors.values())]

    def recognised(self) -> dict[str, str]:
        """The accounts that ``cash`` means where none is marked, each with the word in its name that says so."""
        own = (name for name, account in self._ledger.accounts.items() if account.type is AccountType.ASSETS)
        marked = self._marks.inherited(_LIQUIDITY)
        return {name: word for name, word in recognised_cash(own).items() if name not in marked}

    def liquidity(self) -> dict[str, str]:
        """What the metadata ``liquidity`` says of each account that has or inherits it."""
        return {name: as_text(value) for name, value in self._marks.inherited(_LIQUIDITY).items()}

    # Names

    @cached_property
    def _declarations(self) -> Declarations:
        ledger = self._ledger
        return Declarations(ledger.of_type(Custom), ledger.options.roots, ledger.sources)

    def _is_name(self, word: str) -> bool:
        return word in self._declarations.by_name or word in BUILT_IN

    def _named(self, name: str) -> Boundary:
        accounts = self._in_order(self._resolve(name))
        declaration = self.declaration(name)
        if declaration is not None:
            return Boundary(name, declaration.text, accounts, Origin.DECLARED)
        outcome = self._built_in[name]
        return Boundary(name, outcome.expression, accounts, outcome.origin)

    def _resolve(self, name: str) -> _Accounts:
        """The accounts of a name, once all names that it needs are worked out."""
        on_the_way: dict[str, Iterator[Word]] = {}
        expressions: dict[str, Expression] = {}
        try:
            self._begin(name, on_the_way, expressions)
            while on_the_way:
                current = next(reversed(on_the_way))
                word = next(on_the_way[current], None)
                if word is None:
                    self._known[current] = self._drawn(current, expressions[current])
                    del on_the_way[current]
                elif word.text in on_the_way:
                    raise self._cycle([*on_the_way], word)
                elif self.declaration(word.text) is not None:
                    self._begin(word.text, on_the_way, expressions)
                elif word.text in BUILT_IN and word.text not in self._known:
                    self._known[word.text] = self._built_in_accounts(word.text, word, self.declaration(current))
        except BoundaryError as error:
            self._failed.update(dict.fromkeys(on_the_way, error))
            raise
        return self._known[name]

    def _begin(self, name: str, on_the_way: dict[str, Iterator[Word]], expressions: dict[str, Expression]) -> None:
        """Put a name on the way, unless it is known."""
        if name in self._failed:
            raise self._failed[name]
        if name in self._known:
            return
        declaration = self.declaration(name)
        if declaration is None:
            self._known[name] = self._built_in_accounts(name, Word(name, 0, 0), None)
            return
        on_the_way[name] = iter(())
        expression = declaration.expression()
        expressions[name] = expression
        on_the_way[name] = _words(expression)

    def _drawn(self, name: str, expression: Expression) -> _Accounts:
        declaration = self.declaration(name)
        accounts = self._accounts(expression, declaration)
        if not accounts:
            assert declaration is not None
            message, whole = f"no account lies in the boundary '{name}'", len(declaration.text)
            raise BoundaryError(EMPTY, message, _empty_hint(expression), declaration=declaration, end=whole)
        return accounts

    def _cycle(self, on_the_way: list[str], word: Word) -> BoundaryError:
        circle = [*on_the_way[on_the_way.index(word.text) :], word.text]
        message = f"a boundary is made of itself: {_shortened(circle)}"
        hint = "make one of them of accounts only"
        if circle == [word.text] * 2 and word.text in BUILT_IN:
            hint = f"give it a name of its own; {word.text} then keeps the meaning that it has in every journal"
        return self._error(word, self.declaration(on_the_way[-1]), message, hint, CYCLE)

    def _built_in_accounts(self, name: str, word: Word, declaration: Declaration | None) -> _Accounts:
        outcome = self._built_in[name] = self._make_built_in(name)
        if outcome.accounts:
            return outcome.accounts
        if name == CASH and self._ledger.accounts:
            root = self._ledger.options.roots.assets
            message = f'no account is marked liquidity: "cash", and no name under {root} says that it is cash'
            hint = 'write liquidity: "cash" below the open directives of some; `pfin guide boundaries` has an example'
        else:
            message, hint = f"no account lies in the boundary '{name}'", "the journal opens none that could"
        raise self._error(word, declaration, message, hint)

    def _make_built_in(self, name: str) -> _Outcome:
        roots = self._ledger.options.roots
        if name == WORLD:
            return _Outcome(frozenset(self._ledger.accounts), "**")
        if name == NETWORTH:
            accounts = self._within(roots.assets) | self._within(roots.liabilities)
            return _Outcome(accounts, f"{roots.assets} | {roots.liabilities}")
        if marked := self._marks.having(_LIQUIDITY, CASH):
            return _Outcome(marked, f"{_LIQUIDITY}={CASH}")
        recognised = frozenset(self.recognised())
        return _Outcome(recognised, self._tree.expression(recognised), Origin.RECOGNISED)

    # Expressions

    @cached_property
    def _tree(self) -> AccountTree:
        return AccountTree(self._ledger.accounts)

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self._ledger, self._tree)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self._ledger.accounts)}

    def _in_order(self, accounts: _Accounts) -> tuple[str, ...]:
        return tuple(sorted(accounts, key=self._order.__getitem__))

    def _accounts(self, expression: Expression, declaration: Declaration | None) -> _Accounts:
        """The accounts of an expression, of which all names are known. It recurses into parentheses only."""
        match expression:
            case Chain(first, rest):
                accounts = self._accounts(first, declaration)
                for operator, operand in rest:
                    accounts = _applied(operator, accounts, self._accounts(operand, declaration))
                return accounts
            case Word(text):
                return self._known[text] if self._is_name(text) else self._account(expression, declaration)
            case Glob(text):
                if accounts := self._tree.fitting(text):
                    return accounts
                raise self._error(expression, declaration, f"no account fits {_shown(text)}", self._glob_hint(text))
            case _:
                return self._having(expression, declaration)

    def _within(self, name: str) -> _Accounts:
        if name not in self._found_within:
            node = self._tree.find(name)
            self._found_within[name] = frozenset(node.accounts() if node else ())
        return self._found_within[name]

    def _account(self, word: Word, declaration: Declaration | None) -> _Accounts:
        accounts = self._within(word.text)
        # A root has its meaning, even while nothing lies in it.
        if accounts or word.text in self._ledger.options.roots.names():
            return accounts
        near = self._spelling.nearest(word.text)
        before, dash, after = word.text.partition("-")
        if dash and (self._is_name(before) or self._within(before)) and (self._is_name(after) or self._within(after)):
            near = f"{before} - {after}"
        names = ", ".join(self.names()[:_MOST_NAMED])
        hint = f"did you mean {near}?" if near else f"`pfin accounts` lists the accounts; boundaries are {names}"
        noun = "account" if SEPARATOR in word.text else "boundary or account"
        raise self._error(word, declaration, f"there is no {noun} '{_shown(word.text)}'", hint, UNKNOWN)

    @cached_property
    def _spelling(self) -> "_Spelling":
        nodes = (node.name for node in self._tree.top.within() if node.name)
        return _Spelling([*self.names(), *nodes])

    def _having(self, predicate: Predicate, declaration: Declaration | None) -> _Accounts:
        key, value, marks = predicate.key, predicate.value, self._marks
        if key == CURRENCY_KEY:
            if accounts := marks.in_currency(value):
                return accounts
            near = nearest(value.casefold(), marks.currencies(), _LIKENESS)
            hint = f"did you mean {near.upper()}?" if near else ""
            raise self._error(predicate, declaration, f"no account is in {_shown(value)}", hint)
        if accounts := marks.having(key, value):
            return accounts
        if known := marks.values(key):
            near = nearest(value.casefold(), known, _LIKENESS)
            hint = f"did you mean {near}?" if near else ""
            raise self._error(predicate, declaration, f"no account has {_shown(predicate.text)}", hint)
        near = nearest(key, [*marks.keys(), CURRENCY_KEY], _LIKENESS)
        hint = f"did you mean {near}?" if near else "metadata stands below open directives, each as a line KEY: VALUE"
        raise self._error(predicate, declaration, f"no account has the metadata {_shown(key)}", hint)

    def _error(
        self,
        part: Word | Glob | Predicate,
        declaration: Declaration | None,
        message: str,
        hint: str,
        code: str = EMPTY,
    ) -> BoundaryError:
        return BoundaryError(code, message, hint, declaration=declaration, start=part.start, end=part.end)

    def _glob_hint(self, glob: str) -> str:
        in_small_letters = AccountTree(name.casefold() for name in self._ledger.accounts)
        if in_small_letters.fitting(glob.casefold()):
            return "capital letters matter"
        return "* is any text within one part of a name, ** any number of parts: Assets:**:Cash"


class _Spelling:
    """Finds the name that was meant, whatever the capitals: a whole one, or the last part of one."""

    def __init__(self, names: Iterable[str]) -> None:
        whole = list(names)
        self._by_small: dict[str, str] = {}
        for name in whole:
            self._by_small.setdefault(name.casefold(), name)
        for name in whole:
            self._by_small.setdefault(name.rpartition(SEPARATOR)[2].casefold(), name)
        self._nearest = Nearest(self._by_small, _LIKENESS)

    def nearest(self, word: str) -> str | None:
        """The name that was meant, if any is like it."""
        small = word.casefold()
        near = small if small in self._by_small else self._nearest.to(small)
        return self._by_small[near] if near is not None else None


def _shown(text: str) -> str:
    """A text as a message quotes it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1] + "…"


def _shortened(circle: list[str]) -> str:
    """The names of a circle; of a very long one its beginning and end."""
    if len(circle) > _MOST_NAMED:
        circle = [*circle[: _MOST_NAMED - 2], "...", circle[-1]]
    return " -> ".join(circle)


def _words(expression: Expression) -> Iterator[Word]:
    """All words of an expression, from left to right, that may be names."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Word):
            yield current
        elif isinstance(current, Chain):
            waiting.extend(operand for _, operand in reversed(current.rest))
            waiting.append(current.first)


def _applied(operator: Operator, left: _Accounts, right: _Accounts) -> _Accounts:
    match operator:
        case Operator.UNION:
            return left | right
        case Operator.INTERSECTION:
            return left & right
        case Operator.DIFFERENCE:
            return left - right


def _empty_hint(expression: Expression) -> str:
    """What to do about an expression of which each word means something, and the whole nothing."""
    if not isinstance(expression, Chain):
        return "no account is opened below it yet"
    if any(operator is Operator.INTERSECTION for operator, _ in expression.rest):
        return "& keeps only what lies on both of its sides; | joins two boundaries"
    return "what stands after the minus takes away all that stands before it"
