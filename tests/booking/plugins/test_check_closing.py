from pathlib import Path

import pytest
from against_beancount import check

from pfin import load

HEAD = """
        plugin "beancount.plugins.check_closing"
        2020-01-01 open Assets:Shares
        2020-01-01 open Assets:Cash
        2020-01-02 * "Buy"
          Assets:Shares  10 HOOL {5 USD}
          Assets:Cash   -50 USD
        2020-01-05 balance Assets:Cash  -50 USD
"""


@pytest.mark.parametrize("said", ["closing: TRUE", 'closing: "yes"', "closing: FALSE", "closing:", "closing: 0", ""])
def test_all_sold(tmp_path: Path, said: str) -> None:
    check(
        tmp_path,
        HEAD
        + f"""
        2020-01-05 * "Sell"
          Assets:Shares  -10 HOOL {{}}
            {said}
          Assets:Cash  50 USD
        """,
    )


def test_the_error_is_at_the_posting_where_not_all_is_sold(tmp_path: Path) -> None:
    diagnostics = check(
        tmp_path,
        HEAD
        + """
        2020-01-05 * "Sell"
          Assets:Cash    45 USD
          Assets:Shares  -9 HOOL {}
            closing: TRUE
        """,
        unplaced_at=[11],
    )
    assert [found.code for found in diagnostics] == ["failed-balance"]


def test_the_last_day_of_the_calendar_has_no_next(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "beancount.plugins.check_closing"\n'
        "2020-01-01 open Assets:Cash\n"
        '9999-12-31 * "End"\n'
        "  Assets:Cash   1 USD\n"
        "    closing: TRUE\n"
        "  Assets:Cash  -1 USD\n"
    )
    assert [(found.code, found.span.line) for found in load(path).diagnostics] == [("plugin-failed", 1)]
