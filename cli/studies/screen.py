"""A chat in the terminal: what the bot says, as the real renderer says it, and keys pressed by their number."""

import re
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.rendering import Renderer
from locales import Catalogue
from study.outcome import Outcome

CHAT = 1
NUMBER = re.compile(r"[−-]?\d+")
STYLES = {
    "bold": "bold",
    "italic": "italic",
    "code": "cyan",
    "text_link": "underline",
    "spoiler": "reverse dim",
    "blockquote": "italic dim",
    "strikethrough": "strike",
    "underline": "underline",
}
"""How a terminal shows what Telegram calls entities (Bot API, MessageEntity)."""


@dataclass(frozen=True)
class Shown:
    """A key on the screen. Without `data` it sends its label; with `place`, where somebody is."""

    label: str
    data: str = ""
    place: bool = False


@dataclass
class Screen:
    """`inline` are the keys of the newest message that had any, `reply` those where the keyboard is. With `dotted`, a
    number may be an answer, and a key is pressed by `.1`."""

    console: Console
    inline: list[Shown] = field(default_factory=list)
    reply: list[Shown] = field(default_factory=list)
    dotted: bool = False
    _renderer: Renderer = field(default_factory=lambda: Renderer(Catalogue.load()))

    @property
    def keys(self) -> list[Shown]:
        """All that can be pressed."""
        return self.inline + self.reply

    def show(self, outcome: Outcome, language: str, *, dotted: bool, token: str) -> None:
        """Everything that is said. `token` is that of the open question: keys of another one are left out, and all of
        them where nothing is asked any more ("")."""
        self.dotted = dotted
        for utterance in outcome.say:
            for request in self._renderer.render(utterance, CHAT, language):
                self._request(request.method, request.params)
        self.inline = [key for key in self.inline if token and f":{token}:" in key.data]
        self.reply = self.reply if token else []
        self._draw_keys()

    def _draw_keys(self) -> None:
        """The keys, each with what presses it; those that are numbers themselves can be typed as they are."""
        points = [key.label for key in self.keys if self.dotted and NUMBER.fullmatch(key.label)]
        if points:
            self.console.print(Text("       " + "  ".join(points), style="bold"))
        for number, key in enumerate(self.keys, 1):
            if key.label not in points:
                mark = f".{number}" if self.dotted else f"{number}"
                self.console.print(Text.assemble((f"  {mark:>3}  ", "bold"), key.label))

    def pressed(self, typed: str) -> Shown | None:
        """The key that was meant: by its number, or by its words."""
        number = typed.removeprefix(".")
        by_number = typed.startswith(".") or not self.dotted
        if by_number and number.isdecimal() and 1 <= int(number) <= len(self.keys):
            return self.keys[int(number) - 1]
        return next((key for key in self.keys if key.label == typed), None)

    def _request(self, method: str, params: dict[str, Any]) -> None:
        match method:
            case "sendMessage":
                self.console.print(Panel(styled(params), border_style="dim", expand=False))
                self._take_keys(params)
            case "editMessageReplyMarkup":
                self._take_keys(params)
            case "answerCallbackQuery" if params.get("text"):
                self.console.print(Text(f"  ({params['text']})", style="dim"))
            case "editMessageText":
                self.inline = []

    def _take_keys(self, params: dict[str, Any]) -> None:
        """A message that brings no keys leaves those that are there."""
        markup = params.get("reply_markup", {})
        if "inline_keyboard" in markup:
            self.inline = _keys(markup["inline_keyboard"])
        elif "keyboard" in markup:
            self.reply = _keys(markup["keyboard"])
        elif markup.get("remove_keyboard"):
            self.reply = []


def _keys(rows: list[list[dict[str, Any]]]) -> list[Shown]:
    return [
        Shown(key["text"], key.get("callback_data", ""), bool(key.get("request_location")))
        for row in rows
        for key in row
    ]


def styled(params: dict[str, Any]) -> Text:
    """A message's text with its entities, whose offsets count UTF-16 code units."""
    said = params["text"]
    places = _units(said)
    text = Text(said)
    for entity in params.get("entities", ()):
        first, end = entity["offset"], entity["offset"] + entity["length"]
        text.stylize(STYLES.get(entity["type"], ""), places[first], places[end])
    return text


def _units(said: str) -> list[int]:
    """For each UTF-16 code unit, and for the end, the character it belongs to."""
    places: list[int] = []
    for index, character in enumerate(said):
        places += [index] * (2 if character > "\uffff" else 1)
    return [*places, len(said)]
