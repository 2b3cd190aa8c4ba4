"""Reading boundary expressions.

Most are one word, an account or a name. Such a text is recognised by the grammar's own terminal, without importing
lark, which takes as long as all else that a short run does.
"""

from pfin.model.boundary import BoundaryMistake, Expression, one_word

from .grammar import terminal

LONGEST_EXPRESSION = 10_000
"""The most characters an expression may have: nobody writes more, and a program that does shall name its parts."""


def read_expression(text: str) -> Expression | BoundaryMistake:
    """The expression that a text is, or the first mistake in it. It takes time in proportion to the text's length."""
    if len(text) > LONGEST_EXPRESSION:
        hint = f"up to {LONGEST_EXPRESSION:,} are; give parts of it names of their own"
        return BoundaryMistake(f"an expression of {len(text):,} characters is not read", 0, len(text), hint)
    word = text.strip()
    if not word:
        hint = (
            "write an account such as Assets:Bank, a name such as cash, or an expression such as 'cash | Assets:Gold'"
        )
        return BoundaryMistake("the expression is empty", 0, len(text), hint)
    if terminal("WORD", "boundary").fullmatch(word):
        return one_word(word, text.index(word))
    from .boundary_parser import parse_expression

    return parse_expression(text)
