"""Seals: what keeps them, what breaks them, and what is said of the months that changed."""

from datetime import date as Date
from pathlib import Path

import pytest

import pfin
from pfin.ledger.ledger import Ledger
from pfin.ledger.seals import seal_directive
from pfin.model.diagnostics import Diagnostic
from pfin.model.directives import Custom
from pfin.syntax.printer import directive_text

JOURNAL = """\
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Broker "FIFO"
2025-01-01 open Assets:Euro EUR,CHF
2025-01-01 open Expenses:Food
2025-01-01 open Income:Gains
2025-01-02 * "Opening"
  Assets:Bank  1000.00 USD
  Income:Gains
2025-01-03 * "Broker" "Buy"
  Assets:Broker  10 HOOL {10.00 USD}
  Assets:Bank  -100.00 USD
2025-02-01 balance Assets:Bank  900.00 USD
2025-02-10 * "Shop" "Lunch" #trip #food ^a
  place: "Rome"
  Expenses:Food  12.50 USD
    kind: "loan"
  Assets:Bank
2025-02-10 ! "Shop" "Hold" ^b
  Expenses:Food  30.00 USD
  Assets:Bank  -30.00 USD
2025-02-11 * "Exchange"
  Assets:Euro  10.00 EUR @ 1.10 USD
  Assets:Bank  -11.00 USD
2025-02-20 price HOOL 12.00 USD
2025-03-05 * "Broker" "Sell"
  Assets:Broker  -5 HOOL {} @ 12.00 USD
  Assets:Bank  60.00 USD
  Income:Gains
2025-03-06 note Assets:Bank "Called"
2025-04-02 * "Shop" "After the seal"
  Expenses:Food  1.00 USD
  Assets:Bank
"""
MARCH, SEALED_ON = Date(2025, 3, 31), Date(2025, 4, 1)


class Journals:
    """Journals in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, text: str, as_of: Date | None = None, **others: str) -> Ledger:
        for name, content in {"main": text, **others}.items():
            (self.folder / f"{name}.beancount").write_text(content, encoding="utf-8")
        return pfin.load(self.folder / "main.beancount", as_of=as_of)

    def seal(self, text: str, month: Date = MARCH, day: Date = SEALED_ON) -> str:
        """The text of the seal of a journal."""
        directive = seal_directive(self.load(text), month, day)
        assert directive is not None
        return directive_text(directive)


@pytest.fixture
def journals(tmp_path: Path) -> Journals:
    return Journals(tmp_path)


def of_seals(ledger: Ledger) -> list[Diagnostic]:
    return [each for each in ledger.diagnostics if each.code in ("broken-seal", "seal-form")]


def broken(ledger: Ledger) -> list[str]:
    """The months that are not as they were sealed."""
    found = of_seals(ledger)
    assert all("sealed" in each.message for each in found), found
    return [each.message.split()[0] for each in found]


def swapped(old: str, new: str, text: str = JOURNAL) -> str:
    assert old in text
    return text.replace(old, new, 1)


KEPT = {
    "nothing": ("", ""),
    "an amount that was left out is written": ("10 HOOL", "10.000 HOOL"),
    "zeros behind the point": ("900.00", "900.0"),
    "a sum": ("12.50 USD", "(10 + 5/2) USD"),
    "commas and plus signs": ("  1000.00 USD", "   1,000.00   USD ; much"),
    "indents": ("  Assets:Broker  10", "\tAssets:Broker\t\t10"),
    "an inferred amount is written": ('kind: "loan"\n  Assets:Bank', 'kind: "loan"\n  Assets:Bank -12.50 USD'),
    "a written amount is left out": ("Assets:Bank  -100.00 USD", "Assets:Bank"),
    "the commodity is left out": ("Assets:Bank  -100.00 USD", "Assets:Bank -100.00"),
    "the order of postings": (
        "Expenses:Food  30.00 USD\n  Assets:Bank  -30.00 USD",
        "Assets:Bank  -30.00 USD\n  Expenses:Food  30.00 USD",
    ),
    "the order of tags and links": ("#trip #food ^a", "^a #food #trip"),
    "the order of metadata": ('"Buy"', '"Buy"'),
    "the order of commodities": ("EUR,CHF", "CHF,EUR"),
    "another word for *": ('03 * "Broker"', '03 txn "Broker"'),
    "dates with slashes": ("2025-02-20 price", "2025/02/20 price"),
    "a cost in total": ("{10.00 USD}", "{{100.00 USD}}"),
    "a cost of both kinds": ("{10.00 USD}", "{9.00 # 10.00 USD}"),
    "a price in total": ("@ 1.10 USD", "@@ 11.00 USD"),
    "the order within a day": (
        '2025-02-10 ! "Shop" "Hold" ^b\n  Expenses:Food  30.00 USD\n  Assets:Bank  -30.00 USD\n2025-02-11',
        "2025-02-11",
    ),
    "comments": ("2025-02-20", "; a remark\n\n* A heading\n\n2025-02-20"),
    "a tag that is pushed": ('2025-02-10 * "Shop" "Lunch" #trip', 'pushtag #trip\n2025-02-10 * "Shop" "Lunch"'),
    "what comes after the sealed months": ("Expenses:Food  1.00", "Expenses:Food  2.00"),
    "options": ("2025-01-01 open Assets:Bank", 'option "title" "Mine"\n2025-01-01 open Assets:Bank'),
}
MOVED = '2025-02-10 ! "Shop" "Hold" ^b\n  Expenses:Food  30.00 USD\n  Assets:Bank  -30.00 USD\n'
POPPED = "2025-02-10 !"


@pytest.mark.parametrize("case", KEPT)
def test_what_keeps_a_seal(journals: Journals, case: str) -> None:
    seal = journals.seal(JOURNAL)
    text = swapped(*KEPT[case])
    if case == "the order within a day":
        text = MOVED + text
    elif case == "a tag that is pushed":
        text = swapped(POPPED, f"poptag #trip\n{POPPED}", text)
    ledger = journals.load(text + seal)
    assert not ledger.has_errors, ledger.diagnostics


# What is replaced by what, the months that are broken by it, the days with what happened on them, and the lines that
# are shown, by how they begin.
BROKEN = {
    "an amount": ("12.50 USD", "12.51 USD", "2025-02", "2025-02-10 (1 changed)", ['2025-02-10 * "Shop"']),
    "an account": (
        "  Expenses:Food  12.50",
        "  Income:Gains  12.50",
        "2025-02",
        "2025-02-10 (1 changed)",
        ['2025-02-10 * "Shop"'],
    ),
    "a commodity": ("30.00 USD\n  Assets:Bank  -30.00 USD", "30.00 CHF\n  Assets:Bank  -30.00 CHF", "2025-02", "", []),
    "a day": (
        "2025-02-11 *",
        "2025-02-12 *",
        "2025-02",
        "2025-02-11 (1 gone), 2025-02-12 (1 new)",
        ["2025-02-12 *"],
    ),
    "a day beyond the month": ("2025-02-11 *", "2025-01-11 *", "2025-01 2025-02", "2025-02-11 (1 gone)", []),
    "a day beyond all that is sealed": ("2025-03-06 note", "2025-04-06 note", "2025-03", "2025-03-06 (1 gone)", []),
    "a day before the seal": ("2025-04-02 *", "2025-03-02 *", "2025-03", "2025-03-02 (1 new)", ["2025-03-02 *"]),
    "the last day": ("2025-04-02 *", "2025-03-31 *", "2025-03", "2025-03-31 (1 new)", ["2025-03-31 *"]),
    "a transaction is gone": (MOVED, "", "2025-02", "2025-02-10 (1 gone)", []),
    "a transaction is doubled": (MOVED, MOVED + MOVED, "2025-02", "2025-02-10 (1 new)", ['2025-02-10 ! "Shop"']),
    "a flag": ('10 ! "Shop"', '10 * "Shop"', "2025-02", "", []),
    "the flag of a posting": ("  Assets:Bank  -11.00", "  ! Assets:Bank  -11.00", "2025-02", "", []),
    "a payee": ('"Shop" "Hold"', '"Hold"', "2025-02", "", []),
    "a narration": ('"Lunch"', '"Dinner"', "2025-02", "", []),
    "a tag": ("#trip ", "", "2025-02", "", []),
    "a link": ("^b", "^c", "2025-02", "", []),
    "metadata": ('"Rome"', '"Pisa"', "2025-02", "", []),
    "the type of metadata": ('"Rome"', "USD", "2025-02", "", []),
    "metadata of a posting": ('    kind: "loan"\n', "", "2025-02", "", []),
    "a price": ("@ 1.10 USD\n  Assets:Bank  -11.00", "@ 1.20 USD\n  Assets:Bank  -12.00", "2025-02", "", []),
    "a cost, though later sales take the lot": (
        "{10.00 USD}\n  Assets:Bank  -100.00",
        "{9 USD}\n  Assets:Bank  -90.00",
        "2025-01",
        "",
        [],
    ),
    "a purchase that later sales need": (
        '2025-01-03 * "Broker" "Buy"\n  Assets:Broker  10 HOOL {10.00 USD}\n  Assets:Bank  -100.00 USD\n',
        "",
        "2025-01",
        "2025-01-03 (1 gone)",
        [],
    ),
    "which lots are sold": ("{} @", "{10.00 USD} @", "2025-03", "", []),
    "the commodities of an account": ("EUR,CHF", "EUR", "2025-01", "", []),
    "the booking method": ('"FIFO"', '"LIFO"', "2025-01", "", []),
    "a term of an account": ("Assets:Bank\n", 'Assets:Bank\n  liquidity: "locked"\n', "2025-01", "", []),
    "an account is closed": ("2025-03-06", "2025-03-07 close Assets:Euro\n2025-03-06", "2025-03", "", []),
    "an assertion": ("900.00 USD", "900.00 ~ 1 USD", "2025-02", "", []),
    "a quote": ("HOOL 12.00", "HOOL 12.01", "2025-02", "2025-02-20 (1 changed)", ["2025-02-20 price"]),
    "a quote in another month": (
        "2025-02-20 price",
        "2024-11-30 price HOOL 11 USD\n2025-02-20 price",
        "2024-11",
        "",
        ["2024-11-30 price"],
    ),
    "a pad": ("2025-02-20", "2025-01-02 pad Assets:Bank Income:Gains\n2025-02-20", "2025-01", "", []),
    "a discard": ("2025-02-20", '2025-02-19 custom "discard" "b"\n2025-02-20', "2025-02", "", ["2025-02-19 custom"]),
    "a custom directive": ("2025-02-20", '2025-02-19 custom "budget" 4.00 USD\n2025-02-20', "2025-02", "", []),
    "a query": ("2025-02-20", '2025-02-19 query "a" "SELECT 1"\n2025-02-20', "2025-02", "", []),
    "an event": ("2025-02-20", '2025-02-19 event "city" "Rome"\n2025-02-20', "2025-02", "", []),
    "what does not balance any more": ("-30.00 USD", "-31.00 USD", "2025-02", "2025-02-10 (1 changed)", []),
    "what cannot be booked any more": (
        "30.00 USD\n  Assets:Bank  -30.00 USD",
        "\n  Assets:Bank",
        "2025-02",
        "2025-02-10 (1 changed)",
        ['2025-02-10 ! "Shop"'],
    ),
    "what cannot be read any more": ('11 * "Exchange"', '11 * "Exchange', "2025-02", "2025-02-11 (1 gone)", []),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_a_seal(journals: Journals, case: str) -> None:
    old, new, months, days, lines = BROKEN[case]
    seal = journals.seal(JOURNAL)
    ledger = journals.load(swapped(old, new) + seal)
    assert broken(ledger) == months.split()
    assert ledger.has_errors
    found = of_seals(ledger)[-1]
    assert found.message.endswith(days)
    assert found.hint == "bring back what was there, or seal what is there now: pfin seal 2025-03"
    assert ledger.sources.line(found.span.file, found.span.line).startswith('2025-04-01 custom "seal" "2025-03"')
    shown = [ledger.sources.line(each.span.file, each.span.line) for each in found.related]
    if lines:
        assert all(text.startswith(line) for text, line in zip(shown, lines, strict=True))


def test_files_do_not_matter(journals: Journals) -> None:
    seal = journals.seal(JOURNAL)
    blocks = JOURNAL.replace("\n2025", "\n\n2025").split("\n\n")
    entry = "\n".join(['include "one.beancount"', seal, 'include "two.beancount"', *blocks[::3]])
    ledger = journals.load(entry, one="\n".join(blocks[1::3]), two="\n\n".join(reversed(blocks[2::3])))
    assert (ledger.has_errors, len(ledger.files)) == (False, 3)


def test_the_path_of_a_document_is_relative_to_the_entry_file(journals: Journals) -> None:
    (journals.folder / "papers").mkdir()
    for name in ("a", "b"):
        (journals.folder / "papers" / f"{name}.pdf").touch()
    document = '2025-02-20 document Assets:Bank "{}"\n'
    seal = journals.seal(JOURNAL + document.format("papers/a.pdf"))
    (journals.folder / "papers" / "in.beancount").write_text(document.format("a.pdf"), encoding="utf-8")
    ledger = journals.load(f'include "papers/in.beancount"\n{JOURNAL}{seal}')
    assert not ledger.has_errors
    assert broken(journals.load(JOURNAL + document.format("papers/b.pdf") + seal)) == ["2025-02"]


@pytest.mark.parametrize(
    "later",
    [
        '2025-04-01 custom "discard" "b"\n',
        '2025-04-05 * "Shop"\n  posts: "b"\n  Expenses:Food 31.00 USD\n  Assets:Bank\n',
        '2025-04-05 * "Shop"\n  posts-part: "b"\n  Expenses:Food 10.00 USD\n  Assets:Bank\n',
        '2025-04-05 * "Shop"\n  compensates: "b"\n  Expenses:Food -30.00 USD\n  Assets:Bank\n',
    ],
)
def test_what_becomes_of_a_hold_later_keeps_the_seal_of_its_month(journals: Journals, later: str) -> None:
    ledger = journals.load(JOURNAL + journals.seal(JOURNAL) + later)
    assert not ledger.has_errors, ledger.diagnostics
    assert len(ledger.resolutions) == 1


def test_whoever_looks_back_is_told_of_what_changed_until_then(journals: Journals) -> None:
    seal = journals.seal(JOURNAL)
    changed = swapped('"Called"', '"Mailed"', swapped("12.50", "12.51")) + seal
    for day, months in (("2025-04-01", "2025-02 2025-03"), ("2025-02-05", "2025-02"), ("2025-01-31", "")):
        assert broken(journals.load(changed, as_of=Date.fromisoformat(day))) == months.split()
        assert of_seals(journals.load(JOURNAL + seal, as_of=Date.fromisoformat(day))) == []


def test_looking_back_before_a_correction_was_sealed_the_journal_is_right(journals: Journals) -> None:
    corrected = swapped("12.50", "12.51") + journals.seal(JOURNAL)
    text = corrected + journals.seal(corrected, day=Date(2025, 5, 1))
    assert not journals.load(text, as_of=Date(2025, 4, 15)).has_errors


# Sealing again


def months_of(seal: str) -> list[str]:
    return [line.split(":")[0].strip() for line in seal.splitlines()[1:]]


def test_a_later_seal_names_only_what_is_not_sealed_yet(journals: Journals) -> None:
    first = journals.seal(JOURNAL, Date(2025, 2, 1), Date(2025, 3, 3))
    second = journals.seal(JOURNAL + first)
    assert months_of(first) == ["month-2025-01", "month-2025-02"]
    assert months_of(second) == ["month-2025-03"]
    assert broken(journals.load(swapped("12.50", "12.51") + first + second)) == ["2025-02"]
    assert broken(journals.load(swapped('"Called"', '"Mailed"') + first + second)) == ["2025-03"]


def test_what_is_sealed_is_not_sealed_again(journals: Journals) -> None:
    sealed = JOURNAL + journals.seal(JOURNAL)
    for month in (Date(2025, 3, 1), Date(2025, 1, 31)):
        assert seal_directive(journals.load(sealed), month, Date(2025, 5, 1)) is None


def test_a_seal_of_months_in_which_nothing_happened_says_so(journals: Journals) -> None:
    sealed = JOURNAL + journals.seal(JOURNAL) + journals.seal(JOURNAL, Date(2025, 4, 1), Date(2025, 6, 1))
    empty = journals.seal(sealed, Date(2025, 5, 1), Date(2025, 6, 1))
    assert months_of(empty) == []
    late = '2025-05-09 event "city" "Rome"\n'
    (found,) = of_seals(journals.load(sealed + empty + late))
    assert found.message == "2025-05 was empty when it was sealed, or the seal that named it was taken away since"
    assert [each.label for each in found.related] == ["new"]


def test_a_correction_is_sealed_by_another_seal_and_the_old_one_stays(journals: Journals) -> None:
    first = journals.seal(JOURNAL, Date(2025, 2, 1), Date(2025, 3, 3))
    second = journals.seal(JOURNAL + first)
    corrected = swapped("12.50", "12.51") + first + second
    third = journals.seal(corrected, day=Date(2025, 5, 1))
    assert months_of(third) == ["month-2025-02"]
    assert not journals.load(corrected + third).has_errors
    assert broken(journals.load(JOURNAL + first + second + third)) == ["2025-02"]


def test_a_month_that_a_correction_empties_can_be_sealed(journals: Journals) -> None:
    note = '2024-11-05 note Assets:Bank "Early"\n2024-11-01 open Assets:Bank\n'
    text = JOURNAL.replace("2025-01-01 open Assets:Bank\n", "")
    sealed = note + text + journals.seal(note + text)
    moved = sealed.replace("2024-11", "2024-12", 2)
    assert broken(journals.load(moved)) == ["2024-11", "2024-12"]
    again = journals.seal(moved, day=Date(2025, 5, 1))
    assert months_of(again) == ["month-2024-11", "month-2024-12"]
    assert not journals.load(moved + again).has_errors


def test_an_earlier_month_can_be_sealed_anew(journals: Journals) -> None:
    corrected = swapped("12.50", "12.51") + journals.seal(JOURNAL)
    again = journals.seal(corrected, Date(2025, 2, 1), Date(2025, 5, 1))
    assert not journals.load(corrected + again).has_errors
    assert broken(journals.load(swapped('"Called"', '"Mailed"', corrected) + again)) == ["2025-03"]


def test_a_month_that_is_not_over_cannot_be_sealed(journals: Journals) -> None:
    with pytest.raises(ValueError, match="2025-03 is not over on 2025-03-30"):
        seal_directive(journals.load(JOURNAL), Date(2025, 3, 1), Date(2025, 3, 30))
    for year, last in ((2024, 29), (2025, 28), (9999, 28)):
        sealed = seal_directive(journals.load(JOURNAL), Date(year, 2, 1), Date(year, 2, last))
        assert isinstance(sealed, Custom)


# Seals that were tampered with


def test_a_seal_that_was_taken_away_is_missed_by_the_next(journals: Journals) -> None:
    first = journals.seal(JOURNAL, Date(2025, 2, 1), Date(2025, 3, 3))
    second = journals.seal(JOURNAL + first)
    assert broken(journals.load(JOURNAL + second)) == ["2025-01", "2025-02"]


def test_a_seal_that_was_made_to_fit_is_noticed(journals: Journals) -> None:
    first = journals.seal(JOURNAL, Date(2025, 2, 1), Date(2025, 3, 3))
    second = journals.seal(JOURNAL + first)
    changed = swapped("12.50", "12.51")
    forged = journals.seal(changed, Date(2025, 2, 1), Date(2025, 3, 3))
    (found,) = of_seals(journals.load(changed + forged + second))
    assert found.message.startswith("the digest of all months up to 2025-03 is not the one that was sealed")
    assert found.hint == "a seal was changed or taken away since: bring it back, or seal anew: pfin seal 2025-03"
    anew = journals.seal(changed + forged + second, day=Date(2025, 5, 1))
    assert months_of(anew) == []
    assert not of_seals(journals.load(changed + forged + second + anew))


def test_without_marks_a_seal_says_which_month_changed(journals: Journals) -> None:
    lines = journals.seal(JOURNAL).splitlines()
    bare = "\n".join([lines[0], *(f'{line.split(" ")[2]} {line.split(" ")[3]}"' for line in lines[1:])])
    bare = bare.replace("\nmonth", "\n  month")
    assert of_seals(journals.load(JOURNAL + bare)) == []
    (found,) = of_seals(journals.load(swapped("12.50", "12.51") + bare))
    assert (found.message, found.related) == ("2025-02 has changed since it was sealed", ())


DIGEST = "0123456789abcdef" * 4
WRONG = {
    '"2025-03"': "it takes a month and a digest, both in quotes",
    f'2025-03-01 "{DIGEST}"': 'the first value is no month in quotes, such as "2025-09"',
    f'"2025-13" "{DIGEST}"': 'the first value is no month in quotes, such as "2025-09"',
    f'"0000-01" "{DIGEST}"': 'the first value is no month in quotes, such as "2025-09"',
    '"2025-03" "abc"': "the second value is no SHA-256 digest, which has 64 digits from 0 to f, in quotes",
    f'"2025-04" "{DIGEST}"': "on 2025-04-01 2025-04 is not over",
    f'"2025-03" "{DIGEST}"\n  month-2025-04: "{DIGEST}"': "month-2025-04 is no month up to 2025-03",
    f'"2025-03" "{DIGEST}"\n  month-3: "{DIGEST}"': "month-3 is no month up to 2025-03",
    f'"2025-03" "{DIGEST}"\n  month-2025-03: "{DIGEST} 1:00"': (
        "month-2025-03 has no digest, or what follows it are no marks"
    ),
    f'"2025-03" "{DIGEST}"\n  month-2025-03: 12': "month-2025-03 has no digest, or what follows it are no marks",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_seal_in_the_wrong_form_is_an_error(journals: Journals, wrong: str) -> None:
    (found,) = of_seals(journals.load(f'{JOURNAL}2025-04-01 custom "seal" {wrong}\n'))
    assert found.message == f"this seal cannot be checked: {WRONG[wrong]}"
    assert found.hint == "take it away, and let pfin write one: pfin seal MONTH"


def test_other_metadata_of_a_seal_is_free(journals: Journals) -> None:
    seal = journals.seal(JOURNAL).replace("\n", '\n  by: "the auditor"\n', 1)
    assert of_seals(journals.load(JOURNAL + seal)) == []


def test_of_very_many_months_only_some_are_shown_in_full(journals: Journals) -> None:
    text = "2023-01-01 open Assets:Old\n" + "".join(
        f'{year}-{month:02}-05 note Assets:Old "x"\n' for year in (2023, 2024) for month in range(1, 13)
    )
    found = of_seals(journals.load(text.replace('"x"', '"y"') + journals.seal(text)))
    assert len(found) == 13
    assert found[-1].message.startswith("12 more months have changed since they were sealed: 2024-01, 2024-02, ")


def test_a_comment_need_not_be_utf_8(journals: Journals) -> None:
    path = journals.folder / "main.beancount"
    path.write_bytes(b"; L\xfcnch\n" + JOURNAL.encode())
    directive = seal_directive(pfin.load(path), MARCH, SEALED_ON)
    assert directive is not None
    assert directive_text(directive) == journals.seal(JOURNAL)
