"""A page as a browser shows it: measured in headless Chromium, on a narrow and a wide screen, in light and in dark."""

import html
import json
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pfin.cli.main import main
from pfin.model.amount import plain
from pfin.render.html import to_html
from pfin.report.table import Count, Money, Page

HOUSEHOLD = Path(__file__).parents[2] / "sample-journals" / "household.beancount"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open pages in")

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1600,1200"),
)
# What Chromium calls the two: https://source.chromium.org, preferred_color_scheme.mojom.
SCHEMES = {"dark": 0, "light": 1}
WIDTHS = (360, 768, 1440)
LEAST_LETTERS = 10.0
LEAST_CONTRAST = 4.5

# Windows cannot be as narrow as telephones, so the page is opened in frames; a page without scripts is measured from
# outside.
MEASURE = """
function measure(frame) {
  const doc = frame.contentDocument, win = frame.contentWindow, root = doc.documentElement;
  const box = element => { const r = element.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const seen = element => element.getClientRects().length > 0;
  const ground = element => {
    for (; element; element = element.parentElement) {
      const color = win.getComputedStyle(element).backgroundColor;
      if (!color.startsWith("rgba(0, 0, 0, 0")) return color;
    }
    return "none";
  };
  const texts = [], walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(element) || element.closest("style, title, desc, .unseen")) continue;
    const style = win.getComputedStyle(element), svg = element.closest("svg");
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    texts.push([walker.currentNode.data, parseFloat(style.fontSize) * scale,
                svg ? style.fill : style.color, ground(element)]);
  }
  const drawings = [...doc.querySelectorAll("figure svg")].filter(seen);
  return {
    dark: win.matchMedia("(prefers-color-scheme: dark)").matches,
    inner: root.clientWidth, outer: root.scrollWidth,
    drawings: drawings.map(svg => ({
      box: box(svg),
      parts: svg.querySelectorAll("path, rect").length,
      labels: [...svg.querySelectorAll("text")].map(text => [text.textContent, ...box(text)]),
    })),
    texts: texts,
    data: [...doc.querySelectorAll("data")].map(data => [data.getAttribute("value"), data.textContent]),
    scripts: doc.scripts.length,
    captions: [...doc.querySelectorAll("caption span")].filter(seen).map(box),
    sticky: [...doc.querySelectorAll(".frame")].map(moved => {
      moved.scrollLeft = 9999;
      const first = moved.querySelector("tbody tr:last-child > *").getBoundingClientRect();
      return [moved.scrollLeft, first.left - moved.getBoundingClientRect().left];
    }),
  };
}
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(measure);
  document.querySelector("pre").textContent = JSON.stringify(found);
});
"""


def measured(text: str, scheme: str, folder: Path) -> list[dict[str, Any]]:
    """What the browser finds in the page at each width."""
    source = html.escape(text)
    frames = "".join(f'<iframe style="border: 0; width: {width}px" srcdoc="{source}"></iframe>' for width in WIDTHS)
    wrapper = folder / "wrapper.html"
    wrapper.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><pre></pre>{frames}<script>{MEASURE}</script>', encoding="utf-8"
    )
    assert CHROMIUM is not None
    ended = subprocess.run(
        [
            CHROMIUM,
            *FLAGS,
            f"--user-data-dir={folder / 'profile'}",
            f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
            "--dump-dom",
            wrapper.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    found = re.search(r"<pre>(.*?)</pre>", ended.stdout.decode("utf-8"), re.DOTALL)
    assert found and found[1], "the page was measured"
    measures: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return measures


def contrast(ink: str, ground: str) -> float:
    """The ratio that WCAG 2 defines."""
    shades = sorted((luminance(ink), luminance(ground)))
    return (shades[1] + 0.05) / (shades[0] + 0.05)


def luminance(color: str) -> float:
    shares = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def overlapping(labels: list[tuple[str, float, float, float, float]]) -> list[tuple[str, str]]:
    # Boxes of letters are higher than the letters are, so that lines below each other may share a pixel or two.
    slack = 2.0
    return [
        (first[0], second[0])
        for index, first in enumerate(labels)
        for second in labels[:index]
        if min(first[3], second[3]) - max(first[1], second[1]) > 0
        and min(first[4], second[4]) - max(first[2], second[2]) > slack
    ]


def numbers_in(value: object) -> Counter[str]:
    """Every number that stands as a text in some JSON, but for those that are nothing."""
    if isinstance(value, dict):
        return sum((numbers_in(each) for each in value.values()), Counter())
    if isinstance(value, list):
        return sum((numbers_in(each) for each in value), Counter())
    return Counter([value] if isinstance(value, str) and re.fullmatch(r"-?[\d.]+", value) and Decimal(value) else [])


@pytest.mark.parametrize(
    "words",
    [("statement", "cash", "--period", "2024"), ("statement", "networth", "--period", "2024", "--value", "USD")],
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_of_a_command_holds_the_figures_of_its_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...], scheme: str
) -> None:
    web = tmp_path / "statement.html"
    asked = [*words, "--file", str(HOUSEHOLD)]
    assert main([*asked, "--output", str(web)]) == 0
    assert main([*asked, "--format", "json"]) == 0
    figures = numbers_in(json.loads(capsys.readouterr().out))
    assert len(figures) > 10
    for found in measured(web.read_text("utf-8"), scheme, tmp_path):
        shown = Counter(value for value, _ in found["data"])
        # Sums of inflows and of outflows are on the page only.
        assert figures <= shown
        assert len(found["drawings"]) == 2 and all(drawing["parts"] > 5 for drawing in found["drawings"])
        assert found["outer"] <= found["inner"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_is_readable_on_narrow_and_wide_screens(full_page: Page, tmp_path: Path, scheme: str) -> None:
    numbers = Counter(
        plain(amount.number)
        for table in full_page.tables
        for row in table.rows
        for cell in row.cells
        if isinstance(cell, Money)
        for amount in cell.amounts
    ) + Counter(
        str(cell.number)
        for table in full_page.tables
        for row in table.rows
        for cell in row.cells
        if type(cell) is Count
    )
    for width, found in zip(WIDTHS, measured(to_html(full_page), scheme, tmp_path), strict=True):
        assert found["dark"] == (scheme == "dark")
        assert found["inner"] == width
        assert found["outer"] <= width, "the page does not move sideways"
        assert found["scripts"] == 0
        assert len(found["drawings"]) == 2, "each drawing is shown in one of its two forms"
        for drawing in found["drawings"]:
            left, top, right, bottom = drawing["box"]
            assert left >= 0 and right <= width and right - left > 0.5 * min(width, 960) and bottom - top > 150
            assert drawing["parts"] > 5
            for text, *(begin, high, end, low) in drawing["labels"]:
                assert left - 0.5 <= begin < end <= right + 0.5 and top <= high < low <= bottom + 0.5, text
            assert overlapping(drawing["labels"]) == []
        assert [text for text, size, *_ in found["texts"] if size < LEAST_LETTERS] == []
        assert [text for text, _, ink, ground in found["texts"] if contrast(ink, ground) < LEAST_CONTRAST] == []
        assert Counter(value for value, _ in found["data"]) == numbers
        assert all(left >= 0 and right <= width for left, _, right, _ in found["captions"])
        moved, offset = found["sticky"][0]
        assert moved > 0 and abs(offset) < 1, "a wide table moves in its own frame, its first column stays"
