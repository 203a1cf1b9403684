"""Messages that are due to go are asked to be deleted, on both sides of their chats."""

import asyncio
from collections.abc import Sequence

from bot.boxes import OUTBOX, Boxes
from bot.clearing import WITHIN
from bot.logs import note, warn
from bot.office import Office
from storage import contacts, messages
from storage.messages import MOST_AT_ONCE
from storage.rows import DueMessage, NewWord
from study.saying import Care, Haste

BATCH = 500
DELETE = "deleteMessages"


def deletion(boxes: Boxes, chat: int, numbers: Sequence[int], at: float) -> NewWord:
    """What asks for the deletion of these messages, 100 at most. It stands in a lane of its own, so that no word waits
    for it, and names nobody, so that it goes out whatever becomes of them."""
    lane = boxes.clearing_lane(chat)
    body = {"method": DELETE, "params": {"chat_id": chat, "message_ids": list(numbers)}}
    return NewWord(
        participant=None,
        lane=lane,
        haste=Haste.ANNOUNCEMENT.value,
        care=Care.HARMLESS.value,
        body=boxes.data(OUTBOX, body, lane.hex()),
        created_at=at,
    )


class Purger:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> None:
        """Called each second. What is due is asked to be deleted; what cannot be any more is counted."""
        office = self._office
        async with self._one_at_a_time, office.gate.shared():
            now = office.clock.now().timestamp()
            while not office.bells.stop.is_set() and (
                found := await messages.due(office.database, now, BATCH)
            ):
                await self._purge(found, now)

    async def _purge(self, found: Sequence[DueMessage], now: float) -> None:
        office = self._office
        chats = await contacts.of(office.database, {row.participant for row in found})
        by_person: dict[str, list[int]] = {}
        for row in found:
            if row.at > now - WITHIN and row.participant in chats:
                by_person.setdefault(row.participant, []).append(row.message)
        words = [
            deletion(office.boxes, office.boxes.open_chat(chats[person], person), part, now)
            for person, numbers in by_person.items()
            for part in (numbers[at : at + MOST_AT_ONCE] for at in range(0, len(numbers), MOST_AT_ONCE))
        ]
        asked = sum(map(len, by_person.values()))
        await messages.purge(office.database, found, words, len(found) - asked, now)
        if asked < len(found):
            warn("purge-missed", count=len(found) - asked)
        if words:
            note("purged", count=asked)
            office.bells.outbox.set()
        office.bells.moved.set()
