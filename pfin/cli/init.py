"""``pfin init``: a first journal for someone who has none."""

import shlex
from pathlib import Path
from typing import Annotated

from typer import Argument

from .context import Context

_DEFAULT = "main.beancount"
# The starter journal is written for this year, and its dates move to the year of today.
_STARTER_YEAR = "2024"


def init(
    context: Context,
    journal: Annotated[
        str | None, Argument(metavar="FILE", help=f"Where to write it; {_DEFAULT} if left out.", show_default=False)
    ] = None,
) -> None:
    """Write a small commented journal to start from. An existing file is never touched."""
    from importlib.resources import files

    path = Path(journal or _DEFAULT).expanduser()
    starter = (files("pfin") / "guide" / "starter.beancount").read_text(encoding="utf-8")
    text = starter.replace(_STARTER_YEAR, f"{context.today.year:04}")
    try:
        # "x" makes a new file or nothing, even where another program is as quick.
        with path.open("x", encoding="utf-8", newline="\n") as made:
            made.write(text)
    except FileExistsError:
        context.usage_error(f"{path} exists already, and is left as it is", "give another name: pfin init FILE")
    except FileNotFoundError:
        context.usage_error(f"{path} cannot be written: there is no folder {path.parent}")
    except OSError as error:
        context.usage_error(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")
    context.message(
        f"{path} is written. Name it once, here or in your shell's profile, to save typing -f:\n"
        f"  export PFIN_FILE={shlex.quote(str(path.absolute()))}\n"
        "What next:\n"
        "  pfin check                     whether it is right\n"
        "  pfin balance                   what you have, and what you owe\n"
        "  pfin cashflow                  where it came from, and where it went\n"
        "  pfin register Assets:Bank      what moved in an account\n"
        "Then open it in an editor and make it yours. `pfin guide start` tells more."
    )
