from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pfin.model.diagnostics import Diagnostic, Related, Severity
from pfin.model.sources import Sources, Span
from pfin.render.diagnostics import as_values, to_lines, to_text

FOOD = "/home/me/food.beancount"
TEXT = """\


2024-01-01 open Assets:Cash
2024-02-01 * "Cafe" "Lunch"
"""


def sources(text: str = TEXT) -> Sources:
    made = Sources()
    made.add(FOOD, text)
    made.add("/etc/other.beancount", "2023-01-01 open Assets:Cash\n")
    return made


def unbalanced(span: Span, **more: object) -> Diagnostic:
    message = "transaction does not balance: 1.00 USD too much on the debit side"
    hint = "change one amount, or leave one blank and it is inferred"
    label = "debits 13.00 USD, credits 12.00 USD"
    return Diagnostic(Severity.ERROR, "unbalanced", message, span, label, hint=hint, **more)  # type: ignore[arg-type]


def test_the_form_that_people_see() -> None:
    made = sources()
    assert to_text([unbalanced(made.span(FOOD, 4))], made, folder="/home/me") == (
        "error[unbalanced]: transaction does not balance: 1.00 USD too much on the debit side\n"
        "  --> food.beancount:4:1\n"
        "   |\n"
        ' 4 | 2024-02-01 * "Cafe" "Lunch"\n'
        "   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ debits 13.00 USD, credits 12.00 USD\n"
        "hint: change one amount, or leave one blank and it is inferred\n"
    )


def test_related_places_show_their_lines_and_files() -> None:
    made = sources()
    related = (
        Related(made.span(FOOD, 3, "Assets:Cash"), "opened here"),
        Related(made.span("/etc/other.beancount", 1), "and here"),
    )
    found = Diagnostic(Severity.WARNING, "twice", "twice", made.span(FOOD, 4, '"Cafe"'), "", related)
    assert to_text([found], made, folder="/home/me") == (
        "warning[twice]: twice\n"
        "  --> food.beancount:4:14\n"
        "   |\n"
        ' 4 | 2024-02-01 * "Cafe" "Lunch"\n'
        "   |              ^^^^^^\n"
        "   |\n"
        " 3 | 2024-01-01 open Assets:Cash\n"
        "   |                 ----------- opened here\n"
        "  ::: /etc/other.beancount:1:1\n"
        "   |\n"
        " 1 | 2023-01-01 open Assets:Cash\n"
        "   | --------------------------- and here\n"
    )


def test_sentences_are_wrapped_at_a_terminal_and_nowhere_else() -> None:
    made = sources()
    found = [Diagnostic(Severity.ERROR, "long", "word " * 12 + "end", made.span(FOOD, 4), hint="do\n" + "this " * 10)]
    assert to_text(found, made, width=40).splitlines() == [
        "error[long]: word word word word word",
        "      word word word word word word word",
        "      end",
        f"  --> {FOOD}:4:1",
        "   |",
        ' 4 | 2024-02-01 * "Cafe" "Lunch"',
        "   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "hint: do",
        "      this this this this this this this",
        "      this this this",
    ]
    piped = to_text(found, made)
    assert piped.splitlines()[0] == "error[long]: " + "word " * 12 + "end"
    assert "\n      " + "this " * 10 in piped


def test_a_file_as_a_whole_has_no_line_to_show() -> None:
    found = Diagnostic(Severity.ERROR, "missing-file", "there is no such file", Span("/nosuch", 0))
    assert to_text([found], sources()) == "error[missing-file]: there is no such file\n  --> /nosuch\n"
    assert to_lines([found]) == "/nosuch:1:1: error[missing-file]: there is no such file\n"


def test_an_empty_line_stands_between_two() -> None:
    made = sources()
    shown = to_text([unbalanced(made.span(FOOD, 4))] * 2, made)
    assert shown.count("\n\nerror[unbalanced]") == 1


def test_tabs_and_wide_characters_do_not_shift_the_marks() -> None:
    made = sources('\t日本\t"x" 1 USD\n')
    assert to_text([unbalanced(made.span(FOOD, 1, "1 USD"))], made).splitlines()[2:5] == [
        "   |",
        ' 1 |     日本    "x" 1 USD',
        "   |                 ^^^^^ debits 13.00 USD, credits 12.00 USD",
    ]


def test_control_characters_of_a_journal_are_shown_and_not_sent() -> None:
    made = sources('note "\x1b[31m\r" x\n')
    shown = to_text([unbalanced(made.span(FOOD, 1, "x"))], made)
    assert ' 1 | note "\\x1b[31m\\x0d" x\n' in shown
    assert "\x1b" not in shown


def test_a_long_line_is_cut_around_the_mark() -> None:
    made = sources("a" * 10_000_000 + " HERE " + "b" * 10_000_000 + "\n")
    shown = to_text([unbalanced(made.span(FOOD, 1, "HERE"))], made, width=60).splitlines()
    assert shown[4] == " 1 | …" + "a" * 31 + " HERE " + "b" * 16 + "…"
    assert shown[5] == "   | " + " " * 33 + "^^^^"
    assert shown[6] == "   | debits 13.00 USD, credits 12.00 USD"


def test_lines_for_editors() -> None:
    made = sources()
    assert to_lines([unbalanced(made.span(FOOD, 4))], folder="/home/me") == (
        "food.beancount:4:1: error[unbalanced]: transaction does not balance: 1.00 USD too much on the debit side\n"
    )


def test_values_for_json() -> None:
    made = sources()
    related = (Related(made.span(FOOD, 3), "opened here"),)
    place = {"file": FOOD, "line": 4, "column": 1, "end_line": 4, "end_column": 28}
    assert as_values([unbalanced(made.span(FOOD, 4), related=related)]) == [
        {
            "severity": "error",
            "code": "unbalanced",
            "message": "transaction does not balance: 1.00 USD too much on the debit side",
            **place,
            "hint": "change one amount, or leave one blank and it is inferred",
            "related": [{**place, "line": 3, "end_line": 3, "label": "opened here"}],
        }
    ]


def test_colour_only_adds() -> None:
    from rich.text import Text

    made = sources()
    found = [unbalanced(made.span(FOOD, 4), related=(Related(made.span(FOOD, 3), "here"),))]
    colored = to_text(found, made, color=True)
    assert "\x1b[1;31merror[unbalanced]:\x1b[0m" in colored
    assert Text.from_ansi(colored).plain == to_text(found, made)


@given(
    line=st.text(st.characters(exclude_characters="\n"), max_size=300),
    start=st.integers(0, 320),
    length=st.integers(0, 320),
    width=st.integers(24, 120),
    label=st.text("ab\x1b \n", max_size=60),
)
def test_any_line_and_span_can_be_shown_within_the_width(
    line: str, start: int, length: int, width: int, label: str
) -> None:
    made = sources(line + "\n")
    found = Diagnostic(Severity.ERROR, "x", "x", Span(FOOD, 1, start + 1, 1, start + 1 + length), label)
    shown = to_text([found], made, width=width).split("\n")
    source = [text for text in shown if text.startswith((" 1 | ", "   | "))]
    unbroken = max((cell_len(word) for word in to_text([found], made, width=160).split()), default=0)
    assert all(cell_len(text) <= max(width, unbroken + 5) for text in source)
    assert "\x1b" not in "".join(shown)
