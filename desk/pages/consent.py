"""Consent: how each code that was ever given stands, and whether the ledger holds. The same as `restante consent audit`
without a key; and one person's record, to be taken along."""

import json
from datetime import UTC

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.frame import page, room_of
from desk.room import DATABASE, VAULT
from storage.auditing import entries_of, evidence
from study.agreements import read
from study.audited import MOST_TOLD
from study.auditing import audit
from study.receipt import receipt as receipt_of


async def consent(request: Request) -> Response:
    room = room_of(request)
    found = await evidence(room.data / DATABASE, room.data / VAULT, room.protocol.id)
    made = await run_in_threadpool(audit, found, room.protocol)
    asked = {scope.id: scope.ask for scope in room.protocol.consent.scopes}
    return page(request, "consent.html", audit=made, scopes=asked, most=MOST_TOLD, utc=UTC)


async def receipt(request: Request) -> Response:
    """The consent record of one participant as a file (`study.receipt`)."""
    room, code = room_of(request), request.path_params["code"]
    async with room.reading() as look:
        person = await look.participant(code)
        entries = await entries_of(look, person.id) if person is not None else []
    if person is None:
        raise HTTPException(404, "Nobody in this study has this code.")
    made = receipt_of(room.protocol, person.code, person.site, [read(entry) for entry in entries])
    headers = {"Content-Disposition": f'attachment; filename="{person.code}-consent.json"'}
    return Response(
        json.dumps(made, ensure_ascii=False, indent=2) + "\n", media_type="application/json", headers=headers
    )
