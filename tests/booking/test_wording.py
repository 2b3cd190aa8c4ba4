import pytest

from pfin.booking.wording import enumerated, first, listed

CASES = {
    "none": ([], "", ""),
    "one": (["a"], "a", "a"),
    "two": (["a", "b"], "a, b", "a and b"),
    "five": (list("abcde"), "a, b, c, d, e", "a, b, c, d and e"),
    "seven": (list("abcdefg"), "a, b, c, d, e and 2 more", "a, b, c, d, e and 2 more"),
}


@pytest.mark.parametrize(("items", "as_list", "in_sentence"), CASES.values(), ids=CASES)
def test_wording(items: list[str], as_list: str, in_sentence: str) -> None:
    assert listed(items) == as_list
    assert enumerated(items) == in_sentence
    assert first(items) == items[:5]
