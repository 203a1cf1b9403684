"""What falls due in the next seven days."""

from datetime import date, timedelta
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from desk.frame import page, room_of
from desk.telling import utc
from storage.desk_rows import DeskPrompt
from study.outcome import PromptState


async def prompts(request: Request) -> Response:
    room = room_of(request)
    now = room.now()
    async with room.reading() as look:
        ahead = await look.prompts_between(now.timestamp(), (now + timedelta(days=7)).timestamp())

    def local_day(prompt: DeskPrompt) -> date:
        return utc(prompt.due_at).astimezone(room.zone(prompt.site)).date()

    due = sorted(
        (one for one in ahead if one.state == PromptState.DUE), key=lambda one: (local_day(one), one.due_at)
    )
    days = [(day, list(group)) for day, group in groupby(due, key=local_day)]
    return page(request, "prompts.html", days=days, number=len(due))
