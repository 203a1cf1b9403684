"""`restante study preview`: what participants get, here in the terminal."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from study.drawing.saying import length
from study.previewing import Message


def preview(messages: Sequence[Message], console: Console) -> None:
    """Every message in a frame of its own, with its keys and its length."""
    for part, found in groupby(messages, lambda one: one.part):
        console.rule(part, align="left")
        for message in found:
            told = Text(length(message), style="bold red" if message.over else "dim")
            title = f"{message.place} · {message.language}"
            console.print(
                Panel(
                    _shown(message),
                    title=title,
                    title_align="left",
                    subtitle=told,
                    subtitle_align="right",
                )
            )


def _shown(message: Message) -> Text:
    """The text, and under it a line for each row of keys."""
    rows = ["  ".join(f"[{label}]" for label in row) for row in message.keys.rows]
    if not rows:
        return Text(message.text)
    told = [message.keys.told] if message.keys.told else []
    return Text.assemble(message.text, "\n\n", ("\n".join([*told, *rows]), "cyan"))
