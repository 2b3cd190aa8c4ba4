import pkgutil
import re
from importlib import import_module, resources
from pathlib import Path

import beancount
import pytest
from against_beancount import check

from pfin import load
from pfin.booking.plugins.inert import INERT
from pfin.booking.plugins.own import NAME
from pfin.booking.plugins.registry import SHIPPED
from pfin.model.diagnostics import Severity

JOURNAL = """
        2020-01-01 open Assets:Cash
        2020-01-01 open Equity:Opening-Balances
        2020-01-02 pad Assets:Cash Equity:Opening-Balances
        2020-01-03 balance Assets:Cash  5 USD
        2020-01-04 * "Spend"
          Assets:Cash  -1 USD
          Equity:Opening-Balances
        2020-01-05 balance Assets:Cash  5 USD
"""


def test_the_names_are_those_of_the_modules_of_beancount() -> None:
    packages = pkgutil.walk_packages(beancount.__path__, "beancount.")
    modules = {"beancount", *(found.name for found in packages if not found.name.endswith("_test"))}
    plugins = {name for name in modules if hasattr(import_module(name), "__plugins__")}
    assert {name for name in plugins if name.startswith("beancount.plugins.")} == SHIPPED.keys() - {NAME}
    assert modules - plugins == INERT


@pytest.mark.parametrize("config", ["", ' "x"'])
@pytest.mark.parametrize("name", ["beancount", "beancount.plugins", "beancount.ops.validation"])
def test_a_module_of_beancount_without_plugins_does_nothing(tmp_path: Path, name: str, config: str) -> None:
    check(tmp_path, f'        plugin "{name}"{config}{JOURNAL}')


@pytest.mark.parametrize("mode", ["raw", "default"])
@pytest.mark.parametrize(
    "names",
    [
        [],
        ["beancount.ops.balance"],
        ["beancount.ops.pad"],
        ["beancount.ops.pad", "beancount.ops.balance"],
        ["beancount.ops.documents"],
    ],
    ids=" ".join,
)
def test_stages_as_plugins(tmp_path: Path, mode: str, names: list[str]) -> None:
    plugins = "".join(f'        plugin "{name}"\n' for name in names)
    check(tmp_path, f'        option "plugin_processing_mode" "{mode}"\n{plugins}{JOURNAL}')


@pytest.mark.parametrize("balances_first", [True, False])
def test_balances_that_are_checked_before_accounts_open(tmp_path: Path, balances_first: bool) -> None:
    names = ["beancount.ops.balance", "beancount.plugins.auto_accounts"]
    plugins = "".join(f'plugin "{name}"\n' for name in (names if balances_first else reversed(names)))
    check(tmp_path, f'option "plugin_processing_mode" "raw"\n{plugins}2020-01-01 balance Assets:Cash  0 USD\n')


@pytest.mark.parametrize("name", ["beancount.ops.balance", "beancount.ops.pad", "beancount.ops.documents"])
def test_stages_take_no_configuration(tmp_path: Path, name: str) -> None:
    option = 'option "plugin_processing_mode" "raw"'
    check(tmp_path, f'        {option}\n        plugin "{name}" "x"{JOURNAL}', grouped=True)


def test_documents_found_by_the_stage_as_a_plugin(tmp_path: Path) -> None:
    (tmp_path / "docs/Assets/Cash").mkdir(parents=True)
    (tmp_path / "docs/Assets/Cash/2020-01-06.receipt.txt").touch()
    check(
        tmp_path,
        """
        option "documents" "docs"
        plugin "beancount.ops.documents"
        2020-01-01 open Assets:Cash
        """,
    )


def test_an_unknown_plugin_is_an_error_with_the_way_out_of_it(tmp_path: Path) -> None:
    (diagnostic,) = check(tmp_path, 'plugin "no.such.plugin" "x"\n2020-01-01 open Assets:Cash\n')
    assert (diagnostic.code, diagnostic.severity) == ("unknown-plugin", Severity.ERROR)
    assert diagnostic.hint is not None
    assert '1970-01-01 custom "ignore-plugin" "no.such.plugin"' in diagnostic.hint


def test_a_module_of_python_is_no_plugin(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text('plugin "json"\n')
    assert [found.code for found in load(path).diagnostics] == ["unknown-plugin"]


@pytest.mark.parametrize(
    ("custom", "severity"),
    [
        ('"ignore-plugin" "no.such.plugin"', Severity.WARNING),
        ('"ignore-plugin" "no.such"', Severity.ERROR),
        ('"ignore-plugin" "no.such.plugin" "really"', Severity.ERROR),
        ('"ignore-plugin" TRUE', Severity.ERROR),
        ('"ignore" "no.such.plugin"', Severity.ERROR),
    ],
)
def test_a_custom_directive_accepts_an_unknown_plugin(tmp_path: Path, custom: str, severity: Severity) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(f'plugin "no.such.plugin"\n1970-01-01 custom {custom}\n')
    assert [(found.severity, found.span.line) for found in load(path).diagnostics] == [(severity, 1)]


def test_plugins_of_included_files_do_not_run(tmp_path: Path) -> None:
    (tmp_path / "more.beancount").write_text('plugin "beancount.plugins.auto"\nplugin "no.such.plugin"\n')
    diagnostics = check(tmp_path, 'include "more.beancount"\n2020-01-01 note Assets:Cash "x"\n')
    assert "unknown-plugin" not in [found.code for found in diagnostics]


def test_plugins_run_in_the_order_of_the_journal(tmp_path: Path) -> None:
    opens = 'plugin "beancount.plugins.auto_accounts"\n'
    checks = 'plugin "beancount.plugins.leafonly"\n'
    journal = '2020-01-01 note Assets:A "x"\n2020-01-01 note Assets:A:B "y"\n'
    check(tmp_path, opens + checks + journal)
    check(tmp_path, checks + opens + journal)


GUIDE = (resources.files("pfin") / "guide" / "plugins.md").read_text()
EXAMPLES = re.findall(r"```beancount\n(.*?)```", GUIDE, re.DOTALL)
COMMODITY = '2020-01-01 commodity HOOL\n  sector: "Energy"\n  kind: "ETF"\n  name: "Hooli"\n'


def test_the_guide_tells_of_every_plugin() -> None:
    for name in SHIPPED:
        assert f'plugin "{name}"' in GUIDE
        assert f"**{name.removeprefix('beancount.plugins.')}**" in GUIDE


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_guide_work(tmp_path: Path, example: str) -> None:
    assert not check(tmp_path, example + COMMODITY)
