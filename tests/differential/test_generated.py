"""Journals that Hypothesis writes: the same few hundred in every run, or thousands of new ones (-m long)."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import oracle
import pytest
import writing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

QUICK = settings(
    max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
LONG = settings(max_examples=10_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def check(files: str | Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        oracle.check(oracle.write(Path(folder), files))


@QUICK
@given(writing.journals())
def test_journal(journal: str) -> None:
    check(journal)


@QUICK
@given(writing.markets())
def test_lots(journal: str) -> None:
    check(journal)


@QUICK
@given(writing.residues())
def test_residues(journal: str) -> None:
    check(journal)


@QUICK
@given(writing.plugged())
def test_plugins(journal: str) -> None:
    check(journal)


@QUICK
@given(writing.families())
def test_several_files(files: dict[str, str]) -> None:
    check(files)


@QUICK
@given(writing.damaged())
def test_damaged_journal(journal: str) -> None:
    check(journal)


@pytest.mark.long
@LONG
@given(
    st.one_of(
        writing.journals(),
        writing.markets(),
        writing.residues(),
        writing.plugged(),
        writing.families(),
        writing.damaged(),
    )
)
def test_many_journals(files: str | dict[str, str]) -> None:
    check(files)
