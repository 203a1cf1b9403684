"""`restante study preview`: what participants get, here in the terminal."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from study.drawing.saying import length
from study.previewing import Message


def preview(messages: Sequence[Message], console: Console) -> None:
    """Every message in a frame of its own, with its length."""
    for part, found in groupby(messages, lambda one: one.part):
        console.rule(part, align="left")
        for message in found:
            told = Text(length(message), style="bold red" if message.over else "dim")
            title = f"{message.place} · {message.language}"
            console.print(
                Panel(
                    Text(message.text),
                    title=title,
                    title_align="left",
                    subtitle=told,
                    subtitle_align="right",
                )
            )
