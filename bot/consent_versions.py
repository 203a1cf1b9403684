"""The consent that the study file asks for may be another since the service last ran: everybody who takes part hears of
it, through the inbox."""

import secrets

from bot.boxes import Boxes
from bot.faults import StartRefused
from storage import inbox, participants
from storage.database import Database
from storage.rows import NewInbound
from study.consent import release
from study.inbound import NewVersion
from study.protocol import Protocol

META = "consent"


async def check_version(database: Database, protocol: Protocol) -> None:
    """Raises StartRefused where people have agreed to a version that is newer than the study file's: nobody's agreement
    goes back."""
    version = protocol.consent.version
    newest = max(await participants.versions_agreed_to(database), key=release, default=version)
    if release(newest) > release(version):
        raise StartRefused(
            f"People have agreed to version {newest} of the consent text, and the study file has version {version}. "
            f'Put the newer text back, or give this one a number above {newest}, such as `version: "{_above(newest)}"`.'
        )


async def tell(database: Database, boxes: Boxes, protocol: Protocol, now: float) -> int:
    """Puts an event for each person who takes part into the inbox, once for each version (and each `remind`) of the
    consent; what they are told, and when, is for the handlers. Returns how many. `now` is Unix time."""
    mark = mark_of(protocol)
    if await database.setting(META) == mark:
        return 0
    people = await participants.enrolled(database)
    told = await inbox.journal(database, [_event(boxes, person, mark, now) for person in people])
    await database.set_setting(META, mark)
    return told


def mark_of(protocol: Protocol) -> str:
    """What the line META of the database says once everybody has been told."""
    consent = protocol.consent
    every = int(consent.remind.total_seconds()) if consent.remind is not None else 0
    return f"{consent.version}:{every}"


def _event(boxes: Boxes, participant: str, mark: str, now: float) -> NewInbound:
    once = f"consent:{mark}:{participant}"
    return NewInbound(
        once=once,
        kind="team",
        participant=participant,
        lane=participant.encode(),
        body=boxes.event(NewVersion(), once),
        seed=secrets.randbits(63),
        received_at=now,
    )


def _above(version: str) -> str:
    major, minor = release(version)
    return f"{major}.{minor + 1}"
