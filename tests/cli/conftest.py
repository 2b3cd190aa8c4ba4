"""A fixture that runs pfin as its command line does, in this process, with nothing from the environment."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pfin.cli.context import JOURNAL_VARIABLES
from pfin.cli.main import main

GOOD = """\
option "operating_currency" "USD"
2024-01-01 open Assets:Bank  USD
2024-01-01 open Expenses:Food
2024-01-01 open Equity:Opening-Balances

2024-01-01 * "Opening"
  Assets:Bank  100.00 USD
  Equity:Opening-Balances

2024-02-01 * "Cafe" "Lunch"
  Expenses:Food  12.00 USD
  Assets:Bank
"""

BAD = GOOD.replace("  Assets:Bank\n", "  Assets:Bank  -11.00 USD\n")


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


Pfin = Callable[..., Ended]


@pytest.fixture
def pfin(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Pfin:
    """Run pfin in an empty folder of its own; ``good.beancount`` and ``bad.beancount`` lie there."""
    for variable in (*JOURNAL_VARIABLES, "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PFIN_CACHE_DIR", str(tmp_path_factory.mktemp("cache") / "pfin"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.beancount").write_text(GOOD)
    (tmp_path / "bad.beancount").write_text(BAD)

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run
