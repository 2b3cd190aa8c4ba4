import pytest

from pfin.report.tree import branches


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ([], []),
        (["Assets:Bank:Checking"], ["Assets +", "  Bank:Checking"]),
        (["Assets"], ["Assets"]),
        (["Assets:A:X:P", "Assets:A:X:Q"], ["Assets +", "  A:X +", "    P", "    Q"]),
        (["Assets:A", "Assets:A:B:C"], ["Assets +", "  A +", "    (itself)", "    B:C"]),
        # "-" sorts before ":", and yet what is below Bank stays below it.
        (
            ["Assets:Bank", "Assets:Bank-2", "Assets:Bank:X"],
            ["Assets +", "  Bank +", "    (itself)", "    X", "  Bank-2"],
        ),
        (["Income:B", "Income:A", "Assets:C"], ["Income +", "  A", "  B", "Assets +", "  C"]),
    ],
)
def test_lines(accounts: list[str], expected: list[str]) -> None:
    lines = branches(accounts)
    assert ["  " * line.depth + line.label + (" +" if line.total else "") for line in lines] == expected


def test_a_name_of_very_many_components_takes_one_line() -> None:
    deep = "Assets:" + ":".join(["A"] * 100_000)
    assert [line.account for line in branches([deep])] == ["Assets", deep]
