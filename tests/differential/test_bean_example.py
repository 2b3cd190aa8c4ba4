"""Journals of Beancount's own generator: years of an imagined person's life, plain and under every plugin."""

import subprocess
import sys
from pathlib import Path

import oracle
import pytest

RUN = "from beancount.scripts.example import main; main()"
PLUGINS = (
    "auto",
    "check_average_cost",
    "check_closing",
    "check_commodity",
    "check_drained",
    "close_tree",
    "coherent_cost",
    "currency_accounts",
    "implicit_prices",
    "leafonly",
    "noduplicates",
    "nounused",
    "onecommodity",
    "pedantic",
    "sellgains",
    "unique_prices",
)
METHODS = ("FIFO", "LIFO", "HIFO", "NONE", "STRICT_WITH_SIZE")


def example(folder: Path, seed: int, years: tuple[int, int], head: str = "") -> Path:
    """A generated journal with some lines before it."""
    path = folder / "example.beancount"
    arguments = ["--seed", str(seed), "--date-birth", "1980-05-12", "--output", str(path)]
    arguments += ["--date-begin", f"{years[0]}-01-01", "--date-end", f"{years[1]}-01-01"]
    subprocess.run([sys.executable, "-c", RUN, *arguments], check=True, capture_output=True)
    path.write_text(head + path.read_text())
    return path.resolve()


def test_example(tmp_path: Path) -> None:
    oracle.check(example(tmp_path, 1, (2012, 2014)))


def test_example_with_every_plugin(tmp_path: Path) -> None:
    head = "".join(f'plugin "beancount.plugins.{name}"\n' for name in PLUGINS)
    oracle.check(example(tmp_path, 2, (2013, 2014), head))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 22))
def test_many_examples(seed: int, tmp_path: Path) -> None:
    oracle.check(example(tmp_path, seed, (2000 + seed, 2003 + seed % 5 + seed)))


@pytest.mark.long
@pytest.mark.parametrize("name", PLUGINS)
def test_example_with_a_plugin(name: str, tmp_path: Path) -> None:
    oracle.check(example(tmp_path, 3, (2012, 2015), f'plugin "beancount.plugins.{name}"\n'))


@pytest.mark.long
@pytest.mark.parametrize("method", METHODS)
def test_example_with_a_booking_method(method: str, tmp_path: Path) -> None:
    oracle.check(example(tmp_path, 4, (2012, 2015), f'option "booking_method" "{method}"\n'))
