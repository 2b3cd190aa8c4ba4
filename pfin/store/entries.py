"""The directives of a ledger that comes from the cache: decoded when somebody asks for them, piece by piece."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from functools import cached_property
from itertools import compress
from typing import TypeVar, overload

from pfin.ledger.columns import Columns
from pfin.ledger.condensed import Condensed
from pfin.ledger.entries import Entries
from pfin.ledger.prices import Quote
from pfin.model.account import Roots
from pfin.model.directives import Directive, Transaction

from .codec import decode_statements
from .container import Damaged
from .snapshot import KIND_OF, NOWHERE, KeptPiece, Snapshot, directives

D = TypeVar("D", bound=Directive)

# One directive of so many can be looked for, one by one.
_FEW = 8


class StoredEntries(Entries):
    """The entries of a snapshot.

    What is asked for is read from the snapshot. Should a part turn out to be damaged, the journal is read once more by
    ``recover``, as it was when the snapshot was found to be right; it has the same directives in the same order.
    """

    def __init__(self, snapshot: Snapshot, recover: Callable[[], Entries]) -> None:
        self._snapshot = snapshot
        self._recover = recover
        self._kept: dict[int, tuple[Sequence[object], Sequence[Directive]]] = {}

    @cached_property
    def columns(self) -> Columns:
        """The figures of the transactions."""
        try:
            return self._snapshot.columns
        except Damaged:
            return self._recovered.columns

    @property
    def span(self) -> tuple[Date, Date] | None:
        """The days of the first and of the last transaction; None where there is none."""
        return self._snapshot.head.span

    @property
    def has_pending(self) -> bool:
        """Whether any leg is pending."""
        return self._snapshot.head.has_pending

    def used_accounts(self, roots: Roots) -> Iterable[str]:
        """The accounts that have legs."""
        return self.months(roots).columns.accounts()

    def digits(self, roots: Roots) -> Mapping[str, Mapping[int, int]]:
        """How many legs of each commodity have how many fractional digits."""
        return self.months(roots).digits()

    def months(self, roots: Roots) -> Condensed:
        """The months of the columns; the roots are those of the journal, as everything here."""
        try:
            return self._snapshot.months
        except Damaged:
            return super().months(roots)

    def days(self, roots: Roots) -> Condensed:
        """The days of the columns; the roots are those of the journal, as everything here."""
        try:
            return self._snapshot.days
        except Damaged:
            return super().days(roots)

    @cached_property
    def directives(self) -> Sequence[Directive]:
        """All directives."""
        return tuple(map(self._directive, range(len(self._kinds))))

    @cached_property
    def transactions(self) -> Sequence[Transaction]:
        """The transactions, each decoded when it is asked for."""
        return _Transactions(self)

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """The price quotes."""
        try:
            return self._snapshot.quotes
        except Damaged:
            return self._recovered.quotes

    def of_type(self, kind: type[D]) -> Sequence[D]:
        """The directives of one type."""
        return [found for found in map(self._directive, self._rows_of(kind)) if isinstance(found, kind)]

    @cached_property
    def transaction_rows(self) -> Sequence[int]:
        """The rows of the transactions."""
        return self._rows_of(Transaction)

    def transaction(self, row: int) -> Transaction:
        """The transaction in a row."""
        found = self._directive(row)
        assert isinstance(found, Transaction), "the kind of a row is that of its directive"
        return found

    def _rows_of(self, kind: type[Directive]) -> Sequence[int]:
        number, kinds = KIND_OF[kind], self._kinds
        count = kinds.count(number)
        if count * _FEW > len(kinds):
            mask = bytes(number == other for other in range(256))
            return list(compress(range(len(kinds)), kinds.translate(mask)))
        rows = [-1]
        for _ in range(count):
            rows.append(kinds.find(number, rows[-1] + 1))
        return rows[1:]

    def _directive(self, row: int) -> Directive:
        if "_recovered" in self.__dict__:
            return self._recovered.directives[row]
        try:
            rows = self._snapshot.rows
            piece, index = rows.piece[row], rows.index[row]
            found = self._snapshot.made[index] if piece == NOWHERE else self._of_piece(piece, index)
            if KIND_OF[type(found)] != rows.kind[row]:
                raise Damaged("a row leads to a directive of another type")
        except (Damaged, LookupError):
            return self._recovered.directives[row]
        return found

    def _of_piece(self, number: int, index: int) -> Directive:
        if number not in self._kept:
            piece = self._pieces[number]
            file, shift = self._snapshot.head.files[piece.file].name, piece.line - piece.base
            statements = decode_statements(self._snapshot.parts.part(piece.statements), file, shift)
            booked = directives(self._snapshot.parts.part(piece.booked), file, shift) if piece.booked else []
            self._kept[number] = statements, booked
        kept, booked_there = self._kept[number]
        found = kept[index] if index >= 0 else booked_there[~index]
        if not isinstance(found, Directive):
            raise Damaged("a row leads to a command")
        return found

    @cached_property
    def _kinds(self) -> bytes:
        """The kind of each directive, in chronological order."""
        try:
            return self._snapshot.rows.kind
        except Damaged:
            return bytes(KIND_OF[type(each)] for each in self._recovered.directives)

    @cached_property
    def _pieces(self) -> dict[int, KeptPiece]:
        return {piece.id: piece for piece in self._snapshot.pieces.pieces}

    @cached_property
    def _recovered(self) -> Entries:
        return self._recover()


class _Transactions(Sequence[Transaction]):
    """The transactions of stored entries."""

    def __init__(self, entries: StoredEntries) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries.columns.date)

    @overload
    def __getitem__(self, index: int) -> Transaction: ...
    @overload
    def __getitem__(self, index: slice) -> list[Transaction]: ...
    def __getitem__(self, index: int | slice) -> Transaction | list[Transaction]:
        rows = self._entries.transaction_rows
        if isinstance(index, slice):
            return list(map(self._entries.transaction, rows[index]))
        return self._entries.transaction(rows[index])

    def __iter__(self) -> Iterator[Transaction]:
        return map(self._entries.transaction, self._entries.transaction_rows)
