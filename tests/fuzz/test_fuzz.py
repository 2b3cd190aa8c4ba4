"""A few seconds of the fuzzer in every test run, and the whole of it with ``-m long``."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")
QUICK_EXTREMES = (
    *("nested-parentheses", "nested-braces", "deep-account", "million-digits", "division-by-zero", "utf-16"),
    *("unreadable", "include-dev-zero", "include-dev-stdin", "include-itself", "include-a-fifo"),
)


def fuzz(*arguments: str) -> None:
    done = subprocess.run([sys.executable, str(FUZZ), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_mutant_makes_loading_fail(tmp_path: Path) -> None:
    fuzz("mutants", "--count", "250", "--keep", str(tmp_path))


def test_extremes_end_with_a_diagnostic() -> None:
    fuzz("extremes", *QUICK_EXTREMES)


@pytest.mark.long
def test_all_extremes() -> None:
    fuzz("extremes")


@pytest.mark.long
def test_many_mutants(tmp_path: Path) -> None:
    fuzz("mutants", "--count", "20000", "--seed", "long", "--keep", str(tmp_path))
