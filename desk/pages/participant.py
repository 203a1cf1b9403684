"""One participant: what they agreed to, what was asked when, and with a key what they said."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.charts import ribbon
from desk.diary import read_diary
from desk.filling import Filling
from desk.frame import language_of, page, room_of
from desk.scopes import may_quote, refused
from desk.wording import Wording
from storage.wordings import wordings


async def participant(request: Request) -> Response:
    room, language = room_of(request), language_of(request)
    async with room.reading() as look:
        person = await look.participant(request.path_params["code"])
        if person is None:
            raise HTTPException(404, "Nobody in this study has this code.")
        consents = await look.consents(person.id)
        prompts = await look.prompts_of(person.id)
        records = await look.records_of(person.id)
        wording = Wording.of(room.protocol, await wordings(look.connection) if room.opener else ())
    diary = None
    if room.opener is not None:
        opened = await run_in_threadpool(lambda: [room.opener.open(person.id, one) for one in records])  # type: ignore[union-attr]
        diary = read_diary(opened, prompts, Filling(wording, person, language))
    return page(
        request,
        "participant.html",
        person=person,
        consents=consents,
        refused=[refused(room.protocol, one) for one in consents],
        quotable=may_quote(room.protocol, consents),
        scopes={scope.id: scope.ask.say(language) for scope in room.protocol.consent.scopes},
        prompts=prompts,
        strip=ribbon(prompts, room.zone(person.site)),
        sealed=sum(record.kind != "consent" for record in records),
        diary=diary,
        local=room.zone(person.site),
    )
