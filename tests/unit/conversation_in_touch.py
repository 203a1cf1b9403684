"""A year in touch, for tests: people whose study lets them choose their hours, and minds when they fall silent."""

import json
from datetime import datetime, time
from typing import Any

from conversation import Conversation
from conversation_places import reach, sitting
from test_handlers_schedule import YEREVAN, studied

from study.freezing import freeze
from study.timing import Window

DAILY = "{id: daily, ask: evening, every: 1d, at: 19:00, times: 9, expires: 2h, remind: [1h]}"


def in_touch(*waves: str, language: str = "ru", above: str = "", **rules: Any) -> Conversation:
    """Somebody in Yerevan who has agreed at one in the afternoon of 14 March 2024; `rules` are of the schedule."""
    protocol = studied(*(waves or (DAILY,)), above=above)
    schedule = protocol.schedule.model_copy(update=rules)
    return reach("enrolled", language, protocol.model_copy(update={"schedule": schedule}))


def by_night(opens: str, closes: str) -> dict[str, Any]:
    """Rules by which somebody is asked once a day in these hours, past midnight, and it is never quiet."""
    wave = "{id: night, ask: evening, signal: {times: 1, between: '10:00-16:00'}, days: 0-9, expires: 1h}"
    [read] = studied(wave).schedule.waves
    hours = Window(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
    assert read.signal
    late = read.model_copy(update={"signal": read.signal.model_copy(update={"between": hours})})
    return {"quiet": None, "waves": (late,)}


def changed(talk: Conversation, /, **changes: Any) -> None:
    """As if something had happened to them."""
    talk._frozen = json.dumps(freeze(talk.now.but(**changes)))


def until(talk: Conversation, day: int, clock: str) -> None:
    """Time passes until that day of March 2024 and that time in Yerevan."""
    hour, minute = map(int, clock.split(":"))
    talk.wait(datetime(2024, 3, day, hour, minute, tzinfo=YEREVAN) - talk.at)


def asked(talk: Conversation) -> str:
    """The wave whose question is on the screen, if any is."""
    return sitting(talk).wave if talk.now.sitting else ""
