"""A story on a page: its sentences, and a table of what its steps did to balances."""

from collections.abc import Mapping

from .explain_places import names_of_files
from .explain_story import Effect, Story
from .figures import all_short
from .table import AccountName, Cell, Column, Day, Money, Row, RowKind, Table, Text, Tone

_BALANCES = (
    "The pending balance is what is posted and pending together; the available one counts of the pending only what "
    "makes it smaller. A balance with no figure did not change."
)


def story_notes(story: Story) -> list[str]:
    """The story as a paragraph, and what a reader must know of the three balances."""
    return [" ".join(story.sentences), _BALANCES]


def story_table(story: Story) -> Table:
    """What each step did to balances, and what all of them came to."""
    names = names_of_files(step.file for step in story.steps)
    columns = (
        Column("date", "Date"),
        Column("account", "Account", flexible=True),
        *(Column(name, name.capitalize(), money=True) for name in ("posted", "pending", "available")),
        *((Column("file", "File", flexible=True),) if len(names) > 1 else ()),
        Column("line", "Line"),
    )
    rows = []
    for step in story.steps:
        place: dict[str, Cell] = {"date": Day(step.date), "file": Text(names[step.file]), "line": Text(str(step.line))}
        rows += [_effect_row(columns, place, effect) for effect in step.effects]
    words: dict[str, Cell] = {"date": Text("In all", Tone.STRONG)}
    rows += [_effect_row(columns, words, effect, RowKind.TOTAL) for effect in story.together]
    return Table(columns, tuple(rows), "What each step did to balances")


def _effect_row(
    columns: tuple[Column, ...], words: Mapping[str, Cell], effect: Effect, kind: RowKind = RowKind.BODY
) -> Row:
    figures = {"posted": effect.posted, "pending": effect.pending, "available": effect.available}
    cells: dict[str, Cell] = {
        **words,
        "account": AccountName(effect.account, effect.account),
        **{name: Money((amount,), exact=all_short((amount,))) for name, amount in figures.items() if amount.number},
    }
    return Row(tuple(cells.get(column.key) for column in columns), kind)
