"""What lies in the vault of one participant, for the pages that play or show it."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from desk.frame import room_of
from desk.opening import CannotOpen, Opened, Opener
from storage.desk_rows import DeskRecord


@dataclass(frozen=True)
class Vaulted:
    """A record whose sound or picture lies in the vault. `participant` is the inner name."""

    opener: Opener
    participant: str
    record: DeskRecord

    def told(self) -> Opened | None:
        """What lies beside it, or None where this key does not open it."""
        found = self.opener.open(self.participant, self.record)
        return found if isinstance(found, Opened) else None


async def vaulted(request: Request, what: str, done: str) -> Vaulted:
    """The record that the address names. Raises HTTPException: 403 without a key, 404 where there is none.
    `what` is "voice" or "photo", `done` to it "hear" or "see"."""
    room, code, record = room_of(request), request.path_params["code"], request.path_params["record"]
    if room.opener is None:
        raise HTTPException(
            403, f"{what.capitalize()}s are sealed. Start the desk with --key NAME.key to {done} them."
        )
    async with room.reading() as look:
        person = await look.participant(code)
        found = await look.voice_of(person.id, record) if person else None
    if person is None or found is None:
        raise HTTPException(404, f"There is no such {what}.")
    return Vaulted(room.opener, person.id, found)


async def content(wanted: Vaulted, sha256: str, what: str) -> bytes:
    """The bytes, opened in memory. Raises HTTPException."""
    try:
        return await run_in_threadpool(wanted.opener.media, wanted.participant, wanted.record, sha256)
    except CannotOpen as closed:
        raise HTTPException(404, f"This {what}: {closed.why}.") from closed
