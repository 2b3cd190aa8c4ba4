import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import pfin as package

TODAY = ("--today", "2024-03-01")


def test_without_a_command_it_says_what_there_is(pfin) -> None:
    ended = pfin()
    assert ended.code == 0
    assert "Usage: pfin [OPTIONS] COMMAND" in ended.out
    assert all(f"\n  {name} " in ended.out for name in ("init", "check", "balance", "register", "print", "guide"))


def test_version(pfin) -> None:
    assert pfin("--version").out == f"pfin {package.__version__}\n"


SIDES = [
    ("-f", "good.beancount", *TODAY, "balance"),
    ("balance", "-f", "good.beancount", *TODAY),
    ("-f", "good.beancount", "balance", *TODAY),
    ("-f", "nosuch", "balance", "-f", "good.beancount", *TODAY),
]


@pytest.mark.parametrize("arguments", SIDES, ids=" ".join)
def test_shared_options_stand_on_either_side_and_the_later_wins(pfin, arguments: tuple[str, ...]) -> None:
    ended = pfin(*arguments)
    assert ended.code == 0
    assert "at the end of 2024-03-01, today" in ended.out
    assert "88.00 USD" in ended.out
    assert ended.err == ""


def test_the_environment_names_the_journal_in_an_order(pfin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_FILE", "good.beancount")
    assert pfin("balance", *TODAY).code == 0
    monkeypatch.setenv("BEANCOUNT_FILE", "nosuch")
    assert pfin("balance", *TODAY).code == 2
    monkeypatch.setenv("PFIN_FILE", "good.beancount")
    assert pfin("balance", *TODAY).code == 0
    assert pfin("-f", "nosuch", "balance").code == 2


def test_a_missing_journal_says_which_variable_names_it(pfin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PFIN_FILE", "nosuch")
    monkeypatch.setenv("LEDGER_FILE", "good.beancount")
    assert "hint: PFIN_FILE names this file" in pfin("balance").err
    assert "PFIN_FILE" not in pfin("balance", "-f", "nosuch").err


WRONG_USAGE = [
    (("balance",), "error: no journal is named\nhint: name one by --file, or in the variable PFIN_FILE"),
    (("balanse",), "error: there is no command 'balanse'\nhint: did you mean balance?"),
    (("zzz",), "error: there is no command 'zzz'\nhint: `pfin --help` lists the commands"),
    (
        ("good.beancount",),
        "error: there is no command 'good.beancount'\nhint: a journal is named by -f: pfin -f good.beancount balance",
    ),
    (("balance", "--formt", "x"), "error: there is no option --formt\nhint: did you mean --format?"),
    (("balance", "--format", "xml"), "error: this command has no format 'xml'\nhint: it has text, json, csv, markdown"),
    (("--format", "csv", "check"), "error: this command has no format 'csv'\nhint: it has text, json, lines"),
    (("--color", "pink", "balance"), "error: --color: 'pink' is not known\nhint: it takes auto, always, never"),
    (("balance", "-f", "good.beancount", "--today", "soon"), "error: --today: 'soon' is no date\nhint: write it as"),
    (("balance", "-f", "good.beancount", "--at", "soon"), "error: --at: 'soon' is no period or day\nhint: understood"),
    (("balance", "-f", "good.beancont"), "cannot be read: there is no such file\nhint: did you mean"),
    (("balance", "-f", "."), "cannot be read: it is a folder"),
    (
        ("register", "Bank", "-f", "good.beancount", "--period", "2024", "--begin", "2024"),
        "error: --period goes alone, without --begin and --end",
    ),
    (
        ("register", "Bank", "-f", "good.beancount", "--begin", "2024", "--end", "2024"),
        "error: no day is on or after 2024-01-01 (--begin) and before 2024-01-01 (--end)\nhint: --end is exclusive",
    ),
    (("register", "Bank", "-f", "good.beancount", "--begin", "2023..2024"), "is a range, and one day is wanted"),
    (("register",), "error: missing argument"),
    (("balance", "good.beancount"), "error: no journal is named\nhint: did you mean -f good.beancount?"),
    (
        ("trial", "good.beancount"),
        "error: there is no place for 'good.beancount' here\nhint: a journal is named by -f: pfin trial -f good",
    ),
    (("register", "good.beancount", "b"), "hint: a journal is named by -f: pfin register -f good.beancount"),
    (("reg",), "error: there is no command 'reg'\nhint: did you mean register?"),
    (("register", "a", "b"), "error: there is no place for 'b' here\nhint: see `pfin register --help`"),
    (("balance", "--value", "-f", "good.beancount"), "error: --value wants a value, and -f is an option"),
    (("balance", "--value"), "error: --value wants a value\nhint: --help behind a command's name"),
    (("balance", "--depth", "x"), "error: --depth: 'x' is not a whole number from 1 on"),
    (("balance", "--depth", "0"), "error: --depth: 0 is not a whole number from 1 on"),
    (("help",), "error: there is no command 'help'\nhint: `pfin --help` lists the commands, and `pfin guide`"),
    (("balance", "-f", "good.beancount", "--at", "last yaer"), "hint: did you mean 'last year'?"),
    (("balance", "-f", "good.beancount", "--at", "12/31/2025"), "hint: dates are written as year-month-day"),
    (("balance", "-f", "good.beancount", "--at", "2024..2025"), "one day is wanted\nhint: understood are days"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG_USAGE)
def test_wrong_usage_ends_in_2_and_says_what_would_be_right(pfin, arguments: tuple[str, ...], message: str) -> None:
    ended = pfin(*arguments)
    assert ended.code == 2
    assert message in ended.err
    assert ended.out == ""


def test_a_report_refuses_a_journal_with_errors(pfin) -> None:
    ended = pfin("balance", "-f", "bad.beancount")
    assert ended.code == 1
    assert ended.out == ""
    assert ended.err.startswith("error[unbalanced]: transaction does not balance")
    assert ended.err.endswith("1 error: no figures are shown; --force shows them all the same\n")


def test_force_shows_figures_under_a_warning(pfin) -> None:
    ended = pfin("balance", "-f", "bad.beancount", "--force")
    assert ended.code == 0
    assert "USD" in ended.out
    assert ended.err == "warning: the journal has 1 error, so these figures may be wrong\n"


def test_a_report_shows_ten_errors_and_counts_the_rest(pfin, tmp_path: Path) -> None:
    (tmp_path / "many.beancount").write_text("2024-01-01 close Assets:A\n" * 25)
    ended = pfin("balance", "-f", "many.beancount")
    errors = pfin("check", "-f", "many.beancount", "--format", "lines").out.count("error[")
    assert ended.err.count("\n  --> ") + ended.err.count("\n   --> ") == 10
    assert f"\n{errors} errors, {errors - 10} more than shown here (see `pfin check`): no figures" in ended.err


def test_warnings_do_not_stop_a_report(pfin, tmp_path: Path) -> None:
    journal = '1970-01-01 custom "ignore-plugin" "some.plugin"\nplugin "some.plugin"\n'
    (tmp_path / "warned.beancount").write_text(journal)
    ended = pfin("balance", "-f", "warned.beancount")
    assert ended.code == 0
    assert ended.err == "1 warning: see `pfin check`\n"


COLORS = [
    ({}, (), False),
    ({"FORCE_COLOR": "1"}, (), True),
    ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
    ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
]


@pytest.mark.parametrize(("environment", "options", "colored"), COLORS)
def test_colour_is_said_by_the_option_then_the_environment_then_the_terminal(
    pfin, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], options: tuple[str, ...], colored: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in pfin("balance", "-f", "good.beancount", *options).out) is colored


REPORTS = [("balance",), ("register", "Bank"), ("trial",), ("accounts",), ("prices",)]


@pytest.mark.parametrize("report", REPORTS, ids=" ".join)
def test_json_says_how_many_errors_the_journal_has(pfin, report: tuple[str, ...]) -> None:
    for journal, errors in (("good.beancount", 0), ("bad.beancount", 1)):
        said = json.loads(pfin(*report, "-f", journal, "--force", "--format", "json").out)
        assert said["journal_errors"] == errors


@pytest.mark.parametrize("form", ["json", "csv", "markdown", "text"])
def test_numbers_have_no_exponents(pfin, tmp_path: Path, form: str) -> None:
    tiny = (tmp_path / "good.beancount").read_text().replace("12.00 USD", "0.00000001 USD")
    (tmp_path / "tiny.beancount").write_text(tiny + "2024-01-01 price BTC 0.00000001 USD\n")
    for report in REPORTS:
        out = pfin(*report, "-f", "tiny.beancount", "--format", form).out
        assert not re.search(r"\dE[-+]\d", out)
        assert "0.00000001" in out or report == ("accounts",) or form in ("text", "markdown")


FORMATS = [
    ("json", "{\n"),
    ("csv", "account,"),
    ("markdown", "## Balances\n"),
    ("text", "Balances\n"),
]


@pytest.mark.parametrize(("name", "beginning"), FORMATS)
def test_formats(pfin, name: str, beginning: str) -> None:
    assert pfin("balance", "-f", "good.beancount", "--format", name).out.startswith(beginning)


# Whole processes: what only they can show.

PFIN = (sys.executable, "-m", "pfin")
BARE = {"PFIN_CACHE_DIR": os.devnull, "PYTHONPATH": str(Path(package.__file__).parents[1])}


@pytest.fixture
def long_journal(tmp_path: Path) -> Path:
    transaction = '2024-01-01 * "Café 日本"\n  Assets:A  1 USD\n  Equity:B\n\n'
    path = tmp_path / "long.beancount"
    path.write_text("2024-01-01 open Assets:A\n2024-01-01 open Equity:B\n" + 3000 * transaction, encoding="utf-8")
    return path


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="the system has no such signal")
def test_a_reader_that_leaves_ends_the_run_quietly(long_journal: Path) -> None:
    with subprocess.Popen(
        [*PFIN, "print", "-f", str(long_journal)], env=BARE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"2024-01-01 open Assets:A\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == -signal.SIGPIPE


@pytest.mark.skipif(os.name != "posix", reason="other systems interrupt differently")
def test_an_interrupt_ends_the_run_quietly(tmp_path: Path) -> None:
    pipe = tmp_path / "never-written"
    os.mkfifo(pipe)
    with subprocess.Popen([*PFIN, "check", str(pipe)], env=BARE, stderr=subprocess.PIPE) as process:
        # Opening the other end waits until pfin reads from it.
        with pipe.open("wb"):
            process.send_signal(signal.SIGINT)
            assert process.wait() == -signal.SIGINT
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("argument", ["print", "--version"])
def test_a_full_disk_is_said_in_a_line(long_journal: Path, argument: str) -> None:
    environment = {**BARE, "PFIN_FILE": str(long_journal)}
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([*PFIN, argument], env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 2
    assert ended.stderr == b"error: the output cannot be written: no space left on device\n"


ENVIRONMENTS = [{}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_cron_has_no_environment_to_speak_of(long_journal: Path, environment: dict[str, str]) -> None:
    ended = subprocess.run(
        [*PFIN, "register", "Assets:A", "-f", str(long_journal), "--color", "always"],
        env={**BARE, **environment},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Café 日本" in ended.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="the system has no such device")
def test_a_minus_is_the_standard_input() -> None:
    journal = b"2024-01-01 open Assets:A\n"
    ended = subprocess.run([*PFIN, "accounts", "-f", "-"], env=BARE, input=journal, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"Assets:A" in ended.stdout
