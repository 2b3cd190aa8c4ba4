"""Why a block is no directive, in the words of somebody who keeps a journal.

The parser knows the word that it could not place and the terminals that could have stood there. Both are named in
plain words; where the word looks like a well-known slip (a currency in small letters, a misspelt directive, a quote
that is never closed), a hint says how to mend it.
"""

import re
from functools import lru_cache

from lark import Token, UnexpectedToken

from pfin.model.nearest import nearest

from .mistakes import Mistake

_LONGEST_QUOTE = 40


_DIRECTIVES = [
    "txn",
    "open",
    "close",
    "commodity",
    "pad",
    "balance",
    "note",
    "document",
    "event",
    "query",
    "price",
    "custom",
    "option",
    "include",
    "plugin",
    "pushtag",
    "poptag",
    "pushmeta",
    "popmeta",
]

# What a terminal is called, in the order in which a list of possibilities is given.
_NAMES = {
    "DATE": "a date",
    "TXN": "a flag (* or !)",
    "ASTERISK": "a flag (* or !)",
    "FLAG": "a flag (* or !)",
    "HASH": "a flag (* or !)",
    "CAPITAL": "a currency",
    "ACCOUNT": "an account",
    "NUMBER": "a number",
    "_PLUS": "a number",
    "_MINUS": "a number",
    "_LPAREN": "a number",
    "CURRENCY": "a currency",
    "STRING": "a string in quotes",
    "TAG": "a #tag",
    "LINK": "a ^link",
    "KEY": "metadata (key: value)",
    "BOOL": "TRUE or FALSE",
    "_COLON": "a colon",
    "_COMMA": "a comma",
    "_TILDE": "a tolerance (~ number)",
    "AT": "a price (@ or @@)",
    "ATAT": "a price (@ or @@)",
    "LCURL": "a cost in { }",
    "LCURLCURL": "a cost in { }",
    "_RCURL": "}",
    "_RCURLCURL": "}}",
    "_RPAREN": ")",
    "INDENT": "an indented line",
    "_EOL": "the end of the line",
}

# What the words found are called, where that differs from their own text.
_FOUND = {
    "_EOL": "the end of the line",
    "INDENT": "an indented line",
    "$END": "the end of the directive",
}

_OPERATORS = {"_PLUS", "_MINUS", "ASTERISK", "SLASH"}
_DIRECTIVE_TERMINALS = {f"_{word.upper()}" for word in _DIRECTIVES}

_CURRENCY = re.compile(r"(?:^|\s)[A-Z][A-Z0-9'._-]*\s*$")
_SMALL_ACCOUNT = re.compile(r"[a-z][\w-]*:[A-Z]\S*\s")

# So deep goes a directive without nested parentheses: their number of states is small.
_DEEPEST_KEPT = 12
_possibilities_by_states: dict[tuple[int, ...], str] = {}


def misplaced(text: str, unexpected: UnexpectedToken) -> Mistake:
    """The word that stopped the parser, and what could stand in its place."""
    token = unexpected.token
    if token.type == "UNKNOWN":
        mistake = unknown(text, token)
        expected = _possibilities(unexpected)
        if mistake.hint is None and expected:
            return _mistake(token, mistake.message, hint=f"here could stand {expected}")
        return mistake
    found = _FOUND.get(token.type) or f"'{_shortened(token)}'"
    expected = _possibilities(unexpected)
    return _mistake(
        token,
        f"syntax error: {found} cannot stand here",
        label=f"expected {expected}" if expected else "",
        hint=_misplaced_hint(text, token, unexpected.expected),
    )


def unknown(text: str, token: Token) -> Mistake:
    """A word that belongs to no language at all."""
    word = str(token)
    if word.startswith('"'):
        return _mistake(token, "the string that begins here is not closed", hint='end it with a quote: "')
    return _mistake(
        token, f"syntax error: '{_shortened(token)}' is no word of the language", hint=_spelling(text, token)
    )


def _mistake(token: Token, message: str, *, label: str = "", hint: str | None = None) -> Mistake:
    line, column = token.line or 1, token.column or 1
    if token.type == "_EOL":
        return Mistake("syntax", message, line - 1, column, column + 1, label, hint)
    width = len(token.partition("\n")[0]) or 1
    return Mistake("syntax", message, line - 1, column, column + width, label, hint)


def _possibilities(unexpected: UnexpectedToken) -> str:
    """What the parser would have taken instead, in words."""
    # Trying every terminal is slow, and a file that is no journal at all has the same mistake on every line.
    states = tuple(unexpected.interactive_parser.parser_state.state_stack)
    known = _possibilities_by_states.get(states)
    if known is None:
        known = _in_words(set(unexpected.interactive_parser.accepts()))  # type: ignore[no-untyped-call]
        if len(states) <= _DEEPEST_KEPT:
            _possibilities_by_states[states] = known
    return known


def _in_words(expected: set[str]) -> str:
    if "INDENT" in expected:
        # Between lines of a directive anything else begins a new one.
        expected = {"INDENT"}
    if expected >= _OPERATORS:
        # After a number arithmetic is always possible, and hardly ever what was meant.
        expected = expected - _OPERATORS
    if "FLAG" not in expected:
        expected = expected - {"HASH", "ASTERISK"}
    elif "CURRENCY" not in expected:
        expected = expected - {"CAPITAL"}
    names = list(dict.fromkeys(name for terminal, name in _NAMES.items() if terminal in expected))
    if expected & _DIRECTIVE_TERMINALS:
        names.append("the name of a directive (open, balance, price, ...)")
    if len(names) > 1:
        names = [", ".join(names[:-1]) + " or " + names[-1]]
    return names[0] if names else ""


def _misplaced_hint(text: str, token: Token, expected: set[str]) -> str | None:
    before = _before(text, token)
    if "\r" in before:
        return "a line ends in CR alone: save the file with line ends LF or CRLF"
    if not before and token.line == 1:
        if token.type == "ACCOUNT":
            return "the postings of a transaction are indented below its first line"
        dated = token.type == "NUMBER" or token.type in _DIRECTIVE_TERMINALS
        return "a directive begins with a date, as 2024-01-31" if dated else None
    if token.type == "INDENT":
        return "only dated directives have indented lines below them"
    if token.type == "KEY" and "ACCOUNT" in expected:
        return "each part of an account begins with a capital letter or a digit"
    if token.type == "TAG" and "HASH" in expected:
        return "leave a space between # and the number"
    if token.type == "NUMBER" and expected == {"ACCOUNT"}:
        return "the amount stands after the account"
    if token.type == "NUMBER" and _CURRENCY.search(before):
        return "the number stands before its currency"
    if token.type == "CURRENCY" and _CURRENCY.search(before) and " open " in before:
        return "currencies are separated by commas"
    if token.type == "_COMMA" and before[-1:].isdigit():
        return "the decimal sign is a point, and commas stand between thousands: 1,000.50"
    if _SMALL_ACCOUNT.match(before):
        return _account_hint(before.split()[0])
    return None


def _account_hint(name: str) -> str | None:
    proper = ":".join(part[:1].upper() + part[1:] for part in name.split(":"))
    return f"each part of an account begins with a capital letter or a digit: {proper}" if proper != name else None


def _before(text: str, token: Token) -> str:
    """What stands before a word on its line, without the indent."""
    line = text.split("\n")[(token.line or 1) - 1]
    return line[: (token.column or 1) - 1].lstrip()


def _spelling(text: str, token: Token) -> str | None:
    """What an unknown word may have been meant to be."""
    word = str(token)
    if len(word) > _LONGEST_QUOTE:
        return None
    before = _before(text, token)
    if re.fullmatch(r"[a-z][a-z0-9]{1,11}", word) and re.search(r"[0-9]\s*$", before):
        if not re.fullmatch(r"\d{4,}[-/]\d+[-/]\d+\s*", before):
            return f"currencies are written in capital letters: {word.upper()}"
        return _nearest_directive(word)
    if re.fullmatch(r"[a-z]+", word) and not before and (token.line or 1) == 1:
        return _nearest_directive(word) or "a directive begins with a date"
    if re.fullmatch(r"[a-z]:.*", word):
        return "a metadata key has two characters at least"
    around = before.rpartition(" ")[2] + word
    if ":" in around and around[0].isalpha():
        return _account_hint(around)
    if re.fullmatch(r"\.\d+", word):
        return f"write a digit before the point: 0{word}"
    if word[0] in "$€£¥":
        return "write the number first and then the currency's code, as 10.00 USD"
    return None


@lru_cache
def _nearest_directive(word: str) -> str | None:
    near = nearest(word, _DIRECTIVES, 0.5)
    return f"did you mean '{near}'?" if near else None


def _shortened(token: Token) -> str:
    word = token.partition("\n")[0]
    return word if len(word) <= _LONGEST_QUOTE else word[: _LONGEST_QUOTE - 1] + "…"
