"""One participant: what they agreed to, what was asked when, and with a key what they said."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.attrition import TOLD, touch_of
from desk.charts_in_time import journey, ribbon
from desk.diary import read_diary
from desk.filling import Filling
from desk.frame import language_of, page, room_of
from desk.room import Room
from desk.scopes import Agreed, refused
from desk.stays import Stays
from desk.telling import moment as told
from desk.wording import Wording
from storage.wordings import wordings
from study.compliance import figures


async def participant(request: Request) -> Response:
    room, language = room_of(request), language_of(request)
    async with room.reading() as look:
        person = await look.participant(request.path_params["code"])
        if person is None:
            raise HTTPException(404, "Nobody in this study has this code.")
        consents = await look.consents(person.id)
        changes = await look.scope_changes(person.id)
        lived = Stays.of(await look.stays(person.id), person.site, room.zone)
        prompts = await look.prompts_of(person.id)
        records = await look.records_of(person.id)
        wording = Wording.of(room.protocol, await wordings(look.connection) if room.opener else ())
    diary = None
    if room.opener is not None:
        opened = await run_in_threadpool(lambda: [room.opener.open(person.id, one) for one in records])  # type: ignore[union-attr]
        diary = read_diary(opened, prompts, Filling(wording, person, language))
    agreed = Agreed(consents, changes)
    return page(
        request,
        "participant.html",
        person=person,
        consents=consents,
        refused=[refused(room.protocol, one) for one in consents],
        changes=agreed.since,
        quotable=agreed.may_quote(room.protocol),
        letter=agreed.wants_letter(room.protocol),
        scopes={scope.id: scope.ask.say(language) for scope in room.protocol.consent.scopes},
        prompts=prompts,
        answering=figures(room.asked(prompts)),
        strip=ribbon(prompts, room.clock),
        touch=touch_of(person),
        touch_told=TOLD,
        stays=lived.stays,
        travels=_travels(room, lived, language),
        sealed=sum(record.kind != "consent" for record in records),
        diary=diary,
        local=lived.zone(None),
        at=lambda moment: told(moment, lived.zone(moment)),
    )


def _travels(room: Room, lived: Stays, language: str) -> str:
    """A picture of the stays, where there is more than one."""
    if len(lived.stays) < 2:
        return ""
    return journey(lived.stays, room.now().timestamp(), lambda site: room.site_name(site, language))
