import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from pfin.model.amount import Amount
from pfin.render.html import to_html
from pfin.report.table import (
    AccountName,
    Bar,
    Column,
    Count,
    Money,
    Page,
    Row,
    RowKind,
    Table,
    Text,
    Tone,
    Trend,
)

VOID = {"meta", "wbr"}


class Reader(HTMLParser):
    """Reads a document and fails where an element is not closed or nested as it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))


def read(page: Page) -> Reader:
    reader = Reader()
    reader.feed(to_html(page))
    reader.close()
    assert reader.open == []
    return reader


def cell_page(*cells: object, kind: RowKind = RowKind.BODY, title: str = "t") -> Page:
    columns = tuple(Column(str(index), f"T{index}") for index in range(len(cells)))
    return Page(title, "m", (Table(columns, (Row(cells, kind),)),), {"EUR": 2})  # type: ignore[arg-type]


def body_of(page: Page) -> str:
    found = re.search(r"<tbody>(.*)</tbody>", to_html(page), re.DOTALL)
    assert found
    return found[1].strip()


def test_a_page_is_well_formed_and_loads_nothing(full_page: Page) -> None:
    reader = read(full_page)
    used = Counter(tag for tag, _ in reader.elements)
    assert not used.keys() & {"script", "link", "img", "iframe", "object", "base", "form", "a", "image", "use"}
    assert (used["table"], used["caption"], used["figure"]) == (2, 2, 2)
    assert ("html", {"lang": "en"}) in reader.elements
    metas = {
        attributes.get("http-equiv"): attributes.get("content") for tag, attributes in reader.elements if tag == "meta"
    }
    assert metas["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", to_html(full_page))
    assert not any(name.startswith("on") for _, attributes in reader.elements for name in attributes)


def test_identities_are_unique_and_names_refer_to_them(full_page: Page) -> None:
    elements = read(full_page).elements
    identities = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(set(identities)) == len(identities) == 8
    named = [attributes["aria-labelledby"] or "" for _, attributes in elements if "aria-labelledby" in attributes]
    assert sorted(name for names in named for name in names.split()) == sorted(map(str, identities))


def test_what_a_journal_says_stays_text(full_page: Page) -> None:
    reader = read(full_page)
    shown = "<script>alert(1)</script>\"'&\\x1b[2J\\u202e\\ud800]]>"
    assert ("h1", f"Cash flow of {shown}") in reader.texts
    assert ("td", shown) in reader.texts
    assert any(tag == "title" and text.startswith(f"{shown}: ") for tag, text in reader.texts)
    assert all(character.isprintable() or character == "\n" for character in to_html(full_page))
    to_html(full_page).encode("utf-8")


def test_drawings_are_well_formed_by_themselves(full_page: Page) -> None:
    drawings = re.findall(r"<svg.*?</svg>", to_html(full_page), re.DOTALL)
    assert len(drawings) == 4 + 2 * 3
    for drawing in drawings:
        ElementTree.fromstring(drawing)


NUMBERS = [
    (Money((Amount(Decimal("1234.5"), "EUR"),)), '<data value="1234.5">1,234.50</data>'),
    (Money((Amount(Decimal("-0.001"), "EUR"),)), '<data value="-0.001">0.00</data>'),
    (Money((Amount(Decimal("7E+2"), "EUR"),)), '<data value="700">700.00</data>'),
    (Money((Amount(Decimal("1.23456"), "EUR"),), exact=True), '<data value="1.23456">1.23456</data>'),
    (Count(1234), '<data value="1234">1,234</data>'),
]


@pytest.mark.parametrize(("cell", "written"), NUMBERS)
def test_a_figure_carries_its_exact_number(cell: Money | Count, written: str) -> None:
    assert written in body_of(cell_page(cell))


def test_decimal_points_stand_below_each_other() -> None:
    money = Money((Amount(Decimal("1"), "JPY"), Amount(Decimal("2.5"), "EUR")))
    body = body_of(replace(cell_page(Text("a"), money), digits={"JPY": 0, "EUR": 2}))
    assert '<data value="1" style="margin-right: 1.4em">1</data>' in body
    assert '<data value="2.5">2.50</data>' in body


def test_what_is_wrong_is_said_in_words() -> None:
    money = Money((Amount(Decimal(-1), "EUR"), Amount(Decimal(2), "USD")), marks={"EUR": "overdrawn"})
    body = body_of(cell_page(Text("a"), money))
    assert '<span class="wrong"><data value="-1">-1.00</data>' in body
    assert '<span class="mark">overdrawn</span>' in body
    assert body.count("wrong") == 1


ROWS = [
    (
        cell_page(Text("Inflows"), None, kind=RowKind.HEADING),
        '<th scope="rowgroup" colspan="2"><span>Inflows</span></th>',
    ),
    (cell_page(Text("a"), Text("b")), '<tr><th scope="row">a</th><td class="words">b</td></tr>'),
    (cell_page(None, Text("b", Tone.FAINT)), '<tr><td></td><td class="words"><span class="faint">b</span></td></tr>'),
    (cell_page(Text("Net"), None, kind=RowKind.TOTAL), '<tr class="total"><th scope="row">Net</th><td></td></tr>'),
    (
        cell_page(AccountName("Assets:Bank:A", "Bank:A", 2)),
        '<span class="account" style="--depth: 2" title="Assets:Bank:A">Bank:<wbr>A</span>',
    ),
    (cell_page(Text("a"), Bar(1)), '<rect x="0" y="2" width="100" height="12" class="up"></rect>'),
    (
        cell_page(Text("a"), Bar(-0.5)),
        '<rect x="0" y="2" width="100" height="12" class="down"></rect><path d="M100 0V16"',
    ),
    (cell_page(Text("a"), Trend((Decimal(0), Decimal(1)))), 'points="0,15 100,1"'),
]


@pytest.mark.parametrize(("page", "written"), ROWS)
def test_rows_have_heads_and_cells_their_looks(page: Page, written: str) -> None:
    assert written in body_of(page)


def test_a_table_without_rows_and_a_column_without_anything_are_left_out() -> None:
    columns = (Column("a", "A"), Column("b", ""))
    page = Page("t", "m", (Table(columns, ()), Table(columns, (Row((Text("x"), None)),), "Caption")), {})
    reader = read(page)
    assert Counter(tag for tag, _ in reader.elements)["table"] == 1
    assert [text for tag, text in reader.texts if tag == "th"] == ["A", "x"]
