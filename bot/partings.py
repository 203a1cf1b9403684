"""Whoever is together with somebody who was erased hears of it through the inbox. Mostly they have: who goes says so.
Not where an older database was put back, from which the erased one is left out; nor where the conversation of that one
could not be opened, so that nobody knew with whom they were."""

import secrets
from collections.abc import AsyncIterator

from bot.boxes import Boxes
from sealing.operator import OperatorKeyError
from storage import inbox, participants, tombstones
from storage.database import Database
from storage.rows import NewInbound
from study.inbound import Pair, Paired
from study.participant import Joint

AT_ONCE = 256  # conversations in memory


async def tell(database: Database, boxes: Boxes, now: float) -> int:
    """Puts an event for each of them into the inbox; a second one changes nothing. Returns how many. `now` is Unix
    time."""
    if not await tombstones.known(database.reader):
        return 0
    left = [_event(boxes, one, joint, now) async for one, joint in _left_alone(database, boxes)]
    return await inbox.journal(database, left) if left else 0


async def _left_alone(database: Database, boxes: Boxes) -> AsyncIterator[tuple[str, Joint]]:
    here = [*(await tombstones.people(database.reader)).values()]
    known = set(here)
    for start in range(0, len(here), AT_ONCE):
        for stored in (await participants.by_ids(database, here[start : start + AT_ONCE])).values():
            try:
                joint = boxes.open_state(stored.state, stored.id).together
            except (OperatorKeyError, ValueError):  # see `bot.unopened`
                continue
            if joint is not None and joint.id not in known:
                yield stored.id, joint


def _event(boxes: Boxes, participant: str, joint: Joint, now: float) -> NewInbound:
    once = f"told:{secrets.token_hex(16)}"
    return NewInbound(
        once=once,
        kind="told",
        participant=participant,
        lane=participant.encode(),
        body=boxes.event(Paired(joint.id, joint.code, Pair.APART), once),
        seed=secrets.randbits(63),
        received_at=now,
    )
