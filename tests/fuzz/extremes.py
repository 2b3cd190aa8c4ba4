"""Journals that go to an extreme: too deep, too long, too many, or not files at all.

Each is made in a folder of its own and must end in time with exit status 0, 1 or 2 and without a traceback.
"""

import os
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OPEN = "2020-01-01 open Assets:A\n2020-01-01 open Assets:B\n"
DEEP = 100_000


@dataclass(frozen=True)
class Extreme:
    """A journal to be made at a path. ``valid`` is what is expected of it, None where either is fine."""

    name: str
    make: Callable[[Path], None]
    valid: bool | None = False
    unprivileged: bool = False


EXTREMES: list[Extreme] = []


def extreme(
    valid: bool | None = False, unprivileged: bool = False
) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Add the function to the list under its own name."""

    def add(make: Callable[[Path], None]) -> Callable[[Path], None]:
        EXTREMES.append(Extreme(make.__name__.replace("_", "-"), make, valid, unprivileged))
        return make

    return add


def posting(amount: str) -> str:
    return f'{OPEN}2020-01-02 * "x"\n  Assets:A  {amount}\n  Assets:B\n'


# Too deep


@extreme(valid=None)
def nested_parentheses(path: Path) -> None:
    path.write_text(posting("(" * DEEP + "1" + ")" * DEEP + " USD"))


@extreme()
def unclosed_parentheses(path: Path) -> None:
    path.write_text(posting("(" * DEEP + "1 USD"))


@extreme(valid=None)
def many_minus_signs(path: Path) -> None:
    path.write_text(posting("-" * DEEP + "1 USD"))


@extreme(valid=True)
def long_sum(path: Path) -> None:
    path.write_text(posting("1" + " + 1" * DEEP + " USD"))


@extreme(valid=None)
def long_division(path: Path) -> None:
    path.write_text(posting("1" + " / 3" * 20_000 + " USD"))


@extreme()
def nested_braces(path: Path) -> None:
    path.write_text(posting("1 X " + "{" * DEEP + "1 USD" + "}" * DEEP))


@extreme(valid=None)
def nested_pushtag(path: Path) -> None:
    path.write_text("".join(f"pushtag #t{i}\n" for i in range(DEEP)) + posting("1 USD"))


@extreme(valid=None)
def nested_pushmeta(path: Path) -> None:
    path.write_text("".join(f"pushmeta k{i}: {i}\n" for i in range(DEEP)) + posting("1 USD"))


@extreme()
def poptags_without_push(path: Path) -> None:
    path.write_text("poptag #t\n" * DEEP)


@extreme(valid=None)
def deep_account(path: Path) -> None:
    name = "Assets" + ":A" * DEEP
    path.write_text(f'2020-01-01 open {name}\n2020-01-02 * "x"\n  {name}  1 USD\n  {name}  -1 USD\n')


@extreme(valid=None)
def headings(path: Path) -> None:
    path.write_text("*" * DEEP + "\n" + posting("1 USD"))


# Too long or too many


@extreme(valid=None)
def line_of_100_megabytes(path: Path) -> None:
    path.write_bytes(b"x" * 100_000_000)


@extreme(valid=True)
def comment_of_100_megabytes(path: Path) -> None:
    path.write_bytes(b"; " + b"x" * 100_000_000 + b"\n")


@extreme(valid=None)
def string_of_100_megabytes(path: Path) -> None:
    path.write_bytes(b'2020-01-01 event "a" "' + b"x" * 100_000_000 + b'"\n')


@extreme()
def unclosed_string(path: Path) -> None:
    path.write_bytes(b'2020-01-01 event "a" "' + b"line\n" * 400_000)


@extreme(valid=None)
def blanks_of_20_megabytes(path: Path) -> None:
    path.write_bytes(OPEN.encode() + b'2020-01-02 * "x"\n  Assets:A' + b" " * 20_000_000 + b"1 USD\n  Assets:B\n")


@extreme(valid=True)
def empty_lines(path: Path) -> None:
    path.write_bytes(b"\n" * 5_000_000)


@extreme()
def bad_lines(path: Path) -> None:
    path.write_text("2020-01-01 nonsense\n" * DEEP)


@extreme()
def quotes(path: Path) -> None:
    path.write_text('"' * DEEP + "\n")


@extreme()
def one_quote_a_line(path: Path) -> None:
    path.write_text('2020-01-01 * "x\n  Assets:A 1 USD\n' * 20_001)


@extreme(valid=None)
def tags(path: Path) -> None:
    head = f'{OPEN}2020-01-02 * "x" '
    path.write_text(head + " ".join(f"#t{i}" for i in range(DEEP)) + "\n  Assets:A  1 USD\n  Assets:B\n")


@extreme(valid=True)
def postings(path: Path) -> None:
    path.write_text(f'{OPEN}2020-01-02 * "x"\n' + "  Assets:A  1 USD\n" * DEEP + "  Assets:B\n")


@extreme(valid=True)
def lots(path: Path) -> None:
    bought = "".join(f"  Assets:A  1 X {{{i}.00 USD}}\n" for i in range(1, 5001))
    head = '2020-01-01 open Assets:A "FIFO"\n2020-01-01 open Assets:B\n2020-01-02 * "x"\n'
    path.write_text(f'{head}{bought}  Assets:B\n2020-01-03 * "y"\n  Assets:A  -5000 X {{}}\n  Assets:B\n')


@extreme(valid=None)
def metadata(path: Path) -> None:
    path.write_text("2020-01-01 open Assets:A\n" + "".join(f'  k{i}: "v"\n' for i in range(DEEP)))


@extreme()
def unknown_accounts(path: Path) -> None:
    path.write_text("".join(f'2020-01-01 * "x"\n  Assets:A{i}  1 USD\n  Assets:B{i}\n' for i in range(5000)))


@extreme()
def same_opens(path: Path) -> None:
    path.write_text("2020-01-01 open Assets:A\n" * 20_000)


@extreme(valid=None)
def long_names(path: Path) -> None:
    name = "Assets:" + "A" * 1_000_000
    path.write_text(f'2020-01-01 open {name}\n2020-01-02 * "x"\n  {name}  1 {"U" * DEEP}\n  {name}B\n')


# Numbers and dates


@extreme(valid=None)
def million_digits(path: Path) -> None:
    path.write_text(posting("9" * 1_000_000 + " USD"))


@extreme(valid=None)
def product_of_large_numbers(path: Path) -> None:
    path.write_text(posting(" * ".join(["9" * 1000] * 5000) + " USD"))


@extreme(valid=None)
def million_decimals(path: Path) -> None:
    path.write_text(posting("0." + "1" * 1_000_000 + " USD"))


@extreme()
def division_by_zero(path: Path) -> None:
    path.write_text(posting("1 / 0 USD"))


@extreme(valid=None)
def zero_by_zero(path: Path) -> None:
    path.write_text(posting("0 / 0 USD") + posting("1 / (1 - 1) USD"))


@extreme()
def dates_out_of_range(path: Path) -> None:
    days = ("0000-01-01", "2020-00-10", "2020-13-01", "2021-02-29", "99999-01-01", "2020-01-99")
    path.write_text("".join(f"{day} open Assets:A\n" for day in days))


@extreme(valid=None)
def dates_at_the_ends(path: Path) -> None:
    path.write_text(
        '0001-01-01 open Assets:A\n9999-12-31 * "x"\n  Assets:A  1 USD\n  Assets:A\n9999-12-31 pad Assets:A Assets:A\n'
        "9999-12-31 balance Assets:A 5 USD\n9999-12-31 close Assets:A\n"
    )


@extreme(valid=None)
def large_tolerances(path: Path) -> None:
    path.write_text(f'option "inferred_tolerance_multiplier" "{"9" * 5000}"\n' + posting("1.00 USD"))


# Encodings


@extreme(valid=None)
def nul_bytes(path: Path) -> None:
    path.write_bytes(b"\x00" * 1_000_000)


@extreme(valid=None)
def nul_in_a_transaction(path: Path) -> None:
    path.write_bytes(posting("1 USD").encode().replace(b'"x"', b'"x\x00y"'))


@extreme()
def utf_16(path: Path) -> None:
    path.write_bytes(posting("1 USD").encode("utf-16"))


@extreme()
def latin_1(path: Path) -> None:
    path.write_bytes(posting("1 USD").replace("x", "Größe").encode("latin-1"))


@extreme(valid=None)
def lone_surrogates(path: Path) -> None:
    path.write_bytes(b'2020-01-01 event "a" "\xed\xa0\x80"\n')


@extreme()
def an_executable(path: Path) -> None:
    path.write_bytes(Path("/bin/sh").read_bytes())


# Includes, and things that are not files


def including(target: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(f'include "{target}"\n{OPEN}') and None


for name, target in (
    ("include-dev-zero", "/dev/zero"),
    ("include-dev-stdin", "/dev/stdin"),
    ("include-dev-random", "/dev/urandom"),
    ("include-dev-null", "/dev/null"),
    ("include-a-folder", "."),
    ("include-root", "/"),
    ("include-nothing", "no-such-file.beancount"),
    ("include-itself", "journal.beancount"),
    ("include-itself-by-glob", "*.beancount"),
    ("include-itself-by-detour", "../*/journal.beancount"),
    ("include-bad-glob", "[a"),
    ("include-nul", "a\\0b\x00c"),
    ("include-empty", ""),
    ("include-long-name", "a" * 10_000),
    ("include-home", "~nobody-of-this-name/x"),
    ("include-proc", "/proc/self/mem"),
):
    harmless = name == "include-dev-null"
    EXTREMES.append(Extreme(name, including(target), None if harmless or "itself-by" in name else False))


@extreme()
def include_a_fifo(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    including("pipe")(path)


@extreme()
def include_a_socket(path: Path) -> None:
    os.mknod(path.with_name("socket"), stat.S_IFSOCK | 0o600)
    including("socket")(path)


@extreme(valid=True)
def journal_is_a_pipe(path: Path) -> None:
    os.mkfifo(path)
    threading.Thread(target=path.write_text, args=(posting("1 USD"),), daemon=True).start()


@extreme()
def journal_is_a_folder(path: Path) -> None:
    path.mkdir()


@extreme()
def journal_is_missing(path: Path) -> None:
    assert not path.exists()


@extreme()
def journal_is_a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@extreme()
def journal_is_dev_zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


@extreme(valid=None)
def cycle_of_includes(path: Path) -> None:
    path.write_text('include "b.beancount"\n')
    path.with_name("b.beancount").write_text('include "c.beancount"\n')
    path.with_name("c.beancount").write_text(f'include "{path.name}"\n')


@extreme(valid=True)
def ten_thousand_includes(path: Path) -> None:
    for number in range(10_000):
        path.with_name(f"{number}.inc").write_text(f'2020-01-01 event "n" "{number}"\n')
    path.write_text("".join(f'include "{number}.inc"\n' for number in range(10_000)))


@extreme(valid=None)
def chain_of_includes(path: Path) -> None:
    for number in range(3000):
        path.with_name(f"{number}.inc").write_text(f'include "{number + 1}.inc"\n')
    path.with_name("3000.inc").write_text(OPEN)
    path.write_text('include "0.inc"\n')


@extreme()
def missing_includes(path: Path) -> None:
    path.write_text("".join(f'include "{number}.inc"\n' for number in range(10_000)))


@extreme(unprivileged=True)
def unreadable(path: Path) -> None:
    path.write_text(OPEN)
    path.chmod(0)


@extreme(unprivileged=True)
def include_unreadable(path: Path) -> None:
    other = path.with_name("other.beancount")
    other.write_text(OPEN)
    other.chmod(0)
    including(other.name)(path)
