"""What reports about a boundary have in common: which one it is, and how they say so."""

from msgspec import Struct

from pfin.systems.boundary import Boundary, Origin

from .figures import few


class StatedBoundary(Struct, frozen=True):
    """A boundary as reports state it: ``accounts`` are all that lie inside."""

    name: str
    expression: str
    accounts: tuple[str, ...]


def stated(boundary: Boundary) -> StatedBoundary:
    """The boundary as reports state it."""
    return StatedBoundary(boundary.name, boundary.expression, boundary.accounts)


def titled(words: str, valuation: str | None, boundary: StatedBoundary | None = None) -> str:
    """The title of a report: what it shows, of which boundary unless its name says it all, and how it is valued."""
    if boundary is not None and boundary.expression != boundary.name:
        words += f" ({boundary.expression})"
    return words if valuation is None else f"{words}, valued in {valuation}"


def boundary_notes(boundary: Boundary) -> tuple[str, ...]:
    """What a reader must know of a boundary that nobody drew: which accounts were taken for cash."""
    if boundary.origin is not Origin.RECOGNISED:
        return ()
    return (
        f'No account is marked liquidity: "cash", so these count as {boundary.name} by their names: '
        f"{few(boundary.accounts)}. `pfin guide boundaries` tells how to say it.",
    )
