"""Ways to spoil a journal: each takes chance and a text as bytes, and gives other bytes."""

from collections.abc import Callable
from random import Random

# Words of the language and near it, separated by blanks.
TOKENS = (
    '" \\" { } {{ }} ( ) @ @@ ~ # ^ * ! | , ; : + - / = % & \\ \' ? < > [ ] _ txn open close pad balance price option '
    "include plugin pushtag poptag pushmeta popmeta custom note event query document commodity TRUE FALSE NULL None "
    "2024-13-45 0000-00-00 9999-12-31 10000-01-01 2024/01/02 1/0 0/0 -0.00 1,00,0.0 1_000 00001 1e5 NaN Infinity .5 5. "
    "99999999999999999999999999999999999.999999999999999999999999 0.0000000000000000000000000000000000000000001 "
    "Assets Assets: Assets:a Assets:A:: Liabilities:Ü Expenses:食 A USD A-B A.B $ /A ''A #tag ^link key: Key: k::"
)
PIECES = (
    *(token.encode() for token in TOKENS.split(" ")),
    *(b"\n", b"\r\n", b"\r", b"\t", b"\x00", b"\x0b", b"\x0c", b"\x1a", b"\x7f", b"\x80", b"\xff", b"\xc3\x28"),
    *("\ufeff\u2028\u00a0\u200d\u202e\U0001f4b8\u0301\u0663\U00010348\u00b2"[i].encode() for i in range(10)),
    b'\n2024-01-01 * "x"\n  Assets:Bank 1 USD\n  Assets:Bank\n',
    b"\n2024-01-01 open ",
    b"\n  ",
    b'option "booking_method" "AVERAGE"\n',
    b'option "name_assets" "Aktiva"\n',
    b'plugin "beancount.plugins.currency_accounts"\n',
    b'include "*.beancount"\n',
    b'"' + b"\n" * 70 + b'"',
)


# A part of a journal lacks its head; with this plugin in front accounts open themselves.
OPENS_ITSELF = b'plugin "beancount.plugins.auto_accounts"\n'


def delete_bytes(chance: Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice((1, 1, 1, 2, 5, 40)) :]


def insert_piece(chance: Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) + 1)
    piece = chance.choice(PIECES)
    return text[:at] + chance.choice((b"", b" ")) + piece * chance.choice((1, 1, 1, 2, 30)) + text[at:]


def replace_word(chance: Random, text: bytes) -> bytes:
    words = text.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(PIECES)
    return b" ".join(words)


def insert_unicode(chance: Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) + 1)
    letters = "".join(
        chr(chance.randrange(0xE000, 0x11000) if chance.random() < 0.5 else chance.randrange(0xD800)) for _ in "four"
    )
    return text[:at] + letters.encode() + text[at:]


def flip_bytes(chance: Random, text: bytes) -> bytes:
    spoiled = bytearray(text)
    for _ in range(chance.choice((1, 2, 8))):
        if spoiled:
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def swap_bytes(chance: Random, text: bytes) -> bytes:
    if len(text) < 2:
        return text
    at = chance.randrange(len(text) - 1)
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def duplicate_lines(chance: Random, text: bytes) -> bytes:
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join(lines[: at + 1] + lines[at : at + chance.choice((1, 1, 3, 12))] + lines[at + 1 :])


def delete_lines(chance: Random, text: bytes) -> bytes:
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join(lines[:at] + lines[at + chance.choice((1, 1, 3, 12)) :])


def move_line(chance: Random, text: bytes) -> bytes:
    lines = text.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def change_indent(chance: Random, text: bytes) -> bytes:
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b"", b" ", b"  ", b"    ", b"\t", b"\xc2\xa0")) + lines[at].lstrip()
    return b"\n".join(lines)


def change_digits(chance: Random, text: bytes) -> bytes:
    places = [at for at, byte in enumerate(text) if chr(byte).isdigit()]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice((b"0", b"9", b"", b".", b",", b"-", b"1" * 40)) + text[at + 1 :]


def truncate(chance: Random, text: bytes) -> bytes:
    return text[: chance.randrange(len(text) + 1)]


def change_line_ends(chance: Random, text: bytes) -> bytes:
    return text.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\r", b"\x0c\n", b" \n")))


MUTATIONS: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(delete_bytes, delete_bytes, insert_piece, insert_piece, insert_piece, replace_word, replace_word),
    *(insert_unicode, flip_bytes, swap_bytes, duplicate_lines, delete_lines, move_line, change_indent),
    *(change_digits, change_digits, truncate, change_line_ends),
)


def cut(chance: Random, text: bytes, size: int) -> bytes:
    """Some of a journal's paragraphs, about so many bytes, so that a run is quick."""
    paragraphs = text.split(b"\n\n")
    at = chance.randrange(len(paragraphs))
    kept: list[bytes] = []
    while sum(map(len, kept)) < size and at < len(paragraphs):
        kept.append(paragraphs[at])
        at += chance.choice((1, 1, 1, 7))
    return OPENS_ITSELF + b"\n\n".join(kept) + b"\n"


def mutant(chance: Random, seeds: list[bytes]) -> bytes:
    """A part of a journal with one to six things wrong, or now and then bytes without any sense."""
    if chance.random() < 0.03:
        return chance.randbytes(chance.choice((1, 10, 1000, 20000)))
    seed = chance.choice(seeds)
    text = seed if len(seed) < 4000 else cut(chance, seed, 3000)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        text = chance.choice(MUTATIONS)(chance, text)
    return text
