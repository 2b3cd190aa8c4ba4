"""The ratios that are asked for, and what was measured of them as text and as Markdown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from journals import Shape
from processes import Runs
from programs import BEAN_CHECK, HLEDGER, LEDGER, RUSTLEDGER

COLD, UNCACHED, WARM, EDITED = "pfin cold", "pfin --no-cache", "pfin warm", "pfin after an edit"
CASHFLOW, EXTREMES = "pfin cashflow", "pfin extremes"
VERSION, NOTHING = "pfin --version", "python -c pass"

Measured = Mapping[str, Runs]


@dataclass(frozen=True)
class Ratio:
    """What one command takes to what another takes, and the most that is asked at each size (0: at any)."""

    title: str
    above: str
    below: str
    asked: Mapping[int, float]
    memory: bool = False

    def of(self, measured: Measured) -> float | None:
        if self.above not in measured or self.below not in measured:
            return None
        one, other = measured[self.above], measured[self.below]
        return one.peak / other.peak if self.memory else one.median / other.median


@dataclass(frozen=True)
class Figure:
    """One ratio as it was measured: at what number of transactions (0: no matter), and on which journal."""

    title: str
    size: int
    journal: str
    value: float
    most: float | None

    @property
    def missed(self) -> bool:
        return self.most is not None and round(self.value, 2) > self.most


RATIOS = (
    Ratio("cold `pfin balance` / `bean-check -C`", COLD, BEAN_CHECK, {10_000: 0.45, 100_000: 0.30}),
    Ratio("cold / `hledger balance`", COLD, HLEDGER, {10_000: 0.80, 100_000: 0.50}),
    Ratio("cold / `ledger balance` (C++)", COLD, LEDGER, {}),
    Ratio("cold / `@rustledger/wasm`", COLD, RUSTLEDGER, {}),
    Ratio("`--no-cache` / cold", UNCACHED, COLD, {}),
    Ratio("warm / `ledger balance` (C++)", WARM, LEDGER, {10_000: 1.5, 100_000: 0.20}),
    Ratio("warm / `hledger balance`", WARM, HLEDGER, {10_000: 0.30, 100_000: 0.05}),
    Ratio("warm / `@rustledger/wasm`", WARM, RUSTLEDGER, {}),
    Ratio("after one amount is changed / warm", EDITED, WARM, {10_000: 1.5, 100_000: 2.0}),
    Ratio("warm `pfin cashflow --monthly` / warm balance", CASHFLOW, WARM, {10_000: 1.3, 100_000: 1.3}),
    Ratio("peak memory, cold / `bean-check -C`", COLD, BEAN_CHECK, {0: 1.0}, memory=True),
    Ratio("peak memory, warm / `bean-check -C`", WARM, BEAN_CHECK, {0: 1.0}, memory=True),
)
START = Ratio("`pfin --version` / `python -c pass`", VERSION, NOTHING, {0: 7.0})
WIDE = Ratio(
    "warm `pfin extremes --each-account --above 10000` / warm balance (10,000 accounts, 1,000,000 postings)",
    EXTREMES,
    WARM,
    {0: 2.0},
)
GROWTH_FROM, GROWTH_TO, GROWTH_MOST = 100_000, 1_000_000, 1.2


def figure(ratio: Ratio, measured: Measured, size: int = 0, journal: str = "") -> list[Figure]:
    """The ratio, where both of its commands were measured."""
    value = ratio.of(measured)
    if value is None:
        return []
    return [Figure(ratio.title, size, journal, value, ratio.asked.get(size, ratio.asked.get(0)))]


def growth(measured: Mapping[Shape, Measured]) -> list[Figure]:
    """How the time of one transaction grows from one size to the next: 1 is proportional."""
    found = []
    for name in (COLD, WARM, EDITED):
        for small in measured:
            large = Shape(small.kind, GROWTH_TO, small.files)
            if small.count == GROWTH_FROM and large in measured:
                times = measured[large][name].median / measured[small][name].median
                title = f"time of a transaction, {GROWTH_TO:,} / {GROWTH_FROM:,}, {name.removeprefix('pfin ')}"
                found.append(Figure(title, 0, journal_name(small), times * GROWTH_FROM / GROWTH_TO, GROWTH_MOST))
    return found


def journal_name(shape: Shape) -> str:
    return f"{shape.kind}, in {shape.files} file{'s' if shape.files > 1 else ''}"


def as_text(measured: Measured) -> str:
    lines = [f"  {'':34}{'median s':>9}{'least s':>9}{'most s':>9}{'peak MB':>9}"]
    for name, runs in measured.items():
        figures = f"{runs.median:>9.3f}{min(runs.seconds):>9.3f}{max(runs.seconds):>9.3f}{runs.peak:>9.0f}"
        lines.append(f"  {name:34}{figures}")
    return "\n".join(lines)


def ratios_as_text(figures: Iterable[Figure]) -> str:
    lines = []
    for one in figures:
        asked = "" if one.most is None else f"   asked: at most {one.most:g}{', missed' if one.missed else ''}"
        lines.append(f"  {one.title.replace('`', ''):48} {one.value:7.2f}{asked}")
    return "\n".join(lines)


def ratios_as_markdown(figures: list[Figure]) -> str:
    """A row for each ratio, the lowest and highest of all journals, and what is asked beside it; bold where missed."""
    sizes = sorted({one.size for one in figures if one.size})
    asked = {size: any(one.size == size and one.most is not None for one in figures) for size in sizes}
    heads = ["ratio"]
    for size in sizes:
        heads += [f"{size:,}: asked", "measured"] if asked[size] else [f"{size:,}: measured"]
    rows = [heads, ["---"] * len(heads)]
    titles = dict.fromkeys(one.title for one in figures if one.size)
    for title in titles:
        row = [title]
        for size in sizes:
            here = [one for one in figures if one.title == title and one.size == size]
            row += ([most(here)] if asked[size] else []) + [spread(here)]
        rows.append(row)
    others = [["ratio", "asked", "measured"], ["---"] * 3]
    for title, several in groupby((one for one in figures if not one.size), key=lambda one: one.title):
        here = list(several)
        others.append([title, most(here), spread(here)])
    return "\n\n".join("\n".join(f"| {' | '.join(row)} |" for row in table) for table in (rows, others) if table[2:])


def most(figures: list[Figure]) -> str:
    return f"≤ {figures[0].most:g}" if figures and figures[0].most is not None else ""


def spread(figures: list[Figure]) -> str:
    if not figures:
        return ""
    low, high = (f"{pick(one.value for one in figures):.2f}" for pick in (min, max))
    written = low if low == high else f"{low} to {high}"
    return f"**{written}**" if any(one.missed for one in figures) else written


def seconds_as_markdown(measured: Mapping[int, Measured]) -> str:
    """A row for each number of transactions, with seconds and peak memory of every command."""
    names = list(dict.fromkeys(name for runs in measured.values() for name in runs))
    rows = [["transactions", *names], ["---"] * (len(names) + 1)]
    for size, runs in measured.items():
        cells = (f"{runs[name].median:.2f} s, {runs[name].peak:.0f} MB" if name in runs else "" for name in names)
        rows.append([f"{size:,}", *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
