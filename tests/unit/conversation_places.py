"""Places of the conversation: every stage, and the moments within it that answer differently."""

from datetime import timedelta
from functools import cache
from typing import Any

from conversation import Conversation, sample

from study.effects import SetTimer
from study.inbound import Fell, NewVersion
from study.participant import Sitting
from study.protocol import Protocol
from study.touch import Ending


def reach(place: str, language: str, protocol: Protocol | None = None) -> Conversation:
    """Plays up to a place, in a language. Once is enough: the next who asks gets a twin."""
    return _reached(place, language).twin() if protocol is None else _played(place, language, protocol)


@cache
def _reached(place: str, language: str) -> Conversation:
    return _played(place, language, sample())


def _played(place: str, language: str, protocol: Protocol) -> Conversation:
    talk = Conversation(protocol, language)
    for step in _way_to(place):
        step(talk)
    return talk


WAY: list[tuple[str, Any]] = [
    ("new", None),
    ("language", lambda talk: talk.write("/start yerevan-chat")),
    ("site", lambda talk: talk.tap_newest(f"l:{talk.language}")),
    ("screening", lambda talk: talk.tap_newest("s:AM")),
    ("screening-choice", lambda talk: talk.tap_newest("0")),
    ("information", lambda talk: talk.tap_newest("1")),
    ("check", lambda talk: talk.press("key.go-on")),
    ("check-choice", lambda talk: talk.tap_newest("0")),
    ("scopes", lambda talk: talk.tap_newest("0")),
    ("scopes-optional", lambda talk: talk.press("key.yes")),
    ("scopes-last", lambda talk: talk.press("key.yes")),
    ("statement", lambda talk: talk.press("key.no")),
    ("hearing", lambda talk: talk.speak()),
    ("confirming", lambda talk: talk.fetch(6.5)),
    ("enrolled", lambda talk: talk.press("key.confirm")),
]


def ends(talk: Conversation, letter: str = "", **changes: Any) -> None:
    """The study, which may have had no end until now, is over for them after an hour; for others it ends in a year."""
    hour, year = timedelta(hours=1), timedelta(days=365)
    ending = Ending(after=hour, letter=letter, **changes)
    talk.protocol = talk.protocol.model_copy(update={"ending": ending})
    talk.at += hour
    talk.tell(Fell("end", talk.at))
    talk.protocol = talk.protocol.model_copy(update={"ending": ending.model_copy(update={"after": year})})


def renews(talk: Conversation) -> None:
    """The consent has a new major version, and they are asked to agree anew."""
    consent = talk.protocol.consent.model_copy(update={"version": "2.0"})
    talk.protocol = talk.protocol.model_copy(update={"consent": consent})
    talk.tell(NewVersion())


BEYOND: dict[str, tuple[str, list[Any]]] = {
    "scopes-reconsider": ("scopes", [lambda talk: talk.press("key.no")]),
    "draft": ("enrolled", [lambda talk: talk.write("Дождь, и всё равно хорошо.")]),
    "draft-fetching": ("draft", [lambda talk: talk.speak()]),
    "check-in": ("enrolled", [lambda talk: talk.next_timer("prompt")]),
    "check-in-written": ("check-in", [lambda talk: talk.tap_newest("2")]),
    "check-in-fetching": ("check-in-written", [lambda talk: talk.speak()]),
    "check-in-choice": ("check-in-written", [lambda talk: talk.tap_newest("skip")] * 2),
    "check-in-draft": ("draft", [lambda talk: talk.next_timer("prompt")]),
    "withdrawn": ("enrolled", [lambda talk: talk.write("/stop")]),
    "finished": ("enrolled", [ends]),
    "finished-letter": ("enrolled", [lambda talk: ends(talk, "interview")]),
    "finished-draft": ("draft", [lambda talk: ends(talk, "interview")]),
    "returning": ("withdrawn", [lambda talk: talk.write("/start")]),
    "renewing": ("enrolled", [renews]),
    "renewing-check": ("renewing", [lambda talk: talk.press("key.go-on")]),
    "renewing-rather-not": ("renewing", [lambda talk: talk.press("key.rather-not")]),
    "renewing-thinking": ("renewing-rather-not", [lambda talk: talk.press("key.think-over")]),
    "renewing-draft": ("draft", [renews]),
}
RENEWING = tuple(name for name in BEYOND if name.startswith("renewing"))
"""Of who takes part and decides about a new text."""

PLACES = (*(name for name, _ in WAY), *(name for name in BEYOND if name not in RENEWING))


def _way_to(place: str) -> list[Any]:
    if place in BEYOND:
        before, steps = BEYOND[place]
        return _way_to(before) + steps
    names = [name for name, _ in WAY]
    return [step for _, step in WAY[: names.index(place) + 1] if step]


def sitting(talk: Conversation) -> Sitting:
    """The check-in (or screening) under way."""
    under_way = talk.now.sitting
    assert under_way
    return under_way


def soonest(talk: Conversation, kind: str) -> SetTimer:
    """The next timer of a kind."""
    return min((one for one in talk.timers.values() if one.kind == kind), key=lambda one: one.due_at)


def together(talk: Conversation) -> tuple[str, str]:
    """Makes the next prompt fall due now, while one is open: the open one and the one that waits."""
    second, at = soonest(talk, "prompt"), talk.at
    talk.fall(second)
    talk.at = at
    return sitting(talk).prompt, second.prompt
