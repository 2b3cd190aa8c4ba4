"""What flows into a boundary and out of it as SVG: sources on the left, sinks on the right, the boundary between them.

All amounts have one scale, so that a ribbon twice as wide is twice as much, whichever side it is on, and both sides
can be compared. Names need more room than small amounts do: each stream has a slot at its side that is at least as high
as its label, and only where the ribbons meet the boundary are they stacked without gaps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from pfin.model.amount import EXACT, ZERO, computing_in
from pfin.report.drawing import FlowDiagram, Stream

from .characters import one_line
from .markup import coordinate, element, escaped
from .svg import Form, amount_words, fitting, label, picture

MOST_STREAMS = 12
"""How many streams a side has at most, the one of all others included."""


class _Measures(Struct, frozen=True):
    """The room of a drawing, by its form: labels at the sides, bars, and how high the greater side is."""

    labels: int
    node: int
    bar: int
    flow: int
    gap: int
    # Whether the heads of the three columns stand below each other, having no room side by side.
    stacked: bool


_MEASURES = {
    "wide": _Measures(labels=290, node=8, bar=24, flow=300, gap=8, stacked=False),
    "narrow": _Measures(labels=112, node=5, bar=14, flow=260, gap=6, stacked=True),
}


class _Side(Struct, frozen=True):
    """One side: its streams, and what is on the left or the right of it."""

    head: str
    look: str
    streams: Sequence[Stream]
    total: Decimal
    # Where its labels end or begin, its nodes, and where its ribbons meet the boundary.
    text_x: float
    anchor: str
    node_x: float
    ribbon: tuple[float, float]


class _Slot(Struct, frozen=True):
    """Where a stream stands: its label and node around a middle, its ribbon's place at the boundary."""

    stream: Stream
    middle: float
    thickness: float
    at_boundary: float


def flow_words(diagram: FlowDiagram, digits: Mapping[str, int]) -> str:
    """What the diagram shows, in words."""
    words = amount_words(digits, diagram.commodity)
    into, out = _total(diagram.sources), _total(diagram.sinks)
    other = f"other changes {words(diagram.other)}, " if diagram.other else ""
    return (
        f"{one_line(diagram.boundary)}: opening {words(diagram.opening)}, "
        f"{f'inflows {words(into)}' if diagram.sources else 'no inflows'}, "
        f"{f'outflows {words(out)}' if diagram.sinks else 'no outflows'}, {other}closing {words(diagram.closing)}"
    )


def flow_svg(diagram: FlowDiagram, form: Form, identity: str, digits: Mapping[str, int]) -> str:
    """The diagram in one size."""
    room = _MEASURES[form.name]
    words = amount_words(digits, diagram.commodity)
    sides = _sides(diagram, form, room)
    line = form.letters * 1.4
    top = line * (6 if room.stacked else 3)
    greatest = max(side.total for side in sides)

    def thickness(number: Decimal) -> float:
        return float(number / greatest) * room.flow

    least = form.letters + form.small_letters + 4.0
    heights = [_height(side.streams, thickness, least, room.gap) for side in sides]
    body = max(*heights, float(room.flow) if greatest else least * 2)
    content = [*_center(diagram, form, words, top, body)]
    for side, height in zip(sides, heights, strict=True):
        content += _head(side, form, room, words, line)
        begin = top + (body - height) / 2
        for slot in _slots(side.streams, thickness, least, room.gap, begin, top + (body - room.flow) / 2):
            content.append(_stream(slot, side, form, room, words))
    drawn = "".join(content)
    return picture(form, top + body + line * 2, identity, diagram.title, f"{flow_words(diagram, digits)}.", drawn)


def _sides(diagram: FlowDiagram, form: Form, room: _Measures) -> tuple[_Side, _Side]:
    edge = (form.width - room.bar) / 2
    node = room.labels + room.gap
    sources, sinks = gathered(diagram.sources), gathered(diagram.sinks)
    left = _Side(
        "inflows", "in", sources, _total(sources), float(room.labels), "end", float(node), (node + room.node, edge)
    )
    other = form.width - node - room.node
    right = _Side(
        "outflows",
        "out",
        sinks,
        _total(sinks),
        float(form.width - room.labels),
        "start",
        float(other),
        (other, form.width - edge),
    )
    return left, right


def gathered(streams: Sequence[Stream]) -> Sequence[Stream]:
    """The streams, the smallest ones gathered into one where there are too many to be told apart."""
    if len(streams) <= MOST_STREAMS:
        return streams
    rest = streams[MOST_STREAMS - 1 :]
    return (*streams[: MOST_STREAMS - 1], Stream(f"{len(rest)} others", _total(rest)))


@computing_in(EXACT)
def _total(streams: Sequence[Stream]) -> Decimal:
    return sum((stream.number for stream in streams), ZERO)


def _height(streams: Sequence[Stream], thickness: Callable[[Decimal], float], least: float, gap: int) -> float:
    return sum(max(thickness(stream.number), least) + gap for stream in streams) - (gap if streams else 0)


def _slots(
    streams: Sequence[Stream],
    thickness: Callable[[Decimal], float],
    least: float,
    gap: int,
    begin: float,
    at_boundary: float,
) -> Iterator[_Slot]:
    for stream in streams:
        thick = thickness(stream.number)
        height = max(thick, least)
        yield _Slot(stream, begin + height / 2, thick, at_boundary)
        begin += height + gap
        at_boundary += thick


def _center(
    diagram: FlowDiagram, form: Form, words: Callable[[Decimal], str], top: float, height: float
) -> Iterator[str]:
    """The boundary: a bar, its name and opening above, its closing below."""
    room = _MEASURES[form.name]
    middle = form.width / 2
    size, line = form.letters, form.letters * 1.4
    wide = form.width - 2.0 * (0 if room.stacked else room.labels + room.gap)
    yield element("rect", x=middle - room.bar / 2, y=top, width=float(room.bar), height=height, class_="boundary")
    name = fitting(diagram.boundary, wide, size)
    yield label(name, middle, line, size, anchor="middle", look="strong")
    yield label(f"opening {words(diagram.opening)}", middle, line * 2, size, anchor="middle", room=wide)
    closing = f"closing {words(diagram.closing)}"
    yield label(closing, middle, top + height + line, size, anchor="middle", room=wide)


def _head(side: _Side, form: Form, room: _Measures, words: Callable[[Decimal], str], line: float) -> Iterator[str]:
    y = line * (4 if room.stacked else 1)
    said = side.head if side.streams else f"no {side.head}"
    yield label(said, side.text_x, y, form.letters, anchor=side.anchor, look="strong")
    if side.streams:
        size = form.small_letters
        yield label(words(side.total), side.text_x, y + line, size, anchor=side.anchor, room=float(room.labels))


def _stream(slot: _Slot, side: _Side, form: Form, room: _Measures, words: Callable[[Decimal], str]) -> str:
    stream, size = slot.stream, form.letters
    amount = words(stream.number)
    near, far = side.ribbon
    top = slot.middle - slot.thickness / 2
    return element(
        "g",
        element("title", escaped(f"{stream.name}: {amount}"))
        + element("path", d=_band(near, top, far, slot.at_boundary, slot.thickness), class_="ribbon")
        + element("rect", x=side.node_x, y=top, width=float(room.node), height=max(slot.thickness, 1.0), class_="node")
        + label(fitting(stream.name, room.labels, size), side.text_x, slot.middle - 2, size, anchor=side.anchor)
        + label(
            amount,
            side.text_x,
            slot.middle + form.small_letters,
            form.small_letters,
            anchor=side.anchor,
            room=float(room.labels),
            look="faint",
        ),
        class_=f"stream {side.look}",
    )


def _band(x: float, y: float, far_x: float, far_y: float, thickness: float) -> str:
    """A ribbon between two places, which leaves both of them level."""
    xs = [coordinate(each) for each in (x, (x + far_x) / 2, far_x)]
    ys = [coordinate(each) for each in (y, far_y, far_y + thickness, y + thickness)]
    return (
        f"M{xs[0]} {ys[0]}C{xs[1]} {ys[0]} {xs[1]} {ys[1]} {xs[2]} {ys[1]}"
        f"V{ys[2]}C{xs[1]} {ys[2]} {xs[1]} {ys[3]} {xs[0]} {ys[3]}Z"
    )
