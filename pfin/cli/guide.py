"""``pfin guide``: pages to read about pfin, at the terminal."""

from typing import Annotated

from typer import Argument

from .context import Context

_SUFFIX = ".md"


def complete_topic(incomplete: str) -> list[str]:
    """The topics that begin with what was typed."""
    return [topic for topic in _topics() if topic.startswith(incomplete)]


def guide(
    context: Context,
    topic: Annotated[
        str | None,
        Argument(
            metavar="TOPIC",
            help="The page to read; left out, the topics are listed.",
            autocompletion=complete_topic,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read a page about pfin. Without a topic, list what there is to read."""
    topics = _topics()
    if topic is None:
        width = max(map(len, topics))
        for name in topics:
            context.output.write(f"{name:<{width}}  {_title(name)}\n")
        return
    if topic not in topics:
        context.usage_error(f"the guide has no page '{topic}'", f"it has {', '.join(topics)}")
    text = _text(topic)
    if not context.output.is_terminal:
        context.output.write(text)
        return
    from pfin.render.guide import to_text

    context.output.write(to_text(text, width=context.output.width or 80, color=context.output.color))


def _topics() -> list[str]:
    from importlib.resources import files

    names = (page.name for page in (files("pfin") / "guide").iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))


def _text(topic: str) -> str:
    from importlib.resources import files

    return (files("pfin") / "guide" / f"{topic}{_SUFFIX}").read_text(encoding="utf-8")


def _title(topic: str) -> str:
    return _text(topic).partition("\n")[0].lstrip("# ")
