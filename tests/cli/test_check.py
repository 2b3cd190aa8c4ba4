import json
from pathlib import Path


def test_no_problems_are_a_line_on_stderr(pfin) -> None:
    ended = pfin("check", "good.beancount")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "no problems in 2 transactions (good.beancount)\n"


def test_problems_are_shown_with_their_line_and_counted(pfin) -> None:
    ended = pfin("check", "bad.beancount")
    assert ended.code == 1
    assert ended.out == (
        "error[unbalanced]: transaction does not balance: 1.00 USD too much on the debit side\n"
        "  --> bad.beancount:10:1\n"
        "    |\n"
        ' 10 | 2024-02-01 * "Cafe" "Lunch"\n'
        "    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ debits 12.00 USD, credits 11.00 USD\n"
        "hint: change one amount, or leave one blank and it is inferred\n"
        "\n"
    ).replace("  -->", "   -->")
    assert ended.err == "1 error in 1 file\n"


def test_the_journal_is_named_like_everywhere_else_or_first(pfin) -> None:
    assert pfin("check", "-f", "bad.beancount").code == 1
    assert pfin("-f", "bad.beancount", "check", "good.beancount").code == 0
    assert pfin("check", "nosuch").code == 2


def test_lines_are_what_editors_read(pfin) -> None:
    ended = pfin("check", "bad.beancount", "--format", "lines")
    assert ended.code == 1
    assert ended.out == (
        "bad.beancount:10:1: error[unbalanced]: transaction does not balance: 1.00 USD too much on the debit side\n"
    )
    assert ended.err == ""


def test_json_holds_diagnostics_and_counts_of_directives(pfin, tmp_path: Path) -> None:
    ended = pfin("check", "bad.beancount", "--format", "json")
    assert ended.code == 1
    found = json.loads(ended.out)
    assert found["directives"] == {"open": 3, "transaction": 2}
    (diagnostic,) = found["diagnostics"]
    assert set(diagnostic) == {
        "severity", "code", "message", "file", "line", "column", "end_line", "end_column", "hint", "related",
    }  # fmt: skip
    assert (diagnostic["severity"], diagnostic["code"]) == ("error", "unbalanced")
    assert (diagnostic["file"], diagnostic["line"]) == (str(tmp_path / "bad.beancount"), 10)


def test_json_names_a_price_directive_by_its_word(pfin, tmp_path: Path) -> None:
    (tmp_path / "price.beancount").write_text("2024-01-01 price EUR 1.10 USD\n")
    assert json.loads(pfin("check", "price.beancount", "--format", "json").out)["directives"] == {"price": 1}


def test_warnings_are_shown_in_full_and_are_fine(pfin, tmp_path: Path) -> None:
    journal = '1970-01-01 custom "ignore-plugin" "some.plugin"\nplugin "some.plugin"\n'
    (tmp_path / "warned.beancount").write_text(journal)
    ended = pfin("check", "warned.beancount")
    assert ended.code == 0
    assert ended.out.startswith("warning[")
    assert ended.err == "1 warning in 1 file\n"


def test_bytes_that_are_no_text_reach_no_output_raw(pfin, tmp_path: Path) -> None:
    (tmp_path / "odd.beancount").write_bytes(b'2024-01-01 * "a\xff\x1b[31m"\n  Assets:A 1 USD\n')
    for form in ("text", "lines", "json"):
        ended = pfin("check", "odd.beancount", "--format", form)
        assert ended.code == 1
        assert "\x1b" not in ended.out
        ended.out.encode("utf-8")


def test_a_file_that_is_no_journal_is_a_diagnostic_and_one_that_is_not_there_wrong_usage(pfin, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(bytes(range(256)))
    ended = pfin("check", "picture", "--format", "json")
    assert ended.code == 1
    assert [each["code"] for each in json.loads(ended.out)["diagnostics"]] == ["binary-file"]
    assert pfin("balance", "-f", "picture").code == 1
    assert pfin("check", "nosuch", "--format", "json").code == 2
