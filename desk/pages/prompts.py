"""Which prompts are open, which fall due in the next seven days, and what became of the last seven days'."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from desk.frame import page, room_of
from desk.room import Room
from desk.telling import utc
from storage.desk_rows import DeskPrompt
from study.compliance import Compliance, counted
from study.effects import PromptState

REACH = timedelta(days=7)
_OPEN = (PromptState.DELIVERED, PromptState.BEGUN)


@dataclass(frozen=True)
class Day:
    """The prompts of one day, each by the clock of whom it is for."""

    date: date
    prompts: tuple[DeskPrompt, ...]
    counts: Compliance


async def prompts(request: Request) -> Response:
    room = room_of(request)
    now = room.now()
    async with room.reading() as look:
        around = await look.prompts_between((now - REACH).timestamp(), (now + REACH).timestamp())
    ahead = [one for one in around if one.due_at >= now.timestamp() and one.state == PromptState.DUE]
    past = [one for one in around if one.due_at < now.timestamp()]
    return page(
        request,
        "prompts.html",
        open_now=[one for one in past if _open(one, now)],
        ahead=_days(room, ahead),
        number=len(ahead),
        past=_days(room, past)[::-1],
    )


def _open(prompt: DeskPrompt, now: datetime) -> bool:
    return prompt.state in _OPEN and prompt.expires_at > now.timestamp()


def _days(room: Room, prompts: Iterable[DeskPrompt]) -> list[Day]:
    """Oldest first."""

    def local_day(prompt: DeskPrompt) -> date:
        return utc(prompt.due_at).astimezone(room.clock(prompt)).date()

    in_order = sorted(prompts, key=lambda one: (local_day(one), one.due_at))
    days = [(day, tuple(group)) for day, group in groupby(in_order, key=local_day)]
    return [Day(day, group, counted((one.fate, 1) for one in room.asked(group))) for day, group in days]
